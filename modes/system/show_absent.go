package system

import (
	"ruthere/modes"
	"ruthere/parser"
)

// What a router says of features that are not running here. None of it depends on
// anything but that.

// absent are show commands whose answer is always the same.
var absent = []struct {
	syntax string
	help   modes.H
	answer string
}{
	{`<15,xe> lldp [neighbors [detail] | interface [if:INTERFACE] | traffic]`, modes.H{"lldp": "LLDP information",
		"neighbors": "LLDP neighbor entries",
		"detail":    "Show detailed information", "interface": "LLDP interface status and configuration", "traffic": "LLDP statistics"},
		"% LLDP is not enabled\n"},
	{`bgp all summary`, modes.H{"bgp": "BGP information", "all": "All address families", "summary": "Summary of BGP neighbor status"},
		"% BGP not active\n\n"},
	{`ip eigrp [neighbors [detail] | topology | interfaces]`, modes.H{"ip": "IP information", "eigrp": "IP-EIGRP show commands",
		"neighbors": "IP-EIGRP neighbors",
		"detail":    "Show detailed peer information", "topology": "IP-EIGRP Topology Table", "interfaces": "IP-EIGRP interfaces"}, ""},
	{`ip rip database`, modes.H{"ip": "IP information", "rip": "IP RIP show commands", "database": "IPv4 RIP database"}, ""},
	{`ip nat translations [verbose]`, modes.H{"ip": "IP information", "nat": "IP NAT information", "translations": "Translation entries",
		"verbose": "Show extra information"}, ""},
	{`ip dhcp binding`, modes.H{"ip": "IP information", "dhcp": "Show items in the DHCP database", "binding": "DHCP address bindings"},
		"Bindings from all pools not associated with VRF:\nIP address          Client-ID/\t\tLease expiration        Type\n" +
			"\t\t    Hardware address/\n\t\t    User name\n"},
	{`ip nhrp`, modes.H{"ip": "IP information", "nhrp": "NHRP information"}, ""},
	{`standby [all]`, modes.H{"standby": "Hot Standby Router Protocol (HSRP) information", "all": "Include groups in disabled state"}, ""},
	{`standby brief`, modes.H{"standby": "Hot Standby Router Protocol (HSRP) information", "brief": "Brief output"},
		"                     P indicates configured to preempt.\n                     |\n" +
			"Interface   Grp  Pri P State   Active          Standby         Virtual IP\n"},
	{`vrrp [brief]`, modes.H{"vrrp": "VRRP information", "brief": "Brief output"}, ""},
	{`ip igmp groups`, modes.H{"ip": "IP information", "igmp": "IGMP information", "groups": "IGMP group membership information"},
		"IGMP Connected Group Membership\nGroup Address    Interface                Uptime    Expires   Last Reporter   Group Accounted\n"},
	{`crypto <15,xe> ikev2 sa [detail]`, modes.H{"crypto": modes.ShowCryptoHelp, "ikev2": "Shows ikev2 info", "sa": "Shows ikev2 sas",
		"detail": "Shows detailed ikev2 sas"}, ""},
	{`crypto pki certificates [verbose]`, modes.H{"crypto": modes.ShowCryptoHelp, "pki": "Show PKI", "certificates": "Show certificates",
		"verbose": "Verbose"}, ""},
	{`format built-in`, modes.H{"format": "Show format information", "built-in": "Show the built-in spec files"}, ""},
	{`crypto optional`, modes.H{"crypto": modes.ShowCryptoHelp, "optional": "Optional Encryption Status"}, ""},
	{`crypto sockets`, modes.H{"crypto": modes.ShowCryptoHelp, "sockets": "Secure Socket Information"},
		"\nNumber of Crypto Socket connections 0\n\n"},
}

func addShowAbsent(l *modes.Language) {
	for _, a := range absent {
		l.Add("exec", modes.ShowCommand(a.syntax, a.help, func(x *modes.Context, _ modes.Device, _ parser.Args) error {
			x.Printf("%s", a.answer)
			return nil
		}))
	}
}
