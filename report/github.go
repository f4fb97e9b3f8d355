package report

import (
	"fmt"
	"strings"
	"unicode"
)

// Annotation is a workflow command of GitHub's that shows an error at a line of a file; title may be "", and so may file
// (docs.github.com, "Workflow commands for GitHub Actions"). It ends with its newline.
func Annotation(file string, line int, title, text string) string {
	var properties []string
	if file != "" {
		properties = append(properties, "file="+escapeProperty(file), fmt.Sprintf("line=%d", line))
	}
	if title != "" {
		properties = append(properties, "title="+escapeProperty(title))
	}
	return fmt.Sprintf("::error %s::%s\n", strings.Join(properties, ","), escapeData(text))
}

// escapeData and escapeProperty write text into a workflow command.
func escapeData(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

func escapeProperty(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(escapeData(text))
}

// Markdown is a text of others within a paragraph or a cell of a table: every mark of Markdown's and of HTML's is itself.
func Markdown(text string) string {
	var b strings.Builder
	for _, r := range Line(text) {
		if r < unicode.MaxASCII && (unicode.IsPunct(r) || unicode.IsSymbol(r)) {
			b.WriteByte('\\') // which CommonMark takes before any of them (section 2.4)
		}
		b.WriteRune(r)
	}
	return b.String()
}
