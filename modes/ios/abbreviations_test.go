package ios

import (
	"errors"
	"os"
	"strings"
	"testing"

	"ruthere/debuglog"
	"ruthere/parser"
)

// What engineers type, and what it means on each release: testdata/abbreviations.txt has lines of
// a mode, what is typed, and the line in full, `ambiguous`, `invalid` or `incomplete`; three
// verdicts, parted by bars, are those of 12.4, 15 and XE.
func TestAbbreviations(t *testing.T) {
	text, err := os.ReadFile("testdata/abbreviations.txt")
	if err != nil {
		t.Fatal(err)
	}
	for at, line := range strings.Split(string(text), "\n") {
		fields := strings.Split(line, ";")
		if len(fields) != 3 {
			continue // a comment
		}
		mode, typed := strings.TrimSpace(fields[0]), strings.TrimSpace(fields[1])
		verdicts := strings.Split(fields[2], "|")
		for i, r := range releases {
			want := strings.TrimSpace(verdicts[min(i, len(verdicts)-1)])
			if got := verdictOf(r, mode, typed); got != want {
				t.Errorf("line %d, %v, %s: %q means %q, want %q", at+1, r, mode, typed, got, want)
			}
		}
	}
}

func verdictOf(r debuglog.Release, mode, typed string) string {
	full, err := Language(r).Mode(mode).Spell(typed, 15)
	var bad *parser.Error
	if errors.As(err, &bad) {
		return map[parser.Kind]string{parser.Ambiguous: "ambiguous", parser.Invalid: "invalid", parser.Incomplete: "incomplete"}[bad.Kind]
	}
	return full
}
