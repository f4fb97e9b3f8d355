package ios

import (
	"testing"

	"ruthere/debuglog"
	"ruthere/modes"
)

// A keyword that stands in several places says at each what it means there.
func TestHelpDependsOnItsPlace(t *testing.T) {
	for _, c := range []struct{ mode, line, word, text string }{
		{modes.GlobalMode, "crypto ipsec df-bit ", "set", "Set DF bit in the outer IP header"},
		{"crypto-map", "", "set", "Set values for encryption/decryption"},
		{"interface", "tunnel protection ipsec ", "profile", "Determine the ipsec policy profile to use."},
		{"interface", "ip ", "policy", "Enable policy routing"},
		{"interface", "standby ", "ip", "Enable HSRP IPv4 and set the virtual IP address"},
		{"interface", "standby ", "delay", "HSRP initialisation delay"},
		{"interface", "standby preempt ", "delay", "Wait before preempting"},
		{"interface", "vrrp 1 ", "ip", "Enable Virtual Router Redundancy Protocol (VRRP) for IP"},
		{"interface", "glbp 1 ", "ip", "Enable group and set virtual IP address"},
		{"interface", "", "ip", "Interface Internet Protocol config commands"},
		{"interface", "", "delay", "Specify interface throughput delay"},
		{modes.ExecMode, "", "no", "Disable debugging functions"},
		{modes.GlobalMode, "", "no", "Negate a command or set its defaults"},
		{modes.GlobalMode, "config-register ", "<0x0-0xFFFF>", "Config register number"},
	} {
		found := false
		for _, row := range Language(debuglog.IOS15).Mode(c.mode).Help(c.line, 15).Rows {
			if row.Item != c.word {
				continue
			}
			found = true
			if row.Text != c.text {
				t.Errorf("%s, %q: %s is %q, want %q", c.mode, c.line+"?", c.word, row.Text, c.text)
			}
		}
		if !found {
			t.Errorf("%s, %q does not offer %s", c.mode, c.line+"?", c.word)
		}
	}
}
