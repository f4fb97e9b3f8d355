package ios

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// blocks are the lines of a configuration that are not indented, each with those under it.
func blocks(text string) (all []string) {
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "!") || strings.TrimSpace(line) == "" || line == "end\n":
		case strings.HasPrefix(line, " ") && len(all) > 0:
			all[len(all)-1] += line
		default:
			all = append(all, line)
		}
	}
	return all
}

// A saved configuration loads whatever the order of its parts: no line is refused for one
// that stands elsewhere, and none is lost.
func TestLoadsInAnyOrder(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 2))
		c := randomConfig(random)
		c.Banners = nil // their text would be taken for commands
		c.Services.PasswordMinLength = random.IntN(17)
		for _, r := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
			want := blocks(running(c, r))
			shuffled := slices.Clone(want)
			random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			l := &loader{config: config.New(), release: r}
			for _, refused := range modes.Load(l, strings.Join(shuffled, "")) {
				t.Errorf("seed %d, release %v: %q: %s", seed, r, refused.Text, refused.Message)
			}
			got := blocks(running(l.config, r))
			slices.Sort(want)
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("seed %d, release %v (-want +got):\n%s", seed, r, diff)
			}
		}
	}
}
