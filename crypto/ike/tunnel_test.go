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
		for i, b := range n.boxes {
			if !b.up() {
				t.Errorf("%v: box %d is not up:\n%s", release, i, strings.Join(b.lines, "\n"))
			}
		}
		n.run(time.Minute)
		n.drop = func(Datagram) bool { return true }
		from := len(n.boxes[0].lines)
		n.run(25 * time.Second)
		if testing.Verbose() {
			t.Log(strings.Join(n.boxes[0].lines[:from], "\n"))
			t.Log("=== cut\n", strings.Join(n.boxes[0].lines[from:], "\n"))
		}
		if n.boxes[0].up() {
			t.Errorf("%v: still up after the peer fell silent", release)
		}
	}
}
