package storage

import (
	"ruthere/modes"
	"strings"
	"time"
)

// askName asks for a file name, which has a default; nothing is done without any.
// `file prompt quiet` takes the default unasked.
func askName(x *modes.Context, question, byDefault string, then func(name string)) {
	if x.Config.FilePrompt == "quiet" && byDefault != "" {
		then(byDefault)
		return
	}
	x.Terminal.Ask(question+" ["+byDefault+"]? ", false, func(text string, ok bool) {
		text = strings.TrimSpace(text)
		if text == "" {
			text = byDefault
		}
		switch {
		case !ok:
		case text == "":
			x.Println("%Error parsing filename (No such file or directory)")
		default:
			then(text)
		}
	})
}

// confirmed does something if the user agrees, or need not be asked.
func confirmed(x *modes.Context, question string, then func()) {
	if x.Config.FilePrompt == "quiet" {
		then()
		return
	}
	x.Terminal.Confirm(question, func(yes bool) {
		if yes {
			then()
		}
	})
}

// takes holds the prompt back while the device works, and then has the rest done.
func takes(x *modes.Context, d time.Duration, then func(interrupted bool)) error {
	return x.Terminal.Run(func(r modes.Runner) (modes.Job, error) {
		p := &modes.Pause{Finish: func(interrupted bool) {
			then(interrupted)
			r.Done()
		}}
		p.Cancel = x.Device.After(d, "file", func() { p.Finish(false) })
		return p, nil
	})
}
