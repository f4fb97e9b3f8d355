package router

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/ios"
)

// sampledLines are random lines of a mode that a console of the release takes, and of the modes they open.
func sampledLines(r *rand.Rand, release debuglog.Release, m *modes.Mode, count, indent int) (lines []string) {
	for range count {
		commands := m.Commands()
		c := commands[r.IntN(len(commands))]
		if !c.Changes() || !c.KeptAsText() {
			continue // what works may be refused for a reason: an address that is taken, a key that is too short
		}
		line, err := c.Sample(r)
		if err != nil || strings.HasPrefix(line, "banner") {
			continue
		}
		lines = append(lines, strings.Repeat(" ", indent)+line)
		if matched, err := m.Match(line, 15); err == nil && matched.Opens() != "" && indent < 3 {
			lines = append(lines, sampledLines(r, release, ios.Language(release).Mode(matched.Opens()), 5, indent+1)...)
		}
	}
	return lines
}

// ofItsOwn leaves out the lines that no router of the release has, with their blocks.
func ofItsOwn(release debuglog.Release, lines []string) []string {
	for {
		var kept []string
		read, at := ios.Read(strings.Join(lines, "\n"), release), -1
		bad := map[int]bool{}
		for _, taken := range read.Taken {
			bad[taken.Line-1] = taken.Foreign
		}
		for _, c := range read.Complaints {
			bad[c.Line-1] = true
		}
		indent := func(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
		for i, line := range lines {
			if at >= 0 && indent(line) > at {
				continue
			}
			if at = -1; bad[i] {
				at = indent(line)
				continue
			}
			kept = append(kept, line)
		}
		if len(kept) == len(lines) {
			return kept
		}
		lines = kept
	}
}

// Nothing of a running-config is refused when it is pasted at the console of a blank router of its release: each line is taken
// at the prompt to which those before it led. RUTHERE_CONFIGURATIONS says how many, for each release.
func TestRunningConfigPastesAtABlankConsole(t *testing.T) {
	count, _ := strconv.Atoi(os.Getenv("RUTHERE_CONFIGURATIONS"))
	refused := []string{"% Invalid input", "% Incomplete command", "% Ambiguous command", "% Unrecognized"}
	for seed := range uint64(max(count, 67)) {
		for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
			r := rand.New(rand.NewPCG(seed, 60+uint64(release)))
			lines := sampledLines(r, release, ios.Language(release).Mode(modes.GlobalMode), 40, 0)
			lines = slices.DeleteFunc(lines, func(line string) bool { return strings.Contains(line, "aaa new-model") })
			lines = ofItsOwn(release, append([]string{"aaa new-model"}, lines...))
			configured := newRig(t, release, strings.Join(lines, "\n")+"\n")
			text := ios.Language(release).RunningConfig(configured.router.Config())
			blank := newRig(t, release, "")
			blank.typed(0, "enable", "terminal length 0", "configure terminal")
			for line := range strings.Lines(text) {
				said := blank.typed(0, strings.TrimSuffix(line, "\n"))
				if slices.ContainsFunc(refused, func(words string) bool { return strings.Contains(said, words) }) {
					t.Errorf("%v, seed %d: %q: %s", release, seed, line, said)
				}
			}
			if t.Failed() {
				return
			}
		}
	}
}
