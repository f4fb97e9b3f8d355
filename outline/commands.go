package outline

import (
	"slices"
	"strings"
)

// A Command is a line to type, so many modes below global configuration mode.
type Command struct {
	Depth int
	Text  string
}

// String is the command as lists show it.
func (c Command) String() string { return strings.Repeat(" ", c.Depth) + c.Text }

// Commands lead from one configuration to another: first what has to go, from the end
// of the configuration to its beginning, because what stands later uses what stands
// before; then what has to come. With force above 0, lists and blocks that differ are
// made anew, for the case that the few commands did not do; the more force, the more.
func Commands(from, to []*Line, force int) []Command {
	p := &planner{force: force}
	p.removeExtra("", 0, from, to)
	removals := p.out
	p.out = nil
	p.addMissing("", 0, from, to)
	return append(removals, p.out...)
}

type planner struct {
	force int
	out   []Command
}

// sequenceOf is the list of lines in which a line has its place. With force, all lines that
// begin alike are one.
func (p *planner) sequenceOf(header, text string) string {
	name := sequenceName(header, text)
	if name != "" || p.force == 0 || header != "" {
		return name
	}
	words := strings.SplitN(text, " ", 5-min(p.force, 3))
	switch words[0] {
	case "no", "interface", "line", "default", "banner":
		return ""
	}
	return strings.Join(words[:len(words)-1], " ")
}

// insideBlock emits what f does inside a block, if it does anything.
func (p *planner) insideBlock(header string, depth int, f func()) {
	before := len(p.out)
	f()
	if len(p.out) > before {
		p.out = slices.Insert(p.out, before, Command{depth, header})
	}
}

// staysInPlace says whether a block that both have is changed inside, not made anew.
func (p *planner) staysInPlace(l *Line) bool {
	return p.force == 0 || strings.HasPrefix(l.Text, "interface ") || strings.HasPrefix(l.Text, "line ")
}

func (p *planner) removeExtra(header string, depth int, a, b []*Line) {
	others := pairLines(a, b)
	kept, gone := p.linesToKeep(header, a, b)
	opposites := oppositesIn(b)
	for _, l := range slices.Backward(a) {
		name := p.sequenceOf(header, l.Text)
		switch {
		case name != "" && strings.HasPrefix(name, "access-list "):
			if gone[name] { // one line cannot go without the others
				gone[name] = false
				p.out = append(p.out, Command{depth, "no " + name})
			}
		case name != "":
			if !kept[l] {
				p.removeLine(depth, l.Text)
			}
		case others[l] != nil:
			other := others[l]
			if !p.staysInPlace(l) && !sameBlocks(l.Block, other.Block) {
				p.out = append(p.out, Command{depth, "no " + l.Text})
				continue
			}
			p.insideBlock(l.Text, depth, func() { p.removeExtra(l.Text, depth+1, l.Block, other.Block) })
		default:
			if !opposites.areUndone(l.Text) {
				p.removeLine(depth, l.Text)
			}
		}
	}
}

// linesToKeep decides which lines of sequences stay: those that are the beginning of what there
// shall be. Gone tells of sequences of which some do not stay.
func (p *planner) linesToKeep(header string, a, b []*Line) (kept map[*Line]bool, gone map[string]bool) {
	kept, gone = map[*Line]bool{}, map[string]bool{}
	wanted := map[string][]*Line{}
	for _, l := range b {
		name := p.sequenceOf(header, l.Text)
		wanted[name] = append(wanted[name], l)
	}
	for _, l := range a {
		name := p.sequenceOf(header, l.Text)
		if name == "" {
			continue
		}
		if w := wanted[name]; len(w) > 0 && w[0].Text == l.Text && sameBlocks(l.Block, w[0].Block) {
			kept[l], wanted[name] = true, w[1:]
		} else {
			gone[name] = true
		}
	}
	return kept, gone
}

// opposites are lines by whether they say `no`, without it. Those that do are few.
type opposites struct{ yes, no []string }

func oppositesIn(lines []*Line) (o opposites) {
	for _, l := range lines {
		if rest, negates := strings.CutPrefix(l.Text, "no "); negates {
			o.no = append(o.no, rest)
		} else {
			o.yes = append(o.yes, l.Text)
		}
	}
	return o
}

// areUndone says whether a line goes because of one that comes: its opposite.
func (o opposites) areUndone(text string) bool {
	positive, negative := strings.CutPrefix(text, "no ")
	others := o.no
	if negative {
		others = o.yes
	}
	return slices.ContainsFunc(others, func(other string) bool { return beginsWith(positive, other) || beginsWith(other, positive) })
}

// removeLine takes a line away. With force it does so in every way there is.
func (p *planner) removeLine(depth int, text string) {
	say := func(words ...string) { p.out = append(p.out, Command{depth, strings.Join(words, " ")}) }
	words := strings.Fields(text)
	positive, negative := strings.CutPrefix(text, "no ")
	switch {
	case words[0] == "banner" && len(words) > 1:
		say("no", words[0], words[1])
	case negative && p.force == 0:
		say("default", positive)
	case negative:
		say(positive)
	default:
		say("no", text)
	}
	if p.force > 0 && !negative {
		say("default", text)
	}
	if few := 5 - p.force; p.force > 1 && !negative && len(words) > few {
		say(append([]string{"no"}, words[:few]...)...)
	}
}

// beginsWith says whether a line begins with the words of another one.
func beginsWith(line, words string) bool {
	return line == words || strings.HasPrefix(line, words+" ")
}

func sameBlocks(a, b []*Line) bool {
	return slices.EqualFunc(a, b, func(a, b *Line) bool { return a.Text == b.Text && sameBlocks(a.Block, b.Block) })
}

func (p *planner) addMissing(header string, depth int, a, b []*Line) {
	have := pairLines(b, a)
	staying := map[string]int{} // lines of sequences that need not be added
	kept, gone := p.linesToKeep(header, a, b)
	for _, l := range a {
		if name := p.sequenceOf(header, l.Text); kept[l] && !(gone[name] && strings.HasPrefix(name, "access-list ")) {
			staying[name]++
		}
	}
	for _, l := range b {
		name := p.sequenceOf(header, l.Text)
		switch {
		case name != "" && staying[name] > 0:
			staying[name]--
		case name != "":
			p.addBlock(depth, l)
		case have[l] != nil:
			old := have[l]
			if !p.staysInPlace(l) && !sameBlocks(old.Block, l.Block) {
				p.addBlock(depth, l)
				continue
			}
			p.insideBlock(l.Text, depth, func() { p.addMissing(l.Text, depth+1, old.Block, l.Block) })
		default:
			p.addBlock(depth, l)
		}
	}
}

// addBlock adds a line and its block.
func (p *planner) addBlock(depth int, l *Line) {
	p.out = append(p.out, Command{depth, l.Text})
	for _, inner := range l.Block {
		p.addBlock(depth+1, inner)
	}
}
