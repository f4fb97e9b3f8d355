// Package emulator is the terminal of tests. It knows no escape sequences, because a router sends none.
package emulator

import (
	"strings"
)

// A Terminal is rows of cells, a cursor, automatic wrap, a bell.
type Terminal struct {
	Rows     [][]byte // up to the rightmost column written
	Row, Col int      // of the cursor
	Bells    int
	Strange  []byte // control characters it does not know

	width int
}

// New makes an empty terminal of some columns; 0 is one without an edge.
func New(width int) *Terminal { return &Terminal{width: width, Rows: [][]byte{nil}} }

// Write shows bytes; it never fails.
func (e *Terminal) Write(p []byte) (int, error) {
	for _, b := range p {
		e.put(b)
	}
	return len(p), nil
}

func (e *Terminal) put(b byte) {
	switch {
	case b == '\r':
		e.Col = 0
	case b == '\n':
		e.down()
	case b == '\b':
		e.Col = max(0, e.Col-1)
	case b == '\a':
		e.Bells++
	case b < ' ' || b > '~':
		e.Strange = append(e.Strange, b)
	default:
		if e.width > 0 && e.Col == e.width {
			e.Col = 0
			e.down()
		}
		for len(e.Rows[e.Row]) <= e.Col {
			e.Rows[e.Row] = append(e.Rows[e.Row], ' ')
		}
		e.Rows[e.Row][e.Col] = b
		e.Col++
	}
}

func (e *Terminal) down() {
	if e.Row++; e.Row == len(e.Rows) {
		e.Rows = append(e.Rows, nil)
	}
}

// String shows the rows with § at the cursor, without trailing blanks.
func (e *Terminal) String() string {
	var out []string
	for i, row := range e.Rows {
		line := string(row)
		if i == e.Row {
			line += strings.Repeat(" ", max(0, e.Col-len(line)))
			line = line[:e.Col] + "§" + line[e.Col:]
		}
		out = append(out, strings.TrimRight(line, " "))
	}
	return strings.Join(out, "\n")
}
