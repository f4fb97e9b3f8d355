package router

import (
	"encoding/binary"
	"net/netip"
	"runtime"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/packet"
)

// besieged is a router that can be reached from outside in every way.
const besieged = `
hostname R1
username admin secret s3cret
logging buffered 8192
crypto isakmp policy 1
 encr aes
 authentication pre-share
 group 14
crypto isakmp key k address 10.0.0.2
crypto ipsec transform-set T esp-aes esp-sha-hmac
access-list 101 permit ip 10.1.0.0 0.0.255.255 10.2.0.0 0.0.255.255
access-list 102 permit udp any any eq isakmp
access-list 102 permit esp any any
access-list 102 permit ip 10.2.0.0 0.0.255.255 any
access-list 102 deny ip any any log
crypto map M 10 ipsec-isakmp
 set peer 10.0.0.2
 set transform-set T
 match address 101
interface GigabitEthernet0/0
 ip address 10.0.0.1 255.255.255.0
 ip access-group 102 in
 crypto map M
interface GigabitEthernet0/1
 ip address 10.1.0.1 255.255.0.0
ip route 0.0.0.0 0.0.0.0 10.0.0.2
`

var besiegedAddress = netip.MustParseAddr("10.0.0.1")

// stranger is the i-th of the addresses that attackers make up.
func stranger(i int) netip.Addr {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], 203<<24|uint32(i))
	return netip.AddrFrom4(b)
}

func udpFrom(src netip.Addr, data []byte) []byte {
	u := packet.UDP{SrcPort: ike.Port, DstPort: ike.Port, Payload: data}
	return packet.IPv4{Src: src, Dst: besiegedAddress, TTL: 9, Protocol: packet.ProtocolUDP,
		Payload: u.Append(nil, src, besiegedAddress)}.Append(nil)
}

// ikeHeader is a header of a message without payloads (RFC 2408 section 3.1).
func ikeHeader(initiator, responder uint64, next, exchange byte, body ...byte) []byte {
	b := binary.BigEndian.AppendUint64(nil, initiator)
	b = binary.BigEndian.AppendUint64(b, responder)
	b = append(b, next, 0x10, exchange, 0, 0, 0, 0, 0)
	return append(binary.BigEndian.AppendUint32(b, uint32(28+len(body))), body...)
}

// offer is an SA payload with one proposal: 3DES, MD5, a pre-shared key, group 2.
var offer = []byte{0, 0, 0, 48, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 36, 1, 1, 0, 1, 0, 0, 0, 28, 1, 1, 0, 0,
	0x80, 1, 0, 5, 0x80, 2, 0, 1, 0x80, 3, 0, 1, 0x80, 4, 0, 2, 0x80, 11, 0, 1}

// A siege is a packet that anybody can send, and the one kind of line that it causes.
type siege struct {
	says   string
	atOnce int                // lines
	packet func(i int) []byte // that nobody has sent before
}

func sieges(replayed []byte) []siege {
	return []siege{
		{"IKMP_NO_SA", 1, func(i int) []byte { return udpFrom(stranger(i), ikeHeader(uint64(i)+1, 7, 0, 2)) }},
		{"IKMP_BAD_MESSAGE", 1, func(i int) []byte { return udpFrom(stranger(i), []byte{1, 2, 3, byte(i)}) }},
		{"IKMP_BAD_MESSAGE", 1, func(i int) []byte { return udpFrom(stranger(i), ikeHeader(uint64(i)+1, 0, 0, 2)) }},
		{"IKMP_MODE_FAILURE", 1, func(i int) []byte { // one in its peer's name
			return udpFrom(netip.MustParseAddr("10.0.0.2"), ikeHeader(uint64(i)+1, 0, 1, 2, offer...))
		}},
		{"IKE_DENY_SA_REQ", 1, func(i int) []byte { return udpFrom(stranger(i), ikeHeader(uint64(i)+1, 0, 1, 2, offer...)) }},
		{"RECVD_PKT_INV_SPI", 1, func(i int) []byte {
			return packet.IPv4{Src: stranger(i), Dst: besiegedAddress, TTL: 9, Protocol: packet.ProtocolESP,
				Payload: binary.BigEndian.AppendUint64(nil, uint64(i)<<32|1<<52)}.Append(nil)
		}},
		{"PKT_REPLAY_ERR", 1, func(i int) []byte {
			return packet.IPv4{Src: stranger(i), Dst: besiegedAddress, TTL: 9, Protocol: packet.ProtocolESP, Payload: replayed}.Append(nil)
		}},
		{"RECVD_PKT_NOT_IPSEC", 1, func(i int) []byte {
			return packet.IPv4{Src: netip.AddrFrom4([4]byte{10, 2, byte(i >> 8), byte(i)}), Dst: netip.MustParseAddr("10.1.0.9"), TTL: 9,
				Protocol: 89, Payload: []byte{1}}.Append(nil)
		}},
		{"IPACCESSLOGNP", 100, func(i int) []byte {
			return packet.IPv4{Src: stranger(i), Dst: besiegedAddress, TTL: 9, Protocol: 89, Payload: []byte{1}}.Append(nil)
		}},
	}
}

