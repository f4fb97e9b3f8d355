package ike

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

const templateName = "Virtual-Template1"

// cloning makes the right end a hub that has a virtual template for who matches a profile, and no crypto map on its interface.
func cloning(right *config.Config) *config.Interface {
	right.Interface("FastEthernet0/0").CryptoMap = ""
	right.CryptoMaps = nil
	p, _ := right.ISAKMP.AddProfile("DVTI")
	p.VirtualTemplate = 1
	p.Matches = []config.IdentityMatch{{Kind: config.MatchAddress, Prefix: anyPrefix}}
	right.ISAKMP.Keys = []config.PreSharedKey{{Key: "kd94j1ksldz", Prefix: anyPrefix}}
	i := right.AddInterface(templateName)
	i.Kind, i.Tunnel.Mode, i.CryptoMap = "tunnel", config.TunnelVTI, templateName+"-head-0"
	i.Tunnel.Protection.Profile = "P"
	e, _ := right.AddMapEntry(i.CryptoMap, FirstTemporary)
	e.IPsecProfile, e.TransformSets = "P", []string{"Trans1"}
	return i
}

// anything has the left end protect all of its traffic, as a static VTI does.
func anything(left *config.Config) {
	left.AccessList("101").Entries = nil
	left.AccessList("101").Add(config.Entry{Permit: true, Protocol: config.AnyProtocol, Src: config.Any, Dst: config.Any})
}

// clones are the interfaces that an end's engine has told of, with the number of their flows, as text.
func (b *rig) clones() string {
	var text []string
	for _, news := range b.access {
		text = append(text, fmt.Sprintf("%s to %s: %d", news.Interface, news.Remote, max(len(news.Entries)-1, 0)))
	}
	b.access = nil
	return strings.Join(text, ", ")
}

// Who has an interface cloned, and who is refused.
func TestVirtualTemplates(t *testing.T) {
	for _, c := range []struct {
		name string
		edit func(left, right *config.Config, template *config.Interface)
		want bool
	}{
		{"as it is", func(_, _ *config.Config, _ *config.Interface) {}, true},
		{"part of the traffic", func(left, _ *config.Config, _ *config.Interface) {
			left.AccessList("101").Entries = nil
			left.AccessList("101").Add(config.Entry{Permit: true, Protocol: config.AnyProtocol, Src: prefixMatch("192.168.1.0/24"), Dst: config.Any})
		}, true},
		{"PFS", func(left, right *config.Config, i *config.Interface) {
			left.MapEntry("green", 1).PFSGroup, right.MapEntry(i.CryptoMap, FirstTemporary).PFSGroup = 19, 19
		}, true},
		{"PFS that the peer does not offer", func(_, right *config.Config, i *config.Interface) {
			right.MapEntry(i.CryptoMap, FirstTemporary).PFSGroup = 19
		}, false},
		{"another local address", func(_, _ *config.Config, i *config.Interface) { i.Tunnel.Source = "10.9.9.9" }, false},
		{"this local address", func(_, _ *config.Config, i *config.Interface) { i.Tunnel.Source = "FastEthernet0/0" }, true},
		{"another VRF", func(_, right *config.Config, i *config.Interface) { i.Tunnel.VRF = "RED" }, false},
		{"no tunnel", func(_, _ *config.Config, i *config.Interface) { i.Kind = "" }, false},
		{"GRE", func(_, _ *config.Config, i *config.Interface) { i.Tunnel.Mode = "" }, false},
		{"shut down", func(_, _ *config.Config, i *config.Interface) { i.Shutdown = true }, false},
		{"without protection", func(_, _ *config.Config, i *config.Interface) { i.Tunnel.Protection = config.TunnelProtection{} }, false},
		{"an IPsec profile for another ISAKMP profile", func(_, right *config.Config, i *config.Interface) {
			right.MapEntry(i.CryptoMap, FirstTemporary).Profile = "OTHER"
		}, false},
		{"an IPsec profile for this ISAKMP profile", func(_, right *config.Config, i *config.Interface) {
			right.MapEntry(i.CryptoMap, FirstTemporary).Profile = "DVTI"
		}, true},
		{"another transform set", func(_, right *config.Config, i *config.Interface) {
			right.IPsec.TransformSets = append(right.IPsec.TransformSets, &config.TransformSet{Name: "Other", Transforms: []config.Transform{
				{Name: "esp-3des"}, {Name: "esp-md5-hmac"}}})
			right.MapEntry(i.CryptoMap, FirstTemporary).TransformSets = []string{"Other"}
		}, false},
		{"a profile without template", func(_, right *config.Config, _ *config.Interface) {
			right.ISAKMP.Profile("DVTI").VirtualTemplate = 0
		}, false},
		{"a template that is not there", func(_, right *config.Config, _ *config.Interface) {
			right.ISAKMP.Profile("DVTI").VirtualTemplate = 2
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, release := range releases {
				n := newNet(t, release, func(left, right *config.Config) {
					anything(left)
					c.edit(left, right, cloning(right))
				})
				n.trigger(0)
				n.run(time.Second)
				up := n.rigs[0].up() && n.rigs[1].up()
				if got := n.rigs[1].clones(); up != c.want || (got == "Virtual-Access1 to "+leftAddr.String()+": 1") != c.want {
					t.Errorf("%v: the tunnel is up: %v, told of %q; want %v", release, up, got, c.want)
				}
			}
		})
	}
}

