package network

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"ruthere/parser"
)

// named is a number that a line may give by name: an IP protocol, a port.
type named struct {
	word, help string
	number     int
	on         string // ports: tcp, udp, or "" for both
}

// namedType reads a number or one of the names for it.
type namedType struct {
	name, rangeName, rangeHelp string
	limit                      int
	names                      *[]named
}

var (
	protocolType = namedType{"PROTOCOL", "<0-255>", "An IP protocol number", 255, &protocols}
	portType     = namedType{"PORT", "<0-65535>", "Port number", 65535, &portsUDPFirst}
	tcpPortType  = namedType{"TCP-PORT", "<0-65535>", "Port number", 65535, &tcpPorts}
	udpPortType  = namedType{"UDP-PORT", "<0-65535>", "Port number", 65535, &udpPorts}

	dscpType       = namedType{"DSCP", "<0-63>", "Differentiated services codepoint value", 63, &codepoints}
	precedenceType = namedType{"PRECEDENCE", "<0-7>", "Precedence value", 7, &precedences}
	tosType        = namedType{"TOS", "<0-15>", "Type of service value", 15, &serviceTypes}
	ipOptionType   = namedType{"IP-OPTION", "<0-255>", "IP Options value", 255, &ipOptions}
	igmpType       = namedType{"IGMP-TYPE", "<0-15>", "IGMP message type", 15, &igmpMessages}
)

var (
	tcpPorts, udpPorts = portsOn("tcp"), portsOn("udp")

	// portsUDPFirst are the ports of both: where no protocol is said, a number has the name that udp has for it.
	portsUDPFirst = append(slices.Clone(udpPorts), slices.DeleteFunc(slices.Clone(ports), func(n named) bool { return n.on != "tcp" })...)
)

func (t namedType) Name() string { return t.name }

func (t namedType) Rows() []parser.Row {
	rows := []parser.Row{{Item: t.rangeName, Text: t.rangeHelp}}
	for _, n := range *t.names {
		rows = append(rows, parser.Row{Item: n.word, Text: n.help})
	}
	slices.SortFunc(rows, func(a, b parser.Row) int { return cmp.Compare(a.Item, b.Item) })
	return rows
}

func (t namedType) Accept(word string) (any, int, bool) {
	if word != "" && word[0] >= '0' && word[0] <= '9' {
		value := 0
		for i := range len(word) {
			if word[i] < '0' || word[i] > '9' || value*10+int(word[i]-'0') > t.limit {
				return nil, i, false
			}
			value = value*10 + int(word[i]-'0')
		}
		return value, len(word), true
	}
	lower, reach, found, matches := strings.ToLower(word), 0, 0, 0
	for _, n := range *t.names {
		common := commonStart(lower, n.word)
		reach = max(reach, common)
		if n.word == lower {
			return n.number, len(word), true
		}
		if common == len(lower) {
			found = n.number
			matches++
		}
	}
	return found, reach, matches == 1
}

func (t namedType) Print(value any) string {
	number, ok := value.(int)
	if !ok {
		return ""
	}
	for _, n := range *t.names {
		if n.number == number {
			return n.word
		}
	}
	if number < 0 {
		return ""
	}
	return strconv.Itoa(number)
}

// The protocols whose packets have fields that an entry may ask for.
const (
	protocolICMP   = 1
	protocolIGMP   = 2
	protocolTCP    = 6
	protocolUDP    = 17
	otherProtocols = -2 // all but these
)

// ownProtocol is one of those protocols, or all the others, by name or number. Which
// names a word abbreviates is judged among all protocols.
type ownProtocol struct {
	name   string
	number int
}

func (t ownProtocol) Name() string { return t.name }

func (t ownProtocol) takes(number int) bool {
	own := number == protocolICMP || number == protocolIGMP || number == protocolTCP || number == protocolUDP
	return number == t.number || t.number == otherProtocols && !own
}

func (t ownProtocol) Rows() []parser.Row {
	return slices.DeleteFunc(protocolType.Rows(), func(r parser.Row) bool {
		number, _, isName := protocolType.Accept(r.Item)
		if !isName { // of the numbers
			return t.number != otherProtocols
		}
		return !t.takes(number.(int))
	})
}

func (t ownProtocol) Accept(word string) (any, int, bool) {
	number, reach, ok := protocolType.Accept(word)
	if ok && t.takes(number.(int)) {
		return number, reach, true
	}
	reach = 0
	for _, n := range protocols {
		if t.takes(n.number) {
			reach = max(reach, commonStart(strings.ToLower(word), n.word))
		}
	}
	return nil, reach, false
}

func (t ownProtocol) Print(value any) string {
	if number, ok := value.(int); ok && t.takes(number) {
		return protocolType.Print(value)
	}
	return ""
}

// protocolOf is the protocol of an entry, whichever argument has it.
func protocolOf(a parser.Args) int {
	return a.Int("tcp") + a.Int("udp") + a.Int("icmp") + a.Int("igmp") + a.Int("protocol")
}

// protocolArgument is the argument that has a protocol.
func protocolArgument(number int) string {
	switch number {
	case protocolTCP:
		return "tcp"
	case protocolUDP:
		return "udp"
	case protocolICMP:
		return "icmp"
	case protocolIGMP:
		return "igmp"
	}
	return "protocol"
}

// commonStart is how many bytes two words have in common at their beginning.
func commonStart(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
