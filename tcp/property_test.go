package tcp

import (
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"

	"ruthere/packet"
)

func addrPort(a netip.AddrPort, port int) netip.AddrPort {
	return netip.AddrPortFrom(a.Addr(), uint16(port))
}

// Whatever a network loses, doubles and reorders: each side gets what the other one wrote, once and in order, and in
// the end nothing is left of the connection. Sequence numbers wrap, windows and segments are of all sizes.
func TestBytesArriveOnceAndInOrder(t *testing.T) {
	for seed := range uint64(400) {
		r := rand.New(rand.NewPCG(seed, 9293))
		w := newWire(t)
		for _, e := range []*end{w.a, w.b} {
			e.options = Options{ISN: -uint32(r.IntN(20000)), MSS: smallestMSS + r.IntN(1500), Window: 200 + r.IntN(8000)}
		}
		losing := 10 + r.IntN(25) // percent
		w.on = func(Segment) (copies []time.Duration) {
			for r.IntN(100) >= losing && len(copies) < 3 {
				copies = append(copies, time.Duration(1+r.IntN(200))*time.Millisecond)
				if r.IntN(10) > 0 {
					break
				}
			}
			return copies
		}
		w.dial()
		w.run(25 * time.Second)
		if len(w.a.events) == 0 || w.a.events[0] != "opened" {
			continue // all of its SYNs were lost
		}
		texts := map[*end]string{w.a: randomText(r, r.IntN(20000)), w.b: randomText(r, r.IntN(20000))}
		at := w.now.Sub(start)
		for _, e := range []*end{w.a, w.b} {
			if e.conn == nil {
				continue
			}
			left := texts[e]
			for len(left) > 0 {
				n := w.write(e, left[:min(len(left), 1+r.IntN(9000))])
				left = left[n:]
				at += time.Duration(r.IntN(3000)) * time.Millisecond
				w.run(at)
			}
		}
		w.run(at + 10*time.Hour)
		for name, e := range map[string]*end{"a": w.a, "b": w.b} {
			if want := texts[w.other(e)]; string(e.got) != want {
				t.Fatalf("seed %d: %s got %d bytes of %d: %q", seed, name, len(e.got), len(want), e.events)
			}
		}
		w.close(w.a)
		w.close(w.b)
		w.run(at + 11*time.Hour)
		if n := len(w.a.Conns()) + len(w.b.Conns()); n != 0 {
			t.Fatalf("seed %d: %d connections are left", seed, n)
		}
	}
}

// Nothing that comes from outside makes a stack panic, remember without end, or send more than it is sent.
func FuzzReceive(f *testing.F) {
	f.Add([]byte{0, 2, 0, 0, 0, 0, 0, 0, 1, 16, 0, 0, 0, 0, 3, 17, 9, 9, 9, 9})
	f.Fuzz(func(t *testing.T, b []byte) {
		var s Stack
		now, flow := start, Flow{Local: there, Remote: here}
		s.Accept = func(Flow) (Options, bool) { return Options{ISN: 100}, true }
		sent := 0
		do := func(f func(*Out)) {
			var out Out
			f(&out)
			sent += len(out.Items)
		}
		steps := 0
		for ; len(b) >= 5; b = b[5:] {
			steps++
			g := packet.TCP{Flags: packet.TCPFlags(b[1]), Sequence: uint32(int32(int8(b[2]))), Acknowledgment: 100 + uint32(int32(int8(b[3]))),
				Window: uint16(b[4]) * 16, Payload: make([]byte, b[0]&0x3f)}
			do(func(out *Out) { s.Receive(now, flow, g, out) })
			for _, c := range s.Conns() {
				switch b[0] >> 6 {
				case 1:
					do(func(out *Out) { c.Write(now, make([]byte, 700), out) })
				case 2:
					do(func(out *Out) { c.Read(now, out) })
				case 3:
					do(func(out *Out) { c.Close(now, out) })
				}
				if len(c.read) > DefaultWindow || len(c.pieces) > mostPieces || len(c.buffer) > sendBuffer {
					t.Fatal("more is kept than there is room for")
				}
			}
			now = now.Add(time.Duration(b[4]) * 100 * time.Millisecond)
			do(func(out *Out) { s.Tick(now, out) })
		}
		if sent > 400*steps {
			t.Fatalf("%d items for %d segments", sent, steps)
		}
	})
}
