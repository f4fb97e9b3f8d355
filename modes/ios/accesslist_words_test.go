package ios

import (
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// What may follow the addresses of an entry: how it is printed ("" for as typed), and which releases
// refuse it.
func TestAccessListWords(t *testing.T) {
	for _, c := range []struct{ typed, printed, refusedBy string }{
		{"permit ip any any log", "", ""},
		{"permit ip any any log-input", "", ""},
		{"permit ip any any fragments", "", ""},
		{"permit ip any any dscp ef", "", ""},
		{"permit ip any any dscp 46", "permit ip any any dscp ef", ""},
		{"permit ip any any precedence critical", "", ""},
		{"permit ip any any precedence 5", "permit ip any any precedence critical", ""},
		{"permit ip any any tos max-throughput", "", ""},
		{"permit ip any any time-range WORK", "", ""},
		{"permit ip any any time-range WORK log", "", ""},
		{"permit ip any any option eool", "", ""},
		{"permit icmp any any ttl-exceeded", "", ""},
		{"permit tcp any any established", "", ""},
		{"permit ip any any dscp banana", "", "12.4 15 XE"},
		{"permit ip any any host-query", "", "12.4 15 XE"},
		{"permit ip any any established", "", "12.4 15 XE"},
		{"permit udp any any established", "", "12.4 15 XE"},
	} {
		for _, r := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
			l := &loader{config: config.New(), release: r}
			complaints := modes.Load(l, "ip access-list extended L\n "+c.typed)
			if refused, want := len(complaints) > 0, strings.Contains(c.refusedBy, r.String()); refused != want {
				t.Errorf("%v, %q: refused %v, want %v", r, c.typed, refused, want)
				continue
			}
			want := c.printed
			if want == "" {
				want = c.typed
			}
			if c.refusedBy == "" && !strings.Contains(running(l.config, r), want+"\n") {
				t.Errorf("%v, %q is not printed as %q:\n%s", r, c.typed, want, running(l.config, r))
			}
		}
	}
}
