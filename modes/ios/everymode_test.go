package ios

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// opener is a way into a mode: the lines to type in global configuration mode.
type opener struct {
	lines   []string
	opened  *modes.Mode
	foreign bool // only a file opens it: no console of the release has the lines
}

// text is the lines as a file has them, and one more in the mode.
func (o opener) text(more ...string) string {
	var text strings.Builder
	for depth, line := range append(o.lines[:len(o.lines):len(o.lines)], more...) {
		text.WriteString(strings.Repeat(" ", depth) + line + "\n")
	}
	return text.String()
}

// openers finds a way into every mode of a language that a line opens, by typing lines that the
// grammars make at a console, or loading those that no console has.
func openers(t *testing.T, r debuglog.Release) (all []opener) {
	random := rand.New(rand.NewPCG(3, uint64(r)))
	found := map[string]bool{}
	waiting := []opener{{opened: Language(r).Mode(modes.GlobalMode)}}
	for len(waiting) > 0 {
		way := waiting[0]
		waiting = waiting[1:]
		for _, c := range way.opened.Commands() {
			if c.Opens() == "" || found[c.Opens()] {
				continue
			}
			for range 40 { // a line may be refused, or mean another command
				line, err := c.Sample(random)
				if err != nil {
					continue
				}
				next := opener{append(way.lines[:len(way.lines):len(way.lines)], line), Language(r).Mode(c.Opens()), false}
				if consoleAfter(r, next.lines).session.Mode() != next.opened {
					if next.foreign = opensFromFile(r, next, c); !next.foreign {
						continue
					}
				}
				found[c.Opens()] = true
				all, waiting = append(all, next), append(waiting, next)
				break
			}
		}
	}
	for _, m := range Language(r).Modes() {
		if m.ID != modes.ExecMode && m.ID != modes.GlobalMode && !found[m.ID] {
			t.Errorf("%v: no line opens the mode %s", r, m.ID)
		}
	}
	return all
}

// opensFromFile says whether a file that no console could have typed opens a mode by a command.
func opensFromFile(r debuglog.Release, way opener, by modes.Entry) bool {
	read := Read(way.text(), r)
	foreign := slices.ContainsFunc(read.Taken, func(t modes.Taken) bool { return t.Foreign })
	return foreign && len(read.Complaints) == 0 && len(read.Taken) > 0 && read.Taken[len(read.Taken)-1].Entry == by
}

// consoleAfter is a console at which lines were typed in global configuration mode.
func consoleAfter(r debuglog.Release, lines []string) *console {
	d := newConsole(config.New())
	d.release = r
	d.session = modes.NewSession(d, nil, 15, "")
	d.session.EnterConfiguration()
	for _, line := range withNewModel(lines) {
		d.session.Execute(line)
	}
	return d
}

// Every mode of every release is opened by a line, says so in its prompt, and is left by `exit`
// for the mode that it belongs to, and by `end` for EXEC.
func TestEveryModeOpensAndIsLeft(t *testing.T) {
	for _, r := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		for _, way := range openers(t, r) {
			if way.foreign {
				continue
			}
			d := consoleAfter(r, way.lines)
			if prompt := d.session.Prompt(); !strings.HasPrefix(prompt, "Router(") || !strings.HasSuffix(prompt, ")#") || len(prompt) < 12 {
				t.Errorf("%v, %q: prompt %q", r, way.lines, prompt)
			}
			d.session.Execute("exit")
			if got := d.session.Mode(); got != way.opened.Parent && !severalOpen[way.opened.ID] {
				t.Errorf("%v, %q: exit leads to %s, want %s", r, way.lines, got.ID, way.opened.Parent.ID)
			}
			d = consoleAfter(r, append(way.lines, "end"))
			if d.session.Configuring() && way.opened.ID != "ssh-pubkey-data" { // there it is text
				t.Errorf("%v, %q: end leads to %s", r, way.lines, d.session.Mode().ID)
			}
		}
	}
}

// severalOpen are modes that lines of more than one mode open: `exit` leads back to the one it was.
var severalOpen = map[string]bool{"router-eigrp-family": true}
