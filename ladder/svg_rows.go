package ladder

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// row draws one row below what is there.
func (p *svgPage) row(l *Ladder, r Row) {
	top := p.y
	if r.Time != "" {
		p.y += 4
		p.text("soft", "start", x(0), p.y+textPitch-4, r.Time)
	}
	start := p.y
	if r.Arrow != nil {
		p.arrow(r.Arrow)
	}
	after := p.y
	if r.Box != nil {
		p.y = start
		p.box(r)
	}
	p.y = max(p.y, after, top+textPitch)
}

// box draws text beside or over lanes, with a ground that tells its kind.
func (p *svgPage) box(r Row) {
	b := r.Box
	wide := 0
	for _, line := range b.Lines {
		wide = max(wide, utf8.RuneCountInString(line))
	}
	w, h := float64(wide)*cellWidth+10, float64(len(b.Lines))*textPitch+2
	left := x(b.Column) - 5
	switch b.Align {
	case Right:
		left = x(b.Column+b.Width) + 5 - w
	case Center:
		left = x(b.Column) + (float64(b.Width)*cellWidth-w)/2
	}
	ground, class := b.classes()
	if b.Lane < 0 {
		left, w = x(b.Column)-5, float64(b.Width)*cellWidth+10
	}
	if r.Folded {
		p.y += 3
	}
	p.rect(ground, left, p.y+1, w, h-2, 4)
	anchor, at := "start", left+5
	if b.Align == Center {
		anchor, at = "middle", left+w/2
	}
	if b.Align == Right {
		anchor, at = "end", left+w-5
	}
	for i, line := range b.Lines {
		p.text(class, anchor, at, p.y+float64(i+1)*textPitch-4, line)
	}
	if p.y += h; r.Folded {
		p.y += 3
	}
}

// classes are those of the ground and of the text.
func (b *Box) classes() (ground, text string) {
	switch {
	case b.Tone == Good:
		return "goodbox", "good"
	case b.Tone == Bad:
		return "badbox", "bad"
	case b.Kind == KindTimer:
		return "warnbox", "warn"
	case b.Kind == KindRemark:
		return "fold", "soft"
	}
	return "plainbox", "state"
}

// arrow draws the name above a line, and what it carries below.
func (p *svgPage) arrow(a *Arrow) {
	from, to := middle(a.Left), middle(a.Right)
	center := (from + to) / 2
	class := "label"
	if a.Message.Failed {
		class = "label bad"
	}
	for _, line := range a.Label {
		p.laneText(class, center, line)
	}
	y := p.y + 4
	rightward := a.From < a.To
	shaft := "shaft"
	if a.Message.Missing {
		shaft = "missing"
	}
	if a.Lost {
		y += 6 // the fault's name stands beside the end, and not in the message's
		p.y += 6
		p.lost(a, from, to, y)
	} else {
		p.line(shaft, from+1, y, to-1, y)
		if rightward || a.Both {
			p.head(to-1, y, -1)
		}
		if !rightward || a.Both {
			p.head(from+1, y, 1)
		}
	}
	if p.y += 9; a.Lost {
		p.y += 6
	}
	for _, line := range a.Below {
		p.laneText("soft", center, line)
	}
	p.y += 3
}

// laneText writes a line with nothing of a lane behind it.
func (p *svgPage) laneText(class string, center float64, line string) {
	w := float64(utf8.RuneCountInString(line))*cellWidth + 4
	p.rect("paper", center-w/2, p.y+1, w, textPitch-2, 0)
	p.text(class, "middle", center, p.y+textPitch-4, line)
	p.y += textPitch
}

// head is the head of an arrow; way is -1 if the arrow comes from the left.
func (p *svgPage) head(x, y, way float64) {
	fmt.Fprintf(p, `<path class="head" d="M%.1f %.1fl%.1f -4.5v9z"/>`+"\n", x, y, way*9)
}

// lost draws an arrow that breaks off, with the fault behind it.
func (p *svgPage) lost(a *Arrow, left, right, y float64) {
	room := float64(utf8.RuneCountInString(a.LostTo)+2) * cellWidth
	length := right - left
	reach := min(length*0.72, length-room-8)
	end, away, anchor := left+reach, 1.0, "start"
	start := left
	if a.From > a.To {
		start, end, away, anchor = right, right-reach, -1.0, "end"
	}
	p.line("lost", start, y, end, y)
	p.line("cross", end-5, y-5, end+5, y+5)
	p.line("cross", end-5, y+5, end+5, y-5)
	if a.LostTo != "" {
		p.text("bad", anchor, end+away*11, y+4.5, a.LostTo)
	}
}

// summary is what a picture says in a sentence, for who cannot see it.
func (l *Ladder) summary() string {
	var names []string
	for _, lane := range l.Lanes {
		names = append(names, lane.Name)
	}
	return fmt.Sprintf("%d rows between %s", len(l.Rows), strings.Join(names, ", "))
}
