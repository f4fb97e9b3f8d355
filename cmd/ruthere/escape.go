package main

import "io"

// Keys of the escape sequence.
const (
	ctrlCaret = 0x1e
	ctrlC     = 0x03
	ctrlD     = 0x04
	ctrlU     = 0x15
)

// An escape notices Ctrl-^ x in what is typed. It calls escaped and leaves Ctrl-C in
// place of the x, which ends whatever is being typed. The Ctrl-^ goes through: it
// interrupts what is running. Ctrl-^ Ctrl-^ is one Ctrl-^ for the router: so Ctrl-^ Ctrl-^ x leaves a telnet session of
// its own. It calls ended for a Ctrl-D before which nothing was typed.
type escape struct {
	io.Reader
	escaped func()
	ended   func()
	caret   bool // the last byte was Ctrl-^
	typing  bool // something may stand on the line
}

func (e *escape) Read(b []byte) (int, error) {
	n, err := e.Reader.Read(b)
	kept := 0
	for _, c := range b[:n] {
		if e.caret && c == ctrlCaret { // the first has gone through
			e.caret = false
			continue
		}
		i := kept
		b[i] = c
		kept++
		if e.caret && (c == 'x' || c == 'X') {
			b[i] = ctrlC
			e.escaped()
		}
		switch c {
		case ctrlD:
			if !e.typing {
				e.ended()
			}
		case '\r', '\n', ctrlC, ctrlU:
			e.typing = false
		default:
			e.typing = true
		}
		if e.caret && b[i] == ctrlC {
			e.typing = false
		}
		e.caret = c == ctrlCaret
	}
	return kept, err
}
