package network

import (
	"fmt"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func showInterfaceBrief() modes.Cmd[modes.Device] {
	return modes.ShowStatus(`ip interface brief [only:INTERFACE]`, modes.H{"ip": "IP information",
		"interface": "IP interface status and configuration",
		"brief":     "Brief summary of IP status and configuration"},
		wantedBriefly, printBrief, interfacesDocument)
}

func wantedBriefly(x *modes.Context, b modes.Device, a parser.Args) ([]shownInterface, error) {
	return wantedInterfaces(x, b, a.Str("only"))
}

// showOneInterfaceBrief is the other order of the words.
func showOneInterfaceBrief() modes.Cmd[modes.Device] {
	return modes.ShowStatus(`ip interface only:INTERFACE brief`, modes.H{"ip": "IP information",
		"interface": "IP interface status and configuration",
		"brief":     "Brief summary of IP status and configuration"},
		wantedBriefly, printBrief, interfacesDocument)
}

func printBrief(x *modes.Context, list []shownInterface, _ parser.Args) {
	width := 27
	if x.Device.Release() == debuglog.IOSXE {
		width = 23
	}
	row := func(name, addr, ok, method, status, protocol string) {
		x.Printf("%-*s%-16s%-4s%-7s%-22s%s\n", width, name, addr, ok, method, status, protocol)
	}
	row("Interface", "IP-Address", "OK?", "Method", "Status", "Protocol")
	for _, i := range list {
		addr := "unassigned"
		if used := i.UsedAddress(); used.IsValid() {
			addr = used.Addr().String()
		}
		row(i.Name, addr, "YES", i.Method, i.LinkWord(), fmt.Sprintf("%-8s", modes.UpDown(i.Protocol)))
	}
}

func showIPInterfaces() modes.Cmd[modes.Device] {
	return modes.ShowStatus(`ip interface [interface:INTERFACE]`, modes.H{"ip": "IP information",
		"ip/interface": "IP interface status and configuration"},
		func(x *modes.Context, b modes.Device, a parser.Args) ([]shownInterface, error) {
			return wantedInterfaces(x, b, a.Str("interface"))
		},
		func(x *modes.Context, list []shownInterface, _ parser.Args) {
			for _, i := range list {
				printIP(x, i.InterfaceStatus, i.config)
			}
		}, interfacesDocument)
}

func printIP(x *modes.Context, i modes.InterfaceStatus, c *config.Interface) {
	x.Printf("%s is %s, line protocol is %s\n", i.Name, i.LinkWord(), modes.UpDown(i.Protocol))
	if !i.Address.IsValid() && i.Lender == "" {
		x.Println("  Internet protocol processing disabled")
		return
	}
	printAddress(x, i)
	x.Printf("  Broadcast address is 255.255.255.255\n")
	switch {
	case i.Lender != "":
	case i.Method == "NVRAM":
		x.Printf("  Address determined by non-volatile memory\n")
	default:
		x.Printf("  Address determined by setup command\n")
	}
	x.Printf("  MTU is %d bytes\n", packetMTU(i))
	printHelpers(x, c)
	x.Printf("  Directed broadcast forwarding is %s\n", modes.EnabledText(len(linesAfter(c, "ip directed-broadcast")) > 0))
	later := x.Device.Release() != debuglog.IOS124
	list := func(direction, name string) {
		if later {
			x.Printf("  %s Common access list is not set \n", strings.TrimSpace(direction))
		}
		if name == "" {
			name = "not set"
		}
		x.Printf("  %s access list is %s\n", direction, name)
	}
	list("Outgoing", c.GroupOut)
	list("Inbound ", c.GroupIn)
	x.Printf("  Proxy ARP is %s\n  Local Proxy ARP is %s\n", modes.EnabledText(!c.NoProxyARP), modes.EnabledText(c.LocalProxyARP))
	x.Printf("  Security level is default\n  Split horizon is %s\n", modes.EnabledText(!c.NoSplitHorizon))
	always := func(never bool) string { return map[bool]string{true: "never", false: "always"}[never] }
	x.Printf("  ICMP redirects are %s sent\n  ICMP unreachables are %s sent\n", always(c.NoRedirects), always(c.NoUnreachables))
	x.Printf("  ICMP mask replies are never sent\n")
	printSwitching(x, i, c)
}

// packetMTU is how long a packet may be, in bytes; loopbacks have that of their kind unless told otherwise.
func packetMTU(i modes.InterfaceStatus) int {
	if strings.HasPrefix(i.Name, "Loopback") && i.IPMTU == config.DefaultMTU {
		return loopbackMTU
	}
	return i.IPMTU
}

// linesAfter is what follows keywords in lines without effect of an interface.
func linesAfter(c *config.Interface, keywords string) (rests []string) {
	for l := range c.Inert.All() {
		if rest, ok := strings.CutPrefix(l.Text, keywords); ok && (rest == "" || rest[0] == ' ') {
			rests = append(rests, strings.TrimSpace(rest))
		}
	}
	return rests
}

func printHelpers(x *modes.Context, c *config.Interface) {
	switch helpers := linesAfter(c, "ip helper-address"); len(helpers) {
	case 0:
		x.Println("  Helper address is not set")
	case 1:
		x.Printf("  Helper address is %s\n", helpers[0])
	default:
		x.Printf("  Helper addresses are %s\n", strings.Join(helpers, "\n                       "))
	}
}

func printSwitching(x *modes.Context, i modes.InterfaceStatus, c *config.Interface) {
	x.Printf("  IP fast switching is enabled\n")
	if x.Device.Release() == debuglog.IOS124 {
		x.Printf("  IP fast switching on the same interface is disabled\n")
	}
	x.Printf("  IP Flow switching is disabled\n  IP CEF switching is enabled\n  IP CEF switching turbo vector\n")
	if i.VRF != "" {
		x.Printf("  VPN Routing/Forwarding %q\n", i.VRF)
	}
	x.Printf("  IP multicast fast switching is enabled\n  IP multicast distributed fast switching is disabled\n" +
		"  IP route-cache flags are Fast, CEF\n")
	policy := "disabled"
	if maps := linesAfter(c, "ip policy route-map"); len(maps) > 0 {
		policy = "enabled, using route map " + maps[0]
	}
	nat := "disabled"
	if c.NATDomain != "" {
		nat = "enabled, interface in domain " + c.NATDomain
	}
	x.Printf("  Router Discovery is disabled\n  IP output packet accounting is disabled\n  IP access violation accounting is disabled\n")
	x.Printf("  TCP/IP header compression is disabled\n  RTP/IP header compression is disabled\n")
	if x.Device.Release() != debuglog.IOSXE {
		x.Printf("  Policy routing is %s\n  Network address translation is %s\n  BGP Policy Mapping is disabled\n", policy, nat)
	} else {
		x.Printf("  Probe proxy name replies are disabled\n  Policy routing is %s\n  Network address translation is %s\n"+
			"  BGP Policy Mapping is disabled\n", policy, nat)
	}
	features := []string{}
	if c.GroupIn != "" {
		features = append(features, "Access List")
	}
	if c.CryptoMap != "" {
		features = append(features, "IPSec input classification")
	}
	if x.Device.Release() != debuglog.IOS124 {
		x.Printf("  Input features: %s\n", strings.Join(append(features, "MCI Check"), ", "))
		x.Printf("  IPv4 WCCP Redirect outbound is disabled\n  IPv4 WCCP Redirect inbound is disabled\n" +
			"  IPv4 WCCP Redirect exclude is disabled\n")
	} else {
		x.Printf("  WCCP Redirect outbound is disabled\n  WCCP Redirect inbound is disabled\n  WCCP Redirect exclude is disabled\n")
	}
}

func addShowIPInterface(l *modes.Language) {
	l.Add("exec", showInterfaceBrief(), showOneInterfaceBrief(), showIPInterfaces())
}
