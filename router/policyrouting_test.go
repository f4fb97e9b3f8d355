package router

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ruthere/debuglog"
	"ruthere/packet"
)

const policyConfig = `hostname R1
interface FastEthernet0/0
 ip address 192.168.1.1 255.255.255.0
 ip policy route-map IN
interface FastEthernet0/1
 ip address 10.0.1.1 255.255.255.0
interface FastEthernet0/2
 ip address 10.0.2.1 255.255.255.0
track 1 interface FastEthernet0/1 line-protocol
ip route 0.0.0.0 0.0.0.0 10.0.1.2
ip route 172.16.0.0 255.255.0.0 10.0.1.2
access-list 101 permit ip host 192.168.1.9 any
access-list 102 permit icmp any host 198.18.0.1
access-list 102 deny ip any any
`

// Each map, and where it sends packets: who and what they are, and the neighbour that they are handed to, or nothing.
func TestPolicyRouting(t *testing.T) {
	const other, listed = "192.168.1.8", "192.168.1.9"
	for _, c := range []struct{ name, text, src, dst, change, want string }{
		{"no map", "", listed, "198.18.0.1", "", "10.0.1.2"},
		{"a next hop", "match ip address 101; set ip next-hop 10.0.2.2", listed, "198.18.0.1", "", "10.0.2.2"},
		{"not for this one", "match ip address 101; set ip next-hop 10.0.2.2", other, "198.18.0.1", "", "10.0.1.2"},
		{"one of two lists", "match ip address 102 101; set ip next-hop 10.0.2.2", listed, "198.18.0.2", "", "10.0.2.2"},
		{"for all", "set ip next-hop 10.0.2.2", other, "198.18.0.1", "", "10.0.2.2"},
		{"a list that is not there", "match ip address 150; set ip next-hop 10.0.2.2", other, "198.18.0.1", "", "10.0.2.2"},
		{"what no packet has", "match tag 5; set ip next-hop 10.0.2.2", other, "198.18.0.1", "", "10.0.1.2"},
		{"lengths", "match length 20 28; set ip next-hop 10.0.2.2", other, "198.18.0.1", "", "10.0.2.2"},
		{"other lengths", "match length 29 99; set ip next-hop 10.0.2.2", other, "198.18.0.1", "", "10.0.1.2"},
		{"the first that can be used", "set ip next-hop 10.9.9.9 10.0.2.2", other, "198.18.0.1", "", "10.0.2.2"},
		{"none that can be used", "set ip next-hop 10.9.9.9", other, "198.18.0.1", "", "10.0.1.2"},
		{"recursive", "set ip next-hop recursive 172.16.5.5", other, "198.18.0.1", "", "10.0.1.2"},
		{"its interface is down", "set ip next-hop 10.0.2.2", other, "198.18.0.1", "down FastEthernet0/2", "10.0.1.2"},
		{"verified", "set ip next-hop verify-availability 10.0.1.3 10 track 1; set ip next-hop 10.0.2.2", other, "198.18.0.1", "", "10.0.1.3"},
		{"verified, and down", "set ip next-hop verify-availability 10.0.2.3 10 track 1; set ip next-hop 10.0.2.2", other, "198.18.0.1",
			"down FastEthernet0/1", "10.0.2.2"},
		{"by number", "set ip next-hop verify-availability 10.0.1.4 20 track 1; set ip next-hop verify-availability 10.0.1.3 10 track 1", other,
			"198.18.0.1", "", "10.0.1.3"},
		{"verified by nobody", "set ip next-hop verify-availability 10.0.2.3 10 track 9", other, "198.18.0.1", "", "10.0.1.2"},
		{"an interface", "set interface FastEthernet0/2", other, "198.18.0.1", "", "198.18.0.1"},
		{"a way for what has none", "set ip default next-hop 10.0.2.2", other, "198.18.0.1", "", "10.0.2.2"},
		{"which has one", "set ip default next-hop 10.0.2.2", other, "172.16.1.1", "", "10.0.1.2"},
		{"a default interface", "set default interface FastEthernet0/2", other, "198.18.0.1", "", "198.18.0.1"},
		{"Null0", "set interface Null0", other, "198.18.0.1", "", ""},
	} {
		text := policyConfig
		if c.text != "" {
			text += "route-map IN permit 10\n " + strings.ReplaceAll(c.text, "; ", "\n ") + "\n"
		}
		b := newRig(t, debuglog.IOS15, text)
		for _, name := range []string{"FastEthernet0/0", "FastEthernet0/1", "FastEthernet0/2"} {
			b.do(LinkChange{Interface: name, Up: true})
		}
		b.pass(5 * time.Second)
		if name, ok := strings.CutPrefix(c.change, "down "); ok {
			b.do(LinkChange{Interface: name})
			b.typed(0, "enable", "configure terminal", "ip route 0.0.0.0 0.0.0.0 10.0.2.9 200", "end")
		}
		b.sent = nil
		p := packet.IPv4{Src: netip.MustParseAddr(c.src), Dst: netip.MustParseAddr(c.dst), TTL: 9, Protocol: packet.ProtocolICMP,
			Payload: packet.ICMP{Type: packet.ICMPEcho}.Append(nil)}
		b.do(PacketIn{Interface: "FastEthernet0/0", Data: p.Append(nil)})
		got := ""
		if len(b.sent) > 0 && b.sent[0].Interface != "FastEthernet0/0" {
			got = b.sent[0].NextHop.String()
		}
		if got != c.want {
			t.Errorf("%s: %s to %s goes to %q, want %q", c.name, c.src, c.dst, got, c.want)
		}
	}
}

