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

// grammar is what each verb is followed by.
var grammar = []struct {
	verb Verb
	read func(*reader, *Sentence)
}{
	{Drop, (*reader).packets},
	{Delay, (*reader).delay},
	{Hold, (*reader).packets},
	{Duplicate, (*reader).duplicate},
	{Reorder, (*reader).packets},
	{Corrupt, (*reader).corrupt},
	{Omit, (*reader).editPayload},
	{Empty, (*reader).editPayload},
	{Zero, (*reader).editPayload},
	{Repeat, (*reader).editPayload},
	{Rewrite, (*reader).rewrite},
	{Decrypt, (*reader).packets},
	{Forge, (*reader).forge},
	{Cut, (*reader).cut},
	{Loss, (*reader).loss},
	{Rate, (*reader).rate},
	{MTU, (*reader).mtu},
	{Reboot, (*reader).reboot},
	{Forget, (*reader).forget},
	{Clock, (*reader).clock},
	{Flap, (*reader).flap},
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
	case Reboot, Forget, Clock, Flap:
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
