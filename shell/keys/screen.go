package keys

import (
	"bytes"
	"io"
)

// A screen is the terminal as far as the painter needs to know it: what stands in the cursor's row. It collects
// output so that one change is one write.
type screen struct {
	w       io.Writer
	newline string // CR LF on a terminal, LF on a pipe
	width   int    // columns after which the terminal wraps; 0 when unknown
	row     []byte // up to the rightmost column written
	col     int    // of the cursor
	pending bytes.Buffer
}

// maxRow bounds what is remembered of a row on a terminal that does not wrap.
const maxRow = 4096

// putRaw writes text that holds no line ends to be translated: printable characters, BS, BEL, CR, LF.
func (s *screen) putRaw(text []byte) {
	s.pending.Write(text)
	for _, b := range text {
		s.trackByte(b)
	}
}

func (s *screen) trackByte(b byte) {
	switch {
	case b == '\r':
		s.col = 0
	case b == '\n':
		s.row, s.col = s.row[:0], 0
	case b == '\b':
		s.col = max(0, s.col-1)
	case b == '\t':
		for range 8 - s.col%8 {
			s.trackGlyph(' ')
		}
	case b >= ' ':
		s.trackGlyph(b)
	}
}

func (s *screen) trackGlyph(b byte) {
	limit := maxRow
	if s.width > 0 {
		limit = min(s.width, maxRow)
	}
	if s.col >= limit {
		s.row, s.col = s.row[:0], 0
	}
	for len(s.row) <= s.col {
		s.row = append(s.row, ' ')
	}
	s.row[s.col] = b
	s.col++
}

// writeText writes text with its line ends translated; CR LF in the text is one line end.
func (s *screen) writeText(text []byte) {
	for {
		line, rest, found := bytes.Cut(text, []byte{'\n'})
		if !found {
			s.putRaw(text)
			return
		}
		s.putRaw(bytes.TrimSuffix(line, []byte{'\r'}))
		s.endRow()
		text = rest
	}
}

func (s *screen) endRow() { s.putRaw([]byte(s.newline)) }

// freshRow begins a new row unless the cursor stands at the start of one.
func (s *screen) freshRow() {
	if s.col > 0 {
		s.endRow()
	}
}

// moveLeft moves the cursor n columns back, as a router does: with backspaces.
func (s *screen) moveLeft(n int) { s.putRaw(bytes.Repeat([]byte{'\b'}, n)) }

// flushPending sends what has been collected.
func (s *screen) flushPending() error {
	if s.pending.Len() == 0 {
		return nil
	}
	defer s.pending.Reset()
	_, err := s.w.Write(s.pending.Bytes())
	return err
}
