package main

import (
	"fmt"
	"html"
	"io/fs"
	"regexp"
	"strings"
	"unicode/utf8"

	"ruthere/lab"
	"ruthere/scripts"
)

// Measures of the picture in its own units, which are pixels where nothing scales it.
const (
	fontSize   = 14
	charWidth  = 8.43 // of a monospaced font of that size, a little generously
	lineHeight = 19
	margin     = 18
	titleBar   = 34
)

// drawTranscript plays a transcript that the program carries and draws what its console shows, from the first line that
// begins with from, as SVG.
func drawTranscript(name, from string) (string, error) {
	text, err := fs.ReadFile(scripts.Files, name)
	if err != nil {
		return "", err
	}
	actual, diff, err := lab.Replay(name, string(text), scripts.Files)
	if err == nil {
		err = diff
	}
	if err != nil {
		return "", err
	}
	rows := rowsOf(actual, from)
	if len(rows) == 0 {
		return "", fmt.Errorf("%s: no line begins with %s", name, from)
	}
	return drawTerminal(rows), nil
}

// A row is one line of the picture: spans of text, each in the style of a class.
type row []span

type span struct{ class, text string }

// typedLine is a prompt and what was typed at it.
var typedLine = regexp.MustCompile(`^([A-Z][A-Za-z0-9-]*(?:\([a-z-]+\))?[>#])(.*)$`)

// rowsOf picks what the picture shows of a transcript. Comments become captions; what steers the lab is left out; at
// the end the prompt waits.
func rowsOf(transcript, from string) (rows []row) {
	prompt, caption := "", ""
	for line := range strings.Lines(transcript) {
		line = strings.TrimRight(line, " \n")
		typed := typedLine.FindStringSubmatch(line)
		begun := len(rows) > 0 || strings.HasPrefix(line, from)
		switch {
		case strings.HasPrefix(line, "# "):
			caption = strings.TrimPrefix(line, "# ")
		case strings.HasPrefix(line, "@"), !begun:
		case typed != nil:
			if caption != "" {
				rows = append(rows, row{{"caption", caption}})
			}
			prompt, caption = typed[1], ""
			rows = append(rows, row{{"prompt", typed[1]}, {"typed", typed[2]}})
		default:
			rows = append(rows, outputRow(line))
		}
	}
	if len(rows) > 0 {
		rows = append(rows, row{{"prompt", prompt}, {"cursor", "█"}})
	}
	return rows
}

var (
	debugLine   = regexp.MustCompile(`^(\*?[A-Z][a-z]{2} [ 0-9]\d [0-9:.]+: )(.*)$`)
	arrowLine   = regexp.MustCompile(`^(.*Old State = )(\S+)(  New State = )(\S+)$`)
	markedWords = []struct{ words, class string }{
		{"R_U_THERE_ACK received", "good"},
		{"IKE_TIMER_IM_ALIVE", "name"},
		{"is UP", "good"},
		{"is DOWN", "bad"},
		{"!!!!", "good"},
		{"(deleted)", "bad"},
	}
)

// outputRow styles a line that the router wrote: the time of a log line is dim, the words that tell the story are
// marked.
func outputRow(line string) row {
	class, text, begun := "output", line, row(nil)
	if strings.HasPrefix(text, "\t") { // goes on from the log line before
		class, text = "debug", "        "+text[1:]
	}
	if parts := debugLine.FindStringSubmatch(line); parts != nil {
		begun, text = row{{"time", parts[1]}}, parts[2]
		class = "debug"
		if strings.HasPrefix(text, "%") {
			class = "event"
		}
	}
	if parts := arrowLine.FindStringSubmatch(text); parts != nil {
		return append(begun, span{class, parts[1]}, span{"name", parts[2]}, span{class, parts[3]}, span{"name", parts[4]})
	}
	for _, mark := range markedWords {
		if before, after, found := strings.Cut(text, mark.words); found {
			return append(begun, span{class, before}, span{mark.class, mark.words}, span{class, after})
		}
	}
	return append(begun, span{class, text})
}

const pictureTitle = "A router's console: a tunnel comes up, its peer is asked R_U_THERE and answers, the wire is cut, the peer is dead."

const style = `
text { font: 14px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; white-space: pre }
.output { fill: #c9d1d9 } .debug { fill: #8fa1b3 } .event { fill: #e6c07b } .time { fill: #5c6773 }
.prompt { fill: #7ee787 } .typed { fill: #ffffff; font-weight: bold } .cursor { fill: #7ee787 }
.name { fill: #79c0ff } .good { fill: #56d364 } .bad { fill: #ff7b72 } .caption { fill: #b392f0; font-style: italic }
.title { fill: #8b949e; text-anchor: middle }
@keyframes blink { 50% { opacity: 0 } } .cursor { animation: blink 1.2s steps(1) infinite }
`

// drawTerminal draws rows as a terminal's window.
func drawTerminal(rows []row) string {
	columns := 0
	for _, r := range rows {
		n := 0
		for _, s := range r {
			n += utf8.RuneCountInString(s.text)
		}
		columns = max(columns, n)
	}
	width := int(charWidth*float64(columns)) + 2*margin
	height := titleBar + len(rows)*lineHeight + margin
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[2]d" width="%[1]d" height="%[2]d" role="img">`+"\n",
		width, height)
	fmt.Fprintf(&b, "<title>%s</title>\n", pictureTitle)
	fmt.Fprintf(&b, "<style>%s</style>\n", style)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" rx="10" fill="#0f141a"/>`+"\n", width, height)
	for i, fill := range []string{"#ff5f57", "#febc2e", "#28c840"} {
		fmt.Fprintf(&b, `<circle cx="%d" cy="17" r="6" fill="%s"/>`+"\n", margin+6+i*20, fill)
	}
	fmt.Fprintf(&b, `<text class="title" x="%d" y="22">ruthere</text>`+"\n", width/2)
	for i, r := range rows {
		fmt.Fprintf(&b, `<text x="%d" y="%d" xml:space="preserve">`, margin, titleBar+i*lineHeight+fontSize)
		for _, s := range r {
			if s.text != "" {
				fmt.Fprintf(&b, `<tspan class="%s">%s</tspan>`, s.class, html.EscapeString(s.text))
			}
		}
		b.WriteString("</text>\n")
	}
	b.WriteString("</svg>\n")
	return b.String()
}
