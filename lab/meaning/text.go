package meaning

import (
	"fmt"
	"strings"

	"ruthere/crypto/isakmp"
)

// String is what a packet says, for the comment of a capture or the name of an event:
// "main mode message 3: KE, NONCE, VENDOR ID", "informational: R_U_THERE sequence 0x66F28C9A".
func (p Packet) String() string {
	switch p.Kind {
	case IKE:
		if p.Message == nil {
			return "a broken IKE message"
		}
		return p.Message.String()
	case ESP:
		return fmt.Sprintf("ESP spi 0x%X sequence %d", p.SPI, p.Sequence)
	case AH:
		return fmt.Sprintf("AH spi 0x%X sequence %d", p.SPI, p.Sequence)
	case NATKeepalive:
		return "NAT keepalive"
	case ICMP:
		return fmt.Sprintf("ICMP type %d", p.ICMPType)
	case UDP:
		return fmt.Sprintf("UDP port %d to %d", p.SrcPort, p.DstPort)
	case TCP:
		return fmt.Sprintf("TCP port %d to %d", p.SrcPort, p.DstPort)
	}
	if p.IP.FragmentOffset > 0 {
		return "a fragment"
	}
	return fmt.Sprintf("protocol %d", p.IP.Protocol)
}

// String is the exchange, the message's number in it, and the payloads.
func (m *Message) String() string {
	text := strings.ToLower(m.Header.Exchange.String())
	if m.Number > 0 {
		text += fmt.Sprintf(" message %d", m.Number)
	}
	if !m.Opened {
		return text + ", encrypted"
	}
	var names []string
	for _, p := range m.Rest() {
		if name := payloadText(p); len(names) == 0 || names[len(names)-1] != name {
			names = append(names, name) // five vendor IDs are named once
		}
	}
	if len(names) == 0 {
		names = []string{isakmp.PayloadHash.String()}
	}
	return text + ": " + strings.Join(names, ", ")
}

func payloadText(p isakmp.Payload) string {
	switch v := p.Value.(type) {
	case *isakmp.Notify:
		if seq, ok := v.Sequence(); ok {
			return fmt.Sprintf("%s sequence 0x%X", strings.ReplaceAll(v.Type.String(), "-", "_"), seq)
		}
		return "NOTIFY " + v.Type.String()
	case *isakmp.Delete:
		return "DELETE " + protocolText(v.Protocol)
	}
	return p.Type.String()
}

func protocolText(p isakmp.ProtocolID) string {
	switch p {
	case isakmp.ProtocolISAKMP:
		return "isakmp"
	case isakmp.ProtocolESP:
		return "esp"
	case isakmp.ProtocolAH:
		return "ah"
	}
	return fmt.Sprintf("protocol %d", p)
}
