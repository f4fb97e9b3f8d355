package ios

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

var releases = []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE}

// What follows from order is said by the data of order.go and running_order.go: a language whose
// rooms were called the other way round helps, matches and prints alike.
func TestOrderOfCallsMeansNothing(t *testing.T) {
	backwards := slices.Clone(inOrder)
	slices.Reverse(backwards)
	reference, err := os.ReadFile("testdata/reference.cfg")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range releases {
		one, other := Language(r), newLanguage(r, backwards)
		if diff := cmp.Diff(wholeHelp(one), wholeHelp(other)); diff != "" {
			t.Errorf("%v, help:\n%s", r, diff)
		}
		if diff := cmp.Diff(printedBy(t, one, string(reference)), printedBy(t, other, string(reference))); diff != "" {
			t.Errorf("%v, the running-config:\n%s", r, diff)
		}
	}
}

// printedBy loads a configuration in a language and prints it.
func printedBy(t *testing.T, l *modes.Language, text string) string {
	t.Helper()
	d := &loader{config: config.New(), release: l.Release, language: l}
	for _, c := range modes.Load(d, text) {
		t.Errorf("line %d %q: %s", c.Line, c.Text, c.Message)
	}
	return l.RunningConfig(d.config)
}

// wholeHelp is what `?` says at the beginning of a line, and after one, two and three
// keywords, in every mode.
func wholeHelp(l *modes.Language) string {
	var b strings.Builder
	for _, m := range l.Modes() {
		fmt.Fprintf(&b, "%s\n", m.ID)
		addHelp(&b, m, "", 3)
	}
	return b.String()
}

func addHelp(b *strings.Builder, m *modes.Mode, line string, depth int) {
	h := m.Help(line, 15)
	for _, row := range h.Rows {
		fmt.Fprintf(b, "%s%s|%s\n", line, row.Item, row.Text)
		if depth > 0 && isKeyword(row.Item) {
			addHelp(b, m, line+row.Item+" ", depth-1)
		}
	}
}

func isKeyword(item string) bool {
	return strings.ToLower(item) == item && strings.Trim(item, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// A keyword that leads several commands of a mode is explained in the same words by all.
func TestLeadingKeywordsHaveOneHelpText(t *testing.T) {
	for _, m := range Language(debuglog.IOS15).Modes() {
		texts := map[string]string{}
		for _, e := range m.Commands() {
			path := ""
			for i, word := range strings.Fields(e.Keywords()) {
				row := e.HelpOf()[i]
				path += " " + word
				if e.Hidden() {
					continue
				}
				if have, ok := texts[path]; ok && have != row.Text {
					t.Errorf("%s:%s is %q and, in %q, %q", m.ID, path, have, e.Syntax(), row.Text)
				}
				texts[path] = row.Text
			}
		}
	}
}

// A line of a command is understood as that command, if order.go does not say that another
// comes before it.
func TestLinesAreUnderstoodAsTheirCommands(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, m := range Language(debuglog.IOS15).Modes() {
		for _, e := range m.Commands() {
			for range 4 {
				line, err := e.Sample(random)
				if err != nil || !e.Changes() {
					continue
				}
				got, err := m.Match(line, 15)
				if err != nil {
					if bad, ok := err.(*parser.Error); !ok || bad.Kind != parser.Ambiguous {
						t.Errorf("%s, %q of %q: %v", m.ID, line, e.Syntax(), err)
					}
					continue
				}
				if got != e && !slices.ContainsFunc(shared[:], func(s [3]string) bool {
					return s[0] == m.ID && s[1] == got.Keywords() && s[2] == e.Keywords()
				}) {
					t.Errorf("{%q, %q, %q}, // %q of %q is understood as %q", m.ID, got.Keywords(), e.Keywords(), line, e.Syntax(), got.Syntax())
					break
				}
			}
		}
	}
}
