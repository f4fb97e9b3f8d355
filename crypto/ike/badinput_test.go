package ike

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
	"ruthere/dpd"
)

// dump is all that a bad message must not change.
func (b *rig) dump() string {
	var s strings.Builder
	for _, sa := range b.engine.allSAs() {
		fmt.Fprintln(&s, sa.age, sa.conn, sa.phase, sa.shown, sa.cookieI, sa.cookieR, sa.remote, sa.life, sa.iv, sa.timers, len(sa.input))
		for _, n := range sa.nodes {
			fmt.Fprintln(&s, " node", n.id, n.state, n.deleted)
			if n.quick != nil {
				fmt.Fprintln(&s, " quick mode", n.quick.iv)
			}
		}
		if sa.monitor != nil {
			fmt.Fprintln(&s, " dpd", sa.monitor.LastHeard(), sa.monitor.Misses(), sa.monitor.Sequence())
		}
	}
	for _, p := range b.engine.IPsec.Pairs() {
		fmt.Fprintln(&s, " pair", p.In.SPI, p.Out.SPI, p.In.Counters, p.Out.Counters)
	}
	return s.String()
}

// hit throws a datagram at rig 0 as if it came from rig 1, and drops what is answered.
func (n *testnet) hit(data []byte) {
	out := Out{Events: true}
	b := n.rigs[0]
	b.engine.Receive(n.now, Datagram{Local: endpoint(leftAddr), Remote: endpoint(rightAddr), Data: data}, &out)
	for _, item := range out.Items {
		if line, ok := item.(Line); ok && b.paced.Admits(line.Line, n.now) {
			b.log(line.Line)
		}
	}
}

// established is a net with a tunnel, and all datagrams that rig 1 sent for it.
func established(t *testing.T) (n *testnet, sent []Datagram) {
	n = newNet(t, debuglog.IOS15, nil)
	n.trigger(0)
	n.run(12 * time.Second) // a probe and its answer
	if !n.rigs[0].up() || !n.rigs[1].up() {
		t.Fatal("no tunnel to begin with")
	}
	return n, n.rigs[1].sent
}

// unharmed fails if the rig is not as it was, or its tunnel no longer works.
func unharmed(t *testing.T, n *testnet, before, what string) {
	t.Helper()
	if after := n.rigs[0].dump(); after != before {
		t.Fatalf("%s changed the state\nfrom\n%sto\n%s", what, before, after)
	}
}

func TestDamagedDatagramsChangeNothing(t *testing.T) {
	n, sent := established(t)
	random := rand.New(rand.NewPCG(1, 2))
	before := n.rigs[0].dump()
	for i, d := range sent {
		for cut := range d.Data {
			n.hit(d.Data[:cut])
			unharmed(t, n, before, fmt.Sprintf("datagram %d cut to %d bytes", i, cut))
		}
		for at := range d.Data {
			bad := slices.Clone(d.Data)
			bad[at] ^= byte(1 + random.IntN(255))
			if h, err := isakmp.ParseHeader(bad); err == nil && h.Responder.IsZero() {
				continue // that would be a first message, which may open an SA
			}
			n.hit(bad)
			unharmed(t, n, before, fmt.Sprintf("datagram %d with byte %d changed", i, at))
		}
		n.hit(append(slices.Clone(d.Data), 0))
		unharmed(t, n, before, fmt.Sprintf("datagram %d with a byte more", i))
		n.hit(append(slices.Clone(d.Data), make([]byte, 60000)...))
		unharmed(t, n, before, fmt.Sprintf("datagram %d blown up", i))
	}
	for range 2000 {
		junk := make([]byte, random.IntN(600))
		for i := range junk {
			junk[i] = byte(random.Uint32())
		}
		n.hit(junk)
		unharmed(t, n, before, "junk")
	}
	n.talk(0, 30*time.Second)
	if got := count(n.rigs[0].lines, "%CRYPTO-4-IKMP_BAD_MESSAGE"); got < 1 || got > 2 {
		t.Errorf("IKMP_BAD_MESSAGE was said %d times within a minute, want once", got)
	}
}

func TestReplayedDatagramsChangeNothing(t *testing.T) {
	n, sent := established(t)
	before := n.rigs[0].dump()
	for i, d := range sent {
		n.hit(d.Data)
		unharmed(t, n, before, fmt.Sprintf("datagram %d again", i))
	}
	n.talk(0, 30*time.Second)
}

