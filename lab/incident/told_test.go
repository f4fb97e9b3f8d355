package incident

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ruthere/lab"
	"ruthere/lab/grade"
)

// Who is to solve an incident is told no cause: what it says is the same in all incidents but for what users saw.
func TestNothingIsGivenAway(t *testing.T) {
	for at, one := range Table() {
		if at%397 != 0 && one.Kind() == "double" {
			continue
		}
		c, err := Build(one, uint64(at))
		if err != nil {
			t.Fatal(err)
		}
		b := c.Brief(nil)
		b.Questions = nil
		text, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		for i, cause := range c.Truth.Causes {
			for _, word := range []string{cause, c.Truth.Titles[i]} {
				if strings.Contains(string(text), word) {
					t.Errorf("%s: %q stands in what is told", c.ID, word)
				}
			}
		}
		if keys := causeChoices(); !slices.ContainsFunc(keys, func(k Choice) bool { return k.ID == c.Truth.Causes[0] }) {
			t.Errorf("%s: %s cannot be answered", c.ID, c.Truth.Causes[0])
		}
		for _, place := range c.Truth.Subjects {
			if !slices.ContainsFunc(c.network.placeChoices(), func(k Choice) bool { return k.ID == place }) {
				t.Errorf("%s: %s cannot be answered", c.ID, place)
			}
		}
	}
}

// IDs are stable: who has written one down finds the same incident later.
func TestIDsStay(t *testing.T) {
	for id, want := range map[string]string{
		"two-sites-i4tff7": "encryption-mismatch branch", "hub-beejvp": "answers-refused spoke1", "NAT-UA7EBE": "host-gateway user",
		"failover-sza7d6": "authentication-mismatch branch",
	} {
		one, err := Find(id)
		if err != nil || one.Faults[0].Cause+" "+one.Faults[0].Role != want {
			t.Errorf("%s is %v, %v", id, one.Faults, err)
		}
	}
	if _, err := Find("two-sites-000000"); err == nil || !strings.Contains(err.Error(), "ruthere incident list") {
		t.Errorf("an ID that there is not: %v", err)
	}
}

// The lab of an incident has no command that shows what is wrong, or heals it.
func TestTruthIsWithheld(t *testing.T) {
	one, _ := Find("two-sites-i4tff7")
	c, err := Build(one, 1)
	if err != nil {
		t.Fatal(err)
	}
	l, err := lab.New(c.Topology, lab.Options{Virtual: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"faults", "fault", "heal all", "hea all", "show", "show --json", "restore all", "manners",
		"capture start x.pcap"} {
		if output, err := l.Command(line); err == nil {
			t.Errorf("%s says %q", line, output)
		}
	}
	for _, row := range l.Commands() {
		name, _, _ := strings.Cut(row[0], " ")
		if slices.Contains(Withheld, name) || len(l.Expect("heal ")) > 0 {
			t.Errorf("%s is offered", name)
		}
	}
}

// Who names the cause and breaks something else has not passed; who mends in another way has.
func TestBreakingIsNotPassing(t *testing.T) {
	for _, tt := range []struct {
		cause, role, lines string
		passes             bool
	}{
		{"esp-blocked", "provider", "no crypto isakmp enable", false},
		{"esp-blocked", "provider", "ip domain-name example.com", true},
		{"server-not-listening", "server", "no crypto map", false},
		{"encryption-mismatch", "branch", "no crypto isakmp enable", false},
	} {
		c := caseOf(t, "two-sites", Fault{tt.cause, tt.role}, 5)
		b, err := c.Rehearse()
		if err != nil {
			t.Fatal(err)
		}
		a, err := c.Assignment(b)
		if err != nil {
			t.Fatal(err)
		}
		g := c.network.gateway(roleBranch)
		if tt.lines == "no crypto map" {
			tt.lines = "interface " + g.ports[outside] + "\nno crypto map"
		}
		answer := a.Solution.Answer()
		answer.Typed = append(answer.Typed, grade.Configuration{Router: g.name, Text: tt.lines, Source: lab.Source{File: "lines.txt", Line: 1}})
		r, err := grade.Grade(a, answer)
		if err != nil || r.Passed != tt.passes {
			t.Errorf("%s with %q: passed %v, %v %+v", tt.cause, tt.lines, r.Passed, err, r.Problems)
		}
	}
}

// What is said of an answer that names nothing is the same whatever is wrong.
func TestMarksGiveNothingAway(t *testing.T) {
	said := map[string]bool{}
	for _, f := range []Fault{{"wrong-key", roleHead}, {"esp-blocked", roleProvider}, {"server-not-listening", roleServer},
		{"answers-refused", roleBranch}, {"stale-sas", roleHead}} {
		c := caseOf(t, "two-sites", f, 4)
		a, err := c.Assignment(c.Brief(nil))
		if err != nil {
			t.Fatal(err)
		}
		r, err := grade.Grade(a, grade.Answer{Replies: []grade.Reply{{Key: CauseKey, Text: "no-policy"}, {Key: PlaceKey, Text: "nowhere"}}})
		if err != nil {
			t.Fatal(err)
		}
		r.Lab = ""
		for i := range r.Tasks[0].Checks {
			r.Tasks[0].Checks[i].Want = "" // the names of this lab
		}
		said[fmt.Sprintf("%+v", r)] = true
	}
	if len(said) != 1 {
		t.Errorf("it differs: %v", said)
	}
}

// Both causes of a double count, in any order.
func TestBothCountInAnyOrder(t *testing.T) {
	s := &scenarios[0]
	one := newIncident(s, Fault{"no-key", roleBranch}, Fault{"link-cut", accessOf + roleHead})
	c, err := Build(one, 1)
	if err != nil {
		t.Fatal(err)
	}
	b := c.Brief(nil)
	a, err := c.Assignment(b)
	if err != nil {
		t.Fatal(err)
	}
	a.Tasks, a.Review = a.Tasks[:1], nil
	for text, want := range map[string]int{"no-key+link-cut": 5, "link-cut + no-key": 5, "link-cut, no-key": 5, "no-key and link-cut": 5,
		"no-key": 0, "link-cut": 0} {
		r, err := grade.Grade(a, grade.Answer{Replies: []grade.Reply{{Key: CauseKey, Text: text}}})
		if err != nil || r.Points != want {
			t.Errorf("%s earns %d: %v", text, r.Points, err)
		}
	}
}

func caseOf(t *testing.T, scenario string, f Fault, seed uint64) *Case {
	t.Helper()
	for _, one := range Table() {
		if one.Scenario == scenario && len(one.Faults) == 1 && one.Faults[0] == f {
			c, err := Build(one, seed)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
	}
	t.Fatalf("there is no incident with %v in %s", f, scenario)
	return nil
}
