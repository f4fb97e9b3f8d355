package fault

import (
	"math/rand/v2"
	"slices"
	"time"

	"ruthere/crypto/isakmp"
)

// Names are what sentences about a network can name.
type Names struct {
	Nodes      []string // two or more
	Routers    []string // one or more of them
	Links      []string // one or more
	Interfaces []string // one or more, which every router has

	Translators []string // may be none: then no sentence is about them
}

// Sample is a sentence drawn from the whole grammar, each verb as likely as the next. It makes sense to
// Parse. Every second one about packets is about such as there are, with payloads and fields that
// they have; whether the others ever strike anything is another question.
func Sample(r *rand.Rand, names Names) Sentence {
	d := drawer{r, names}
	verbs := Verbs()
	if len(names.Translators) == 0 {
		verbs = slices.DeleteFunc(verbs, func(v Verb) bool { return v == Rebind })
	}
	s := Sentence{Verb: verbs[r.IntN(len(verbs))]}
	d.object(&s)
	if s.StrikesPackets() {
		if d.coin() {
			d.fit(&s)
		} else {
			d.whose(&s.Whose)
		}
		d.which(&s.Which)
	}
	if lasts(&s) && r.IntN(3) == 0 {
		s.Which.For = d.time()
	}
	return s
}

type drawer struct {
	*rand.Rand
	names Names
}

func (d *drawer) one(list []string) string { return list[d.IntN(len(list))] }

func (d *drawer) coin() bool { return d.IntN(2) == 0 }

// time is 1 ms to a minute.
func (d *drawer) time() time.Duration { return time.Duration(1+d.IntN(60_000)) * time.Millisecond }

func (d *drawer) two() (a, b string) {
	i := d.IntN(len(d.names.Nodes))
	j := (i + 1 + d.IntN(len(d.names.Nodes)-1)) % len(d.names.Nodes)
	return d.names.Nodes[i], d.names.Nodes[j]
}

func (d *drawer) payload() isakmp.PayloadType { return payloadNames[d.IntN(len(payloadNames))].kind }

func (d *drawer) object(s *Sentence) {
	o := &s.Object
	switch s.Verb {
	case Delay:
		if o.Time = d.time(); d.coin() {
			o.A, o.B = d.two()
			return
		}
	case Duplicate:
		if d.coin() {
			o.A, o.B = d.two()
			o.Percent = d.percent()
			return
		}
		if d.coin() {
			o.Times = 2 + d.IntN(3)
		}
		if d.coin() {
			o.Time = d.time()
		}
	case Corrupt:
		d.part(o)
	case Omit, Empty, Zero, Repeat:
		o.Payload = d.payload()
	case Rewrite:
		d.rewrite(o)
	case Forge:
		if o.Forged = d.forged(); d.coin() {
			o.Times = 2 + d.IntN(5)
		}
		if d.coin() {
			s.Whose.From, s.Whose.To = d.two()
			return
		}
	case Drop, Hold, Reorder, Decrypt:
	default:
		d.state(s)
		return
	}
	s.Subject = d.subject()
}

func (d *drawer) percent() float64 { return float64(1+d.IntN(1000)) / 10 }

func (d *drawer) part(o *Object) {
	switch o.Part = Part(d.IntN(4)); o.Part {
	case PartBit:
		o.Bit = d.IntN(2000)
	case PartPayload:
		o.Payload = d.payload()
	}
}

func (d *drawer) rewrite(o *Object) {
	f := fields[d.IntN(len(fields))]
	o.Field = f.name
	if o.By = d.coin(); o.By {
		o.Value = int64(d.IntN(2001) - 1000)
		return
	}
	o.Value = d.Int64N(f.most + 1)
}

func (d *drawer) forged() (f Forged) {
	f.Kind = []SubjectKind{Delete, Notify, RUThere, RUThereAck}[d.IntN(4)]
	f.Clear = d.coin()
	switch f.Kind {
	case Delete:
		f.Protocol = []isakmp.ProtocolID{isakmp.ProtocolISAKMP, isakmp.ProtocolESP}[d.IntN(2)]
		f.Of = Ownership(d.IntN(3))
	case Notify:
		f.Notify = d.notify()
	default:
		if f.Numbered = d.coin(); f.Numbered {
			f.Sequence = d.Uint32()
		}
	}
	return f
}

// notify is one of the errors, most of them with a name.
func (d *drawer) notify() isakmp.NotifyType { return isakmp.NotifyType(1 + d.IntN(40)) }

func (d *drawer) subject() (s Subject) {
	s.Kind = SubjectKind(1 + d.IntN(int(Protocol)))
	switch s.Kind {
	case MainMode:
		s.Number = d.IntN(7)
	case AggressiveMode, QuickMode:
		s.Number = d.IntN(4)
	case RUThere, RUThereAck:
		if d.IntN(4) == 0 {
			s.Sequence, s.Numbered = d.Uint32(), true
		}
	case Delete:
		s.SA = []isakmp.ProtocolID{0, isakmp.ProtocolISAKMP, isakmp.ProtocolESP}[d.IntN(3)]
	case Notify:
		s.Notify = d.notify()
	case Payload:
		s.Payload = d.payload()
	case UDP, TCP:
		if d.coin() {
			s.Number = 1 + d.IntN(0xFFFF)
		}
	case Protocol:
		s.Number = d.IntN(256)
	}
	return s
}

