package main

import (
	"os"
	"time"

	"github.com/fatih/color"
	"golang.org/x/term"
)

// What the program itself says is coloured where that helps; what a router says never
// is. NO_COLOR and pipes are honoured.

// printFailure says on standard error why the program ends.
func printFailure(err error) {
	messages.add(colorFor(os.Stderr, color.FgRed).Sprint("ruthere:") + " " + err.Error())
}

// printNotice says on standard error what the user should know.
func printNotice(text string) {
	messages.add(colorFor(os.Stderr, color.FgCyan).Sprint("ruthere:") + " " + text)
}

// messages are lines on their way to standard error. One that takes none loses lines; it
// does not stop the program.
var messages = newMessageQueue()

type messageQueue chan messageItem

type messageItem struct {
	line    string
	written chan struct{} // not nil: nothing to write, only to tell
}

func newMessageQueue() messageQueue {
	q := make(messageQueue, 1000)
	go func() {
		for m := range q {
			if m.written != nil {
				close(m.written)
				continue
			}
			_, _ = os.Stderr.WriteString(m.line + "\n")
		}
	}()
	return q
}

func (q messageQueue) add(line string) {
	select {
	case q <- messageItem{line: line}:
	default:
	}
}

// flushTime is how long the program's end may wait for what it has to say.
const flushTime = 100 * time.Millisecond

// flushMessages waits until all messages are written, but not for ever.
func flushMessages() {
	late := time.After(flushTime)
	written := make(chan struct{})
	select {
	case messages <- messageItem{written: written}:
	case <-late:
		return
	}
	select {
	case <-written:
	case <-late:
	}
}

// colorFor is a colour for one stream: none where it would not be seen as such.
func colorFor(f *os.File, c color.Attribute) *color.Color {
	p := color.New(c)
	if os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" || !term.IsTerminal(int(f.Fd())) {
		p.DisableColor()
	} else {
		p.EnableColor()
	}
	return p
}
