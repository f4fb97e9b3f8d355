package network

import "ruthere/config"

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

// codepoints are the differentiated services codepoints (RFC 2474, 2597, 3246).
var codepoints = []named{
	{"af11", "Match packets with AF11 dscp (001010)", 10, ""},
	{"af12", "Match packets with AF12 dscp (001100)", 12, ""},
	{"af13", "Match packets with AF13 dscp (001110)", 14, ""},
	{"af21", "Match packets with AF21 dscp (010010)", 18, ""},
	{"af22", "Match packets with AF22 dscp (010100)", 20, ""},
	{"af23", "Match packets with AF23 dscp (010110)", 22, ""},
	{"af31", "Match packets with AF31 dscp (011010)", 26, ""},
	{"af32", "Match packets with AF32 dscp (011100)", 28, ""},
	{"af33", "Match packets with AF33 dscp (011110)", 30, ""},
	{"af41", "Match packets with AF41 dscp (100010)", 34, ""},
	{"af42", "Match packets with AF42 dscp (100100)", 36, ""},
	{"af43", "Match packets with AF43 dscp (100110)", 38, ""},
	{"cs1", "Match packets with CS1(precedence 1) dscp (001000)", 8, ""},
	{"cs2", "Match packets with CS2(precedence 2) dscp (010000)", 16, ""},
	{"cs3", "Match packets with CS3(precedence 3) dscp (011000)", 24, ""},
	{"cs4", "Match packets with CS4(precedence 4) dscp (100000)", 32, ""},
	{"cs5", "Match packets with CS5(precedence 5) dscp (101000)", 40, ""},
	{"cs6", "Match packets with CS6(precedence 6) dscp (110000)", 48, ""},
	{"cs7", "Match packets with CS7(precedence 7) dscp (111000)", 56, ""},
	{"default", "Match packets with default dscp (000000)", 0, ""},
	{"ef", "Match packets with EF dscp (101110)", 46, ""},
}

// precedences are the values of the first three bits of the type of service (RFC 791).
var precedences = []named{
	{"critical", "Match packets with critical precedence (5)", 5, ""},
	{"flash", "Match packets with flash precedence (3)", 3, ""},
	{"flash-override", "Match packets with flash override precedence (4)", 4, ""},
	{"immediate", "Match packets with immediate precedence (2)", 2, ""},
	{"internet", "Match packets with internetwork control precedence (6)", 6, ""},
	{"network", "Match packets with network control precedence (7)", 7, ""},
	{"priority", "Match packets with priority precedence (1)", 1, ""},
	{"routine", "Match packets with routine precedence (0)", 0, ""},
}

// serviceTypes are the values of the four bits after the precedence (RFC 1349).
var serviceTypes = []named{
	{"max-reliability", "Match packets with max reliable TOS (2)", 2, ""},
	{"max-throughput", "Match packets with max throughput TOS (4)", 4, ""},
	{"min-delay", "Match packets with min delay TOS (8)", 8, ""},
	{"min-monetary-cost", "Match packets with min monetary cost TOS (1)", 1, ""},
	{"normal", "Match packets with normal TOS (0)", 0, ""},
}

// ipOptions are the options of the IP header (RFC 791 and the IANA list of option numbers).
var ipOptions = []named{
	{"add-ext", "Match packets with Address Extension Option (147)", 147, ""},
	{"any-options", "Match packets with ANY Option", 256, ""}, // no number can say it
	{"com-security", "Match packets with Commercial Security Option (134)", 134, ""},
	{"dps", "Match packets with Dynamic Packet State Option (151)", 151, ""},
	{"encode", "Match packets with Encode Option (15)", 15, ""},
	{"eool", "Match packets with End of Options Option (0)", 0, ""},
	{"ext-ip", "Match packets with Extended IP Option (145)", 145, ""},
	{"ext-security", "Match packets with Extended Security Option (133)", 133, ""},
	{"finn", "Match packets with Experimental Flow Control Option (205)", 205, ""},
	{"imitd", "Match packets with IMI Traffic Descriptor Option (144)", 144, ""},
	{"lsr", "Match packets with Loose Source Route Option (131)", 131, ""},
	{"mtup", "Match packets with MTU Probe Option (11)", 11, ""},
	{"mtur", "Match packets with MTU Reply Option (12)", 12, ""},
	{"no-op", "Match packets with No Operation Option (1)", 1, ""},
	{"nsapa", "Match packets with NSAP Addresses Option (150)", 150, ""},
	{"record-route", "Match packets with Record Route Option (7)", 7, ""},
	{"router-alert", "Match packets with Router Alert Option (148)", 148, ""},
	{"sdb", "Match packets with Selective Directed Broadcast Option (149)", 149, ""},
	{"security", "Match packets with Basic Security Option (130)", 130, ""},
	{"ssr", "Match packets with Strict Source Routing Option (137)", 137, ""},
	{"stream-id", "Match packets with Stream ID Option (136)", 136, ""},
	{"timestamp", "Match packets with Time Stamp Option (68)", 68, ""},
	{"traceroute", "Match packets with Trace Route Option (82)", 82, ""},
	{"ump", "Match packets with Upstream Multicast Packet Option (152)", 152, ""},
	{"visa", "Match packets with Experimental Access Control Option (142)", 142, ""},
	{"zsu", "Match packets with Experimental Measurement Option (10)", 10, ""},
}

// igmpMessages are kinds of IGMP messages. An entry keeps the name or the number that was typed, for which
// numbers of 0 to 15 the names stand is not documented: those here are beyond what can be typed.
var igmpMessages = []named{
	{"dvmrp", "Distance Vector Multicast Routing Protocol", 16, ""},
	{"host-query", "IGMP Membership Query", 17, ""},
	{"host-report", "IGMP Membership Report", 18, ""},
	{"pim", "Protocol Independent Multicast", 19, ""},
	{"trace", "Multicast trace", 20, ""},
}

// portsOn are the ports that a transport protocol has names for.
func portsOn(transport string) (own []named) {
	for _, n := range ports {
		if n.on == "" || n.on == transport {
			own = append(own, n)
		}
	}
	return own
}
