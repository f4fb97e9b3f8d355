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

// protectionLines are what a protected tunnel needs besides.
var protectionLines = []string{"configure terminal", "crypto isakmp policy 10", "authentication pre-share", "exit",
	"crypto isakmp key secret address 10.0.1.2", "crypto ipsec transform-set T esp-aes esp-sha-hmac", "exit",
	"crypto ipsec profile P", "set transform-set T", "end"}

func newProtectedRig(t *testing.T, release debuglog.Release, lines ...string) *rig {
	b := newRoutedRig(t, release)
	b.typed(0, protectionLines...)
	b.typed(0, slices.Concat(tunnelLines, lines, []string{"end"})...)
	b.pass(5 * time.Second)
	return b
}

// fromFarEnd is an echo from the far end of the tunnel in the header of its mode.
func fromFarEnd(mode string) []byte {
	echo := packet.ICMP{Type: packet.ICMPEcho, Data: make([]byte, 36)}
	inner := packet.IPv4{Src: netip.MustParseAddr("10.99.0.2"), Dst: netip.MustParseAddr("10.99.0.1"), TTL: 9,
		Protocol: packet.ProtocolICMP, Payload: echo.Append(nil)}.Append(nil)
	outer := packet.IPv4{Src: netip.MustParseAddr("10.0.1.2"), Dst: netip.MustParseAddr("10.0.1.1"), TTL: 9,
		Protocol: packet.ProtocolIPinIP, Payload: inner}
	if mode == "gre ip" {
		outer.Protocol, outer.Payload = packet.ProtocolGRE, packet.GRE{Protocol: packet.EtherTypeIPv4, Payload: inner}.Append(nil)
	}
	return outer.Append(nil)
}

// Protected GRE is up without SAs, as on the device; but nothing of it leaves in clear, or is taken in in clear.
func TestNothingOfProtectedTunnelsIsClear(t *testing.T) {
	for _, mode := range []string{"gre ip", "ipip"} {
		for _, protected := range []bool{false, true} {
			line := "no tunnel protection ipsec profile P"
			if protected {
				line = "tunnel protection ipsec profile P"
			}
			b := newProtectedRig(t, debuglog.IOS15, "tunnel mode "+mode, line)
			if got := b.typed(0, "show ip interface brief Tunnel0"); !strings.Contains(got, "up                    up") {
				t.Errorf("%s, %v: %s", mode, protected, got)
			}
			b.said()
			b.sent = nil
			b.typed(0, "ping 10.99.0.2 repeat 1 timeout 0")
			b.do(PacketIn{Interface: "FastEthernet0/0", Data: fromFarEnd(mode)})
			clear := 0
			for _, p := range b.sent {
				if ip, err := packet.ParseIPv4(p.Data); err == nil && ip.Protocol != packet.ProtocolUDP {
					clear++
				}
			}
			if want := map[bool]int{false: 2, true: 0}[protected]; clear != want { // our echo, and the answer to theirs
				t.Errorf("%s, %v: %d packets left in clear", mode, protected, clear)
			}
			refused := slices.ContainsFunc(b.said(), func(l string) bool { return strings.Contains(l, "%CRYPTO-4-RECVD_PKT_NOT_IPSEC") })
			if refused != protected {
				t.Errorf("%s, %v: refused %v", mode, protected, refused)
			}
		}
	}
}

// A tunnel with protection asks for its SAs when it is able to be up, without a packet; not while it is shut down, has no far end, no
// profile, or a profile that only answers.
func TestProtectedTunnelsAsk(t *testing.T) {
	for _, c := range []struct {
		lines []string
		asks  bool
	}{
		{nil, true},
		{[]string{"tunnel mode ipsec ipv4"}, true},
		{[]string{"shutdown"}, false},
		{[]string{"no tunnel destination"}, false},
		{[]string{"tunnel protection ipsec profile NONE"}, false},
		{[]string{"tunnel protection ipsec profile default"}, true},
		{[]string{"exit", "crypto ipsec profile P", "responder-only"}, false},
		{[]string{"exit", "crypto ipsec profile P", "set ikev2-profile V2"}, false},
		{[]string{"exit", "interface FastEthernet0/0", "shutdown"}, false},
	} {
		b := newProtectedRig(t, debuglog.IOS15, slices.Concat([]string{"shutdown", "tunnel protection ipsec profile P"}, c.lines)...)
		b.sent = nil
		if !slices.Contains(c.lines, "shutdown") || slices.Contains(c.lines, "exit") {
			b.typed(0, "configure terminal", "interface Tunnel0", "no shutdown", "end")
		}
		b.pass(5 * time.Second)
		asked := slices.ContainsFunc(b.sent, func(p PacketOut) bool {
			ip, err := packet.ParseIPv4(p.Data)
			return err == nil && ip.Protocol == packet.ProtocolUDP && ip.Dst == netip.MustParseAddr("10.0.1.2")
		})
		if asked != c.asks {
			t.Errorf("%q: asked %v", c.lines, asked)
		}
	}
}

// Nobody answers: the tunnel asks again and again.
func TestProtectedTunnelsAskAgain(t *testing.T) {
	b := newProtectedRig(t, debuglog.IOS15, "tunnel protection ipsec profile P")
	for minute := range 10 {
		b.sent = nil
		b.pass(time.Minute)
		if len(b.sent) == 0 {
			t.Errorf("nothing was asked in minute %d", minute)
		}
	}
}

// Tunnels that share a crypto map show their own peer each, and those with the same two ends the same one.
func TestSharedTunnelsShowTheirPeers(t *testing.T) {
	for destination, want := range map[string]int{"10.0.1.9": 1, "10.0.1.2": 2} {
		for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
			b := newProtectedRig(t, release, "tunnel protection ipsec profile P shared", "tunnel key 1", "interface Tunnel1",
				"ip address 10.99.1.1 255.255.255.0", "tunnel source FastEthernet0/0", "tunnel destination "+destination, "tunnel key 2",
				"tunnel protection ipsec profile P shared")
			b.typed(0, "terminal length 0")
			for command, words := range map[string][2]string{"show crypto session": {"\nPeer: 10.0.1.2 ", "\nInterface: "},
				"show crypto ipsec sa": {"current_peer 10.0.1.2 ", "local  ident"},
				"show crypto sockets":  {"/10.0.1.2\n", "Socket State: Opening"},
				"show crypto map":      {"Peer = 10.0.1.2\n", "Map is a PROFILE INSTANCE"}} {
				got := b.typed(0, command)
				of, all := want, 2
				if command == "show crypto map" {
					of, all = 1, 3-want // one for both
				}
				if strings.Count(got, words[0]) != of || strings.Count(got, words[1]) != all {
					t.Errorf("%v, %s, %s: want %d of %d\n%s", release, destination, command, of, all, got)
				}
			}
		}
	}
}

// Each form of `tunnel protection` is printed as it was typed.
func TestProtectionIsPrintedAsTyped(t *testing.T) {
	for _, line := range []string{"", " shared", " isakmp-profile I", " shared isakmp-profile I"} {
		line = "tunnel protection ipsec profile P" + line
		b := newProtectedRig(t, debuglog.IOS15, line)
		if got := b.typed(0, "show running-config interface Tunnel0"); !strings.Contains(got, "\n "+line+"\n") {
			t.Errorf("%s: %s", line, got)
		}
	}
}
