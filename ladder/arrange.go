package ladder

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// A Ladder is a story with everything in its place. Places are columns of characters, from 0; all printers keep to them.
type Ladder struct {
	Title     string
	Width     int
	Began     time.Time // of what is shown; zero: nobody knows
	Lanes     []Lane
	Rows      []Row
	Lifetimes Lifetimes
}

// A Lane is the line of a participant.
type Lane struct {
	Participant
	Column int
}

// A Row is what stands beside one instant: an arrow, a note or what is left out.
type Row struct {
	Time   string // "" = that of the row before
	Arrow  *Arrow
	Box    *Box // beside the arrow, if there is one
	Folded bool // the box says what is left out
}

// A Box is text in a rectangle.
type Box struct {
	Column, Width int
	Lines         []string
	Align         Align
	Lane          int // -1 = of none
	Kind          Kind
	Tone          Tone
}

// Align is where lines stand in their box.
type Align uint8

const (
	Left Align = iota
	Center
	Right
)

// An Arrow goes from lane to lane.
type Arrow struct {
	From, To    int // lanes
	Label       []string
	Below       []string // what it carries, in lines that fit
	Carries     []string // the same, as it is
	Both        bool     // there and back
	Lost        bool
	LostTo      string // the fault
	Message     Message
	Left, Right int // columns of the two lanes
}

// timeWidth is that of the column of times, with the blank behind it.
const timeWidth = 13

// mostLanes bounds participants; more cannot be read.
const mostLanes = 6

// Arrange decides what stands where. The error names participants that options ask for in vain, or says that there are too
// many.
func Arrange(s Story, o Options) (*Ladder, error) {
	o = o.withDefaults()
	s, err := s.choose(o)
	if err != nil {
		return nil, err
	}
	if len(s.Participants) > mostLanes {
		var names []string
		for _, p := range s.Participants {
			names = append(names, p.Name)
		}
		return nil, fmt.Errorf("%d take part, and a picture has room for %d: choose with between: %s", len(names), mostLanes,
			strings.Join(names, ", "))
	}
	l := &Ladder{Title: clean(s.Title), Width: o.Width, Lifetimes: s.Lifetimes}
	if len(s.Items) > 0 {
		l.Began = s.Items[0].instant()
	}
	l.placeLanes(s.Participants)
	list := cut(fold(gather(s.Items)), o.Rows)
	last := ""
	for _, e := range list {
		row, ok := l.rowOf(s, e)
		if !ok {
			continue
		}
		if row.Time = timeText(e.at); row.Time == last {
			row.Time = ""
		} else {
			last = row.Time
		}
		if n := len(l.Rows) - 1; n >= 0 && l.standsBeside(l.Rows[n], row) {
			l.Rows[n].Arrow = row.Arrow
			continue
		}
		l.Rows = append(l.Rows, row)
	}
	return l, nil
}

// standsBeside says whether a state goes beside the arrow that leaves at the same instant, in the margin.
func (l *Ladder) standsBeside(note, row Row) bool {
	return len(l.Lanes) == 2 && note.Arrow == nil && row.Arrow != nil && row.Time == "" && note.Box.Lane == row.Arrow.From &&
		len(note.Box.Lines) == 1 && note.Box.Kind == KindState
}

func timeText(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format("15:04:05.000")
}

// placeLanes gives two participants a margin each for their notes; of more, each note stands on its lane.
func (l *Ladder) placeLanes(list []Participant) {
	room := l.Width - timeWidth
	for i, p := range list {
		p.Name, p.Address = clean(p.Name), clean(p.Address)
		column := timeWidth + (2*i+1)*room/(2*len(list))
		if len(list) == 2 {
			margin := l.margin()
			column = timeWidth + margin
			if i == 1 {
				column = l.Width - margin - 1
			}
		}
		l.Lanes = append(l.Lanes, Lane{p, column})
	}
}

// margin is the width beside the lanes of two.
func (l *Ladder) margin() int { return min(24, (l.Width-timeWidth)/4) }

