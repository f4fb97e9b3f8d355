package ike

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
)

// reconfigure changes a copy of a rig's configuration, as a typed line does.
func (n *testnet) reconfigure(i int, edit func(*config.Config)) {
	n.clear(i, func(e *Engine, out *Out) {
		before, after := e.config, e.config.Clone()
		edit(after)
		after.Seal()
		e.Reconfigure(n.now, before, after, out)
	})
}

// SAs go with what they belong to: the map's interface, the entry, the peer, the access list. The
// peer loses its own by our DELETEs, both say DOWN, and what is put back begins anew.
func TestSAsGoWithTheirConfiguration(t *testing.T) {
	outside := func(c *config.Config) *config.Interface { return c.Interface("FastEthernet0/0") }
	entry := func(c *config.Config) *config.CryptoMapEntry { return c.MapEntry("green", 1) }
	for what, edit := range map[string]func(*config.Config){
		"no crypto map":     func(c *config.Config) { outside(c).CryptoMap = "" },
		"another map":       func(c *config.Config) { outside(c).CryptoMap = "blue" },
		"shutdown":          func(c *config.Config) { outside(c).Shutdown = true },
		"no ip address":     func(c *config.Config) { outside(c).Address = anyPrefix },
		"entry gone":        func(c *config.Config) { c.CryptoMaps = nil },
		"peer changed":      func(c *config.Config) { entry(c).Peers = []config.Peer{{Addr: thirdAddr}} },
		"match address":     func(c *config.Config) { entry(c).AccessList = "102" },
		"access list gone":  func(c *config.Config) { c.RemoveAccessList("101") },
		"access list line":  func(c *config.Config) { c.AccessList("101").Entries[0].Dst = config.HostMatch(thirdAddr) },
		"no transform sets": func(c *config.Config) { entry(c).TransformSets = nil },
	} {
		for _, release := range releases {
			n := newNet(t, release, nil)
			n.trigger(0)
			if !n.rigs[0].up() {
				t.Fatal("no tunnel to begin with")
			}
			kept := n.rigs[0].engine.config
			n.reconfigure(0, edit)
			isakmp := !slices.Contains([]string{"match address", "access list gone", "access list line"}, what)
			for i, b := range n.rigs {
				if b.engine.IPsec.Len() != 0 || slices.ContainsFunc(b.engine.SAs(n.now), func(s SAStatus) bool { return !s.Deleted }) == isakmp {
					t.Errorf("%v, %s: rig %d keeps %d pairs and %+v", release, what, i, b.engine.IPsec.Len(), b.engine.SAs(n.now))
				}
				if count(b.lines, "Crypto tunnel is DOWN") != 1 || count(b.lines, "IPSEC(delete_sa): deleting SA,") != 2 {
					t.Errorf("%v, %s: rig %d did not say what went", release, what, i)
				}
			}
			n.reconfigure(0, func(c *config.Config) { *c = *kept.Clone() })
			if n.rigs[0].engine.IPsec.Len() != 0 {
				t.Errorf("%v, %s: put back, and SAs are there", release, what)
			}
			if n.trigger(0); !n.rigs[0].up() || !n.rigs[1].up() {
				t.Errorf("%v, %s: put back, and no tunnel comes up", release, what)
			}
		}
	}
}

// What only the next negotiation uses leaves SAs alone.
func TestSAsOutliveWhatMadeThem(t *testing.T) {
	entry := func(c *config.Config) *config.CryptoMapEntry { return c.MapEntry("green", 1) }
	for what, edit := range map[string]func(*config.Config){
		"key":        func(c *config.Config) { c.ISAKMP.Keys = nil },
		"policy":     func(c *config.Config) { c.ISAKMP.Policies = nil },
		"transforms": func(c *config.Config) { c.IPsec.TransformSets[0].Transforms = transforms("esp-3des esp-md5-hmac") },
		"PFS":        func(c *config.Config) { entry(c).PFSGroup = 5 },
		"lifetimes": func(c *config.Config) {
			c.ISAKMP.Policies[0].Lifetime, c.IPsec.LifetimeSeconds, entry(c).LifetimeKilobytes = time.Minute, 120, 2560
		},
		"a second peer": func(c *config.Config) { entry(c).Peers = append(entry(c).Peers, config.Peer{Addr: thirdAddr}) },
		"another entry": func(c *config.Config) { c.AddMapEntry("green", 2) },
		"a wider access": func(c *config.Config) {
			c.AccessList("101").Entries[0].Dst = config.Match{Addr: anyPrefix.Addr(), Wildcard: netip.AddrFrom4([4]byte{255, 255, 255, 255})}
		},
	} {
		n := newNet(t, debuglog.IOS15, nil)
		n.trigger(0)
		n.reconfigure(0, edit)
		n.run(30 * time.Second)
		if !n.rigs[0].up() || count(n.rigs[0].lines, "Crypto tunnel is DOWN") != 0 {
			t.Errorf("%s: the tunnel went", what)
		}
	}
}

// A change ends what is being negotiated for it, and leaves the ISAKMP SA of a peer that no entry names.
func TestChangeEndsItsNegotiations(t *testing.T) {
	n := newNet(t, debuglog.IOS15, nil)
	n.drop = func(Datagram) bool { return true }
	n.trigger(0)
	n.reconfigure(0, func(c *config.Config) { c.Interface("FastEthernet0/0").CryptoMap = "" })
	n.run(2 * time.Minute)
	n.empty("no crypto map in main mode")

	n = newNet(t, debuglog.IOS15, func(_, right *config.Config) { right.MapEntry("green", 1).Peers[0].Addr = thirdAddr })
	n.trigger(0)
	n.reconfigure(1, func(c *config.Config) { c.MapEntry("green", 1).AccessList = "102" })
	if sas := n.rigs[1].engine.SAs(n.now); len(sas) != 1 || sas[0].Deleted {
		t.Errorf("a peer that no entry names lost its ISAKMP SA: %+v", sas)
	}
}
