package network

import (
	"net/netip"
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

// Settings of interfaces that others ask for: what `show interfaces` and `show ip interface`
// tell, and whether the router answers with unreachables.

// bandwidth is what the interface is said to carry; its load is measured by it.
func bandwidth() modes.Cmd[iface] {
	return modes.Cmd[iface]{
		Syntax: `bandwidth {kilobits:<1-10000000> | inherit}`,
		Help: modes.H{"bandwidth": "Set bandwidth informational parameter", "kilobits": "Bandwidth in kilobits",
			"inherit": "Specify that bandwidth is inherited"},
		Set: func(_ *modes.Context, i iface, a parser.Args) error {
			i.Bandwidth, i.InheritBandwidth = a.Int("kilobits"), a.Has("inherit")
			return nil
		},
		Unset: func(_ *modes.Context, i iface, _ parser.Args) error {
			i.Bandwidth, i.InheritBandwidth = 0, false
			return nil
		},
		Show: func(i iface) []parser.Args {
			switch {
			case i.InheritBandwidth:
				return []parser.Args{{"inherit": true}}
			case i.Bandwidth != 0:
				return []parser.Args{{"kilobits": i.Bandwidth}}
			}
			return nil
		},
	}
}

func delay() modes.Cmd[iface] {
	return modes.Number(`delay tens:<1-16777215>`, modes.H{"delay": "Specify interface throughput delay",
		"tens": "Throughput delay (tens of microseconds)"},
		0, func(i iface) *int { return &i.Delay }).WithoutDefaultLine()
}

func ipHelp(word, text string) modes.H { return modes.H{"ip": interfaceIP, word: text} }

// ipMTU is how long an IP packet may be that leaves by the interface.
func ipMTU() modes.Cmd[iface] {
	return modes.Number(`ip mtu bytes:<68-9600>`, modes.MergeHelp(ipHelp("mtu", "Set IP Maximum Transmission Unit"),
		modes.H{"bytes": "MTU (bytes)"}), 0, func(i iface) *int { return &i.IPMTU }).WithoutDefaultLine()
}

func ipRedirects() modes.Cmd[iface] {
	return modes.FlagNegated(`ip redirects`, ipHelp("redirects", "Enable sending ICMP Redirect messages"),
		func(i iface) *bool { return &i.NoRedirects })
}

// ntpDisable keeps those on an interface's network from asking for the time.
func ntpDisable() modes.Cmd[iface] {
	return modes.Flag(`ntp disable`, modes.H{"ntp": "Configure NTP", "disable": "Disable NTP reception"},
		func(i iface) *bool { return &i.NoNTP }).WithoutDefaultLine()
}

func ipUnreachables() modes.Cmd[iface] {
	return modes.FlagNegated(`ip unreachables`, ipHelp("unreachables", "Enable sending ICMP Unreachable messages"),
		func(i iface) *bool { return &i.NoUnreachables })
}

func ipProxyARP() modes.Cmd[iface] {
	return modes.FlagNegated(`ip proxy-arp`, ipHelp("proxy-arp", "Enable proxy ARP"), func(i iface) *bool { return &i.NoProxyARP })
}

func ipLocalProxyARP() modes.Cmd[iface] {
	return modes.Flag(`ip local-proxy-arp`, ipHelp("local-proxy-arp", "Enable local-proxy ARP"),
		func(i iface) *bool { return &i.LocalProxyARP }).WithoutDefaultLine()
}

func ipSplitHorizon() modes.Cmd[iface] {
	return modes.FlagNegated(`ip split-horizon`, ipHelp("split-horizon", "Perform split horizon"),
		func(i iface) *bool { return &i.NoSplitHorizon })
}

// ipNAT names the side of address translation.
func ipNAT() modes.Cmd[iface] {
	return modes.Choice(`ip nat`, ipHelp("nat", "NAT interface commands"), "", func(i iface) *string { return &i.NATDomain },
		modes.OptionOf("inside", "Inside interface for address translation", "inside"),
		modes.OptionOf("outside", "Outside interface for address translation", "outside")).WithoutDefaultLine()
}

// ipNegotiated says that the address comes from a peer.
func ipNegotiated() modes.Cmd[iface] {
	c := modes.Flag(`ip address negotiated`, modes.MergeHelp(ipHelp("address", "Set the IP address of an interface"),
		modes.H{"negotiated": "IP Address negotiated over PPP"}),
		func(i iface) *bool { return &i.Negotiated }).WithoutDefaultLine()
	c.Set = func(_ *modes.Context, i iface, _ parser.Args) error {
		i.Negotiated, i.Unnumbered = true, "" // it is in the place of a borrowed one
		return nil
	}
	return c
}

// ipUnnumbered borrows the address of another interface; it is in place of one's own.
func ipUnnumbered() modes.Cmd[iface] {
	c := modes.Text(`ip unnumbered interface:INTERFACE`, ipHelp("unnumbered", "Enable IP processing without an explicit address"),
		func(i iface) *string { return &i.Unnumbered })
	c.Set = func(x *modes.Context, i iface, a parser.Args) error {
		if !x.Loading && (strings.Contains(i.Name, "Ethernet") || strings.HasPrefix(i.Name, "Loopback")) {
			return modes.Refuse("Point-to-point (non-multi-access) interfaces only")
		}
		i.Address, i.Secondary, i.DHCP, i.Negotiated = netip.Prefix{}, nil, false, false
		i.Unnumbered = a.Str("interface")
		return nil
	}
	return c
}

func addInterfaceSettings(l *modes.Language) {
	l.Add("interface", bandwidth(), ntpDisable(), ipUnreachables(), ipMTU(), ipUnnumbered(), ipProxyARP(), ipNAT())
	for _, c := range []modes.Cmd[iface]{delay(), ipNegotiated(), ipRedirects(), ipLocalProxyARP(), ipSplitHorizon()} {
		l.Add("interface", c.ForShow("Interface settings"))
	}
}
