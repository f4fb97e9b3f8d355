package system

import (
	"fmt"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// bannerEntry is a banner whose text is being typed, line by line.
type bannerEntry struct {
	kind, delimiter string
	lines           []string
}

// caret is Ctrl-C, which configurations write as two characters.
const caret = "^C"

var bannerKinds = []string{"exec", "incoming", "login", "motd"}

func banner() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `banner {exec | incoming | login | motd} text:LINE`,
		Help: modes.H{"banner": "Define a login banner", "exec": "Set EXEC process creation banner",
			"incoming": "Set incoming terminal line banner",
			"login":    "Set login banner", "motd": "Set Message of the Day banner", "text": "c banner-text c, where 'c' is a delimiting character"},
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			text := a.Str("text")
			delimiter := text[:1]
			if strings.HasPrefix(text, caret) {
				delimiter = caret
			}
			e := &bannerEntry{kind: bannerKind(a), delimiter: delimiter}
			if e.add(text[len(delimiter):]) {
				setBanner(c, e)
				return nil
			}
			if !x.Loading {
				x.Printf("Enter TEXT message.  End with the character '%s'.\n", delimiter)
			}
			x.Session.HandLinesTo(e)
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.Banners = slices.DeleteFunc(c.Banners, func(b config.Banner) bool { return b.Kind == bannerKind(a) })
			return nil
		},
		Lines: bannerLines,
	}
}

func bannerKind(a parser.Args) string {
	for _, kind := range bannerKinds {
		if a.Has(kind) {
			return kind
		}
	}
	return ""
}

// add takes a line of the text; done says that it held the delimiter.
func (e *bannerEntry) add(line string) (done bool) {
	text, _, done := strings.Cut(line, e.delimiter)
	if e.delimiter == caret && !done {
		text, _, done = strings.Cut(line, "\x03")
	}
	e.lines = append(e.lines, text)
	return done
}

func setBanner(c modes.Global, e *bannerEntry) {
	b := config.Banner{Kind: e.kind, Text: strings.Join(e.lines, "\n")}
	c.Banners = slices.DeleteFunc(c.Banners, func(have config.Banner) bool { return have.Kind == e.kind })
	c.Banners = append(c.Banners, b)
}

// TakeLine takes a line of a banner's text.
func (e *bannerEntry) TakeLine(s *modes.Session, line string) error {
	if !e.add(line) {
		return nil
	}
	s.HandLinesTo(nil)
	s.ChangeConfig(func(c modes.Global) { setBanner(c, e) })
	return nil
}

// InText says that the text goes on.
func (*bannerEntry) InText() bool { return true }

// Prompt is empty: the text is typed as it is.
func (*bannerEntry) Prompt(_, _ string) string { return "" }

// bannerLines are the lines of the running-config for all banners.
func bannerLines(c modes.Global) (lines []string) {
	for _, b := range c.Banners {
		lines = append(lines, strings.Split(fmt.Sprintf("banner %s %s%s%s", b.Kind, caret, b.Text, caret), "\n")...)
	}
	return lines
}

func addBanner(l *modes.Language) { l.Add("global", banner()) }
