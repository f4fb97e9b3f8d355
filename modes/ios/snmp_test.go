package ios

import (
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// What is said to the SNMP agent: what is printed of it ("" for the line as typed), or where the caret stands.
func TestSNMPLines(t *testing.T) {
	for _, c := range []struct {
		typed, printed string
		caret          int // column from 1; 0: taken
	}{
		{"snmp-server community public ro 10", "snmp-server community public RO 10", 0},
		{"snmp-server community public", "snmp-server community public RO", 0},
		{"snmp-server community secret view ALL rw", "snmp-server community secret view ALL RW", 0},
		{"snmp-server view ALL iso included", "", 0},
		{"snmp-server group ADMINS v3 priv read ALL write ALL access 10", "", 0},
		{"snmp-server engineID local 80000009030000000C07AC01", "", 0},
		{"snmp-server user joe ADMINS v3 auth sha one-password priv aes 128 another", "", 0},
		{"snmp-server location rack 7, floor 2", "", 0},
		{"snmp-server contact noc@lab.example", "", 0},
		{"snmp-server chassis-id R1-2811", "", 0},
		{"snmp-server trap-source Loopback0", "", 0},
		{"snmp-server ifindex persist", "", 0},
		{"snmp-server enable traps", "", 0},
		{"snmp-server enable traps snmp linkdown linkup", "", 0},
		{"snmp-server enable traps ipsec tunnel start", "", 0},
		{"snmp-server host 192.0.2.50 version 2c public snmp ipsec", "", 0},
		{"snmp-server host 192.0.2.50 informs version 3 priv joe udp-port 1162", "", 0},
		{"snmp ifmib ifindex persist", "", 0},
		{"snmp-server banana split", "", 13},
		{"snmp-server community public full", "snmp-server community public RO full", 0}, // the name of a list
		{"snmp-server enable traps banana", "", 27},
		{"snmp-server group ADMINS v4", "", 27},
		{"snmp-server host 192.0.2.50 version 4 public", "", 37},
		{"snmp-server view ALL iso perhaps", "", 26},
	} {
		l := &loader{config: config.New(), release: debuglog.IOS124}
		complaints := modes.Load(l, c.typed)
		switch {
		case c.caret > 0 && (len(complaints) != 1 || complaints[0].Column != c.caret):
			t.Errorf("%q: %+v, want a caret in column %d", c.typed, complaints, c.caret)
		case c.caret == 0 && len(complaints) > 0:
			t.Errorf("%q: %s", c.typed, complaints[0].Message)
		case c.caret == 0:
			want := c.printed
			if want == "" {
				want = c.typed
			}
			if printed := running(l.config, debuglog.IOS124); !strings.Contains(printed, "\n"+want) {
				t.Errorf("%q is not printed as %q", c.typed, want)
			}
		}
	}
}
