package ike

import (
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// An attacker who can send from any address and, unless a test says otherwise, sees what is sent.

// forge has an engine receive a datagram from a peer's address.
func (n *testnet) forge(to *rig, from netip.Addr, data []byte) {
	out := Out{Events: true}
	to.engine.Receive(n.now, Datagram{Local: endpoint(to.addr), Remote: endpoint(from), Data: slices.Clone(data)}, &out)
	n.follow(to, &out)
}

// firstMessage is message 1 of main mode with an offer that everybody here accepts.
func firstMessage(cookie isakmp.Cookie) []byte {
	offer := newNet(nil, debuglog.IOS15, nil)
	offer.drop = func(Datagram) bool { return true }
	offer.trigger(0)
	data := slices.Clone(offer.rigs[0].sent[0].Data)
	copy(data, cookie[:])
	return data
}

// A forgery is a message that an attacker makes of what was sent so far.
type forgery struct {
	name string
	make func(n *testnet, sent []Datagram) []byte // nil: there is nothing to make it of yet
}

var forgeries = []forgery{
	{"a first message with a random cookie", func(*testnet, []Datagram) []byte { return firstMessage(isakmp.Cookie{0xBA, 0xD}) }},
	{"a first message with the cookie of the SA", func(_ *testnet, sent []Datagram) []byte {
		if len(sent) == 0 {
			return nil
		}
		return firstMessage(isakmp.Cookie(sent[len(sent)-1].Data[:8]))
	}},
	{"what the router itself sent last", func(n *testnet, sent []Datagram) []byte { return lastFrom(sent, n.rigs[0].addr) }},
	{"what the peer sent last", func(n *testnet, sent []Datagram) []byte { return lastFrom(sent, n.rigs[1].addr) }},
	{"a clear delete", func(_ *testnet, sent []Datagram) []byte {
		if len(sent) == 0 {
			return nil
		}
		h, _ := isakmp.ParseHeader(sent[len(sent)-1].Data)
		spi := append(slices.Clone(h.Initiator[:]), h.Responder[:]...)
		return isakmp.Message{Header: isakmp.Header{Initiator: h.Initiator, Responder: h.Responder,
			Exchange: isakmp.Informational, MessageID: 7},
			Payloads: []isakmp.Payload{isakmp.New(&isakmp.Delete{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolISAKMP,
				SPIs: [][]byte{spi}})}}.Append(nil)
	}},
}

func lastFrom(sent []Datagram, from netip.Addr) []byte {
	for _, d := range slices.Backward(sent) {
		if d.Local.Addr() == from {
			return d.Data
		}
	}
	return nil
}

// forgeBefore has a forgery come to the left end before the datagram of that number, in the name of the right end.
func (n *testnet) forgeBefore(at int, f forgery) {
	var sent []Datagram
	n.drop = func(d Datagram) bool {
		if len(sent) == at {
			if data := f.make(n, sent); data != nil {
				n.forge(n.rigs[0], rightAddr, data)
			}
		}
		sent = append(sent, d)
		return false
	}
}

// Each forgery, before each message of a negotiation and of the first minute after it, in either
// role and each release: the tunnel comes up, stays up, and the crypto map turns to nobody else.
func TestForgeriesAgainstEveryState(t *testing.T) {
	for _, release := range releases {
		for initiator, role := range []string{"initiator", "responder"} {
			for _, f := range forgeries {
				for at := range 14 {
					name := fmt.Sprintf("%v, %s, before datagram %d: %s", release, role, at, f.name)
					n := newNet(t, release, func(left, _ *config.Config) {
						e := left.MapEntry("green", 1)
						e.Peers = append(e.Peers, config.Peer{Addr: thirdAddr})
					})
					n.forgeBefore(at, f)
					n.trigger(initiator)
					n.run(65 * time.Second)
					left := n.rigs[0].engine
					if !n.rigs[0].up() || !n.rigs[1].up() || left.CurrentPeer(left.config.MapEntry("green", 1)) != 0 {
						t.Errorf("%s: the tunnel is not what it was", name)
					}
				}
			}
		}
	}
}

// One first message from the peer's address every 40 seconds, with cookies that nobody has seen:
// the tunnel stays up for an hour, the router keeps its peer, and what fails is forgotten.
func TestBlindFirstMessagesSteerNobody(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, func(left, _ *config.Config) {
			e := left.MapEntry("green", 1)
			e.Peers = append(e.Peers, config.Peer{Addr: thirdAddr})
		})
		left := n.rigs[0]
		n.forge(left, rightAddr, firstMessage(isakmp.Cookie{1}))
		n.trigger(0)
		for i := range 80 { // not quite the lifetime of the IPsec SAs
			n.forge(left, rightAddr, firstMessage(isakmp.Cookie{2, byte(i)}))
			n.run(40 * time.Second)
			if !left.up() || left.engine.CurrentPeer(left.engine.config.MapEntry("green", 1)) != 0 {
				t.Fatalf("%v: after %d forged messages the tunnel is down, or the map has turned", release, i+1)
			}
		}
		if got := len(left.engine.sas); got > 10 {
			t.Errorf("%v: %d SAs are left of it", release, got)
		}
	}
}

