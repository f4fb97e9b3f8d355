package router

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
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
