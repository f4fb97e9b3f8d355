package main

import (
	"context"
	"errors"
	"fmt"
	"os"

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

// openLabRecord is createRecord for a lab.
func openLabRecord(name string) (lab.RecordFile, error) {
	f, err := createRecord(name)
	if err != nil {
		return nil, err
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
	pcap := f.String("pcap", "", "write all packets to `FILE`")
	events := eventsFlag(f)
	lenient := lenientFlag(f)
	if err := f.parseArguments(args, 1, 1); err != nil {
		return err
	}
	text, _, name, err := findFile(f.arguments[0])
	if err != nil {
		return err
	}
	log, err := openEvents(*events)
	if err != nil {
		return err
	}
	o := lab.ReplayOptions{Refused: tellRefused(*lenient), ReadTopology: readAnyTopology, Event: log.listener()}
	if *pcap != "" {
		file, err := os.Create(*pcap)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		o.Packets = file
	}
	shown, err := playRun(name, text, o)
	if *events != standardOutput {
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
		return lab.Play(name, run, o)
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
