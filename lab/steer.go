package lab

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"ruthere/capture"
	"ruthere/config"
	"ruthere/router"
)

func isLabLine(line string) bool { return line == "@ lab" || strings.HasPrefix(line, "@ lab ") }

// readLab starts the lab that an "@ lab" line names, or that the lines after it hold.
func (p *player) readLab(file string) error {
	name, text := p.name, []byte(nil)
	if p.options.Start != nil {
		for p.at < len(p.lines) && strings.HasPrefix(p.lines[p.at], "@|") {
			p.at++
		}
		return p.startLab(p.options.Start.topology, nil)
	}
	if file == "" {
		text = []byte(strings.Repeat("\n", p.at)) // so that errors name the transcript's lines
		for ; p.at < len(p.lines) && strings.HasPrefix(p.lines[p.at], "@|"); p.at++ {
			p.at++
			p.recordAnchor(p.lines[p.at-1])
			p.at--
			text = append(text, strings.TrimPrefix(strings.TrimPrefix(p.lines[p.at], "@|"), " ")+"\n"...)
		}
	} else {
		var err error
		if name, text, err = p.findLab(file); err != nil {
			return err
		}
	}
	read := p.options.ReadTopology
	if read == nil {
		read = ParseTopology
	}
	t, err := read(name, text, p.files)
	if err != nil {
		return err
	}
	for i := range t.Routers {
		if s := &t.Routers[i].Source; file == "" && s.File == name && s.Column > 0 {
			s.Column += len("@| ")
		}
	}
	return p.startLab(t, nil)
}

// findLab reads a topology beside the transcript, with or without .yaml after its name.
func (p *player) findLab(file string) (name string, text []byte, err error) {
	if p.files == nil {
		return "", nil, fmt.Errorf("no files can be read here: %s", file)
	}
	for _, suffix := range []string{"", ".yaml"} {
		name = path.Join(path.Dir(p.name), file+suffix)
		if text, err = fs.ReadFile(p.files, name); !errors.Is(err, fs.ErrNotExist) {
			return name, text, err
		}
	}
	return "", nil, fmt.Errorf("there is no file %s", path.Join(path.Dir(p.name), file))
}

// startLab builds the lab and brings every console to its first prompt, and the first of them
// through some lines. What they show until then is not part of the transcript.
func (p *player) startLab(t *Topology, before []string) (err error) {
	if err := p.buildLab(t, true); err != nil {
		return err
	}
	for _, s := range p.screens {
		if p.options.Start != nil && p.lab.hasConsole(s.name) {
			continue
		}
		// A router that logs as it boots opens its console when it has said that.
		if err := p.runLine(s, router.Attach{Terminal: Console, Kind: config.LineConsole, Width: 80}); err != nil {
			return err
		}
		if p.options.Start != nil { // it may still be busy with what was typed last
			if err := p.waitForPrompt(s); err != nil {
				return err
			}
		}
		if s.ready && s.request.Key { // Press RETURN to get started
			if err := p.runLine(s, router.Key{Terminal: Console, Key: '\r'}); err != nil {
				return err
			}
		}
		s.pending = nil
	}
	first := p.screens[0]
	for _, line := range before {
		if err := p.runLine(first, router.Typed{Terminal: Console, Text: line}); err != nil {
			return err
		}
		if err := p.waitForPrompt(first); err != nil {
			return err
		}
		first.pending = nil
	}
	p.shown, p.began = first, t.Clock
	p.plain = !p.hasPrompts()
	if p.plain {
		return p.checkPlain()
	}
	return nil
}

// buildLab builds the lab that the player hears.
func (p *player) buildLab(t *Topology, virtual bool) (err error) {
	o := Options{
		Terminal: p.takeOutput,
		Notice:   func(text string) { p.notices++; p.showText(text + "\n") },
		Power:    p.notePower,
		Connect:  func(router string) { p.turnTo(p.findScreen(router)) },
		Refused:  p.options.Refused,
		Event:    p.options.Event,
		Restored: p.restoreScreens,

		CreateCapture: p.createCapture,
		Virtual:       virtual,
		Bounds:        p.options.Bounds,
	}
	if !virtual { // its driver had these
		o.Exit, o.OpenRecord = func() {}, func(string) (RecordFile, error) { return nil, nil }
	}
	if p.options.change != nil {
		p.options.change(&o, func() *Lab { return p.lab })
	}
	for _, r := range t.Routers {
		p.screens = append(p.screens, &screen{name: r.Name})
	}
	if p.options.Start != nil {
		p.lab, err = p.options.Start.Build(o)
	} else {
		p.lab, err = New(t, o)
	}
	if err != nil {
		return err
	}
	if p.options.Record != nil {
		if err := p.lab.WriteRun(p.options.Record, p.options.Program); err != nil {
			return err
		}
	}
	if p.options.Packets != nil {
		if err := p.lab.Capture(p.options.Packets, ""); err != nil {
			return err
		}
	}
	if p.options.Capture != nil {
		return p.lab.CaptureTo("", p.options.Capture, "")
	}
	return nil
}

