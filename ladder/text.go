package ladder

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A charset is what lines are drawn with on a terminal.
type charset struct {
	lane, across, dash, dotted      rune
	headLeft, headRight, broken     rune
	teeLeft, teeRight, fold, bullet rune
}

var (
	unicodeChars = charset{'│', '┼', '─', '╌', '◀', '▶', '╳', '┤', '├', '┄', '·'}
	asciiChars   = charset{'|', '+', '-', '.', '<', '>', 'X', '|', '|', '~', '*'}
)

// Text is the ladder for a terminal; no line is wider than its Width. With ascii it has no letter that is not.
func (l *Ladder) Text(ascii bool) string {
	p := textPrinter{Ladder: l, chars: unicodeChars}
	if ascii {
		p.chars = asciiChars
	}
	if l.Title != "" {
		for _, line := range wrap(l.Title, l.Width) {
			p.write(line)
		}
	}
	if !l.Began.IsZero() {
		p.write(l.Began.Format("2006-01-02"))
	}
	p.head()
	for _, r := range l.Rows {
		p.row(r)
	}
	p.put(p.lanes(""))
	if len(l.Rows) == 0 {
		p.write("nothing passed")
	}
	if ascii {
		return toASCII(p.out.String())
	}
	return p.out.String()
}

func toASCII(text string) string {
	return strings.Map(func(r rune) rune {
		if r > '~' {
			return '?'
		}
		return r
	}, text)
}

// A textPrinter writes lines of characters.
type textPrinter struct {
	*Ladder
	out   strings.Builder
	chars charset
}

type textLine []rune

func (p *textPrinter) write(line string) { p.out.WriteString(strings.TrimRight(line, " ") + "\n") }
func (p *textPrinter) put(line textLine) { p.write(string(line)) }

func (t textLine) set(column int, text string) {
	for i, r := range []rune(text) {
		if at := column + i; at >= 0 && at < len(t) {
			t[at] = r
		}
	}
}

// lanes is a line with nothing but a time and the lanes in it.
func (p *textPrinter) lanes(at string) textLine {
	line := textLine([]rune(strings.Repeat(" ", p.Width)))
	line.set(0, at)
	for _, lane := range p.Lanes {
		line.set(lane.Column, string(p.chars.lane))
	}
	return line
}

// head names the participants above their lanes.
func (p *textPrinter) head() {
	widest := p.Width
	if n := len(p.Lanes); n > 1 {
		widest = p.Lanes[1].Column - p.Lanes[0].Column - 1
	}
	var names [][]string
	tallest := 0
	for _, lane := range p.Lanes {
		lines := wrap(lane.Name, widest)
		if lane.Address != "" && lane.Address != lane.Name {
			lines = append(lines, wrap(lane.Address, widest)...)
		}
		names = append(names, lines)
		tallest = max(tallest, len(lines))
	}
	for i := range tallest {
		line := textLine([]rune(strings.Repeat(" ", p.Width)))
		for k, lines := range names {
			if skip := tallest - len(lines); i >= skip {
				text := lines[i-skip]
				n := utf8.RuneCountInString(text)
				line.set(min(max(p.Lanes[k].Column-n/2, 0), p.Width-n), text)
			}
		}
		p.put(line)
	}
	p.put(p.lanes(""))
}

func (p *textPrinter) row(r Row) {
	switch {
	case r.Arrow != nil:
		p.arrow(r.Time, r.Arrow, r.Box)
	case r.Folded:
		p.fold(r)
	default:
		p.box(r.Time, r.Box)
	}
}

func (p *textPrinter) fold(r Row) {
	for i, text := range r.Box.Lines {
		line := p.lanes(r.Time)
		if i > 0 {
			line = p.lanes("")
		}
		for at := r.Box.Column; at < p.Width; at++ {
			line[at] = p.chars.fold
		}
		n := utf8.RuneCountInString(text) + 2
		line.set(r.Box.Column+(r.Box.Width-n)/2, " "+text+" ")
		p.put(line)
	}
}

