package router

import (
	"net/netip"
	"testing"
	"time"

	"ruthere/debuglog"
	"ruthere/packet"
)

const translating = `hostname R1
interface FastEthernet0/0
 ip address 203.0.113.2 255.255.255.0
 ip access-group 120 out
 ip nat outside
interface FastEthernet0/1
 ip address 192.168.1.1 255.255.255.0
 ip nat inside
ip nat inside source list 1 interface FastEthernet0/0 overload
ip nat inside source static udp 192.168.1.20 53 203.0.113.2 53
ip route 0.0.0.0 0.0.0.0 203.0.113.1
access-list 1 permit 192.168.1.0 0.0.0.255
access-list 120 permit ip host 203.0.113.2 any
`

// passed is what a translating router sends on of packets.
func passed(t *testing.T, iface string, packets ...packet.IPv4) (sent []packet.IPv4) {
	t.Helper()
	d := newRig(t, debuglog.IOS15, translating)
	for _, name := range []string{"FastEthernet0/0", "FastEthernet0/1"} {
		d.do(LinkChange{Interface: name, Up: true})
	}
	d.sent = nil
	for _, p := range packets {
		d.do(PacketIn{Interface: iface, Data: p.Append(nil)})
	}
	for _, out := range d.sent {
		p, err := packet.ParseIPv4(out.Data)
		if err != nil {
			t.Fatal(err)
		}
		sent = append(sent, p)
	}
	return sent
}

// A datagram in fragments is translated as a whole, ports and all, and leaves in fragments; the access list of the interface
// outside sees the translated address.
func TestFragmentsAreTranslated(t *testing.T) {
	from, to := netip.MustParseAddr("192.168.1.10"), netip.MustParseAddr("198.51.100.9")
	whole := packet.UDP{SrcPort: 5000, DstPort: 80, Payload: make([]byte, 3000)}.Packet(from, to, 64)
	whole.ID = 77
	pieces, _ := whole.Fragments(1500)
	sent := passed(t, "FastEthernet0/1", pieces...)
	var together packet.Reassembler
	for i, p := range sent {
		q, complete := together.Add(time.Time{}, p)
		if p.Src.String() != "203.0.113.2" || p.ID != 77 || complete != (i == len(pieces)-1) {
			t.Errorf("fragment %d comes from %v", i, p.Src)
		}
		if complete {
			if u, err := packet.ParseUDP(q.Payload, q.Src, q.Dst); err != nil || u.SrcPort != 5000 || len(u.Payload) != 3000 {
				t.Errorf("%v: %d bytes from port %d", err, len(u.Payload), u.SrcPort)
			}
		}
	}
	if len(sent) != len(pieces) {
		t.Errorf("%d fragments of %d leave", len(sent), len(pieces))
	}
}

// An error of the router's own about a packet that came in quotes it as it came, not as it is inside.
func TestOwnErrorsHideTheInside(t *testing.T) {
	from, to := netip.MustParseAddr("198.51.100.9"), netip.MustParseAddr("203.0.113.2")
	sent := passed(t, "FastEthernet0/0", packet.UDP{SrcPort: 5000, DstPort: 53}.Packet(from, to, 1))
	if len(sent) != 1 {
		t.Fatalf("%d packets leave", len(sent))
	}
	m, err := packet.ParseICMP(sent[0].Payload)
	_, about, _, ok := packet.Ends(m.Data)
	if err != nil || !ok || sent[0].Src != to || m.Type != packet.ICMPTimeExceeded || about.String() != "203.0.113.2:53" {
		t.Errorf("type %d from %v about a packet to %v (%v)", m.Type, sent[0].Src, about, err)
	}
}

// IKE's ports at the address of an interface are the router's own: nobody inside gets them.
func TestPortsOfTheRouterAreNotGivenOut(t *testing.T) {
	from, to := netip.MustParseAddr("192.168.1.10"), netip.MustParseAddr("198.51.100.9")
	sent := passed(t, "FastEthernet0/1", packet.UDP{SrcPort: 500, DstPort: 500}.Packet(from, to, 64))
	if src, _, _, _ := packet.Ends(sent[0].Append(nil)); src.String() != "203.0.113.2:501" {
		t.Errorf("IKE from inside leaves from %v", src)
	}
}
