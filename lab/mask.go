package lab

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// maskVerb steers what a transcript compares: "@ mask stamps", "@ mask /REGEXP/", "@ mask off".
const maskVerb = "@ mask "

// namedMasks hide what differs from one run to another, or from one router to another.
var namedMasks = []struct {
	name, help string
	hides      *regexp.Regexp
}{
	{"stamps", "time stamps of log lines and dates", regexp.MustCompile(
		`[*.]?\b((Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d+( \d{4})?( \d\d:\d\d:\d\d(\.\d+)?)?` +
			`|[*.]?\b\d\d:\d\d:\d\d(\.\d+)?\b`)},
	{"times", "round-trip times of pings", regexp.MustCompile(`min/avg/max = \d+/\d+/\d+ ms`)},
	{"hex", "numbers in hexadecimal: SPIs, cookies, pointers", regexp.MustCompile(`\b(0x)?[0-9A-F]{4,}\b`)},
	{"numbers", "all numbers", regexp.MustCompile(`\d+`)},
}

// masks are what does not count when lines are compared. Where there is one, blanks do not count either: what
// is hidden may be of another width.
type masks struct {
	hidden []*regexp.Regexp
	blanks bool
}

// withMask is the masks with one more: the name of one, or /REGEXP/; "off" is none.
func (m masks) withMask(text string) (masks, error) {
	text = strings.TrimSpace(text)
	if text == "off" {
		return masks{}, nil
	}
	if body, ok := strings.CutPrefix(text, "/"); ok && len(body) > 1 && strings.HasSuffix(body, "/") {
		r, err := regexp.Compile(strings.TrimSuffix(body, "/"))
		if err != nil {
			return m, fmt.Errorf("mask %s: %w", text, err)
		}
		return masks{append(slices.Clone(m.hidden), r), true}, nil
	}
	var names []string
	for _, one := range namedMasks {
		if one.name == text {
			return masks{append(slices.Clone(m.hidden), one.hides), true}, nil
		}
		names = append(names, one.name)
	}
	return m, fmt.Errorf("there is no mask %q; there is %s, /REGEXP/ and off", text, strings.Join(names, ", "))
}

// equal says whether two lines are the same but for what is hidden.
func (m masks) equal(a, b string) bool { return a == b || m.blanks && m.hide(a) == m.hide(b) }

func (m masks) hide(line string) string {
	for _, r := range m.hidden {
		line = r.ReplaceAllLiteralString(line, "~")
	}
	return strings.Join(strings.Fields(line), " ")
}
