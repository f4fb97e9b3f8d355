package lab

import (
	"strings"
	"testing"
)

// Where a line before was forgotten, the rest is typed all the same if that is wanted, at the router that it names; a
// question is not answered by what was meant for a prompt.
func TestAnyPrompt(t *testing.T) {
	const text = `@ lab
@| routers:
@|   - {name: A}
@|   - {name: B, config: "hostname Bee"}
Bee>enable
Bee(config)#configure terminal
Branch(config-if)#hostname Branch
Branch(config)#interface Loopback0
Branch(config)# description typed
A>no
B#banner motd ^C
B(config)#still the banner ^C
Bee(config)#end
`
	for any, want := range map[bool]string{true: "hostname Branch", false: "hostname Bee"} {
		r, err := ReplayWith("any", text, nil, ReplayOptions{AnyPrompt: any})
		if err != nil {
			t.Fatal(err)
		}
		l, err := r.Run.Build(Options{Virtual: true})
		if err != nil {
			t.Fatal(err)
		}
		got := l.RunningConfig("B")
		if !strings.Contains(got, "\n"+want+"\n") || strings.Contains(got, "description typed") != any {
			t.Errorf("with any prompt %v: %s", any, got)
		}
	}
}
