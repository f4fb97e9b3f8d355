package solver

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"ruthere/lab/incident"
)

// A comparison holds a router's running-config against what was agreed.
type comparison struct {
	agreed *incident.Agreement
	g      *incident.AgreedGateway
	run    running
	found  []Finding
}

// compare tells what differs, in the order in which it should be mended.
func (s *session) compare(g *incident.AgreedGateway, run running) []Finding {
	c := &comparison{agreed: &s.told.Agreement, g: g, run: run}
	c.comparePorts()
	c.compareRoute()
	c.compareFilters()
	c.comparePolicy()
	c.compareKeepalives()
	for i := range g.Peers {
		c.compareKeys(&g.Peers[i])
		c.compareEntry(&g.Peers[i], 10*(i+1))
	}
	c.compareTranslation()
	c.compareMap()
	return c.found
}

func (c *comparison) add(cause string, mend ...string) {
	c.found = append(c.found, Finding{cause, c.g.Name, mend})
}

func (c *comparison) comparePorts() {
	for _, b := range c.run.all("interface") {
		if _, name, _ := strings.Cut(b.text, " "); (name == c.g.Outside || slices.Contains(c.g.Ports, name)) && b.has("shutdown") {
			c.add("interface-shut", b.text, "no shutdown", "exit")
		}
	}
}

func (c *comparison) compareRoute() {
	want := "ip route 0.0.0.0 0.0.0.0 " + c.g.NextHop.String()
	routes := c.run.all("ip route 0.0.0.0 0.0.0.0")
	switch {
	case len(routes) == 0:
		c.add("no-route", want)
	case routes[0].text != want:
		c.add("wrong-next-hop", "no "+routes[0].text, want)
	}
}

// compareFilters takes access groups off: none was agreed. What they drop says what they are.
func (c *comparison) compareFilters() {
	for _, b := range c.run.all("interface") {
		group := b.value("ip access-group", "")
		if group == "" {
			continue
		}
		list, _, _ := strings.Cut(group, " ")
		cause := "filter-drops-users"
		for _, line := range c.run.entries(list) {
			switch {
			case strings.Contains(line, "non500-isakmp") || strings.Contains(line, "deny esp"):
				cause = "filter-drops-tunnel"
			case strings.Contains(line, "isakmp"):
				cause = "filter-drops-ike"
			}
		}
		c.add(cause, b.text, "no ip access-group "+group, "exit")
	}
}

func (c *comparison) comparePolicy() {
	a := c.agreed
	if c.run.has("no crypto isakmp enable") {
		c.add("isakmp-disabled", "crypto isakmp enable")
	}
	p, ok := c.run.one("crypto isakmp policy")
	group := strconv.Itoa(a.Group)
	if !ok {
		c.add("no-policy", "crypto isakmp policy 10", "encr "+a.Encryption, "hash "+a.Hash, "authentication "+a.Authentication,
			"group "+group, "exit")
		return
	}
	for _, one := range []struct{ cause, word, longer, without, want string }{
		{"encryption-mismatch", "encr", "encryption", "des", a.Encryption},
		{"hash-mismatch", "hash", "", "sha", a.Hash},
		{"authentication-mismatch", "authentication", "", "rsa-sig", a.Authentication},
		{"group-mismatch", "group", "", "1", group},
	} {
		if p.value(one.word, p.value(one.longer, one.without)) != one.want {
			c.add(one.cause, p.text, one.word+" "+one.want, "exit")
		}
	}
}

func (c *comparison) compareKeepalives() {
	if c.g.Keepalive != "" && len(c.run.all("crypto isakmp keepalive")) == 0 {
		c.add("stale-sas", "crypto isakmp keepalive "+c.g.Keepalive)
	}
	if c.g.NATKeepalive > 0 && len(c.run.all("crypto isakmp nat keepalive")) == 0 {
		c.add("nat-keepalive-missing", fmt.Sprintf("crypto isakmp nat keepalive %d", c.g.NATKeepalive))
	}
}

// keyWith is the key that was agreed with the gateway at an address.
func (c *comparison) keyWith(peer *incident.AgreedPeer, at int) string {
	far := peer.Name
	if at < len(peer.Addresses)-1 {
		far = c.agreed.OutOfService
	}
	for _, t := range c.agreed.Tunnels {
		if t.Between == [2]string{c.g.Name, far} || t.Between == [2]string{far, c.g.Name} {
			return t.Key
		}
	}
	return ""
}

func (c *comparison) compareKeys(peer *incident.AgreedPeer) {
	for i, address := range peer.Addresses {
		key := c.keyWith(peer, i)
		want := fmt.Sprintf("crypto isakmp key %s address %s", key, address)
		if c.run.has(want) {
			continue
		}
		cause, mend := "no-key", []string{want}
		for _, line := range c.run.all("crypto isakmp key") {
			words := strings.Fields(line.text)
			switch {
			case len(words) < 6:
			case words[5] == address.String():
				cause, mend = "wrong-key", []string{"no " + line.text, want}
			case words[3] == key:
				cause, mend = "key-for-wrong-address", []string{"no " + line.text, want}
			}
		}
		c.add(cause, mend...)
	}
}

