package inert

import (
	"errors"
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// newLanguage is a language without commands that prints what it keeps.
func newLanguage() *modes.Language {
	return modes.NewLanguage(debuglog.IOS15, modes.RunningOrder{Global: func(p *modes.Printer) { p.InertRest() }})
}

// A mistake is told with its file and line, the word, and what would have been right.
func TestMistakesInFiles(t *testing.T) {
	const begin = "@feature Odds\n@lines of global\n" // two lines
	for _, test := range []struct {
		name, text string
		line       int
		word, want string
	}{
		{"no feature", "@lines of global\nip cef\n", 2, "ip cef", "@feature NAME and @lines of MODE before the first command"},
		{"no mode for the lines", "@feature Odds\nip cef\n", 2, "ip cef", "@feature NAME and @lines of MODE before the first command"},
		{"feature after commands", begin + "ip cef\n@feature Ends\n", 4, "@feature Ends", "@feature NAME (before the first command)"},
		{"feature without a name", "@feature\n", 1, "@feature", "@feature NAME"},
		{"unknown heading", "@commands of global\n", 1, "@commands of global", "@lines of MODE"},
		{"mode with two words", "@mode key chain\n", 1, "@mode key chain", "@mode ID"},
		{"indented at the beginning", "# Odds\n\n    ip cef\n", 3, "ip cef", "a line that is not indented, here"},
		{"indented after the lines' heading", begin + "    ip cef\n", 3, "ip cef", "a line that is not indented, here"},
		{"help with one blank", "@help\n    cef Switching\n", 2, "cef Switching", "a word, two blanks, and its help"},
		{"help without text", "@help\n    cef\n", 2, "cef", "a word, two blanks, and its help"},
		{"help of two words", "@help\n    ip cef  Switching\n", 2, "ip cef  Switching", "a word, two blanks, and its help"},
		{"argument without text", "@arguments\n    WORD\n", 2, "WORD", "a word, two blanks, and its help"},
		{"marks alone", begin + "-+\n", 3, "-+", "a syntax after the marks"},
		{"hidden nothing", begin + "-\n", 3, "-", "a syntax after the marks"},
		{"two ends of the subject", begin + "ip ~ cef ~ x\n", 3, "ip ~ cef ~ x", "one ~ at most"},
		{"unknown property", begin + "ip cef\n    often\n", 4, "often", "opens MODE, separated, parted"},
		{"opens nothing", begin + "ip cef\n    opens\n", 4, "opens", "opens MODE"},
		{"separated how", begin + "ip cef\n    separated twice\n", 4, "separated twice", "separated"},
		{"own help with one blank", begin + "ip cef\n    help cef Switching\n", 4, "cef Switching", "a word, two blanks, and its help"},
		{"fill with a word", begin + "ip cef ~ [n:<1-9>]\n    fill n many\n", 4, "many", "a number"},
		{"fill with too much", begin + "ip cef ~ [a] [b]\n    fill a but b\n", 4, "a but b", "fill WORD unless OTHER"},
		{"unknown mode property", "@mode m\n    colour red\n", 2, "colour red", "prompt, title, parent"},
		{"indent of no number", "@mode m\n    indent two\n", 2, "indent two", "indent N"},
		{"indent of nothing", "@mode m\n    indent none\n", 2, "indent none", "indent N"},
		{"mode without a prompt", "@mode m\n    title M:\n    parent global\n", 1, "@mode m", "prompt below it"},
		{"mode without a title", "# M\n@mode m\n    prompt config-m\n    parent global\n@help\n", 2, "@mode m", "title below it"},
		{"mode without a parent", "@mode m\n    prompt config-m\n    title M:\n@lines of m\n", 1, "@mode m", "parent below it"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := addFile(newLanguage(), "odd.syntax", test.text, common{help: modes.H{}, arguments: modes.H{}})
			var mistake *Error
			if !errors.As(err, &mistake) {
				t.Fatalf("error %v, want one at line %d", err, test.line)
			}
			if mistake.File != "odd.syntax" || mistake.Line != test.line || mistake.Word != test.word || !strings.Contains(mistake.Want, test.want) {
				t.Errorf("%v, want odd.syntax:%d: %q: want %s", err, test.line, test.word, test.want)
			}
		})
	}
}

func TestMistakeInWords(t *testing.T) {
	err := &Error{"odd.syntax", 7, "often", "separated"}
	if got, want := err.Error(), `odd.syntax:7: "often": want separated`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Nothing of a wrong file is added.
func TestWrongFileAddsNothing(t *testing.T) {
	l := newLanguage()
	if err := addFile(l, "odd.syntax", "@feature Odds\n@lines of global\nip cef\nip ~ a ~ b\n", common{help: modes.H{}}); err == nil {
		t.Fatal("the file is taken")
	}
	l.Finish()
	if n := len(l.Mode(modes.GlobalMode).Commands()); n != 0 {
		t.Errorf("%d commands", n)
	}
}

const odds = `@feature Odds
@help
    odd     Odds
    plain   Plain
    on      On by default
    either  Either
    lone    Lone
    about   About
    text    Text
    level   Level
    times   Times
    shown   Shown
@lines of global
odd plain
+odd on
*odd either
=odd lone
odd about ~ text:WORD
odd level ~ [times:<1-9>]
    fill times 3
    default odd level 5
odd twice
    repeated
    help twice  Twice
-odd shown
    trailing blank
`

// What the marks and properties promise of the running-config.
func TestMarks(t *testing.T) {
	l := newLanguage()
	if err := addFile(l, "odd.syntax", odds, common{help: modes.H{}, arguments: modes.H{"WORD": "Word"}}); err != nil {
		t.Fatal(err)
	}
	l.Finish()
	for _, test := range []struct{ typed, shown string }{
		{"odd plain", "odd plain\n"},
		{"odd plain|no odd plain", ""},
		{"no odd plain", ""},
		{"odd on", ""},
		{"no odd on", "no odd on\n"},
		{"no odd on|default odd on", ""},
		{"odd either", "odd either\n"},
		{"odd either|no odd either", "no odd either\n"},
		{"no odd lone", "no odd lone\n"},
		{"odd lone|no odd lone", ""},
		{"odd about a|odd about b", "odd about b\n"},
		{"odd about a|no odd about", ""},
		{"odd level", "odd level 3\n"},
		{"odd level|odd level 5", ""},
		{"odd twice|odd twice", "odd twice\nodd twice\n"},
		{"odd shown", "odd shown \n"},
	} {
		r := l.Read(config.New(), strings.ReplaceAll(test.typed, "|", "\n"))
		if len(r.Complaints) > 0 {
			t.Errorf("%s: %+v", test.typed, r.Complaints)
		}
		if got := l.RunningConfig(r.Config); got != test.shown+"end\n" {
			t.Errorf("%s: the running-config has\n%swant\n%send", test.typed, got, test.shown)
		}
	}
}
