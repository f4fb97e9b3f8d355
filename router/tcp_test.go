package router

import (
	"fmt"
	"net/netip"
	"testing"

	"ruthere/debuglog"
	"ruthere/packet"
)

// packetsOut are the packets that leave when one comes in.
func packetsOut(d *rig, iface string, p packet.IPv4) (sent []packet.IPv4) {
	var out Out
	d.router.Step(d.now, PacketIn{Interface: iface, Data: p.Append(nil)}, &out)
	for _, item := range out.Items {
		if o, ok := item.(PacketOut); ok {
			q, err := packet.ParseIPv4(o.Data)
			if err != nil {
				d.t.Fatal(err)
			}
			sent = append(sent, q)
		}
	}
	return sent
}

// `ip tcp adjust-mss` lowers what a SYN announces that passes the interface, either way, and nothing else of it.
func TestAdjustMSS(t *testing.T) {
	d := newRig(t, debuglog.IOS15, "hostname R\ninterface GigabitEthernet0/0\n ip address 10.0.0.1 255.255.255.0\n ip tcp adjust-mss 1360\n"+
		"interface GigabitEthernet0/1\n ip address 10.0.1.1 255.255.255.0\ninterface GigabitEthernet0/2\n ip address 10.0.2.1 255.255.255.0\n"+
		"line con 0\nend\n")
	for n := range 3 {
		d.do(LinkChange{Interface: fmt.Sprintf("GigabitEthernet0/%d", n), Up: true})
	}
	for _, c := range []struct {
		from, to  int // networks, and the interfaces that lead there
		flags     packet.TCPFlags
		mss, want uint16
	}{
		{0, 1, packet.TCPSyn, 1460, 1360},
		{1, 0, packet.TCPSyn | packet.TCPAck, 1460, 1360},
		{0, 1, packet.TCPSyn, 1200, 1200},
		{0, 1, packet.TCPAck, 1460, 1460},
		{1, 2, packet.TCPSyn, 1460, 1460},
	} {
		src, dst := netip.AddrFrom4([4]byte{10, 0, byte(c.from), 9}), netip.AddrFrom4([4]byte{10, 0, byte(c.to), 9})
		s := packet.TCP{SrcPort: 4000, DstPort: 80, Sequence: 7, Flags: c.flags, MSS: c.mss}
		sent := packetsOut(d, fmt.Sprintf("GigabitEthernet0/%d", c.from), s.Packet(src, dst, 64))
		if len(sent) != 1 {
			t.Fatalf("%+v: %d packets leave", c, len(sent))
		}
		got, err := packet.ParseTCP(sent[0].Payload, src, dst)
		if err != nil || got.MSS != c.want || got.Sequence != 7 {
			t.Errorf("%+v: MSS %d, error %v", c, got.MSS, err)
		}
	}
}

// Ports that nobody listens at answer with a reset, telnet without a free line for the client too.
func TestClosedPorts(t *testing.T) {
	d := newRig(t, debuglog.IOS15, "hostname R\ninterface GigabitEthernet0/0\n ip address 10.0.0.1 255.255.255.0\n"+
		"access-list 9 permit 10.0.0.9\nline con 0\nline vty 0 4\n access-class 9 in\n no login\n transport input telnet\nend\n")
	d.do(LinkChange{Interface: "GigabitEthernet0/0", Up: true})
	for _, c := range []struct {
		from string
		port uint16
		want packet.TCPFlags
	}{
		{"10.0.0.9", 23, packet.TCPSyn | packet.TCPAck},
		{"10.0.0.8", 23, packet.TCPReset | packet.TCPAck},
		{"10.0.0.9", 22, packet.TCPReset | packet.TCPAck}, // SSH is not spoken over the data path, keys or no keys
		{"10.0.0.9", 80, packet.TCPReset | packet.TCPAck},
	} {
		src, dst := netip.MustParseAddr(c.from), netip.MustParseAddr("10.0.0.1")
		sent := packetsOut(d, "GigabitEthernet0/0", packet.TCP{SrcPort: 4000, DstPort: c.port, Flags: packet.TCPSyn}.Packet(src, dst, 64))
		if len(sent) != 1 {
			t.Fatalf("%+v: %d packets leave", c, len(sent))
		}
		if got, err := packet.ParseTCP(sent[0].Payload, dst, src); err != nil || got.Flags != c.want {
			t.Errorf("%+v: flags %b, error %v", c, got.Flags, err)
		}
	}
}