// compareEntry compares an entry of the crypto map.
func (c *comparison) compareEntry(peer *incident.AgreedPeer, sequence int) {
	var entry block
	for _, b := range c.run.all("crypto map") {
		if strings.HasSuffix(b.text, fmt.Sprintf(" %d ipsec-isakmp", sequence)) {
			entry = b
		}
	}
	c.comparePeers(entry, peer)
	define := "crypto ipsec transform-set " + entry.value("set transform-set", "")
	if b, _ := c.run.one(define); strings.TrimSpace(strings.TrimPrefix(b.text, define)) != c.agreed.Transform {
		c.add("transform-mismatch", define+" "+c.agreed.Transform, "exit")
	}
	want := ""
	if c.agreed.PFS > 0 {
		want = fmt.Sprintf("group%d", c.agreed.PFS)
	}
	if have := entry.value("set pfs", ""); have != want {
		mend := "set pfs " + want
		if want == "" {
			mend = "no set pfs"
		}
		c.add("pfs-mismatch", entry.text, mend, "exit")
	}
	c.compareList(entry, peer, sequence)
}

func (c *comparison) comparePeers(entry block, peer *incident.AgreedPeer) {
	var want []string
	for _, a := range peer.Addresses {
		want = append(want, a.String())
	}
	have := entry.values("set peer")
	if slices.Equal(have, want) {
		return
	}
	cause, mend := "no-peer", []string{entry.text}
	for _, one := range have {
		if !slices.Contains(want, one) {
			cause = "wrong-peer"
		}
		mend = append(mend, "no set peer "+one)
	}
	for _, one := range want {
		mend = append(mend, "set peer "+one)
	}
	c.add(cause, append(mend, "exit")...)
}

// compareList compares what is protected.
func (c *comparison) compareList(entry block, peer *incident.AgreedPeer, sequence int) {
	var want []string
	for _, from := range c.g.Networks {
		for _, to := range peer.Networks {
			want = append(want, fmt.Sprintf("permit ip %s %s", wildcard(from), wildcard(to)))
		}
	}
	list := entry.value("match address", "")
	if list == "" {
		list = strconv.Itoa(100 + sequence/10)
		c.add("no-list", append(listLines(list, want), entry.text, "match address "+list, "exit")...)
		return
	}
	have := c.run.entries(list)
	if slices.Equal(have, want) {
		return
	}
	cause := "list-misses-network"
	for _, line := range have {
		switch {
		case strings.HasPrefix(line, "deny"):
			cause = "list-denies"
		case !slices.Contains(want, line):
			cause = "list-not-mirrored"
		}
	}
	c.add(cause, listLines(list, want)...)
}

// compareTranslation looks whether what the tunnels carry is exempt from translation.
func (c *comparison) compareTranslation() {
	if !c.g.Translates {
		return
	}
	rule, _ := c.run.one("ip nat inside source list")
	words := strings.Fields(rule.text)
	if len(words) < 6 {
		return
	}
	var want []string
	for _, from := range c.g.Networks {
		for _, peer := range c.g.Peers {
			for _, to := range peer.Networks {
				want = append(want, fmt.Sprintf("deny ip %s %s", wildcard(from), wildcard(to)))
			}
		}
	}
	for _, from := range c.g.Networks {
		want = append(want, fmt.Sprintf("permit ip %s any", wildcard(from)))
	}
	if list := words[5]; !slices.Equal(c.run.entries(list), want) {
		c.add("nat-exemption-missing", append(listLines(list, want), "do clear ip nat translation *")...)
	}
}

// listLines make an access list anew.
func listLines(list string, entries []string) (lines []string) {
	lines = append(lines, "no access-list "+list)
	for _, e := range entries {
		lines = append(lines, "access-list "+list+" "+e)
	}
	return lines
}

// compareMap looks where the crypto map is applied.
func (c *comparison) compareMap() {
	entry, _ := c.run.one("crypto map")
	words := strings.Fields(entry.text)
	if len(words) < 3 {
		return
	}
	mend := []string{"interface " + c.g.Outside, "crypto map " + words[2], "exit"}
	cause := "map-not-applied"
	for _, b := range c.run.all("interface") {
		if b.value("crypto map", "") == "" {
			continue
		}
		if b.text == "interface "+c.g.Outside {
			return
		}
		cause = "map-on-wrong-interface"
		mend = append([]string{b.text, "no crypto map", "exit"}, mend...)
	}
	c.add(cause, mend...)
}

// wildcard writes a network as an access list has it.
func wildcard(p netip.Prefix) string {
	bits := uint32(1)<<(32-p.Bits()) - 1
	return fmt.Sprintf("%s %d.%d.%d.%d", p.Masked().Addr(), byte(bits>>24), byte(bits>>16), byte(bits>>8), byte(bits))
}
