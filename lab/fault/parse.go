package fault

import (
	"slices"
	"strings"
)

// Parse reads a sentence. An error is an [*Error] that names the word and what would have been right.
func Parse(text string) (Sentence, error) {
	if len(text) > MaxLength {
		return Sentence{}, &Error{MaxLength + 1, text[MaxLength:min(len(text), MaxLength+20)], "the end of a sentence of at most 1024 bytes"}
	}
	words, err := cutWords(text)
	if err != nil {
		return Sentence{}, err
	}
	r := &reader{words: words}
	s := r.sentence()
	if r.err != nil {
		return Sentence{}, r.err
	}
	return s, nil
}

// grammar is what each verb is followed by, how that is written, and what it does.
var grammar = []struct {
	verb        Verb
	usage, help string
	read        func(*reader, *Sentence)
}{
	{Drop, "PACKETS", "lose packets", (*reader).packets},
	{Delay, "TIME PACKETS | A B TIME", "send packets later; have a link take that long", (*reader).delay},
	{Hold, "PACKETS", "keep packets until lab release", (*reader).packets},
	{Duplicate, "[N times] [after TIME] PACKETS | A B N", "send packets again; so many percent on a link", (*reader).duplicate},
	{Reorder, "PACKETS", "have the next packet pass them", (*reader).packets},
	{Corrupt, "[bit N | payload X | hash] [of] PACKETS", "turn a bit over", (*reader).corrupt},
	{Omit, "payload X of PACKETS", "leave a payload out", (*reader).editPayload},
	{Empty, "payload X of PACKETS", "leave out what is in a payload", (*reader).editPayload},
	{Zero, "payload X of PACKETS", "write zeros over a payload", (*reader).editPayload},
	{Repeat, "payload X of PACKETS", "write a payload twice", (*reader).editPayload},
	{Rewrite, "FIELD [by] N of PACKETS", "change a field: life, group, sequence, spi", (*reader).rewrite},
	{Decrypt, "PACKETS", "send in the clear what was encrypted", (*reader).packets},
	{Forge, "[N times] [clear] MESSAGE beside PACKETS | from A to B", "send what nobody meant to send", (*reader).forge},
	{Cut, "A B [one-way]", "lose every packet between A and B", (*reader).cut},
	{Loss, "A B N", "lose so many percent between A and B", (*reader).loss},
	{Rate, "link L RATE [queue N]", "have a link send so many bits a second", (*reader).rate},
	{MTU, "link L N", "lose what is longer", (*reader).mtu},
	{Reboot, "R [without saving]", "boot a router", (*reader).reboot},
	{Forget, "sas of R", "have a router lose its SAs, and tell nobody", (*reader).forget},
	{Clock, "of R +TIME | -TIME", "have a router's clock jump", (*reader).clock},
	{Flap, "R INTERFACE for TIME", "pull a cable, and put it back", (*reader).flap},
	{Rebind, "T", "have a translator forget its mappings", (*reader).rebind},
}

// Usage is what can be said, in lines of two columns: how it is written, and what it does.
func Usage() (lines [][2]string) {
	for _, g := range grammar {
		lines = append(lines, [2]string{string(g.verb) + " " + g.usage, g.help})
	}
	return append(lines,
		[2]string{"PACKETS", "main mode [message N], quick mode [message N],"},
		[2]string{"", "aggressive mode [message N],"},
		[2]string{"", "informational, IKE, R_U_THERE, R_U_THERE_ACK,"},
		[2]string{"", "DELETE [isakmp|esp], notify X, payload X, ESP,"},
		[2]string{"", "ICMP [echo|echo-reply], UDP [port N], any,"},
		[2]string{"", "TCP [port N], protocol N, NAT-keepalive; then"},
		[2]string{"  from A to B, between A and B", "whose"},
		[2]string{"  on link L, at A", "where"},
		[2]string{"  once, N times, the Nth, every Nth", "which of them"},
		[2]string{"  N percent, for TIME", ""},
		[2]string{"  as NAME", "the fault's name"})
}

// Verbs lists the verbs there are.
func Verbs() (list []Verb) {
	for _, g := range grammar {
		list = append(list, g.verb)
	}
	return list
}

func (r *reader) sentence() (s Sentence) {
	for _, g := range grammar {
		if r.takes(string(g.verb)) {
			s.Verb = g.verb
			g.read(r, &s)
			r.ending(&s)
			return s
		}
	}
	var verbs []string
	for _, v := range Verbs() {
		verbs = append(verbs, string(v))
	}
	r.fail("one of " + strings.Join(verbs, ", "))
	return s
}

