package router

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
	"ruthere/packet"
)

// takeInner takes what was sent last in GRE out of it, as the other end of a tunnel does.
func takeInner(t *testing.T, b *rig) (outer, inner packet.IPv4) {
	t.Helper()
	for _, sent := range slices.Backward(b.sent) {
		outer, err := packet.ParseIPv4(sent.Data)
		if err != nil || outer.Protocol != packet.ProtocolGRE {
			continue
		}
		g, err := packet.ParseGRE(outer.Payload)
		if err != nil || g.Protocol != packet.EtherTypeIPv4 {
			t.Fatalf("%+v, %v", g, err)
		}
		if inner, err = packet.ParseIPv4(g.Payload); err != nil {
			t.Fatal(err)
		}
		return outer, inner
	}
	t.Fatal("nothing was sent in GRE")
	return outer, inner
}

// answer routes the keepalive that was sent last back, as a router does that knows nothing of keepalives.
func answerKeepalive(t *testing.T, b *rig) {
	t.Helper()
	_, inner := takeInner(t, b)
	inner.TTL--
	b.do(PacketIn{Interface: "FastEthernet0/0", Data: inner.Append(nil)})
}

// A keepalive carries its own answer: from the other end to this one, in GRE of protocol 0 with the tunnel's key.
func TestTunnelKeepalivePacket(t *testing.T) {
	local, remote := netip.MustParseAddr("10.0.1.1"), netip.MustParseAddr("10.0.1.2")
	for _, keyed := range []bool{false, true} {
		b := newRoutedRig(t, debuglog.IOS15)
		lines := append(slices.Clone(tunnelLines), "keepalive 5 2")
		if keyed {
			lines = append(lines, "tunnel key 7", "tunnel checksum", "tunnel sequence-datagrams")
		}
		b.typed(0, append(lines, "end")...)
		b.pass(7 * time.Second)
		outer, inner := takeInner(t, b)
		if outer.Src != local || outer.Dst != remote || outer.TTL != 255 || inner.Src != remote || inner.Dst != local || inner.TTL != 255 {
			t.Errorf("outside %v > %v, inside %v > %v", outer.Src, outer.Dst, inner.Src, inner.Dst)
		}
		g, err := packet.ParseGRE(inner.Payload)
		if err != nil || inner.Protocol != packet.ProtocolGRE || g.Protocol != 0 || g.Keyed != keyed || g.Sequenced || len(g.Payload) != 0 {
			t.Errorf("inside is %+v, %v", g, err)
		}
		answerKeepalive(t, b)
		got := b.typed(0, "show interfaces Tunnel0")
		if !strings.Contains(got, "1 packets output, ") || !strings.Contains(got, "1 packets input, ") {
			t.Error(got)
		}
	}
}

// With retries of N the line protocol goes down with the keepalive after N that were not answered, and comes up with one answer; asking
// does not end meanwhile. Without `keepalive`, and after `no keepalive`, nobody asks.
func TestTunnelKeepaliveTakesLineDown(t *testing.T) {
	for _, c := range []struct {
		line            string
		period, retries int // 0: never down
	}{{"keepalive", 10, 3}, {"keepalive 10 3", 10, 3}, {"keepalive 3", 3, 3}, {"keepalive 1 1", 1, 1}, {"keepalive 20 5", 20, 5},
		{"keepalive 0", 0, 0}, {"no keepalive", 0, 0}, {"default keepalive", 0, 0}} {
		b := newRoutedRig(t, debuglog.IOS124)
		b.typed(0, append(tunnelLines, "keepalive 9 9", c.line, "end")...)
		b.pass(time.Second)
		isUp := func() bool { return b.router.isUp(b.router.config.Interface("Tunnel0")) }
		for range 3 {
			b.pass(time.Duration(c.period) * time.Second)
			if c.period > 0 {
				answerKeepalive(t, b)
			}
		}
		b.said()
		b.sent = nil
		answered := b.now
		for range 200 {
			b.pass(time.Second)
			if !isUp() {
				break
			}
		}
		took := int(b.now.Sub(answered) / time.Second)
		if want := c.period * (c.retries + 1); isUp() != (c.period == 0) || c.period > 0 && took != want {
			t.Errorf("%s: up is %v after %d s, want %d", c.line, isUp(), took, want)
		}
		if c.period == 0 {
			if len(b.sent) != 0 {
				t.Errorf("%s: %d packets sent", c.line, len(b.sent))
			}
			continue
		}
		b.pass(time.Duration(c.period) * 3 * time.Second)
		if n := c.retries + 1 + 3; len(b.sent) != n {
			t.Errorf("%s: %d packets sent, want %d", c.line, len(b.sent), n)
		}
		answerKeepalive(t, b)
		if !isUp() {
			t.Errorf("%s: down after an answer", c.line)
		}
		const line = "%LINEPROTO-5-UPDOWN: Line protocol on Interface Tunnel0, changed state to "
		b.wantLog(line+"down", line+"up")
	}
}

// Only GRE between two ends has keepalives; elsewhere the line is printed and does nothing. Answers that nobody waits for do nothing.
func TestTunnelKeepaliveIsOfGRE(t *testing.T) {
	for _, mode := range []string{"ipip", "ipsec ipv4", "gre multipoint"} {
		b := newRoutedRig(t, debuglog.IOS15)
		b.typed(0, append(tunnelLines, "keepalive 2 2", "tunnel mode "+mode, "end")...)
		b.sent = nil
		b.pass(time.Minute)
		if len(b.sent) > 0 {
			t.Errorf("%s: %d packets", mode, len(b.sent))
		}
		if got := b.typed(0, "show running-config interface Tunnel0"); !strings.Contains(got, "\n keepalive 2 2\n tunnel source ") {
			t.Error(got)
		}
		if up := strings.Contains(b.typed(0, "show interfaces Tunnel0 description"), "up             up"); up != (mode != "ipsec ipv4") {
			t.Errorf("%s: up is %v", mode, up)
		}
	}
}

// The two ends are independent, and a tunnel that is shut down, or gone, asks nobody.
func TestTunnelKeepaliveEnds(t *testing.T) {
	for _, line := range []string{"shutdown", "no tunnel destination", "no keepalive"} {
		b := newRoutedRig(t, debuglog.IOSXE)
		b.typed(0, append(tunnelLines, "keepalive 2 2", "end")...)
		b.pass(10 * time.Second)
		b.typed(0, "configure terminal", "interface Tunnel0", line, "end")
		b.pass(time.Second)
		b.sent = nil
		b.pass(10 * time.Second)
		if len(b.sent) > 0 {
			t.Errorf("%s: %d packets", line, len(b.sent))
		}
	}
	b := newRoutedRig(t, debuglog.IOSXE)
	b.typed(0, append(tunnelLines, "keepalive 2 2", "end")...)
	b.pass(20 * time.Second)
	b.typed(0, "configure terminal", "no interface Tunnel0", "end")
	b.pass(2 * time.Second)
	if len(b.router.tunnels) > 0 || slices.ContainsFunc(b.router.alarms, func(a *alarm) bool { return a.why == "tunnel keepalive" }) {
		t.Errorf("it still asks: %v", b.router.tunnels)
	}
}
