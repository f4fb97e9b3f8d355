package ike

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
	"ruthere/event"
)

// A caller is a net whose left end is an Easy VPN client of the right one.
type caller struct {
	*testnet
	passwords []string // that are typed, one for each time that the server asks
}

// callServer has the left end call the right one as its client HQ, which wants an address.
func callServer(t *testing.T, release debuglog.Release, edit func(client, server *config.Config), passwords ...string) *caller {
	t.Helper()
	serve := serving(nil)
	c := &caller{passwords: passwords, testnet: newNet(t, release, func(left, right *config.Config) {
		serve(left, right)
		p := right.ISAKMP.AddPolicy(2)
		p.Encryption, p.KeyBits, p.Authentication, p.Group = config.AES, 256, config.PreShare, 2
		left.ISAKMP.Policies, left.ISAKMP.Peers[0].EasyVPN = nil, "HQ"
		left.AddEasyVPN("HQ").Group = groupName
		left.MapEntry("green", 1).EasyVPN = "HQ"
		if edit != nil {
			edit(left, right)
		}
	})}
	c.rigs[1].users = map[string]string{"alice": "secret1"}
	c.rigs[0].hears = func(n EasyVPNNews, out *Out) {
		switch {
		case n.Kind == EasyVPNAsked && len(c.passwords) > 0:
			password := c.passwords[0]
			c.passwords = c.passwords[1:]
			c.client().GiveUser(c.now, "HQ", "alice", password, out)
		case n.Kind == EasyVPNGiven:
			c.client().OpenSockets(c.now, "HQ", out)
		}
	}
	c.do(0, func(e *Engine, out *Out) { e.CallServer(c.now, leftAddr, rightAddr, out) })
	c.run(time.Second)
	return c
}

func (c *caller) client() *Engine { return c.rigs[0].engine }

// do runs a verb of one end's.
func (c *caller) do(i int, f func(*Engine, *Out)) {
	out := Out{Events: true}
	f(c.rigs[i].engine, &out)
	c.follow(c.rigs[i], &out)
}

// heard is what the client was told, by kinds.
func (c *caller) heard() (kinds []EasyVPNKind) {
	for _, n := range c.rigs[0].news {
		kinds = append(kinds, n.Kind)
	}
	return kinds
}

// A client offers its own suites, says who its user is, and is told everything that a server has to tell.
func TestClientOfAServer(t *testing.T) {
	for _, release := range releases {
		c := callServer(t, release, nil, "secret1")
		if want := []EasyVPNKind{EasyVPNConnected, EasyVPNAsked, EasyVPNLetIn, EasyVPNGiven, EasyVPNSocketUp}; !slices.Equal(c.heard(), want) {
			t.Fatalf("%v: the client hears %v, want %v\n%s", release, c.heard(), want, strings.Join(c.rigs[0].lines, "\n"))
		}
		g := c.rigs[0].news[3].Given
		want := Given{Address: netip.MustParseAddr("10.99.0.10"), Mask: netip.MustParseAddr("255.255.255.0"),
			DNS: []netip.Addr{netip.MustParseAddr("192.0.2.53"), netip.MustParseAddr("192.0.2.54")}, Domain: "lab.example",
			Split: []netip.Prefix{netip.MustParsePrefix("192.168.2.0/24")}, Banner: "Authorised use only", SavePassword: true, PFS: true,
			Unknown: []uint16{isakmp.InternalExpiry}}
		if fmt.Sprint(g) != fmt.Sprint(want) {
			t.Errorf("%v: the client is told %+v, want %+v", release, g, want)
		}
		if got := c.client().SAs(c.now)[0].State; got != state.QMIdle {
			t.Errorf("%v: the SA shows as %v", release, got)
		}
		c.do(0, func(e *Engine, out *Out) { e.HangUp(c.now, "HQ", out) })
		last := c.rigs[0].news[len(c.rigs[0].news)-1]
		if last.Kind != EasyVPNLost || last.Why != event.Operator || len(c.client().IPsec.Pairs()) > 0 {
			t.Errorf("%v: it has hung up, and hears %+v", release, last)
		}
		c.rigs[1].said(t, "%CRYPTO-6-EZVPN_CONNECTION_DOWN: (Server) User=alice Group=EZ")
	}
}

// One that is asked and does not say who its user is is of no use to anybody, and ends in time.
func TestClientWithTheWrongPassword(t *testing.T) {
	for _, release := range releases {
		c := callServer(t, release, nil, "wrong", "wrong")
		c.run(10 * time.Second)
		want := []EasyVPNKind{EasyVPNConnected, EasyVPNAsked, EasyVPNRefused, EasyVPNConnected, EasyVPNAsked, EasyVPNRefused}
		got := slices.DeleteFunc(c.heard(), func(k EasyVPNKind) bool { return k == EasyVPNConnected })
		want = slices.DeleteFunc(want, func(k EasyVPNKind) bool { return k == EasyVPNConnected })
		if want = append(want, EasyVPNAsked); !slices.Equal(got, want) {
			t.Errorf("%v: the client hears %v, want %v", release, got, want)
		}
		if sa := c.client().allSAs()[0]; sa.isEstablished() {
			t.Errorf("%v: quick modes may begin before it is let in", release)
		}
		c.run(2 * time.Minute)
		if last := c.heard()[len(c.heard())-1]; last != EasyVPNLost {
			t.Errorf("%v: nobody types anything, and the client hears %v", release, last)
		}
	}
}

