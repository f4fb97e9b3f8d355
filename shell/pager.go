package shell

import "strings"

const (
	more     = " --More-- "
	building = "Building configuration...\n"
)

// eraseMore is what the device sends to take the pager's prompt away.
var eraseMore = strings.Repeat("\b", 9) + strings.Repeat(" ", 8) + strings.Repeat("\b", 9)

// A pager holds output back that did not fit the screen.
type pager struct{ lines []string }

// flush shows the output collected so far, through the filter, a page at most.
func (t *Terminal) flush() {
	text := t.text.String()
	t.text.Reset()
	if f := t.filter; f != nil {
		t.filter = nil
		var err error
		text, err = f.Store(text)
		lines := f.Apply(strings.Split(strings.TrimSuffix(text, "\n"), "\n"))
		if text == "" {
			lines = nil
		}
		if err != nil {
			lines = append(lines, err.Error())
		}
		text = ""
		if len(lines) > 0 {
			text = strings.Join(lines, "\n") + "\n"
		}
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
	t.out.Ready(t.id, Request{Prompt: more, Key: true})
}

// page goes on after a key: Space a page, Return a line, anything else stops.
func (t *Terminal) page(k byte) {
	lines := t.pager.lines
	t.pager = nil
	t.out.Text(t.id, eraseMore)
	switch k {
	case ' ':
		t.show(lines, t.settings.Length-1)
	case '\r', '\n':
		t.show(lines, 1)
	default:
		t.out.Text(t.id, "\n")
	}
	if t.pager == nil {
		t.settle()
	}
}