// Before message 3 of quick mode nobody hears of an interface, and of a quick mode that stays without it nothing is left.
func TestNothingIsClonedBeforeMessage3(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, func(left, right *config.Config) {
			anything(left)
			cloning(right)
		})
		quick := 0
		n.drop = func(d Datagram) bool {
			if h, _ := isakmp.ParseHeader(d.Data); h.Exchange == isakmp.QuickMode && d.Remote.Addr() == rightAddr {
				quick++
				return quick > 1
			}
			return false
		}
		n.trigger(0)
		n.run(time.Second)
		hub := n.rigs[1]
		if got := hub.clones(); got != "" || hub.engine.IPsec.Len() == 0 {
			t.Fatalf("%v: without message 3 there are %d pairs, and it tells of %q", release, hub.engine.IPsec.Len(), got)
		}
		n.drop = func(Datagram) bool { return true }
		n.run(5 * time.Minute)
		if a := hub.engine.accesses; hub.clones() != "" || len(a.byKey)+len(a.byEnds) > 0 || a.numbers.lowestFree() != 1 {
			t.Errorf("%v: left: %v", release, a)
		}
	}
}

// An interface lives as its peer's SAs do, through renewals. Its number is free for the next when they are gone.
func TestClonesLiveAsTheirSAs(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
		anything(left)
		left.IPsec.LifetimeSeconds = 300
		cloning(right)
	})
	third := siteToSite(thirdAddr, rightAddr, "192.168.3.0/24", "192.168.2.0/24")
	anything(third)
	n.add(thirdAddr, third)
	hub := n.rigs[1]
	expect := func(when, want string) {
		t.Helper()
		n.run(time.Second)
		if got := hub.clones(); got != want {
			t.Errorf("%s: told of %q, want %q", when, got, want)
		}
	}
	first, second := " to "+leftAddr.String(), " to "+thirdAddr.String()
	n.trigger(0)
	expect("the first", "Virtual-Access1"+first+": 1")
	n.trigger(2)
	expect("the second", "Virtual-Access2"+second+": 1")
	for range 20 {
		n.talk(0, time.Minute)
	}
	if got := hub.clones(); got != "" {
		t.Fatalf("through renewals: told of %q", got)
	}
	n.drop = func(d Datagram) bool { return d.Local.Addr() == leftAddr || d.Remote.Addr() == leftAddr }
	n.run(time.Minute)
	expect("the first is dead", "Virtual-Access1"+first+": 0")
	n.drop = func(Datagram) bool { return false }
	n.trigger(0)
	expect("it is back", "Virtual-Access1"+first+": 1")
	n.clear(2, func(e *Engine, out *Out) { e.ClearSession(n.now, Filter{}, out) })
	expect("the second says that it goes", "Virtual-Access2"+second+": 0")
	n.clear(1, func(e *Engine, out *Out) { e.ClearIPsec(n.now, IPsecFilter{}, out) })
	expect("an operator clears", "Virtual-Access1"+first+": 0")
}

