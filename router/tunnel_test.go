package router

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
)

// A tunnel that carries nothing is down: no route leads into it, whatever it is told.
func TestTunnelsAreDown(t *testing.T) {
	b := newRoutedRig(t, debuglog.IOS124)
	b.typed(0, "configure terminal", "interface Tunnel0", "ip address 10.99.0.1 255.255.255.0", "tunnel source FastEthernet0/0",
		"tunnel destination 10.0.1.2", "end")
	b.pass(5 * time.Second)
	if want := "%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel0, changed state to down"; !slices.Contains(b.logs, want) {
		t.Errorf("logged %q", b.logs)
	}
	if got := b.typed(0, "show ip interface brief Tunnel0"); !strings.Contains(got, "up                    down") {
		t.Error(got)
	}
	if got := b.typed(0, "show ip route"); strings.Contains(got, "10.99.0") {
		t.Error(got)
	}
}
