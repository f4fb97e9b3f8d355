package fault

import (
	"ruthere/crypto/isakmp"
	"ruthere/lab/meaning"
)

// Takes says whether a packet is one of those meant.
func (s *Subject) Takes(p *meaning.Packet) bool {
	switch s.Kind {
	case Any:
		return true
	case IKE:
		return p.Kind == meaning.IKE
	case ESP:
		return p.Kind == meaning.ESP
	case NATKeepalive:
		return p.Kind == meaning.NATKeepalive
	case ICMP:
		return p.Kind == meaning.ICMP
	case Echo:
		return p.Kind == meaning.ICMP && p.ICMPType == 8
	case EchoReply:
		return p.Kind == meaning.ICMP && p.ICMPType == 0
	case UDP:
		return isUDP(p) && s.takesPort(p)
	case TCP:
		return p.Kind == meaning.TCP && s.takesPort(p)
	case Protocol:
		return int(p.IP.Protocol) == s.Number
	}
	return p.Message != nil && s.takesMessage(p.Message)
}

// isUDP counts what is carried in UDP with it.
func isUDP(p *meaning.Packet) bool { return p.SrcPort != 0 && p.Kind != meaning.TCP }

func (s *Subject) takesPort(p *meaning.Packet) bool {
	return s.Number == 0 || int(p.SrcPort) == s.Number || int(p.DstPort) == s.Number
}

func (s *Subject) takesMessage(m *meaning.Message) bool {
	switch s.Kind {
	case MainMode:
		return m.Header.Exchange == isakmp.MainMode && (s.Number == 0 || s.Number == m.Number)
	case AggressiveMode:
		return m.Header.Exchange == isakmp.AggressiveMode && (s.Number == 0 || s.Number == m.Number)
	case QuickMode:
		return m.Header.Exchange == isakmp.QuickMode && (s.Number == 0 || s.Number == m.Number)
	case Informational:
		return m.Header.Exchange == isakmp.Informational
	case RUThere:
		return s.takesProbe(m, isakmp.NotifyRUThere)
	case RUThereAck:
		return s.takesProbe(m, isakmp.NotifyRUThereAck)
	case Delete:
		return m.Deletes(s.SA)
	case Notify:
		return m.Notify(s.Notify) != nil
	case Payload:
		return m.Has(s.Payload)
	}
	return false
}

func (s *Subject) takesProbe(m *meaning.Message, t isakmp.NotifyType) bool {
	n := m.Notify(t)
	if n == nil {
		return false
	}
	sequence, ok := n.Sequence()
	return ok && (!s.Numbered || sequence == s.Sequence)
}
