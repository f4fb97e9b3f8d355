package ladder

import (
	"fmt"
	"strings"
)

// Mermaid is the ladder as a sequenceDiagram, which GitHub, GitLab and many editors draw. It has no dates and no
// columns; what it says is the same.
func (l *Ladder) Mermaid() string {
	var b strings.Builder
	if l.Title != "" {
		fmt.Fprintf(&b, "---\ntitle: %s\n---\n", quoteYAML(l.Title))
	}
	b.WriteString("sequenceDiagram\n")
	for i, lane := range l.Lanes {
		name := mermaidText(lane.Name)
		if lane.Address != "" && lane.Address != lane.Name {
			name += "<br/>" + mermaidText(lane.Address)
		}
		fmt.Fprintf(&b, "    participant P%d as %s\n", i+1, name)
	}
	at := ""
	for _, r := range l.Rows {
		if r.Time != "" {
			at = r.Time
		}
		if r.Box != nil && len(l.Lanes) > 0 {
			fmt.Fprintf(&b, "    Note %s: %s\n", l.mermaidPlace(r.Box), mermaidText(unwrap(r.Box.Lines)))
		}
		if a := r.Arrow; a != nil {
			fmt.Fprintf(&b, "    P%d%sP%d: %s\n", a.From+1, mermaidArrow(a), a.To+1, mermaidText(mermaidLabel(at, a)))
		}
	}
	return b.String()
}

func (l *Ladder) mermaidPlace(b *Box) string {
	switch {
	case b.Lane < 0 && len(l.Lanes) > 1:
		return fmt.Sprintf("over P1,P%d", len(l.Lanes))
	case b.Lane < 0:
		return "over P1"
	case len(l.Lanes) == 2 && b.Lane == 0:
		return "left of P1"
	case len(l.Lanes) == 2:
		return "right of P2"
	}
	return fmt.Sprintf("over P%d", b.Lane+1)
}

func mermaidArrow(a *Arrow) string {
	switch {
	case a.Lost:
		return "-x"
	case a.Message.Missing:
		return "-->>"
	case a.Both:
		return "<<->>"
	}
	return "->>"
}

func mermaidLabel(at string, a *Arrow) string {
	return strings.TrimSpace(at + " " + a.words())
}

// mermaidText writes what Mermaid would take for its own as the numbers of characters, in its way: #59; is a semicolon.
func mermaidText(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch r {
		case '#', ';', '<', '>', '&', '"', '%', '{', '}', '`', '\\', ':', '*', '_', '$', '[', ']', '(', ')':
			if strings.ContainsRune(":_()*$[]", r) {
				b.WriteRune(r) // these are safe behind the colon
				continue
			}
			fmt.Fprintf(&b, "#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	if text == "end" { // a word of its own
		return "#101;nd"
	}
	return b.String()
}

func quoteYAML(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// unwrap is a text that was wrapped into lines: no blank stands where a word was parted behind its hyphen.
func unwrap(lines []string) string {
	var b strings.Builder
	for i, line := range lines {
		if before := b.String(); i > 0 && (!strings.HasSuffix(before, "-") || strings.HasSuffix(before, " -")) {
			b.WriteByte(' ')
		}
		b.WriteString(line)
	}
	return b.String()
}
