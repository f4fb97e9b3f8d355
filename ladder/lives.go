package ladder

import (
	"fmt"
	"net/netip"
	"time"

	"ruthere/event"
)

// livesOf makes bars of what routers tell of SAs and of dead peer detection.
func livesOf(events []event.Stamped, owners map[netip.Addr]string, now time.Time) Lifetimes {
	b := lives{owners: owners, bars: map[string]int{}, end: now}
	for _, e := range events {
		b.take(e)
	}
	return b.finish()
}

// barsKept bounds a picture.
const barsKept = 60

// lives are bars in the making.
type lives struct {
	owners map[netip.Addr]string
	all    []Bar
	bars   map[string]int // by router and what names the SA
	left   int
	end    time.Time
}

func (b *lives) take(e event.Stamped) {
	switch v := e.Event.(type) {
	case event.ISAKMPSA:
		key := fmt.Sprintf("%s i %x %s", e.Router, v.Initiator, v.Role)
		name := "ISAKMP SA"
		if v.Connection != 0 {
			name = fmt.Sprintf("ISAKMP SA %d", v.Connection)
		}
		b.change(e.Router, key, b.group(e.Router, v.Remote.Addr()), name, e.At, v.State, string(v.Reason))
	case event.IPsecSA:
		if v.InboundSPI != 0 {
			key := fmt.Sprintf("%s e %d", e.Router, v.InboundSPI)
			name := fmt.Sprintf("IPsec SA 0x%08X", uint32(v.InboundSPI))
			b.change(e.Router, key, b.group(e.Router, v.Remote), name, e.At, v.State, string(v.Reason))
		}
	case event.Router:
		if v.State == event.Off || v.State == event.Reloading {
			b.endAll(e.Router, e.At)
		}
	case event.DPD:
		b.probe(b.group(e.Router, v.Remote), e.At, v)
	}
}

func (b *lives) group(router string, remote netip.Addr) string {
	if name, ok := b.owners[remote]; ok {
		return fmt.Sprintf("%s, peer %s (%s)", router, remote, name)
	}
	return fmt.Sprintf("%s, peer %s", router, remote)
}

// bar finds or begins a bar; nil if there are too many.
func (b *lives) bar(key, group, name string, at time.Time) *Bar {
	i, known := b.bars[key]
	if !known {
		if len(b.all) >= barsKept {
			b.left++
			return nil
		}
		i = len(b.all)
		b.bars[key] = i
		b.all = append(b.all, Bar{Group: group, Name: name, Begun: at})
	}
	return &b.all[i]
}

func (b *lives) change(router, key, group, name string, at time.Time, s event.State, why string) {
	bar := b.bar(key, group, name, at)
	if bar == nil {
		return
	}
	bar.router = router
	switch s {
	case event.Up:
		bar.Up, bar.Name = at, name
	case event.Down, event.Failed:
		if bar.Down, bar.Why = at, why; why == "" && s == event.Failed {
			bar.Why = "failed"
		}
	}
}

// endAll ends the bars of a router whose power is gone: nobody tells of its SAs.
func (b *lives) endAll(router string, at time.Time) {
	for i := range b.all {
		if bar := &b.all[i]; bar.router == router && bar.Down.IsZero() && bar.Name != "DPD" {
			bar.Down, bar.Why = at, "router off"
		}
	}
}

// probe notes what dead peer detection does. A peer that is asked again after its death has a bar of its own.
func (b *lives) probe(group string, at time.Time, v event.DPD) {
	bar := b.bar(group+" d", group, "DPD", at)
	if bar == nil {
		return
	}
	switch v.State {
	case event.Asked:
		bar.tick(at, Probe, "asked")
	case event.AskedAgain:
		bar.tick(at, Unanswered, fmt.Sprintf("asked again, %d without an answer", v.Misses))
	case event.Dead:
		bar.tick(at, PeerDead, "dead")
	}
}

// ticksKept bounds a bar: thousands of probes are a grey line anyway.
const ticksKept = 4000

func (bar *Bar) tick(at time.Time, what TickKind, text string) {
	if len(bar.Ticks) < ticksKept || what == PeerDead {
		bar.Ticks = append(bar.Ticks, Tick{at, what, text})
	}
}

// finish puts the bars of a group together, in the order in which groups began.
func (b *lives) finish() Lifetimes {
	l := Lifetimes{End: b.end, Left: b.left}
	seen := map[string]bool{}
	for _, first := range b.all {
		if seen[first.Group] {
			continue
		}
		seen[first.Group] = true
		for _, bar := range b.all {
			if bar.Group == first.Group {
				l.Bars = append(l.Bars, bar)
				if l.Began.IsZero() || bar.Begun.Before(l.Began) {
					l.Began = bar.Begun
				}
			}
		}
	}
	return l
}
