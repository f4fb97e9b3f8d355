package lab

import (
	"strings"

	"ruthere/router"
	"ruthere/shell"
)

// A screen is a router's console as a transcript sees it.
type screen struct {
	name    string
	ready   bool // something is asked for
	request shell.InputRequest
	pending []router.TerminalOutput // shown while another screen was in use
	row     string                  // that was begun on it
}

// prompt is what stands before what is typed: where a session on another host takes the keys, the row that its prompt has
// begun.
func (s *screen) prompt() string {
	if s.request.Raw {
		return s.row
	}
	return s.request.Prompt
}

func (s *screen) asksFor(line string) bool { return s.ready && strings.HasPrefix(line, s.prompt()) }

// leavesStanding says whether a line is no more than another host's prompt: that is shown, not typed at.
func (s *screen) leavesStanding(line string) bool {
	return s.request.Raw && line != "" && line == s.row
}

// takeOutput takes what the consoles show.
func (p *player) takeOutput(name string, out router.TerminalOutput) {
	for _, s := range p.screens {
		if s.name != name {
			continue
		}
		if ready, ok := out.(router.TerminalReady); ok {
			s.ready, s.request = true, ready.Request
			return
		}
		if s == p.shown {
			p.showOutput(out)
		} else {
			s.pending = append(s.pending, out)
		}
	}
}

// restoreScreens makes the screens those of a lab that has gone back.
func (p *player) restoreScreens(screens []*Screen) {
	for _, s := range p.screens {
		s.ready, s.pending = false, nil
		for _, one := range screens {
			if one.Router == s.name && one.Terminal == Console && one.Ready != nil {
				s.ready, s.request = true, one.Ready.Request
			}
		}
	}
}

// notePower notes that a router without power asks for nothing.
func (p *player) notePower(name string, on bool) {
	if s := p.findScreen(name); s != nil && !on {
		s.ready = false
	}
}

func (p *player) showOutput(out router.TerminalOutput) {
	switch out := out.(type) {
	case router.TerminalText:
		p.showText(out.Text)
	case router.TerminalLog:
		p.out.recordLine(out.Text) // with the empty line that some lines end in
	}
}

func (p *player) showText(text string) {
	text = p.echo.take(text)
	p.out.recordText(text)
	if s := p.shown; s != nil {
		s.row += text
		s.row = s.row[strings.LastIndexByte(s.row, '\n')+1:]
	}
}

// turnTo shows what another console has to show, from now on.
func (p *player) turnTo(s *screen) {
	p.shown = s
	for _, out := range s.pending {
		p.showOutput(out)
	}
	s.pending = nil
}

// A recorder writes down the transcript that really is.
type recorder struct {
	strings.Builder
	lines  int // ended
	inLine bool
}

// row is the line that was begun.
func (r *recorder) row() string {
	text := r.String()
	return text[strings.LastIndexByte(text, '\n')+1:]
}

// lastLine is the last line that was ended.
func (r *recorder) lastLine() string {
	text := strings.TrimSuffix(strings.TrimSuffix(r.String(), r.row()), "\n")
	return text[strings.LastIndexByte(text, '\n')+1:]
}

// recordLine writes a line of its own.
func (r *recorder) recordLine(text string) {
	r.startLine()
	r.WriteString(text + "\n")
	r.lines += 1 + strings.Count(text, "\n")
}

// startLine ends a line that was begun.
func (r *recorder) startLine() {
	if r.inLine {
		r.WriteByte('\n')
		r.lines++
	}
	r.inLine = false
}

// recordText writes output, which may come in parts of a line.
func (r *recorder) recordText(text string) {
	for part := range strings.SplitAfterSeq(text, "\n") {
		if part == "" {
			continue
		}
		if !r.inLine && strings.ContainsRune(`#@\`, rune(part[0])) {
			r.WriteByte('\\')
		}
		r.WriteString(part)
		if r.inLine = !strings.HasSuffix(part, "\n"); !r.inLine {
			r.lines++
		}
	}
}
