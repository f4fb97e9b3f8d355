package lab

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruthere/lab/translation"
	"ruthere/packet"
)

// What a topology says of translators.

// A translatorEntry is one of them in the file.
type translatorEntry struct {
	Name                located[string]
	Inside, Outside     located[string]
	Gateway             located[string]
	Mapping             located[string]
	UDP, TCP, ICMP, ESP located[string] // how long mappings hold
	Forward             []located[string]
}

func (p *topologyReader) readTranslator(e *translatorEntry) Translator {
	t := Translator{Name: e.Name.value, Inside: p.readSide(e.Name, "inside", e.Inside), Outside: p.readSide(e.Name, "outside", e.Outside)}
	if t.Inside.IsValid() && t.Outside.IsValid() && t.Inside.Overlaps(t.Outside) {
		p.failAt(e.Outside.line, "translator %s: inside %s and outside %s overlap", t.Name, t.Inside, t.Outside)
	}
	if e.Gateway.line > 0 {
		var err error
		if t.Gateway, err = netip.ParseAddr(e.Gateway.value); err != nil || !t.Outside.Contains(t.Gateway) {
			p.failAt(e.Gateway.line, "translator %s: gateway %q is not an address in %s", t.Name, e.Gateway.value, t.Outside.Masked())
		}
	}
	switch e.Mapping.value {
	case "", mappingIndependent:
	case mappingDependent:
		t.Rules.PerDestination = true
	default:
		p.failAt(e.Mapping.line, "translator %s: mapping %q is none of %s, %s", t.Name, e.Mapping.value, mappingIndependent, mappingDependent)
	}
	if t.Rules.DropESP = e.ESP.value == "drop"; !t.Rules.DropESP {
		t.Rules.ESP = p.readHolding(t.Name, "esp", e.ESP)
	}
	t.Rules.UDP, t.Rules.TCP = p.readHolding(t.Name, "udp", e.UDP), p.readHolding(t.Name, "tcp", e.TCP)
	t.Rules.ICMP = p.readHolding(t.Name, "icmp", e.ICMP)
	for _, f := range e.Forward {
		t.Rules.Forwards = append(t.Rules.Forwards, p.readForward(&t, f))
	}
	return t
}

func (p *topologyReader) readSide(name located[string], side string, address located[string]) netip.Prefix {
	at, err := netip.ParsePrefix(address.value)
	if err != nil || !at.Addr().Is4() {
		p.failAt(max(address.line, name.line), "translator %s: %s %q is not like 192.168.1.1/24", name.value, side, address.value)
	}
	return at
}

// readHolding is how long mappings of a protocol hold; 0 if the file does not say.
func (p *topologyReader) readHolding(name, protocol string, text located[string]) time.Duration {
	if text.line == 0 {
		return 0
	}
	d, err := time.ParseDuration(text.value)
	if err != nil || d <= 0 {
		or := ""
		if protocol == "esp" {
			or = ", nor drop"
		}
		p.failAt(text.line, "translator %s: %s %q is not a duration such as 30s%s", name, protocol, text.value, or)
	}
	return d
}

// readForward reads "udp 500 to 192.168.1.10", "tcp 8080 to 192.168.1.10 port 80" or "esp to 192.168.1.10".
func (p *topologyReader) readForward(t *Translator, text located[string]) (f translation.Forward) {
	const like = "not like udp 500 to 192.168.1.10, tcp 8080 to 192.168.1.10 port 80 or esp to 192.168.1.10"
	wrong := func(format string, args ...any) {
		p.failAt(text.line, "translator %s: forward %q: "+format, append([]any{t.Name, text.value}, args...)...)
	}
	words := strings.Fields(text.value)
	at := slices.IndexFunc(protocolWords, func(w protocolWord) bool { return len(words) > 0 && strings.EqualFold(w.word, words[0]) })
	if at < 0 || protocolWords[at].protocol == packet.ProtocolICMP {
		wrong(like)
		return f
	}
	f.Protocol, words = protocolWords[at].protocol, words[1:]
	var port uint16
	ported := f.Protocol == packet.ProtocolUDP || f.Protocol == packet.ProtocolTCP
	if ported && len(words) > 0 {
		f.Port = readPort(words[0])
		port, words = f.Port, words[1:]
	}
	if ported && len(words) == 4 && strings.EqualFold(words[2], "port") {
		port, words = readPort(words[3]), words[:2]
	}
	if len(words) != 2 || !strings.EqualFold(words[0], "to") || ported && (f.Port == 0 || port == 0) {
		wrong(like)
		return f
	}
	to, err := netip.ParseAddr(words[1])
	if err != nil || !t.Inside.Contains(to) {
		wrong("%q is not an address in %s", words[1], t.Inside.Masked())
	}
	f.To = netip.AddrPortFrom(to, port)
	if slices.ContainsFunc(t.Rules.Forwards, func(o translation.Forward) bool { return o.Protocol == f.Protocol && o.Port == f.Port }) {
		wrong("another one has that port")
	}
	return f
}

// readPort is a port's number, 0 if it is none.
func readPort(text string) uint16 {
	n, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return 0
	}
	return uint16(n)
}
