package router

import (
	"strings"
	"testing"

	"ruthere/debuglog"
	"ruthere/files"
)

// A least length of passwords is for new ones: those that are stored outlive a save and a
// reload, and their users get in.
func TestStoredPasswordsOutliveALeastLength(t *testing.T) {
	d := newRig(t, debuglog.IOS15,
		"hostname A\nenable password short\nusername u password tiny\nline con 0\n privilege level 15\nline vty 0 4\n password abc\n login\n"+
			"end\n")
	d.typed(0, "configure terminal", "security passwords min-length 10", "enable secret short2")
	if got := d.typed(0, "username v password new"); !strings.Contains(got,
		"% Password too short - must be at least 10 characters. Password configuration failed") {
		t.Errorf("a new password is not held against the rule: %q", got)
	}
	d.typed(0, "end", "write memory")
	saved, _ := d.router.files.Find(files.NVRAM, files.StartupConfig)
	again := newRig(t, debuglog.IOS15, saved.Data) // fails on a line that is refused
	for _, line := range []string{"enable password short\n", "username u password 0 tiny\n", " password abc\n", "min-length 10\n"} {
		if !strings.Contains(saved.Data, line) {
			t.Errorf("not saved: %q", line)
		}
	}
	again.telnet(1, "192.0.2.7")
	if got := again.typed(1, "abc", "enable", "short"); !strings.HasSuffix(got, "A#") {
		t.Errorf("the user is locked out: %q", got)
	}
}
