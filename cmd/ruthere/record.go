package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"ruthere/capture"
	"ruthere/journal"
	"ruthere/lab"
	"ruthere/router"
	"ruthere/router/live"
)

// createRecord makes the file that a run is written to. It holds passwords and keys as they were typed: nobody
// but its owner reads it.
func createRecord(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cannot record: %w", err)
	}
	if err := f.Chmod(0o600); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// openLabRecord opens what the lab command record names: a new file, and one below the working folder, for who may
// give that command need not be who owns the host's files.
func openLabRecord(name string) (lab.RecordFile, error) {
	if !filepath.IsLocal(name) {
		return nil, fmt.Errorf("%s is not below the folder in which ruthere was started: choose a name there", name)
	}
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return nil, fmt.Errorf("%s is there already: choose another name", name)
	case err != nil:
		return nil, fmt.Errorf("cannot record: %w", err)
	}
	return f, nil
}

// recordFlag is the flag of those commands whose runs can be written down.
func recordFlag(f *flags) *string {
	return f.String("record", "", "write down the run into `FILE`, which ruthere play does again; it holds secrets")
}

// runPlay does a run again that was written down.
func runPlay(_ context.Context, args []string) error {
	f := newFlags("play")
	events, recording := eventsFlag(f), captureFlag(f)
	lenient, drawn := lenientFlag(f), pictureFlags(f)
	if err := f.parseArguments(args, 1, 1); err != nil {
		return err
	}
	if err := drawn.check(f); err != nil {
		return err
	}
	text, _, name, err := findFile(f.arguments[0], transcriptSuffix)
	if err != nil {
		return err
	}
	log, err := openEvents(*events)
	if err != nil {
		return err
	}
	o := lab.ReplayOptions{Refused: tellRefused(*lenient), ReadTopology: readAnyTopology, Event: log.listener()}
	if *recording != "" {
		if o.Capture, err = openCapture(*recording, false); err != nil {
			return err
		}
	}
	if drawn.asked() {
		o.Ended = drawn.draw
	}
	shown, err := playRun(name, text, o)
	if *drawn.ladder == standardOutput { // has it for itself
		return errors.Join(err, log.close())
	}
	if *events != standardOutput && *recording != capture.Standard {
		_, failed := os.Stdout.WriteString(shown)
		err = errors.Join(err, failed)
	}
	return errors.Join(err, log.close())
}

// playRun does a run again and returns what it shows.
func playRun(name string, text []byte, o lab.ReplayOptions) (shown string, err error) {
	if !journal.IsRun(text) {
		return "", fmt.Errorf("%s is no run that was written down by --record: its first key is not run", name)
	}
	run, err := journal.Parse(name, text)
	if err != nil {
		return "", err
	}
	if run.Program != describeBuild() {
		printNotice(fmt.Sprintf("%s was written by %s; another build may go another way", name, run.Program))
	}
	if run.Kind == journal.Lab {
		o.ReadTopology = readerOf(run)
		return lab.Play(name, run, o)
	}
	if o.Capture != nil {
		return "", errors.Join(fmt.Errorf("%s is the run of one router: its packets stand in it", name), o.Capture.Close())
	}
	screen := &live.PlayedScreen{}
	if err := live.Play(run, live.PlayOptions{Event: o.Event, Input: screen.Input, Output: screen.Output}); err != nil {
		return screen.String(), fmt.Errorf("%s: %w", name, err)
	}
	return screen.String(), nil
}

// restoreConsoles shows the consoles of a lab that has gone back: the one at hand at once, others when they are
// turned to. Consoles on ports of the host that were not open then are closed.
func (d *consoleSwitcher) restoreConsoles(screens []*lab.Screen) {
	d.restored = screens
	for _, s := range d.consoles {
		d.restoreConsole(s)
	}
	for id, display := range d.remote {
		if d.screenOf("", id) == nil {
			display.Show(router.TerminalClosed{Terminal: id})
			delete(d.remote, id)
		}
	}
	for _, s := range screens { // of users who have gone since
		if s.Terminal != lab.Console && d.remote[s.Terminal] == nil && d.lab != nil {
			_ = d.lab.Do(s.Router, router.Detach{Terminal: s.Terminal})
		}
	}
	if d.current != nil {
		d.turnTo(d.current)
	}
}

// restoreConsole makes a console what it was; false: nobody had opened it.
func (d *consoleSwitcher) restoreConsole(s *routerConsole) bool {
	screen := d.screenOf(s.name, lab.Console)
	if screen == nil {
		return false
	}
	*s = routerConsole{name: s.name, attach: s.attach, unseen: screen.Shown, ready: screen.Ready}
	return true
}

// screenOf is what a terminal of a router showed; "" is any router.
func (d *consoleSwitcher) screenOf(name string, terminal int) *lab.Screen {
	for _, s := range d.restored {
		if (name == "" || s.Router == name) && s.Terminal == terminal {
			return s
		}
	}
	return nil
}