// packets reads which packets are struck, after an optional "of".
func (r *reader) packets(s *Sentence) {
	r.takes("of")
	s.Subject = r.subject()
}

// ending reads what follows the subject, each once and in any order.
func (r *reader) ending(s *Sentence) {
	struck := s.StrikesPackets()
	clauses := []clause{
		{struck, (*reader).whose}, {struck, (*reader).place}, {struck, (*reader).which}, {lasts(s), (*reader).lasting},
		{true, (*reader).asName},
	}
	for !r.ended() {
		at := slices.IndexFunc(clauses, func(c clause) bool { return c.may && c.read(r, s) })
		if at < 0 {
			r.fail(wantedEnding(struck))
			return
		}
		clauses = slices.Delete(clauses, at, at+1)
	}
}

// A clause of the ending takes its words if they are next.
type clause struct {
	may  bool
	read func(*reader, *Sentence) bool
}

// lasts says whether the fault may be told how long it lasts.
func lasts(s *Sentence) bool {
	switch s.Verb {
	case Reboot, Forget, Clock, Flap, Rebind:
		return false
	}
	return s.Verb != Forge || s.StrikesPackets()
}

func wantedEnding(struck bool) string {
	if !struck {
		return "the end, for TIME or as NAME"
	}
	return "from A, to B, between A and B, on link L, at A, once, twice, N times, the Nth, every Nth, N percent, always, for TIME or as NAME"
}

func (r *reader) whose(s *Sentence) bool {
	w := &s.Whose
	switch {
	case r.takes("between"):
		w.From = r.name("the name of a router or host")
		r.expects("and")
		w.To, w.BothWays = r.name("the name of another router or host"), true
	case r.takes("from"):
		w.From = r.name("the name of a router or host")
		if r.takes("to") {
			w.To = r.name("the name of a router or host")
		}
	case r.takes("to"):
		w.To = r.name("the name of a router or host")
		if r.takes("from") {
			w.From = r.name("the name of a router or host")
		}
	default:
		return false
	}
	return true
}

func (r *reader) place(s *Sentence) bool {
	switch {
	case r.takes("on"):
		r.takes("link")
		s.Whose.Link = r.name("the name of a link")
	case r.takes("at"):
		s.Whose.At = r.name("the name of the router or host that sends it on")
	default:
		return false
	}
	return true
}

const (
	mostTimes = 1_000_000 // of anything that is counted
	wantTimes = "a number from 1 to 1000000"
)

func (r *reader) which(s *Sentence) bool {
	w := &s.Which
	switch {
	case r.takes("once"):
		w.Most = 1
	case r.takes("twice"):
		w.Most = 2
	case r.takes("always"):
	case r.takes("the"):
		w.Nth = r.ordinal()
	case r.takes("every"):
		w.Every = r.ordinal()
	case !r.ended() && !r.words[0].quoted && strings.ContainsAny(r.words[0].text[:1], "0123456789"):
		if len(r.words) > 1 && strings.EqualFold(r.words[1].text, "times") {
			w.Most = int(r.number(wantTimes, 1, mostTimes))
			r.expects("times")
			return true
		}
		if w.Percent = r.percent(false); w.Percent == 0 {
			r.fail("a percentage above 0")
		}
	default:
		return false
	}
	return true
}

// ordinal takes 1st, 2nd, 3rd, 4th ...
func (r *reader) ordinal() int {
	const want = "an ordinal such as 3rd"
	if r.ended() {
		r.fail(want)
		return 0
	}
	w := &r.words[0]
	for _, suffix := range []string{"st", "nd", "rd", "th"} {
		if digits, ok := strings.CutSuffix(strings.ToLower(w.text), suffix); ok && !w.quoted {
			inner := reader{words: []word{{digits, w.column, false}}}
			if n := inner.number(want, 1, mostTimes); inner.err == nil {
				r.skip()
				return int(n)
			}
		}
	}
	r.fail(want)
	return 0
}

func (r *reader) lasting(s *Sentence) bool {
	if !r.takes("for") {
		return false
	}
	if s.Which.For = r.time("a time such as 30s"); s.Which.For == 0 {
		r.fail("a time above 0")
	}
	return true
}

func (r *reader) asName(s *Sentence) bool {
	if !r.takes("as") {
		return false
	}
	if s.Name = r.name("a name for the fault"); s.Name == "" || strings.EqualFold(s.Name, "all") {
		r.fail("a name for the fault")
	}
	return true
}
