package lab

import (
	"fmt"
	"time"

	"ruthere/event"
)

// Faults strike between two nodes, named as in the topology. Where others lie
// between them, the wire at the far end, b's, is the one that is struck. A fault is
// silent: interfaces stay up, as when something fails inside a provider's network.

// Cut loses every packet between a and b, or with oneWay only those from a to b.
func (l *Lab) Cut(a, b string, oneWay bool) error {
	return l.setFault("cut", a, b, oneWay, func(_ *wire, p *direction) { p.cut = true })
}

// Delay sets the time that packets take between a and b, each way.
func (l *Lab) Delay(a, b string, d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("cannot delay packets by %v", d)
	}
	return l.setFault("delay", a, b, false, func(_ *wire, p *direction) { p.delay = d })
}

// Loss loses a percentage of the packets between a and b, each way.
func (l *Lab) Loss(a, b string, percent float64) error {
	return l.setFault("loss", a, b, false, func(_ *wire, p *direction) { p.loss = percent })
}

// Duplicate delivers a percentage of the packets between a and b twice, each way.
func (l *Lab) Duplicate(a, b string, percent float64) error {
	return l.setFault("duplicate", a, b, false, func(_ *wire, p *direction) { p.duplicate = percent })
}

// setFault changes the last wire between a and b. It is told by the fault's name, each direction of the wire for itself.
func (l *Lab) setFault(name, a, b string, oneWay bool, f func(*wire, *direction)) error {
	hops, err := l.findWay(a, b)
	if err != nil {
		return err
	}
	hops[len(hops)-1].eachWay(oneWay, func(w *wire, from, to int) {
		p := &w.ways[from][to]
		before := *p
		if f(w, p); *p != before {
			l.tellFault(event.Set, name, p.differencesFrom(w.normal), w, from, to)
		}
	})
	return nil
}

// Restore ends all faults on all wires between a and b.
func (l *Lab) Restore(a, b string) error {
	hops, err := l.findWay(a, b)
	if err != nil {
		return err
	}
	for _, h := range hops {
		h.eachWay(false, l.restoreWay)
	}
	return nil
}

// RestoreAll ends all faults on all wires.
func (l *Lab) RestoreAll() {
	for _, w := range l.wires {
		for from, row := range w.ways {
			for to := range row {
				l.restoreWay(w, from, to)
			}
		}
	}
}

// restoreWay ends the faults of one direction of a wire.
func (l *Lab) restoreWay(w *wire, from, to int) {
	if p := &w.ways[from][to]; *p != w.normal {
		was := p.differencesFrom(w.normal)
		*p = w.normal
		l.tellFault(event.Cleared, "", was, w, from, to)
	}
}
