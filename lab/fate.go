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
			return lostTo(orWires(p.by.rate, &wiresRate))
		}
		f.delay += wait
	}
	if p.by.rate != nil || p.delay != w.normal.delay {
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
	if text, ok := wiresText[by]; ok {
		return fate{lost: by, text: text}
	}
	return fate{lost: by, by: []*activeFault{by}, text: "lost"}
}

// loses is the fault that a packet is lost to; the wire's own has no name but that.
func (p *direction) loses(w *wire, data []byte) *activeFault {
	switch {
	case p.cut:
		return p.by.cut
	case w.rollDice(p.loss):
		return orWires(p.by.loss, &wiresLoss)
	case p.mtu > 0 && len(data) > p.mtu:
		return orWires(p.by.mtu, &wiresMTU)
	}
	return nil
}

// What a link loses by itself is lost to these.
var (
	wiresLoss = activeFault{Sentence: fault.Sentence{Verb: fault.Loss, Name: string(fault.Loss)}}
	wiresRate = activeFault{Sentence: fault.Sentence{Verb: fault.Rate, Name: string(fault.Rate)}}
	wiresMTU  = activeFault{Sentence: fault.Sentence{Verb: fault.MTU, Name: string(fault.MTU)}}

	wiresText = map[*activeFault]string{
		&wiresLoss: "lost: the link loses some",
		&wiresRate: "lost: the queue of the link is full",
		&wiresMTU:  "lost: it is too long for the link",
	}
)

// orWires is a fault, or the wire's own if there is none.
func orWires(f, own *activeFault) *activeFault {
	if f == nil {
		return own
	}
	return f
}

// lose tells that a packet is lost.
func (l *Lab) lose(by *activeFault, w *wire, from, to int, f frame) {
	if wiresText[by] == "" {
		l.noteWayHit(by, w, from, to, f.data)
	}
	l.tellPacket(event.Lost, w, from, to, f, by.Name)
}
