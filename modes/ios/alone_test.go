package ios

import (
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// Every line of every mode, alone in it: what is taken is printed in its mode, and what is
// printed loads to the same. The words of a line without effect come out in their order.
func TestEveryLineAloneComesOut(t *testing.T) {
	for _, r := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		random := rand.New(rand.NewPCG(8, uint64(r)))
		lines := 0
		for _, way := range append(openers(t, r), opener{opened: Language(r).Mode(modes.GlobalMode)}) {
			for n, c := range way.opened.Commands() {
				if testing.Short() && n%40 != int(r) || n%4 != int(r) && os.Getenv("RUTHERE_CONFIGURATIONS") == "" {
					continue // each release has its quarter; RUTHERE_CONFIGURATIONS takes all
				}
				if !c.Changes() || slices.Contains(unsampled, strings.Fields(c.Syntax())[0]) {
					continue
				}
				line, err := c.Sample(random)
				if matched, bad := way.opened.Match(line, 15); err != nil || bad != nil || matched != c {
					continue // other words for it win
				}
				lines++
				aloneIn(t, r, way, line, c.KeptAsText())
			}
		}
		t.Logf("%v: %d lines", r, lines)
	}
}

// aloneIn loads a line of a mode, and what is printed of it.
func aloneIn(t *testing.T, r debuglog.Release, way opener, line string, asTyped bool) {
	t.Helper()
	text := way.text(line)
	l := &loader{config: config.New(), release: r}
	if len(modes.Load(l, text)) > 0 {
		return // such as an address of nowhere
	}
	printed := running(l.config, r)
	again := &loader{config: config.New(), release: r}
	for _, c := range modes.Load(again, printed) {
		t.Errorf("%v, %q: printed line %d %q: %s", r, text, c.Line, c.Text, c.Reason())
	}
	if diff := cmp.Diff(printed, running(again.config, r)); diff != "" {
		t.Errorf("%v, %q (-first +second):\n%s", r, text, diff)
	}
	if asTyped && !hasLineOf(printed, strings.Fields(line)) && printed != running(blankAfter(r, way), r) {
		t.Errorf("%v: %q is printed otherwise:\n%s", r, text, cmp.Diff(running(blankAfter(r, way), r), printed))
	}
}

// hasLineOf says whether a line has these words in this order, perhaps with others that the device
// fills in: `class-map A` is printed as `class-map match-all A`.
func hasLineOf(text string, words []string) bool {
	for line := range strings.Lines(text) {
		rest := words
		for _, word := range strings.Fields(line) {
			if len(rest) > 0 && word == rest[0] {
				rest = rest[1:]
			}
		}
		if len(rest) == 0 {
			return true
		}
	}
	return false
}

// blankAfter is a blank configuration with some lines, each in the mode of the one before it.
func blankAfter(r debuglog.Release, way opener) *config.Config {
	l := &loader{config: config.New(), release: r}
	modes.Load(l, way.text())
	return l.config
}

// Random configurations with all modes: loading what is printed is the identity, and so is typing
// it at a console. RUTHERE_CONFIGURATIONS says how many, for each release.
func TestLoadingAndTypingAgree(t *testing.T) {
	count, err := strconv.Atoi(os.Getenv("RUTHERE_CONFIGURATIONS"))
	if err != nil {
		count = 12
	}
	for _, r := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		ways := slices.DeleteFunc(openers(t, r), func(o opener) bool { return o.foreign })
		for seed := range uint64(count) {
			s := &sampler{Rand: rand.New(rand.NewPCG(seed, 40+uint64(r))), language: Language(r), inert: seed%2 == 0}
			s.lines = []string{"interface GigabitEthernet0/1", "interface Loopback7", "interface Serial0/0/0", // others name them
				"hostname Router"} // and what follows is none of theirs
			// Some modes for sure, each with some lines.
			for _, n := range s.Perm(len(ways))[:12] {
				for depth, line := range ways[n].lines {
					s.lines = append(s.lines, strings.Repeat(" ", depth)+line)
				}
				s.add(ways[n].opened, 5, len(ways[n].lines))
			}
			s.add(s.language.Mode(modes.GlobalMode), 25, 0)
			s.lines = withNewModel(slices.DeleteFunc(s.lines, atConsoleOnly))
			printed := roundTrip(t, r, strings.Join(withoutForeign(r, s.lines), "\n"), false)
			if typed := running(typedAtConsole(r, printed), r); typed != printed {
				t.Errorf("%v, seed %d (-loaded +typed):\n%s", r, seed, cmp.Diff(printed, typed))
			}
			if t.Failed() {
				return
			}
		}
	}
}

// afterNewModel begins a line's own commands of AAA.
var afterNewModel = regexp.MustCompile(`^ (no )?(accounting|authorization|login authentication) `)

// withNewModel begins with `aaa new-model` what has lines of AAA: a console has them only then. Without them the lines of
// terminals have none either.
func withNewModel(lines []string) []string {
	if !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, "aaa ") }) {
		return slices.DeleteFunc(lines, afterNewModel.MatchString)
	}
	lines = slices.DeleteFunc(lines, func(line string) bool { return line == "no aaa new-model" })
	return append([]string{"aaa new-model"}, lines...)
}

// withoutForeign leaves out the lines that no console of the release takes, with their blocks.
func withoutForeign(r debuglog.Release, lines []string) (kept []string) {
	foreign := map[int]bool{}
	for _, t := range Read(strings.Join(lines, "\n"), r).Taken {
		foreign[t.Line-1] = t.Foreign
	}
	indent := func(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }
	for i := 0; i < len(lines); i++ {
		if !foreign[i] {
			kept = append(kept, lines[i])
			continue
		}
		for i+1 < len(lines) && indent(lines[i+1]) > indent(lines[i]) {
			i++
		}
	}
	if len(kept) < len(lines) {
		return withoutForeign(r, kept) // a macro that is gone had taken lines that are foreign themselves
	}
	return kept
}

// atConsoleOnly says whether a line means something else for those that are typed after it than for
// those that are loaded: passwords that are too short, crypto maps and Easy VPN clients that are not there, and
// times of operations that do not fit one another are refused at a console.
func atConsoleOnly(line string) bool {
	word, _, _ := strings.Cut(strings.TrimLeft(line, " "), " ")
	switch {
	case strings.HasPrefix(line, "security passwords"):
		return true
	case !strings.HasPrefix(line, " "):
		return false
	}
	return slices.Contains([]string{"frequency", "timeout", "threshold"}, word) || strings.Contains(line, " crypto map ") ||
		strings.Contains(line, " crypto ipsec client ezvpn ")
}

// typedAtConsole is what comes of a configuration typed at the console of a router whose
// interfaces and certificate server are up: a text that is loaded need not say so, one that is typed would have to.
func typedAtConsole(r debuglog.Release, text string) *config.Config {
	d := consoleAfter(r, nil)
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "interface ") {
			d.session.Execute(line[:len(line)-1])
			d.session.Execute("no shutdown")
		}
		if strings.HasPrefix(line, "crypto pki server ") { // its `no shutdown` is a dialogue
			d.session.Execute(line[:len(line)-1])
			d.config.Authority.Shutdown = false
		}
	}
	for line := range strings.Lines(text) {
		d.session.Execute(strings.TrimSuffix(line, "\n"))
	}
	return d.config
}
