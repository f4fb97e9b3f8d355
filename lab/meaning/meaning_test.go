package meaning

import (
	"bytes"
	"net/netip"
	"testing"

	"ruthere/crypto/ike"
	"ruthere/crypto/isakmp"
	"ruthere/packet"
)

var (
	left  = netip.MustParseAddr("10.0.0.1")
	right = netip.MustParseAddr("10.0.0.2")
)

func noKeys(isakmp.Cookie, isakmp.Cookie) (ike.Protection, bool) { return ike.Protection{}, false }

func udp(src, dst uint16, payload string) []byte {
	return packet.UDP{SrcPort: src, DstPort: dst, Payload: []byte(payload)}.Packet(left, right, 255).Append(nil)
}

func ip(protocol uint8, payload string) []byte {
	return packet.IPv4{Src: left, Dst: right, TTL: 1, Protocol: protocol, Payload: []byte(payload)}.Append(nil)
}

func message(h isakmp.Header, payloads ...isakmp.Value) string {
	m := isakmp.Message{Header: h}
	for _, v := range payloads {
		m.Payloads = append(m.Payloads, isakmp.New(v))
	}
	return string(m.Append(nil))
}

// What a packet is, by protocol, port and marker.
func TestKinds(t *testing.T) {
	probe := isakmp.RUThere(isakmp.Cookie{1}, isakmp.Cookie{2}, 7)
	informational := message(isakmp.Header{Initiator: isakmp.Cookie{1}, Responder: isakmp.Cookie{2}, Exchange: isakmp.Informational}, probe)
	fragment := packet.IPv4{Src: left, Dst: right, Protocol: packet.ProtocolUDP, FragmentOffset: 8, Payload: []byte("rest")}.Append(nil)
	for _, c := range []struct {
		data []byte
		want string
	}{
		{[]byte("no packet"), "protocol 0"},
		{ip(packet.ProtocolICMP, "\x08\x00"), "ICMP type 8"},
		{ip(packet.ProtocolTCP, "\x00\x17\x80\x00and so on"), "TCP port 23 to 32768"},
		{ip(packet.ProtocolESP, "\x00\x00\xAB\xCD\x00\x00\x00\x05rest"), "ESP spi 0xABCD sequence 5"},
		{ip(packet.ProtocolAH, "\x04\x04\x00\x00\x00\x00\xAB\xCD\x00\x00\x00\x05rest"), "AH spi 0xABCD sequence 5"},
		{ip(packet.ProtocolGRE, "rest"), "protocol 47"},
		{fragment, "a fragment"},
		{udp(1024, 53, "?"), "UDP port 1024 to 53"},
		{udp(500, 500, "short"), "a broken IKE message"},
		{udp(500, 500, informational), "informational: R_U_THERE sequence 0x7"},
		{udp(61000, 500, informational), "informational: R_U_THERE sequence 0x7"},
		{udp(4500, 4500, packet.NonESPMarker+informational), "informational: R_U_THERE sequence 0x7"},
		{udp(4500, 4500, "\xFF"), "NAT keepalive"},
		{udp(4500, 61000, "\x00\x00\xAB\xCD\x00\x00\x00\x05rest"), "ESP spi 0xABCD sequence 5"},
	} {
		if got := NewReader(noKeys).Read(c.data).String(); got != c.want {
			t.Errorf("%x is %q, want %q", c.data, got, c.want)
		}
	}
}

// Who began an exchange is known from its first message, also where addresses are translated on the way.
func TestNumbersOfMessages(t *testing.T) {
	r := NewReader(noKeys)
	outside := netip.MustParseAddr("172.16.0.1") // what the initiator is translated to
	h := isakmp.Header{Initiator: isakmp.Cookie{1}, Exchange: isakmp.MainMode}
	sa := &isakmp.SecurityAssociation{DOI: isakmp.DOIIPsec, Situation: isakmp.SituationIdentityOnly, Proposals: []isakmp.Proposal{
		{Number: 1, Protocol: isakmp.ProtocolISAKMP, Transforms: []isakmp.Transform{{Number: 1, ID: isakmp.KEY_IKE}}}}}
	answered := h
	answered.Responder = isakmp.Cookie{2}
	ke := &isakmp.KeyExchange{Data: []byte("value")}
	sealed := answered
	sealed.Flags, sealed.Next = isakmp.FlagEncryption, isakmp.PayloadID
	closed := string(append(sealed.Append(nil), make([]byte, 32)...))
	closed = closed[:27] + string([]byte{byte(len(closed))}) + closed[28:]
	for i, c := range []struct {
		from, to netip.Addr
		text     string
		want     int
	}{
		{left, right, message(h, sa), 1},
		{outside, right, message(h, sa), 1},
		{right, outside, message(answered, sa), 2},
		{right, left, message(answered, sa), 2},
		{left, right, message(answered, ke), 3},
		{outside, right, message(answered, ke), 3},
		{right, outside, message(answered, ke), 4},
		{left, right, closed, 5},
		{right, left, closed, 6},
		{netip.MustParseAddr("172.16.0.9"), right, closed, 5}, // translated to another address since
		{netip.MustParseAddr("1.1.1.1"), netip.MustParseAddr("2.2.2.2"), closed, 0},
	} {
		data := packet.UDP{SrcPort: 500, DstPort: 500, Payload: []byte(c.text)}.Packet(c.from, c.to, 255).Append(nil)
		p := r.Read(data)
		if p.Message == nil || p.Message.Number != c.want {
			t.Errorf("message %d: %+v, want number %d", i, p.Message, c.want)
		}
		if again := r.Read(data); again.Message.Number != c.want {
			t.Errorf("message %d is number %d when it is read again", i, again.Message.Number)
		}
	}
}

