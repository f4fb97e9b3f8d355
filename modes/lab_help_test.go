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

func TestLabWord(t *testing.T) {
	for text, want := range map[string]int{"lab ": 2, "lab c": 2, "lab cu": 1, "lab cut A": 1, "lab x": 0, "lab": 0, "show lab ": 0} {
		if _, rows, ok := LabWord(twoCommands{}, text); len(rows) != want || ok != (want > 0) {
			t.Errorf("%q: %v", text, rows)
		}
	}
	if _, _, ok := LabWord(nil, "lab "); ok {
		t.Error("there is a lab where there is none")
	}
}
