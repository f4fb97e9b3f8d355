package parser

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCompileRefuses(t *testing.T) {
	for _, c := range []struct{ syntax, complaint string }{
		{"", "empty alternative"},
		{"[a]", "matches the empty line"},
		{"a [b", `want "]"`},
		{"a b]", `unexpected "]"`},
		{"a {b | }", "empty alternative"},
		{"a n:NUMBER", `unknown argument type "NUMBER"`},
		{"a n:<5-1>", `bad range "<5-1>"`},
		{"a n:<0-4294967296>", "bad range"},
		{"a :WORD", "has no name"},
		{"a text:LINE b", `nothing can follow "text"`},
		{"a text:LINE...", "cannot be repeated"},
		{"a n:<1-9> [b n:<1-9>]", `argument "n" could be given twice`},
		{"a {[b] | c}", "cannot tell whether"},
		{"a {name | id name:WORD}", "cannot tell whether"},
		{"a {b=c | d b:WORD}", `label "b" is also an argument`},
	} {
		_, err := Compile(c.syntax, bareHelp(c.syntax))
		if err == nil || !strings.Contains(err.Error(), c.complaint) {
			t.Errorf("%q: %v, want %q", c.syntax, err, c.complaint)
		}
	}
}

func TestHelpGoesWithTokens(t *testing.T) {
	const syntax = "key address addr:A.B.C.D [mask] [peer mask]"
	full := map[string]string{"key": "k", "address": "a", "addr": "b", "addr/mask": "c", "peer": "p", "peer/mask": "d"}
	s, err := Compile(syntax, full)
	if err != nil {
		t.Fatal(err)
	}
	g := NewGrammar("")
	g.Add(s, nil, 0, false)
	for line, want := range map[string]string{
		"key address 1.1.1.1 ":      "c",
		"key address 1.1.1.1 peer ": "d",
	} {
		if rows := g.Help(line, 0).Rows; rows[0].Text != want {
			t.Errorf("help after %q is %v, want %q", line, rows, want)
		}
	}
	for _, key := range []string{"key", "addr", "peer/mask"} {
		if _, err := Compile(syntax, without(full, key)); err == nil || !strings.Contains(err.Error(), "no help") {
			t.Errorf("without help for %q: %v", key, err)
		}
	}
	more := without(full, "")
	more["keys"] = "stray"
	if _, err := Compile(syntax, more); err == nil || !strings.Contains(err.Error(), `help for "keys"`) {
		t.Errorf("with a stray help: %v", err)
	}
}

func without(help map[string]string, key string) map[string]string {
	rest := map[string]string{}
	for k, v := range help {
		if k != key {
			rest[k] = v
		}
	}
	return rest
}

// A severity is a caller's type with a fixed list of words.
type severity struct{}

func (severity) Name() string { return "LEVEL" }
func (severity) Rows() []Row {
	return []Row{{"alerts", "Immediate action needed"}, {"debugging", "Debugging messages"}}
}
func (s severity) Accept(word string) (any, int, bool) {
	reach := 0
	for i, r := range s.Rows() {
		n := commonPrefix(word, r.Item)
		if reach = max(reach, n); n == len(word) {
			return i, reach, true
		}
	}
	return nil, reach, false
}
func (s severity) Print(value any) string {
	if i, ok := value.(int); ok && i >= 0 && i < len(s.Rows()) {
		return s.Rows()[i].Item
	}
	return ""
}

func TestTypesOfTheCaller(t *testing.T) {
	s, err := Compile("logging console [level:LEVEL]", map[string]string{"logging": "x", "console": "y"}, severity{})
	if err != nil {
		t.Fatal(err)
	}
	g := NewGrammar("")
	g.Add(s, "console", 0, false)
	m, err := g.Match("logging console deb", 0)
	if err != nil || m.Args.Int("level") != 1 {
		t.Errorf("got %v, %v", m.Args, err)
	}
	if line, err := s.Print(Args{"level": 1}); line != "logging console debugging" {
		t.Errorf("printed %q, %v", line, err)
	}
	if got, _ := g.Complete("logging console a", 0); got != "logging console alerts " {
		t.Errorf("completed to %q", got)
	}
	if got := answer(g, "logging console dex"); got != "invalid 18" {
		t.Errorf("got %s", got)
	}
	want := []string{"  alerts     Immediate action needed", "  debugging  Debugging messages", "  <cr>", ""}
	if diff := cmp.Diff(want, g.Help("logging console ", 0).Format(80)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
