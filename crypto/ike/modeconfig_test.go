package ike

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// told is what a remote was told, as text.
func told(attributes []isakmp.Attribute) (list []string) {
	for _, a := range attributes {
		if a.Basic {
			v, _ := a.Uint()
			list = append(list, fmt.Sprintf("%d=%d", a.Type, v))
			continue
		}
		list = append(list, fmt.Sprintf("%d=%x", a.Type, a.Value))
	}
	return list
}

// A client is given what its group says, in the device's order, gets its tunnel by that address, and takes it all with it.
func TestModeConfiguration(t *testing.T) {
	for _, release := range releases {
		r := dial(t, release, nil, "secret1")
		r.requestAll()
		want := []string{"1=0a63000a", "2=ffffff00", "3=c0000235", "3=c0000236", "5=00015180", "28673=1", "28674=6c61622e6578616d706c65",
			"28676=c0a80200ffffff00000000000000", "28679=1", "28672=417574686f726973656420757365206f6e6c79"}
		if got := told(r.got); !slices.Equal(got, want) {
			t.Errorf("%v: told\n%v, want\n%v", release, got, want)
		}
		r.server().said(t, "(R) QM_IDLE      ", "to QM_IDLE      ", "ISAKMP: Config payload REQUEST", "checking request:",
			"IP4_ADDRESS", "APPLICATION_VERSION",
			"MODECFG_BANNER", "UNKNOWN Unknown Attr: 0x700B", "ISAKMP/author: Author request for group EZsuccessfully sent to AAA",
			"Input = IKE_MESG_FROM_PEER, IKE_CFG_REQUEST", "Old State = IKE_P1_COMPLETE  New State = IKE_CONFIG_AUTHOR_AAA_AWAIT",
			"attributes not in crypto map", "attributes sent in message:", "        Address: 0.2.0.0", "allocating address 10.99.0.10",
			"ISAKMP: Sending private address: 10.99.0.10", "ISAKMP: Sending subnet mask: 255.255.255.0",
			"ISAKMP: Sending IP4_DNS server address: 192.0.2.53", "ISAKMP: Sending ADDRESS_EXPIRY seconds left to use the address: 86400",
			"ISAKMP: Sending save password reply value 1", "ISAKMP: Sending DEFAULT_DOMAIN default domain name: lab.example",
			"ISAKMP: Sending split include name SPLIT network 192.168.2.0 mask 255.255.255.0 protocol 0, src port 0, dst port 0",
			"responding to peer config from 10.1.32.14. ID = ", "for late deletion", "(R) CONF_ADDR    ", "Talking to a Unity Client",
			"Input = IKE_MESG_FROM_AAA, IKE_AAA_GROUP_ATTR", "Old State = IKE_CONFIG_AUTHOR_AAA_AWAIT  New State = IKE_P1_COMPLETE")
		r.n.run(phase2Delay)
		if !r.server().up() {
			t.Fatalf("%v: no tunnel:\n%s", release, strings.Join(r.server().lines, "\n"))
		}
		r.server().said(t,
			"%CRYPTO-6-EZVPN_CONNECTION_UP: (Server) User=alice Group=EZ Client_public_addr=10.1.32.14 Server_public_addr=10.2.80.209")
		if got := r.server().engine.ReverseRoutes(); len(got) != 1 || got[0].Prefix.String() != "10.99.0.10/32" {
			t.Errorf("%v: reverse routes %v", release, got)
		}
		pool := r.server().engine.config.Pools[0].Ranges[0]
		if got := r.server().engine.Leases(pool); len(got) != 1 || got[0] != (LeaseStatus{netip.MustParseAddr("10.99.0.10"), "alice"}) {
			t.Errorf("%v: leases %v", release, got)
		}
		r.n.run(time.Minute)
		r.server().said(t, "DPD/R_U_THERE received from peer 10.1.32.14")
		r.client().said(t, "DPD/R_U_THERE_ACK received from peer 10.2.80.209")
		r.ends(t, release.String())
	}
}

// ends has the client vanish, and looks whether dead peer detection takes back all that it had.
func (r *remote) ends(t *testing.T, what string) {
	t.Helper()
	take := r.n.drop
	r.n.drop = func(Datagram) bool { return true }
	r.n.run(time.Minute)
	e := r.server().engine
	if len(e.leases.of) > 0 || len(e.clients.byUser) > 0 || len(e.clients.byGroup) > 0 || len(e.ReverseRoutes()) > 0 || e.IPsec.Len() > 0 ||
		len(e.checks) > 0 {
		t.Errorf("%s: left are %d leases, users %v, %d routes, %d IPsec SAs", what, len(e.leases.of), e.clients.byUser,
			len(e.ReverseRoutes()), e.IPsec.Len())
	}
	r.server().said(t, "%CRYPTO-6-EZVPN_CONNECTION_DOWN: (Server) User=alice Group=EZ")
	r.n.drop = take
}

