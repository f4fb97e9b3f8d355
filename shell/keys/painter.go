package keys

import (
	"bytes"
	"io"
	"slices"
	"strings"
)

// heldLimit is how many synchronous log lines wait for a command to end: the IOS default of `logging synchronous`.
const heldLimit = 20

// A Painter is the only one who writes to a terminal. It keeps the line being edited, what of it is on the screen, and
// emits the difference. It is one goroutine's at a time.
type Painter struct {
	screen screen

	editing bool // between begin or resume, and suspend or finish
	secret  bool
	prompt  []byte // what the row held when editing began, the prompt last
	line    Text
	shown   frame

	// After a log line without `logging synchronous` the cursor stands after that, not after prompt and line.
	// Columns are then counted as if they were still there, and nothing left of floor may be touched.
	displaced bool
	floor     int

	logRow bool     // the cursor's row ends with a log line
	held   []string // log lines that wait for the next prompt
	served bool     // a line has been read
}

// NewPainter makes the painter of a terminal. newline is what ends a line there, width after how many columns it wraps; 0 when that is
// not known. The errors of all methods are those of w.
func NewPainter(w io.Writer, newline string, width int) *Painter {
	return &Painter{screen: screen{w: w, newline: newline, width: width}}
}

// paint does something, and sends what comes of it at once.
func (p *Painter) paint(f func()) error {
	f()
	return p.screen.flushPending()
}

// BeginLine shows the prompt, unless the row consists of it already, and starts a line.
func (p *Painter) BeginLine(prompt string, secret bool) error {
	return p.paint(func() {
		p.releaseHeld()
		if p.logRow {
			p.newRow()
		}
		if s := &p.screen; prompt == "" || string(s.row[:s.col]) != prompt {
			s.writeText([]byte(prompt))
		}
		p.prompt = slices.Clone(p.screen.row[:p.screen.col])
		p.secret, p.line = secret, Text{}
		p.startLine()
	})
}

// startLine takes the row as it is for the prompt with an empty line.
func (p *Painter) startLine() {
	p.editing, p.displaced, p.served = true, false, true
	p.shown = frame{cells: p.prompt, cursor: len(p.prompt)}
}

// ShowLine makes the screen show the line.
func (p *Painter) ShowLine(line Text) error {
	return p.paint(func() {
		p.line = line
		if p.editing {
			p.paintFrame(p.composeLine(line))
		}
	})
}

func (p *Painter) composeLine(line Text) frame {
	if p.secret {
		line = Text{}
	}
	return composeFrame(p.prompt, line, p.shown.hidden, p.screen.width)
}

// paintFrame emits what differs between the screen and f.
func (p *Painter) paintFrame(f frame) {
	from, to := differingColumns(p.shown.cells, f.cells)
	if p.displaced && (f.hidden != p.shown.hidden || from < min(p.floor, to) || f.cursor < p.floor) {
		// It would write over the log line.
		p.redrawBelow(f)
		return
	}
	if from < to {
		p.moveTo(from)
		row := append(slices.Clone(f.cells), strings.Repeat(" ", max(0, to-len(f.cells)))...)
		p.screen.putRaw(row[from:to])
		p.shown.cursor = to
	}
	p.shown.cells, p.shown.hidden = f.cells, f.hidden
	p.moveTo(f.cursor)
}

// moveTo moves the cursor to a column of the row shown: back with backspaces, on by writing what is there.
func (p *Painter) moveTo(col int) {
	if at := p.shown.cursor; col <= at {
		p.screen.moveLeft(at - col)
	} else {
		row := append(slices.Clone(p.shown.cells), strings.Repeat(" ", max(0, col-len(p.shown.cells)))...)
		p.screen.putRaw(row[at:col])
	}
	p.shown.cursor = col
}

// redrawBelow shows prompt and line on a new row; the old row stays.
func (p *Painter) redrawBelow(f frame) {
	p.newRow()
	p.redrawHere(f)
}

