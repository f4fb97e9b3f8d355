package lab

import (
	"strings"
	"time"

	"ruthere/router"
)

// A console from which its user has logged in to another host takes keys, not lines: what they do comes back over the
// network. A transcript shows what the screen does; what is typed stands behind the prompt that is there, and the echo of
// it is not shown twice.

// An echo is what was typed into a session and will come back.
type echo struct{ left string }

// take takes the echo off what comes: as much as was typed, and the end of its line. Where nothing is echoed, as for a
// password, that end is all.
func (e *echo) take(text string) (rest string) {
	if e.left == "" {
		return text
	}
	for text != "" && e.left != "" {
		switch {
		case text[0] == e.left[0]:
			text, e.left = text[1:], e.left[1:]
		case text[0] == '\n':
			e.left = ""
			return text[1:]
		default:
			e.left = ""
		}
	}
	return text
}

// typeRaw types keys into a session. Control keys are written ^Z, ^C and ^^ (the escape character). Behind a line there is a
// RETURN, unless it has control keys or ends in ?, which act at once.
func (p *player) typeRaw(s *screen, text string) error {
	keys := strings.NewReplacer("^Z", "\x1a", "^C", "\x03", "^^", "\x1e").Replace(text)
	kept := ""                // the row that there will be again
	if p.out.row() != s.row { // something else was written down since then
		p.out.startLine()
		p.out.recordText(s.row)
	}
	p.anchors = append(p.anchors, anchor{p.at - 1, p.out.lines})
	switch {
	case keys == text && strings.HasSuffix(text, "?"): // the line stays
		p.out.recordText(text)
		p.echo.left = text
		kept = s.row + strings.TrimSuffix(text, "?")
		s.row += text
	case keys == text:
		p.out.recordText(text + "\n")
		s.row = ""
		keys += "\r"
		p.echo.left = text + "\n"
	default:
		p.out.recordText(text + "\n")
		s.row = ""
		p.echo.left = "\n"
	}
	p.noteLine()
	for i := 0; i < len(keys) && s.ready && s.request.Raw; i++ {
		if err := p.runLine(s, router.Key{Terminal: Console, Key: keys[i]}); err != nil {
			return err
		}
	}
	return p.waitForRemote(s, kept)
}

// remotePatience is how long an answer from another host is waited for; remoteQuiet, how long it says nothing, having ended its
// last line, until that is thought to be all.
const (
	remotePatience = time.Minute
	remoteQuiet    = 5 * time.Second
)

// waitForRemote lets time pass until the other host has shown a prompt, by the looks of it, or the row that was kept for more
// to be typed, and nothing is on its way; or the session is over, or was only just resumed: then nothing comes.
func (p *player) waitForRemote(s *screen, kept string) error {
	over := func() bool {
		if s.ready && !s.request.Raw {
			return true
		}
		row := s.row
		awaits := looksLikePrompt(row) || kept != "" && row == kept || row == "" && strings.HasPrefix(p.out.lastLine(), "[Resuming ")
		return s.ready && len(p.lab.underway) == 0 && awaits
	}
	if over() {
		return nil
	}
	var err error
	for end := p.lab.now.Add(remotePatience); err == nil && p.lab.now.Before(end); {
		said := p.out.Len()
		if _, err = p.lab.runUntil(p.lab.now.Add(remoteQuiet), over); over() || p.out.Len() == said && s.row == "" {
			break
		}
	}
	if err == nil && !s.ready {
		return p.waitForPrompt(s)
	}
	return err
}

// looksLikePrompt says whether a row waits for something to be typed.
func looksLikePrompt(row string) bool {
	row = strings.TrimRight(row, " ")
	return row != "" && strings.ContainsRune(">#:?]", rune(row[len(row)-1])) || strings.HasSuffix(row, "--More--")
}
