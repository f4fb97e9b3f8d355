package modes

import (
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

// A release and its platform do not have every command. The syntaxes say so by marks, which
// package parser reads: <15,xe> before what is there from 15 on, <tunnel> before what only
// tunnel interfaces have, <elsewhere> before what no router of ours has but files that come
// from others may hold. A file may say all of it, so that it loads wherever it comes from and
// prints as it was; a console understands, completes and explains only its own.

// Elsewhere marks what is on no platform of ours: lines of switches, access points, boards.
const Elsewhere = "elsewhere"

// kindMarks are the marks of kinds of interfaces, and the kinds that each means.
var kindMarks = map[string][]string{
	"ethernet": {"Ethernet", "FastEthernet", "GigabitEthernet", "TenGigabitEthernet", "subinterface"},
	"port":     {"Ethernet", "FastEthernet", "GigabitEthernet", "TenGigabitEthernet"},
	"copper":   {"FastEthernet", "GigabitEthernet"},
	"gigabit":  {"GigabitEthernet", "TenGigabitEthernet"},
	"serial":   {"Serial", "Async", "BRI"},
	"tunnel":   {"Tunnel", "Virtual-Template"},
	"dialer":   {"Dialer", "Virtual-Template", "Serial", "Async", "BRI", "Multilink", "Virtual-PPP"},
	"template": {"Virtual-Template"},
	"sub":      {"subinterface"},
	"atm":      {"ATM"},
}

// conditions are the marks of what a console offers only while something is configured. A file may
// say it whatever stands before it.
var conditions = []struct {
	mark  string
	holds func(*config.Config) bool
}{
	{"new-model", func(c *config.Config) bool { return c.AAA.NewModel }},
}

func isCondition(word string) bool {
	for _, c := range conditions {
		if c.mark == word {
			return true
		}
	}
	return false
}

// IsMark says whether a word may stand in a mark.
func IsMark(word string) bool {
	return word == Elsewhere || isRelease(word) || kindMarks[word] != nil || isCondition(word)
}

func isRelease(word string) bool {
	return word == debuglog.IOS124.Mark() || word == debuglog.IOS15.Mark() || word == debuglog.IOSXE.Mark()
}

// keepsMark says whether a console has what the mark stands before; kind is that of the
// interface being configured, "" elsewhere or for any.
func keepsMark(mark string, r debuglog.Release, kind string) bool {
	for word := range strings.SplitSeq(mark, ",") {
		kinds := kindMarks[word]
		if word == r.Mark() || isCondition(word) || kinds != nil && kind == "" || slices.Contains(kinds, kind) {
			return true
		}
	}
	return false
}

// console is the grammar of what can be typed in the mode on a way into it, whatever is configured.
func (m *Mode) console(path parser.Args) *parser.Grammar { return m.consoleWithout(nil, path) }

// consoleOn is console on a router that has a configuration.
func (m *Mode) consoleOn(c *config.Config, path parser.Args) *parser.Grammar {
	var unmet []string
	for _, one := range conditions {
		if !one.holds(c) {
			unmet = append(unmet, one.mark)
		}
	}
	return m.consoleWithout(unmet, path)
}

func (m *Mode) consoleWithout(unmet []string, path parser.Args) *parser.Grammar {
	if !m.marked {
		return m.grammar
	}
	kind := ""
	if m.kindOf != nil {
		kind = m.kindOf(path)
	}
	return m.grammar.Restricted(strings.Join(append([]string{kind}, unmet...), " "), func(mark string) bool {
		return keepsMark(mark, m.language.Release, kind) && !slices.Contains(unmet, mark)
	})
}
