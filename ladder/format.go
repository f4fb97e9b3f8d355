package ladder

import (
	"fmt"
	"strings"
)

// A Format is how a picture is written.
type Format string

const (
	FormatText    Format = "text"
	FormatASCII   Format = "ascii"
	FormatSVG     Format = "svg"
	FormatHTML    Format = "html"
	FormatMermaid Format = "mermaid"
)

// Standard is the name that stands for standard output, which has text.
const Standard = "-"

// FormatOf is the format that a file of that name has: .txt, .svg, .html or .mmd. The error says which names there are.
func FormatOf(name string) (Format, error) {
	switch lower := strings.ToLower(name); {
	case name == Standard, strings.HasSuffix(lower, ".txt"):
		return FormatText, nil
	case strings.HasSuffix(lower, ".svg"):
		return FormatSVG, nil
	case strings.HasSuffix(lower, ".html"), strings.HasSuffix(lower, ".htm"):
		return FormatHTML, nil
	case strings.HasSuffix(lower, ".mmd"):
		return FormatMermaid, nil
	}
	return "", fmt.Errorf("the name of a ladder tells its format: %q ends in none of .txt, .svg, .html and .mmd", name)
}

// Draw arranges a story and prints it in a format.
func Draw(s Story, f Format, o Options) (string, error) {
	l, err := Arrange(s, o)
	if err != nil {
		return "", err
	}
	switch f {
	case FormatText, FormatASCII:
		return l.Text(f == FormatASCII), nil
	case FormatSVG:
		return l.SVG(), nil
	case FormatHTML:
		return l.HTML(), nil
	case FormatMermaid:
		return l.Mermaid(), nil
	}
	return "", fmt.Errorf("there is no format %q of ladders", f)
}
