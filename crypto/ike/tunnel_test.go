package ike

import (
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
)

func TestTunnelComesUp(t *testing.T) {
	for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		n := newNet(t, release, nil)
		n.trigger(0)
		for i, b := range n.rigs {
			if !b.up() {
				t.Errorf("%v: rig %d is not up:\n%s", release, i, strings.Join(b.lines, "\n"))
			}
		}
		n.run(time.Minute)
		n.drop = func(Datagram) bool { return true }
		from := len(n.rigs[0].lines)
		n.run(25 * time.Second)
		if testing.Verbose() {
			t.Log(strings.Join(n.rigs[0].lines[:from], "\n"))
			t.Log("=== cut\n", strings.Join(n.rigs[0].lines[from:], "\n"))
		}
		if n.rigs[0].up() {
			t.Errorf("%v: still up after the peer fell silent", release)
		}
	}
}
