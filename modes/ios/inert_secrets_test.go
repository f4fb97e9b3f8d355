package ios

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// The secret of a parser view is kept as its hash, each release's; what is a hash already stays as it is.
func TestSecretOfAParserViewIsHashed(t *testing.T) {
	const hash = "$1$mERr$hx5rVt7rPNoS4wqbXKX7m0"
	kept := map[debuglog.Release]string{debuglog.IOS124: " secret 5 $1$", debuglog.IOS15: " secret 5 $1$", debuglog.IOSXE: " secret 9 $9$"}
	for _, r := range releases {
		for _, line := range []string{"secret canary", "secret 0 canary"} {
			text := running(load(t, r, "parser view V\n "+line+"\n"), r)
			if strings.Contains(text, "canary") || !strings.Contains(text, "\n"+kept[r]) {
				t.Errorf("%v, %q: %s", r, line, text)
			}
		}
		if text := running(load(t, r, "parser view V\n secret 5 "+hash+"\n"), r); !strings.Contains(text, "\n secret 5 "+hash+"\n") {
			t.Errorf("%v: a hash becomes %s", r, text)
		}
	}
}

// Whatever line may have a password of type 7 has one under `service password-encryption`, whether that was typed before it
// or after; and keeps it when the service ends.
func TestPasswordsAreHidden(t *testing.T) {
	const service = "service password-encryption\n"
	mayBeHidden := regexp.MustCompile(`\b7\] [a-z0-9-]+:[A-Z]+`)
	typeSeven := regexp.MustCompile(`(?m) 7 [0-9]{2}[0-9A-F]{12}\b`) // six letters
	hidden := 0
	for _, r := range releases {
		random := rand.New(rand.NewPCG(7, uint64(r)))
		for _, way := range append(openers(t, r), opener{opened: Language(r).Mode(modes.GlobalMode)}) {
			for _, c := range way.opened.Commands() {
				if !mayBeHidden.MatchString(c.Syntax()) {
					continue
				}
				line := hiddenLine(random, c)
				if line == "" {
					t.Errorf("%s: no line of %q has a password that may be hidden", way.opened.ID, c.Syntax())
					continue
				}
				plain := strings.Replace(line, " 7 canary", " canary", 1)
				for _, text := range []string{service + way.text(plain), way.text(plain) + service, way.text(plain) + service + "no " + service} {
					printed := running(load(t, r, text), r)
					if strings.Contains(printed, "canary") || !typeSeven.MatchString(printed) {
						t.Errorf("%v: after\n%sthe running-config has\n%s", r, text, printed)
					}
					hidden++
				}
			}
		}
	}
	if hidden < 3*3*20 {
		t.Errorf("only %d passwords were hidden", hidden)
	}
}

// hiddenLine is a line of the command with a password of type 7; "" if none was found.
func hiddenLine(random *rand.Rand, c modes.Entry) string {
	for range 200 {
		line, err := c.SampleSecret(random, func() string { return "canary" })
		if err == nil && strings.Count(line, "canary") == 1 && strings.Contains(line, " 7 canary") &&
			!strings.Contains(line, "level 7 canary") { // which is in clear, at that level
			return line
		}
	}
	return ""
}

// Typed at a console, a password that was hidden is taken away by the line that set it.
func TestHiddenPasswordIsTakenAway(t *testing.T) {
	for _, no := range []string{"no ip http client password canary", "no ip http client password"} {
		c := config.New()
		l := &loader{config: c, release: debuglog.IOS15}
		complaints := modes.Load(l, "service password-encryption\nip http client password canary\n"+no+"\n")
		if text := running(l.config, debuglog.IOS15); len(complaints) > 0 || strings.Contains(text, "ip http client") {
			t.Errorf("%q: %v\n%s", no, complaints, text)
		}
	}
}
