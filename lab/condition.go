package lab

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"ruthere/event"
	"ruthere/lab/meaning"
)

// A Condition is something that may become true in a lab, such as
//
//	isakmp Router Peer QM_IDLE and not log Router "RETRANSMIT"
//
// What it may say is in factKinds; "and" binds tighter than "or", "not" tighter than both, and
// parentheses group. Facts are read off the values of routers each time; what is an event (a log
// line, a packet) counts from when the condition is first asked, or watched ([Lab.Watch]).
type Condition struct {
	text     string
	root     clause
	watchers []watcher
	echoes   []*reachability
	packets  []*occurrence // of the watchers
	alarms   []*alarm
}

// Truth says whether something is so. Unknown is what is being found out: an echo is under way.
type Truth int8

const (
	No Truth = iota
	Unknown
	Yes
)

func truthOf(so bool) Truth {
	if so {
		return Yes
	}
	return No
}

// A clause is a condition or a part of one.
type clause interface {
	holds(l *Lab) Truth
	// seen says what is the case instead, for somebody who waited in vain.
	seen(l *Lab) string
}

// A watcher is told what happens.
type watcher interface {
	packetSent(l *Lab, w *wire, p *meaning.Packet)
	lineLogged(l *Lab, router string, line event.Log)
}

func (c *Condition) holds(l *Lab) bool      { return c.root.holds(l) == Yes }
func (c *Condition) lastSeen(l *Lab) string { return c.root.seen(l) }

// Holds says whether the condition is true now.
func (c *Condition) Holds(l *Lab) Truth { return c.root.holds(l) }

// Seen says what is the case now, whether or not it is what the condition wants.
func (c *Condition) Seen(l *Lab) string { return c.root.seen(l) }

// String is the condition as it was written.
func (c *Condition) String() string { return c.text }

// Packet is the last packet that the condition speaks of, with who sent it to whom; "" if there was none.
func (c *Condition) Packet() string {
	for _, o := range c.packets {
		if o.found {
			return o.packet
		}
	}
	for _, o := range c.packets {
		if o.packet != "" {
			return o.packet
		}
	}
	return ""
}

// Forget has what has happened so far not count.
func (c *Condition) Forget() {
	for _, w := range c.watchers {
		if o, ok := w.(*occurrence); ok {
			o.found, o.last, o.packet = false, "", ""
		}
	}
}

// line tells of a line of a log.
func (c *Condition) line(l *Lab, router string, line event.Log) {
	for _, w := range c.watchers {
		w.lineLogged(l, router, line)
	}
}

type negation struct{ inner clause }

func (n negation) holds(l *Lab) Truth { return Yes - n.inner.holds(l) }

func (n negation) seen(l *Lab) string { return n.inner.seen(l) }

// A combination is parts of which all must hold, or any.
type combination struct {
	all   bool
	parts []clause
}

func (c combination) holds(l *Lab) Truth {
	all := truthOf(c.all)
	for _, p := range c.parts {
		switch is := p.holds(l); {
		case is == Yes-truthOf(c.all):
			return is
		case is == Unknown:
			all = Unknown
		}
	}
	return all
}

func (c combination) seen(l *Lab) string {
	var texts []string
	for _, p := range c.parts {
		texts = append(texts, p.seen(l))
	}
	return strings.Join(texts, "; ")
}

// A fact is what is read off the values of the lab: seen tells them in words.
type fact struct {
	is   func(l *Lab) bool
	tell func(l *Lab) string
}

func (f fact) holds(l *Lab) Truth { return truthOf(f.is(l)) }
func (f fact) seen(l *Lab) string { return f.tell(l) }

// ParseCondition reads a condition on this lab. What names nothing, such as a router that there is
// not, is an error.
func (l *Lab) ParseCondition(text string) (*Condition, error) { return l.parseCondition(text, false) }

// ParseLastingCondition reads a condition that was written before anybody configured anything: interfaces and peers that
// are not there may come, and until then nothing is so of them.
func (l *Lab) ParseLastingCondition(text string) (*Condition, error) {
	return l.parseCondition(text, true)
}

func (l *Lab) parseCondition(text string, lasting bool) (*Condition, error) {
	words, err := splitWords(text)
	if err != nil {
		return nil, err
	}
	r := &conditionReader{lab: l, words: words, lasting: lasting, condition: &Condition{text: text}}
	if r.condition.root, err = r.readAny(); err != nil {
		return nil, err
	}
	if len(r.words) > 0 {
		return nil, fmt.Errorf("%q stands where only and, or and the end may", r.words[0].text)
	}
	return r.condition, nil
}

// A word of a condition. What was quoted is never a keyword.
type word struct {
	text   string
	quoted bool
}

