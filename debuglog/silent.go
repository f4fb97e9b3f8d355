package debuglog

import (
	"slices"
	"strings"
)

// A SilentDebug is a debug of something that does not happen here: it is switched on and off and
// shown, and has nothing to say.
type SilentDebug struct {
	Words     string // behind "debug"
	Subsystem string // heads it in "show debugging"
	Title     string // stands before "debugging is on"; with a %, which stands for on or off, the whole line
	Releases  string // which have it: "12.4,15"; "" = all
}

// In says whether a release has the debug.
func (d SilentDebug) In(r Release) bool {
	return d.Releases == "" || slices.Contains(strings.Split(d.Releases, ","), r.Mark())
}

// SilentDebugs are all of them, with their switches, in the order of "show debugging".
func SilentDebugs(yield func(Switch, SilentDebug) bool) {
	for i, d := range silentDebugs {
		if !yield(firstSilent+Switch(i), d) {
			return
		}
	}
}

var silentDebugs = [...]SilentDebug{
	{"aaa authorization", "General OS", "AAA Authorization", ""},
	{"aaa accounting", "General OS", "AAA Accounting", ""},
	{"tacacs", "General OS", "TACACS access control", ""},
	{"telnet", "General OS", "Incoming Telnet", ""},
	{"chat", "General OS", "Chat scripts activity", "12.4,15"},
	{"modem", "General OS", "Modem control/process activation", "12.4,15"},
	{"callback", "General OS", "Callback activity", "12.4,15"},
	{"ip udp", "Generic IP", "UDP packet", ""},
	{"ip error", "Generic IP", "IP error", ""},
	{"ip tcp packet", "TCP", "TCP Packet", ""},
	{"ip tcp transactions", "TCP", "TCP special event", ""},
	{"domain", "DNS", "Domain Name System", "12.4,15"},
	{"ip domain", "DNS", "Domain Name System", "xe"},
	{"ip http transactions", "HTTP Server", "HTTP transactions", ""},
	{"cdp adjacency", "CDP", "CDP neighbor info", ""},
	{"cdp events", "CDP", "CDP events", ""},
	{"cdp packets", "CDP", "CDP packet info", ""},
	{"ntp adjust", "NTP", "NTP clock adjustments", ""},
	{"snmp packets", "SNMP", "SNMP packet", ""},
	{"snmp requests", "SNMP", "SNMP request", "12.4,15"},
	{"tftp packets", "TFTP", "TFTP Packet", ""},
	{"dhcp", "DHCP", "DHCP client activity", ""},
	{"ip dhcp server events", "DHCP", "DHCP server event debugging is %.", ""},
	{"ip dhcp server packet", "DHCP", "DHCP server packet debugging is %.", ""},
	{"ip ospf adj", "IP routing", "OSPF adjacency events", "12.4"},
	{"ip ospf adj", "IP routing", "OSPF adjacency", "15,xe"},
	{"ip ospf events", "IP routing", "OSPF events", "12.4,15"},
	{"ip ospf hello", "IP routing", "OSPF hello events", "12.4"},
	{"ip ospf hello", "IP routing", "OSPF hello", "15,xe"},
	{"ip ospf packet", "IP routing", "OSPF packet", ""},
	{"ip rip", "IP routing", "RIP protocol", ""},
	{"ip rip events", "IP routing", "RIP event", ""},
	{"ip eigrp", "IP routing", "IP-EIGRP Route Events", "12.4"},
	{"ip eigrp", "IP routing", "EIGRP-IPv4 Route Event", "15,xe"},
	{"eigrp fsm", "IP routing", "EIGRP FSM Events/Actions", ""},
	{"eigrp packets", "IP routing", "EIGRP Packets debugging is %\n" +
		"    (UPDATE, REQUEST, QUERY, REPLY, HELLO, IPXSAP, PROBE, ACK, STUB, SIAQUERY, SIAREPLY)", ""},
	{"ip bgp", "IP routing", "BGP debugging is % for address family: IPv4 Unicast", ""},
	{"ip bgp updates", "IP routing", "BGP updates debugging is % for address family: IPv4 Unicast", ""},
	{"ip pim", "IP multicast", "PIM", ""},
	{"ip igmp", "IP multicast", "IGMP", ""},
	{"ip mrouting", "IP multicast", "IP multicast routing", ""},
	{"ip inspect detailed", "IP Inspect", "INSPECT detailed", "12.4,15"},
	{"vrrp events", "VRRP", "VRRP Events", "12.4,15"},
	{"glbp events", "GLBP", "GLBP Events", ""},
	{"ipv6 packet", "Generic IPv6", "IPv6 unicast packet", ""},
	{"ipv6 icmp", "Generic IPv6", "ICMP packet", ""},
	{"ipv6 nd", "Generic IPv6", "ICMP Neighbor Discovery events", ""},
	{"ipv6 routing", "IPv6 routing", "IPv6 routing table events", ""},
	{"tunnel", "IP Tunnel", "Tunnel Interface", ""},
	{"serial interface", "Serial", "Serial network interface", "12.4,15"},
	{"ppp authentication", "PPP", "PPP authentication", ""},
	{"ppp error", "PPP", "PPP protocol errors", ""},
	{"ppp negotiation", "PPP", "PPP protocol negotiation", ""},
	{"ppp packet", "PPP", "PPP packet display", ""},
	{"pppoe events", "PPP", "PPPoE protocol events", ""},
	{"frame-relay events", "Frame Relay", "Frame Relay events", "12.4,15"},
	{"frame-relay lmi", "Frame Relay", "Frame Relay LMI debugging is %\nDisplaying all Frame Relay LMI data", "12.4,15"},
	{"frame-relay packet", "Frame Relay", "Frame Relay packet", "12.4,15"},
	{"isdn q921", "ISDN", "ISDN Q921 packets", "12.4,15"},
	{"isdn q931", "ISDN", "ISDN Q931 packets", "12.4,15"},
	{"dialer", "Dial on demand", "Dial on demand events", ""},
	{"atm events", "ATM", "ATM events", "12.4,15"},
	{"vpdn event", "VPDN", "VPDN events", "12.4,15"},
	{"vlan packets", "Virtual LAN", "Virtual LAN packet information", "12.4,15"},
	{"ethernet-interface", "Ethernet", "Ethernet network interface", "12.4,15"},
	{"mpls packets", "MPLS", "MPLS packet", "12.4,15"},
}
