package lab

import (
	"fmt"
	"slices"
	"time"

	"ruthere/event"
	"ruthere/lab/fault"
)

// Faults of links strike between two nodes, named as in the topology. Where others lie
// between them, the wire at the far end, b's, is the one that is struck. Such a fault is
// silent: interfaces stay up, as when something fails inside a provider's network.

// Cut loses every packet between a and b, or with oneWay only those from a to b.
func (l *Lab) Cut(a, b string, oneWay bool) error {
	return l.setWay(fault.Sentence{Verb: fault.Cut, Object: fault.Object{A: a, B: b, OneWay: oneWay}})
}

// Delay sets the time that packets take between a and b, each way.
func (l *Lab) Delay(a, b string, d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("cannot delay packets by %v", d)
	}
	return l.setWay(fault.Sentence{Verb: fault.Delay, Object: fault.Object{A: a, B: b, Time: d}})
}

// Loss loses a percentage of the packets between a and b, each way.
func (l *Lab) Loss(a, b string, percent float64) error {
	return l.setWay(fault.Sentence{Verb: fault.Loss, Object: fault.Object{A: a, B: b, Percent: percent}})
}

// Duplicate delivers a percentage of the packets between a and b twice, each way.
func (l *Lab) Duplicate(a, b string, percent float64) error {
	return l.setWay(fault.Sentence{Verb: fault.Duplicate, Object: fault.Object{A: a, B: b, Percent: percent}})
}

func (l *Lab) setWay(s fault.Sentence) error {
	defer l.enter("", nil, "fault "+s.String())()
	_, err := l.addFault(s)
	return err
}

// Restore ends all faults of links on all wires between a and b.
func (l *Lab) Restore(a, b string) error {
	defer l.enter("", nil, "restore "+a+" "+b)()
	hops, err := l.findWay(a, b)
	if err != nil {
		return err
	}
	var wires []*wire
	for _, h := range hops {
		wires = append(wires, h.wires...)
	}
	l.restoreWires(wires)
	return nil
}

// RestoreAll ends all faults of links.
func (l *Lab) RestoreAll() {
	defer l.enter("", nil, "restore all")()
	l.restoreWires(l.wires)
}

func (l *Lab) restoreWires(wires []*wire) {
	for _, f := range slices.Clone(l.faults) {
		if f.over || f.Verb == fault.Flap || len(f.ways) == 0 {
			continue
		}
		var ended []way
		for _, y := range f.ways {
			if slices.Contains(wires, y.wire) {
				ended = append(ended, y)
			}
		}
		if len(ended) == len(f.ways) {
			l.healWhich(func(other *activeFault) bool { return other == f })
			continue
		}
		f.ways = slices.DeleteFunc(f.ways, func(y way) bool { return slices.Contains(ended, y) })
		l.settleWays(ended)
	}
}

// waysOf are the directions of the last wires between two nodes.
func (l *Lab) waysOf(a, b string, oneWay bool) (ways []way, err error) {
	hops, err := l.findWay(a, b)
	if err != nil {
		return nil, err
	}
	hops[len(hops)-1].eachWay(oneWay, func(w *wire, from, to int) { ways = append(ways, way{w, from, to}) })
	return ways, nil
}

// allWays are the directions of a wire, or those to and from one of its ends.
func (w *wire) allWays(end int) (ways []way) {
	for from := range w.ends {
		for to := range w.ends {
			if from != to && (end < 0 || from == end || to == end) {
				ways = append(ways, way{w, from, to})
			}
		}
	}
	return ways
}

// waysReplace says whether the fault takes the place of an older one of its verb and the same
// directions: a link has one delay.
func (f *activeFault) waysReplace() bool { return len(f.ways) > 0 && f.Verb != fault.Flap }

func (f *activeFault) replaces(other *activeFault) bool {
	return f.waysReplace() && other.Verb == f.Verb && slices.Equal(f.ways, other.ways)
}

func (l *Lab) nameOfReplaced(f *activeFault) string {
	for _, other := range l.faults {
		if f.replaces(other) {
			return other.Name
		}
	}
	return ""
}

// settleWays works out what directions are like with the faults there are, the latest last.
func (l *Lab) settleWays(ways []way) {
	for _, y := range ways {
		p := &y.wire.ways[y.from][y.to]
		*p = y.wire.normalWay(y.from, y.to)
		for _, f := range l.faults {
			if at := slices.Index(f.ways, y); at >= 0 && !f.over {
				f.change(p, at)
			}
		}
	}
}

// change makes a direction, the fault's at-th, what the fault wants it to be.
func (f *activeFault) change(p *direction, at int) {
	switch f.Verb {
	case fault.Cut, fault.Flap:
		p.cut, p.by.cut = true, f
	case fault.Delay:
		p.delay = f.Object.Time
	case fault.Loss:
		p.loss, p.by.loss = f.Object.Percent, f
	case fault.Duplicate:
		p.duplicate, p.by.duplicate = f.Object.Percent, f
	case fault.Rate:
		p.line, p.by.rate = f.lines[at], f
	case fault.MTU:
		p.mtu, p.by.mtu = f.Object.Bytes, f
	}
}

// A line is the sending end of a direction whose rate is limited.
type line struct {
	bits    int64       // a second
	queue   int         // packets; 0 = as many as come
	free    time.Time   // when it has sent what it was given
	leaving []time.Time // of the packets that wait, and of that being sent
}

// send says how long a packet of so many bytes takes to leave; ok is false if the queue is full.
func (n *line) send(now time.Time, size int) (d time.Duration, ok bool) {
	n.leaving = slices.DeleteFunc(n.leaving, func(at time.Time) bool { return !at.After(now) })
	if n.queue > 0 && len(n.leaving) > n.queue {
		return 0, false
	}
	const bitsPerByte = 8
	if n.free.Before(now) {
		n.free = now
	}
	n.free = n.free.Add(time.Duration(int64(size) * bitsPerByte * int64(time.Second) / n.bits))
	n.leaving = append(n.leaving, n.free)
	return n.free.Sub(now), true
}

// noteWayHit counts a packet that a fault of a direction has struck, and tells of it.
func (l *Lab) noteWayHit(f *activeFault, w *wire, from, to int, data []byte) {
	f.hits++
	l.tellHit(f, w, from, to, data)
}

func (l *Lab) tellHit(f *activeFault, w *wire, from, to int, data []byte) {
	if l.options.Event == nil {
		return
	}
	e := event.Fault{State: event.Hit, Name: f.Name, Text: l.readPacket(data).String(), Link: w.name, From: w.ends[from].nodeName()}
	if to >= 0 {
		e.To = w.ends[to].nodeName()
	}
	l.tell("", e)
}