// messages are what an exchange of keys and its maintenance consist of: the payloads of each, and
// the fields that Rewrite finds there.
var messages = []struct {
	Subject
	payloads []isakmp.PayloadType
	fields   []string
}{
	{Subject{Kind: MainMode, Number: 1}, []isakmp.PayloadType{isakmp.PayloadSA, isakmp.PayloadVendorID}, offered},
	{Subject{Kind: MainMode, Number: 2}, []isakmp.PayloadType{isakmp.PayloadSA, isakmp.PayloadVendorID}, offered},
	{Subject{Kind: MainMode, Number: 3}, exchanged, inHeader},
	{Subject{Kind: MainMode, Number: 4}, exchanged, inHeader},
	{Subject{Kind: MainMode, Number: 5}, []isakmp.PayloadType{isakmp.PayloadID, isakmp.PayloadHash}, []string{"address", "flags"}},
	{Subject{Kind: MainMode, Number: 6}, []isakmp.PayloadType{isakmp.PayloadID, isakmp.PayloadHash}, []string{"address", "flags"}},
	{Subject{Kind: QuickMode, Number: 1}, proposed, append([]string{"spi", "address", "encapsulation"}, offered...)},
	{Subject{Kind: QuickMode, Number: 2}, proposed, append([]string{"spi", "address", "encapsulation"}, offered...)},
	{Subject{Kind: QuickMode, Number: 3}, []isakmp.PayloadType{isakmp.PayloadHash}, inHeader},
	{Subject{Kind: RUThere}, []isakmp.PayloadType{isakmp.PayloadHash, isakmp.PayloadNotification}, []string{"sequence", "notify-type"}},
	{Subject{Kind: RUThereAck}, []isakmp.PayloadType{isakmp.PayloadHash, isakmp.PayloadNotification}, []string{"sequence", "notify-type"}},
	{Subject{Kind: Delete}, []isakmp.PayloadType{isakmp.PayloadHash, isakmp.PayloadDelete}, []string{"spi", "message-id"}},
	{Subject{Kind: ESP}, []isakmp.PayloadType{isakmp.PayloadHash}, []string{"ttl", "tos"}},
	{Subject{Kind: IKE}, []isakmp.PayloadType{isakmp.PayloadHash}, inHeader},
}

var (
	exchanged = []isakmp.PayloadType{isakmp.PayloadKE, isakmp.PayloadNonce, isakmp.PayloadVendorID, isakmp.PayloadNATD}
	proposed  = []isakmp.PayloadType{isakmp.PayloadHash, isakmp.PayloadSA, isakmp.PayloadNonce, isakmp.PayloadID}
	offered   = []string{"life", "kilobytes", "encryption", "hash", "group", "key-length"}
	inHeader  = []string{"next-payload", "version", "exchange", "flags", "message-id", "length", "initiator-cookie", "responder-cookie"}
)

// fit makes the sentence one about messages that there are.
func (d *drawer) fit(s *Sentence) {
	m := messages[d.IntN(len(messages))]
	s.Subject, s.Whose = m.Subject, Whose{}
	switch o := &s.Object; s.Verb {
	case Omit, Empty, Zero, Repeat:
		o.Payload = m.payloads[d.IntN(len(m.payloads))]
	case Corrupt:
		if o.Part == PartPayload {
			o.Payload = m.payloads[d.IntN(len(m.payloads))]
		}
	case Rewrite:
		f, _ := fieldNamed(m.fields[d.IntN(len(m.fields))])
		if o.Field = f.name; !o.By {
			o.Value = d.Int64N(min(f.most, 1000) + 1)
		}
	}
	if d.IntN(3) == 0 {
		s.Whose.From = d.one(d.names.Routers)
	}
}

func (d *drawer) whose(w *Whose) {
	switch d.IntN(4) {
	case 0:
		w.From, w.To = d.two()
		w.BothWays = d.coin()
	case 1:
		w.From = d.one(d.names.Nodes)
	case 2:
		w.To = d.one(d.names.Nodes)
	}
	switch d.IntN(4) {
	case 0:
		w.Link = d.one(d.names.Links)
	case 1:
		w.At = d.one(d.names.Nodes)
	}
}

func (d *drawer) which(w *Which) {
	switch d.IntN(6) {
	case 0:
		w.Most = 1
	case 1:
		w.Most = 2 + d.IntN(4)
	case 2:
		w.Nth = 1 + d.IntN(25)
	case 3:
		w.Every = 1 + d.IntN(25)
	case 4:
		w.Percent = d.percent()
	}
}

func (d *drawer) state(s *Sentence) {
	o := &s.Object
	switch s.Verb {
	case Cut:
		o.A, o.B = d.two()
		o.OneWay = d.coin()
	case Loss:
		o.A, o.B = d.two()
		o.Percent = d.percent()
	case Rate:
		o.A, o.Bits = d.one(d.names.Links), int64(8+d.IntN(2000))*1000
		if d.coin() {
			o.Queue = 1 + d.IntN(100)
		}
	case MTU:
		o.A, o.Bytes = d.one(d.names.Links), 68+d.IntN(1433)
	case Rebind:
		o.A = d.one(d.names.Translators)
	case Reboot:
		o.A, o.Unsaved = d.one(d.names.Routers), d.coin()
	case Forget:
		o.A = d.one(d.names.Routers)
	case Clock:
		o.A = d.one(d.names.Routers)
		if o.Time = time.Duration(1+d.IntN(7200)) * time.Second; d.coin() {
			o.Time = -o.Time
		}
	case Flap:
		o.A, o.Interface, o.Time = d.one(d.names.Routers), d.one(d.names.Interfaces), d.time()
	}
}
