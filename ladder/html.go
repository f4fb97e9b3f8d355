package ladder

import (
	"fmt"
	"strings"
)

const pageStyle = `
:root{color-scheme:light dark}
body{margin:0;overflow-wrap:anywhere;background:#f4f6f8;color:#1c2733;font:15px/1.5 system-ui,sans-serif}
main{max-width:1100px;margin:0 auto;padding:24px 16px 48px}
h1{font-size:1.35rem;margin:0 0 .25rem;overflow-wrap:anywhere}h2{font-size:1.05rem;margin:2rem 0 .5rem}
p{margin:.25rem 0;color:#55616e}
figure{margin:1rem 0;overflow-x:auto;border:1px solid #ccd4dc;border-radius:8px;background:#fff}
figure svg{display:block;width:100%;height:auto}
table{border-collapse:collapse;width:100%;background:#fff;font-size:.85rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #dde3e9;overflow-wrap:anywhere}
td.time{white-space:nowrap;font-variant-numeric:tabular-nums}tr.bad td{font-weight:600}
summary{cursor:pointer;margin:2rem 0 .5rem;font-weight:600}
@media (prefers-color-scheme:dark){
body{background:#0b1015;color:#e3e9f0}p{color:#a3afbb}figure{border-color:#2c3742;background:#12181f}
table{background:#12181f}th,td{border-color:#2c3742}}
@media print{
body{background:#fff;color:#000}main{max-width:none;padding:0}p{color:#333}figure{border:0;background:#fff}table{background:#fff}
details:not([open])>summary{display:none}}
`

// HTML is a page of its own with the ladder, the lives of the SAs where they are known, and all of it as a table. It needs no
// script and fetches nothing.
func (l *Ladder) HTML() string {
	title := l.Title
	if title == "" {
		title = "Ladder"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"+
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"+
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"+
		"<title>%s</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n", escape(title), pageStyle)
	fmt.Fprintf(&b, "<h1>%s</h1>\n<p>%s</p>\n", escape(title), escape(l.summary()))
	untitled := *l
	untitled.Title = ""
	fmt.Fprintf(&b, "<figure>\n%s</figure>\n", untitled.SVG())
	if len(l.Lifetimes.Bars) > 0 {
		lives := l.Lifetimes
		lives.Title = ""
		fmt.Fprintf(&b, "<h2>SAs and dead peer detection</h2>\n<figure>\n%s</figure>\n", lives.SVG())
	}
	l.table(&b)
	b.WriteString("</main>\n</body>\n</html>\n")
	return b.String()
}

// table is the same in words.
func (l *Ladder) table(b *strings.Builder) {
	b.WriteString("<details>\n<summary>As a table</summary>\n<table>\n" +
		"<thead><tr><th>Time</th><th>From</th><th>To</th><th>What</th></tr></thead>\n<tbody>\n")
	at := ""
	for _, r := range l.Rows {
		if r.Time != "" {
			at = r.Time
		}
		if box := r.Box; box != nil {
			of, class := "", ""
			if box.Lane >= 0 {
				of = l.Lanes[box.Lane].Name
			}
			if box.Tone == Bad {
				class = ` class="bad"`
			}
			fmt.Fprintf(b, "<tr%s><td class=\"time\">%s</td><td>%s</td><td></td><td>%s</td></tr>\n", class, at, escape(of),
				escape(strings.Join(box.Lines, " ")))
		}
		if a := r.Arrow; a != nil {
			class := ""
			if a.Lost || a.Message.Failed {
				class = ` class="bad"`
			}
			fmt.Fprintf(b, "<tr%s><td class=\"time\">%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n", class, at,
				escape(l.Lanes[a.From].Name), escape(l.Lanes[a.To].Name), escape(a.words()))
		}
	}
	b.WriteString("</tbody>\n</table>\n</details>\n")
}

// words say what an arrow is.
func (a *Arrow) words() string {
	text := strings.Join(a.Label, " ")
	if len(a.Carries) > 0 {
		text += ": " + strings.Join(a.Carries, ", ")
	}
	if a.Lost && a.LostTo != "" {
		text += " (lost: " + a.LostTo + ")"
	} else if a.Lost {
		text += " (lost)"
	}
	return text
}