// Clear-text messages with the right cookies are logged and believed in nothing.
func TestForgedClearMessagesNeverCount(t *testing.T) {
	n, _ := established(t)
	sa := n.rigs[0].engine.allSAs()[0]
	before := n.rigs[0].dump()
	spi := append(slices.Clone(sa.cookieI[:]), sa.cookieR[:]...)
	for what, payload := range map[string]isakmp.Value{
		"R_U_THERE_ACK": isakmp.RUThereAck(sa.cookieI, sa.cookieR, sa.monitor.Sequence()),
		"R_U_THERE":     isakmp.RUThere(sa.cookieI, sa.cookieR, 7),
		"DELETE":        &isakmp.Delete{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolISAKMP, SPIs: [][]byte{spi}},
		"a notify":      &isakmp.Notify{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolISAKMP, Type: isakmp.NotifyInvalidCookie},
	} {
		for _, exchange := range []isakmp.ExchangeType{isakmp.Informational, isakmp.QuickMode, isakmp.MainMode} {
			m := isakmp.Message{Header: isakmp.Header{Initiator: sa.cookieI, Responder: sa.cookieR, Exchange: exchange, MessageID: 42},
				Payloads: []isakmp.Payload{isakmp.New(payload)}}
			n.hit(m.Append(nil))
			unharmed(t, n, before, what+" in the clear")
		}
	}
	if count(n.rigs[0].lines, "%CRYPTO-6-IKMP_NOT_ENCRYPTED") == 0 {
		t.Error("nothing was said about clear text where encryption is due")
	}
}

// The peer's own messages count only as far as they are about this SA.
func TestDeletesOfOthersAreNotBelieved(t *testing.T) {
	n, _ := established(t)
	for what, d := range map[string]*isakmp.Delete{
		"another ISAKMP SA": {DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolISAKMP, SPIs: [][]byte{make([]byte, 16)}},
		"an unknown SPI":    {DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolESP, SPIs: [][]byte{{1, 2, 3, 4}}},
		"our own SPI":       {DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolESP, SPIs: [][]byte{n.ourSPI()}},
	} {
		n.peerSends(isakmp.New(d))
		if !n.rigs[0].up() {
			t.Fatalf("the delete of %s took the tunnel", what)
		}
	}
}

// A message that decrypts well and whose HASH is wrong changes nothing.
func TestBadlyHashedMessagesNeverCount(t *testing.T) {
	n, _ := established(t)
	sa := n.rigs[0].engine.allSAs()[0]
	for _, other := range n.rigs[1].engine.allSAs() {
		other.keys.Authenticator = other.suite.Hash.Keyed([]byte("not the key"))
	}
	before := n.rigs[0].dump()
	n.peerSends(isakmp.New(isakmp.RUThere(sa.cookieI, sa.cookieR, 1)))
	unharmed(t, n, before, "a badly hashed R_U_THERE")
	n.peerSends(isakmp.New(&isakmp.Delete{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolESP, SPIs: [][]byte{{1, 2, 3, 4}}}))
	unharmed(t, n, before, "a badly hashed DELETE")
	if count(n.rigs[0].lines, "Hash payload is incorrect") == 0 {
		t.Error("nothing was said about the hash")
	}
}

// An ACK with a wrong, an old or a repeated number is logged and is no life.
func TestWrongAcksAreNoLife(t *testing.T) {
	for what, offset := range map[string]uint32{"too high": 5, "old": ^uint32(0), "far off": 1 << 20} {
		n, _ := established(t)
		left := n.rigs[0]
		sa := left.engine.allSAs()[0]
		n.drop = func(d Datagram) bool { return d.Remote.Addr() == rightAddr }
		for range 30 { // the peer's real answers are lost; false ones come all the time
			n.run(time.Second)
			if !left.up() {
				break
			}
			n.peerSends(isakmp.New(isakmp.RUThereAck(sa.cookieI, sa.cookieR, sa.monitor.Sequence()+offset)))
		}
		if left.up() {
			t.Errorf("ACKs that are %s kept a dead peer alive", what)
		}
		if count(left.lines, "R_U_THERE_ACK ignored") == 0 {
			t.Errorf("ACKs that are %s were not logged", what)
		}
	}
}