// prompted is a line that was typed at a prompt, by the looks of it.
var prompted = regexp.MustCompile(`^[A-Za-z][\w.-]*(\([a-z][\w-]*\))?[>#]`)

// checkPlain refuses a text without prompts that does not look like what is typed: a topology, or a
// transcript whose first typed line has a prompt that no router shows. Further down such a line
// may be part of a banner.
func (p *player) checkPlain() error {
	first := true
	for i, line := range p.lines[p.at:] {
		switch prompt := prompted.FindString(line); {
		case strings.HasPrefix(line, "routers:"):
			p.at += i + 1
			return fmt.Errorf("this is a lab, not a transcript: ruthere lab %s starts it, and in a transcript @ lab names it", p.name)
		case line == "", strings.HasPrefix(line, "#"), strings.HasPrefix(line, "@"):
			continue
		case first && prompt != "":
			p.at += i + 1
			return fmt.Errorf("no router has the prompt %q here; that of %s is %q "+
				"(--paste takes a session that was copied from another router)", prompt, p.shown.name, p.shown.request.Prompt)
		}
		first = false
	}
	return nil
}

// hasConsole says whether the console of a router is in use.
func (l *Lab) hasConsole(name string) bool {
	m, err := l.findMachine(name)
	return err == nil && slices.ContainsFunc(m.consoles, func(a router.Attach) bool { return a.Terminal == Console })
}

// hasPrompts says whether any line starts with the first prompt of a console.
func (p *player) hasPrompts() bool {
	for _, line := range p.lines {
		for _, s := range p.screens {
			if s.asksFor(line) && s.request.Prompt != "" {
				return true
			}
		}
	}
	return false
}

// createCapture opens what a transcript captures: nothing is written unless who replays it sees to that.
func (p *player) createCapture(name string) (*capture.Recorder, error) {
	if p.options.CreateCapture != nil {
		return p.options.CreateCapture(name)
	}
	return forgetCapture(name)
}

// forgetCapture makes a capture that nobody ever sees.
func forgetCapture(name string) (*capture.Recorder, error) {
	format, err := capture.FormatOf(name)
	return capture.Record(capture.Plain(io.Discard), format, ""), err
}

// stopCaptures ends what is being recorded, also of a transcript that could not be played to its end.
func (p *player) stopCaptures() error {
	if p.lab == nil {
		return nil
	}
	return p.lab.StopCaptures()
}

// tellEnd hands the lab to who wants to see it as it is at the end.
func (p *player) tellEnd() error {
	if p.lab == nil || p.options.Ended == nil {
		return nil
	}
	return p.options.Ended(p.lab)
}

func (p *player) findScreen(name string) *screen {
	for _, s := range p.screens {
		if strings.EqualFold(s.name, name) {
			return s
		}
	}
	return nil
}

// steerLab does what an @ line says.
func (p *player) steerLab(line string) error {
	p.recordAnchor(line)
	p.noteLine()
	if mask, ok := strings.CutPrefix(line, maskVerb); ok {
		_, err := masks{}.withMask(mask)
		return err
	}
	words := strings.Fields(strings.TrimPrefix(line, "@"))
	if len(words) == 0 {
		return errors.New("nothing stands behind @")
	}
	if d, err := time.ParseDuration(words[0]); err == nil && len(words) == 1 {
		return p.advanceLab(p.lab.now.Add(d))
	}
	switch words[0] {
	case "lab":
		return errors.New("@ lab must come before everything else")
	case "console":
		if len(words) != 2 || p.findScreen(words[1]) == nil {
			return fmt.Errorf("@ console takes one of %s", strings.Join(p.lab.Routers(), ", "))
		}
		p.turnTo(p.findScreen(words[1]))
		return nil
	}
	notices := p.notices
	output, err := p.lab.Command(strings.Join(words, " "))
	p.showText(output)
	if err != nil || !p.lab.TellsLater(strings.Join(words, " ")) {
		return err
	}
	_, err = p.lab.runUntil(p.lab.now.Add(patience), func() bool { return p.notices > notices })
	return err
}

func (p *player) advanceLab(to time.Time) error {
	if to.Before(p.lab.now) {
		return fmt.Errorf("it is %s already", p.lab.now.Format(clockForm))
	}
	return p.lab.Advance(to)
}

// timeOfDay reads an instant: the next time that a clock shows 15:47:35, fractions
// allowed, or that date and time.
func (l *Lab) timeOfDay(text string) (time.Time, error) {
	if at, err := time.Parse(time.DateTime, text); err == nil {
		return at, nil
	}
	t, err := time.Parse(time.TimeOnly, text)
	if err != nil {
		return t, fmt.Errorf("%q is not a time of day such as 15:47:35", text)
	}
	y, month, day := l.now.Date()
	at := time.Date(y, month, day, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), l.now.Location())
	if at.Before(l.now) {
		at = at.AddDate(0, 0, 1)
	}
	return at, nil
}
