package ios

import (
	"slices"
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
		{"permit ip any any option any-options", "", ""},
		{"permit ip any any option 147", "permit ip any any option add-ext", ""},
		{"permit ip any any option 255", "", ""},
		{"permit ip any any option 256", "", "12.4 15 XE"},
		{"permit ip any any ttl eq 1", "", ""},
		{"permit tcp any any eq www ttl neq 255", "", ""},
		{"permit ip any any ttl lt 5 log", "", ""},
		{"permit ip any any log ttl gt 5", "permit ip any any ttl gt 5 log", ""},
		{"permit udp any any ttl range 10 20 log-input", "", ""},
		{"permit ip any any ttl eq 256", "", "12.4 15 XE"},
		{"permit ip any any ttl range 10", "", "12.4 15 XE"},
		{"permit igmp any any", "", ""},
		{"permit 2 any any", "permit igmp any any", ""},
		{"permit igmp any any host-query", "", ""},
		{"permit igmp any any host-report log", "", ""},
		{"permit igmp any any trace", "", ""},
		{"permit igmp host 10.0.0.1 any pim", "", ""},
		{"permit igmp any any dv", "permit igmp any any dvmrp", ""},
		{"permit igmp any any 0", "", ""},
		{"permit igmp any any 15 ttl eq 1", "", ""},
		{"permit igmp any any 16", "", "12.4 15 XE"},
		{"permit igmp any any echo", "", "12.4 15 XE"},
		{"permit icmp any any host-query", "", "12.4 15 XE"},
		{"permit ip any any log log", "", "12.4 15 XE"},
		{"permit ip any any log log-input", "", "12.4 15 XE"},
		{"permit tcp any any log log", "", "12.4 15 XE"},
		{"permit ip any any fragments fragments", "", "12.4 15 XE"},
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

// What a release's console offers after the addresses, and refuses if it does not have it.
func TestAccessListWordsOfAConsole(t *testing.T) {
	const entry = "access-list 101 permit "
	for _, c := range []struct{ line, words, has string }{
		{"ip any any ", "ttl", "15 XE"},
		{"ip any any ", "dscp option precedence tos log log-input time-range reflect fragments", "12.4 15 XE"},
		{"ip any any ", "host-query established <0-15>", ""},
		{"ip any any ttl ", "eq gt lt neq range", "15 XE"},
		{"ip any any ttl range ", "<0-255>", "15 XE"},
		{"ip any any option ", "<0-255> any-options add-ext zsu", "12.4 15 XE"},
		{"igmp any any ", "<0-15> dvmrp host-query host-report pim trace log", "12.4 15 XE"},
		{"ip any any log ", "log log-input", ""},
		{"", "igmp icmp tcp ip", "12.4 15 XE"},
	} {
		for _, r := range releases {
			have := keywordsOf(r, modes.GlobalMode, entry+c.line)
			for _, word := range strings.Fields(c.words) {
				want := slices.Contains(strings.Fields(c.has), r.String())
				if slices.Contains(have, word) != want {
					t.Errorf("%v: %q offers %s: %v", r, entry+c.line+"?", word, !want)
				}
			}
		}
	}
}
