package shell

import (
	"strings"

	"ruthere/modes"
)

// More is the pager's prompt, and EraseMore what the device sends to take it away.
const More = " --More-- "

var EraseMore = strings.Repeat("\b", 9) + strings.Repeat(" ", 8) + strings.Repeat("\b", 9)

const buildingConfiguration = "Building configuration...\n"

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

// searchFilters are the keys that ask the pager for an expression, as the filters they are
// to the lines not yet shown.
var searchFilters = map[byte]string{'/': "begin", '+': "include", '-': "exclude"}

// A pager holds output back that did not fit the screen.
type pager struct{ lines []string }

// flushOutput shows the output collected so far, through the filter, a page at most.
func (t *Terminal) flushOutput() {
	text := t.text.String()
	t.text.Reset()
	if f := t.filter; f != nil {
		t.filter = nil
		defer f.Send(text) // when what goes to the screen is there
		text = storeAndFilter(f, text)
	}
	if text == "" {
		return
	}
	n := t.settings.Length - 1
	if strings.HasPrefix(text, buildingConfiguration) {
		n++ // it is out before lines are counted
	}
	t.showLines(strings.SplitAfter(strings.TrimSuffix(text, "\n"), "\n"), n)
}

// storeAndFilter is what goes to the screen of output that a filter takes.
func storeAndFilter(f *modes.Filter, text string) string {
	rest, err := f.Store(text)
	if err != nil {
		return rest + err.Error() + "\n"
	}
	return filterText(f, rest)
}

// filterText is what a filter leaves of text.
func filterText(f *modes.Filter, text string) string {
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

// flushUnpaged shows all of it, page or not.
func (t *Terminal) flushUnpaged() {
	length := t.settings.Length
	t.settings.Length = 0
	t.flushOutput()
	t.settings.Length = length
}

// showLines prints n lines and keeps the rest for the pager.
func (t *Terminal) showLines(lines []string, n int) {
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
	t.requestInput(InputRequest{Prompt: More, Key: true})
}

// showNextPage goes on after a key.
func (t *Terminal) showNextPage(k byte) {
	lines := t.pager.lines
	t.pager = nil
	t.out.Text(t.id, EraseMore)
	switch n := NextPage(k, t.settings.Length); {
	case n > 0:
		t.showLines(lines, n)
	case searchFilters[k] != "":
		t.Ask(string(k), false, func(expression string, ok bool) {
			if ok {
				t.searchRest(searchFilters[k], expression, lines)
			}
		})
	default:
		t.out.Text(t.id, "\n")
	}
	if t.pager == nil {
		t.showAndAsk()
	}
}

// searchRest goes on with what a filter leaves of the lines not yet shown.
func (t *Terminal) searchRest(kind, expression string, lines []string) {
	f, err := modes.Search(kind, expression)
	if err != nil {
		t.Print(err.Error() + "\n")
		return
	}
	t.Print("filtering...\n" + filterText(f, strings.Join(lines, "")))
}
