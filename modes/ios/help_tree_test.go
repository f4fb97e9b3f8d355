package ios

import (
	"regexp"
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// helpDepth is how many words of a line the walk of the help goes into.
const helpDepth = 4

// A helpWalk follows what `?` offers in a mode, word for word.
type helpWalk struct {
	t       *testing.T
	mode    *modes.Mode
	release debuglog.Release
	config  *config.Config
	words   int
}

// keyword is what may stand in a line as `?` shows it: not WORD, A.B.C.D, <0-9> or <cr>.
var keyword = regexp.MustCompile(`^[a-z0-9][a-zA-Z0-9.-]*$`)

// examples are values of arguments, by the first word of what `?` shows for them.
var examples = map[string]string{"WORD": "xyzzy", "A.B.C.D": "10.1.2.3", "LINE": "xyzzy", "Hostname": "10.1.2.3", "hh:mm:ss": "10:00:00",
	"A.B.C.D/nn": "10.1.2.0/24", "X:X:X:X::X": "2001:db8::1", "X:X:X:X::X/<0-128>": "2001:db8::/64", "H.H.H": "0000.1111.2222"}

func (w *helpWalk) below(line string, depth int) {
	h := w.mode.Help(line, 15)
	if h.Failure != "" {
		w.t.Errorf("%v, %s: %q?: %s", w.release, w.mode.ID, line, h.Failure)
		return
	}
	for _, row := range h.Rows {
		if row.Item == "<cr>" {
			if err := w.mode.Offers(w.config, strings.TrimRight(line, " ")); err != nil {
				w.t.Errorf("%v, %s: %q? offers <cr>: %v", w.release, w.mode.ID, line, err)
			}
			continue
		}
		if row.Text == "" {
			w.t.Errorf("%v, %s: %q? says nothing of %s", w.release, w.mode.ID, line, row.Item)
		}
		word := row.Item
		if !keyword.MatchString(word) {
			if word = example(word); word == "" {
				continue
			}
		}
		w.words++
		w.isTaken(line, word, row.Item)
		if high := highest(row.Item); high != "" {
			w.isTaken(line, high, row.Item)
		}
		if depth > 1 && word != "no" && word != "default" {
			w.below(line+word+" ", depth-1)
		}
	}
}

// isTaken holds that a word that was offered is understood at its place, or the line wants more.
func (w *helpWalk) isTaken(line, word, item string) {
	switch err := w.mode.Offers(w.config, line+word); {
	case err == nil, strings.HasPrefix(err.Error(), "incomplete"):
	default:
		w.t.Errorf("%v, %s: %q? offers %s: %v", w.release, w.mode.ID, line, item, err)
	}
}

// example is a value that an item of the help stands for; "" if none is known.
func example(item string) string {
	if strings.HasPrefix(item, "<") && strings.Contains(item, "-") {
		low, _, _ := strings.Cut(item[1:], "-")
		return low
	}
	return examples[strings.Fields(item)[0]]
}

// highest is the greatest value of a range; "" if the item is none.
func highest(item string) string {
	if !strings.HasPrefix(item, "<") || item == "<0-9>" { // numbers of interfaces have no end
		return ""
	}
	_, high, _ := strings.Cut(strings.Trim(item, "<>"), "-")
	return high
}

// What `?` offers is understood where it is offered, and explained, in every mode of every release.
func TestWhatHelpOffersIsUnderstood(t *testing.T) {
	aaa := config.New()
	aaa.AAA.NewModel = true
	for _, r := range releases {
		words := 0
		for _, m := range Language(r).Modes() {
			w := &helpWalk{t: t, mode: m, release: r, config: aaa}
			w.below("", helpDepth)
			if m.ID != modes.ExecMode {
				w.below("no ", helpDepth)
				w.below("default ", helpDepth-1)
			}
			words += w.words
		}
		if words < 7000 {
			t.Errorf("%v: only %d words were offered", r, words)
		}
		t.Logf("%v: %d words", r, words)
	}
}
