package tcp

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"time"

	"ruthere/packet"
)

var (
	here  = netip.MustParseAddrPort("10.0.0.1:11000")
	there = netip.MustParseAddrPort("10.0.0.2:23")
	start = time.Unix(0, 0)
)

// An end is one side of a wire, with what has happened there.
type end struct {
	Stack
	conn    *Conn
	got     []byte
	events  []string
	options Options
	lazy    bool // nobody reads
}

// A flight is a segment on its way.
type flight struct {
	at   time.Time
	to   *end
	flow Flow
	packet.TCP
}

// A wire joins two ends; on says what becomes of a segment: nil, or the delays after which copies of it arrive.
type wire struct {
	t      *testing.T
	now    time.Time
	a, b   *end
	flying []flight
	on     func(Segment) []time.Duration
	said   []string
}

const delay = 10 * time.Millisecond

func newWire(t *testing.T) *wire {
	w := &wire{t: t, now: start, a: &end{options: Options{ISN: 1000}}, b: &end{options: Options{ISN: 5000}}}
	w.b.Accept = func(f Flow) (Options, bool) { return w.handled(w.b), f.Local.Port() == there.Port() }
	w.on = func(Segment) []time.Duration { return []time.Duration{delay} }
	return w
}

// handled are an end's options with its handler.
func (w *wire) handled(e *end) Options {
	o := e.options
	o.Handler = func(now time.Time, ev Event, out *Out) {
		e.conn = ev.Conn
		text := map[EventKind]string{Opened: "opened", Readable: "readable", Writable: "writable", PeerClosed: "peer closed",
			Ended: "ended"}[ev.Kind]
		if ev.Err != nil {
			text += ": " + ev.Err.Error()
		}
		if ev.Kind != Readable {
			e.events = append(e.events, text)
		} else if !e.lazy {
			e.got = append(e.got, ev.Conn.Read(now, out)...)
		}
	}
	return o
}

func (w *wire) dial() {
	w.do(w.a, func(out *Out) {
		w.a.conn = w.a.Dial(w.now, Flow{Local: here, Remote: there}, w.handled(w.a), out)
	})
}

// do runs something of one end and carries out what follows.
func (w *wire) do(e *end, f func(*Out)) {
	e.Do(w.now, func(g Segment) {
		w.said = append(w.said, w.describe(e, g))
		for _, d := range w.on(g) {
			w.flying = append(w.flying, flight{w.now.Add(d), w.other(e), Flow{Local: g.Remote, Remote: g.Local}, g.TCP})
		}
	}, f)
}

func (w *wire) other(e *end) *end {
	if e == w.a {
		return w.b
	}
	return w.a
}

// describe is a segment as a line: when, from whom, flags, numbers relative to the initial ones.
func (w *wire) describe(e *end, s Segment) string {
	name, ours, theirs := "a", w.a.options.ISN, w.b.options.ISN
	if e == w.b {
		name, ours, theirs = "b", theirs, ours
	}
	var flags string
	for i, letter := range "FSRPAU" {
		if s.Flags.Has(1 << i) {
			flags += string(letter)
		}
	}
	text := fmt.Sprintf("%.3f %s %s seq %d", w.now.Sub(start).Seconds(), name, flags, s.Sequence-ours)
	if s.Flags.Has(packet.TCPAck) {
		text += fmt.Sprintf(" ack %d", s.Acknowledgment-theirs)
	}
	if n := len(s.Payload); n > 0 {
		text += fmt.Sprintf(" %d bytes", n)
	}
	return text
}

// step goes on to the next thing that happens; false if nothing will.
func (w *wire) step() bool {
	next, who, ok := time.Time{}, -1, false
	for i, f := range w.flying {
		if !ok || f.at.Before(next) {
			next, who, ok = f.at, i, true
		}
	}
	for _, e := range []*end{w.a, w.b} {
		if at, due := e.Deadline(); due && (!ok || at.Before(next)) {
			next, who, ok = at, -1, true
		}
	}
	if !ok {
		return false
	}
	w.now = next
	if who >= 0 {
		f := w.flying[who]
		w.flying = append(w.flying[:who:who], w.flying[who+1:]...)
		w.do(f.to, func(out *Out) { f.to.Receive(w.now, f.flow, f.TCP, out) })
		return true
	}
	for _, e := range []*end{w.a, w.b} {
		w.do(e, func(out *Out) { e.Tick(w.now, out) })
	}
	return true
}

// run lets everything happen up to an instant.
func (w *wire) run(until time.Duration) {
	for n := 0; ; n++ {
		if n > 100_000 {
			w.t.Fatal("it does not come to an end")
		}
		before, flying := w.now, len(w.flying)
		at, due := w.nextAt()
		if !due || at.Sub(start) > until {
			w.now = start.Add(until)
			return
		}
		if !w.step() && before == w.now && flying == len(w.flying) {
			return
		}
	}
}

func (w *wire) nextAt() (next time.Time, ok bool) {
	for _, f := range w.flying {
		if !ok || f.at.Before(next) {
			next, ok = f.at, true
		}
	}
	for _, e := range []*end{w.a, w.b} {
		if at, due := e.Deadline(); due && (!ok || at.Before(next)) {
			next, ok = at, true
		}
	}
	return next, ok
}

func (w *wire) write(e *end, data string) int {
	n := 0
	w.do(e, func(out *Out) { n = e.conn.Write(w.now, []byte(data), out) })
	return n
}

func (w *wire) close(e *end) { w.do(e, func(out *Out) { e.conn.Close(w.now, out) }) }

// says compares the segments with what is expected, line by line.
func (w *wire) says(want string) {
	w.t.Helper()
	if got := strings.Join(w.said, "\n"); got != strings.Trim(want, "\n") {
		w.t.Errorf("segments:\n%s\nwant:\n%s", got, strings.Trim(want, "\n"))
	}
}

func randomText(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return string(b)
}
