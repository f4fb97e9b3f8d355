package ladder

import (
	"fmt"
	"time"
	"unicode/utf8"
)

// Measures of the picture of SAs.
const (
	barsWidth  = 960.0
	barsLeft   = 210.0 // where the axis begins
	barsRight  = 930.0
	barHeight  = 12.0
	groupPitch = 26.0
	barPitch   = 24.0
)

// SVG is the lives of SAs as bars on an axis of time. Probes are ticks on the line of their peer; what was not answered is
// longer, and a cross is where the peer was called dead.
func (l Lifetimes) SVG() string {
	p := svgPage{y: svgMargin}
	title := clean(l.Title)
	if title != "" {
		p.text("title", "start", svgMargin, p.y+textPitch-4, clip(title, 100))
		p.y += textPitch + 3
	}
	if len(l.Bars) == 0 {
		p.text("soft", "start", svgMargin, p.y+textPitch, "there were no SAs")
		p.y += 2 * textPitch
		return p.whole(barsWidth, "SAs: "+title)
	}
	p.text("soft", "start", svgMargin, p.y+textPitch-4, l.Began.Format("2006-01-02"))
	p.y += textPitch + 6
	a := axis{began: l.Began, end: l.End}
	if !a.end.After(a.began) {
		a.end = a.began.Add(time.Second)
	}
	top := p.y
	p.y += textPitch + 4
	body := svgPage{y: p.y}
	group := ""
	for _, b := range l.Bars {
		if b.Group != group {
			group = b.Group
			body.text("name", "start", svgMargin, body.y+textPitch, clip(clean(group), 100))
			body.y += groupPitch
		}
		body.bar(a, b)
	}
	a.draw(&p, top, body.y)
	p.WriteString(body.String())
	p.y = body.y
	if l.Left > 0 {
		p.text("soft", "start", svgMargin, p.y+textPitch, fmt.Sprintf("%s more are left out", thousands(l.Left)))
		p.y += textPitch
	}
	p.legend()
	return p.whole(barsWidth, "SAs: "+title)
}

// clip ends a text that is too long.
func clip(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-3]) + "..."
}

// An axis maps instants to places.
type axis struct{ began, end time.Time }

func (a axis) x(at time.Time) float64 {
	switch {
	case at.IsZero(), at.After(a.end):
		at = a.end
	case at.Before(a.began):
		at = a.began
	}
	return barsLeft + (barsRight-barsLeft)*float64(at.Sub(a.began))/float64(a.end.Sub(a.began))
}

// steps are the distances that marks of an axis may have.
var steps = []time.Duration{time.Millisecond, 10 * time.Millisecond, 100 * time.Millisecond, time.Second, 2 * time.Second,
	5 * time.Second, 10 * time.Second, 20 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute,
	10 * time.Minute, 20 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 6 * time.Hour, 12 * time.Hour,
	24 * time.Hour}

// draw draws marks with their times, at most seven.
func (a axis) draw(p *svgPage, top, bottom float64) {
	const most = 7
	step := steps[len(steps)-1]
	for i := len(steps) - 1; i >= 0 && a.end.Sub(a.began) <= most*steps[i]; i-- {
		step = steps[i]
	}
	for a.end.Sub(a.began) > most*step {
		step *= 2
	}
	form := "15:04:05"
	if step < time.Second {
		form = "15:04:05.000"
	}
	p.line("axis", barsLeft, top+textPitch, barsRight, top+textPitch)
	for at := a.began.Truncate(step); !at.After(a.end); at = at.Add(step) {
		if at.Before(a.began) {
			continue
		}
		p.line("grid", a.x(at), top+textPitch, a.x(at), bottom)
		p.text("soft", "middle", a.x(at), top+textPitch-5, at.Format(form))
	}
}

// bar draws one SA: dotted until it is up, then full; why it went stands behind it, or before where there is no room.
func (p *svgPage) bar(a axis, b Bar) {
	y := p.y + 4
	p.text("state", "start", svgMargin+10, y+barHeight-2, clip(clean(b.Name), 20))
	if b.Name == "DPD" {
		p.line("axis", barsLeft, y+barHeight/2, barsRight, y+barHeight/2)
	} else {
		p.life(a, b, y)
	}
	for _, t := range b.Ticks {
		at := a.x(t.At)
		switch t.What {
		case Probe:
			p.line("tick", at, y+2, at, y+barHeight-2)
		case Unanswered:
			p.line("again", at, y-2, at, y+barHeight+2)
		case PeerDead:
			p.line("dead", at-5, y+barHeight/2-5, at+5, y+barHeight/2+5)
			p.line("dead", at-5, y+barHeight/2+5, at+5, y+barHeight/2-5)
		}
	}
	p.y += barPitch
}

func (p *svgPage) life(a axis, b Bar, y float64) {
	class := "bar"
	if len(b.Name) > 5 && b.Name[:5] == "IPsec" {
		class = "bar2"
	}
	end := a.x(b.Down)
	begun, up := a.x(b.Begun), end
	if !b.Up.IsZero() {
		up = a.x(b.Up)
		p.rect(class, up, y, max(end-up, 2), barHeight, 3)
	}
	if up-begun > 2 {
		p.rect("half", begun, y, up-begun, barHeight, 3)
	}
	if b.Why == "" {
		return
	}
	why := clip(clean(b.Why), 40)
	width := float64(utf8.RuneCountInString(why)) * cellWidth
	switch {
	case end+8+width < barsRight+svgMargin:
		p.text("soft", "start", end+7, y+barHeight-2, why)
	case begun-8-width > barsLeft:
		p.text("soft", "end", begun-7, y+barHeight-2, why)
	default:
		p.text("soft", "end", end-7, y+barHeight-2, why)
	}
}

// legend says what the marks are.
func (p *svgPage) legend() {
	p.y += 14
	y := p.y + 6
	p.line("tick", svgMargin+14, y-4, svgMargin+14, y+4)
	p.text("soft", "start", svgMargin+24, y+4, "asked")
	p.line("again", svgMargin+94, y-7, svgMargin+94, y+7)
	p.text("soft", "start", svgMargin+104, y+4, "asked again")
	p.line("dead", svgMargin+220, y-5, svgMargin+230, y+5)
	p.line("dead", svgMargin+220, y+5, svgMargin+230, y-5)
	p.text("soft", "start", svgMargin+238, y+4, "peer is dead")
	p.rect("half", svgMargin+356, y-6, 22, barHeight, 3)
	p.text("soft", "start", svgMargin+386, y+4, "negotiating")
	p.y += textPitch
}
