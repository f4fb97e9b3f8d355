package fault

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"ruthere/crypto/isakmp"
)

// delay is "delay 2s SUBJECT" or, of the way between two nodes, "delay A B 50ms".
func (r *reader) delay(s *Sentence) {
	if d, ok := r.peeksTime(); ok && d > 0 {
		r.skip()
		s.Object.Time = d
		r.packets(s)
		return
	}
	r.way(s)
	s.Object.Time = r.time("a time such as 50ms")
}

// duplicate is "duplicate [N times] [after TIME] SUBJECT" or "duplicate A B PERCENT".
func (r *reader) duplicate(s *Sentence) {
	if !r.ended() && (r.words[0].quoted || !isReserved(r.words[0].text)) && !r.peeksNumber() {
		r.way(s)
		s.Object.Percent = r.percent(true)
		return
	}
	s.Object.Times = r.times()
	if r.takes("after") {
		s.Object.Time = r.time("a time such as 5s")
	}
	r.packets(s)
}

// times takes "3 times"; 0 if nothing is said, or once.
func (r *reader) times() int {
	if !r.peeksNumber() {
		return 0
	}
	n := int(r.number("a number from 1 to 1000", 1, 1000))
	r.expects("times")
	if n == 1 {
		return 0
	}
	return n
}

func (r *reader) corrupt(s *Sentence) {
	switch {
	case r.takes("bit"):
		s.Object.Part, s.Object.Bit = PartBit, int(r.number("a bit from 0 to 524287", 0, 524287))
	case r.peeks("payload") && len(r.words) > 2 && strings.EqualFold(r.words[2].text, "of"):
		r.takes("payload")
		s.Object.Part, s.Object.Payload = PartPayload, r.payloadType()
	case r.takes("hash"):
		s.Object.Part = PartHash
	}
	r.packets(s)
}

func (r *reader) editPayload(s *Sentence) {
	r.expects("payload")
	s.Object.Payload = r.payloadType()
	r.packets(s)
}

func (r *reader) rewrite(s *Sentence) {
	var f field
	ok := false
	if !r.ended() && !r.words[0].quoted {
		f, ok = fieldNamed(r.words[0].text)
	}
	if !ok {
		var names []string
		for _, f := range fields {
			names = append(names, f.name)
		}
		r.fail("a field: " + strings.Join(names, ", "))
		return
	}
	r.skip()
	s.Object.Field = f.name
	if r.takes("by") {
		s.Object.By, s.Object.Value = true, r.number("a number to add, such as 1000 or -1", -most32, most32)
	} else {
		r.takes("to")
		s.Object.Value = r.fieldValue(f)
	}
	r.packets(s)
}

func (r *reader) fieldValue(f field) int64 {
	if f.name != "address" {
		return r.number(fmt.Sprintf("by N or a value from 0 to %d", f.most), 0, f.most)
	}
	if !r.ended() {
		if addr, err := netip.ParseAddr(r.words[0].text); err == nil && addr.Is4() && !r.words[0].quoted {
			r.skip()
			b := addr.As4()
			return int64(b[0])<<24 | int64(b[1])<<16 | int64(b[2])<<8 | int64(b[3])
		}
	}
	r.fail("an address such as 10.0.0.9")
	return 0
}

// forge is "forge [N times] [clear] MESSAGE beside SUBJECT", or without a subject and at once
// "forge [N times] [clear] MESSAGE from A to B".
func (r *reader) forge(s *Sentence) {
	s.Object.Times = r.times()
	f := &s.Object.Forged
	f.Clear = r.takes("clear")
	switch {
	case r.takes("delete"):
		f.Kind, f.Protocol = Delete, r.protocolOfSA()
		if f.Protocol == 0 {
			r.fail("isakmp or esp")
		}
		switch {
		case r.takes("unknown"):
			f.Of = Unknown
		case r.takes("foreign"):
			f.Of = Foreign
		}
	case r.takes("notify"):
		f.Kind, f.Notify = Notify, r.notifyType()
	case r.takes("R_U_THERE"):
		f.Kind = RUThere
		f.Sequence, f.Numbered = r.sequence()
	case r.takes("R_U_THERE_ACK"):
		f.Kind = RUThereAck
		f.Sequence, f.Numbered = r.sequence()
	default:
		r.fail("what to forge: [clear] delete isakmp, delete esp, notify NAME, R_U_THERE or R_U_THERE_ACK")
	}
	if r.takes("beside") {
		s.Subject = r.subject()
		return
	}
	if !r.peeks("from") && !r.peeks("to") {
		r.fail("beside and which packets, or from A to B")
	}
	if r.whose(s); s.Whose.From == "" || s.Whose.To == "" {
		r.fail("from A to B")
	}
}

