package ios

import (
	"strings"
	"testing"

	"ruthere/debuglog"
)

// Ports are printed by the names that their protocol has for them.
func TestPortsHaveTheirProtocolsNames(t *testing.T) {
	for typed, want := range map[string]string{
		"tcp any any eq 514": "tcp any any eq cmd", "udp any any eq 514": "udp any any eq syslog", "tcp any any eq 513": "tcp any any eq login",
		"udp any any eq 513": "udp any any eq who", "tcp any any eq 80": "tcp any any eq www", "udp any any eq 80": "udp any any eq 80",
		"udp any any eq netbios-ns": "udp any any eq netbios-ns", "tcp any any eq tacacs": "tcp any any eq tacacs",
		"tcp any any eq 49": "tcp any any eq tacacs", "tcp any any eq nntp": "tcp any any eq nntp", "udp any any eq rip": "udp any any eq rip",
		"tcp any any eq 500": "tcp any any eq 500", "udp any any eq 500": "udp any any eq isakmp",
	} {
		printed := running(load(t, debuglog.IOS15, "access-list 101 permit "+typed+"\n"), debuglog.IOS15)
		if !strings.Contains(printed, "access-list 101 permit "+want+"\n") {
			t.Errorf("%q: want %q in\n%s", typed, want, printed)
		}
	}
}
