package ladder

import (
	"fmt"
	"html"
	"strings"
)

// Measures of SVG in its own units, which are pixels where nothing scales it.
const (
	cellWidth = 8.4 // of a character; fonts are set so that none is wider
	textPitch = 17.0
	textSize  = 13.0
	smallSize = 12.0
	svgMargin = 20.0
)

// pictureColours are the classes of SVG, in light and in dark; all have a contrast of 4.5 to 1 or more with what is behind them
// (WCAG 2 AA), and differ in grey by their weight and their lines.
const pictureColours = `
.ladder{--paper:#fff;--ink:#1c2733;--soft:#55616e;--line:#8a96a3;--lane:#b4bec9;--arrow:#1f5fa8;--good:#1c6e3f;
--bad:#b3261e;--warn:#7a4b00;
--fold:#eef1f5;--goodfill:#e5f3ea;--badfill:#fbe9e7;--warnfill:#fdf3de;--bar:#9dbfe6;--bar2:#a9d5bb;
font-family:ui-monospace,"SFMono-Regular",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;font-size:13px}
@media (prefers-color-scheme:dark){.ladder{--paper:#12181f;--ink:#e3e9f0;--soft:#a3afbb;--line:#77838f;--lane:#46525e;
--arrow:#7fb4ee;--good:#7fd0a0;--bad:#ff9d94;--warn:#e8bf6d;--fold:#1d262f;--goodfill:#16301f;--badfill:#3a1d1b;--warnfill:#33280f;
--bar:#2f5f95;--bar2:#2d6b47}}
@media print{.ladder{--paper:#fff;--ink:#000;--soft:#333;--line:#555;
--lane:#999;--arrow:#000;--good:#000;--bad:#000;--warn:#000;
--fold:#f2f2f2;--goodfill:#fff;--badfill:#e6e6e6;--warnfill:#fff;--bar:#d0d0d0;--bar2:#e6e6e6}}
.ladder text{fill:var(--ink)}.ladder .title{font-size:15px;font-weight:600}.ladder .name{font-weight:600}
.ladder .soft{fill:var(--soft);font-size:12px}.ladder .label{font-weight:600}
.ladder .good{fill:var(--good)}
.ladder .bad{fill:var(--bad)}.ladder .warn{fill:var(--warn)}.ladder .lane{stroke:var(--lane);stroke-width:1.5}
.ladder .shaft{stroke:var(--arrow);stroke-width:1.6;fill:none}
.ladder .head{fill:var(--arrow)}
.ladder .lost{stroke:var(--bad);stroke-width:1.6;stroke-dasharray:7 3;fill:none}
.ladder .cross{stroke:var(--bad);stroke-width:2.2}
.ladder .missing{stroke:var(--line);stroke-width:1.4;stroke-dasharray:2 4;fill:none}
.ladder .paper{fill:var(--paper)}.ladder .card{fill:var(--paper);stroke:var(--line)}.ladder .fold{fill:var(--fold)}
.ladder .plainbox{fill:var(--fold)}.ladder .goodbox{fill:var(--goodfill)}
.ladder .badbox{fill:var(--badfill)}.ladder .warnbox{fill:var(--warnfill)}
.ladder .axis{stroke:var(--line)}.ladder .grid{stroke:var(--lane);stroke-dasharray:2 4}
.ladder .bar{fill:var(--bar)}.ladder .bar2{fill:var(--bar2)}
.ladder .half{fill:none;stroke:var(--line);stroke-dasharray:3 3}.ladder .tick{stroke:var(--ink);stroke-width:1.4}
.ladder .again{stroke:var(--warn);stroke-width:2}.ladder .dead{stroke:var(--bad);stroke-width:2.6}
`

// An svgPage is a picture in the making.
type svgPage struct {
	strings.Builder
	y float64
}

// x is where a column of characters begins.
func x(column int) float64 { return svgMargin + float64(column)*cellWidth }

