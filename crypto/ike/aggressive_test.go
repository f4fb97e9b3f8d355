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
)

// spoke is what the left end calls itself in these tests.
const spoke = "spoke.lab.example"

// aggressively has the left end call the right one in aggressive mode, by an entry of its own and as a host, whose name is all that
// the right end has a key for.
func aggressively(left, right *config.Config) {
	left.ISAKMP.Keys = nil
	p := left.ISAKMP.AddPeer(&config.ISAKMPPeer{Addr: rightAddr})
	p.Password, p.Endpoint = "kd94j1ksldz", config.Identity{Kind: config.IdentityFQDN, Name: spoke}
	right.ISAKMP.Keys = []config.PreSharedKey{{Key: "kd94j1ksldz", Host: spoke}}
}

// call is trigger of rig 0, and the time that its quick mode waits.
func (n *testnet) call() {
	n.trigger(0)
	n.run(phase2Delay)
}

// payloadsOf are the types of a clear message's payloads, vendor IDs in a row once.
func payloadsOf(t *testing.T, d Datagram) (types []isakmp.PayloadType) {
	t.Helper()
	m, err := isakmp.ParseMessage(d.Data)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range m.Payloads {
		types = append(types, p.Type)
	}
	return slices.Compact(types)
}

// phase1Of are the messages of a rig's phase 1.
func phase1Of(b *rig) (sent []Datagram) {
	for _, d := range b.sent {
		if h, err := isakmp.ParseHeader(d.Data); err == nil && h.MessageID == 0 {
			sent = append(sent, d)
		}
	}
	return sent
}