// The first sequence that matches decides, and one that denies leaves the packet to the routing table; each counts what it has
// matched, with the header of the frame.
func TestPolicySequencesAndCounters(t *testing.T) {
	b := newRig(t, debuglog.IOS15, policyConfig+`route-map IN permit 20
 set ip next-hop 10.0.2.2
route-map IN deny 10
 match ip address 101
`)
	for _, name := range []string{"FastEthernet0/0", "FastEthernet0/1", "FastEthernet0/2"} {
		b.do(LinkChange{Interface: name, Up: true})
	}
	b.pass(5 * time.Second)
	b.typed(0, "enable", "debug ip policy")
	b.new(0)
	var hops []string
	for _, src := range []string{"192.168.1.9", "192.168.1.8", "192.168.1.7"} {
		b.sent = nil
		p := packet.UDP{SrcPort: 1, DstPort: 2, Payload: make([]byte, 72)}.Packet(netip.MustParseAddr(src), netip.MustParseAddr("198.18.0.1"), 9)
		b.do(PacketIn{Interface: "FastEthernet0/0", Data: p.Append(nil)})
		hops = append(hops, b.sent[0].NextHop.String())
	}
	if diff := cmp.Diff([]string{"10.0.1.2", "10.0.2.2", "10.0.2.2"}, hops); diff != "" {
		t.Error(diff)
	}
	said := b.new(0)
	for _, line := range []string{
		"IP: s=192.168.1.9 (FastEthernet0/0), d=198.18.0.1, len 100, FIB policy rejected(no match) - normal forwarding\n",
		"IP: s=192.168.1.8 (FastEthernet0/0), d=198.18.0.1, len 100, FIB policy match\n",
		"IP: s=192.168.1.8 (FastEthernet0/0), d=198.18.0.1, len 100, PBR Counted\n",
		"IP: s=192.168.1.8 (FastEthernet0/0), d=198.18.0.1, g=10.0.2.2, len 100, FIB policy routed\n",
	} {
		if !strings.Contains(strings.ReplaceAll(said, "\r", ""), line) {
			t.Errorf("no %q in\n%s", line, said)
		}
	}
	want := `route-map IN, deny, sequence 10
  Match clauses:
    ip address (access-lists): 101 
  Set clauses:
  Policy routing matches: 1 packets, 114 bytes
route-map IN, permit, sequence 20
  Match clauses:
  Set clauses:
    ip next-hop 10.0.2.2
  Policy routing matches: 2 packets, 228 bytes
`
	wantPart(t, "show route-map", b.typed(0, "show route-map IN"), want)
	wantPart(t, "show access-lists", b.typed(0, "show access-lists 101"), "(1 match)")
	b.typed(0, "clear route-map counters IN")
	wantPart(t, "cleared", b.typed(0, "show route-map IN"), "Policy routing matches: 0 packets, 0 bytes")
}

