package tcp

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/packet"
)

func wantEvents(t *testing.T, who string, e *end, want ...string) {
	t.Helper()
	if !slices.Equal(e.events, want) {
		t.Errorf("%s: %q, want %q", who, e.events, want)
	}
}

// RFC 9293 figures 6 and 12: three segments open a connection, four close it.
func TestConversation(t *testing.T) {
	w := newWire(t)
	w.dial()
	w.run(time.Second)
	w.write(w.a, "hello")
	w.run(2 * time.Second)
	w.close(w.a)
	w.run(3 * time.Second)
	w.write(w.b, "bye")
	w.close(w.b)
	w.run(4 * time.Second)
	w.says(`
0.000 a S seq 0
0.010 b SA seq 0 ack 1
0.020 a A seq 1 ack 1
1.000 a PA seq 1 ack 1 5 bytes
1.010 b A seq 1 ack 6
2.000 a FA seq 6 ack 1
2.010 b A seq 1 ack 7
3.000 b PA seq 1 ack 7 3 bytes
3.000 b FA seq 4 ack 7
3.010 a A seq 7 ack 4
3.010 a A seq 7 ack 5`)
	wantEvents(t, "a", w.a, "opened", "peer closed")
	wantEvents(t, "b", w.b, "opened", "peer closed", "ended")
	if string(w.b.got) != "hello" || string(w.a.got) != "bye" || w.a.conn.State() != TimeWait {
		t.Errorf("b got %q, a got %q and is in state %d", w.b.got, w.a.got, w.a.conn.State())
	}
	w.run(3*time.Second + 10*time.Millisecond + timeWait)
	wantEvents(t, "a", w.a, "opened", "peer closed", "ended")
	if len(w.a.Conns())+len(w.b.Conns()) != 0 {
		t.Error("a connection is left")
	}
}

// Both close at once: RFC 9293 figure 13.
func TestBothClose(t *testing.T) {
	w := newWire(t)
	w.dial()
	w.run(time.Second)
	w.close(w.a)
	w.close(w.b)
	w.run(2 * time.Second)
	if w.a.conn.State() != TimeWait || w.b.conn.State() != TimeWait {
		t.Errorf("states %d and %d", w.a.conn.State(), w.b.conn.State())
	}
}

// Both open at once: RFC 9293 figure 7.
func TestBothOpen(t *testing.T) {
	w := newWire(t)
	w.dial()
	w.do(w.b, func(out *Out) {
		w.b.conn = w.b.Dial(w.now, Flow{Local: there, Remote: here}, w.handled(w.b), out)
	})
	w.run(time.Second)
	wantEvents(t, "a", w.a, "opened")
	wantEvents(t, "b", w.b, "opened")
}

func TestRefused(t *testing.T) {
	w := newWire(t)
	w.b.Accept = nil
	w.dial()
	w.run(time.Second)
	w.says(`
0.000 a S seq 0
0.010 b RA seq 4294962296 ack 1`)
	wantEvents(t, "a", w.a, "ended: connection refused")
}

// To a silent host SYNs go out after 0, 2, 6 and 14 seconds, and after 30 that is it.
func TestNobodyAnswers(t *testing.T) {
	w := newWire(t)
	w.on = func(Segment) []time.Duration { return nil }
	w.dial()
	w.run(SynWait - 1)
	w.says("0.000 a S seq 0\n2.000 a S seq 0\n6.000 a S seq 0\n14.000 a S seq 0")
	wantEvents(t, "a", w.a)
	w.run(SynWait)
	wantEvents(t, "a", w.a, "ended: connection timed out")
}

func TestUnreachable(t *testing.T) {
	w := newWire(t)
	w.on = func(Segment) []time.Duration { return nil }
	w.dial()
	w.do(w.a, func(out *Out) { w.a.conn.Unreachable(w.now, 999, out) }) // about something else
	wantEvents(t, "a", w.a)
	w.do(w.a, func(out *Out) { w.a.conn.Unreachable(w.now, 1000, out) })
	wantEvents(t, "a", w.a, "ended: host unreachable")
}

