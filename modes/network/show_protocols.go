package network

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func showProtocols() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`protocols`, modes.H{"protocols": "Active network routing protocols"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			x.Printf("Global values:\n  Internet Protocol routing is enabled\n")
			for _, i := range b.Interfaces() {
				x.Printf("%s is %s, line protocol is %s\n", i.Name, i.LinkWord(), modes.UpDown(i.Protocol))
				if i.Address.IsValid() {
					x.Printf("  Internet address is %s\n", i.Address)
				}
			}
			return nil
		})
}

func showIPv6Interface() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ipv6 interface [brief]`, modes.H{"ipv6": "IPv6 information",
		"interface": "IPv6 interface status and configuration", "brief": "Brief summary of IPv6 status and configuration"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			for _, i := range b.Interfaces() {
				if a.Has("brief") {
					link := modes.UpDown(i.Link)
					if i.AdminDown {
						link = "administratively down"
					}
					x.Printf("%-23s[%s/%s]\n    unassigned\n", i.Name, link, modes.UpDown(i.Protocol))
				}
			}
			return nil
		})
}

func showCEF() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip cef [vrf vrf-name:WORD]`, modes.H{"ip": "IP information", "cef": "Cisco Express Forwarding",
		"vrf": "VPN Routing/Forwarding instance", "vrf-name": modes.VRFNameHelp},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			name := a.Str("vrf-name")
			if !b.Config().HasVRF(name) {
				return modes.Refuse(fmt.Sprintf("%% VRF %s does not exist", name))
			}
			printCEF(x, b, name)
			return nil
		})
}

// printCEF lists how each prefix is forwarded: as the routing table says, and the ranges
// that are always there.
func printCEF(x *modes.Context, b modes.Device, vrf string) {
	type row struct {
		prefix         netip.Prefix
		to, hop, iface string // to is "" in the further ways to a prefix
	}
	p := netip.MustParsePrefix
	var rows []row
	always := func(prefix, hop string) { rows = append(rows, row{p(prefix), prefix, hop, ""}) }
	always("0.0.0.0/8", "drop")
	always("0.0.0.0/32", "receive")
	always("127.0.0.0/8", "drop")
	always("224.0.0.0/4", "drop")
	always("224.0.0.0/24", "receive")
	always("240.0.0.0/4", "drop")
	always("255.255.255.255/32", "receive")
	defaulted := false
	for _, r := range b.Routes() {
		if r.VRF != vrf {
			continue
		}
		defaulted = defaulted || isDefaultRoute(r)
		for n, path := range r.Paths {
			hop := "attached"
			switch {
			case path.NextHop.IsValid():
				hop = path.NextHop.String()
			case r.Code == modes.RouteLocal || r.Code == modes.RouteConnected && r.Prefix.Bits() == 32:
				hop = "receive"
			}
			to := r.Prefix.String()
			if n > 0 {
				to = ""
			}
			rows = append(rows, row{r.Prefix, to, hop, path.Leaves})
		}
	}
	if !defaulted {
		always("0.0.0.0/0", "no route")
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		if c := a.prefix.Addr().Compare(b.prefix.Addr()); c != 0 {
			return c
		}
		return a.prefix.Bits() - b.prefix.Bits()
	})
	x.Println("Prefix               Next Hop             Interface")
	for _, r := range rows {
		x.Println(strings.TrimRight(fmt.Sprintf("%-21s%-21s%s", r.to, r.hop, r.iface), " "))
	}
}

func showCalendar() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`calendar`, modes.H{"calendar": "Display the hardware calendar"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			now, _ := b.Clock()
			x.Println(modes.ClockText(now))
			return nil
		})
}

func showPlatform() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`platform`, modes.H{"platform": "Show platform information"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			if b.Release() != debuglog.IOSXE {
				return &parser.Error{Kind: parser.Invalid, Offset: max(strings.Index(x.Line, "pl"), 0), Line: x.Line}
			}
			now, _ := b.Clock()
			up := ago(now.Sub(b.Booted()))
			x.Printf("Chassis type: CSR1000V            \n\nSlot      Type                State                 Insert time (ago) \n" +
				"--------- ------------------- --------------------- ----------------- \n")
			for _, slot := range [][2]string{{"R0", "ok, active"}, {"F0", "ok, active"}} {
				x.Printf("%-9s %-19s %-21s %-17s \n", slot[0], "CSR1000V", slot[1], up)
			}
			x.Println("")
			return nil
		})
}

// clearRoute and clearHost have nothing to forget: static routes are always there, and
// names are asked for each time.

func clearRoute() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{Syntax: `clear ip route {\* | prefix:A.B.C.D [mask:A.B.C.D]}`, Level: 15,
		Help: modes.H{"clear": "Reset functions", "ip": "IP", "route": "Delete route table entries", "*": "Delete all routes",
			"prefix": "Destination network route to delete", "mask": "Subnet mask"},
		Set: func(*modes.Context, modes.Device, parser.Args) error { return nil }}
}
func clearHost() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{Syntax: `clear host {\* | name:WORD}`, Level: 15,
		Help: modes.H{"clear": "Reset functions", "host": "Delete host table entries", "*": "Delete all", "name": "Hostname to delete"},
		Set:  func(*modes.Context, modes.Device, parser.Args) error { return nil }}
}

func addShowProtocols(l *modes.Language) {
	l.Add("exec", showProtocols(), showIPv6Interface(), showCEF(), showCalendar(), showPlatform(), clearRoute(),
		clearHost())
}
