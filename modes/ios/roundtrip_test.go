package ios

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// sampler writes random configurations from the grammars themselves.
type sampler struct {
	*rand.Rand
	language *modes.Language
	inert    bool // only commands that are kept as text, which nothing may refuse
	lines    []string
	secret   func() string // if set, makes what stands where secrets do
}

// add writes some lines of a mode, and of the modes they open.
func (s *sampler) add(m *modes.Mode, count, indent int) {
	for range count {
		commands := m.Commands()
		c := commands[s.IntN(len(commands))]
		if !c.Changes() || s.inert && !c.KeptAsText() || slices.Contains(unsampled, strings.Fields(c.Syntax())[0]) {
			continue
		}
		line, err := s.sample(c)
		if err != nil {
			continue // two parts of the line would be the same: `any any`
		}
		if c.Negatable() && s.IntN(8) == 0 {
			line = "no " + line
		}
		s.lines = append(s.lines, strings.Repeat(" ", indent)+line)
		matched, err := m.Match(line, 15) // perhaps as another command: router eigrp 1 for a name
		if err == nil && matched.Opens() != "" && !strings.HasPrefix(line, "no ") {
			s.add(s.language.Mode(matched.Opens()), 6, indent+1)
		}
	}
}

func (s *sampler) sample(c modes.Entry) (string, error) {
	if s.secret != nil {
		return c.SampleSecret(s.Rand, s.secret)
	}
	return c.Sample(s.Rand)
}

// unsampled commands do not print as they are typed: text of several lines, and what ends
// the loading.
var unsampled = []string{"banner", "do-exec", "end", "exit", "version", "boot-start-marker", "boot-end-marker"}

// Whatever can be typed, what is printed of it reads back as the same.
func TestGrammarsRoundTrip(t *testing.T) {
	for seed := range uint64(16) {
		for _, r := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
			s := &sampler{Rand: rand.New(rand.NewPCG(seed, uint64(r))), language: Language(r), inert: seed%2 == 0}
			s.add(s.language.Mode(modes.GlobalMode), 150, 0)
			roundTrip(t, r, strings.Join(s.lines, "\n"), s.inert)
		}
	}
}

// roundTrip loads a text, prints what came of it, and loads and prints that again.
func roundTrip(t *testing.T, r debuglog.Release, text string, whole bool) string {
	t.Helper()
	l := &loader{config: config.New(), release: r}
	for _, c := range modes.Load(l, text) {
		if whole {
			t.Errorf("line %d %q, column %d: %s", c.Line, c.Text, c.Column, c.Message)
		}
	}
	printed := running(l.config, r)
	again := &loader{config: config.New(), release: r}
	for _, c := range modes.Load(again, printed) {
		t.Errorf("printed line %d %q, column %d: %s", c.Line, c.Text, c.Column, c.Message)
	}
	if diff := cmp.Diff(printed, running(again.config, r)); diff != "" {
		t.Errorf("release %v (-first +second):\n%s", r, diff)
	}
	return printed
}

// Configurations as they stand on routers are taken to the last line.
func TestRealConfigurations(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "cmd", "ruthere", "testdata", "real", "*.cfg"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no configurations: %v", err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			r := debuglog.IOS15
			switch {
			case strings.Contains(string(text), "\nversion 12"):
				r = debuglog.IOS124
			case strings.Contains(string(text), "\nversion 17"):
				r = debuglog.IOSXE
			}
			roundTrip(t, r, string(text), true)
		})
	}
}

// conditional settings show only beside another.
var conditional = []string{"aaa session-id", "archive", "crypto map name:WORD isakmp-profile", "login quiet-mode", "privilege",
	"ip ssh pubkey-chain"}

// What a global command sets, the running-config tells.
func TestSettingsArePrinted(t *testing.T) {
	untouched := running(config.New(), debuglog.IOS15)
	for _, c := range Language(debuglog.IOS15).Mode(modes.GlobalMode).Commands() {
		if c.KeptAsText() || !c.Printed() || slices.ContainsFunc(conditional, func(lead string) bool {
			return strings.HasPrefix(c.Syntax(),
				lead)
		}) {
			continue
		}
		random, told := rand.New(rand.NewPCG(1, 1)), false
		for try := 0; try < 40 && !told; try++ {
			line, err := c.Sample(random)
			if err != nil {
				continue
			}
			if try%2 == 1 && c.Negatable() {
				line = "no " + line
			}
			l := &loader{config: config.New(), release: debuglog.IOS15}
			modes.Load(l, line)
			told = running(l.config, debuglog.IOS15) != untouched
		}
		if !told {
			t.Errorf("%s is nowhere in the running-config", c.Syntax())
		}
	}
}

// The control plane and the redundancy of the chassis are always there, whatever is configured besides under the same word.
func TestWhatIsThereIsAlwaysSaid(t *testing.T) {
	for _, text := range []string{"", "control-plane host\n", "control-plane host\ncontrol-plane\n", "redundancy inter-device\n",
		"redundancy inter-device\nredundancy\n"} {
		printed := running(load(t, debuglog.IOS15, text), debuglog.IOS15)
		for _, line := range []string{"\ncontrol-plane\n", "\nredundancy\n"} {
			if strings.Count(printed, line) != 1 {
				t.Errorf("%q: %q:\n%s", text, line, printed)
			}
		}
	}
}
