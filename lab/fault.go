package lab

import (
	"fmt"
	"time"
)

// Faults strike between two nodes, named as in the topology. Where others lie
// between them, the wire at the far end, b's, is the one that is struck. A fault is
// silent: interfaces stay up, as when something fails inside a provider's network.

// Cut loses every packet between a and b, or with oneWay only those from a to b.
func (l *Lab) Cut(a, b string, oneWay bool) error {
	return l.setFault(a, b, oneWay, func(_ *wire, p *direction) { p.cut = true })
}

// Delay sets the time that packets take between a and b, each way.
func (l *Lab) Delay(a, b string, d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("cannot delay packets by %v", d)
	}
	return l.setFault(a, b, false, func(_ *wire, p *direction) { p.delay = d })
}

// Loss loses a percentage of the packets between a and b, each way.
func (l *Lab) Loss(a, b string, percent float64) error {
	return l.setFault(a, b, false, func(_ *wire, p *direction) { p.loss = percent })
}

// Duplicate delivers a percentage of the packets between a and b twice, each way.
func (l *Lab) Duplicate(a, b string, percent float64) error {
	return l.setFault(a, b, false, func(_ *wire, p *direction) { p.duplicate = percent })
}

func (l *Lab) setFault(a, b string, oneWay bool, f func(*wire, *direction)) error {
	hops, err := l.findWay(a, b)
	if err != nil {
		return err
	}
	hops[len(hops)-1].eachWay(oneWay, f)
	return nil
}

// Restore ends all faults on all wires between a and b.
func (l *Lab) Restore(a, b string) error {
	hops, err := l.findWay(a, b)
	if err != nil {
		return err
	}
	for _, h := range hops {
		h.eachWay(false, func(w *wire, p *direction) { *p = w.normal })
	}
	return nil
}

// RestoreAll ends all faults on all wires.
func (l *Lab) RestoreAll() {
	for _, w := range l.wires {
		for _, row := range w.ways {
			for i := range row {
				row[i] = w.normal
			}
		}
	}
}