// Offers from a thousand addresses without a key do not keep a peer with one out.
func TestOffersWithoutAKeyShutNobodyOut(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, nil)
		left := n.rigs[0]
		for i := range 1000 {
			n.forge(left, netip.AddrFrom4([4]byte{203, 0, byte(i >> 8), byte(i)}), firstMessage(isakmp.Cookie{3, byte(i >> 8), byte(i)}))
		}
		n.trigger(1)
		n.run(5 * time.Second)
		if !left.up() {
			t.Errorf("%v: the peer with a key does not come in", release)
		}
		if got := len(left.engine.sas); got > 100 {
			t.Errorf("%v: %d SAs are kept of offers without a key", release, got)
		}
	}
}

// Forged offers in the names of configured peers take half of the room at most, if other peers are
// configured: those still come in.
func TestOffersInThePeersNameLeaveRoomForOthers(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(left, _ *config.Config) {
		left.ISAKMP.InNegotiationLimit = 20
		left.ISAKMP.Keys = append(left.ISAKMP.Keys, config.PreSharedKey{Key: "k", Prefix: netip.MustParsePrefix("198.51.100.0/24")})
	})
	left := n.rigs[0]
	for i := range 200 {
		n.forge(left, netip.AddrFrom4([4]byte{198, 51, 100, byte(i)}), firstMessage(isakmp.Cookie{4, byte(i)}))
	}
	n.trigger(1)
	n.run(5 * time.Second)
	if !left.up() {
		t.Error("the peer of the crypto map does not come in")
	}
}

// A dead peer's voice is not one's own: R_U_THEREs that are sent back to the router, one by one or
// all that it ever sent, are no sign of life.
func TestReflectedProbesAreNoLife(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, nil)
		left := n.rigs[0]
		n.trigger(0)
		n.run(time.Hour)
		reflecting := false
		n.drop = func(d Datagram) bool {
			if d.Local.Addr() == leftAddr && !reflecting {
				reflecting = true
				for _, old := range left.sent {
					n.forge(left, rightAddr, old.Data)
				}
				reflecting = false
			}
			return true
		}
		n.run(30 * time.Second)
		if left.up() {
			t.Errorf("%v: 30 s after the peer fell silent the router still takes its own voice for it", release)
		}
	}
}

// docs/security.md has a row for each forgery.
func TestSecurityPageNamesTheForgeries(t *testing.T) {
	page, err := os.ReadFile("../../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range forgeries {
		if !strings.Contains(string(page), "| "+f.name+" |") {
			t.Errorf("docs/security.md has no row for %s", f.name)
		}
	}
}