// A peer may have several flows on its one interface, so many and no more; each has an entry, and goes by itself.
func TestFlowsOfOneClone(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
		left.AccessList("101").Entries = nil
		for i := range mostAccessFlows + 5 {
			left.AccessList("101").Add(config.Entry{Permit: true, Protocol: config.AnyProtocol,
				Src: prefixMatch(netip.AddrFrom4([4]byte{10, 8, byte(i), 0}).String() + "/24"), Dst: config.Any})
		}
		cloning(right)
	})
	left, hub := n.rigs[0].engine, n.rigs[1]
	for _, ace := range left.config.AccessList("101").Entries {
		want, _ := SelectorOf(ace)
		n.clear(0, func(e *Engine, out *Out) {
			e.Acquire(n.now, e.config.MapEntry("green", 1), e.config.Interface("FastEthernet0/0"), want, out)
		})
	}
	n.run(time.Second)
	last := hub.access[len(hub.access)-1]
	if last.Interface != "Virtual-Access1" || len(last.Entries) != mostAccessFlows+1 || hub.engine.IPsec.Len() != mostAccessFlows {
		t.Fatalf("%s has %d entries, and there are %d pairs", last.Interface, len(last.Entries), hub.engine.IPsec.Len())
	}
	for i, e := range last.Entries {
		if e.Map != "Virtual-Access1-head-0" || e.Sequence != FirstTemporary+i || e.ReverseRoute != nil {
			t.Errorf("entry %d is %s %d, with %v", i, e.Map, e.Sequence, e.ReverseRoute)
		}
	}
	hub.access = nil
	gone := hub.engine.IPsec.Pairs()[0]
	n.clear(0, func(e *Engine, out *Out) { e.ClearIPsec(n.now, IPsecFilter{SPI: gone.In.SPI}, out) })
	n.run(time.Second)
	if got := hub.clones(); !strings.HasSuffix(got, fmt.Sprintf(": %d", mostAccessFlows-1)) {
		t.Errorf("after one has gone: %s", got)
	}
}

// When the template or the address goes, so do the SAs, those of IKE too; a template that changes takes nothing.
func TestVirtualTemplatesAreTakenAway(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*config.Config)
		gone   bool
	}{
		{"template", func(c *config.Config) { c.Interfaces = c.Interfaces[:1] }, true},
		{"template's mode", func(c *config.Config) { c.Interface(templateName).Tunnel.Mode = "" }, true},
		{"local address", func(c *config.Config) {
			c.Interface("FastEthernet0/0").Address = netip.MustParsePrefix("10.2.80.9/24")
		}, true},
		{"something of the template", func(c *config.Config) { c.Interface(templateName).IPMTU = 1300 }, false},
	} {
		n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
			anything(left)
			cloning(right)
		})
		n.trigger(0)
		n.run(time.Second)
		hub := n.rigs[1].engine
		before := hub.config
		after := before.Clone()
		c.change(after)
		after.Seal()
		n.clear(1, func(e *Engine, out *Out) { e.Reconfigure(n.now, before, after, out) })
		n.run(time.Second)
		if gone := hub.IPsec.Len() == 0; gone != c.gone || n.rigs[0].up() == c.gone || len(hub.accesses.byKey) > 0 == c.gone {
			t.Errorf("%s: gone: %v, want %v; the peer is up: %v", c.name, gone, c.gone, n.rigs[0].up())
		}
	}
}

// A client of an Easy VPN server has its own address alone, and the server a route to it by its interface.
func TestClientsHaveClones(t *testing.T) {
	r := dial(t, debuglog.IOS15, func(server *config.Config) {
		clients := server.ClientSettingsOf(nil, "green")
		i := cloning(server)
		i.VRF = "INSIDE"
		server.ISAKMP.Keys = nil
		p := server.ISAKMP.Profile("DVTI")
		p.Matches, p.Clients = []config.IdentityMatch{{Kind: config.MatchGroup, Text: groupName}}, clients
	}, "secret1")
	got := r.n.rigs[1].engine.Sessions(r.n.now, Filter{})
	if len(got) != 1 || got[0].Interface != "FastEthernet0/0" || got[0].User != "alice" {
		t.Errorf("without IPsec SAs it is shown as %+v", got)
	}
	r.requestAll()
	r.n.trigger(0)
	r.n.run(time.Second)
	hub := r.n.rigs[1]
	if got, want := hub.clones(), "Virtual-Access1 to "+leftAddr.String()+": 1"; got != want {
		t.Errorf("told of %q, want %q", got, want)
	}
	routes := hub.engine.ReverseRoutes()
	if len(routes) != 1 || routes[0].Prefix != netip.MustParsePrefix("10.99.0.10/32") || routes[0].Interface != "Virtual-Access1" ||
		routes[0].VRF != "INSIDE" {
		t.Errorf("routes %+v", routes)
	}
	r.n.drop = func(Datagram) bool { return true }
	r.n.run(time.Minute)
	if got := hub.clones(); !strings.HasSuffix(got, ": 0") || len(hub.engine.ReverseRoutes()) > 0 || len(hub.engine.leases.of) > 0 {
		t.Errorf("dead, it leaves %q, routes %v, %d addresses", got, hub.engine.ReverseRoutes(), len(hub.engine.leases.of))
	}
}
