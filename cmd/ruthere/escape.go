package main

import "io"

// Keys of the escape sequence.
const (
	ctrlCaret = 0x1e
	ctrlC     = 0x03
)

// An escape notices Ctrl-^ x in what is typed. It calls escaped and leaves Ctrl-C in
// place of the x, which ends whatever is being typed. The Ctrl-^ goes through: it
// interrupts what is running.
type escape struct {
	io.Reader
	escaped func()
	caret   bool // the last byte was Ctrl-^
}

func (e *escape) Read(b []byte) (int, error) {
	n, err := e.Reader.Read(b)
	for i, c := range b[:n] {
		if e.caret && (c == 'x' || c == 'X') {
			b[i] = ctrlC
			e.escaped()
		}
		e.caret = c == ctrlCaret
	}
	return n, err
}
