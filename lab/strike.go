package lab

import (
	"bytes"
	"net/netip"
	"slices"
	"strings"
	"time"

	"ruthere/event"
	"ruthere/lab/fault"
	"ruthere/lab/meaning"
)

// A letter is a packet on its way to a wire, and what faults have made of it.
type letter struct {
	data []byte
	said string         // what debugging says of it at the sender; of what is forged, nothing
	late time.Duration  // how long it is held back
	lost *activeFault   // that lost it
	by   []*activeFault // that struck it, in order
	read *meaning.Packet
}

// A crossing is where a packet is being put on a wire.
type crossing struct {
	lab  *Lab
	wire *wire
	from int
	to   int // -1: nobody there takes it
	hop  netip.Addr
	vlan uint16
	mac  string // that the packet comes from; "" = the sender's own
}

// A heldLetter is one that waits until a fault lets it go on.
type heldLetter struct {
	letter
	at crossing
}

// maxHeld is how many packets one fault holds; what comes then is lost.
const maxHeld = 1000

// sendOnWire puts a packet on a wire, as the faults that strike packets want it. Nothing tells the
// sender what becomes of it.
func (l *Lab) sendOnWire(w *wire, from int, hop netip.Addr, f frame) {
	l.reader.Note(f.data)
	c := crossing{lab: l, wire: w, from: from, to: -1, hop: hop, vlan: f.vlan, mac: f.from}
	swapped := l.swappedAt(w, from)
	for _, one := range c.strike(f) {
		c.send(one)
	}
	for _, f := range swapped {
		l.releaseHeld(f)
	}
}

// send puts a letter on the wire when its time has come.
func (c crossing) send(one letter) {
	if one.late == 0 {
		c.put(one)
		return
	}
	c.lab.doAt(c.lab.now.Add(one.late), "a packet held back", func() { c.put(one) })
}

func (c crossing) put(one letter) {
	c.lab.putOnWire(c.wire, c.from, c.hop, frame{c.vlan, one.data, one.said, c.mac}, one)
}

// strike has the faults that strike packets do so, one after the other.
func (c crossing) strike(packet frame) []letter {
	letters := []letter{{data: packet.data, said: packet.said}}
	if !slices.ContainsFunc(c.lab.faults, (*activeFault).mayStrike) {
		return letters
	}
	if to, ok := c.wire.receiverOf(c.from, c.vlan, c.hop); ok {
		c.to = to
	}
	for _, f := range c.lab.faults {
		if !f.mayStrike() {
			continue
		}
		var going, beside []letter
		for _, one := range letters {
			if one.lost != nil || !f.concerns(&c, &one) || !f.isNext() {
				going = append(going, one)
				continue
			}
			stay, more, done := f.apply(&c, one)
			going, beside = append(going, stay...), append(beside, more...)
			if done {
				f.hits++
				c.lab.tellHit(f, c.wire, c.from, c.to, one.data)
			}
			c.lab.endIfDone(f)
		}
		if letters = append(going, beside...); len(letters) > maxLetters {
			letters = letters[:maxLetters]
		}
	}
	return letters
}

// maxLetters is how many packets faults together make of one.
const maxLetters = 1000

// mayStrike says whether the fault still strikes packets.
func (f *activeFault) mayStrike() bool { return !f.over && f.StrikesPackets() }

// meaning is what the letter says.
func (one *letter) meaning(l *Lab) *meaning.Packet {
	if one.read == nil {
		p := l.readPacket(one.data)
		one.read = &p
	}
	return one.read
}

// struck is the letter with what a fault has made of it.
func (one letter) struck(f *activeFault) letter {
	one.by = append(slices.Clip(one.by), f)
	return one
}

func (one letter) changed(data []byte) letter {
	one.data, one.read = data, nil
	return one
}

// concerns says whether a fault is about a packet at that place.
func (f *activeFault) concerns(c *crossing, one *letter) bool {
	w := f.Whose
	switch {
	case w.Link != "" && !strings.EqualFold(w.Link, c.wire.name):
		return false
	case w.At != "" && !c.isFrom(w.At):
		return false
	}
	p := one.meaning(c.lab)
	placed := w.Link != "" || w.At != ""
	switch {
	case w.From == "" && !placed && !c.isOrigin(p):
		return false // it was struck, or spared, where it was sent
	case !f.goes(c, p, w.From, w.To, placed) && !(w.BothWays && f.goes(c, p, w.To, w.From, placed)):
		return false
	}
	return f.Subject.Takes(p)
}

