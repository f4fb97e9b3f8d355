package modes

import (
	"strings"
	"time"
)

// askName asks for a file name, which has a default; nothing is done without any.
// `file prompt quiet` takes the default unasked.
func (x *Context) askName(question, byDefault string, then func(name string)) {
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
func (x *Context) confirmed(question string, then func()) {
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

// A pause is the time that the device needs for something.
type pause struct {
	cancel func()
	finish func(interrupted bool)
}

// Interrupt ends it before its time.
func (p *pause) Interrupt() {
	p.cancel()
	p.finish(true)
}

// takes holds the prompt back while the device works, and then has the rest done.
func (x *Context) takes(d time.Duration, then func(interrupted bool)) error {
	return x.Terminal.Run(func(r Runner) (Job, error) {
		p := &pause{finish: func(interrupted bool) {
			then(interrupted)
			r.Done()
		}}
		p.cancel = x.Box.After(d, "file", func() { p.finish(false) })
		return p, nil
	})
}

// timedOut is a server that does not answer: the device tries for a while, one mark for
// each try.
func (x *Context) timedOut(p place) {
	const tries, wait = 5, 3 * time.Second
	var try func(n int) func(interrupted bool)
	cancel := func() {}
	err := x.Terminal.Run(func(r Runner) (Job, error) {
		finish := func(why string) {
			r.Write("\n%Error opening " + p.text() + " (" + why + ")\n")
			r.Done()
		}
		try = func(n int) func(bool) {
			return func(bool) {
				r.Write(".")
				if n == tries {
					finish("Timed out")
					return
				}
				cancel = x.Box.After(wait, "file server", func() { try(n + 1)(false) })
			}
		}
		cancel = x.Box.After(wait, "file server", func() { try(1)(false) })
		return &pause{cancel: func() { cancel() }, finish: func(bool) { finish("Aborted") }}, nil
	})
	if err != nil {
		x.Println(err.Error())
	}
}
