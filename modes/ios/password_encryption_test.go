package ios

import (
	"strings"
	"testing"

	"ruthere/debuglog"
)

// `service password-encryption` leaves no password legible, of those that were there before it and of those that come after.
func TestPasswordEncryptionLeavesNothingLegible(t *testing.T) {
	const before, after = "legible\n", "readable\n"
	passwords := func(password string) string {
		return "enable password " + password + "enable password level 7 " + password + "username anna password " + password +
			"ip ftp password " + password + "line vty 0 4\n password " + password
	}
	for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		for _, text := range []string{passwords(before) + "service password-encryption\n", "service password-encryption\n" + passwords(after)} {
			printed := running(load(t, release, text), release)
			if strings.Contains(printed, "legible") || strings.Contains(printed, "readable") || strings.Count(printed, " 7 ") < 5 {
				t.Errorf("%v, of %q:\n%s", release, text, printed)
			}
		}
	}
}
