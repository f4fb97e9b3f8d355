package lab

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"ruthere/capture"
	"ruthere/router"
	"ruthere/shell"
)

// A Difference is the first line in which a transcript is not what came out.
type Difference struct {
	Name      string
	Line      int    // counted from 1, in the transcript as it was given
	Want, Got string // "" also stands for a line that is not there
	Hint      string // tells of a line that looks typed and was not, if there is one
}

func (d *Difference) Error() string {
	text := fmt.Sprintf("%s:%d: differs\nwant: %s\n got: %s", d.Name, d.Line, d.Want, d.Got)
	if d.Hint != "" {
		text += "\n" + d.Hint
	}
	return text
}

// Replay runs a transcript in virtual time and returns the transcript as it really is,
// how it differs from text (a *Difference, or nil), and the error that stopped it.
//
// In a transcript a line that starts with the prompt of a console is typed there; a line
// that starts with # is a comment; one that starts with @ steers:
//
//	@ lab FILE           the topology, relative to the transcript; or "@ lab" alone,
//	                     with the topology in the lines after it, each after "@|"
//	@ 10s                time passes
//	@ until 15:47:35     time passes until that time of day
//	@ console Peer       what the console of another router shows comes next
//	@ cut Router Peer    and all other lab commands, see [Lab.Commands]
//
// All other lines are what the consoles are expected to show, every blank counts. A
// backslash protects output that starts with #, @ or a backslash. A typed line that ends
// in ? asks for help; ^Z and ^C at the end of a line are the control keys. Where a
// single key is asked for, an empty line is Return. A command that takes time is waited
// for. Log lines stand on lines of their own, without the prompt again after them.
// What a console shows while another one is in use is shown when it is turned to.
//
// A text without a line that starts with a prompt is typed line by line at the console
// of the first router; only lines starting with "@ " then mean something else. Nothing
// is compared.
func Replay(name, text string, files fs.FS) (actual string, diff, err error) {
	return ReplayWith(name, text, files, ReplayOptions{})
}

// ReplayOptions are what else is wanted of a replay.
type ReplayOptions struct {
	Packets io.Writer         // nil, or takes all packets of the lab as a pcap file
	Capture *capture.Recorder // nil, or takes them in a format that it chose
	Refused func(RefusedLine) // as in [Options]
	// CreateCapture is as in [Options]; nil has what transcripts capture forgotten.
	CreateCapture func(name string) (*capture.Recorder, error)
}

