package router

import (
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
	"ruthere/packet"
)

// TestUpWhenItIsSaid: no packet passes an interface before the log says that its link is up, at boot or
// after `no shutdown`; from then on it does.
func TestUpWhenItIsSaid(t *testing.T) {
	d := newRig(t, debuglog.IOS124, tracedRouter)
	d.do(LinkChange{Interface: "FastEthernet0/0", Up: true, After: CarrierDelay})
	answers := func() bool {
		var out Out
		d.router.Step(d.now, packetFrom("10.1.1.2", "10.1.1.1", 9, packet.ProtocolICMP, echoRequest()), &out)
		for _, item := range out.Items {
			if _, ok := item.(PacketOut); ok {
				return true
			}
		}
		return false
	}
	check := func(when string, up bool) {
		t.Helper()
		if got := answers(); got != up {
			t.Errorf("%s: answers a ping: %v, want %v", when, got, up)
		}
		said := strings.Contains(strings.Join(d.logs, "\n"), "%LINK-3-UPDOWN: Interface FastEthernet0/0, changed state to up")
		if said != up {
			t.Errorf("%s: LINK says up: %v, want %v", when, said, up)
		}
	}
	check("at boot", false)
	d.pass(CarrierDelay - time.Millisecond)
	check("before the carrier", false)
	d.pass(time.Millisecond)
	check("with the carrier", true)

	d.typed(0, "enable", "configure terminal", "interface FastEthernet0/0", "shutdown")
	d.pass(5 * time.Second)
	d.logs = nil
	d.typed(0, "no shutdown")
	check("after no shutdown", false)
	d.pass(CarrierDelay)
	check("two seconds after no shutdown", true)

	d.typed(0, "shutdown")
	d.pass(5 * time.Second)
	d.logs = nil
	d.typed(0, "no shutdown")
	d.pass(time.Second)
	d.typed(0, "shutdown", "no shutdown")
	d.pass(CarrierDelay - time.Millisecond)
	check("switched off and on meanwhile", false)
	d.pass(time.Millisecond)
	check("two seconds after the last no shutdown", true)
}
