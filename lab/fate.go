package lab

import (
	"strings"
	"time"

	"ruthere/event"
	"ruthere/lab/fault"
)

// A fate is what becomes of a packet on a wire.
type fate struct {
	lost  *activeFault // to which it is lost; nil: it arrives
	delay time.Duration
	twice bool
	by    []*activeFault // that have a hand in it
	text  string         // for captures; "" = nothing to tell
}

// decideFate throws the dice over a packet, unless a fault has lost it already.
func (w *wire) decideFate(now time.Time, p *direction, data []byte, one letter) fate {
	if one.lost != nil {
		return fate{text: "lost"}
	}
	if by := p.loses(w, data); by != nil {
		return lostTo(by)
	}
	f := fate{delay: p.delay}
	if p.line != nil {
		wait, ok := p.line.send(now, len(data))
		if !ok {
			return lostTo(p.by.rate)
		}
		f.delay += wait
	}
	if f.delay != w.normal.delay {
		f.text = "takes " + f.delay.String()
	}
	if f.twice = w.rollDice(p.duplicate); f.twice {
		f.text = strings.TrimPrefix(f.text+", arrives twice", ", ")
		if p.by.duplicate != nil {
			f.by = append(f.by, p.by.duplicate)
		}
	}
	return f
}

func lostTo(by *activeFault) fate {
	if by == &wiresLoss {
		return fate{lost: by, text: "lost: the link loses some"}
	}
	return fate{lost: by, by: []*activeFault{by}, text: "lost"}
}

// loses is the fault that a packet is lost to; the wire's own loss has no name but that.
func (p *direction) loses(w *wire, data []byte) *activeFault {
	switch {
	case p.cut:
		return p.by.cut
	case w.rollDice(p.loss):
		if p.by.loss == nil {
			return &wiresLoss
		}
		return p.by.loss
	case p.mtu > 0 && len(data) > p.mtu:
		return p.by.mtu
	}
	return nil
}

// wiresLoss stands for what a link loses by itself.
var wiresLoss = activeFault{Sentence: fault.Sentence{Verb: fault.Loss, Name: string(fault.Loss)}}

// lose tells that a packet is lost.
func (l *Lab) lose(by *activeFault, w *wire, from, to int, f frame) {
	if by != &wiresLoss {
		l.noteWayHit(by, w, from, to, f.data)
	}
	l.tellPacket(event.Lost, w, from, to, f, by.Name)
}
