package capture

import (
	"crypto/sha256"
	"fmt"
	"net/netip"
	"strings"

	"ruthere/crypto/isakmp"
	"ruthere/packet"
)

// Wireshark opens an encrypted IKE message with the cipher block before it, and takes that from the packet before it in the
// file. A message that is there twice, because it was sent again or because a router passed it on to another wire, it opens
// once, and of the second it shows nonsense. So a copy is written up to the end of its ISAKMP header, with its true length,
// and a comment that names the packet which has the rest. The same goes for a copy in the clear with other addresses, as
// behind a translator: Wireshark tells the initiator's public value from the responder's by the address it comes from.

// copiesKnown bounds how many messages are remembered. What is sent again, or passed on, comes soon.
const copiesKnown = 4096

// messages are the IKE messages in a file.
type messages struct {
	first map[[sha256.Size]byte]original
	order [][sha256.Size]byte
}

// An original is the packet in which a message was first: its number, counted from 1 as Wireshark does, and its addresses.
type original struct {
	number   int
	src, dst netip.Addr
}

// shorten cuts a packet that holds a message which is there already. number is that of the packet.
func (m *messages) shorten(p Packet, number int) Packet {
	ip, headers, message := messageOf(p.Data)
	h, err := isakmp.ParseHeader(message)
	if err != nil || len(message) <= isakmp.HeaderLen {
		return p
	}
	key := sha256.Sum256(message)
	before, known := m.first[key]
	translated := before.src != ip.Src || before.dst != ip.Dst
	switch encrypted := h.Flags&isakmp.FlagEncryption != 0; {
	case known && !encrypted && !translated:
		return p
	case known:
		p.Length = len(p.Data)
		p.Data = p.Data[:headers+isakmp.HeaderLen]
		p.Comments = append(p.Comments[:len(p.Comments):len(p.Comments)], fmt.Sprintf("the message of packet %d again, cut short", before.number))
		return p
	}
	if m.first == nil {
		m.first = map[[sha256.Size]byte]original{}
	}
	m.first[key] = original{number, ip.Src, ip.Dst}
	if m.order = append(m.order, key); len(m.order) > copiesKnown {
		delete(m.first, m.order[0])
		m.order = m.order[1:]
	}
	return p
}

// messageOf finds the IKE message in a packet, and how many bytes of headers are before it; nil for none.
func messageOf(data []byte) (p packet.IPv4, headers int, message []byte) {
	p, err := packet.ParseIPv4(data)
	if err != nil || p.Protocol != packet.ProtocolUDP || p.IsFragment() || len(p.Payload) < packet.UDPHeaderLen {
		return p, 0, nil
	}
	u, err := packet.ParseUDP(p.Payload, p.Src, p.Dst)
	if err != nil {
		return p, 0, nil
	}
	message = u.Payload
	switch {
	case u.SrcPort == packet.PortISAKMP || u.DstPort == packet.PortISAKMP:
	case strings.HasPrefix(string(message), packet.NonESPMarker) && (u.SrcPort == packet.PortNAT || u.DstPort == packet.PortNAT):
		message = message[len(packet.NonESPMarker):]
	default:
		return p, 0, nil
	}
	return p, len(data) - len(message), message
}