func (p *textPrinter) box(at string, b *Box) {
	for _, text := range b.Lines {
		line := p.lanes(at)
		at = ""
		b.placeIn(line, text)
		p.put(line)
	}
}

// placeIn puts one line of a box where it belongs.
func (b *Box) placeIn(line textLine, text string) {
	n := utf8.RuneCountInString(text)
	column := b.Column
	switch b.Align {
	case Right:
		column += b.Width - n
	case Center:
		column += (b.Width - n) / 2
	}
	if b.Lane < 0 { // over all lanes
		for i := b.Column; i < len(line); i++ {
			line[i] = ' '
		}
	} else if b.Align == Center && column > b.Column {
		text, column = " "+text+" ", column-1
	}
	line.set(column, text)
}

// arrow draws a message: the name in the line of the arrow if it fits there, else above.
func (p *textPrinter) arrow(at string, a *Arrow, beside *Box) {
	label := a.Label
	inline := ""
	if reserved := 5; len(label) == 1 && utf8.RuneCountInString(label[0])+reserved <= p.shaft(a) {
		inline, label = label[0], nil
	}
	start := func() textLine {
		line := p.lanes(at)
		if at = ""; beside != nil {
			beside.placeIn(line, beside.Lines[0])
			beside = nil
		}
		return line
	}
	for _, text := range label {
		line := start()
		line.set(a.Left+3, text)
		p.put(line)
	}
	line := start()
	p.shaftOf(line, a)
	if inline != "" {
		column := a.Left + 2
		if a.From > a.To && a.Lost {
			column = a.Right - 3 - utf8.RuneCountInString(inline)
		} else if a.From > a.To {
			column++
		}
		line.set(column, " "+inline+" ")
	}
	p.put(line)
	for _, text := range a.Below {
		line := p.lanes("")
		line.set(a.Left+3, text)
		p.put(line)
	}
}

// shaft is how long the arrow is, in characters.
func (p *textPrinter) shaft(a *Arrow) int {
	n := a.Right - a.Left - 1
	if a.Lost {
		tail := utf8.RuneCountInString(a.LostTo)
		most := n - tail - 3 // so that the name has room
		n = max(min(max(n-n/4-tail, 6+utf8.RuneCountInString(strings.Join(a.Label, " "))), most), 1)
	}
	return n
}

func (p *textPrinter) shaftOf(line textLine, a *Arrow) {
	dash := p.chars.dash
	if a.Message.Missing {
		dash = p.chars.dotted
	}
	first, last := a.Left+1, a.Right-1
	tail := a.LostTo
	if a.Lost { // it breaks off on the way, and the fault stands behind
		n := p.shaft(a)
		if a.From < a.To {
			last = a.Left + n
			line.set(last+2, tail)
		} else {
			first = a.Right - n
			line.set(first-1-utf8.RuneCountInString(tail), tail)
		}
	}
	for i := first; i <= last; i++ {
		if line[i] == p.chars.lane {
			line[i] = p.chars.across
		} else {
			line[i] = dash
		}
	}
	head := func(left bool) {
		switch {
		case a.Lost && left:
			line[first] = p.chars.broken
		case a.Lost:
			line[last] = p.chars.broken
		case left:
			line[first] = p.chars.headLeft
		default:
			line[last] = p.chars.headRight
		}
	}
	head(a.From > a.To)
	if a.Both {
		head(a.From < a.To)
	}
	switch {
	case a.Both:
	case a.From < a.To:
		line[a.Left] = p.chars.teeRight
	default:
		line[a.Right] = p.chars.teeLeft
	}
}

// String is the ladder as text in UTF-8.
func (l *Ladder) String() string { return l.Text(false) }

var _ fmt.Stringer = (*Ladder)(nil)
