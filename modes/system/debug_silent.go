package system

import (
	"fmt"
	"strings"

	"ruthere/debuglog"
	"ruthere/modes"
)

// silentHelp explains the words of debuglog.SilentDebugs: a word, or "a/b" for b after a.
var silentHelp = modes.H{
	"aaa": "AAA Authentication, Authorization and Accounting", "aaa/authorization": "Authorization", "aaa/accounting": "Accounting",
	"tacacs": "TACACS authentication and authorization", "telnet": "Incoming telnet connections",
	"chat": "Chat scripts activity", "modem": "Modem control/process activation", "callback": "Callback activity",
	"ip": debugIPHelp, "udp": "UDP based transactions", "ip/error": "IP error debugging", "tcp": "TCP information",
	"tcp/packet": "TCP packets", "transactions": "Significant TCP events", "http/transactions": "HTTP transactions",
	"domain": "Domain Name System", "http": "HTTP connections", "cdp": "CDP information", "adjacency": "CDP neighbor info",
	"cdp/events": "CDP events", "cdp/packets": "CDP packet-related information", "ntp": "NTP information",
	"adjust": "NTP clock adjustments",
	"snmp":   "SNMP information", "snmp/packets": "SNMP packets", "requests": "SNMP requests", "tftp": "TFTP debugging",
	"tftp/packets": "TFTP packets", "dhcp": "DHCP client activity", "ip/dhcp": "Dynamic Host Configuration Protocol",
	"server": "DHCP server", "server/events": "Report address assignments, lease expirations, etc.",
	"server/packet": "Decode message receptions and transmissions", "ospf": "OSPF information", "adj": "OSPF adjacency events",
	"ospf/events": "OSPF events", "hello": "OSPF hello events", "ospf/packet": "OSPF packets", "rip": "RIP protocol transactions",
	"rip/events": "RIP protocol events", "eigrp": "EIGRP Protocol information", "ip/eigrp": "Debug IPv4 EIGRP",
	"fsm": "EIGRP Dual Finite State Machine events/actions", "eigrp/packets": "EIGRP packets", "bgp": "BGP information",
	"updates": "BGP updates", "pim": "PIM protocol activity", "igmp": "IGMP protocol activity",
	"mrouting": "IP multicast routing table activity",
	"policy":   "Policy routing",
	"inspect":  "Stateful inspection events", "inspect/detailed": "INSPECT Detailed debug records",
	"vrrp": "VRRP information", "vrrp/events": "VRRP events",
	"glbp": "Gateway Load Balancing Protocol (GLBP)", "glbp/events": "GLBP events", "ipv6": "IPv6 information",
	"ipv6/packet": "IPv6 packet debugging", "ipv6/icmp": "ICMPv6 debugging", "nd": "IPv6 Neighbor Discovery debugging",
	"ipv6/routing": "IPv6 routing table debugging",
	"tunnel":       "Generic Tunnel Interface", "track": "Tracking", "serial": "Serial interface information",
	"serial/interface": "Serial interface events", "ppp": "PPP (Point to Point Protocol) information",
	"ppp/authentication": "CHAP and PAP authentication", "ppp/error": "Protocol errors and error statistics",
	"negotiation": "Protocol parameter negotiation", "ppp/packet": "Low-level PPP packet dump", "pppoe": "PPP over Ethernet information",
	"pppoe/events": "PPPoE protocol events", "frame-relay": "Frame Relay", "frame-relay/events": "Important Frame Relay packet events",
	"lmi": "LMI packet exchanges with service provider", "frame-relay/packet": "Frame Relay packets", "isdn": "ISDN information",
	"q921": "ISDN Layer 2 messages", "q931": "ISDN Layer 3 messages", "dialer": "Dial on Demand", "atm": "ATM interface packets",
	"atm/events": "ATM or FUNI Events", "vpdn": "VPDN information", "vpdn/event": "VPDN events", "vlan": "vLAN information",
	"vlan/packets": "Virtual LAN packet information", "ethernet-interface": "Ethernet network interface events",
	"mpls": "MPLS information", "mpls/packets": "MPLS packet debugging",
}

// helpOf explains the words of a silent debug.
func helpOf(words string) modes.H {
	help, before := modes.H{}, ""
	for word := range strings.FieldsSeq(words) {
		text, ok := silentHelp[before+"/"+word]
		if !ok {
			text, ok = silentHelp[word]
		}
		if !ok {
			panic(fmt.Sprintf("system: no help for %q of debug %s", word, words))
		}
		help[word], before = text, word
	}
	return help
}

func addDebugSilent(l *modes.Language) {
	for sw, d := range debuglog.SilentDebugs {
		if d.In(l.Release) { // no file holds these lines, and releases differ in titles for the same words
			l.Add("exec", modes.DebugCommands(d.Words, helpOf(d.Words), sw)...)
		}
	}
}
