package network

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// named is a number that a line may give by name: an IP protocol, a port.
type named struct {
	word, help string
	number     int
	on         string // ports: tcp, udp, or "" for both
}

var protocols = []named{
	{"ahp", "Authentication Header Protocol", 51, ""}, {"eigrp", "Cisco's EIGRP routing protocol", 88, ""},
	{"esp", "Encapsulation Security Payload", 50, ""}, {"gre", "Cisco's GRE tunneling", 47, ""},
	{"icmp", "Internet Control Message Protocol", 1, ""}, {"igmp", "Internet Gateway Message Protocol", 2, ""},
	{"ip", "Any Internet Protocol", config.AnyProtocol, ""}, {"ipinip", "IP in IP tunneling", 4, ""},
	{"nos", "KA9Q NOS compatible IP over IP tunneling", 94, ""}, {"ospf", "OSPF routing protocol", 89, ""},
	{"pcp", "Payload Compression Protocol", 108, ""}, {"pim", "Protocol Independent Multicast", 103, ""},
	{"tcp", "Transmission Control Protocol", 6, ""}, {"udp", "User Datagram Protocol", 17, ""},
}

// ports are those that have names, of tcp, udp or both.
var ports = []named{
	{"bgp", "Border Gateway Protocol (179)", 179, "tcp"},
	{"biff", "Biff (mail notification, comsat, 512)", 512, "udp"},
	{"bootpc", "Bootstrap Protocol (BOOTP) client (68)", 68, "udp"},
	{"bootps", "Bootstrap Protocol (BOOTP) server (67)", 67, "udp"},
	{"chargen", "Character generator (19)", 19, "tcp"},
	{"cmd", "Remote commands (rcmd, 514)", 514, "tcp"},
	{"daytime", "Daytime (13)", 13, "tcp"},
	{"discard", "Discard (9)", 9, ""},
	{"dnsix", "DNSIX security protocol auditing (195)", 195, "udp"},
	{"domain", "Domain Name Service (DNS, 53)", 53, ""},
	{"drip", "Dynamic Routing Information Protocol (3949)", 3949, "tcp"},
	{"echo", "Echo (7)", 7, ""},
	{"exec", "Exec (rsh, 512)", 512, "tcp"},
	{"finger", "Finger (79)", 79, "tcp"},
	{"ftp", "File Transfer Protocol (21)", 21, "tcp"},
	{"ftp-data", "FTP data connections (20)", 20, "tcp"},
	{"gopher", "Gopher (70)", 70, "tcp"},
	{"hostname", "NIC hostname server (101)", 101, "tcp"},
	{"ident", "Ident Protocol (113)", 113, "tcp"},
	{"irc", "Internet Relay Chat (194)", 194, "tcp"},
	{"isakmp", "Internet Security Association and Key Management Protocol (500)", 500, "udp"},
	{"klogin", "Kerberos login (543)", 543, "tcp"},
	{"kshell", "Kerberos shell (544)", 544, "tcp"},
	{"login", "Login (rlogin, 513)", 513, "tcp"},
	{"lpd", "Printer service (515)", 515, "tcp"},
	{"mobile-ip", "Mobile IP registration (434)", 434, "udp"},
	{"nameserver", "IEN116 name service (obsolete, 42)", 42, "udp"},
	{"netbios-dgm", "NetBios datagram service (138)", 138, "udp"},
	{"netbios-ns", "NetBios name service (137)", 137, "udp"},
	{"netbios-ss", "NetBios session service (139)", 139, "udp"},
	{"nntp", "Network News Transport Protocol (119)", 119, "tcp"},
	{"non500-isakmp", "Internet Security Association and Key Management Protocol (4500)", 4500, "udp"},
	{"ntp", "Network Time Protocol (123)", 123, "udp"},
	{"pim-auto-rp", "PIM Auto-RP (496)", 496, ""},
	{"pop2", "Post Office Protocol v2 (109)", 109, "tcp"},
	{"pop3", "Post Office Protocol v3 (110)", 110, "tcp"},
	{"rip", "Routing Information Protocol (router, in.routed, 520)", 520, "udp"},
	{"smtp", "Simple Mail Transport Protocol (25)", 25, "tcp"},
	{"snmp", "Simple Network Management Protocol (161)", 161, "udp"},
	{"snmptrap", "SNMP Traps (162)", 162, "udp"},
	{"sunrpc", "Sun Remote Procedure Call (111)", 111, ""},
	{"syslog", "System Logger (514)", 514, "udp"},
	{"tacacs", "TAC Access Control System (49)", 49, ""},
	{"talk", "Talk (517)", 517, ""},
	{"telnet", "Telnet (23)", 23, "tcp"},
	{"tftp", "Trivial File Transfer Protocol (69)", 69, "udp"},
	{"time", "Time (37)", 37, ""},
	{"uucp", "Unix-to-Unix Copy Program (540)", 540, "tcp"},
	{"who", "Who service (rwho, 513)", 513, "udp"},
	{"whois", "Nicname (43)", 43, "tcp"},
	{"www", "World Wide Web (HTTP, 80)", 80, "tcp"},
	{"xdmcp", "X Display Manager Control Protocol (177)", 177, "udp"},
}