// Three messages, in the payloads and the words of the device, lead to a tunnel that lives like another.
func TestAggressiveMode(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, aggressively)
		n.call()
		left, right := n.rigs[0], n.rigs[1]
		if !left.up() || !right.up() {
			t.Fatalf("%v: no tunnel:\n%s\n\n%s", release, strings.Join(left.lines, "\n"), strings.Join(right.lines, "\n"))
		}
		left.said(t, "SA request profile is (NULL)", "constructed NAT-T vendor-rfc3947 ID", "using id type ID_FQDN", "ID payload",
			"next-payload : 13", "type         : 2", "FQDN name    : "+spoke, "protocol     : 17", "port         : 0", "length       : 25",
			"Total payload length: 25", "Input = IKE_MESG_FROM_IPSEC, IKE_SA_REQ_AM", "Old State = IKE_READY  New State = IKE_I_AM1",
			"beginning Aggressive Mode exchange", "sending packet to 10.2.80.209 my_port 500 peer_port 500 (I) AG_INIT_EXCH",
			"received packet from 10.2.80.209 dport 500 sport 500 Global (I) AG_INIT_EXCH", "processing SA payload", "processing ID payload",
			"next-payload : 10", "peer matches *none* of the profiles", "vendor ID is Unity", "found peer pre-shared key matching 10.2.80.209",
			"local preshared key found", "Scanning profiles for xauth ...", "atts are acceptable. Next payload is 0", "processing KE payload",
			"processing NONCE payload", "processing HASH payload", "SA has been authenticated with 10.2.80.209",
			"Trying to insert a peer 10.1.32.14/10.2.80.209/500/", "Send initial contact", "(I) AG_INIT_EXCH",
			"Input = IKE_MESG_FROM_PEER, IKE_AM_EXCH", "Old State = IKE_I_AM1  New State = IKE_P1_COMPLETE",
			"Input = IKE_MESG_INTERNAL, IKE_PHASE1_COMPLETE")
		right.said(t, "received packet from 10.1.32.14 dport 500 sport 500 Global (N) NEW SA", "processing SA payload", "processing ID payload",
			"next-payload : 13", "FQDN name    : "+spoke, "peer matches *none* of the profiles", "vendor ID is DPD",
			"local preshared key found", "Scanning profiles for xauth ...", "Checking ISAKMP transform 1 against priority 1 policy",
			"atts are acceptable. Next payload is 0", "processing KE payload", "processing NONCE payload", "vendor ID is NAT-T RFC 3947",
			"Input = IKE_MESG_FROM_PEER, IKE_AM_EXCH", "Old State = IKE_READY  New State = IKE_R_AM_AAA_AWAIT",
			"constructed NAT-T vendor-rfc3947 ID", "using id type ID_IPV4_ADDR", "next-payload : 10", "protocol     : 0",
			"sending packet to 10.1.32.14 my_port 500 peer_port 500 (R) AG_INIT_EXCH",
			"Input = IKE_MESG_FROM_AAA, PRESHARED_KEY_REPLY", "Old State = IKE_R_AM_AAA_AWAIT  New State = IKE_R_AM2",
			"received packet from 10.1.32.14 dport 500 sport 500 Global (R) AG_INIT_EXCH", "processing HASH payload",
			"processing NOTIFY INITIAL_CONTACT protocol 1", "SA has been authenticated with 10.1.32.14",
			"Old State = IKE_R_AM2  New State = IKE_P1_COMPLETE")
		sent, answered := phase1Of(left), phase1Of(right)
		if len(sent) != 2 || len(answered) != 1 {
			t.Fatalf("%v: %d and %d messages of phase 1, want 2 and 1", release, len(sent), len(answered))
		}
		const sa, ke, nonce, id, hash, vendor, natd = isakmp.PayloadSA, isakmp.PayloadKE, isakmp.PayloadNonce, isakmp.PayloadID,
			isakmp.PayloadHash, isakmp.PayloadVendorID, isakmp.PayloadNATD
		if got, want := payloadsOf(t, sent[0]), []isakmp.PayloadType{sa, vendor, ke, nonce, id, vendor}; !slices.Equal(got, want) {
			t.Errorf("%v: message 1 is %v, want %v", release, got, want)
		}
		if got, want := payloadsOf(t, answered[0]), []isakmp.PayloadType{sa, vendor, ke, id, nonce, hash, natd}; !slices.Equal(got, want) {
			t.Errorf("%v: message 2 is %v, want %v", release, got, want)
		}
		if h, _ := isakmp.ParseHeader(sent[1].Data); h.Flags != isakmp.FlagEncryption || h.Exchange != isakmp.AggressiveMode {
			t.Errorf("%v: message 3 is %v with flags %d", release, h.Exchange, h.Flags)
		}
		if got := right.engine.SAs(n.now)[0].PeerID; got != spoke {
			t.Errorf("%v: the peer is known as %q", release, got)
		}
		n.run(time.Minute)
		left.said(t, "DPD/R_U_THERE_ACK received from peer 10.2.80.209")
		right.said(t, "DPD/R_U_THERE received from peer 10.1.32.14")
		n.clear(0, func(e *Engine, out *Out) { e.ClearSession(n.now, Filter{}, out) })
		n.run(2 * time.Minute)
		n.empty(release.String())
	}
}

// What the SA shows as, from one message to the next.
func TestAggressiveStates(t *testing.T) {
	for _, release := range releases {
		var shown [2][]state.Shown
		n := slowly(t, release, aggressively, 0)
		for range slowSteps {
			for i, b := range n.rigs {
				for _, sa := range b.engine.SAs(n.now) {
					shown[i] = append(shown[i], sa.State)
				}
			}
			n.step(1)
		}
		for i := range shown {
			want := []state.Shown{state.AGNoState, state.AGInitExch, state.QMIdle}
			if got := slices.Compact(shown[i]); !slices.Equal(got, want) {
				t.Errorf("%v: rig %d showed %v, want %v", release, i, got, want)
			}
		}
	}
}

// A translator is found by messages 2 and 3, and message 3 goes to port 4500.
func TestAggressiveModeThroughNAT(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, aggressively)
		n.nat = 1000
		n.call()
		left, right := n.rigs[0], n.rigs[1]
		if !left.up() || !right.up() {
			t.Fatalf("%v: no tunnel through the translator:\n%s", release, strings.Join(right.lines, "\n"))
		}
		sent := phase1Of(left)
		if a, b := sent[0].Local.Port(), sent[1].Local.Port(); a != Port || b != NATPort {
			t.Errorf("%v: messages 1 and 3 left ports %d and %d", release, a, b)
		}
		left.said(t, "SA has been authenticated with 10.2.80.209", "Setting UDP ENC peer struct 0x")
		right.said(t, "SA has been authenticated with 10.1.32.14", "Detected port floating to port = 5500")
	}
}

