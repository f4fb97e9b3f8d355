package modes

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
)

// sampler writes random configurations from the grammars themselves.
type sampler struct {
	*rand.Rand
	inert bool // only commands without effect, which nothing may refuse
	lines []string
}

// add writes some lines of a mode, and of the modes they open.
func (s *sampler) add(m *Mode, count, indent int) {
	for range count {
		c := m.commands[s.IntN(len(m.commands))]
		if c.set == nil || c.passive || s.inert && !c.inert || slices.Contains(unsampled, strings.Fields(c.text)[0]) {
			continue
		}
		line, err := c.syntax.Print(c.syntax.Sample(s.Rand))
		if err != nil {
			continue // two parts of the line would be the same: `any any`
		}
		if c.no != nil && s.IntN(8) == 0 {
			line = "no " + line
		}
		s.lines = append(s.lines, strings.Repeat(" ", indent)+line)
		if match, err := m.grammar.Match(line, 15); err == nil { // perhaps as another command: router eigrp 1 for a name
			if act := match.Tag.(action); act.command.enter != nil && act.form == "" {
				s.add(act.command.enter, 6, indent+1)
			}
		}
	}
}

// unsampled commands do not print as they are typed: text of several lines, what ends the
// loading, and the least length of passwords, which those typed before it may not have.
var unsampled = []string{"banner", "do-exec", "end", "exit", "version", "boot-start-marker", "boot-end-marker", "security"}

// Whatever can be typed, what is printed of it reads back as the same.
func TestGrammarsRoundTrip(t *testing.T) {
	for seed := range uint64(16) {
		for _, r := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
			s := &sampler{Rand: rand.New(rand.NewPCG(seed, uint64(r))), inert: seed%2 == 0}
			s.add(Global, 150, 0)
			roundTrip(t, r, strings.Join(s.lines, "\n"), s.inert)
		}
	}
}

// roundTrip loads a text, prints what came of it, and loads and prints that again.
func roundTrip(t *testing.T, r debuglog.Release, text string, whole bool) string {
	t.Helper()
	l := &loader{config: config.New(), release: r}
	l.config.CryptoLogging = r == debuglog.IOS124
	for _, c := range Load(l, text) {
		if whole {
			t.Errorf("line %d %q, column %d: %s", c.Line, c.Text, c.Column, c.Message)
		}
	}
	printed := Running(l.config, r)
	again := &loader{config: config.New(), release: r}
	again.config.CryptoLogging = r == debuglog.IOS124
	for _, c := range Load(again, printed) {
		t.Errorf("printed line %d %q, column %d: %s", c.Line, c.Text, c.Column, c.Message)
	}
	if diff := cmp.Diff(printed, Running(again.config, r)); diff != "" {
		t.Errorf("release %v (-first +second):\n%s", r, diff)
	}
	return printed
}

// Configurations as they stand on routers are taken to the last line.
func TestRealConfigurations(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "cmd", "ruthere", "testdata", "real", "*.cfg"))
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
var conditional = []string{"aaa session-id", "archive", "crypto map name:WORD isakmp-profile", "login quiet-mode", "privilege", "ip ssh pubkey-chain"}

// What a global command sets, the running-config tells.
func TestSettingsArePrinted(t *testing.T) {
	untouched := Running(config.New(), debuglog.IOS15)
	for _, c := range Global.commands {
		if c.show == nil && c.showNo == nil || slices.ContainsFunc(conditional, func(lead string) bool { return strings.HasPrefix(c.text, lead) }) {
			continue
		}
		random, told := rand.New(rand.NewPCG(1, 1)), false
		for try := 0; try < 40 && !told; try++ {
			line, err := c.syntax.Print(c.syntax.Sample(random))
			if err != nil {
				continue
			}
			if try%2 == 1 && c.no != nil {
				line = "no " + line
			}
			l := &loader{config: config.New(), release: debuglog.IOS15}
			Load(l, line)
			told = Running(l.config, debuglog.IOS15) != untouched
		}
		if !told {
			t.Errorf("%s is nowhere in the running-config", c.text)
		}
	}
}