// What is lost is sent again, later each time, and the other side hears of it once.
func TestLostData(t *testing.T) {
	w := newWire(t)
	w.dial()
	w.run(time.Second)
	w.said = nil
	lost := 0
	w.on = func(s Segment) []time.Duration {
		if len(s.Payload) > 0 && lost < 3 {
			lost++
			return nil
		}
		return []time.Duration{delay}
	}
	w.write(w.a, "x")
	w.run(20 * time.Second)
	w.says(`
1.000 a PA seq 1 ack 1 1 bytes
1.300 a PA seq 1 ack 1 1 bytes
1.900 a PA seq 1 ack 1 1 bytes
3.100 a PA seq 1 ack 1 1 bytes
3.110 b A seq 1 ack 2`)
	if string(w.b.got) != "x" {
		t.Errorf("b got %q", w.b.got)
	}
}

// Three acknowledgments of the same have what is missing sent again before its time is up.
func TestFastRetransmit(t *testing.T) {
	w := newWire(t)
	w.dial()
	w.run(time.Second)
	w.said = nil
	first := true
	w.on = func(s Segment) []time.Duration {
		if len(s.Payload) > 0 && first {
			first = false
			return nil
		}
		return []time.Duration{delay}
	}
	w.write(w.a, strings.Repeat("x", 4*DefaultMSS))
	w.run(1100 * time.Millisecond)
	if len(w.b.got) != 4*DefaultMSS {
		t.Errorf("b has %d bytes:\n%s", len(w.b.got), strings.Join(w.said, "\n"))
	}
}

// A connection whose other side is gone ends after its time, in the middle of data and behind a closed window.
func TestPeerVanishes(t *testing.T) {
	for _, closed := range []bool{false, true} {
		w := newWire(t)
		w.b.lazy = closed
		w.dial()
		w.run(time.Second)
		if closed {
			w.write(w.a, strings.Repeat("x", 2*DefaultWindow))
			w.run(10 * time.Second)
		}
		w.on = func(Segment) []time.Duration { return nil }
		w.write(w.a, "anybody there?")
		w.run(20 * time.Minute)
		wantEvents(t, "a", w.a, "opened", "ended: connection timed out")
	}
}

// Nobody reads: the window closes, is probed, and opens again; no byte is lost.
func TestClosedWindow(t *testing.T) {
	w := newWire(t)
	w.b.lazy = true
	w.dial()
	w.run(time.Second)
	text := strings.Repeat("0123456789", 1000)
	w.write(w.a, text)
	w.run(3 * time.Minute)
	if n := len(w.b.conn.read); n != DefaultWindow {
		t.Errorf("%d bytes were taken in, the window is %d", n, DefaultWindow)
	}
	wantEvents(t, "a", w.a, "opened") // it goes on trying as long as there are answers
	w.b.lazy = false
	w.do(w.b, func(out *Out) { w.b.got = append(w.b.got, w.b.conn.Read(w.now, out)...) })
	w.run(4 * time.Minute)
	if string(w.b.got) != text {
		t.Errorf("b got %d bytes of %d", len(w.b.got), len(text))
	}
}

// What does not fit into the buffer is not taken, and its writer hears when there is room.
func TestFullBuffer(t *testing.T) {
	w := newWire(t)
	w.dial()
	w.run(time.Second)
	if n := w.write(w.a, strings.Repeat("x", 2*sendBuffer)); n != sendBuffer {
		t.Errorf("%d bytes were taken", n)
	}
	w.run(time.Minute)
	wantEvents(t, "a", w.a, "opened", "writable")
	if len(w.b.got) != sendBuffer {
		t.Errorf("b got %d bytes", len(w.b.got))
	}
}

// A path that carries less is told of by routers on it; what was too long comes again in pieces that fit.
func TestPathMTU(t *testing.T) {
	const most = 600 // bytes of a packet
	w := newWire(t)
	w.a.options.MSS, w.b.options.MSS = 1460, 1460
	w.dial()
	w.a.conn.DiscoverMTU = true
	w.run(time.Second)
	w.on = func(s Segment) []time.Duration {
		if s.DontFragment && len(s.Payload)+40 > most {
			f := w.a.conn
			w.flying = append(w.flying, flight{w.now.Add(delay), w.a, Flow{}, packet.TCP{}})
			w.flying = w.flying[:len(w.flying)-1]
			defer w.do(w.a, func(out *Out) { f.PathMTU(w.now, most, out) })
			return nil
		}
		return []time.Duration{delay}
	}
	w.write(w.a, strings.Repeat("x", 5000))
	w.run(10 * time.Second)
	if len(w.b.got) != 5000 {
		t.Errorf("b got %d bytes", len(w.b.got))
	}
}