// Every probe of the peer's is answered with its number, a flood of them at a bounded
// rate.
func TestProbesAreAnsweredWithinReason(t *testing.T) {
	n, _ := established(t)
	left := n.rigs[0]
	sa := left.engine.allSAs()[0]
	before := count(left.lines, "Sending NOTIFY DPD/R_U_THERE_ACK")
	n.peerSends(isakmp.New(isakmp.RUThere(sa.cookieI, sa.cookieR, 0xABCD)))
	if count(left.lines, "Sending NOTIFY DPD/R_U_THERE_ACK") != before+1 || count(left.lines, "seq. no 0xABCD") != 1 {
		t.Error("a probe was not answered with its number")
	}
	for i := range uint32(1000) {
		n.peerSends(isakmp.New(isakmp.RUThere(sa.cookieI, sa.cookieR, 0xABCE+i)))
	}
	if answers := count(left.lines, "Sending NOTIFY DPD/R_U_THERE_ACK") - before; answers > 1+answerBurst {
		t.Errorf("a thousand probes at once got %d answers, want at most %d", answers, 1+answerBurst)
	}
	if misses := sa.monitor.Misses(); misses != 0 || sa.monitor.Config() == (dpd.Config{}) {
		t.Errorf("the flood left %d misses", misses)
	}
}

// What was recorded is worth nothing later, and nothing when it is sent back: message
// IDs stay spent after their nodes are purged (those of probes for twenty minutes).
func TestRecordingsAreWorthless(t *testing.T) {
	n, sent := established(t)
	own := n.rigs[0].sent
	for _, wait := range []time.Duration{0, time.Minute, 15 * time.Minute} {
		n.talk(0, wait)
		before := n.rigs[0].dump()
		for i, d := range sent {
			n.hit(d.Data)
			unharmed(t, n, before, fmt.Sprintf("datagram %d, %v later,", i, wait))
		}
		for i, d := range own {
			if h, _ := isakmp.ParseHeader(d.Data); h.Responder.IsZero() {
				continue // a first message, which may open an SA
			}
			n.hit(d.Data)
			unharmed(t, n, before, fmt.Sprintf("the rig's own datagram %d, %v later,", i, wait))
		}
	}
}

// Very old probes and answers are no longer known by their message IDs; their numbers
// give them away.
func TestVeryOldProbesAreNoLife(t *testing.T) {
	n, _ := established(t)
	n.run(40 * time.Minute)
	left := n.rigs[0]
	n.drop = func(Datagram) bool { return true }
	monitor := left.engine.allSAs()[0].monitor
	before, pairs := monitor.LastHeard(), left.engine.IPsec.Len()
	for _, d := range n.rigs[1].sent {
		n.hit(d.Data)
	}
	if !monitor.LastHeard().Equal(before) || left.engine.IPsec.Len() != pairs {
		t.Error("what the peer said of old passed for a sign of life")
	}
}

// A dead peer stays dead although someone sends the rig's probes back to it.
func TestEchoedProbesAreNoLife(t *testing.T) {
	n, _ := established(t)
	left := n.rigs[0]
	n.drop = func(d Datagram) bool {
		if d.Local.Addr() == leftAddr {
			n.hit(d.Data)
		}
		return true
	}
	n.run(25 * time.Second)
	if left.up() {
		t.Error("echoes kept a dead peer alive")
	}
}

// A first message that is no offer costs nothing.
func TestJunkOpensNoSA(t *testing.T) {
	n := newNet(t, debuglog.IOS15, nil)
	n.drop = func(Datagram) bool { return true }
	n.trigger(1)
	first := n.rigs[1].sent[0].Data
	random := rand.New(rand.NewPCG(5, 6))
	before := n.rigs[0].dump()
	for range 500 {
		junk := slices.Clone(first)
		for i := isakmp.HeaderLen; i < len(junk); i++ {
			junk[i] = byte(random.Uint32())
		}
		n.hit(junk)
		unharmed(t, n, before, "junk with the header of a first message")
	}
	if n.hit(first); n.rigs[0].dump() == before {
		t.Error("the real first message opened none either")
	}
}

// Nothing of a peer is left once it is dead and its purge timers have run.
func TestNothingLeaks(t *testing.T) {
	n, _ := established(t)
	n.drop = func(Datagram) bool { return true }
	n.run(3 * time.Minute)
	n.empty("death of the peer")
}
