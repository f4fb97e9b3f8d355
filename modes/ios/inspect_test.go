package ios

import (
	"strings"
	"testing"

	"ruthere/debuglog"
)

// ip inspect takes its time-outs and limits, not any words.
func TestIPInspectTakesItsLimits(t *testing.T) {
	for _, line := range []string{"ip inspect tcp idle-time 1800", "ip inspect tcp max-incomplete host 100 block-time 2",
		"ip inspect tcp synwait-time 20", "ip inspect tcp finwait-time 1", "ip inspect udp idle-time 15"} {
		if printed := running(load(t, debuglog.IOS15, line+"\n"), debuglog.IOS15); !strings.Contains(printed, line+"\n") {
			t.Errorf("%q is not printed as it was", line)
		}
	}
	for _, line := range []string{"ip inspect tcp banana", "ip inspect udp idle-time x", "ip inspect udp idle-time 5 6"} {
		if _, refused := Parse(line+"\n", debuglog.IOS15); len(refused) != 1 {
			t.Errorf("%q is taken", line)
		}
	}
}
