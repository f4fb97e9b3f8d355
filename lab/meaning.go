package lab

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"ruthere/crypto/ike"
	"ruthere/crypto/isakmp"
	"ruthere/packet"
)

// packetEnds are the addresses of an IPv4 packet.
func packetEnds(data []byte) (src, dst netip.Addr, ok bool) {
	p, err := packet.ParseIPv4(data)
	return p.Src, p.Dst, err == nil
}

// meaningOf says what a packet is: the protocol and, of IKE's messages, the exchange and the notification.
// An encrypted informational message is opened with the keys of either end.
func (l *Lab) meaningOf(data []byte) string {
	p, err := packet.ParseIPv4(data)
	if err != nil {
		return "no IPv4 packet"
	}
	return fmt.Sprintf("%s from %s to %s", l.payloadMeaning(p), p.Src, p.Dst)
}

func (l *Lab) payloadMeaning(p packet.IPv4) string {
	switch {
	case p.IsFragment():
		return "fragment"
	case p.Protocol == packet.ProtocolESP:
		return "ESP"
	case p.Protocol == packet.ProtocolICMP:
		return icmpMeaning(p.Payload)
	case p.Protocol != packet.ProtocolUDP:
		return fmt.Sprintf("IP protocol %d", p.Protocol)
	}
	u, err := packet.ParseUDP(p.Payload, p.Src, p.Dst)
	if err != nil {
		return "broken UDP"
	}
	data, marked := strings.CutPrefix(string(u.Payload), packet.NonESPMarker)
	switch {
	case u.SrcPort == packet.PortISAKMP || u.DstPort == packet.PortISAKMP:
		return l.messageMeaning(p, u.Payload)
	case u.SrcPort != packet.PortNAT && u.DstPort != packet.PortNAT:
		return fmt.Sprintf("UDP port %d", u.DstPort)
	case len(u.Payload) == 1:
		return "NAT keepalive"
	case marked:
		return l.messageMeaning(p, []byte(data))
	}
	return "ESP in UDP"
}

func icmpMeaning(payload []byte) string {
	m, err := packet.ParseICMP(payload)
	switch {
	case err != nil:
		return "broken ICMP"
	case m.Type == packet.ICMPEcho:
		return "ICMP echo"
	case m.Type == packet.ICMPEchoReply:
		return "ICMP echo reply"
	}
	return fmt.Sprintf("ICMP type %d", m.Type)
}

// exchangeWords are what exchanges are called in the log.
var exchangeWords = map[isakmp.ExchangeType]string{
	isakmp.MainMode: "main mode", isakmp.AggressiveMode: "aggressive mode", isakmp.QuickMode: "quick mode",
	isakmp.Informational: "informational", isakmp.Transaction: "transaction",
}

func (l *Lab) messageMeaning(p packet.IPv4, data []byte) string {
	h, err := isakmp.ParseHeader(data)
	if err != nil {
		return "broken ISAKMP"
	}
	text := "ISAKMP " + exchangeWords[h.Exchange]
	if exchangeWords[h.Exchange] == "" {
		text = fmt.Sprintf("ISAKMP exchange %d", h.Exchange)
	}
	if h.Exchange != isakmp.Informational {
		return text
	}
	payloads, err := l.openInformational(p, h, data)
	if err != nil {
		return text
	}
	for _, one := range payloads {
		switch v := one.Value.(type) {
		case *isakmp.Notify:
			text += " " + strings.ReplaceAll(v.Type.String(), "-", "_")
		case *isakmp.Delete:
			text += " DELETE"
		}
	}
	return text
}

func (l *Lab) openInformational(p packet.IPv4, h isakmp.Header, data []byte) ([]isakmp.Payload, error) {
	if h.Flags&isakmp.FlagEncryption == 0 {
		return isakmp.ParsePayloads(h.Next, data[isakmp.HeaderLen:], isakmp.TrailingRefused)
	}
	for _, m := range l.machines {
		if m.box == nil {
			continue
		}
		for _, peer := range []netip.Addr{p.Dst, p.Src} {
			protections := m.box.Engine().Protections(peer)
			at := slices.IndexFunc(protections, func(k ike.Protection) bool { return k.Initiator == h.Initiator && k.Responder == h.Responder })
			if at < 0 {
				continue
			}
			_, payloads, err := protections[at].Open(data)
			return payloads, err
		}
	}
	return nil, fmt.Errorf("nobody has the keys of it")
}

// means says whether all the words stand in a text as whole words, in that order; letters' case
// does not count, nor whether - or _ joins.
func means(text string, words []string) bool {
	fold := func(s string) string { return strings.ReplaceAll(strings.ToLower(s), "-", "_") }
	have := strings.Fields(fold(text))
	for _, w := range words {
		at := slices.Index(have, fold(w))
		if at < 0 {
			return false
		}
		have = have[at+1:]
	}
	return true
}
