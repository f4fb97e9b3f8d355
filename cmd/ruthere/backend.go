package main

import "ruthere/router"

// Do, Help and Complete make the switcher the live.Backend of its terminal.

func (d *consoleSwitcher) Do(in router.UserInput) { d.postEvent(func() { d.takeInput(in) }) }

func (d *consoleSwitcher) Help(terminal int, text string) (help string) {
	d.askLab(func() {
		if d.current != nil {
			help = d.lab.Help(d.current.name, terminal, text)
		} else {
			help, _ = d.lab.Command("help")
		}
	})
	return help
}

func (d *consoleSwitcher) Complete(terminal int, text string) (completed string, ok bool) {
	d.askLab(func() {
		if d.current != nil {
			completed, ok = d.lab.Complete(d.current.name, terminal, text)
		}
	})
	return completed, ok
}

func (d *consoleSwitcher) askLab(do func()) {
	answered := make(chan struct{})
	if !d.postEvent(func() { do(); close(answered) }) {
		return
	}
	select {
	case <-answered:
	case <-d.done:
	}
}

// postEvent has the goroutine of runLab do something; false means that it has ended.
func (d *consoleSwitcher) postEvent(do func()) bool {
	select {
	case d.events <- do:
		return true
	case <-d.done:
		return false
	}
}