// middle is the middle of a column, where lanes are.
func middle(column int) float64 { return x(column) + cellWidth/2 }

// text writes a line; y is that of its baseline.
func (p *svgPage) text(class, anchor string, x, y float64, text string) {
	fmt.Fprintf(p, `<text class="%s" text-anchor="%s" x="%.1f" y="%.1f">%s</text>`+"\n", class, anchor, x, y, escape(text))
}

// escape makes text that XML takes for text: what it has no character for was cleaned away before.
func escape(text string) string { return html.EscapeString(text) }

func (p *svgPage) rect(class string, x, y, w, h, radius float64) {
	fmt.Fprintf(p, `<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="%.0f"/>`+"\n", class, x, y, w, h, radius)
}

func (p *svgPage) line(class string, x1, y1, x2, y2 float64) {
	fmt.Fprintf(p, `<line class="%s" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>`+"\n", class, x1, y1, x2, y2)
}

// whole puts what was drawn into an svg element with its style.
func (p *svgPage) whole(width float64, title string) string {
	height := p.y + svgMargin
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" class="ladder" role="img" aria-label="%s" viewBox="0 0 %.0f %.0f" `+
		`width="%.0f" height="%.0f">`+"\n<style>%s</style>\n"+`<rect class="paper" width="100%%" height="100%%"/>`+"\n%s</svg>\n",
		escape(title), width, height, width, height, pictureColours, p.String())
}

// SVG is the ladder as one picture, which follows its reader into the dark.
func (l *Ladder) SVG() string {
	rows := svgPage{}
	rows.y = 0
	for _, r := range l.Rows {
		rows.row(l, r)
	}
	if len(l.Rows) == 0 {
		rows.text("soft", "start", x(timeWidth), rows.y+textPitch, "nothing passed")
		rows.y += 2 * textPitch
	}
	head := svgPage{y: svgMargin}
	if l.Title != "" {
		for _, line := range wrap(l.Title, l.Width*5/6) {
			head.text("title", "start", x(0), head.y+textPitch-4, line)
			head.y += textPitch + 3
		}
	}
	if !l.Began.IsZero() {
		head.text("soft", "start", x(0), head.y+textPitch-4, l.Began.Format("2006-01-02"))
		head.y += textPitch
	}
	head.y += 8
	head.participants(l)
	for _, lane := range l.Lanes {
		head.line("lane", middle(lane.Column), head.y, middle(lane.Column), head.y+rows.y+16)
	}
	fmt.Fprintf(&head, `<g transform="translate(0 %.1f)">`+"\n%s</g>\n", head.y+10, rows.String())
	head.y += rows.y + 16
	return head.whole(x(l.Width)+svgMargin, "Ladder: "+l.Title)
}

// participants draws a card with a name for each lane.
func (p *svgPage) participants(l *Ladder) {
	widest := l.Width - timeWidth
	if n := len(l.Lanes); n > 1 {
		widest = (l.Width-timeWidth)/n - 3
	}
	tallest := 0
	for _, lane := range l.Lanes {
		tallest = max(tallest, len(laneNames(lane, widest)))
	}
	height := float64(tallest)*textPitch + 12
	for _, lane := range l.Lanes {
		lines := laneNames(lane, widest)
		wide := 0
		for _, line := range lines {
			wide = max(wide, len([]rune(line)))
		}
		w := float64(wide+2)*cellWidth + 8
		p.rect("card", middle(lane.Column)-w/2, p.y, w, height, 6)
		for i, line := range lines {
			class := "name"
			if line != lane.Name && i > 0 {
				class = "soft"
			}
			p.text(class, "middle", middle(lane.Column), p.y+float64(i+1)*textPitch+1, line)
		}
	}
	p.y += height
}

func laneNames(lane Lane, width int) []string {
	lines := wrap(lane.Name, width)
	if lane.Address != "" && lane.Address != lane.Name {
		lines = append(lines, wrap(lane.Address, width)...)
	}
	return lines
}
