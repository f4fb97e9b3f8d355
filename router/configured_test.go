package router

import (
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/ios"
)

// A shownFeature is a feature without effect, as testdata/configured.txt has it: the releases that
// have it, the lines that configure it, and show commands with what they have to say of it.
type shownFeature struct {
	releases []string
	config   string
	shows    [][]string // a command, and texts of its output
}

func shownFeatures(t *testing.T) (all []*shownFeature) {
	text, err := os.ReadFile("testdata/configured.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		var f *shownFeature
		if len(all) > 0 {
			f = all[len(all)-1]
		}
		releases, begins := strings.CutPrefix(line, "@ ")
		command, shows := strings.CutPrefix(line, "> ")
		switch {
		case begins:
			all = append(all, &shownFeature{releases: strings.Fields(releases)})
		case f == nil || line == "":
		case shows:
			f.shows = append(f.shows, []string{command})
		case len(f.shows) == 0:
			f.config += line + "\n"
		default:
			last := &f.shows[len(f.shows)-1]
			*last = append(*last, line)
		}
	}
	return all
}

// No show command denies what is configured: it is neither refused nor silent, and says what the
// configuration says.
func TestShowsAgreeWithTheConfiguration(t *testing.T) {
	const interfaces = "interface Loopback0\n ip address 1.1.1.1 255.255.255.255\n" +
		"interface FastEthernet0/0\n ip address 10.0.0.1 255.255.255.0\n"
	releases := map[string]debuglog.Release{"12.4": debuglog.IOS124, "15": debuglog.IOS15, "xe": debuglog.IOSXE}
	for _, f := range shownFeatures(t) {
		for _, name := range f.releases {
			d := newRig(t, releases[name], f.config+interfaces)
			d.typed(0, "", "enable", "terminal length 0")
			d.pass(10 * time.Second)
			d.new(0)
			for _, s := range f.shows {
				got := d.typed(0, s[0])
				denies := slices.ContainsFunc([]string{"not enabled", "not active", "\n% ", "^\n", s[0] + "\nRouter", s[0] + "\nR1"},
					func(bad string) bool { return strings.Contains(got, bad) })
				if denies {
					t.Errorf("%s: %s denies the configuration:\n%s", name, s[0], got)
				}
				for _, want := range s[1:] {
					if !strings.Contains(got, want) {
						t.Errorf("%s: %s does not say %q:\n%s", name, s[0], want, got)
					}
				}
			}
		}
	}
}

// randomBlocks are a line of every command of global configuration, or of an interface, each with a
// line of every command of the mode it opens.
func randomBlocks(random *rand.Rand, l *modes.Language, mode string, depth int) (text string) {
	for _, c := range l.Mode(mode).Commands() {
		line, err := c.Sample(random)
		word, _, _ := strings.Cut(line, " ")
		if err != nil || slices.Contains([]string{"alias", "line", "aaa", "privilege"}, word) { // the user must not be shut out
			continue
		}
		text += strings.Repeat(" ", depth) + line + "\n"
		if opened := c.Opens(); opened != "" && depth < 3 && opened != mode {
			text += randomBlocks(random, l, opened, depth+1)
		}
	}
	return text
}

// Whatever is configured, what shows it finds its way through.
func TestShowsOfAnyConfiguration(t *testing.T) {
	for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		found := false
		for seed := uint64(0); seed < 4 || !found && seed < 40; seed++ {
			d := newRig(t, release, "")
			d.typed(0, "", "enable", "terminal length 0")
			text := randomBlocks(rand.New(rand.NewPCG(seed, uint64(release))), ios.Language(release), modes.GlobalMode, 0)
			var out Out
			d.router.beginStep(d.now, &out)
			modes.Load(d.router, text)
			d.router.endStep()
			for _, f := range shownFeatures(t) {
				for _, s := range f.shows {
					found = found || strings.Contains(d.typed(0, s[0]), "Routing Protocol is")
				}
			}
		}
		if !found {
			t.Errorf("%v: no configuration had a routing protocol", release)
		}
	}
}
