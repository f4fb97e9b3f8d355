package main

import "ruthere/router"

// Do, Help and Complete make the switcher the live.Backend of its terminal.

func (d *consoleSwitcher) Do(in router.UserInput) { d.events.Post(func() { d.takeInput(in) }) }

func (d *consoleSwitcher) Help(terminal int, text string) (help string) {
	d.events.Ask(func() {
		if d.current != nil {
			help = d.lab.Help(d.current.name, terminal, text)
		} else {
			help, _ = d.lab.Command("help")
		}
	})
	return help
}

func (d *consoleSwitcher) Complete(terminal int, text string) (completed string, ok bool) {
	d.events.Ask(func() {
		if d.current != nil {
			completed, ok = d.lab.Complete(d.current.name, terminal, text)
		}
	})
	return completed, ok
}
