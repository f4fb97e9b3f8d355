package ike

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

const key24 = "0123456789abcdef23456789abcdef01456789abcdef0123"

// byHand gives an end an entry with manual keys in place of its own, or besides with a flow of its own.
func byHand(c *config.Config, sequence int, in, out uint32, words string) *config.CryptoMapEntry {
	name := "Hand" + words
	if c.IPsec.TransformSet(name) == nil {
		c.IPsec.TransformSets = append(c.IPsec.TransformSets, &config.TransformSet{Name: name, Transforms: transforms(words)})
	}
	like := c.MapEntry("green", 1)
	e, _ := c.AddMapEntry("green", sequence)
	e.Peers, e.TransformSets, e.AccessList = like.Peers, []string{name}, "102"
	list := c.AddAccessList("102", true)
	if len(list.Entries) == 0 {
		within := prefixMatch("172.16.0.0/24")
		list.Add(config.Entry{Permit: true, Protocol: config.AnyProtocol, Src: within, Dst: within})
	}
	key := func(spi uint32) config.SessionKeys {
		return config.SessionKeys{ESP: config.SessionKey{SPI: spi, Cipher: key24, Authenticator: key24},
			AH: config.SessionKey{SPI: spi + 1, Authenticator: key24}}
	}
	e.Manual = &config.ManualKeys{Inbound: key(in), Outbound: key(out)}
	return e
}

// withManual makes both ends with a manual entry besides the one for IKE.
func withManual(t *testing.T, release debuglog.Release, words string) *testnet {
	n := newNet(t, release, func(left, right *config.Config) { byHand(left, 9, 300, 400, words); byHand(right, 9, 400, 300, words) })
	for i, r := range n.rigs {
		after := r.engine.config
		r.engine.config = config.New()
		n.clear(i, func(e *Engine, out *Out) { e.Reconfigure(n.now, e.config, after, out) })
	}
	return n
}

func manualPairs(e *Engine) (pairs []*ipsec.Pair) {
	for _, m := range e.manual {
		pairs = append(pairs, m.pair)
	}
	return pairs
}

// Keys that are typed at both ends open what the other end seals, in every release, without a packet of IKE.
func TestManualKeys(t *testing.T) {
	for _, words := range []string{"esp-des esp-md5-hmac", "esp-3des", "esp-aes esp-sha-hmac", "ah-sha-hmac",
		"ah-md5-hmac esp-null esp-sha-hmac"} {
		for _, release := range releases {
			n := withManual(t, release, words)
			for i := range n.rigs {
				if n.rigs[i].engine.IPsec.Len() != 1 {
					t.Fatalf("%v: %s: %d pairs", release, words, n.rigs[i].engine.IPsec.Len())
				}
				n.carry(i, words)
				if len(n.rigs[i].sent) != 0 {
					t.Errorf("%v: %s: IKE says something", release, words)
				}
			}
			n.run(48 * time.Hour) // no life ends
			n.carry(0, words)
		}
	}
}

// IKE has no part in manual SAs: neither a peer's delete, nor its death, nor INITIAL-CONTACT, nor the end of its session takes
// them; packets of theirs are no sign of life, and what IKE does between the same ends goes on as ever.
func TestManualSAsAreNotIKEs(t *testing.T) {
	n := withManual(t, debuglog.IOS15, "esp-aes esp-sha-hmac")
	n.trigger(0)
	left := n.rigs[0].engine
	manual := manualPairs(left)[0]
	if left.IPsec.Len() != 2 || left.saOf(manual) != nil || len(left.pairsBetween(left.endsOf(manual))) != 1 {
		t.Fatalf("%d pairs, manual ones among those of IKE", left.IPsec.Len())
	}
	n.peerSends(isakmp.New(&isakmp.Delete{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolESP, SPIs: [][]byte{{0, 0, 0x01, 0x90}}}))
	if !left.IPsec.Has(manual) {
		t.Error("the peer's delete takes a manual pair")
	}
	n.drop = func(Datagram) bool { return true }
	n.run(2 * time.Minute) // dead peer detection
	if left.Established() != 0 || left.IPsec.Len() != 1 || !left.IPsec.Has(manual) {
		t.Errorf("after the peer's death: %d ISAKMP SAs, %d pairs", left.Established(), left.IPsec.Len())
	}
	entry := left.config.MapEntry("green", 9)
	sent := len(n.rigs[0].sent)
	n.clear(0, func(e *Engine, out *Out) {
		e.Acquire(n.now, entry, e.config.Interface("FastEthernet0/0"), manual.Out.Selector, out)
	})
	if len(n.rigs[0].sent) != sent {
		t.Error("IKE is asked for what an entry with manual keys protects")
	}
}

// A peer that wants to negotiate for a manual entry's flow meets no entry.
func TestManualEntryIsNotNegotiated(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(_, right *config.Config) { right.MapEntry("green", 1).Manual = &config.ManualKeys{} })
	n.trigger(0)
	if n.rigs[1].engine.IPsec.Len() != 0 || count(n.rigs[1].lines, "proxy identities not supported") != 1 {
		t.Error("an entry with manual keys is negotiated")
	}
}

