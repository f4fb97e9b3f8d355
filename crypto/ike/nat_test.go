package ike

import (
	"net/netip"
	"testing"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// Each end says what it found out about a translator before the initiator, in the
// device's words and order, and both move to port 4500.
func TestNATLines(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, nil)
		n.nat = 1000
		n.trigger(0)
		if !n.rigs[0].up() || !n.rigs[1].up() {
			t.Fatalf("%v: no tunnel through the translator", release)
		}
		n.rigs[0].said(t, "SA has been authenticated with 10.2.80.209", "Setting UDP ENC peer struct 0x",
			"Trying to insert a peer 10.1.32.14/10.2.80.209/4500/")
		n.rigs[1].said(t, "SA has been authenticated with 10.1.32.14", "Detected port floating to port = 5500",
			"Trying to find existing peer 10.2.80.209/10.1.32.14/5500/", "Process initial contact",
			"Trying to insert a peer 10.2.80.209/10.1.32.14/5500/")
	}
}

// An older SA with the same ends, still listed, shows when the next one is.
func TestDuplicateSALine(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, nil)
		n.trigger(0)
		n.clear(0, func(e *Engine, out *Out) { e.ClearSession(n.now, Filter{}, out) })
		n.trigger(0)
		for i, b := range n.rigs {
			if count(b.lines, "insert sa successfully sa = ") != 1 || count(b.lines,
				"Find a dup sa in the avl tree during calling isadb_insert sa = ") != 1 {
				t.Errorf("%v: rig %d did not tell the two insertions apart", release, i)
			}
		}
	}
}

// The payloads of NAT detection have the numbers of the version that both ends speak.
func TestNATPayloadNumbers(t *testing.T) {
	all := natVendors
	defer func() { natVendors = all }()
	for version, number := range map[isakmp.Vendor]isakmp.PayloadType{isakmp.VendorRFC3947: 20, isakmp.VendorNATTDraft07: 15,
		isakmp.VendorNATTDraft03: 130, isakmp.VendorNATTDraft02N: 130} {
		natVendors = []isakmp.Vendor{version}
		n := newNet(t, debuglog.IOS15, nil)
		n.nat = 1000
		n.trigger(0)
		for i, b := range n.rigs {
			m, err := isakmp.ParseMessage(b.sent[1].Data)
			if err != nil {
				t.Fatal(err)
			}
			seen := 0
			for _, p := range m.Payloads {
				if p.Type == number {
					seen++
				}
			}
			if seen != 2 || !b.up() || !b.engine.allSAs()[0].nat.isFound() {
				t.Errorf("version %v: rig %d sent %d payloads of type %d; NAT %+v", version, i, seen, number, b.engine.allSAs()[0].nat)
			}
		}
	}
}

// In transport mode over NAT each end names both addresses, as it sees them; in tunnel mode, and
// without a translator, neither does.
func TestNATOriginalAddresses(t *testing.T) {
	for _, release := range releases {
		for _, test := range []struct {
			transport bool
			nat       uint16
			want      int
		}{{true, 1000, 1}, {false, 1000, 0}, {true, 0, 0}} {
			n := newNet(t, release, func(left, right *config.Config) {
				for _, c := range []*config.Config{left, right} {
					c.IPsec.TransformSets[0].Transport = test.transport
					c.AccessLists[0].Entries[0].Src, c.AccessLists[0].Entries[0].Dst = config.HostMatch(leftAddr), config.HostMatch(rightAddr)
				}
				e := &right.AccessLists[0].Entries[0]
				e.Src, e.Dst = e.Dst, e.Src
			})
			n.nat = test.nat
			n.trigger(0)
			for i, b := range n.rigs {
				if !b.up() {
					t.Fatalf("%v, %+v: no tunnel", release, test)
				}
				for _, line := range []string{"processing NAT-OAi payload. addr = 10.1.32.14, message ID = ",
					"processing NAT-OAr payload. addr = 10.2.80.209, message ID = "} {
					if got := count(b.lines, line); got != test.want {
						t.Errorf("%v, %+v: rig %d says %q %d times, want %d", release, test, i, line, got, test.want)
					}
				}
			}
		}
	}
}

// In transport mode over NAT a responder may answer with the addresses by which it sees the two ends, as it says that it does; with no
// other ones, and in no other mode.
func TestIdentitiesAcrossNAT(t *testing.T) {
	const own, public, peer, foreign = "10.1.32.14", "203.0.113.2", "10.2.80.209", "192.0.2.66"
	between := func(local, remote string) selector {
		return selector{Local: hostPrefix(netip.MustParseAddr(local)), Remote: hostPrefix(netip.MustParseAddr(remote)), Protocol: 47}
	}
	for _, c := range []struct {
		mode ipsec.Mode
		got  selector
		seen []string
		want bool
	}{
		{ipsec.UDPTransport, between(public, peer), []string{public, peer}, true},
		{ipsec.UDPTransport, between(own, peer), []string{public, peer}, true},
		{ipsec.UDPTransport, between(public, peer), nil, false},
		{ipsec.UDPTransport, between(foreign, peer), []string{public, peer}, false},
		{ipsec.UDPTransport, between(public, foreign), []string{public, peer}, false},
		{ipsec.UDPTransport, selector{Local: between(public, peer).Local, Remote: between(public, peer).Remote}, []string{public, peer}, false},
		{ipsec.UDPTunnel, between(public, peer), []string{public, peer}, false},
	} {
		x := &exchange{node: &node{quick: &quickMode{local: between(own, peer)}}}
		x.node.quick.agreed.transform.Mode = c.mode
		m := &received{}
		for _, a := range c.seen {
			m.payloads = append(m.payloads, isakmp.New(isakmp.NATOriginalAddress(netip.MustParseAddr(a), isakmp.PayloadNATOA)))
		}
		if got := x.agreesAcrossNAT(m, c.got); got != c.want {
			t.Errorf("%v, %v seen as %v: %v", c.mode, c.got, c.seen, got)
		}
	}
}
