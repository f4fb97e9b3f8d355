package ladder_test

import (
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"ruthere/ladder"
)

var rewrite = flag.Bool("rewrite", false, "rewrite testdata/small.golden")

func draw(t *testing.T, s ladder.Story, f ladder.Format, o ladder.Options) string {
	t.Helper()
	text, err := ladder.Draw(s, f, o)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// One of everything, as a terminal has it at 100 and at 80 columns and without Unicode, and as Mermaid.
func TestSmallStory(t *testing.T) {
	got := ""
	for _, one := range []struct {
		format ladder.Format
		width  int
	}{{ladder.FormatText, 100}, {ladder.FormatASCII, 80}, {ladder.FormatMermaid, 100}} {
		got += fmt.Sprintf("== %s, %d\n%s", one.format, one.width, draw(t, small(), one.format, ladder.Options{Width: one.width}))
	}
	const golden = "testdata/small.golden"
	if *rewrite {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the story is drawn as\n%s", got)
	}
}

// No line is wider than asked for, whatever texts say and however many take part; ASCII is ASCII, and no control character of a
// text reaches a terminal.
func TestTextFits(t *testing.T) {
	for participants := 2; participants <= 6; participants++ {
		for from := range hostileText {
			for _, width := range []int{60, 80, 100, 133} {
				s := hostile(participants, from)
				for _, f := range []ladder.Format{ladder.FormatText, ladder.FormatASCII} {
					for _, line := range strings.Split(draw(t, s, f, ladder.Options{Width: width}), "\n") {
						if n := utf8.RuneCountInString(line); n > width {
							t.Fatalf("%d participants, %d columns: %d in %q", participants, width, n, line)
						}
						if strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 || f == ladder.FormatASCII && r > '~' }) {
							t.Fatalf("%s: control character in %q", f, line)
						}
					}
				}
			}
		}
	}
}

// SVG is XML that holds together and has nothing in it but shapes and text; a page has no script, no address to fetch from, and no
// element that a text has brought along.
func TestPicturesHoldTogether(t *testing.T) {
	shapes := strings.Fields("svg style rect text line path g")
	elements := append(strings.Fields("html head meta title body main h1 h2 p figure details summary table thead tbody tr th td"), shapes...)
	stories := []ladder.Story{small(), {}, {Title: "nobody"}}
	for from := range hostileText {
		stories = append(stories, hostile(2+from%5, from))
	}
	for _, s := range stories {
		for _, svg := range []string{draw(t, s, ladder.FormatSVG, ladder.Options{}), s.Lifetimes.SVG()} {
			d := xml.NewDecoder(strings.NewReader(svg))
			for {
				token, err := d.Token()
				if errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%v in\n%s", err, svg)
				}
				if e, ok := token.(xml.StartElement); ok && !slices.Contains(shapes, e.Name.Local) {
					t.Fatalf("SVG has the element %s", e.Name.Local)
				}
			}
		}
		page := draw(t, s, ladder.FormatHTML, ladder.Options{})
		z := html.NewTokenizer(strings.NewReader(page))
		open := []string{}
		for {
			kind := z.Next()
			if kind == html.ErrorToken {
				break
			}
			token := z.Token()
			switch {
			case kind == html.StartTagToken || kind == html.SelfClosingTagToken:
				if !slices.Contains(elements, token.Data) {
					t.Fatalf("the page has the element %s", token.Data)
				}
				for _, a := range token.Attr {
					if strings.HasPrefix(a.Key, "on") || a.Key == "src" || a.Key == "href" {
						t.Fatalf("the page has the attribute %s of %s", a.Key, token.Data)
					}
				}
				if kind == html.StartTagToken && token.Data != "meta" {
					open = append(open, token.Data)
				}
			case kind == html.EndTagToken:
				if len(open) == 0 || open[len(open)-1] != token.Data {
					t.Fatalf("the page closes %s inside %v", token.Data, open)
				}
				open = open[:len(open)-1]
			}
		}
		if len(open) > 0 {
			t.Fatalf("the page leaves %v open", open)
		}
	}
}

// Each line of Mermaid is one of the few forms that there are, whatever texts say.
func TestMermaidHoldsTogether(t *testing.T) {
	lines := regexp.MustCompile(`^(---|title: "(\\.|[^"\\])*"|sequenceDiagram|    participant P[1-6] as [^;#]*(#\d+;[^;#]*)*|` +
		`    P[1-6](->>|-->>|-x|<<->>)P[1-6]: ([^;#<>]|#\d+;)*|    Note (over P\d(,P\d)?|left of P1|right of P2): ([^;#<>]|#\d+;)*|)$`)
	for from := range hostileText {
		for _, line := range strings.Split(draw(t, hostile(2+from%5, from), ladder.FormatMermaid, ladder.Options{}), "\n") {
			if !lines.MatchString(line) {
				t.Errorf("%q", line)
			}
		}
	}
}