// Manual SAs follow the configuration, line by line: what takes away what they are made of takes them, and what does not leaves
// them alone; cleared or lost, they are made anew.
func TestManualSAsFollowTheConfiguration(t *testing.T) {
	change := func(edit func(*config.Config)) func(*testnet) {
		return func(n *testnet) {
			n.clear(0, func(e *Engine, out *Out) {
				before := e.config
				after := before.Clone()
				edit(after)
				e.Reconfigure(n.now, before, after, out)
			})
		}
	}
	entry := func(c *config.Config) *config.CryptoMapEntry { return c.MapEntry("green", 9) }
	for name, c := range map[string]struct {
		do   func(*testnet)
		want string // same, new or none
	}{
		"a description":       {change(func(c *config.Config) { entry(c).Description = "by hand" }), "same"},
		"another SPI":         {change(func(c *config.Config) { entry(c).Manual.Inbound.ESP.SPI = 4711 }), "new"},
		"another key":         {change(func(c *config.Config) { entry(c).Manual.Outbound.ESP.Cipher = strings.Repeat("77", 24) }), "new"},
		"another peer":        {change(func(c *config.Config) { entry(c).Peers = []config.Peer{{Addr: thirdAddr}} }), "new"},
		"no key":              {change(func(c *config.Config) { entry(c).Manual.Outbound.ESP = config.SessionKey{} }), "none"},
		"a key too short":     {change(func(c *config.Config) { entry(c).Manual.Outbound.ESP.Cipher = "00" }), "none"},
		"no list":             {change(func(c *config.Config) { entry(c).AccessList = "" }), "none"},
		"no list of its name": {change(func(c *config.Config) { entry(c).AccessList = "199" }), "none"},
		"no map":              {change(func(c *config.Config) { c.Interface("FastEthernet0/0").CryptoMap = "" }), "none"},
		"shut down":           {change(func(c *config.Config) { c.Interface("FastEthernet0/0").Shutdown = true }), "none"},
		"another address": {change(func(c *config.Config) {
			c.Interface("FastEthernet0/0").Address = netip.MustParsePrefix("10.1.32.77/24")
		}), "new"},
		"clear crypto sa":      {func(n *testnet) { n.clear(0, func(e *Engine, out *Out) { e.ClearIPsec(n.now, IPsecFilter{}, out) }) }, "new"},
		"clear crypto session": {func(n *testnet) { n.clear(0, func(e *Engine, out *Out) { e.ClearSession(n.now, Filter{}, out) }) }, "new"},
		"a crypto engine lost": {func(n *testnet) { n.clear(0, func(e *Engine, out *Out) { e.Forget(n.now, out) }) }, "new"},
	} {
		n := withManual(t, debuglog.IOSXE, "esp-3des esp-sha-hmac")
		left := n.rigs[0].engine
		first := manualPairs(left)[0]
		c.do(n)
		got := "none"
		if pairs := manualPairs(left); len(pairs) == 1 {
			got = map[bool]string{true: "same", false: "new"}[pairs[0] == first]
		}
		if got != c.want || left.IPsec.Len() != len(left.manual) || left.IPsec.SPIs() != len(left.manual) ||
			len(left.owners) != len(left.manual) {
			t.Errorf("%s: %s pair, want %s; %d pairs, %d SPIs, %d owners", name, got, c.want, left.IPsec.Len(), left.IPsec.SPIs(),
				len(left.owners))
		}
	}
}

// Two entries with one SPI: the first has it, and the second when the first is gone.
func TestManualSPIsThatCollide(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(left, _ *config.Config) {
		byHand(left, 9, 300, 400, "esp-3des")
		byHand(left, 10, 300, 500, "esp-3des")
	})
	left := n.rigs[0].engine
	n.clear(0, func(e *Engine, out *Out) { e.Reconfigure(n.now, config.New(), e.config, out) })
	if pairs := manualPairs(left); len(pairs) != 1 || pairs[0].Out.SPI != 400 {
		t.Fatalf("%d pairs", len(pairs))
	}
	n.clear(0, func(e *Engine, out *Out) {
		before := e.config
		after := before.Clone()
		after.MapEntry("green", 9).AccessList = ""
		e.Reconfigure(n.now, before, after, out)
	})
	if pairs := manualPairs(left); len(pairs) != 1 || pairs[0].Out.SPI != 500 {
		t.Errorf("%d pairs after the first is gone", len(pairs))
	}
}

// Keys have to be as long as the algorithms of the set; longer ones are cut. GCM takes none.
func TestSessionKeyLengths(t *testing.T) {
	for _, c := range []struct {
		words          string
		ah             bool
		cipher, digits int // of the authenticator
		ok             bool
	}{
		{"esp-des", false, 16, 0, true}, {"esp-des", false, 14, 0, false}, {"esp-des esp-md5-hmac", false, 16, 32, true},
		{"esp-des esp-md5-hmac", false, 16, 30, false}, {"esp-3des esp-sha-hmac", false, 48, 40, true},
		{"esp-3des esp-sha-hmac", false, 46, 40, false}, {"esp-aes esp-sha256-hmac", false, 64, 64, true},
		{"esp-aes esp-sha256-hmac", false, 64, 62, false}, {"esp-gcm", false, 64, 0, false}, {"ah-md5-hmac", true, 0, 32, true},
		{"ah-md5-hmac", true, 0, 30, false}, {"ah-sha512-hmac esp-des", true, 0, 128, true}, {"ah-sha512-hmac esp-des", true, 0, 126, false},
		{"ah-md5-hmac", false, 0, 0, true}, // the set has no ESP
	} {
		conf := config.New()
		conf.IPsec.TransformSets = []*config.TransformSet{{Name: "T", Transforms: transforms(c.words)}}
		e := &config.CryptoMapEntry{TransformSets: []string{"T", "missing"}}
		key := config.SessionKey{SPI: 256, Cipher: strings.Repeat("a", c.cipher), Authenticator: strings.Repeat("b", c.digits)}
		if err := CheckSessionKey(conf, e, c.ah, key); (err == nil) != c.ok {
			t.Errorf("%s with %d and %d digits: %v", c.words, c.cipher, c.digits, err)
		}
	}
}
