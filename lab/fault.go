package lab

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruthere/event"
	"ruthere/lab/fault"
)

// A TimedFault is a fault of a topology.
type TimedFault struct {
	At       time.Duration // after the start
	Sentence fault.Sentence
	Source   Source // Column 0: the sentence stands somewhere on the line
}

// An activeFault is one that a lab has, until it is healed. Its sentence has a name.
type activeFault struct {
	fault.Sentence
	manner *misbehaviour // that it is a part of, and of whom
	of     *machine

	target     *machine    // of a sentence about a router
	translator *translator // of one about a translator
	ways       []way       // of a sentence about links: the directions that it strikes
	lines      []*line     // one for each, of a sentence about a rate

	until  time.Time  // zero: it has no end
	chance *rand.Rand // for what is left to it
	seen   int        // packets that it is about
	hits   int        // of them, those that it struck
	over   bool       // it strikes no more
	held   []heldLetter
}

// A way is one direction of a wire.
type way struct {
	wire     *wire
	from, to int
}

// Fault has a fault strike, told by a sentence of package fault, and returns its name. It is an error if
// the sentence names what is not there, or if something else has its name.
func (l *Lab) Fault(text string) (name string, err error) {
	s, err := fault.Parse(text)
	if err != nil {
		return "", err
	}
	defer l.enter("", nil, "fault "+s.String())()
	return l.addFault(s)
}

func (l *Lab) addFault(s fault.Sentence) (name string, err error) {
	f, err := l.prepareFault(s)
	if err != nil {
		return "", err
	}
	return f.Name, l.startFault(f)
}

// prepareFault finds all that a sentence names. Nothing happens yet.
func (l *Lab) prepareFault(s fault.Sentence) (*activeFault, error) {
	f := &activeFault{Sentence: s}
	for _, name := range []string{s.Whose.From, s.Whose.To, s.Whose.At} {
		if name == "" {
			continue
		}
		if _, err := l.findNode(name); err != nil {
			return nil, err
		}
	}
	if s.Whose.From != "" && strings.EqualFold(s.Whose.From, s.Whose.To) {
		return nil, fmt.Errorf("no packet goes from %s to itself", s.Whose.From)
	}
	if s.Whose.Link != "" {
		if _, err := l.findWire(s.Whose.Link); err != nil {
			return nil, err
		}
	}
	if err := l.prepareState(f); err != nil {
		return nil, err
	}
	if f.Name == "" && f.waysReplace() {
		f.Name = l.nameOfReplaced(f)
	}
	if f.Name == "" {
		f.Name = l.freeName(string(s.Verb))
	} else if other := l.faultNamed(f.Name); other != nil && !other.over && !f.replaces(other) {
		return nil, fmt.Errorf("there is a fault %s already: %s", f.Name, other.text())
	}
	return f, nil
}

func (l *Lab) findWire(name string) (*wire, error) {
	var names []string
	for _, w := range l.wires {
		if strings.EqualFold(w.name, name) {
			return w, nil
		}
		names = append(names, w.name)
	}
	return nil, fmt.Errorf("there is no link %q here%s", name, listNames(names))
}

// freeName is drop, drop-2, drop-3 ...
func (l *Lab) freeName(stem string) string {
	name := stem
	for n := 2; l.faultNamed(name) != nil; n++ {
		name = stem + "-" + strconv.Itoa(n)
	}
	return name
}

func (l *Lab) faultNamed(name string) *activeFault {
	for _, f := range l.faults {
		if strings.EqualFold(f.Name, name) {
			return f
		}
	}
	return nil
}

// startFault has a prepared fault begin.
func (l *Lab) startFault(f *activeFault) error {
	l.faults = slices.DeleteFunc(l.faults, func(other *activeFault) bool {
		return f.replaces(other) || other.over && strings.EqualFold(other.Name, f.Name)
	})
	l.faultsMade++
	f.chance = rand.New(randomStream(l.seed, "fault", f.Name, strconv.Itoa(l.faultsMade)))
	l.faults = append(l.faults, f)
	l.tellWays(f, event.Set)
	if lasts := f.Which.For; lasts > 0 {
		f.until = l.now.Add(lasts)
		l.doAt(f.until, "the end of the fault "+f.Name, func() { l.endFault(f) })
	}
	if f.StrikesPackets() {
		return nil
	}
	if err := l.strikeState(f); err != nil {
		l.faults = slices.DeleteFunc(l.faults, func(other *activeFault) bool { return other == f })
		return err
	}
	return nil
}