// goes says whether a packet goes from one node to another, "" for any. Where no place is named, it is
// struck as it leaves the first.
func (f *activeFault) goes(c *crossing, p *meaning.Packet, from, to string, placed bool) bool {
	if from != "" && !c.isFrom(from) && !(placed && c.lab.hasAddress(from, p.IP.Src)) {
		return false
	}
	if to == "" || c.lab.hasAddress(to, p.IP.Dst) {
		return true
	}
	return c.to >= 0 && strings.EqualFold(c.wire.ends[c.to].nodeName(), to)
}

func (c *crossing) isFrom(name string) bool {
	return strings.EqualFold(c.wire.ends[c.from].nodeName(), name)
}

// isOrigin says whether a packet is put on its first wire: who sends it has its address, or nobody has. What a translator
// sends has been on a wire before, whosever address it has now.
func (c *crossing) isOrigin(p *meaning.Packet) bool {
	if _, ok := c.wire.ends[c.from].node.(*translator); ok {
		return false
	}
	sender := c.wire.ends[c.from].nodeName()
	return c.lab.hasAddress(sender, p.IP.Src) || c.lab.ownerOf(p.IP.Src) == nil
}

// isNext counts a packet that the fault is about, and says whether it is one of those to be struck.
func (f *activeFault) isNext() bool {
	f.seen++
	w := f.Which
	switch {
	case w.Nth > 0:
		return f.seen == w.Nth
	case w.Every > 0:
		return f.seen%w.Every == 0
	case w.Percent > 0:
		return f.chance.Float64()*100 < w.Percent
	}
	return w.Most == 0 || f.hits < w.Most
}

// endIfDone ends a fault that has struck all that it was to strike. What it holds, it holds.
func (l *Lab) endIfDone(f *activeFault) {
	w := f.Which
	if f.over || !(w.Most > 0 && f.hits >= w.Most || w.Nth > 0 && f.seen >= w.Nth) {
		return
	}
	if len(f.held) > 0 {
		return
	}
	f.over = true
	l.tellWays(f, event.Cleared)
}

// releaseHeld sends on what a fault holds.
func (l *Lab) releaseHeld(f *activeFault) {
	held := f.held
	f.held = nil
	for _, h := range held {
		h.at.put(h.letter)
	}
	l.endIfDone(f)
}

// swappedAt are the faults that hold a packet back until another has passed there.
func (l *Lab) swappedAt(w *wire, from int) (list []*activeFault) {
	for _, f := range l.faults {
		if f.Verb == fault.Reorder && len(f.held) > 0 && f.held[0].at.wire == w && f.held[0].at.from == from {
			list = append(list, f)
		}
	}
	return list
}

// swapTime is how long a packet waits for another to pass it.
const swapTime = time.Second

// apply strikes a letter: what goes on in its place, what goes besides, and whether anything was
// done; a payload that is not there cannot be spoilt.
func (f *activeFault) apply(c *crossing, one letter) (stay, beside []letter, done bool) {
	was := one
	one = one.struck(f)
	switch f.Verb {
	case fault.Drop:
		one.lost = f
	case fault.Delay:
		one.late += f.Object.Time
	case fault.Hold:
		if len(f.held) >= maxHeld {
			one.lost = f
			break
		}
		f.held = append(f.held, heldLetter{one, *c})
		return nil, nil, true
	case fault.Reorder:
		if len(f.held) > 0 {
			return []letter{was}, nil, false
		}
		f.held = []heldLetter{{one, *c}}
		c.lab.doAt(c.lab.now.Add(swapTime), "a packet held back", func() { c.lab.releaseHeld(f) })
		return nil, nil, true
	case fault.Duplicate:
		for range max(f.Object.Times, 1) {
			twin := one
			twin.data, twin.late = bytes.Clone(one.data), one.late+f.Object.Time
			beside = append(beside, twin)
		}
	case fault.Forge:
		for _, data := range f.forge(c, one.meaning(c.lab)) {
			beside = append(beside, letter{}.changed(data).struck(f))
		}
		return []letter{was}, beside, len(beside) > 0
	default:
		data := f.edit(one.meaning(c.lab))
		if data == nil {
			return []letter{was}, nil, false
		}
		one = one.changed(data)
	}
	return []letter{one}, beside, true
}