// rowOf places an entry.
func (l *Ladder) rowOf(s Story, e entry) (Row, bool) {
	switch {
	case e.message != nil:
		m := *e.message
		return Row{Arrow: l.arrow(s.find(m.From), s.find(m.To), m)}, true
	case e.stream != nil:
		return Row{Arrow: l.streamArrow(s, e)}, true
	case e.folded != "":
		return Row{Box: l.wideBox(e.folded, KindRemark, Plain, Center), Folded: true}, true
	}
	lane := s.find(e.note.Of)
	if e.note.Kind == KindLog || lane < 0 {
		text := e.note.Text
		if e.note.Of != "" {
			text = e.note.Of + ": " + text
		}
		return Row{Box: l.wideBox(text, e.note.Kind, e.note.Tone, Left)}, true
	}
	return Row{Box: l.laneBox(lane, *e.note)}, true
}

// wideBox is over all lanes.
func (l *Ladder) wideBox(text string, k Kind, t Tone, a Align) *Box {
	width := l.Width - timeWidth
	return &Box{Column: timeWidth, Width: width, Lines: wrap(text, width), Align: a, Lane: -1, Kind: k, Tone: t}
}

// laneBox is beside the lane of one of two, and on that of one of more.
func (l *Ladder) laneBox(lane int, n Note) *Box {
	b := &Box{Lane: lane, Kind: n.Kind, Tone: n.Tone}
	at := l.Lanes[lane].Column
	switch {
	case len(l.Lanes) == 2 && lane == 0:
		b.Column, b.Width, b.Align = timeWidth, at-timeWidth-1, Right
	case len(l.Lanes) == 2:
		b.Column, b.Width, b.Align = at+2, l.Width-at-2, Left
	default:
		half := (l.Width-timeWidth)/(2*len(l.Lanes)) - 1
		b.Column, b.Width, b.Align = at-half, 2*half+1, Center
		b.Column = max(b.Column, timeWidth)
		b.Width = min(b.Width, l.Width-b.Column)
	}
	b.Lines = wrap(n.Text, b.Width)
	return b
}

// arrow places a message: its name on the arrow, what it carries below.
func (l *Ladder) arrow(from, to int, m Message) *Arrow {
	a := l.newArrow(from, to, m)
	label := m.Name
	if m.Number != "" {
		label += " " + m.Number
	}
	switch {
	case m.Missing:
		label += " (never came)"
	case m.Again:
		label += " (again)"
	}
	room := a.room()
	a.Label = wrap(label, room)
	if len(m.Payloads) > 0 && m.Number == "" { // a probe's name says it all
		a.carry(strings.Join(m.Payloads, ", "))
	}
	a.carry(m.Meaning)
	if m.Took >= 250*time.Millisecond {
		a.carry("on its way for " + duration(m.Took))
	}
	if !m.Lost && m.Fault != "" {
		a.carry("fault: " + m.Fault)
	}
	return a
}

// carry adds what stands below an arrow.
func (a *Arrow) carry(text string) {
	if lines := wrap(text, a.room()); len(lines) > 0 {
		a.Below = append(a.Below, lines...)
		a.Carries = append(a.Carries, clean(text))
	}
}

func (l *Ladder) newArrow(from, to int, m Message) *Arrow {
	a := &Arrow{From: from, To: to, Message: m, Lost: m.Lost, LostTo: clean(m.Fault)}
	a.Left, a.Right = l.Lanes[min(from, to)].Column, l.Lanes[max(from, to)].Column
	if most := (a.Right - a.Left) / 3; m.Lost && utf8.RuneCountInString(a.LostTo) > most {
		a.carry("lost: " + a.LostTo)
		a.LostTo = ""
	}
	return a
}

// room is what text between the lanes may take.
func (a *Arrow) room() int { return a.Right - a.Left - 5 }

// streamArrow places packets that are told together.
func (l *Ladder) streamArrow(s Story, e entry) *Arrow {
	t := e.stream
	from, to := s.find(t.a), s.find(t.b)
	a := l.newArrow(from, to, Message{At: e.at, From: t.a, To: t.b, Name: t.name, Kind: KindESP})
	a.Both = t.back > 0
	if t.lost == t.there+t.back {
		a.Lost, a.LostTo = true, ""
	}
	a.Label = wrap(t.text(e.end.Sub(e.at)), a.room())
	for _, line := range t.more() {
		a.carry(line)
	}
	return a
}