// The three messages of aggressive mode, the last of them encrypted or not.
func TestNumbersOfAggressiveMessages(t *testing.T) {
	first := isakmp.Header{Initiator: isakmp.Cookie{1}, Exchange: isakmp.AggressiveMode}
	sa := &isakmp.SecurityAssociation{DOI: isakmp.DOIIPsec, Situation: isakmp.SituationIdentityOnly, Proposals: []isakmp.Proposal{
		{Number: 1, Protocol: isakmp.ProtocolISAKMP, Transforms: []isakmp.Transform{{Number: 1, ID: isakmp.KEY_IKE}}}}}
	hash := &isakmp.Hash{Data: make([]byte, 20)}
	later := first
	later.Responder = isakmp.Cookie{2}
	sealed := later
	sealed.Flags, sealed.Next, sealed.Length = isakmp.FlagEncryption, isakmp.PayloadHash, isakmp.HeaderLen+32
	closed := string(append(sealed.Append(nil), make([]byte, 32)...))
	r := NewReader(noKeys)
	for _, c := range []struct {
		from, to   netip.Addr
		text, want string
	}{
		{left, right, message(first, sa, &isakmp.Nonce{Data: make([]byte, 20)}), "aggressive mode message 1: SA, NONCE"},
		{right, left, message(later, sa, hash), "aggressive mode message 2: SA, HASH"},
		{left, right, message(later, hash), "aggressive mode message 3: HASH"},
		{left, right, closed, "aggressive mode message 3, encrypted"},
	} {
		data := packet.UDP{SrcPort: 500, DstPort: 500, Payload: []byte(c.text)}.Packet(c.from, c.to, 255).Append(nil)
		if got := r.Read(data).String(); got != c.want {
			t.Errorf("it reads %q, want %q", got, c.want)
		}
	}
}

// What is written anew is read as that; what is not changed stays byte for byte.
func TestWrittenAnew(t *testing.T) {
	h := isakmp.Header{Initiator: isakmp.Cookie{1}, Responder: isakmp.Cookie{2}, Exchange: isakmp.Informational, MessageID: 9}
	data := udp(4500, 4500, packet.NonESPMarker+message(h, isakmp.RUThere(h.Initiator, h.Responder, 7)))
	p := NewReader(noKeys).Read(data)
	same, err := p.WithPayloads(p.Message.Payloads, AsItWas)
	if err != nil || !bytes.Equal(same, data) {
		t.Errorf("unchanged, it is %x, %v; want %x", same, err, data)
	}
	other, err := p.WithPayloads([]isakmp.Payload{isakmp.New(isakmp.RUThereAck(h.Initiator, h.Responder, 8))}, AsItWas)
	if got := NewReader(noKeys).Read(other).String(); err != nil || got != "informational: R_U_THERE_ACK sequence 0x8" {
		t.Errorf("it reads %q, %v", got, err)
	}
	if got := p.WithContent(p.Content()); !bytes.Equal(got, data) {
		t.Errorf("with its own content it is %x, want %x", got, data)
	}
}

// Packets may be anything.
func FuzzRead(f *testing.F) {
	f.Add(udp(500, 500, message(isakmp.Header{Initiator: isakmp.Cookie{1}, Exchange: isakmp.MainMode}, &isakmp.VendorID{Data: []byte("x")})))
	f.Add(ip(packet.ProtocolESP, "\x00\x00\xAB\xCD\x00\x00\x00\x05rest"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := NewReader(noKeys)
		r.Note(data)
		p := r.Read(data)
		_ = p.String()
		if p.Kind != Other {
			p.WithContent(p.Content())
		}
	})
}