// ReplayWith is Replay with options.
func ReplayWith(name, text string, files fs.FS, o ReplayOptions) (actual string, diff, err error) {
	p := &player{name: name, files: files, options: o}
	p.lines = strings.Split(strings.TrimSuffix(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n")
	var refused RefusedLines
	err = errors.Join(p.playLines(), p.stopCaptures())
	if errors.As(err, &refused) {
		return p.out.String(), nil, refused // they say themselves where they stand
	} else if err != nil {
		return p.out.String(), nil, fmt.Errorf("%s:%d: %w", name, p.at, err)
	}
	actual = p.out.String()
	if p.plain {
		return actual, nil, nil
	}
	if d := p.compareWith(actual); d != nil {
		return actual, d, nil
	}
	return actual, nil, nil
}

// A player is a transcript being replayed.
type player struct {
	name     string
	files    fs.FS
	options  ReplayOptions
	lines    []string
	at       int // lines taken: the number of the line being worked on
	plain    bool
	lab      *Lab
	screens  []*screen // of the routers, in order
	shown    *screen
	out      recorder
	untyped  string // why a line that looks typed was not, the first such
	mark     int    // length of out when something was last typed or steered
	expected int    // lines of the transcript since then that were in out
	notices  int
}

// patience is how long a command may take before its prompt is given up.
const patience = time.Hour

func (p *player) playLines() error {
	for p.at < len(p.lines) {
		line := p.lines[p.at]
		p.at++
		switch {
		case p.lab == nil && isLabLine(line):
			p.out.recordLine(line)
			if err := p.readLab(strings.TrimSpace(strings.TrimPrefix(line, "@ lab"))); err != nil {
				return err
			}
		case p.lab == nil && !strings.HasPrefix(line, "#"):
			p.at--
			if err := p.startLab(defaultTopology()); err != nil {
				return err
			}
		default:
			if err := p.takeLine(line); err != nil {
				return err
			}
		}
	}
	if p.lab == nil { // nothing but comments
		return nil
	}
	return p.lab.captureErr
}

// stopCaptures ends what is being recorded, also of a transcript that could not be played to its end.
func (p *player) stopCaptures() error {
	if p.lab == nil {
		return nil
	}
	return p.lab.StopCaptures()
}

// takeLine works on one line once there is a lab.
func (p *player) takeLine(line string) error {
	switch {
	case strings.HasPrefix(line, "@ "), !p.plain && strings.HasPrefix(line, "@"):
		return p.steerLab(line)
	case p.plain:
		return p.typeAt(p.shown, line)
	case strings.HasPrefix(line, "#"):
		p.out.recordLine(line)
		return nil
	}
	if s := p.promptedBy(line); s != nil {
		return p.typeAt(s, line[len(s.request.Prompt):])
	}
	p.expected++
	p.suspectLine(line)
	return nil
}

// promptedBy is the screen whose prompt a line starts with, the one in use first.
func (p *player) promptedBy(line string) *screen {
	if p.shown.asksFor(line) && (p.shown.request.Prompt != "" || !p.wasShown(line)) {
		return p.shown
	}
	for _, s := range p.screens {
		if s.asksFor(line) && s.request.Prompt != "" {
			return s
		}
	}
	return nil
}

// wasShown says whether a line is the next of those that came out. Where lines are asked
// for without a prompt, it alone tells what is typed.
func (p *player) wasShown(line string) bool {
	lines := strings.Split(p.out.String()[p.mark:], "\n")
	return p.expected < len(lines)-1 && lines[p.expected] == line
}

// noteLine forgets what was shown: what follows is the answer to what is done now.
func (p *player) noteLine() { p.mark, p.expected = p.out.Len(), 0 }

// suspectLine notes a line that was meant to be typed, by the looks of it.
func (p *player) suspectLine(line string) {
	for i, m := range p.lab.machines {
		if m.box == nil {
			continue
		}
		rest, ok := strings.CutPrefix(line, m.box.Hostname())
		if ok && rest != "" && strings.ContainsRune(">#(", rune(rest[0])) && p.untyped == "" {
			p.untyped = fmt.Sprintf("line %d was not typed: the prompt of %s is %q", p.at, m.Name, p.screens[i].request.Prompt)
		}
	}
}

// typeAt types the rest of a line at a screen and waits for the next prompt.
func (p *player) typeAt(s *screen, text string) error {
	p.turnTo(s)
	if !s.ready {
		return fmt.Errorf("%s does not ask for anything", s.name)
	}
	request := s.request
	p.out.recordLine(request.Prompt + text)
	p.noteLine()
	switch {
	case request.Key:
		if text == "" {
			text = "\r"
		}
		for i := 0; i < len(text) && s.ready && s.request.Key; i++ {
			if err := p.runLine(s, router.Key{Terminal: Console, Key: text[i]}); err != nil {
				return err
			}
		}
	case strings.HasSuffix(text, "?") && !request.Secret && request.Prompt != "":
		p.showText(p.lab.Help(s.name, Console, strings.TrimSuffix(text, "?")))
		return nil
	default:
		line, end := lineEnd(text)
		if err := p.runLine(s, router.Typed{Terminal: Console, Text: line, End: end}); err != nil {
			return err
		}
	}
	return p.waitForPrompt(s)
}

// lineEnd takes the control key off the end of a typed line.
func lineEnd(text string) (line string, end shell.End) {
	if line, ok := strings.CutSuffix(text, "^Z"); ok {
		return line, shell.CtrlZ
	}
	if line, ok := strings.CutSuffix(text, "^C"); ok {
		return line, shell.CtrlC
	}
	return text, shell.Return
}

// runLine gives a screen's router an input, and waits while it computes: the input is taken when it
// is done with what it has in hand, and what follows leaves while it works.
func (p *player) runLine(s *screen, in router.Input) error {
	m, err := p.lab.findMachine(s.name)
	if err != nil {
		return err
	}
	s.ready = false
	if err := p.lab.Do(s.name, in); err != nil || !m.isBusy() {
		return err
	}
	_, err = p.lab.runUntil(p.lab.now.Add(patience), func() bool { return s.ready || !m.isBusy() })
	return err
}

// waitForPrompt lets time pass until a screen asks for something again, and all that its router says in
// the same breath has been said.
func (p *player) waitForPrompt(s *screen) error {
	m, err := p.lab.findMachine(s.name)
	if err != nil {
		return err
	}
	over := func() bool { return s.ready && !m.isWorking() || m.box == nil && m.reboot.IsZero() }
	if over() {
		return nil
	}
	done, err := p.lab.runUntil(p.lab.now.Add(patience), over)
	if err == nil && !done {
		err = fmt.Errorf("%s did not ask for anything again within %v", s.name, patience)
	}
	return err
}

// compareWith finds the first difference between the transcript and what came out.
func (p *player) compareWith(actual string) *Difference {
	got := strings.Split(strings.TrimSuffix(actual, "\n"), "\n")
	for i := range max(len(got), len(p.lines)) {
		d := &Difference{Name: p.name, Line: i + 1}
		wanted, came := i < len(p.lines), i < len(got)
		if wanted {
			d.Want = p.lines[i]
		}
		if came {
			d.Got = got[i]
		}
		if d.Want != d.Got || wanted != came {
			d.Hint = p.untyped
			return d
		}
	}
	return nil
}
