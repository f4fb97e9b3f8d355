package ike

import (
	"slices"
	"strings"
	"testing"

	"ruthere/debuglog"
)

// What release XE says at each installation of IPsec SAs of the peer's index is a line of `debug crypto
// isakmp`: it needs no `debug crypto ipsec`.
func TestPeerIndexIsALineOfISAKMP(t *testing.T) {
	var switches debuglog.Switches
	switches.On(debuglog.ISAKMP)
	for _, release := range releases {
		n := newNet(t, release, nil)
		n.trigger(0)
		for _, b := range n.rigs {
			at := slices.IndexFunc(b.lines, func(line string) bool { return strings.Contains(line, "Failed to find peer index node") })
			if (at >= 0) != (release == debuglog.IOSXE) {
				t.Errorf("%v: the line stands at %d", release, at)
			}
			if at >= 0 && !switches.Prints(b.let[at]) {
				t.Errorf("%v: the line is one of the debug %v", release, b.let[at])
			}
		}
	}
}
