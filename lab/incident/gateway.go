package incident

import (
	"fmt"
	"net/netip"
	"strings"

	"ruthere/debuglog"
)

// The ports of a gateway.
const (
	outside = iota
	inside
	annex // a second network inside
	ports
)

// A gateway is a router with one end of tunnels, as its configuration says it: what faults change.
type gateway struct {
	role, name   string
	release      debuglog.Release
	ports        [ports]string
	address      netip.Prefix // outside
	networks     []netip.Prefix
	shut         [ports]bool
	filters      [ports][]string // what an access list says of what comes in there
	translates   translation
	routes       []staticRoute
	disabled     bool // ISAKMP
	policy       *policy
	keys         []preshared
	keepalive    string // what stands behind the command; "": no keepalives
	natKeepalive int    // seconds; 0: none
	set          string // the names of its transform set and its map
	mapName      string
	mapAt        int // a port, or nowhere
	tunnels      []*tunnel
}

const nowhere = -1

// A translation is what a gateway translates of what leaves.
type translation uint8

const (
	translatesNothing translation = iota
	translatesRest                // what no tunnel carries
	translatesAll
)

// translationList is the number of the access list that says what is translated.
const translationList = 140

type staticRoute struct {
	to  netip.Prefix
	hop netip.Addr
}

// A policy of ISAKMP.
type policy struct {
	number           int
	encryption, hash string
	authentication   string
	group, lifetime  int // seconds; 0: what is the default
}

type preshared struct {
	secret  string
	address netip.Addr
}

// A tunnel is an entry of a crypto map.
type tunnel struct {
	far       *gateway // with which it is
	peers     []netip.Addr
	transform string
	pfs       int // group; 0: none
	list      int
	entries   []listEntry
}

// A listEntry is a line of the access list of what is protected.
type listEntry struct {
	deny     bool
	from, to netip.Prefix
}

// wildcard writes a network as an access list has it.
func wildcard(p netip.Prefix) string {
	if p.Bits() == 32 {
		return "host " + p.Addr().String()
	}
	mask := mask(p.Bits())
	return fmt.Sprintf("%s %d.%d.%d.%d", p.Masked().Addr(), ^mask[0], ^mask[1], ^mask[2], ^mask[3])
}

func mask(bits int) (m [4]byte) {
	for i := range m {
		m[i] = ^byte(0xFF >> min(max(bits-8*i, 0), 8))
	}
	return m
}

func netmask(bits int) string { m := mask(bits); return netip.AddrFrom4(m).String() }

func (e listEntry) String() string {
	verb := "permit"
	if e.deny {
		verb = "deny"
	}
	return fmt.Sprintf("%s ip %s %s", verb, wildcard(e.from), wildcard(e.to))
}

// configuration is the gateway's startup-config.
func (g *gateway) configuration() string {
	b := &configText{}
	b.line("service timestamps debug datetime msec")
	b.line("service timestamps log datetime msec")
	b.line("hostname %s", g.name)
	b.line("crypto logging session")
	g.writePhase1(b)
	g.writePhase2(b)
	for at := range ports {
		g.writePort(b, at)
	}
	if g.translates != translatesNothing {
		b.line("ip nat inside source list %d interface %s overload", translationList, g.ports[outside])
	}
	for _, r := range g.routes {
		b.line("ip route %s %s %s", r.to.Addr(), netmask(r.to.Bits()), r.hop)
	}
	for _, t := range g.tunnels {
		for _, e := range t.entries {
			b.line("access-list %d %s", t.list, e)
		}
	}
	g.writeTranslation(b)
	for at, lines := range g.filters {
		for _, text := range lines {
			b.line("access-list %d %s", filterList(at), text)
		}
	}
	b.line("line con 0")
	b.line(" exec-timeout 0 0")
	b.line("end")
	return b.String()
}

// writeTranslation writes what is translated: first what is exempt, between the networks of both ends of each tunnel.
func (g *gateway) writeTranslation(b *configText) {
	if g.translates == translatesNothing {
		return
	}
	for _, from := range g.networks {
		for _, t := range g.tunnels {
			for _, to := range t.far.networks {
				if g.translates == translatesRest {
					b.line("access-list %d %s", translationList, listEntry{deny: true, from: from, to: to})
				}
			}
		}
	}
	for _, from := range g.networks {
		b.line("access-list %d permit ip %s any", translationList, wildcard(from))
	}
}

// filterList is the number of the access list that filters what comes in at a port.
func filterList(port int) int { return 150 + port }

type configText struct{ strings.Builder }

func (b *configText) line(format string, args ...any) { fmt.Fprintf(b, format+"\n", args...) }

func (g *gateway) writePhase1(b *configText) {
	if g.disabled {
		b.line("no crypto isakmp enable")
	}
	if p := g.policy; p != nil {
		b.line("crypto isakmp policy %d", p.number)
		if p.encryption != "des" {
			b.line(" encr %s", p.encryption)
		}
		if p.hash != "sha" {
			b.line(" hash %s", p.hash)
		}
		if p.authentication != "rsa-sig" {
			b.line(" authentication %s", p.authentication)
		}
		if p.group != 1 {
			b.line(" group %d", p.group)
		}
		if p.lifetime != 0 {
			b.line(" lifetime %d", p.lifetime)
		}
	}
	for _, k := range g.keys {
		b.line("crypto isakmp key %s address %s", k.secret, k.address)
	}
	if g.keepalive != "" {
		b.line("crypto isakmp keepalive %s", g.keepalive)
	}
	if g.natKeepalive > 0 {
		b.line("crypto isakmp nat keepalive %d", g.natKeepalive)
	}
}

func (g *gateway) writePhase2(b *configText) {
	for i, t := range g.tunnels {
		b.line("crypto ipsec transform-set %s%d %s", g.set, i+1, t.transform)
	}
	for i, t := range g.tunnels {
		b.line("crypto map %s %d ipsec-isakmp", g.mapName, 10*(i+1))
		for _, peer := range t.peers {
			b.line(" set peer %s", peer)
		}
		b.line(" set transform-set %s%d", g.set, i+1)
		if t.pfs > 0 {
			b.line(" set pfs group%d", t.pfs)
		}
		if t.list > 0 {
			b.line(" match address %d", t.list)
		}
	}
}

// gatewayHost is the number of a gateway in its own networks.
const gatewayHost = 1

func (g *gateway) writePort(b *configText, at int) {
	address := g.address
	if at != outside {
		if at > len(g.networks) {
			return
		}
		address = hostIn(g.networks[at-inside], g.hostNumber())
	}
	b.line("interface %s", g.ports[at])
	b.line(" ip address %s %s", address.Addr(), netmask(address.Bits()))
	if len(g.filters[at]) > 0 {
		b.line(" ip access-group %d in", filterList(at))
	}
	if g.translates != translatesNothing {
		side := "inside"
		if at == outside {
			side = "outside"
		}
		b.line(" ip nat %s", side)
	}
	if g.mapAt == at {
		b.line(" crypto map %s", g.mapName)
	}
	if g.shut[at] {
		b.line(" shutdown")
	}
}

// hostNumber is the gateway's in its networks: two that share them differ.
func (g *gateway) hostNumber() int {
	if g.role == roleFirst {
		return gatewayHost + 1
	}
	return gatewayHost
}

// hostIn is the n-th address of a network.
func hostIn(p netip.Prefix, n int) netip.Prefix {
	a := p.Masked().Addr().As4()
	a[3] += byte(n)
	return netip.PrefixFrom(netip.AddrFrom4(a), p.Bits())
}
