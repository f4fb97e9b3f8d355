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

// BenchmarkGlobal matches lines against the whole grammar of global configuration mode:
// what a line costs with all that routers accept, inert lines included.
func BenchmarkGlobal(b *testing.B) {
	lines := []string{
		"hostname R1", "crypto isakmp policy 10", "crypto isakmp key cisco123 address 10.0.0.2", "crypto map VPN 10 ipsec-isakmp",
		"interface GigabitEthernet0/0", "ip route 10.0.0.0 255.0.0.0 10.1.1.1", "no ip http server",
		"access-list 101 permit ip 10.0.0.0 0.255.255.255 any",
		"logging buffered 50000", "snmp-server community public RO", "ntp server 10.0.0.60",
	}
	for _, line := range lines { // the states are made once
		if _, err := Language(debuglog.IOS15).Mode(modes.GlobalMode).Match(line, 15); err != nil {
			b.Fatalf("%q: %v", line, err)
		}
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		_, _ = Language(debuglog.IOS15).Mode(modes.GlobalMode).Match(lines[i%len(lines)], 15)
		i++
	}
	b.ReportMetric(float64(len(Language(debuglog.IOS15).Mode(modes.GlobalMode).Commands())), "commands")
}

// For every line that a random configuration prints, wherever it stands: its no form
// after the line leaves what its no form leaves, and so does its default form. What is in
// use elsewhere may refuse to go.
func TestSetThenNo(t *testing.T) {
	for seed := range uint64(2) {
		if testing.Short() && seed > 0 {
			break
		}
		c := randomConfig(rand.New(rand.NewPCG(seed, 7)))
		c.Banners = nil // their text is no line of its own
		for _, l := range placedLines(running(c, debuglog.IOS15)) {
			command, negated := strings.CutPrefix(l.text, "no ")
			for _, form := range []string{"no ", "default "} {
				if negated && form == "no " {
					continue
				}
				off := append(slices.Clone(l.way), form+command)
				once, complaint := typedInto(c, off)
				if complaint != "" {
					if hasNoForm(command) && strings.HasPrefix(complaint, "% In") { // valid or complete
						t.Errorf("seed %d, %q in %q: %s", seed, form+command, l.way, complaint)
					}
					continue
				}
				on := append(slices.Clone(l.way), l.text)
				twice, complaint := typedInto(once, append(on, off...))
				if diff := cmp.Diff(running(once, debuglog.IOS15), running(twice, debuglog.IOS15)); complaint != "" || diff != "" {
					t.Errorf("seed %d, %q in %q: %s\n%s", seed, form+command, l.way, complaint, diff)
				}
			}
		}
	}
}

// hasNoForm says whether a printed line can be negated: the lines that open what is
// always there cannot.
func hasNoForm(line string) bool {
	word, _, _ := strings.Cut(line, " ")
	return !slices.Contains([]string{"line", "exit-address-family", "configuration"}, word)
}

// A placed line is one of a configuration, and the lines that open the modes it is in.
type placed struct {
	way  []string
	text string
}

// placedLines takes a printed configuration apart.
func placedLines(text string) (all []placed) {
	var way []string
	var indents []int
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		content := strings.TrimLeft(line, " ")
		if content == "" || content[0] == '!' || content == "end" {
			continue
		}
		indent := len(line) - len(content)
		for len(indents) > 0 && indents[len(indents)-1] >= indent {
			way, indents = way[:len(way)-1], indents[:len(indents)-1]
		}
		all = append(all, placed{slices.Clone(way), content})
		way, indents = append(way, content), append(indents, indent)
	}
	return all
}

// typedInto is a copy of c after lines typed at its console; the first complaint ends it.
func typedInto(c *config.Config, lines []string) (*config.Config, string) {
	l := &loader{config: c.Clone(), release: debuglog.IOS15}
	for _, complaint := range modes.Load(l, strings.Join(lines, "\n")) {
		return l.config, complaint.Message
	}
	return l.config, ""
}