// The translator's port counts as it is: hashes of port 500 in a message 3 that comes from a translated port tell of it.
func TestHashesOfPort500(t *testing.T) {
	sa := &SA{aggressive: true, material: &material{}}
	sa.suite.Hash = hashes[config.SHA]
	c := New(debuglog.IOS15, config.New(), streams(1)).changeSA(time.Time{}, sa, &Out{})
	old := c.natHash(endpoint(leftAddr))
	for _, test := range []struct {
		port       uint16
		aggressive bool
		want       bool
	}{{Port, true, true}, {NATPort, true, true}, {NATPort, false, false}, {5500, true, false}} {
		sa.aggressive = test.aggressive
		if got := c.isHashOf(old, netip.AddrPortFrom(leftAddr, test.port)); got != test.want {
			t.Errorf("port %d, aggressive mode %t: %t", test.port, test.aggressive, got)
		}
	}
}

// Lost, or twice on the way: three messages bring the tunnel up all the same.
func TestAggressiveModeLosesAndRepeats(t *testing.T) {
	for _, release := range releases {
		for lost := 1; lost <= 3; lost++ {
			n, seen := newNet(t, release, aggressively), 0
			n.drop = func(Datagram) bool { seen++; return seen == lost }
			n.call()
			n.run(31 * time.Second)
			n.mirrored()
			n, seen = newNet(t, release, aggressively), 0
			n.drop = func(d Datagram) bool {
				if seen++; seen == 2*lost-1 {
					n.deliver(d)
				}
				return false
			}
			n.call()
			n.run(time.Second)
			n.mirrored()
		}
	}
}

// Silence after message 1, and after message 2, ends it at both ends.
func TestSilenceInAggressiveMode(t *testing.T) {
	for _, release := range releases {
		for after := range 3 {
			n, seen := newNet(t, release, aggressively), 0
			n.drop = func(Datagram) bool { seen++; return seen > after }
			n.call()
			n.run(61 * time.Second)
			if after < 2 {
				n.rigs[0].said(t, "retransmitting phase 1 AG_INIT_EXCH...", "attempt 5 of 5: retransmit phase 1",
					`deleting SA reason "Death by retransmission P1" state (I) AG_INIT_EXCH`, "Old State = IKE_I_AM1  New State = IKE_DEST_SA")
			}
			if after > 0 {
				n.rigs[1].said(t, "retransmitting phase 1 AG_INIT_EXCH...", `deleting SA reason "Death by retransmission P1" state (R) AG_INIT_EXCH`,
					"Old State = IKE_R_AM2  New State = IKE_DEST_SA")
			}
			n.run(4 * time.Minute)
			n.empty(fmt.Sprintf("%v, silence after message %d", release, after))
		}
	}
}

// Who is not known hears nothing, not even that somebody is there.
func TestStrangersHearNothing(t *testing.T) {
	others := map[string]config.Identity{
		"another host": {Kind: config.IdentityFQDN, Name: "stranger.example"},
		"its case":     {Kind: config.IdentityFQDN, Name: strings.ToUpper(spoke)},
		"an address":   {Kind: config.IdentityAddress, Addr: thirdAddr},
	}
	for _, release := range releases {
		for what, id := range others {
			n := newNet(t, release, func(left, right *config.Config) {
				aggressively(left, right)
				left.ISAKMP.Peers[0].Endpoint = id
			})
			n.call()
			n.run(70 * time.Second)
			right := n.rigs[1]
			if len(right.sent) != 0 {
				t.Errorf("%v, %s: was answered", release, what)
			}
			right.said(t, "No pre-shared key with 10.1.32.14!", "state (R) AG_NO_STATE", "Old State = IKE_READY  New State = IKE_DEST_SA")
			if count(right.lines, "IKMP_MODE_FAILURE") != 0 {
				t.Errorf("%v, %s: strangers fill the log", release, what)
			}
			n.run(3 * time.Minute)
			n.empty(what)
		}
	}
}

