package debuglog

import (
	"net/netip"
	"strings"
	"testing"
)

func TestVisible(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"admin", "admin"},
		{"a\r\n%SYS-5-CONFIG_I: forged", "a^M^J%SYS-5-CONFIG_I: forged"},
		{"\x1b[2J\x7f\x00", "^[[2J^?^@"},
		{"\x9b2J", `\x9b2J`},
		{"\u00e9", `\xc3\xa9`},
		{strings.Repeat("x", 300), strings.Repeat("x", MaxForeign)},
	} {
		if got := Visible(c.text); got != c.want {
			t.Errorf("%q is shown as %q, want %q", c.text, got, c.want)
		}
		if again := Visible(Visible(c.text)); len(c.text) < MaxForeign && again != c.want {
			t.Errorf("%q: made visible twice it is %q", c.text, again)
		}
	}
}

// Whatever a text holds, the line that it stands in is one, and no command to a terminal.
func TestForeignTextStaysInItsLine(t *testing.T) {
	const evil = "x\n\x1b[31m%SYS-5-RESTART: forged\r\x9b\a"
	at := netip.MustParseAddr("192.0.2.1")
	for _, line := range []Line{
		LoginFailed(evil, at, 22, evil, evil), LoginSuccess(evil, at, 22, evil), SSHUserAuth(evil, at, 1, evil, evil, true),
		SSHClose(at, 1, evil, evil, evil), Logout(evil, 1, at), TTYExpired("exec", 1, at, evil), QuietModeOn(1, evil, at, 22, evil, evil, evil),
		PrivilegeSet(15, evil, evil, at), PrivilegeRefused(15, evil, evil, at), UserLog(1, evil, evil), SessionUp(at, 500, evil),
		SessionDown(at, 500, evil), Configured(evil, evil, at), ReloadRequested(evil, evil, at, evil), CommandLogged(evil, evil),
		CountersCleared(evil, evil, evil, at),
	} {
		for _, r := range []Release{IOS124, IOS15, IOSXE} {
			text, _ := line.Text(r)
			for _, c := range []byte(text) {
				if c < ' ' || c > '~' {
					t.Errorf("release %v: %q has %q in it", r, text, c)
					break
				}
			}
		}
	}
}