// namedType reads a number or one of the names for it.
type namedType struct {
	name, rangeName, rangeHelp string
	limit                      int
	names                      *[]named
}

var (
	protocolType = namedType{"PROTOCOL", "<0-255>", "An IP protocol number", 255, &protocols}
	portType     = namedType{"PORT", "<0-65535>", "Port number", 65535, &ports}
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
		common := 0
		for common < len(lower) && common < len(n.word) && lower[common] == n.word[common] {
			common++
		}
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

const protocolICMP = 1

// icmpMessageType is a kind of ICMP message, by name.
type icmpMessageType struct{}

func icmpMessageTexts() modes.H {
	return map[string]string{
		"administratively-prohibited": "Administratively prohibited", "echo": "Echo (ping)", "echo-reply": "Echo reply",
		"host-unreachable": "Host unreachable", "net-unreachable": "Net unreachable", "packet-too-big": "Fragmentation needed and DF set",
		"parameter-problem": "All parameter problems", "port-unreachable": "Port unreachable", "protocol-unreachable": "Protocol unreachable",
		"redirect": "All redirects", "source-quench": "Source quenches", "time-exceeded": "All time exceededs",
		"timestamp-reply": "Timestamp replies", "timestamp-request": "Timestamp requests", "ttl-exceeded": "TTL exceeded",
		"unreachable": "All unreachables",
	}
}

func (icmpMessageType) Name() string { return "ICMP-MESSAGE" }

func (icmpMessageType) Rows() (rows []parser.Row) {
	for _, m := range config.ICMPMessages {
		rows = append(rows, parser.Row{Item: m.Name, Text: icmpMessageTexts()[m.Name]})
	}
	return rows
}

func (icmpMessageType) Accept(word string) (any, int, bool) {
	reach, found := 0, ""
	lower := strings.ToLower(word)
	for _, m := range config.ICMPMessages {
		if m.Name == lower {
			return lower, len(word), true
		}
		common := 0
		for common < len(lower) && common < len(m.Name) && lower[common] == m.Name[common] {
			common++
		}
		reach = max(reach, common)
		if common == len(lower) && common > 0 {
			if found != "" {
				return nil, reach, false
			}
			found = m.Name
		}
	}
	return found, reach, found != ""
}

func (icmpMessageType) Print(value any) string { name, _ := value.(string); return name }

// portOn is a port of a transport protocol, to be printed by its name there.
type portOn struct {
	port     uint16
	protocol int
}

func (t namedType) Print(value any) string {
	number, on := 0, ""
	switch v := value.(type) {
	case int:
		number = v
	case portOn:
		number, on = int(v.port), map[int]string{6: "tcp", 17: "udp"}[v.protocol]
	default:
		return ""
	}
	word := ""
	for _, n := range *t.names {
		switch {
		case n.number == number && (n.on == "" || n.on == on):
			return n.word
		case n.number == number && on == "" && (word == "" || n.on == "udp"):
			word = n.word // who does not say a protocol: the name that udp has, if both have one
		}
	}
	if word != "" {
		return word
	}
	if number < 0 {
		return ""
	}
	return strconv.Itoa(number)
}
