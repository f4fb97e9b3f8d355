package shell

import (
	"strings"

	"ruthere/modes"
)

// More is the pager's prompt, and EraseMore what the device sends to take it away.
const More = " --More-- "

var EraseMore = strings.Repeat("\b", 9) + strings.Repeat(" ", 8) + strings.Repeat("\b", 9)

const building = "Building configuration...\n"

// NextPage is how many lines a key at the pager's prompt shows on a screen of length
// rows: Space a page, Return one, any other none and an end to the output.
func NextPage(key byte, length int) int {
	switch key {
	case ' ':
		return length - 1
	case '\r', '\n':
		return 1
	}
	return 0
}

// searches are the keys that ask the pager for an expression, as the filters they are
// to the lines not yet shown.
var searches = map[byte]string{'/': "begin", '+': "include", '-': "exclude"}

// A pager holds output back that did not fit the screen.
type pager struct{ lines []string }

// flush shows the output collected so far, through the filter, a page at most.
func (t *Terminal) flush() {
	text := t.text.String()
	t.text.Reset()
	if f := t.filter; f != nil {
		t.filter = nil
		text = stored(f, text)
	}
	if text == "" {
		return
	}
	n := t.settings.Length - 1
	if strings.HasPrefix(text, building) {
		n++ // it is out before lines are counted
	}
	t.show(strings.SplitAfter(strings.TrimSuffix(text, "\n"), "\n"), n)
}

// stored is what goes to the screen of output that a filter takes.
func stored(f *modes.Filter, text string) string {
	rest, err := f.Store(text)
	if err != nil {
		return rest + err.Error() + "\n"
	}
	return filtered(f, rest)
}

// filtered is what a filter leaves of text.
func filtered(f *modes.Filter, text string) string {
	var lines []string
	if text != "" {
		lines = strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	}
	lines = f.Apply(lines)
	if len(lines) == 0 {
		return ""
	}
	return strings.Join(lines, "\n") + "\n"
}

// flushNow shows all of it, page or not.
func (t *Terminal) flushNow() {
	length := t.settings.Length
	t.settings.Length = 0
	t.flush()
	t.settings.Length = length
}

// show prints n lines and keeps the rest for the pager.
func (t *Terminal) show(lines []string, n int) {
	last := len(lines) - 1
	if !strings.HasSuffix(lines[last], "\n") {
		lines[last] += "\n"
	}
	if t.settings.Length == 0 || len(lines) <= n {
		t.pager = nil
		t.out.Text(t.id, strings.Join(lines, ""))
		return
	}
	t.out.Text(t.id, strings.Join(lines[:n], ""))
	t.pager = &pager{lines[n:]}
	t.ready(Request{Prompt: More, Key: true})
}

// page goes on after a key.
func (t *Terminal) page(k byte) {
	lines := t.pager.lines
	t.pager = nil
	t.out.Text(t.id, EraseMore)
	switch n := NextPage(k, t.settings.Length); {
	case n > 0:
		t.show(lines, n)
	case searches[k] != "":
		t.Ask(string(k), false, func(expression string, ok bool) {
			if ok {
				t.search(searches[k], expression, lines)
			}
		})
	default:
		t.out.Text(t.id, "\n")
	}
	if t.pager == nil {
		t.settle()
	}
}

// search goes on with what a filter leaves of the lines not yet shown.
func (t *Terminal) search(kind, expression string, lines []string) {
	f, err := modes.Search(kind, expression)
	if err != nil {
		t.Print(err.Error() + "\n")
		return
	}
	t.Print("filtering...\n" + filtered(f, strings.Join(lines, "")))
}