func (p *Painter) redrawHere(f frame) {
	p.screen.putRaw(p.prompt)
	p.startLine()
	p.paintFrame(f)
}

func (p *Painter) newRow() {
	p.screen.endRow()
	p.logRow = false
}

// RingBell rings.
func (p *Painter) RingBell() error {
	return p.paint(func() { p.screen.putRaw([]byte{'\a'}) })
}

// RepaintBelow draws prompt and line on a new row.
func (p *Painter) RepaintBelow(line Text) error {
	return p.paint(func() {
		p.line = line
		p.redrawBelow(p.composeLine(line))
	})
}

// SuspendLine ends the row as if mark had been typed and leaves the screen to other output until resume.
func (p *Painter) SuspendLine(mark rune) error {
	return p.paint(func() {
		marked := p.line.Clone()
		marked.Runes = slices.Insert(marked.Runes, marked.Pos, mark)
		marked.Pos++
		p.paintFrame(p.composeLine(marked))
		p.endLine("")
	})
}

// ResumeLine shows prompt and line after suspend, below what was printed.
func (p *Painter) ResumeLine(line Text) error {
	return p.paint(func() {
		p.releaseHeld()
		p.screen.freshRow()
		p.logRow = false
		p.line = line
		p.redrawHere(p.composeLine(line))
	})
}

// FinishLine ends the line: echo, as ^Z, and a new row.
func (p *Painter) FinishLine(echo string) error {
	return p.paint(func() { p.endLine(echo) })
}

func (p *Painter) endLine(echo string) {
	if p.shown.hidden == 0 {
		p.moveTo(max(p.shown.cursor, len(p.shown.cells)))
	}
	p.screen.putRaw([]byte(echo))
	p.newRow()
	p.editing = false
}

// PrintOutput prints command output.
func (p *Painter) PrintOutput(b []byte) error {
	return p.paint(func() {
		switch {
		case p.editing:
			p.leaveRow()
		case p.logRow && p.screen.col > 0 && len(b) > 0:
			p.newRow()
		}
		p.screen.writeText(b)
		p.logRow = p.logRow && !bytes.Contains(b, []byte{'\n'})
	})
}

// PrintLog prints a log line.
func (p *Painter) PrintLog(line string, synchronous bool) error {
	return p.paint(func() {
		switch {
		case p.editing && synchronous:
			p.screen.freshRow()
			p.screen.writeText([]byte(line))
			p.redrawBelow(p.composeLine(p.line))
		case p.editing:
			p.leaveRow()
			p.putLog(line)
		case !synchronous || !p.served:
			p.putLog(line)
		default:
			p.held = append(p.held, line)
			if len(p.held) > heldLimit {
				p.releaseHeld()
			}
		}
	})
}

// leaveRow leaves the row of the line being edited. What stands right of the cursor stays behind.
func (p *Painter) leaveRow() {
	p.screen.freshRow()
	p.displaced, p.floor = true, p.shown.cursor
	p.shown.cells = p.shown.cells[:min(p.shown.cursor, len(p.shown.cells))]
}

// ShowHeld prints the log lines that wait for the next prompt, because none will come soon: nobody is logged in any more.
func (p *Painter) ShowHeld() error { return p.paint(p.releaseHeld) }

func (p *Painter) releaseHeld() {
	for _, line := range p.held {
		p.putLog(line)
	}
	p.held = nil
}

func (p *Painter) putLog(line string) {
	p.screen.freshRow()
	p.screen.writeText([]byte(line))
	if strings.HasSuffix(line, "\n") {
		p.screen.endRow() // the empty row that the device leaves after some lines
	}
	p.logRow = p.screen.col > 0
}

// SetWidth adapts the line being edited to a new width.
func (p *Painter) SetWidth(width int) error {
	return p.paint(func() {
		p.screen.width = width
		if p.editing {
			p.paintFrame(p.composeLine(p.line))
		}
	})
}