// Switched off, it is neither begun nor answered.
func TestAggressiveModeDisabled(t *testing.T) {
	const line = "%CRYPTO-5-IKMP_AG_MODE_DISABLED: Unable to initiate or respond to Aggressive Mode while disabled"
	for _, release := range releases {
		for off := range 2 {
			n := newNet(t, release, func(left, right *config.Config) {
				aggressively(left, right)
				[]*config.Config{left, right}[off].ISAKMP.NoAggressiveMode = true
			})
			n.call()
			if count(n.rigs[off].lines, line) != 1 || len(n.rigs[1].sent) != 0 {
				t.Errorf("%v: off at rig %d, and said:\n%s", release, off, strings.Join(n.rigs[off].lines, "\n"))
			}
			if off == 0 {
				n.rigs[0].said(t, "Can not start Aggressive mode, trying Main mode.", "No pre-shared key with 10.2.80.209!")
			}
		}
	}
}

// With another key the responder proves the wrong thing; the initiator says so, believes nothing, and gives up in the end.
func TestDifferentKeysInAggressiveMode(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, func(left, right *config.Config) {
			aggressively(left, right)
			left.ISAKMP.Peers[0].Password = "another"
		})
		n.call()
		left := n.rigs[0]
		left.said(t, "processing HASH payload", "Hash payload is incorrect",
			"%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Aggressive mode failed with peer at 10.2.80.209")
		if sa := left.engine.SAs(n.now)[0]; sa.State != state.AGInitExch || sa.Conn != 0 || !sa.ResponderCookie.IsZero() {
			t.Errorf("%v: after a wrong proof the SA is %+v", release, sa)
		}
		if sent := len(phase1Of(left)); sent != 1 {
			t.Errorf("%v: %d messages, want no answer to a wrong proof", release, sent)
		}
		n.run(3 * time.Minute)
		left.said(t, `deleting SA reason "Death by retransmission P1" state (I) AG_INIT_EXCH`)
		n.run(2 * time.Minute)
		n.empty(release.String())
	}
}

// Whoever sees message 1 can answer it first, with values of his own; the right answer counts all the same.
func TestForgedAnswerThenTheRightOne(t *testing.T) {
	for _, release := range releases {
		for what, forge := range map[string]func(m *isakmp.Message){
			"a wrong hash":         func(m *isakmp.Message) { replace(m, isakmp.PayloadHash, &isakmp.Hash{Data: make([]byte, 20)}) },
			"a value that is none": func(m *isakmp.Message) { replace(m, isakmp.PayloadKE, &isakmp.KeyExchange{Data: make([]byte, 64)}) },
			"no identity":          func(m *isakmp.Message) { replace(m, isakmp.PayloadID, &isakmp.Nonce{Data: make([]byte, 20)}) },
		} {
			n, done := newNet(t, release, aggressively), false
			n.drop = func(d Datagram) bool {
				if d.Remote.Addr() == leftAddr && !done {
					done = true
					m, err := isakmp.ParseMessage(d.Data)
					if err != nil {
						t.Fatal(err)
					}
					m.Responder[0] ^= 1
					forge(&m)
					n.forge(n.rigs[0], rightAddr, m.Append(nil))
				}
				return false
			}
			n.call()
			if !n.rigs[0].up() || !n.rigs[1].up() {
				t.Errorf("%v, %s: no tunnel:\n%s", release, what, strings.Join(n.rigs[0].lines, "\n"))
			}
		}
	}
}

// replace puts another value in the place of the first payload of a type.
func replace(m *isakmp.Message, t isakmp.PayloadType, v isakmp.Value) {
	at := slices.IndexFunc(m.Payloads, func(p isakmp.Payload) bool { return p.Type == t })
	m.Payloads[at] = isakmp.New(v)
}