// endFault has a fault strike no more. What it holds goes on.
func (l *Lab) endFault(f *activeFault) {
	if f.over {
		return
	}
	f.over = true
	l.releaseHeld(f)
	l.endState(f)
	l.tellWays(f, event.Cleared)
	f.ways = nil
}

// tellWays tells that a fault was set or cleared: one of links for each direction.
func (l *Lab) tellWays(f *activeFault, s event.State) {
	e := event.Fault{State: s, Name: f.Name, Text: f.text(), Link: f.Whose.Link, From: f.Whose.From, To: f.Whose.To}
	if len(f.ways) == 0 {
		router := ""
		if f.of != nil {
			router = f.of.Name
		} else if f.target != nil {
			router = f.target.Name
		}
		l.tell(router, e)
	}
	for _, y := range f.ways {
		e.Link, e.From, e.To = y.wire.name, y.wire.ends[y.from].nodeName(), y.wire.ends[y.to].nodeName()
		l.tell("", e)
	}
}

// text is the sentence without the name.
func (f *activeFault) text() string {
	s := f.Sentence
	s.Name = ""
	return s.String()
}

// Release lets the packets go on that a fault holds; the fault is over.
func (l *Lab) Release(name string) error {
	defer l.enter("", nil, "release "+name)()
	f := l.faultNamed(name)
	switch {
	case f == nil:
		return l.noFault(name)
	case f.Verb != fault.Hold:
		return fmt.Errorf("the fault %s holds nothing: %s", f.Name, f.text())
	}
	l.endFault(f)
	return nil
}

// Heal ends the faults of a name, and forgets them.
func (l *Lab) Heal(name string) error {
	defer l.enter("", nil, "heal "+name)()
	if l.faultNamed(name) == nil {
		return l.noFault(name)
	}
	l.healWhich(func(f *activeFault) bool { return strings.EqualFold(f.Name, name) })
	return nil
}

// HealAll ends all faults, manners and faults of links among them.
func (l *Lab) HealAll() {
	defer l.enter("", nil, "heal all")()
	l.healWhich(func(*activeFault) bool { return true })
	for _, m := range l.machines {
		m.kinds = nil
	}
}

func (l *Lab) healWhich(which func(*activeFault) bool) {
	for _, f := range slices.Clone(l.faults) {
		if which(f) {
			l.endFault(f)
			l.faults = slices.DeleteFunc(l.faults, func(other *activeFault) bool { return other == f })
			if f.of != nil {
				f.of.kinds = slices.DeleteFunc(f.of.kinds, func(k *misbehaviour) bool { return k == f.manner })
			}
		}
	}
}

func (l *Lab) noFault(name string) error {
	var names []string
	for _, f := range l.faults {
		names = append(names, f.Name)
	}
	return fmt.Errorf("there is no fault %q here%s", name, listNames(names))
}

// usageWidth is the first column of what lab fault lists; both fit a terminal.
const usageWidth = 30

func runFault(l *Lab, args []string) (string, error) {
	if len(args) == 0 {
		var b strings.Builder
		for _, line := range fault.Usage() {
			if len(line[0]) > usageWidth {
				fmt.Fprintf(&b, "  %s\n", line[0])
				line[0] = ""
			}
			b.WriteString(strings.TrimRight(fmt.Sprintf("  %-*s %s", usageWidth, line[0], line[1]), " ") + "\n")
		}
		return b.String(), nil
	}
	name, err := l.Fault(strings.Join(args, " "))
	if err != nil {
		return "", err
	}
	return name + "\n", nil
}

func runHeal(l *Lab, args []string) (string, error) {
	if strings.EqualFold(args[0], "all") {
		l.HealAll()
		return "", nil
	}
	return "", l.Heal(args[0])
}
