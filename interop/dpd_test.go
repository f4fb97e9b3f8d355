package interop

import (
	"strings"
	"testing"
	"time"
)

// The peer asks every 3 seconds; the router, which never asks, answers each time.
func TestRouterAnswersProbes(t *testing.T) {
	t.Parallel()
	Needs(t, "tcpdump", "tshark")
	lab := StartLab(t, "--dpd-delay", "3")
	console := lab.StartRouter(routerConfig{Keepalive: "-"})
	trace := lab.Capture()
	bringUp(lab, console)

	for range 3 {
		console.Expect(5*time.Second, `DPD/R_U_THERE received from peer 10\.2\.80\.209, sequence 0x[0-9A-F]+`)
	}

	asked, answered := dpdSequences(t, trace.Stop(), peerAddr)
	if len(asked) < 3 {
		t.Errorf("the peer asked %d times on the wire, the console says at least 3", len(asked))
	}
	wantSame(t, asked, answered)
}

// The router asks every 10 seconds; each answer of the peer is recognised.
func TestPeerAnswersProbes(t *testing.T) {
	t.Parallel()
	Needs(t, "tcpdump", "tshark")
	lab := StartLab(t, "--dpd-delay", "60")
	console := lab.StartRouter(routerConfig{Keepalive: "10 periodic"})
	trace := lab.Capture()
	bringUp(lab, console)

	const ack = `DPD/R_U_THERE_ACK received from peer 10\.2\.80\.209, sequence 0x[0-9A-F]+`
	first := console.Expect(12*time.Second, ack)
	second := console.Expect(12*time.Second, ack)

	if gap := second.At.Sub(first.At); gap < 9500*time.Millisecond || gap > 11*time.Second {
		t.Errorf("%v between two probes of a router told to ask every 10 s", gap)
	}
	asked, answered := dpdSequences(t, trace.Stop(), dutAddr)
	if len(asked) < 2 {
		t.Errorf("the router asked %d times on the wire, the console says at least 2", len(asked))
	}
	wantSame(t, asked, answered)
}

// A silent cut: the router asks, asks again 5 times 2 s apart, then declares the
// peer dead and forgets all it had with it. Once the path is back, so is the tunnel.
func TestDeadPeer(t *testing.T) {
	t.Parallel()
	// The peer forgets after 8 s, so that what comes up again is new on both sides.
	lab := StartLab(t, "--dpd-delay", "2", "--dpd-timeout", "8")
	console, _ := lab.Tunnel(routerConfig{Keepalive: "10 periodic"})

	mark := console.Mark()
	before := time.Now()
	lab.Do("cut", "drop")
	after := time.Now()

	// interval + 5 retries of 2 s, and one second for a busy machine
	const latest = 10*time.Second + 5*2*time.Second + time.Second
	dead := console.ExpectAfter(mark, latest, `peer 10\.2\.80\.209 not responding!`)
	console.ExpectAfter(mark, time.Until(after.Add(latest)), `deleting SA reason "peers alive"`)
	if took := dead.At.Sub(before); took < 9*time.Second {
		t.Errorf("declared dead %v after the cut: before the retries could be over", took)
	}
	story := console.After(mark)
	wantInOrder(t, story,
		`incrementing error counter on sa: PEERS_ALIVE_TIMER`,
		`incrementing error counter on sa: PEERS_ALIVE_TIMER`,
		`incrementing error counter on sa: PEERS_ALIVE_TIMER`,
		`incrementing error counter on sa: PEERS_ALIVE_TIMER`,
		`incrementing error counter on sa: PEERS_ALIVE_TIMER`,
		`peer 10.2.80.209 not responding!`,
		`peer does not do paranoid keepalives.`,
		`deleting SA reason "peers alive"`,
	)
	wantDown(console)

	lab.Do("wait-down", "15")
	lab.Do("restore")
	bringUp(lab, console)
	wantUp(console)
}

// wantInOrder checks that the text has these pieces, one after the other.
func wantInOrder(t *testing.T, text string, pieces ...string) {
	t.Helper()
	rest := text
	for i, piece := range pieces {
		_, tail, found := strings.Cut(rest, piece)
		if !found {
			t.Errorf("piece %d, %q, is missing or out of order in:\n%s", i+1, piece, text)
			return
		}
		rest = tail
	}
}

// dpdSequences lists the sequence numbers of the R-U-THEREs that one address
// sent, and of the acknowledgements that came back, in the order of the wire.
func dpdSequences(t *testing.T, trace *Trace, asker string) (asked, answered []string) {
	t.Helper()
	for _, f := range trace.Fields("isakmp.notify.data.dpd.are_you_there || isakmp.notify.data.dpd.are_you_there_ack",
		"ip.src", "isakmp.notify.data.dpd.are_you_there", "isakmp.notify.data.dpd.are_you_there_ack") {
		switch source, question, answer := f[0], f[1], f[2]; {
		case source == asker && question != "":
			asked = append(asked, question)
		case source != asker && answer != "":
			answered = append(answered, answer)
		}
	}
	return asked, answered
}

// wantSame checks that each question was answered, in order.
func wantSame(t *testing.T, asked, answered []string) {
	t.Helper()
	if len(asked) == len(answered)+1 { // the capture may end between the two
		asked = asked[:len(answered)]
	}
	if got, want := strings.Join(answered, " "), strings.Join(asked, " "); got != want {
		t.Errorf("R-U-THERE %s\nanswered %s", want, got)
	}
	for i := 1; i < len(asked); i++ {
		if asked[i] == asked[i-1] {
			t.Errorf("sequence number %s twice, though it had been answered", asked[i])
		}
	}
}
