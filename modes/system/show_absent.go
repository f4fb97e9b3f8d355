package system

import (
	"strings"

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
	{`cdp [neighbors [detail] | entry name:WORD | interface [if:INTERFACE] | traffic]`, modes.H{"cdp": "CDP information", "neighbors": "CDP neighbor entries",
		"detail": "Show detailed information", "entry": "Information for specific neighbor entry", "name": "Name of CDP neighbor entry, or *",
		"interface": "CDP interface status and configuration", "traffic": "CDP statistics"}, "% CDP is not enabled\n"},
	{`lldp [neighbors [detail] | interface [if:INTERFACE] | traffic]`, modes.H{"lldp": "LLDP information", "neighbors": "LLDP neighbor entries",
		"detail": "Show detailed information", "interface": "LLDP interface status and configuration", "traffic": "LLDP statistics"}, "% LLDP is not enabled\n"},
	{`ip bgp [summary | neighbors | vpnv4 all [summary] | all summary]`, modes.H{"ip": "IP information", "bgp": "BGP information", "summary": "Summary of BGP neighbor status",
		"neighbors": "Detailed information on TCP and BGP neighbor connections", "vpnv4": "Address family", "all": "All address families"}, "% BGP not active\n\n"},
	{`bgp all summary`, modes.H{"bgp": "BGP information", "all": "All address families", "summary": "Summary of BGP neighbor status"}, "% BGP not active\n\n"},
	{`ip ospf [neighbor [detail] | interface [brief] | database]`, modes.H{"ip": "IP information", "ospf": "OSPF information", "neighbor": "Neighbor list",
		"detail": "Detail of all neighbors", "interface": "Interface information", "brief": "Summary of interface information", "database": "Database summary"}, ""},
	{`ip eigrp [neighbors [detail] | topology | interfaces]`, modes.H{"ip": "IP information", "eigrp": "IP-EIGRP show commands", "neighbors": "IP-EIGRP neighbors",
		"detail": "Show detailed peer information", "topology": "IP-EIGRP Topology Table", "interfaces": "IP-EIGRP interfaces"}, ""},
	{`ip rip database`, modes.H{"ip": "IP information", "rip": "IP RIP show commands", "database": "IPv4 RIP database"}, ""},
	{`ip nat translations [verbose]`, modes.H{"ip": "IP information", "nat": "IP NAT information", "translations": "Translation entries", "verbose": "Show extra information"}, ""},
	{`ip nat statistics`, modes.H{"ip": "IP information", "nat": "IP NAT information", "statistics": "Translation statistics"},
		"Total active translations: 0 (0 static, 0 dynamic; 0 extended)\nPeak translations: 0\nOutside interfaces:\nInside interfaces: \n" +
			"Hits: 0  Misses: 0\nCEF Translated packets: 0, CEF Punted packets: 0\nExpired translations: 0\nDynamic mappings:\n"},
	{`ip dhcp binding`, modes.H{"ip": "IP information", "dhcp": "Show items in the DHCP database", "binding": "DHCP address bindings"},
		"Bindings from all pools not associated with VRF:\nIP address          Client-ID/\t\tLease expiration        Type\n\t\t    Hardware address/\n\t\t    User name\n"},
	{`ip nhrp`, modes.H{"ip": "IP information", "nhrp": "NHRP information"}, ""},
	{`standby [all]`, modes.H{"standby": "Hot Standby Router Protocol (HSRP) information", "all": "Include groups in disabled state"}, ""},
	{`standby brief`, modes.H{"standby": "Hot Standby Router Protocol (HSRP) information", "brief": "Brief output"},
		"                     P indicates configured to preempt.\n                     |\nInterface   Grp  Pri P State   Active          Standby         Virtual IP\n"},
	{`vrrp [brief]`, modes.H{"vrrp": "VRRP information", "brief": "Brief output"}, ""},
	{`ip igmp groups`, modes.H{"ip": "IP information", "igmp": "IGMP information", "groups": "IGMP group membership information"},
		"IGMP Connected Group Membership\nGroup Address    Interface                Uptime    Expires   Last Reporter   Group Accounted\n"},
	{`crypto ikev2 sa [detail]`, modes.H{"crypto": modes.ShowCryptoHelp, "ikev2": "Shows ikev2 info", "sa": "Shows ikev2 sas", "detail": "Shows detailed ikev2 sas"}, ""},
	{`crypto pki certificates [verbose]`, modes.H{"crypto": modes.ShowCryptoHelp, "pki": "Show PKI", "certificates": "Show certificates", "verbose": "Verbose"}, ""},
	{`format built-in`, modes.H{"format": "Show format information", "built-in": "Show the built-in spec files"}, ""},
	{`crypto optional`, modes.H{"crypto": modes.ShowCryptoHelp, "optional": "Optional Encryption Status"}, ""},
	{`crypto sockets`, modes.H{"crypto": modes.ShowCryptoHelp, "sockets": "Secure Socket Information"}, "\nNumber of Crypto Socket connections 0\n\n"},
}

// typedLines are the inert lines of the configuration that begin with these words.
func typedLines(b modes.Device, words string) (lines []string) {
	for l := range b.Config().Inert.All() {
		if rest, ok := strings.CutPrefix(l.Text, words+" "); ok {
			lines = append(lines, rest)
		}
	}
	return lines
}