// A server may tell what it has unasked: while it is asked, and later.
func TestClientThatIsPushed(t *testing.T) {
	for _, release := range releases {
		c := callServer(t, release, func(_, server *config.Config) { server.SetMapAddress("green", true, true) }, "secret1")
		if got := c.heard(); !slices.Contains(got, EasyVPNSocketUp) {
			t.Errorf("%v: the client hears %v", release, got)
		}
		before := len(c.heard())
		c.do(1, func(e *Engine, out *Out) {
			x := e.changeSA(c.now, e.allSAs()[0], out)
			if err := x.pushAddress(); err != nil {
				t.Fatal(err)
			}
			e.reschedule(x.sa)
		})
		if got := c.heard()[before:]; !slices.Equal(got, []EasyVPNKind{EasyVPNGiven}) {
			t.Errorf("%v: pushed again, the client hears %v", release, got)
		}
	}
}

// Of a server that asks nobody the client hears its settings at once.
func TestClientWhoseUserNobodyAsks(t *testing.T) {
	c := callServer(t, debuglog.IOS15, func(_, server *config.Config) { server.SetMapXAuth("green", "") })
	if want := []EasyVPNKind{EasyVPNConnected, EasyVPNGiven, EasyVPNSocketUp}; !slices.Equal(c.heard(), want) {
		t.Errorf("the client hears %v, want %v", c.heard(), want)
	}
}

// Wherever a client waits, its server may ask whether it lives, delete the SA or begin anew; an operator may clear it.
func TestWhereverAClientWaits(t *testing.T) {
	for _, release := range releases {
		for _, phase := range transactingClient {
			for what, end := range clientEnds(t) {
				c := callServer(t, release, func(client, server *config.Config) {
					client.ISAKMP.Keys = []config.PreSharedKey{{Key: "back", Prefix: netip.PrefixFrom(rightAddr, 32)}}
					server.ISAKMP.Keys = []config.PreSharedKey{{Key: "back", Prefix: netip.PrefixFrom(leftAddr, 32)}}
					p := client.ISAKMP.AddPolicy(9)
					p.Encryption, p.KeyBits, p.Authentication, p.Group = config.AES, 256, config.PreShare, 2
				})
				c.loseTransactions(phase)
				if phase != state.XAuthReplyAwait {
					c.do(0, func(e *Engine, out *Out) { e.GiveUser(c.now, "HQ", "alice", "secret1", out) })
				}
				sa := c.client().allSAs()[0]
				if sa.phase != phase {
					t.Fatalf("%v: the SA is in %v, want %v", release, sa.phase, phase)
				}
				c.drop = func(Datagram) bool { return false }
				end(c, sa)
				if !sa.isGone() {
					t.Errorf("%v, %v, %s: the SA is in %v", release, phase, what, sa.phase)
				}
			}
		}
	}
}

// loseTransactions loses what would lead the client out of a state.
func (c *caller) loseTransactions(phase state.Phase) {
	seen := 0
	c.drop = func(d Datagram) bool {
		h, err := isakmp.ParseHeader(d.Data)
		if err != nil || h.Exchange != isakmp.Transaction || d.Remote.Addr() != leftAddr {
			return false
		}
		seen++
		return phase == state.XAuthReplySent || phase == state.ConfigRequestSent && seen > 1
	}
}

// clientEnds are ways to end a client's SA.
func clientEnds(t *testing.T) map[string]func(*caller, *SA) {
	clear := func(i int) func(*caller, *SA) {
		return func(c *caller, _ *SA) { c.do(i, func(e *Engine, out *Out) { e.ClearISAKMP(c.now, 0, out) }) }
	}
	tell := func(c *caller, p isakmp.Payload) {
		c.do(1, func(e *Engine, out *Out) {
			if err := e.changeSA(c.now, e.allSAs()[0], out).sendInformational(p); err != nil {
				t.Fatal(err)
			}
		})
	}
	return map[string]func(*caller, *SA){
		"cleared": clear(0), "deleted by the peer": clear(1),
		"deleted in part": func(c *caller, sa *SA) {
			tell(c, isakmp.New(&isakmp.Delete{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolESP, SPIs: [][]byte{{1, 2, 3, 4}}}))
			clear(1)(c, sa)
		},
		"begun anew": func(c *caller, _ *SA) {
			c.do(1, func(e *Engine, out *Out) { e.Forget(c.now, out) })
			c.do(1, func(e *Engine, out *Out) { e.CallServer(c.now, rightAddr, leftAddr, out) })
		},
		"probed": func(c *caller, sa *SA) {
			tell(c, isakmp.New(isakmp.RUThere(sa.cookieI, sa.cookieR, 7)))
			c.rigs[0].said(t, "DPD/R_U_THERE received from peer "+rightAddr.String())
			clear(0)(c, sa)
		},
	}
}

// A client has its address, and networks of its own, but nothing in which another client's address can be.
func TestWhatAClientMayProtect(t *testing.T) {
	c := callServer(t, debuglog.IOS15, nil, "secret1")
	server := c.rigs[1].engine.changeSA(c.now, c.rigs[1].engine.allSAs()[0], &Out{})
	for remote, want := range map[string]bool{"10.99.0.10/32": true, "10.99.0.11/32": false, "10.99.0.0/24": false, "0.0.0.0/0": false,
		"192.168.71.0/24": true, "192.168.71.5/32": false} {
		if got := server.mayProtect(selector{Local: anyPrefix, Remote: netip.MustParsePrefix(remote)}); got != want {
			t.Errorf("it may protect %s: %v, want %v", remote, got, want)
		}
	}
}