func (w word) is(keyword string) bool { return !w.quoted && w.text == keyword }

// splitWords splits at blanks; in double quotes blanks count, and \" is a quote. Parentheses are words
// of their own where they begin or end one.
func splitWords(text string) (words []word, err error) {
	for {
		text = strings.TrimLeft(text, " \t")
		switch {
		case text == "":
			return words, nil
		case text[0] == '"':
			var one string
			if one, text, err = cutQuoted(text[1:]); err != nil {
				return nil, err
			}
			words = append(words, word{one, true})
		case text[0] == '(' || text[0] == ')':
			words = append(words, word{text: text[:1]})
			text = text[1:]
		default:
			end := strings.IndexAny(text, " \t")
			if end < 0 {
				end = len(text)
			}
			one := strings.TrimRight(text[:end], ")")
			words = append(words, word{text: one})
			text = text[len(one):]
		}
	}
}

func cutQuoted(text string) (inside, rest string, err error) {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '"':
			return b.String(), text[i+1:], nil
		case text[i] == '\\' && i+1 < len(text) && text[i+1] == '"':
			i++
		}
		b.WriteByte(text[i])
	}
	return "", "", errors.New("a quote is not closed")
}

// A conditionReader reads a condition from left to right.
type conditionReader struct {
	lab       *Lab
	words     []word
	condition *Condition
	lasting   bool // what is configured may come later
	depth     int  // of parentheses and nots
}

// conditionDepth bounds how deep a condition may be nested.
const conditionDepth = 50

func (r *conditionReader) readAny() (clause, error) { return r.readRow("or", false, r.readAll) }
func (r *conditionReader) readAll() (clause, error) { return r.readRow("and", true, r.readOne) }

// readRow reads parts with a keyword between them.
func (r *conditionReader) readRow(between string, all bool, read func() (clause, error)) (clause, error) {
	c := combination{all: all}
	for {
		part, err := read()
		if err != nil {
			return nil, err
		}
		c.parts = append(c.parts, part)
		if len(r.words) == 0 || !r.words[0].is(between) {
			break
		}
		r.words = r.words[1:]
	}
	if len(c.parts) == 1 {
		return c.parts[0], nil
	}
	return c, nil
}

func (r *conditionReader) readOne() (clause, error) {
	if r.depth++; r.depth > conditionDepth {
		return nil, fmt.Errorf("a condition may be nested %d deep", conditionDepth)
	}
	defer func() { r.depth-- }()
	if len(r.words) == 0 {
		return nil, errors.New("a condition is missing; there is " + conditionWords())
	}
	first := r.words[0]
	r.words = r.words[1:]
	switch {
	case first.is("not"):
		inner, err := r.readOne()
		return negation{inner}, err
	case first.is("("):
		inner, err := r.readAny()
		if err == nil && (len(r.words) == 0 || !r.words[0].is(")")) {
			err = errors.New("a parenthesis is not closed")
		}
		if err == nil {
			r.words = r.words[1:]
		}
		return inner, err
	}
	at := slices.IndexFunc(factKinds, func(k factKind) bool { return first.is(k.name) })
	if at < 0 {
		return r.readInstant(first)
	}
	return r.readFact(factKinds[at])
}

// readFact reads what a kind of fact wants to know: the words up to the next keyword.
func (r *conditionReader) readFact(k factKind) (clause, error) {
	end := slices.IndexFunc(r.words, func(w word) bool { return w.is("and") || w.is("or") || w.is(")") })
	if end < 0 {
		end = len(r.words)
	}
	words := r.words[:end]
	r.words = r.words[end:]
	if len(words) < k.least || len(words) > k.most {
		return nil, fmt.Errorf("a condition is %s %s", k.name, k.arguments)
	}
	return k.read(r, words)
}

// readInstant reads a time of day, or a date and a time.
func (r *conditionReader) readInstant(first word) (clause, error) {
	text := first.text
	if _, err := time.Parse(time.DateOnly, text); err == nil && len(r.words) > 0 {
		text += " " + r.words[0].text
		r.words = r.words[1:]
	}
	at, err := r.lab.timeOfDay(text)
	if err != nil {
		return nil, fmt.Errorf("%w, and no condition begins so; there is %s", err, conditionWords())
	}
	r.condition.alarms = append(r.condition.alarms, &alarm{at: at})
	return fact{
		func(l *Lab) bool { return !l.now.Before(at) },
		func(l *Lab) string { return "it is " + l.now.Format(clockForm) },
	}, nil
}

// conditionWords lists what conditions begin with.
func conditionWords() string {
	names := []string{"a time of day"}
	for _, k := range factKinds {
		names = append(names, k.name)
	}
	return strings.Join(names, ", ") + ", not, ("
}
