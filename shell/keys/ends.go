package keys

// LineEnds folds CR LF, CR NUL (telnet, RFC 854), CR and LF to CR, and strips NUL, which readline would take for the
// end of the input. It remembers a CR at the end of one block for the next.
type LineEnds struct{ afterCR bool }

// Fold rewrites b in place.
func (l *LineEnds) Fold(b []byte) []byte {
	out := b[:0]
	for _, c := range b {
		switch {
		case c == 0:
			continue
		case c == '\n' && l.afterCR:
			l.afterCR = false
			continue
		case c == '\n':
			out = append(out, '\r')
			continue
		}
		l.afterCR = c == '\r'
		out = append(out, c)
	}
	return out
}

// A SequenceSkipper drops the rest of an arrow or function key whose ESC has been given out as a key of its own;
// without it an arrow struck at `--More--` would leave "[A" at the next prompt.
type SequenceSkipper int

// SequenceBegun is that an ESC has been given out.
const (
	sequenceNone SequenceSkipper = iota
	SequenceBegun
	sequenceCSI
	sequenceSS3
)

// Skips says whether a byte belongs to such a key.
func (s *SequenceSkipper) Skips(b byte) bool {
	was := *s
	*s = sequenceNone
	switch {
	case was == SequenceBegun && b == '[':
		*s = sequenceCSI
	case was == SequenceBegun && b == 'O':
		*s = sequenceSS3
	case was == sequenceCSI && b >= ' ':
		if b < '@' {
			*s = sequenceCSI
		}
	case was == sequenceSS3 && b >= ' ':
	default:
		return false
	}
	return true
}
