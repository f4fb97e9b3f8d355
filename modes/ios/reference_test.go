package ios

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/debuglog"
)

// Lines of configuration of every kind that routers with crypto maps carry, most
// alternatives of a command once: they load, and what is printed of them loads again to
// the same text, in every release. That each line typed is printed is looked at in 15.x.
func TestLinesOfTheReference(t *testing.T) {
	text, err := os.ReadFile("testdata/reference.cfg")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		printed := running(load(t, r, string(text)), r)
		if diff := cmp.Diff(printed, running(load(t, r, printed), r)); diff != "" {
			t.Errorf("release %v, what was printed first and what then:\n%s", r, diff)
		}
		if r == debuglog.IOS15 {
			wantEachLine(t, string(text), printed)
		}
	}
}

// reworded are lines that a router of release 15 writes otherwise than they were typed,
// or leaves out because they say the default.
var reworded = map[string]string{
	"encryption des": "", "hash sha": "", "authentication rsa-sig": "", "group 1": "", "lifetime 86400": "",
	"encryption aes": "encr aes", "encryption 3des": "encr 3des", "encryption aes 128": "encr aes",
	"encryption aes 192":                            "encr aes 192",
	"crypto isakmp key s1 address 0.0.0.0 no-xauth": "crypto isakmp key s1 address 0.0.0.0         no-xauth",
	// the address has 15 columns
	"crypto isakmp key 0 s0 address 10.0.0.2":                  "crypto isakmp key s0 address 10.0.0.2",
	"pre-shared-key address 192.0.2.0 255.255.255.0 key 0 abc": "pre-shared-key address 192.0.2.0 255.255.255.0 key abc",
	"deny any":                        "deny   any",
	"deny ip any any log-input":       "deny   ip any any log-input",
	"access-list 101 deny ip any any": "access-list 101 deny   ip any any",
}

// wantEachLine checks that all lines typed stand in what was printed.
func wantEachLine(t *testing.T, typed, printed string) {
	t.Helper()
	have := map[string]bool{}
	for line := range strings.Lines(printed) {
		have[strings.TrimSpace(line)] = true
	}
	for line := range strings.Lines(typed) {
		line = strings.TrimSpace(line)
		want := line
		if other, is := reworded[line]; is {
			want = other
		}
		if want != "" && !have[want] {
			t.Errorf("%q was typed, and nothing printed says %q", line, want)
		}
	}
}
