package grade_test

import (
	"strings"
	"testing"

	"ruthere/lab/grade"
)

// Paragraphs and lists are broken anew, code is left as it is, and empty lines stay where they part something.
func TestProse(t *testing.T) {
	text := `
A paragraph of several words
that goes on.
* an item that is longer than a line
  and goes on
* another

      code   that is longer than all other lines
       and stays

10. ten 'and some
code'.
a-word-that-no-line-has-room-for after
`
	want := `> A paragraph of
> several words that
> goes on.
> * an item that is
>   longer than a line
>   and goes on
> * another

>       code   that is longer than all other lines
>        and stays

> 10. ten
>     'and some code'.
>     a-word-that-no-line-has-room-for
>     after
`
	code := func(text string) string { return strings.ReplaceAll(text, "'", "`") }
	if got := grade.Prose(code(text), "> ", 22); got != code(want) {
		t.Errorf("it is\n%s, and should be\n%s", got, want)
	}
	for _, text := range []string{"", "\n\n", "   "} {
		if got := grade.Prose(text, "> ", 20); got != "" {
			t.Errorf("%q is %q", text, got)
		}
	}
	if got := grade.Prose(strings.Repeat("word ", 1000), "", grade.PageWidth); strings.Count(got, "\n") != 67 {
		t.Errorf("a thousand words have %d lines", strings.Count(got, "\n"))
	}
}