func showNTPStatus() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ntp status`, modes.H{"ntp": "Network time protocol", "status": "NTP status"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			if len(typedLines(b, "ntp server")) == 0 {
				x.Println("%NTP is not enabled.")
				return nil
			}
			now, _ := b.Clock()
			x.Printf("Clock is unsynchronized, stratum 16, no reference clock\nnominal freq is 250.0000 Hz, actual freq is 250.0000 Hz, precision is 2**10\n")
			x.Printf("ntp uptime is %d00 (1/100 of seconds), resolution is 4000\n", modes.InSeconds(now.Sub(b.Booted())))
			x.Printf("reference time is 00000000.00000000 (00:00:00.000 UTC Mon Jan 1 1900)\nclock offset is 0.0000 msec, root delay is 0.00 msec\n")
			x.Printf("root dispersion is 0.00 msec, peer dispersion is 0.00 msec\nloopfilter state is 'NSET' (Never set), drift is 0.000000000 s/s\nsystem poll interval is 64, never updated.\n")
			return nil
		})
}

func showNTPAssociations() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ntp associations`, modes.H{"ntp": "Network time protocol", "associations": "NTP associations"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			servers := typedLines(b, "ntp server")
			if len(servers) == 0 {
				x.Println("%NTP is not enabled.")
				return nil
			}
			x.Printf("\n  address         ref clock       st   when   poll reach  delay  offset   disp\n")
			for _, s := range servers {
				x.Printf(" ~%-16s.INIT.          16      -     64     0  0.000   0.000 15937.\n", strings.Fields(s)[0])
			}
			x.Println(" * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured")
			return nil
		})
}

// snmp is a show command of the SNMP agent, which answers nobody here.
func snmp(words string, help modes.H, print func(x *modes.Context, b modes.Device, lines []string)) modes.Cmd[modes.Device] {
	return modes.ShowCommand(strings.TrimSpace("snmp "+words), modes.MergeHelp(modes.H{"snmp": "snmp statistics"}, help), func(x *modes.Context, b modes.Device, _ parser.Args) error {
		lines := typedLines(b, "snmp-server")
		if len(lines) == 0 {
			x.Println("%SNMP agent not enabled")
			return nil
		}
		print(x, b, lines)
		return nil
	})
}

// said is what a line `snmp-server WORD REST` gives as REST.
func said(lines []string, word string) string {
	for _, l := range lines {
		if rest, ok := strings.CutPrefix(l, word+" "); ok {
			return rest
		}
	}
	return ""
}

func showSNMP() modes.Cmd[modes.Device] {
	return snmp("", nil, func(x *modes.Context, b modes.Device, lines []string) {
		x.Printf("Chassis: %s\n", b.Serial())
		for _, word := range []string{"contact", "location"} {
			if text := said(lines, word); text != "" {
				x.Printf("%s: %s\n", strings.ToUpper(word[:1])+word[1:], text)
			}
		}
		x.Printf("0 SNMP packets input\n    0 Bad SNMP version errors\n    0 Unknown community name\n    0 Illegal operation for community name supplied\n    0 Encoding errors\n" +
			"    0 Number of requested variables\n    0 Number of altered variables\n    0 Get-request PDUs\n    0 Get-next PDUs\n    0 Set-request PDUs\n" +
			"0 SNMP packets output\n    0 Too big errors (Maximum packet size 1500)\n    0 No such name errors\n    0 Bad values errors\n    0 General errors\n    0 Response PDUs\n    0 Trap PDUs\n")
	})
}
func showSNMPContact() modes.Cmd[modes.Device] {
	return snmp("contact", modes.H{"contact": "show snmp contact"}, func(x *modes.Context, _ modes.Device, lines []string) { x.Println(said(lines, "contact")) })
}
func showSNMPLocation() modes.Cmd[modes.Device] {
	return snmp("location", modes.H{"location": "show snmp location"}, func(x *modes.Context, _ modes.Device, lines []string) { x.Println(said(lines, "location")) })
}
func showSNMPChassis() modes.Cmd[modes.Device] {
	return snmp("chassis", modes.H{"chassis": "show snmp chassis"}, func(x *modes.Context, b modes.Device, _ []string) { x.Println(b.Serial()) })
}
func showSNMPCommunity() modes.Cmd[modes.Device] {
	return snmp("community", modes.H{"community": "show snmp community"}, func(x *modes.Context, _ modes.Device, lines []string) {
		for _, l := range lines {
			if rest, ok := strings.CutPrefix(l, "community "); ok {
				f := strings.Fields(rest)
				x.Printf("\nCommunity name: %s\nCommunity Index: %s\nCommunity SecurityName: %s\nstorage-type: nonvolatile\t active\n", f[0], f[0], f[0])
			}
		}
		x.Println("")
	})
}

func addShowAbsent(l *modes.Language) {
	for _, a := range absent {
		l.Add("exec", modes.ShowCommand(a.syntax, a.help, func(x *modes.Context, _ modes.Device, _ parser.Args) error {
			x.Printf("%s", a.answer)
			return nil
		}))
	}
	l.Add("exec", showNTPStatus(), showNTPAssociations(), showSNMP(), showSNMPContact(), showSNMPLocation(), showSNMPChassis(), showSNMPCommunity())
}