// replayedESP gives the router an SA, and returns a packet that it has seen already.
func replayedESP(t *testing.T, r *Router) []byte {
	t.Helper()
	transform := ipsec.Transform{Cipher: ipsec.AES, Auth: ipsec.HMACSHA1}
	keys := make([]byte, 64)
	in, err := ipsec.NewSA(0x10001, transform, keys)
	if err != nil {
		t.Fatal(err)
	}
	out, _ := ipsec.NewSA(0x10002, transform, keys)
	sender, _ := ipsec.NewSA(0x10001, transform, keys)
	if _, err := r.engine.IPsec.Add(in, out); err != nil {
		t.Fatal(err)
	}
	esp, err := sender.Seal(make([]byte, 20), packet.ProtocolIPinIP, r.options.Random("test"))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := in.Open(esp); err != nil {
		t.Fatal(err)
	}
	return esp
}

// A million packets of each kind that anybody can send, from a million addresses within a second,
// make one line, or as many as there are at once, and cost no memory.
func TestSiegesAreLoggedOnce(t *testing.T) {
	packets := 1_000_000
	if testing.Short() || underRace {
		packets = 10_000
	}
	for at := range sieges(nil) {
		b := newPacketRig(t, besieged)
		s := sieges(replayedESP(t, b.router))[at]
		var out Out
		lines := map[string]int{}
		give := func(i int) {
			out.Items = out.Items[:0]
			b.router.Step(b.now, PacketIn{Interface: "GigabitEthernet0/0", Data: s.packet(i)}, &out)
			for _, item := range out.Items {
				if log, ok := item.(TerminalLog); ok {
					_, name, _ := strings.Cut(log.Text, "%")
					name, _, _ = strings.Cut(name, ":")
					lines[name[strings.LastIndexByte(name, '-')+1:]]++
				}
			}
		}
		for i := range 5000 { // what is bounded fills up first
			give(i)
		}
		before := heapInUse()
		for i := 5000; i < packets; i++ {
			give(i)
		}
		if grown := heapInUse() - before; grown > 2<<20 {
			t.Errorf("%s: a million packets cost %d bytes", s.says, grown)
		}
		if lines[s.says] != s.atOnce {
			t.Errorf("%s was said %d times about %d packets, want %d: %v", s.says, lines[s.says], packets, s.atOnce, lines)
		}
		for name, n := range lines {
			if n > s.atOnce {
				t.Errorf("%s: beside it %s was said %d times", s.says, name, n)
			}
		}
		if held := b.router.log.paced.Held(); held == 0 || !strings.Contains(b.typed("show logging"), "messages rate-limited") {
			t.Errorf("%s: nothing was counted as left out", s.says)
		}
	}
}

func heapInUse() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// Logins that fail, by SSH and by telnet, are told of twenty times and then twenty times a minute;
// that they were is remembered all the same.
func TestFailedLoginsAreLoggedAtAPace(t *testing.T) {
	d := newRig(t, debuglog.IOS15, office+"ip ssh logging events\n")
	began := d.now
	for i := range 500 {
		from := stranger(i).String()
		d.ssh(1, from, "nobody", "x")
		d.do(Detach{Terminal: 1})
		d.connect(2, config.TransportTelnet, from)
		d.typed(2, "nobody", "y")
		d.do(Detach{Terminal: 2})
	}
	lines := map[string]int{}
	for _, line := range d.said() {
		name, _, _ := strings.Cut(line, ":")
		lines[name]++
	}
	most := 20 + int(d.now.Sub(began)/(3*time.Second))
	for _, name := range []string{"%SEC_LOGIN-4-LOGIN_FAILED", "%SSH-5-SSH2_SESSION", "%SSH-5-SSH2_USERAUTH", "%SSH-5-SSH2_CLOSE"} {
		if lines[name] < 20 || lines[name] > most {
			t.Errorf("%s was said %d times in %v, want 20 to %d", name, lines[name], d.now.Sub(began), most)
		}
	}
	if d.router.loginGuard.failures != 1000 {
		t.Errorf("%d failures were counted, want 1000", d.router.loginGuard.failures)
	}
}
