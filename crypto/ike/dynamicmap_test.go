package ike

import (
	"net/netip"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
)

// template makes the right end a hub that knows no peer: a template takes the place of its crypto map entry.
func template(right *config.Config) *config.CryptoMapEntry {
	right.CryptoMaps = nil
	right.AddDynamicMapEntry("D", 10)
	t := right.DynamicMapEntry("D", 10)
	t.TransformSets = []string{"Trans1"}
	e, _ := right.AddMapEntry("green", 100)
	e.Dynamic = "D"
	return t
}

// Who may have an entry of a template, and who may not.
func TestTemplates(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(t *config.CryptoMapEntry, right *config.Config)
		want bool
	}{
		{"nothing but transform sets", func(*config.CryptoMapEntry, *config.Config) {}, true},
		{"no transform set", func(t *config.CryptoMapEntry, _ *config.Config) { t.TransformSets = nil }, false},
		{"another transform set", func(t *config.CryptoMapEntry, right *config.Config) {
			right.IPsec.TransformSets = append(right.IPsec.TransformSets, &config.TransformSet{Name: "Other", Transforms: []config.Transform{
				{Name: "esp-3des"}, {Name: "esp-md5-hmac"}}})
			t.TransformSets = []string{"Other"}
		}, false},
		{"this peer", func(t *config.CryptoMapEntry, _ *config.Config) { t.Peers = []config.Peer{{Addr: leftAddr}} }, true},
		{"another peer", func(t *config.CryptoMapEntry, _ *config.Config) { t.Peers = []config.Peer{{Addr: thirdAddr}} }, false},
		{"a list that permits more", func(t *config.CryptoMapEntry, right *config.Config) {
			right.AddAccessList("110", true).Add(config.Entry{Permit: true, Protocol: config.AnyProtocol, Src: prefixMatch("192.168.2.0/24"),
				Dst: config.Any})
			t.AccessList = "110"
		}, true},
		{"a list that permits something else", func(t *config.CryptoMapEntry, right *config.Config) {
			right.AddAccessList("110", true).Add(config.Entry{Permit: true, Protocol: config.AnyProtocol, Src: prefixMatch("192.168.9.0/24"),
				Dst: config.Any})
			t.AccessList = "110"
		}, false},
		{"PFS that the peer does not offer", func(t *config.CryptoMapEntry, _ *config.Config) { t.PFSGroup = 14 }, false},
		{"a profile that it does not match", func(t *config.CryptoMapEntry, _ *config.Config) { t.Profile = "P" }, false},
		{"the second entry is for it", func(t *config.CryptoMapEntry, right *config.Config) {
			t.Peers = []config.Peer{{Addr: thirdAddr}}
			right.AddDynamicMapEntry("D", 20)
			right.DynamicMapEntry("D", 20).TransformSets = []string{"Trans1"}
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := newNet(t, debuglog.IOS15, func(_, right *config.Config) { c.edit(template(right), right) })
			n.trigger(0)
			n.run(time.Second)
			if up := n.rigs[0].up() && n.rigs[1].up(); up != c.want {
				t.Fatalf("the tunnel is up: %v, want %v", up, c.want)
			}
			if made := len(n.rigs[1].engine.Temporary("green")); made != map[bool]int{true: 1}[c.want] {
				t.Errorf("%d entries were made", made)
			}
		})
	}
}

// An entry lives as long as its peer's SAs, through renewals, and its number is free for the next when they are gone.
func TestTemporaryEntriesLiveAsTheirSAs(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
		left.IPsec.LifetimeSeconds = 300
		template(right).ReverseRoute = &config.ReverseRoute{}
		right.ISAKMP.Keys = append(right.ISAKMP.Keys, config.PreSharedKey{Key: "kd94j1ksldz", Prefix: anyPrefix})
	})
	n.add(thirdAddr, siteToSite(thirdAddr, rightAddr, "192.168.3.0/24", "192.168.2.0/24"))
	hub := n.rigs[1].engine
	numbers := func() (all []int) {
		for _, e := range hub.Temporary("green") {
			all = append(all, e.Sequence)
		}
		return all
	}
	n.trigger(0)
	n.run(time.Second)
	n.trigger(2)
	n.run(time.Second)
	if got := numbers(); len(got) != 2 || got[0] != FirstTemporary || got[1] != FirstTemporary+1 {
		t.Fatalf("entries %v", got)
	}
	for range 20 {
		n.talk(0, time.Minute)
	}
	if got := numbers(); len(got) != 2 || len(hub.ReverseRoutes()) != 2 {
		t.Fatalf("after renewals: entries %v, routes %v", got, hub.ReverseRoutes())
	}
	n.drop = func(d Datagram) bool { return d.Local.Addr() == leftAddr || d.Remote.Addr() == leftAddr }
	n.run(time.Minute)
	if got := numbers(); len(got) != 1 || got[0] != FirstTemporary+1 {
		t.Fatalf("after a death: entries %v", got)
	}
	if got, want := hub.ReverseRoutes()[0].Prefix, netip.MustParsePrefix("192.168.3.0/24"); len(hub.ReverseRoutes()) != 1 || got != want {
		t.Fatalf("after a death: routes %v", hub.ReverseRoutes())
	}
	n.drop = func(Datagram) bool { return false }
	n.trigger(0)
	n.run(time.Second)
	if got := numbers(); len(got) != 2 || got[0] != FirstTemporary {
		t.Fatalf("back again: entries %v", got)
	}
}

// When the template, the reference to it or the interface goes, the SAs go, and nothing is left of them.
func TestTemplatesAreTakenAway(t *testing.T) {
	for name, change := range map[string]func(*config.Config){
		"template":  func(c *config.Config) { c.DynamicMaps = nil },
		"reference": func(c *config.Config) { c.CryptoMaps = nil },
		"interface": func(c *config.Config) { c.Interface("FastEthernet0/0").Shutdown = true },
	} {
		t.Run(name, func(t *testing.T) {
			n := newNet(t, debuglog.IOS15, func(_, right *config.Config) { template(right) })
			n.trigger(0)
			n.run(time.Second)
			b := n.rigs[1]
			before, after := b.engine.config, b.engine.config.Clone()
			change(after)
			out := Out{Events: true}
			b.engine.Reconfigure(n.now, before, after, &out)
			n.follow(b, &out)
			if left := len(b.engine.Temporary("green")); left > 0 || b.engine.IPsec.Len() > 0 {
				t.Errorf("%d entries and %d pairs are left", left, b.engine.IPsec.Len())
			}
		})
	}
}
