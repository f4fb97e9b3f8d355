package router

import (
	"strings"
	"testing"

	"ruthere/debuglog"
)

// A time zone and its summer time are seen wherever the time is.
func TestTimezone(t *testing.T) {
	b := newRig(t, debuglog.IOS15, "hostname R1\nservice timestamps log datetime msec localtime show-timezone\n")
	b.typed(0, "enable", "configure terminal")
	b.new(0)
	b.typed(0, "clock timezone CET 1")
	want := "from 15:00:00 UTC Wed Mar 25 2026 to 16:00:00 CET Wed Mar 25 2026, configured from console by console."
	if len(b.logs) == 0 || !strings.HasSuffix(b.logs[len(b.logs)-1], want) {
		t.Errorf("logged %q, want ...%s", b.logs, want)
	}
	b.typed(0, "clock summer-time CEST recurring last Sun Mar 2:00 last Sun Oct 3:00", "end")
	for _, c := range []struct{ set, want string }{
		{"01:59:59 29 March 2026", "01:59:59.000 CET Sun Mar 29 2026"},
		{"03:00:00 29 March 2026", "03:00:00.000 CEST Sun Mar 29 2026"},
		{"12:00:00 1 July 2026", "12:00:00.000 CEST Wed Jul 1 2026"},
		{"02:59:59 25 October 2026", "02:59:59.000 CEST Sun Oct 25 2026"},
		{"03:00:00 25 October 2026", "03:00:00.000 CET Sun Oct 25 2026"},
	} {
		b.typed(0, "clock set "+c.set)
		got := b.typed(0, "show clock detail")
		for _, want := range []string{"\n" + c.want + "\n",
			"Summer time starts 02:00:00 CET Sun Mar 29 2026\nSummer time ends 03:00:00 CEST Sun Oct 25 2026\n"} {
			if !strings.Contains(got, want) {
				t.Errorf("after clock set %s: %s", c.set, got)
			}
		}
	}
	got := b.typed(0, "show running-config | include clock")
	if want := "clock timezone CET 1 0\nclock summer-time CEST recurring last Sun Mar 2:00 last Sun Oct 3:00\n"; !strings.Contains(got, want) {
		t.Errorf("running-config: %s", got)
	}
	if got := b.typed(0, "show version | include uptime"); !strings.Contains(got, "uptime is 0 minutes") {
		t.Errorf("uptime: %s", got)
	}
}
