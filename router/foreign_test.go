package router

import (
	"strings"
	"testing"

	"ruthere/debuglog"
)

// A user name from the network forges no line, of the log or of a page, and drives no
// terminal.
func TestForeignUserNames(t *testing.T) {
	for _, login := range []string{" login local\n", " no login\n"} {
		d := newRig(t, debuglog.IOS15, "hostname A\naaa new-model\naaa authentication login default none\nusername u secret p\n"+
			"line con 0\n privilege level 15\n")
		if login == " login local\n" {
			d = newRig(t, debuglog.IOS15, "hostname A\nusername u secret p\nline con 0\n privilege level 15\nline vty 0 4\n login local\n")
		}
		d.new(0)
		d.ssh(1, "192.0.2.7", "x\r\n*Mar 25 15:00:00: %SYS-5-RESTART: forged\x1b[2J"+strings.Repeat("y", 100_000), "wrong")
		shown := d.typed(0, "terminal length 0", "show login failures", "show users", "show ssh") + strings.Join(d.said(), "\n")
		if strings.ContainsAny(shown, "\r\x1b") || strings.Contains(shown, "\n*Mar 25 15:00:00: %SYS-5-RESTART") || len(shown) > 5000 {
			t.Errorf("the console shows %.2000q", shown)
		}
		if !strings.Contains(shown, "x^M^J*Mar") {
			t.Errorf("the name is nowhere to be seen: %q", shown)
		}
	}
}
