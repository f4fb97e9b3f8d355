package ios

import (
	"math/rand/v2"
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// Whatever a line sets, its `default` form brings back what a router starts with; but for
// interfaces, which stay.
func TestDefaultFormOfEverySetting(t *testing.T) {
	for _, r := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		fresh := func() *loader {
			l := &loader{config: config.New(), release: r}
			return l
		}
		blank := running(fresh().config, r)
		tried := 0
		for _, line := range settingLines(r) {
			subject := strings.TrimPrefix(line, "no ")
			for _, form := range []string{subject, "no " + subject} {
				l := fresh()
				if len(modes.Load(l, form)) > 0 || running(l.config, r) == blank || len(modes.Load(l, "default "+subject)) > 0 {
					continue
				}
				tried++
				if got := running(l.config, r); got != blank {
					t.Errorf("%v: after %q and `default` the configuration is not what it was:\n%s", r, form, onlyIn(got, blank))
				}
			}
		}
		t.Logf("%v: %d lines tried", r, tried)
		if tried < 50 {
			t.Errorf("%v: only %d lines tried", r, tried)
		}
	}
}

// settingLines are lines of the global mode, as random configurations and the defaults print them.
func settingLines(r debuglog.Release) (lines []string) {
	seen := map[string]bool{}
	add := func(text string) {
		for line := range strings.Lines(text) {
			line = strings.TrimSuffix(line, "\n")
			if line == "" || line[0] == ' ' || line[0] == '!' || strings.HasPrefix(line, "interface ") || seen[line] {
				continue
			}
			seen[line] = true
			lines = append(lines, line)
		}
	}
	for seed := range uint64(5) {
		add(running(randomConfig(rand.New(rand.NewPCG(seed, 1))), r))
	}
	add("crypto logging session\ncrypto isakmp default policy\ncrypto isakmp enable\n")
	return lines
}

// onlyIn are the lines of a that b lacks, and the other way round.
func onlyIn(a, b string) string {
	var out strings.Builder
	for i, pair := range [][2]string{{a, b}, {b, a}} {
		for line := range strings.Lines(pair[0]) {
			if !strings.Contains("\n"+pair[1], "\n"+line) {
				out.WriteString([]string{"+ ", "- "}[i] + line)
			}
		}
	}
	return out.String()
}
