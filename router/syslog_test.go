package router

import (
	"strings"
	"testing"
)

// What a server gets is what the terminals show, after priority and number.
func TestSyslogPackets(t *testing.T) {
	b := newPacketRig(t, `hostname R1
logging origin-id hostname
logging facility local7
logging host 10.0.0.9
interface GigabitEthernet0/0
 ip address 10.0.0.1 255.255.255.0
interface GigabitEthernet0/1
 ip address 10.0.1.1 255.255.255.0
interface Loopback0
 ip address 1.1.1.1 255.255.255.255
end
`)
	b.typed("configure terminal", "logging source-interface Loopback0", "end")
	got := strings.Join(b.said, "\n")
	for _, want := range []string{
		"1.1.1.1 <189>9: R1: *Mar 25 15:00:",
		"%SYS-5-CONFIG_I: Configured from console by console",
		"10.0.0.1 <190>", // sent before the source was chosen
	} {
		if !strings.Contains(got, want) {
			t.Errorf("sent:\n%s\nwant %q in it", got, want)
		}
	}
}
