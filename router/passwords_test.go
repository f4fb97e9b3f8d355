package router

import (
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/debuglog"
)

// While the password of one login is being compared, others go on; and a login that ended meanwhile
// hears nothing of the verdict.
func TestPasswordsAreComparedOutside(t *testing.T) {
	d := newRig(t, debuglog.IOS15, "hostname R1\nusername op secret right\nline vty 0 4\n login local\n transport input telnet\nend\n")
	var checks []CheckPassword
	step := func(in Input) (text string) {
		var out Out
		d.router.Step(d.now, in, &out)
		for _, item := range out.Items {
			switch item := item.(type) {
			case CheckPassword:
				checks = append(checks, item)
			case TerminalText:
				text += item.Text
			case TerminalReady:
				text += item.Request.Prompt
			}
		}
		return text
	}
	for _, id := range []int{1, 2} {
		step(Connect{Terminal: id, Transport: config.TransportTelnet})
		step(Enter{Terminal: id})
		step(Typed{Terminal: id, Text: "op"})
		if text := step(Typed{Terminal: id, Text: "right"}); text != "" {
			t.Errorf("said before the password was compared: %q", text)
		}
	}
	if text := step(Typed{Terminal: 0, Text: "show privilege"}); !strings.Contains(text, "Current privilege level") {
		t.Errorf("the console waits for others' passwords: %q", text)
	}
	step(Typed{Terminal: 1, Text: "show privilege"}) // typed ahead
	step(Detach{Terminal: 2})
	if len(checks) != 2 {
		t.Fatalf("%d passwords to compare, want 2", len(checks))
	}
	if text := step(PasswordChecked{ID: checks[1].ID, Right: checks[1].Check()}); text != "" {
		t.Errorf("said to a login that has ended: %q", text)
	}
	if text := step(PasswordChecked{ID: checks[0].ID, Right: checks[0].Check()}); !strings.Contains(text, "Current privilege level is 1") {
		t.Errorf("what was typed ahead is lost: %q", text)
	}
}