// The local policy is for whatever the router sends itself, IKE and probes among it, and not for what it passes on.
func TestLocalPolicy(t *testing.T) {
	b := newRig(t, debuglog.IOS124, strings.ReplaceAll(policyConfig, " ip policy route-map IN\n", "")+`ip local policy route-map OWN
route-map OWN permit 10
 match ip address OWN
 set ip next-hop 10.0.2.2
ip access-list extended OWN
 permit icmp any host 198.18.0.1
 permit udp any any eq isakmp
ip sla monitor 7
 type echo protocol ipIcmpEcho 198.18.0.1
 frequency 10
ip sla monitor schedule 7 start-time now
crypto isakmp policy 1
 authentication pre-share
crypto isakmp key K address 10.77.0.1
crypto ipsec transform-set T esp-3des esp-sha-hmac
crypto map M 10 ipsec-isakmp
 set peer 10.77.0.1
 set transform-set T
 match address 103
access-list 103 permit ip 192.168.1.0 0.0.0.255 10.88.0.0 0.0.255.255
interface FastEthernet0/1
 crypto map M
`)
	for _, name := range []string{"FastEthernet0/0", "FastEthernet0/1", "FastEthernet0/2"} {
		b.do(LinkChange{Interface: name, Up: true})
	}
	b.typed(0, "enable", "debug ip policy")
	b.pass(15 * time.Second)
	inside := packet.IPv4{Src: netip.MustParseAddr("192.168.1.9"), Dst: netip.MustParseAddr("10.88.0.1"), TTL: 9,
		Protocol: packet.ProtocolICMP, Payload: packet.ICMP{Type: packet.ICMPEcho}.Append(nil)}
	b.do(PacketIn{Interface: "FastEthernet0/0", Data: inside.Append(nil)})
	kinds := map[string]string{}
	for _, out := range b.sent {
		p, err := packet.ParseIPv4(out.Data)
		if err != nil {
			t.Fatal(err)
		}
		if u, err := packet.ParseUDP(p.Payload, p.Src, p.Dst); p.Protocol == packet.ProtocolUDP && err == nil && u.DstPort == 500 {
			kinds["IKE"] = out.NextHop.String()
		} else if p.Dst == netip.MustParseAddr("198.18.0.1") {
			kinds["probe"] = out.NextHop.String()
		}
	}
	if diff := cmp.Diff(map[string]string{"IKE": "10.0.2.2", "probe": "10.0.2.2"}, kinds); diff != "" {
		t.Error(diff)
	}
	log := strings.ReplaceAll(b.new(0), "\r", "")
	for _, line := range []string{"IP: s=10.0.1.1 (local), d=198.18.0.1, len 56, policy match\n", "IP: route map OWN, item 10, permit\n",
		"IP: s=10.0.1.1 (local), d=198.18.0.1 (FastEthernet0/2), len 56, policy routed\n", "IP: local to FastEthernet0/2 10.0.2.2\n"} {
		wantPart(t, "debug ip policy", log, line)
	}
	wantPart(t, "show ip policy", b.typed(0, "show ip policy"), "local          OWN\n")
	wantPart(t, "show ip local policy", b.typed(0, "show ip local policy"),
		"Local policy routing is enabled, using route map OWN\nroute-map OWN, permit, sequence 10\n")
}

func wantPart(t *testing.T, what, got, want string) {
	t.Helper()
	if !strings.Contains(strings.ReplaceAll(got, "\r", ""), want) {
		t.Errorf("%s: no %q in\n%s", what, want, got)
	}
}