// Whatever ends a client, its address is free again.
func TestClientsEnd(t *testing.T) {
	for what, end := range map[string]func(*remote){
		"it says so": func(r *remote) { r.n.clear(0, func(e *Engine, out *Out) { e.ClearSession(r.n.now, Filter{}, out) }) },
		"cleared":    func(r *remote) { r.n.clear(1, func(e *Engine, out *Out) { e.ClearSession(r.n.now, Filter{}, out) }) },
		"its ISAKMP SA is cleared": func(r *remote) {
			r.n.clear(1, func(e *Engine, out *Out) { e.ClearISAKMP(r.n.now, 0, out) })
		},
		"forgotten": func(r *remote) { r.n.clear(1, func(e *Engine, out *Out) { e.Forget(r.n.now, out) }) },
		"its lifetime": func(r *remote) {
			r.n.drop = func(Datagram) bool { return true }
			r.server().engine.allSAs()[0].monitor = nil
			r.server().engine.allSAs()[0].timers[timerDPD] = noTime
			r.server().engine.reschedule(r.server().engine.allSAs()[0])
			r.n.run(25 * time.Hour)
		},
	} {
		r := dial(t, debuglog.IOS15, nil, "secret1")
		r.requestAll()
		r.n.run(phase2Delay)
		if !r.server().up() {
			t.Fatal("no tunnel")
		}
		end(r)
		e := r.server().engine
		if len(e.leases.of) > 0 || len(e.clients.byUser) > 0 || len(e.ReverseRoutes()) > 0 || e.IPsec.Len() > 0 {
			t.Errorf("%s: left are %d leases, users %v, %d routes, %d IPsec SAs", what, len(e.leases.of), e.clients.byUser,
				len(e.ReverseRoutes()), e.IPsec.Len())
		}
	}
}

// With `initiate` the address comes unasked; who asks as well is told the same.
func TestPushedAddress(t *testing.T) {
	for _, release := range releases {
		r := dial(t, release, func(c *config.Config) { c.SetMapAddress("green", true, true) }, "secret1")
		if got, want := told(r.pushed), []string{"1=0a63000a", "2=ffffff00"}; !slices.Equal(got, want) {
			t.Errorf("%v: told unasked %v, want %v", release, got, want)
		}
		r.requestAll()
		if got := told(r.got); len(got) == 0 || got[0] != "1=0a63000a" {
			t.Errorf("%v: told %v", release, got)
		}
		if r.n.run(phase2Delay); !r.server().up() {
			t.Errorf("%v: no tunnel", release)
		}
	}
}

// What a group has no room for: the SA goes, whether or not users are asked.
func TestCrowdedGroup(t *testing.T) {
	for _, release := range releases {
		for what, limit := range map[string]func(*config.ClientGroup){
			"users":  func(g *config.ClientGroup) { g.MaxUsers = 1 },
			"logins": func(g *config.ClientGroup) { g.MaxLogins = 1 },
		} {
			r := dial(t, release, func(c *config.Config) { limit(c.ISAKMP.Groups[0]) })
			r.server().engine.clients.byGroup[groupName] = 1
			r.server().engine.clients.byUser["alice"] = []*client{{user: "alice", group: groupName}}
			if r.say("secret1"); len(r.statuses) > 0 || !r.served().Deleted {
				t.Errorf("%v, %s: told %v", release, what, r.statuses)
			}
		}
		r := dial(t, release, func(c *config.Config) { c.SetMapXAuth("green", ""); c.ISAKMP.Groups[0].MaxUsers = 1 })
		r.server().engine.clients.byGroup[groupName] = 1
		if r.requestAll(); len(r.got) > 0 || !r.served().Deleted {
			t.Errorf("%v: told %v", release, told(r.got))
		}
	}
}

// Nobody may have SAs for an address that is not theirs.
func TestClientsProxies(t *testing.T) {
	for what, take := range map[string]func(*remote){
		"another's": func(r *remote) {
			r.server().engine.leases.of[netip.MustParseAddr("10.99.0.10")] = &lease{addr: netip.MustParseAddr("10.99.0.10"), of: &client{}}
		},
		"one of its own choice": func(r *remote) {
			r.server().engine.leases.of[netip.MustParseAddr("10.99.0.10")] = &lease{addr: netip.MustParseAddr("10.99.0.10"), of: &client{}}
			r.requestAll()
		},
	} {
		r := dial(t, debuglog.IOS15, nil, "secret1")
		take(r)
		if r.n.run(phase2Delay); r.server().engine.IPsec.Len() > 0 {
			t.Errorf("%s: has SAs", what)
		}
	}
}

// An exhausted pool gives nothing, and what comes back goes out again, the lowest first.
func TestLeases(t *testing.T) {
	c := config.New()
	pool := &config.AddressPool{Name: "P", Ranges: []config.AddressRange{
		{First: netip.MustParseAddr("10.99.0.10"), Last: netip.MustParseAddr("10.99.0.11")},
		{First: netip.MustParseAddr("10.99.1.255"), Last: netip.MustParseAddr("10.99.1.255")}}}
	c.Pools = []*config.AddressPool{pool}
	e := New(debuglog.IOS15, c, streams(1))
	var given []*lease
	take := func() string {
		l := e.takeLease(&client{}, pool)
		if l == nil {
			return "none"
		}
		given = append(given, l)
		return l.addr.String()
	}
	for _, want := range []string{"10.99.0.10", "10.99.0.11", "10.99.1.255", "none"} {
		if got := take(); got != want {
			t.Errorf("given %s, want %s", got, want)
		}
	}
	e.returnLease(given[2])
	e.returnLease(given[0])
	for _, want := range []string{"10.99.0.10", "10.99.1.255", "none"} {
		if got := take(); got != want {
			t.Errorf("given again %s, want %s", got, want)
		}
	}
}
