package router

import (
	"net/netip"
	"testing"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/packet"
)

// What becomes of packets that fit into the tunnel or do not, by df-bit, fragmentation and the packet's own DF.
func TestPacketsFitThePath(t *testing.T) {
	const fits, long = 1438, 1439 // bytes, of what goes into 1500 with AES and SHA
	tunnel := ipsec.Transform{Cipher: ipsec.AES, KeyBits: 128, Auth: ipsec.HMACSHA1}
	transport := tunnel
	transport.Mode = ipsec.Transport
	for _, c := range []struct {
		transform ipsec.Transform
		bit       config.DFBit
		when      config.Fragmentation
		bytes     int
		df        bool
		packets   int // that leave
		outside   bool
		mtu       int // that its sender is told
	}{
		{tunnel, "", "", fits, true, 1, true, 0},
		{tunnel, "", "", fits, false, 1, false, 0},
		{tunnel, "", "", long, false, 2, false, 0},
		{tunnel, "", "", long, true, 0, false, fits},
		{tunnel, config.DFClear, "", fits, true, 1, false, 0},
		{tunnel, config.DFClear, "", long, true, 2, false, 0},
		{tunnel, config.DFSet, "", fits, false, 1, true, 0},
		{tunnel, config.DFSet, "", long, false, 2, true, 0},
		{tunnel, config.DFSet, "", long, true, 0, false, fits},
		{tunnel, "", config.AfterEncryption, long, false, 2, false, 0},
		{tunnel, "", config.AfterEncryption, long, true, 0, false, fits},
		{tunnel, config.DFClear, config.AfterEncryption, long, true, 2, false, 0},
		{tunnel, config.DFSet, config.AfterEncryption, long, false, 0, false, fits},
		{transport, "", "", 1458, true, 1, true, 0},
		{transport, "", "", 1480, false, 2, false, 0},
		{transport, config.DFClear, "", 1480, true, 0, false, 1458},
	} {
		d := newRig(t, debuglog.IOS15, "hostname R\ninterface GigabitEthernet0/0\n ip address 10.0.0.1 255.255.255.0\nline con 0\nend\n")
		d.do(LinkChange{Interface: "GigabitEthernet0/0", Up: true})
		here, peer := netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("10.0.0.2")
		sa, err := ipsec.NewSA(0x1000, c.transform, make([]byte, 64))
		if err != nil {
			t.Fatal(err)
		}
		sa.Local, sa.Remote = here, peer
		i := *d.router.config.Interface("GigabitEthernet0/0")
		i.DFBit, i.Fragmentation = c.bit, c.when
		p := packet.IPv4{Src: here, Dst: peer, TTL: 64, Protocol: packet.ProtocolICMP, DontFragment: c.df,
			Payload: make([]byte, c.bytes-packet.IPv4HeaderLen)}
		var out Out
		d.router.beginStep(d.now, &out)
		told := d.router.protect(nextHop{&i, peer}, &ipsec.Pair{In: sa, Out: sa}, p)
		n, outside := 0, false
		for _, item := range out.Items {
			if o, ok := item.(PacketOut); ok {
				q, err := packet.ParseIPv4(o.Data)
				if err != nil || len(o.Data) > 1500 {
					t.Errorf("%+v: %d bytes, %v", c, len(o.Data), err)
				}
				n, outside = n+1, q.DontFragment
			}
		}
		if n != c.packets || outside != c.outside || told != c.mtu {
			t.Errorf("%s, df-bit %q, %q, %d bytes, DF %v: %d packets, DF outside %v, told %d; want %d, %v, %d", c.transform, c.bit, c.when,
				c.bytes, c.df, n, outside, told, c.packets, c.outside, c.mtu)
		}
	}
}