// way takes the two ends of a way.
func (r *reader) way(s *Sentence) {
	s.Object.A = r.name("the name of a router or host")
	s.Object.B = r.name("the name of another router or host")
}

func (r *reader) cut(s *Sentence) {
	r.way(s)
	s.Object.OneWay = r.takes("one-way")
}

func (r *reader) loss(s *Sentence) {
	r.way(s)
	s.Object.Percent = r.percent(true)
}

func (r *reader) rate(s *Sentence) {
	r.expects("link")
	s.Object.A = r.name("the name of a link")
	s.Object.Bits = r.bitRate()
	if r.takes("queue") {
		s.Object.Queue = int(r.number("a number of packets from 1 to 1000000", 1, mostTimes))
	}
}

// ParseRate reads bits a second as in a sentence: 64k, 2M or plain. An error is an [*Error].
func ParseRate(text string) (bits int64, err error) {
	r := &reader{words: []word{{text, 1, false}}}
	bits = r.bitRate()
	return bits, r.err
}

// RateText is a number of bits a second as ParseRate reads it.
func RateText(bits int64) string { return rateText(bits) }

const fastest = 100_000_000_000 // bits a second

// bitRate takes bits a second: 64k, 2M or plain.
func (r *reader) bitRate() int64 {
	const want = "a rate in bits a second such as 64k or 2M"
	if r.ended() || r.words[0].quoted {
		r.fail(want)
		return 0
	}
	text, factor := r.words[0].text, int64(1)
	for _, unit := range rateUnits {
		if digits, ok := strings.CutSuffix(strings.ToLower(text), unit.name); ok {
			text, factor = digits, unit.bits
			break
		}
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 || n > fastest/factor {
		r.fail(want)
		return 0
	}
	r.skip()
	return n * factor
}

var rateUnits = []struct {
	name string
	bits int64
}{{"g", 1e9}, {"m", 1e6}, {"k", 1e3}}

func (r *reader) mtu(s *Sentence) {
	r.expects("link")
	s.Object.A = r.name("the name of a link")
	s.Object.Bytes = int(r.number("an MTU from 68 to 65535", 68, 0xFFFF))
}

func (r *reader) router(s *Sentence) { s.Object.A = r.name("the name of a router") }

func (r *reader) rebind(s *Sentence) { s.Object.A = r.name("the name of a translator") }

func (r *reader) reboot(s *Sentence) {
	r.router(s)
	if r.takes("without") {
		r.expects("saving")
		s.Object.Unsaved = true
	}
}

func (r *reader) forget(s *Sentence) {
	r.expects("sas")
	r.expects("of")
	r.router(s)
}

func (r *reader) clock(s *Sentence) {
	r.expects("of")
	r.router(s)
	d, ok := r.peeksTime()
	if !ok || d == 0 {
		r.fail("a step such as +1h or -10m")
		return
	}
	r.skip()
	s.Object.Time = d
}

func (r *reader) flap(s *Sentence) {
	r.router(s)
	s.Object.Interface = r.name("an interface such as Fa0/0")
	r.expects("for")
	if s.Object.Time = r.time("a time such as 5s"); s.Object.Time == 0 {
		r.fail("a time above 0")
	}
}

// protocolName is isakmp or esp.
func protocolName(p isakmp.ProtocolID) string {
	switch p {
	case isakmp.ProtocolISAKMP:
		return "isakmp"
	case isakmp.ProtocolESP:
		return "esp"
	}
	return ""
}
