package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/fatih/color"
	"golang.org/x/term"

	"ruthere/config"
	"ruthere/router"
	"ruthere/router/live"
)

// A console is standard input and output as a router's console: a terminal in raw mode,
// or a pipe.
type console struct {
	stream  live.Stream
	pipe    bool
	restore func()
}

const defaultWidth, defaultHeight = 80, 24

// openConsole takes standard input and output. The caller must defer close, so
// that the terminal is as it was even after a panic.
func openConsole() (*console, error) {
	in, out := int(os.Stdin.Fd()), int(os.Stdout.Fd())
	// Wrapped, because a terminal must stay open when its router is done with it.
	c := &console{
		stream:  live.Stream{In: struct{ io.Reader }{os.Stdin}, Out: os.Stdout, Width: defaultWidth},
		restore: func() {},
	}
	if !term.IsTerminal(in) || !term.IsTerminal(out) {
		c.pipe, c.stream.Plain = true, true
		return c, nil
	}
	c.stream.Width, c.stream.Height = screenSize()
	before, err := term.MakeRaw(in)
	if err != nil {
		return nil, fmt.Errorf("cannot use the terminal: %w", err)
	}
	c.restore = func() { _ = term.Restore(in, before) }
	return c, nil
}

func (c *console) close() { c.restore() }

func screenSize() (width, height int) {
	width, height, err := term.GetSize(int(os.Stdout.Fd()))
	if err != nil || width == 0 || height == 0 {
		return defaultWidth, defaultHeight
	}
	return width, height
}

// attachInput is the input that opens the console. What goes to a pipe is not paged.
func (c *console) attachInput(id int) router.Attach {
	return router.Attach{Terminal: id, Kind: config.LineConsole, Height: c.stream.Height, Width: c.stream.Width}
}

// followWindow tells a terminal the size of the window whenever it changes, until ctx is done.
func (c *console) followWindow(ctx context.Context, t *live.Frontend) {
	if c.pipe {
		return
	}
	watchScreenSize(ctx, func() { t.Resize(screenSize()) })
}

// showNotice says something of the program's own: between the lines of a terminal, on
// standard error otherwise.
func (c *console) showNotice(t *live.Frontend, text string) {
	if c.pipe {
		printNotice(text)
		return
	}
	t.Show(router.TerminalLog{Text: colorFor(os.Stdout, color.FgCyan).Sprint("ruthere: ") + text})
}

// serveFrontend runs a terminal beside what else there is to do. The channel tells how it ended,
// and is then closed.
func serveFrontend(ctx context.Context, t *live.Frontend) <-chan error {
	ended := make(chan error, 1)
	go func() {
		defer close(ended)
		ended <- t.Serve(ctx)
	}()
	return ended
}

// endTime is how long a terminal that takes no output may hold up the end.
const endTime = 300 * time.Millisecond

// awaitEnd waits for a terminal to end, but not for ever.
func awaitEnd(ended <-chan error) {
	select {
	case <-ended:
	case <-time.After(endTime):
	}
}

// An unbroken output takes everything, also when nobody reads it any more.
type unbroken struct{ io.Writer }

func (u unbroken) Write(b []byte) (int, error) {
	_, _ = u.Writer.Write(b) // the router goes on without
	return len(b), nil
}

// A blockAtEOF is an input that does not end: the last line is ended, and then nothing
// comes any more. A router that users reach over the network goes on when the pipe at its
// console is through.
type blockAtEOF struct {
	io.Reader
	last byte
	done <-chan struct{}
}

func (l *blockAtEOF) Read(b []byte) (int, error) {
	n, err := l.Reader.Read(b)
	if n > 0 {
		l.last = b[n-1]
		return n, nil
	}
	if err == nil {
		return 0, nil
	}
	if l.last != '\n' && l.last != 0 {
		l.last = '\n'
		return copy(b, "\n"), nil
	}
	<-l.done
	return 0, err
}
