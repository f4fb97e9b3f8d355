package ios

import (
	"strings"
	"testing"

	"ruthere/debuglog"
)

// boot system takes a place and perhaps a server, not any words.
func TestBootSystemTakesAnImage(t *testing.T) {
	for _, line := range []string{
		"boot system flash:c2800nm-advsecurityk9-mz.124-25d.bin", "boot system flash", "boot system flash c2800nm.bin",
		"boot system tftp c2800nm.bin 10.0.0.9", "boot system bootflash:packages.conf", "boot system rom", "boot system c2800nm.bin 10.0.0.9",
	} {
		if printed := running(load(t, debuglog.IOS15, line+"\n"), debuglog.IOS15); !strings.Contains(printed, line+"\n") {
			t.Errorf("%q is not printed as it was", line)
		}
	}
	for line, column := range map[string]int{"boot system banana split": 20, "boot system flash a b": 21, "boot system rom x": 17} {
		_, refused := Parse(line+"\n", debuglog.IOS15)
		if len(refused) != 1 || refused[0].Column != column {
			t.Errorf("%q: want a caret in column %d, got %+v", line, column, refused)
		}
	}
}
