package main

import (
	"ruthere/modes"
	"ruthere/router"
)

// Do, Help and Complete make the switcher the live.Backend of its terminal.

func (d *consoleSwitcher) Do(in router.UserInput) { d.events.Post(func() { d.takeInput(in) }) }

func (d *consoleSwitcher) Help(terminal int, text string) (help string) {
	d.events.Ask(func() {
		if d.current != nil {
			help = d.lab.Help(d.current.name, terminal, text)
		} else {
			help = d.labHelp(text)
		}
	})
	return help
}

func (d *consoleSwitcher) Complete(terminal int, text string) (completed string, ok bool) {
	d.events.Ask(func() {
		if d.current != nil {
			completed, ok = d.lab.Complete(d.current.name, terminal, text)
		} else {
			completed, ok = modes.CompleteLab(d.lab.Expect(text), text)
		}
	})
	return completed, ok
}

// labHelp is what may be typed at the lab's prompt after a text, fitted to the terminal.
func (d *consoleSwitcher) labHelp(text string) string {
	rows := d.lab.Expect(text)
	if text == "" {
		rows = append(rows, [2]string{"RETURN", "back to the console"})
	}
	return modes.LabHelp(rows, "", d.width)
}
