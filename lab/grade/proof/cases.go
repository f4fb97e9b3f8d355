package proof

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/lab"
	"ruthere/lab/grade"
	"ruthere/lab/grade/mutation"
	"ruthere/modes/ios"
)

// A kind is what a case is there to show.
type kind int

const (
	untouched kind = iota // earns nothing
	solved                // earns everything
	handedIn              // the configurations of the solved lab earn everything
	mutant                // loses points
)

// A testCase is one answer, and what is expected of it.
type testCase struct {
	kind   kind
	what   string // of one that is no mutant
	place  grade.Place
	answer grade.Answer
	change mutation.Change // of a mutant
}

// casesOf lists the answers by which an assignment is tried: at first those that are no mutants.
func casesOf(a *grade.Assignment) (all []testCase) {
	place := grade.Place{File: a.Name}
	all = append(all, testCase{kind: untouched, what: "the lab as it is", place: place},
		testCase{kind: solved, what: "the solution", place: a.Solution.Place, answer: a.Solution.Answer()})
	for i := range a.Others {
		one := &a.Others[i]
		all = append(all, testCase{kind: solved, what: "another solution, " + one.Name, place: one.Place, answer: one.Answer()})
	}
	all = append(all, testCase{kind: handedIn, what: "the configurations of the solved lab, handed in", place: a.Solution.Place})
	return append(all, mutantsOf(a)...)
}

// mutantsOf lists the single changes to the solution.
func mutantsOf(a *grade.Assignment) (all []testCase) {
	s := &a.Solution
	addresses := addressesIn(a.Topology)
	for i, c := range s.Routers {
		for _, change := range mutation.OfConfiguration(c.Text, placeOf(a.Topology, c.Router, addresses)) {
			answer := s.Answer()
			answer.Typed = slices.Clone(answer.Typed)
			answer.Typed[i].Text = strings.Join(change.Lines, "\n")
			place := grade.Place{File: c.Source.File, Line: c.Source.Line}
			if c.Source.Column > 0 {
				place.Line += change.Line - 1
			}
			all = append(all, testCase{kind: mutant, place: place, answer: answer, change: change})
		}
	}
	if t := s.Transcript; t != nil {
		find := func(hostname string) (mutation.Place, bool) { return findHostname(a, hostname, addresses) }
		for _, change := range mutation.OfTranscript(t.Text, find) {
			answer := s.Answer()
			answer.Transcript = &grade.Script{Name: t.Name, Text: strings.Join(change.Lines, "\n") + "\n"}
			all = append(all, testCase{kind: mutant, place: grade.Place{File: t.Name, Line: change.Line}, answer: answer, change: change})
		}
	}
	return append(all, repliesOf(a)...)
}

// repliesOf lists the changes to what the solution answers: what is right too is none.
func repliesOf(a *grade.Assignment) (all []testCase) {
	s := &a.Solution
	for i, right := range s.Replies {
		add := func(what string, replies []grade.Reply) {
			answer := s.Answer()
			answer.Replies = replies
			all = append(all, testCase{kind: mutant, place: s.Place, answer: answer,
				change: mutation.Change{Class: mutation.Reply, Old: right.Key + ": " + right.Text, What: what}})
		}
		add("none", slices.Delete(slices.Clone(s.Replies), i, i+1))
		question := findQuestion(a, right.Key)
		if question == nil {
			continue
		}
		for _, other := range mutation.OfReply(right.Text, question.Choices) {
			if !question.Takes(other) {
				replies := slices.Clone(s.Replies)
				replies[i].Text = other
				add(right.Text+" becomes "+other, replies)
			}
		}
	}
	return all
}

func findQuestion(a *grade.Assignment, key string) *grade.Question {
	for _, t := range a.Tasks {
		for _, c := range t.Checks {
			if c.Question != nil && c.Question.Key == key {
				return c.Question
			}
		}
	}
	return nil
}

// placeOf is where a router's lines are typed.
func placeOf(t *lab.Topology, name string, addresses []netip.Addr) mutation.Place {
	p := mutation.Place{Router: name, Addresses: addresses}
	for _, r := range t.Routers {
		if r.Name != name {
			continue
		}
		p.Release, p.Before, p.Interfaces = r.Release, r.Config, r.Interfaces
		if len(p.Interfaces) == 0 {
			for _, one := range readConfig(r).Interfaces {
				p.Interfaces = append(p.Interfaces, one.Name)
			}
		}
	}
	return p
}

func readConfig(r lab.Router) *config.Config {
	c, _ := ios.Parse(r.Config, r.Release)
	return c
}

// findHostname is the router that has a name in its prompt: its own, that of its configuration, or one that the solution
// gives to it.
func findHostname(a *grade.Assignment, hostname string, addresses []netip.Addr) (mutation.Place, bool) {
	for _, r := range a.Topology.Routers {
		names := []string{r.Name, readConfig(r).Hostname}
		for _, c := range a.Solution.Routers {
			if c.Router == r.Name {
				names = append(names, hostnamesIn(c.Text)...)
			}
		}
		if slices.Contains(names, hostname) {
			return placeOf(a.Topology, r.Name, addresses), true
		}
	}
	if t := a.Solution.Transcript; t != nil && len(a.Topology.Routers) == 1 && slices.Contains(hostnamesIn(t.Text), hostname) {
		return placeOf(a.Topology, a.Topology.Routers[0].Name, addresses), true
	}
	return mutation.Place{}, false
}

// hostnamesIn are the names that a text gives to routers.
func hostnamesIn(text string) (names []string) {
	for line := range strings.Lines(text) {
		if _, typed, ok := strings.Cut(line, "#"); ok {
			line = typed
		}
		if words := strings.Fields(line); len(words) == 2 && words[0] == "hostname" {
			names = append(names, strings.TrimSuffix(words[1], "^Z"))
		}
	}
	return names
}

// addressesIn are all that a lab's hosts and routers have, in order.
func addressesIn(t *lab.Topology) (all []netip.Addr) {
	for _, h := range t.Hosts {
		all = append(all, h.Address.Addr(), h.Gateway)
	}
	for _, one := range t.Translators {
		all = append(all, one.Inside.Addr(), one.Outside.Addr())
	}
	for _, r := range t.Routers {
		for _, i := range readConfig(r).Interfaces {
			all = append(all, i.Address.Addr())
		}
	}
	all = slices.DeleteFunc(all, func(one netip.Addr) bool { return !one.Is4() })
	slices.SortFunc(all, netip.Addr.Compare)
	return slices.Compact(all)
}

// String says which case it is.
func (c testCase) String() string {
	if c.kind != mutant {
		return c.what
	}
	text := fmt.Sprintf("%s: %s: %s", c.place, c.change.Old, c.change)
	if c.change.Router != "" {
		text = fmt.Sprintf("%s: %s: %s: %s", c.place, c.change.Router, c.change.Old, c.change)
	}
	return text
}
