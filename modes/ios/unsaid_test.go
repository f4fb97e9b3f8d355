package ios

import (
	"strings"
	"testing"

	"ruthere/debuglog"
)

// What is so anyway is not shown though it was typed, where it is the default; its `no` is.
func TestDefaultsThatWereTypedAreLeftOut(t *testing.T) {
	for _, c := range []struct {
		line, below string
		shown       string // by which releases though it was typed
	}{
		{"cdp run", "", "xe"},
		{"cdp enable", "interface FastEthernet0/0", "xe"},
		{"cdp enable", "interface Tunnel0", "12.4 15.4 xe"},
		{"keepalive", "interface FastEthernet0/0", ""},
		{"keepalive 10", "interface FastEthernet0/0", ""},
		{"keepalive 10", "interface Serial0/0/0", ""},
		{"keepalive 11", "interface FastEthernet0/0", "12.4 15.4 xe"},
		{"ip route-cache", "interface FastEthernet0/0", ""},
		{"snmp trap link-status", "interface FastEthernet0/0", ""},
		{"mop enabled", "interface FastEthernet0/0", "xe"},
		{"lldp transmit", "interface GigabitEthernet0/0", ""},
		{"lldp receive", "interface GigabitEthernet0/0", ""},
		{"exec", "line vty 0 4", ""},
	} {
		for _, r := range releases {
			indent := ""
			if c.below != "" {
				indent = " "
			}
			text := func(line string) string { return running(load(t, r, c.below+"\n"+indent+line+"\n"), r) }
			name := map[debuglog.Release]string{debuglog.IOS124: "12.4", debuglog.IOS15: "15.4", debuglog.IOSXE: "xe"}[r]
			shown := strings.Contains(text(c.line), "\n"+indent+c.line+"\n")
			if want := strings.Contains(c.shown, name); shown != want {
				t.Errorf("%s: %s, %s: shown %v, want %v", name, c.below, c.line, shown, want)
			}
			subject := strings.TrimSuffix(strings.TrimSuffix(c.line, " 10"), " 11")
			if no := "\n" + indent + "no " + subject + "\n"; !strings.Contains(text("no "+c.line), no) && !strings.Contains(c.shown, name) {
				t.Errorf("%s: %s: no %s is not shown", name, c.below, c.line)
			}
		}
	}
}
