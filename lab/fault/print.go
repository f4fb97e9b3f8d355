package fault

import (
	"fmt"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// String is the sentence in words, as Parse reads it.
func (s Sentence) String() string {
	var p printer
	p.words(string(s.Verb))
	p.object(&s)
	if s.StrikesPackets() {
		switch {
		case s.Verb == Forge:
			p.words("beside")
		case s.hasObject():
			p.words("of")
		}
		p.subject(s.Subject)
	}
	p.whose(s.Whose)
	p.which(s.Which)
	if s.Name != "" {
		p.words("as", nameText(s.Name))
	}
	return strings.Join(p, " ")
}

// hasObject says whether the verb is followed by something that "of" joins to the subject.
func (s *Sentence) hasObject() bool {
	switch s.Verb {
	case Omit, Empty, Zero, Repeat, Rewrite:
		return true
	case Corrupt:
		return s.Object.Part != PartAny
	}
	return false
}

// A printer collects words.
type printer []string

func (p *printer) words(words ...string) { *p = append(*p, words...) }

func (p *printer) object(s *Sentence) {
	o := &s.Object
	switch s.Verb {
	case Delay:
		if s.StrikesPackets() {
			p.words(TimeText(o.Time))
		} else {
			p.words(nameText(o.A), nameText(o.B), TimeText(o.Time))
		}
	case Duplicate:
		if !s.StrikesPackets() {
			p.words(nameText(o.A), nameText(o.B), percentText(o.Percent))
			break
		}
		p.times(o.Times)
		if o.Time > 0 {
			p.words("after", TimeText(o.Time))
		}
	case Corrupt:
		p.part(o)
	case Omit, Empty, Zero, Repeat:
		p.words("payload", payloadName(o.Payload))
	case Rewrite:
		p.words(o.Field)
		if o.By {
			p.words("by")
		}
		p.words(valueText(o))
	case Forge:
		p.times(o.Times)
		p.forged(o.Forged)
	default:
		p.state(s)
	}
}

func (p *printer) times(n int) {
	if n > 1 {
		p.words(strconv.Itoa(n), "times")
	}
}

func (p *printer) part(o *Object) {
	switch o.Part {
	case PartBit:
		p.words("bit", strconv.Itoa(o.Bit))
	case PartPayload:
		p.words("payload", payloadName(o.Payload))
	case PartHash:
		p.words("hash")
	}
}

func valueText(o *Object) string {
	if o.Field == "address" && !o.By {
		return netip.AddrFrom4([4]byte{byte(o.Value >> 24), byte(o.Value >> 16), byte(o.Value >> 8), byte(o.Value)}).String()
	}
	return strconv.FormatInt(o.Value, 10)
}

func (p *printer) forged(f Forged) {
	if f.Clear {
		p.words("clear")
	}
	switch f.Kind {
	case Delete:
		p.words("delete", protocolName(f.Protocol))
		if f.Of == Unknown {
			p.words("unknown")
		}
		if f.Of == Foreign {
			p.words("foreign")
		}
	case Notify:
		p.subject(Subject{Kind: Notify, Notify: f.Notify})
	default:
		p.subject(Subject{Kind: f.Kind, Sequence: f.Sequence, Numbered: f.Numbered})
	}
}

func (p *printer) subject(s Subject) {
	for _, simple := range simpleSubjects {
		if simple.kind == s.Kind {
			p.words(simple.words)
			return
		}
	}
	switch s.Kind {
	case MainMode:
		p.words("main mode")
		p.numbered("message", s.Number)
	case AggressiveMode:
		p.words("aggressive mode")
		p.numbered("message", s.Number)
	case QuickMode:
		p.words("quick mode")
		p.numbered("message", s.Number)
	case RUThere, RUThereAck:
		p.words(map[SubjectKind]string{RUThere: "R_U_THERE", RUThereAck: "R_U_THERE_ACK"}[s.Kind])
		if s.Numbered {
			p.words("sequence", fmt.Sprintf("0x%X", s.Sequence))
		}
	case Delete:
		p.words("DELETE")
		if s.SA != 0 {
			p.words(protocolName(s.SA))
		}
	case Notify:
		name := s.Notify.String()
		if strings.Contains(name, " ") {
			name = strconv.Itoa(int(s.Notify))
		}
		p.words("notify", name)
	case Payload:
		p.words("payload", payloadName(s.Payload))
	case UDP:
		p.words("UDP")
		p.numbered("port", s.Number)
	case TCP:
		p.words("TCP")
		p.numbered("port", s.Number)
	case Protocol:
		p.words("protocol", strconv.Itoa(s.Number))
	}
}

func (p *printer) numbered(word string, n int) {
	if n > 0 {
		p.words(word, strconv.Itoa(n))
	}
}

func (p *printer) state(s *Sentence) {
	o := &s.Object
	a, b := nameText(o.A), nameText(o.B)
	switch s.Verb {
	case Cut:
		p.words(a, b)
		if o.OneWay {
			p.words("one-way")
		}
	case Loss:
		p.words(a, b, percentText(o.Percent))
	case Rate:
		p.words("link", a, rateText(o.Bits))
		p.numbered("queue", o.Queue)
	case MTU:
		p.words("link", a, strconv.Itoa(o.Bytes))
	case Reboot, Rebind:
		p.words(a)
		if o.Unsaved {
			p.words("without saving")
		}
	case Forget:
		p.words("sas of", a)
	case Clock:
		sign := ""
		if o.Time > 0 {
			sign = "+"
		}
		p.words("of", a, sign+TimeText(o.Time))
	case Flap:
		p.words(a, nameText(o.Interface), "for", TimeText(o.Time))
	}
}

func (p *printer) whose(w Whose) {
	switch {
	case w.BothWays:
		p.words("between", nameText(w.From), "and", nameText(w.To))
	default:
		if w.From != "" {
			p.words("from", nameText(w.From))
		}
		if w.To != "" {
			p.words("to", nameText(w.To))
		}
	}
	if w.Link != "" {
		p.words("on link", nameText(w.Link))
	}
	if w.At != "" {
		p.words("at", nameText(w.At))
	}
}

func (p *printer) which(w Which) {
	switch {
	case w.Most == 1:
		p.words("once")
	case w.Most == 2:
		p.words("twice")
	case w.Most > 2:
		p.words(strconv.Itoa(w.Most), "times")
	case w.Nth > 0:
		p.words("the", ordinalText(w.Nth))
	case w.Every > 0:
		p.words("every", ordinalText(w.Every))
	case w.Percent > 0:
		p.words(percentText(w.Percent), "percent")
	}
	if w.For > 0 {
		p.words("for", TimeText(w.For))
	}
}

func ordinalText(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

func percentText(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

func rateText(bits int64) string {
	for _, unit := range rateUnits {
		if bits%unit.bits == 0 {
			return strconv.FormatInt(bits/unit.bits, 10) + unit.name
		}
	}
	return strconv.FormatInt(bits, 10)
}

// TimeText is a duration without parts that are zero: 1h, 1m30s.
func TimeText(d time.Duration) string {
	text := d.String()
	if cut, ok := strings.CutSuffix(text, "m0s"); ok {
		text = cut + "m"
	}
	if cut, ok := strings.CutSuffix(text, "h0m"); ok {
		text = cut + "h"
	}
	return text
}

var plainName = regexp.MustCompile(`^[A-Za-z_][\w./-]*$`)

// nameText is a name as it is written: in quotes if it could be something else.
func nameText(name string) string {
	if plainName.MatchString(name) && !isReserved(name) {
		return name
	}
	return strconv.Quote(name)
}
