package main

import (
	"context"
	"time"

	"ruthere/lab"
	"ruthere/router"
	"ruthere/shell"
)

// runLab turns the lab until ctx is done, the input ends, or time stands still.
func (d *consoleSwitcher) runLab(ctx context.Context, served <-chan error) error {
	defer awaitEnd(served)
	defer d.events.End()
	timer := time.NewTimer(0)
	defer timer.Stop()
	watch := time.NewTicker(time.Second)
	defer watch.Stop()
	for {
		wait, ok, err := d.lab.Turn(time.Now())
		if err != nil {
			return err
		}
		d.askHeld()
		d.leaveStranded()
		if ok {
			timer.Reset(wait)
		} else {
			timer.Stop()
		}
		var do func()
		select {
		case <-ctx.Done():
			return nil
		case err := <-served:
			return err
		case do = <-d.events.Next():
		case <-timer.C:
		case <-watch.C:
			do = d.leavePoweredOffConsole
		}
		if do == nil {
			continue
		}
		if _, _, err := d.lab.Turn(time.Now()); err != nil { // it happens now, and not when the last turn was
			return err
		}
		do()
	}
}

// requestInput asks the user for something: at once, or once time has been run to where it was to go.
func (d *consoleSwitcher) requestInput(r shell.InputRequest) {
	if d.lab.Underway() != "" {
		d.held = func() { d.requestInput(r) }
		return
	}
	d.held = nil
	d.asked, d.atPrompt = true, !r.Key && !r.Secret && !r.Literal
	d.frontend.Show(router.TerminalReady{Terminal: lab.Console, Request: r})
}

// askHeld asks for what waited for time.
func (d *consoleSwitcher) askHeld() {
	if d.held != nil && d.lab.Underway() == "" {
		d.held()
	}
}

func (d *consoleSwitcher) standsStill() bool {
	return d.lab.Rate() == lab.Paused && d.lab.Underway() == ""
}

// leaveStranded goes to the lab's prompt when the router at hand will ask for nothing until time goes on,
// and time stands still.
func (d *consoleSwitcher) leaveStranded() {
	if d.current == nil || d.asked || d.held != nil || !d.standsStill() {
		return
	}
	d.stranded = d.current
	d.showNotice(d.current.name + " goes on when time does: step, run TIME or resume")
	d.turnToLab()
}
