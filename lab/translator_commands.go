package lab

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"ruthere/packet"
)

// TranslatorState is a translator of a lab.
type TranslatorState struct {
	Name     string         `json:"name"`
	Inside   netip.Prefix   `json:"inside"`
	Outside  netip.Prefix   `json:"outside"`
	Mapping  string         `json:"mapping"`
	Mappings []MappingState `json:"mappings"`
	Dropped  uint64         `json:"dropped"` // packets that no mapping was there for, or could be made for
}

// MappingState is a mapping of a translator.
type MappingState struct {
	Protocol string `json:"protocol"`
	Inside   string `json:"inside"` // ADDRESS:PORT; of ICMP the identifier of echoes; without ports the address
	Outside  string `json:"outside"`
	Remote   string `json:"remote,omitempty"` // who alone may use it; "" = anybody
	Packets  uint64 `json:"packets"`          // both ways
	Forward  bool   `json:"forward"`          // it never ends
	Left     Span   `json:"left_microseconds,omitempty"`
}

// Kinds of mapping, in the words of RFC 4787 section 4.1.
const (
	mappingIndependent = "endpoint-independent"
	mappingDependent   = "per-destination"
)

func (t *translator) state() TranslatorState {
	s := TranslatorState{Name: t.Name, Inside: t.Inside, Outside: t.Outside, Mapping: mappingIndependent,
		Mappings: []MappingState{}, Dropped: t.table.Dropped}
	if t.Rules.PerDestination {
		s.Mapping = mappingDependent
	}
	for _, m := range t.table.Mappings(t.lab.now) {
		one := MappingState{Protocol: protocolText(m.Protocol), Inside: endText(m.Inside), Outside: endText(m.Outside),
			Packets: m.Packets, Forward: m.Forward}
		if m.Remote.IsValid() {
			one.Remote = endText(m.Remote)
		}
		if !m.Forward {
			one.Left = Span(m.Until.Sub(t.lab.now))
		}
		s.Mappings = append(s.Mappings, one)
	}
	return s
}

// endText is an end with its port, where there is one.
func endText(end netip.AddrPort) string {
	if end.Port() == 0 {
		return end.Addr().String()
	}
	return end.String()
}

type protocolWord struct {
	word     string
	protocol uint8
}

// protocolWords are the protocols that a translator has words for.
var protocolWords = []protocolWord{
	{"udp", packet.ProtocolUDP}, {"tcp", packet.ProtocolTCP}, {"icmp", packet.ProtocolICMP},
	{"esp", packet.ProtocolESP}, {"ah", packet.ProtocolAH}, {"gre", packet.ProtocolGRE},
}

func protocolText(protocol uint8) string {
	for _, p := range protocolWords {
		if p.protocol == protocol {
			return p.word
		}
	}
	return strconv.Itoa(int(protocol))
}

func runTranslations(l *Lab, args []string) (string, error) {
	t, err := l.findTranslator(args[0])
	if err != nil {
		return "", err
	}
	s := t.state()
	var b strings.Builder
	fmt.Fprintf(&b, "%-5s %-21s  %-21s  %-21s %7s  %s\n", "Proto", "Inside", "Outside", "Remote", "Packets", "Left")
	for _, m := range s.Mappings {
		remote, left := m.Remote, "forward"
		if remote == "" {
			remote = "any"
		}
		if !m.Forward {
			left = time.Duration(m.Left).Truncate(time.Second).String()
		}
		fmt.Fprintf(&b, "%-5s %-21s  %-21s  %-21s %7d  %s\n", m.Protocol, m.Inside, m.Outside, remote, m.Packets, left)
	}
	fmt.Fprintf(&b, "%d mappings, %d packets dropped\n", len(s.Mappings), s.Dropped)
	return b.String(), nil
}
