package modes

import (
	"strings"
	"testing"
)

func TestRegularExpressions(t *testing.T) {
	for _, c := range []struct {
		expression string
		matches    string // lines, one a line
		fails      string
	}{
		{"Et0/1|Et0/2", "up Et0/2", "up Et0"},
		{"^ip", "ip route", " ip route"},
		{"up$", "is up", "is up "},
		{"a.c", "abc", "ac"},
		{"^ab*c$", "ac\nabbc", "adc"},
		{"^ab+c$", "abc", "ac"},
		{"^ab?c$", "ac\nabc", "abbc"},
		{"[0-9][a-f]", "1a", "1g"},
		{"^[^!]", "x", "!x"},
		{"(ab|cd)e", "abe\ncde", "ae"},
		{"_100_", "100/1 100\n100,2\n{100}\n(100 ", "1000/1001/x100"},
		{"QM_IDLE", "QM_IDLE\nQM IDLE\nQM,IDLE", "QMIDLE\nQM-IDLE"},
		{"^X_by_q$", "X_by_q\nX by q", "X-by-q"},
		{"10\\.1", "10.1", "1011"},
		{"a\\|b", "a|b", "a"},
		{"\\_", "_", "x"},
		{"[_]", "_", " "},
		{"a{2}", "a{2}", "aa"},
		{"\\d", "d", "1"},
		{"^(.)(.)\\2\\1$", "abba", "abab"},
		{"(10|20)[.]\\1", "10.10\nx20.20", "10.20"},
		{"^([a-z]*) \\1$", "up up\n ", "up down"},
		{"(a)|b\\1c", "a\nbc", "b"},
		{"(ip_)+\\1", "ip ip ", "ip"},
		{" $", "x ", "x"},
		{"", "anything\n", "\x00"},
	} {
		matches, err := compileExpression(c.expression)
		if err != nil {
			t.Errorf("%q: %v", c.expression, err)
			continue
		}
		if c.matches != "" {
			for line := range strings.SplitSeq(c.matches, "\n") {
				if !matches(line) {
					t.Errorf("%q does not match %q", c.expression, line)
				}
			}
		}
		if c.fails != "\x00" && matches(c.fails) {
			t.Errorf("%q matches %q", c.expression, c.fails)
		}
	}
	for _, bad := range []string{"[", "(", ")", "*", "(?i)x", "[z-a]", "a\\"} {
		if _, err := compileExpression(bad); err == nil {
			t.Errorf("%q compiles", bad)
		}
	}
}

// An expression made to be tried for ever costs a bounded time, and matches nothing.
func TestRegularExpressionsAreBounded(t *testing.T) {
	matches, err := compileExpression(`^((a*)*)*\1b$`)
	if err != nil {
		t.Fatal(err)
	}
	if matches(strings.Repeat("a", 200)) {
		t.Error("matches")
	}
}

func FuzzRegularExpressions(f *testing.F) {
	f.Add(`^(.)\1[a-z]_`, "aab ")
	f.Fuzz(func(t *testing.T, expression, line string) {
		matches, err := compileExpression(expression)
		if err == nil {
			matches(line)
		}
	})
}
