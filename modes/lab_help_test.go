package modes

import (
	"strings"
	"testing"
)

type twoCommands struct{}

func (twoCommands) Command(string) (string, error) { return "", nil }
func (twoCommands) Help() [][2]string {
	return [][2]string{{"cut A B [one-way]", "lose every packet between A and B (one-way: from A to B only)"},
		{"crash ROUTER", "switch it off"}}
}
func (c twoCommands) Expect(string) [][2]string { return c.Help() }

func TestLabHelpFitsTheScreen(t *testing.T) {
	text := LabHelp(twoCommands{}.Help(), "lab ", 60)
	for line := range strings.Lines(text) {
		if len(line) > 60 {
			t.Errorf("%d columns: %q", len(line), line)
		}
	}
	if got := strings.Join(strings.Fields(text), " "); got !=
		"lab cut A B [one-way] lose every packet between A and B (one-way: from A to B only) lab crash ROUTER switch it off" {
		t.Errorf("it says %q", got)
	}
}

// Tab goes as far as what may stand there agrees; capitals that stand for something are no words.
func TestCompleteLab(t *testing.T) {
	rows := [][2]string{{"Router", "router"}, {"Peer1", "router"}, {"Peer2", "router"}, {"TIME", "such as 10s"}, {"<cr>", ""}}
	for line, want := range map[string]string{"cut R": "cut Router ", "cut pe": "cut Peer", "cut Peer": "cut Peer", "cut T": "cut T",
		"cut ": "cut ", "cut x": "cut x", "r": "Router "} {
		if got, ok := CompleteLab(rows, line); got != want || ok != (got != line) {
			t.Errorf("%q: %q, %v", line, got, ok)
		}
	}
	if _, ok := AfterLab(nil, "lab "); ok {
		t.Error("there is a lab where there is none")
	}
	if _, ok := AfterLab(twoCommands{}, "show lab "); ok {
		t.Error("lab is not the command")
	}
}
