package lab

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Every manner has a scenario that shows what a router does about it.
func TestEveryMannerIsShown(t *testing.T) {
	for _, m := range allMisbehaviours {
		text := shipped(t, "misbehaving-"+m.name+".transcript")
		for _, line := range []string{"@ manners Peer " + m.name, "#debug crypto isakmp", "#show crypto isakmp sa dpd"} {
			if !strings.Contains(text, line+"\n") {
				t.Errorf("the scenario of %s has no %q", m.name, line)
			}
		}
	}
	files, _ := filepath.Glob(scripts + "/misbehaving-*.transcript")
	if len(files) != len(allMisbehaviours) {
		t.Errorf("%d scenarios for %d manners", len(files), len(allMisbehaviours))
	}
}

// Manners of the topology are there from the beginning, add up, and end.
func TestMannersFromTheBeginning(t *testing.T) {
	top, err := ParseTopology("misbehaving.yaml", []byte(strings.Replace(shipped(t, "misbehaving.yaml"),
		"  - name: Peer\n", "  - name: Peer\n    manners: [late-ack, clear-ack]\n", 1)), scriptFiles)
	if err != nil {
		t.Fatal(err)
	}
	l, err := New(top, Options{})
	if err != nil {
		t.Fatal(err)
	}
	show := func() string { text, _ := l.Command("show"); return text }
	if !strings.Contains(show(), "running IOS 15, late-ack, clear-ack\n") {
		t.Errorf("lab show says nothing of the manners:\n%s", show())
	}
	if l.Manners("Peer", "good"); strings.Contains(show(), "ack") {
		t.Errorf("the manners are still there:\n%s", show())
	}
}

// The help names every manner and says what it does.
func TestMannersHelp(t *testing.T) {
	l, _ := aviary(t, 1)
	help, err := l.Command("manners")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(help, "\n")
	for _, m := range allMisbehaviours {
		if !slices.ContainsFunc(lines, func(s string) bool { return strings.Contains(s, m.name) && strings.HasSuffix(s, m.help) }) {
			t.Errorf("the help does not explain %s", m.name)
		}
	}
}
