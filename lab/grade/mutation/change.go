package mutation

import (
	"net/netip"
	"slices"
	"strings"

	"ruthere/debuglog"
)

// A Class is a kind of change.
type Class string

// The classes, in the order of tables.
const (
	Drop      Class = "drop"      // a line is not there
	Block     Class = "block"     // nor are those of the mode that it opens
	Order     Class = "order"     // two neighbours of one command have changed places
	Number    Class = "number"    // its neighbour, or ten times more or less
	Address   Class = "address"   // another one of the lab, or another byte
	Mask      Class = "mask"      // one bit longer or shorter
	Word      Class = "word"      // another keyword of the grammar
	Name      Class = "name"      // one letter more, or in the other case
	Interface Class = "interface" // another one of the router
	Reply     Class = "answer"    // to a question: a wrong one, or none
)

// Classes lists the classes.
func Classes() []Class {
	return []Class{Drop, Block, Order, Number, Address, Mask, Word, Name, Interface, Reply}
}

// A Change is a text after a single change.
type Change struct {
	Class  Class
	Router string // at which the line is typed
	Line   int    // of the text, from 1
	Old    string // the line, without the blanks around it
	What   string // how it was changed, such as "14 becomes 15"; "" where the class says all
	Exec   bool   // the line is none of the configuration, as far as one can tell: what it does may not show there
	Lines  []string
}

// String is the class and how the line was changed.
func (c Change) String() string { return strings.TrimSpace(string(c.Class) + " " + c.What) }

// A Place is where something is typed.
type Place struct {
	Router     string
	Release    debuglog.Release
	Before     string       // the configuration that is there
	Interfaces []string     // of the router, in full
	Addresses  []netip.Addr // of the lab
}

// changes collects the changes to a text, each once.
type changes struct {
	router string
	exec   bool // of the line that is changed
	lines  []string
	list   []Change
	seen   map[string]bool
}

func newChanges(router string, lines []string) *changes {
	return &changes{router: router, lines: lines, seen: map[string]bool{normal(lines): true}}
}

// normal is what a text says, whatever its indentation.
func normal(lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		if text := strings.Join(strings.Fields(line), " "); text != "" && text != "!" {
			b.WriteString(text + "\n")
		}
	}
	return b.String()
}

// add notes what the text is with other lines in place of those from at to end.
func (c *changes) add(class Class, what string, at, end int, instead ...string) {
	c.addLine(class, what, c.lines[at], at, end, instead...)
}

// addLine is add where the line that is changed has something before it.
func (c *changes) addLine(class Class, what, old string, at, end int, instead ...string) {
	lines := slices.Concat(c.lines[:at], instead, c.lines[end:])
	if text := normal(lines); !c.seen[text] {
		c.seen[text] = true
		c.list = append(c.list, Change{class, c.router, at + 1, strings.TrimSpace(old), what, c.exec, lines})
	}
}
