package router

import (
	"strings"
	"testing"

	"ruthere/debuglog"
)

// A router without frames of its own says that a group cannot run, when it is typed and when it is shown.
func TestGroupsNeedFrames(t *testing.T) {
	for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		d := newRig(t, release, "no enable secret\ninterface FastEthernet0/0\n ip address 192.0.2.2 255.255.255.0\n no shutdown\n")
		d.do(LinkChange{Interface: "FastEthernet0/0", Up: true})
		shown := d.typed(0, "enable", "configure terminal", "interface FastEthernet0/0", "standby 1 ip 192.0.2.1", "standby 1 preempt", "end")
		if strings.Count(shown, "% HSRP does not run on this router: it has no frames of its own") != 1 {
			t.Errorf("%v, when it is typed: %q", release, shown)
		}
		if shown := d.typed(0, "show standby"); !strings.Contains(shown, "State is Init (no frames of its own)\n") {
			t.Errorf("%v, when it is shown: %q", release, shown)
		}
		if at, why, ok := d.router.nextStandby(); ok {
			t.Errorf("%v: a group waits for %v (%s)", release, at, why)
		}
	}
}
