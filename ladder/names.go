package ladder

import (
	"fmt"
	"strings"

	"ruthere/crypto/isakmp"
	"ruthere/lab/meaning"
)

// messageOf is a message as a packet of IKE, ESP or what holds a translator's mapping open; ok is false of others.
func messageOf(p meaning.Packet) (m Message, ok bool) {
	m.Size = len(p.Original)
	switch p.Kind {
	case meaning.ESP:
		m.Kind, m.Name = KindESP, "ESP"
	case meaning.AH:
		m.Kind, m.Name = KindESP, "AH" // drawn as a stream, like ESP
	case meaning.NATKeepalive:
		m.Kind, m.Name = KindOther, "NAT keepalive"
	case meaning.IKE:
		m.Kind = KindIKE
		if p.Message == nil {
			m.Name = "broken IKE message"
			return m, true
		}
		m.Name, m.Number = nameOf(p.Message)
		m.Payloads = payloadsOf(p.Message)
	default:
		return m, false
	}
	return m, true
}

// exchangeWords are what numbered messages of an exchange are called in short.
var exchangeWords = map[isakmp.ExchangeType]string{isakmp.MainMode: "MM", isakmp.AggressiveMode: "AM", isakmp.QuickMode: "QM"}

// nameOf is what a message is called: MM1 to MM6, AM1 to AM3, QM1 to QM3, or by what it says; and its sequence number, of probes.
func nameOf(m *meaning.Message) (name, number string) {
	if short, ok := exchangeWords[m.Header.Exchange]; ok {
		if m.Number == 0 {
			return short, ""
		}
		return fmt.Sprintf("%s%d", short, m.Number), ""
	}
	if m.Header.Exchange != isakmp.Informational {
		return strings.ToUpper(m.Header.Exchange.String()), ""
	}
	if !m.Opened {
		return "INFO", ""
	}
	for _, p := range m.Rest() {
		switch v := p.Value.(type) {
		case *isakmp.Notify:
			if seq, ok := v.Sequence(); ok {
				return "INFO " + strings.ReplaceAll(v.Type.String(), "-", "_"), fmt.Sprintf("0x%X", seq)
			}
			return "INFO " + v.Type.String(), ""
		case *isakmp.Delete:
			return "DELETE " + protocolWord(v.Protocol), ""
		}
	}
	return "INFO", ""
}

func protocolWord(p isakmp.ProtocolID) string {
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

// payloadsOf lists payloads in the order of the message; what comes several times in a row is counted.
func payloadsOf(m *meaning.Message) (list []string) {
	if !m.Opened {
		return []string{"encrypted"}
	}
	times := 0
	last := ""
	add := func() {
		switch {
		case times == 1:
			list = append(list, last)
		case times > 1:
			list = append(list, fmt.Sprintf("%s x%d", last, times))
		}
	}
	for _, p := range m.Payloads {
		name := payloadWord(p)
		if name != last {
			add()
			last, times = name, 0
		}
		times++
	}
	add()
	return list
}

func payloadWord(p isakmp.Payload) string {
	if n, ok := p.Value.(*isakmp.Notify); ok {
		if _, probe := n.Sequence(); !probe {
			return "NOTIFY " + n.Type.String()
		}
	}
	return p.Type.String()
}
