package keys

import (
	"bytes"
	"slices"
)

// A frame is one row as it should be seen.
type frame struct {
	cells  []byte
	cursor int // column
	hidden int // characters of the line scrolled out at the left
}

const (
	scrollMargin = 3   // the cursor never enters the last columns
	scrollStep   = 10  // how far the line moves when it would
	noScroll     = 512 // this width, like 0, means a terminal without edge
	minimumRoom  = scrollStep + 2
)

// composeFrame lays prompt and line out in one row. When the cursor would reach column width-3, the line moves left by 10
// characters at a time; `$` stands for the hidden part at either end. hidden is what was scrolled out before, which
// stays until the cursor needs it.
func composeFrame(prompt []byte, line Text, hidden, width int) frame {
	cells, cursor := glyphsOf(line)
	f := frame{cells: slices.Clone(prompt), cursor: len(prompt) + cursor}
	if width == 0 || width >= noScroll {
		f.cells = append(f.cells, cells...)
		return f
	}
	columns := max(width-scrollMargin-len(prompt), minimumRoom)
	for cursor-hidden >= columns {
		hidden += scrollStep
	}
	for hidden > 0 && cursor <= hidden {
		hidden -= scrollStep
	}
	visible := bytes.Clone(cells[hidden:])
	if hidden > 0 {
		visible[0] = '$'
	}
	if len(visible) > columns {
		visible = append(visible[:columns], '$')
	}
	f.cells = append(f.cells, visible...)
	f.cursor -= hidden
	f.hidden = hidden
	return f
}

// glyphsOf is the line as it is shown, and the cursor's place in it. A control character typed after Ctrl-V takes two
// columns: ^X.
func glyphsOf(line Text) (cells []byte, cursor int) {
	for i, r := range line.Runes {
		if i == line.Pos {
			cursor = len(cells)
		}
		switch {
		case r == '\t': // of a banner's text; a blank keeps the row simple
			cells = append(cells, ' ')
		case r < ' ' || r == DEL:
			cells = append(cells, '^', byte(r)^0x40)
		case r > DEL:
			cells = append(cells, '?')
		default:
			cells = append(cells, byte(r))
		}
	}
	if line.Pos == len(line.Runes) {
		cursor = len(cells)
	}
	return cells, cursor
}

// differingColumns is the range of columns [from, to) in which two rows differ, taking what lies beyond the end of either
// for blank.
func differingColumns(shown, want []byte) (from, to int) {
	at := func(row []byte, i int) byte {
		if i < len(row) {
			return row[i]
		}
		return ' '
	}
	to = max(len(shown), len(want))
	for from < to && at(shown, from) == at(want, from) {
		from++
	}
	for to > from && at(shown, to-1) == at(want, to-1) {
		to--
	}
	return from, to
}
