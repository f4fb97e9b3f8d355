package lab

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"ruthere/journal"
	"ruthere/router"
	"ruthere/shell"
)

// inlinedFiles are the files that a topology in a record names: those that were read when it was written.
type inlinedFiles struct {
	files    map[string]string
	from, to string // the folders of the record and of the topology's first file
}

func (f inlinedFiles) ReadFile(name string) ([]byte, error) {
	rest, _ := strings.CutPrefix(name, f.from+"/")
	if text, ok := f.files[path.Join(f.to, rest)]; ok {
		return []byte(text), nil
	}
	return nil, &fs.PathError{Op: "read", Path: rest + " (a record holds its files under the key files)", Err: fs.ErrNotExist}
}

func (f inlinedFiles) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
}

// readRecorded reads the topology of a record. Errors name the record's lines.
func readRecorded(name string, f *journal.File, o ReplayOptions) (*Topology, error) {
	read := o.ReadTopology
	if read == nil {
		read = ParseTopology
	}
	text := f.Topology
	if f.TopologyLine > 0 {
		text = strings.Repeat("\n", f.TopologyLine-1) + text
	}
	t, err := read(name, []byte(text), inlinedFiles{f.Files, path.Dir(name), path.Dir(f.Name)})
	if err != nil {
		return nil, err
	}
	for i := range t.Routers {
		if s := &t.Routers[i].Source; s.File == name && s.Column > 0 {
			s.Column += f.TopologyIndent
		}
	}
	t.Origin = Origin{f.Name, f.Topology, f.Files}
	return t, nil
}

// Play does a run again that was written down, see [Lab.WriteRun], and returns what its consoles showed as a
// transcript: what was typed behind its prompts, what was done to the lab behind @.
func Play(name string, f *journal.File, o ReplayOptions) (shown string, err error) {
	o.CreateCapture = nil // what a console of the run began to capture is not captured again
	p := &player{name: name, options: o}
	t, err := readRecorded(name, f, o)
	if err != nil {
		return "", err
	}
	if err := p.buildLab(t, f.Virtual); err != nil {
		return "", err
	}
	p.began, p.told = t.Clock, t.Clock
	p.shown = p.screens[0]
	err = errors.Join(p.playEntries(f.Entries), p.stopCaptures(), p.tellEnd())
	return p.out.String(), err
}

func (p *player) playEntries(entries []journal.Entry) error {
	p.lab.hand.rerun = true
	for _, e := range entries {
		if err := p.lab.goTo(e.At, e.After); err != nil {
			return err
		}
		p.showEntry(e)
		if e.Input != nil {
			if _, err := p.lab.findMachine(e.Who); err != nil {
				return fmt.Errorf("%s:%d: %w", p.name, e.Line, err)
			}
		}
		output, err := p.lab.apply(e)
		p.showText(output)
		if err != nil && e.Command != "" {
			p.out.recordLine("# " + err.Error())
		}
	}
	p.lab.hand.rerun = false
	p.lab.line.entries = entries
	return p.lab.captureErr
}

// showEntry writes down what enters, with the instant where time has passed that nobody waited for.
func (p *player) showEntry(e journal.Entry) {
	s := p.findScreen(e.Who)
	typed, isLine := e.Input.(router.Typed)
	key, isKey := e.Input.(router.Key)
	atConsole := s != nil && s.ready && (isLine && typed.Terminal == Console || isKey && key.Terminal == Console)
	if at := e.At; at.After(p.told) && (atConsole || e.Command != "" || e.Input == nil) {
		form := "15:04:05.999999999"
		if at.Sub(p.told) >= 24*time.Hour || at.Day() != p.told.Day() {
			form = "2006-01-02 " + form
		}
		p.out.recordLine("@ until " + at.Format(form))
		p.told = at
	}
	switch {
	case atConsole:
		p.turnTo(s)
		p.out.recordLine(s.request.Prompt + answerText(s.request, e.Input))
		s.ready = false
	case e.Command != "":
		p.out.recordLine("@ " + e.Command)
	case e.Input != nil && !isQuiet(e.Input):
		if line, err := journal.Append(nil, e, e.At); err == nil {
			p.out.recordLine("# " + strings.TrimSpace(string(line)))
		}
	}
}

// isQuiet says whether an input is nothing that somebody did on purpose.
func isQuiet(in router.Input) bool {
	switch in.(type) {
	case router.Attach, router.UserActive, router.Resize:
		return true
	}
	return false
}

// answerText is what was typed as a transcript has it.
func answerText(r shell.InputRequest, in router.Input) string {
	switch in := in.(type) {
	case router.Key:
		if in.Key == '\r' {
			return ""
		}
		return string(rune(in.Key))
	case router.Typed:
		return in.Text + map[shell.End]string{shell.CtrlZ: "^Z", shell.CtrlC: "^C"}[in.End]
	}
	return ""
}