// What somebody forges who does not know the sequence numbers changes nothing (RFC 5961).
func TestForged(t *testing.T) {
	flow := Flow{Local: here, Remote: there}
	for _, c := range []struct {
		name string
		packet.TCP
		want string // the answer
	}{
		{"reset beyond the window", packet.TCP{Sequence: 5001 + DefaultWindow, Flags: packet.TCPReset}, ""},
		{"reset in the window", packet.TCP{Sequence: 5100, Flags: packet.TCPReset}, "1.000 a A seq 1 ack 1"},
		{"SYN", packet.TCP{Sequence: 5001, Flags: packet.TCPSyn}, "1.000 a A seq 1 ack 1"},
		{"old data", packet.TCP{Sequence: 4000, Acknowledgment: 1001, Flags: packet.TCPAck, Payload: []byte("old")}, "1.000 a A seq 1 ack 1"},
		{"acknowledges what was never sent", packet.TCP{Sequence: 5001, Acknowledgment: 1900, Flags: packet.TCPAck, Payload: []byte("x")},
			"1.000 a A seq 1 ack 1"},
		{"no acknowledgment", packet.TCP{Sequence: 5001, Payload: []byte("x")}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWire(t)
			w.dial()
			w.run(time.Second)
			w.said = nil
			w.do(w.a, func(out *Out) { w.a.Receive(w.now, flow, c.TCP, out) })
			w.says(c.want)
			if len(w.a.got) > 0 || w.a.conn.State() != Established {
				t.Errorf("state %d, got %q", w.a.conn.State(), w.a.got)
			}
		})
	}
	w := newWire(t)
	w.dial()
	w.run(time.Second)
	w.do(w.a, func(out *Out) { w.a.Receive(w.now, flow, packet.TCP{Sequence: 5001, Flags: packet.TCPReset}, out) })
	wantEvents(t, "a", w.a, "opened", "ended: connection reset by peer")
}

// Whoever only begins to open connections keeps nobody else out, and is not remembered for ever.
func TestHalfOpen(t *testing.T) {
	w := newWire(t)
	w.on = func(Segment) []time.Duration { return nil }
	for port := range 10 * mostOpening {
		from := Flow{Local: there, Remote: addrPort(here, 20000+port)}
		w.do(w.b, func(out *Out) { w.b.Receive(w.now, from, packet.TCP{Sequence: 7, Flags: packet.TCPSyn}, out) })
	}
	if n := len(w.b.Conns()); n > mostOpening {
		t.Errorf("%d half-open connections", n)
	}
	w.run(SynWait)
	if n := len(w.b.Conns()); n != 0 {
		t.Errorf("%d half-open connections after their time", n)
	}
}

// A segment of no connection is answered with a reset, unless it is one.
func TestNoConnection(t *testing.T) {
	w := newWire(t)
	flow := Flow{Local: there, Remote: here}
	for _, flags := range []packet.TCPFlags{packet.TCPAck, packet.TCPFin | packet.TCPAck, packet.TCPReset, packet.TCPReset | packet.TCPAck} {
		w.do(w.b, func(out *Out) {
			w.b.Receive(w.now, flow, packet.TCP{Sequence: 1001, Acknowledgment: 5007, Flags: flags}, out)
		})
	}
	w.says("0.000 b R seq 7\n0.000 b R seq 7")
}

func TestAbort(t *testing.T) {
	w := newWire(t)
	w.dial()
	w.run(time.Second)
	w.do(w.a, func(out *Out) { w.a.conn.Abort(w.now, out) })
	w.run(2 * time.Second)
	wantEvents(t, "b", w.b, "opened", "ended: connection reset by peer")
	wantEvents(t, "a", w.a, "opened", "ended: connection aborted")
}

// A port in TIME-WAIT is free for whoever begins anew.
func TestPortUsedAgain(t *testing.T) {
	w := newWire(t)
	w.dial()
	w.run(time.Second)
	w.close(w.b)
	w.run(1500 * time.Millisecond)
	w.close(w.a)
	w.run(2 * time.Second)
	if w.b.conn.State() != TimeWait || len(w.a.Conns()) != 0 {
		t.Fatal("b should be in TIME-WAIT, a gone")
	}
	w.a.options.ISN = 2000
	w.dial()
	w.run(3 * time.Second)
	wantEvents(t, "b", w.b, "opened", "peer closed", "ended", "opened")
}
