package idle

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// A port6 is a port whose configuration gives it IPv6, which carries no packets here.
type port6 struct {
	port
	local   netip.Addr // the link-local address
	globals []netip.Prefix
}

// ports6 are the ports that have addresses or `ipv6 enable`.
func ports6(b modes.Device) (all []port6) {
	for _, p := range portsOf(b) {
		six := port6{port: p}
		enabled := hasLine(&p.section.Inert, "ipv6 enable")
		for _, a := range blocksOf(&p.section.Inert, "ipv6 address") {
			enabled = true
			words := strings.Fields(a.text)
			if prefix, err := netip.ParsePrefix(words[0]); err == nil {
				if slices.Contains(words, "eui-64") {
					prefix = netip.PrefixFrom(withIdentifier(prefix.Masked().Addr(), p.Hardware), prefix.Bits())
				}
				six.globals = append(six.globals, prefix)
			} else if addr, err := netip.ParseAddr(words[0]); err == nil {
				six.local = addr
			}
		}
		if !enabled {
			continue
		}
		if !six.local.IsValid() {
			six.local = withIdentifier(netip.MustParseAddr("fe80::"), p.Hardware)
		}
		all = append(all, six)
	}
	return all
}

// withIdentifier ends an address in the modified EUI-64 identifier of a hardware address, 5254.0012.3456
// (RFC 4291 appendix A); ports without hardware borrow one of zeros.
func withIdentifier(network netip.Addr, hardware string) netip.Addr {
	mac, err := hex.DecodeString(strings.ReplaceAll(hardware, ".", ""))
	if err != nil || len(mac) != 6 {
		mac = make([]byte, 6)
	}
	a := network.As16()
	copy(a[8:], []byte{mac[0] ^ 2, mac[1], mac[2], 0xff, 0xfe, mac[3], mac[4], mac[5]})
	return netip.AddrFrom16(a)
}

func upper6(a fmt.Stringer) string { return strings.ToUpper(a.String()) }

func showIPv6Interfaces(x *modes.Context, b modes.Device, a parser.Args) {
	all := ports6(b)
	for _, p := range portsOf(b) {
		at := slices.IndexFunc(all, func(six port6) bool { return six.Name == p.Name })
		switch {
		case a.Has("interface6") && a.Str("interface6") != p.Name:
		case a.Has("brief"):
			link := modes.UpDown(p.Link)
			if p.AdminDown {
				link = "administratively down"
			}
			x.Printf("%-23s[%s/%s]\n", p.Name, link, modes.UpDown(p.Protocol))
			if at < 0 {
				x.Println("    unassigned")
				continue
			}
			x.Printf("    %s\n", upper6(all[at].local))
			for _, g := range all[at].globals {
				x.Printf("    %s\n", upper6(g.Addr()))
			}
		case at >= 0:
			printIPv6(x, all[at])
		}
	}
}

func printIPv6(x *modes.Context, p port6) {
	x.Printf("%s is %s, line protocol is %s\n  IPv6 is enabled, link-local address is %s \n", p.Name, p.LinkWord(), modes.UpDown(p.Protocol),
		upper6(p.local))
	if len(p.globals) == 0 {
		x.Println("  No global unicast address is configured")
	} else {
		x.Println("  Global unicast address(es):")
	}
	for _, g := range p.globals {
		x.Printf("    %s, subnet is %s \n", upper6(g.Addr()), upper6(g.Masked()))
	}
	x.Printf("  Joined group address(es):\n    FF02::1\n")
	if hasLine(&x.Config.Inert, "ipv6 unicast-routing") {
		x.Println("    FF02::2")
	}
	var groups []string
	for _, addr := range append([]netip.Prefix{netip.PrefixFrom(p.local, 128)}, p.globals...) {
		end := addr.Addr().As16()
		group := netip.MustParseAddr("ff02::1:ff00:0").As16()
		copy(group[13:], end[13:])
		if text := upper6(netip.AddrFrom16(group)); !slices.Contains(groups, text) {
			groups = append(groups, text)
		}
	}
	x.Printf("    %s\n", strings.Join(groups, "\n    "))
	x.Printf("  MTU is %d bytes\n  ICMP error messages limited to one every 100 milliseconds\n  ICMP redirects are enabled\n"+
		"  ND DAD is enabled, number of DAD attempts: 1\n  ND reachable time is 30000 milliseconds\n", p.IPMTU)
}

// showIPv6Routes lists what is connected by ports that are up, and what is always there.
func showIPv6Routes(x *modes.Context, b modes.Device, _ parser.Args) {
	var lines []string
	if hasLine(&b.Config().Inert, "ipv6 unicast-routing") || len(ports6(b)) > 0 {
		for _, p := range ports6(b) {
			for _, g := range p.globals {
				if !p.Protocol {
					continue
				}
				way := p.Name + ", directly connected"
				if b.Release() == debuglog.IOS124 {
					way = "::, " + p.Name
				}
				lines = append(lines, fmt.Sprintf("C   %s [0/0]\n     via %s\n", upper6(g.Masked()), way),
					fmt.Sprintf("L   %s/128 [0/0]\n     via %s\n", upper6(g.Addr()), strings.Replace(way, "directly connected", "receive", 1)))
			}
		}
		for _, r := range blocksOf(&b.Config().Inert, "ipv6 route") {
			if words := strings.Fields(r.text); len(words) > 1 && words[0] != "vrf" {
				lines = append(lines, fmt.Sprintf("S   %s [1/0]\n     via %s\n", strings.ToUpper(words[0]), words[1]))
			}
		}
		if b.Release() == debuglog.IOS124 {
			lines = append(lines, "L   FE80::/10 [0/0]\n     via ::, Null0\n", "L   FF00::/8 [0/0]\n     via ::, Null0\n")
		} else {
			lines = append(lines, "L   FF00::/8 [0/0]\n     via Null0, receive\n")
		}
	}
	name := " "
	if b.Release() != debuglog.IOS124 {
		name = " - default "
	}
	x.Printf("IPv6 Routing Table%s- %d entries\nCodes: C - Connected, L - Local, S - Static, R - RIP, B - BGP\n"+
		"       U - Per-user Static route\n       I1 - ISIS L1, I2 - ISIS L2, IA - ISIS interarea, IS - ISIS summary\n"+
		"       O - OSPF intra, OI - OSPF inter, OE1 - OSPF ext 1, OE2 - OSPF ext 2\n       ON1 - OSPF NSSA ext 1, ON2 - OSPF NSSA ext 2\n"+
		"%s", name, len(lines), strings.Join(lines, ""))
}

func addIPv6(l *modes.Language) {
	help := modes.H{"ipv6": "IPv6 information", "interface": "IPv6 interface status and configuration",
		"brief": "Brief summary of IPv6 status and configuration", "route": "Show IPv6 route table entries"}
	show(l, `ipv6 interface [brief | interface6:INTERFACE]`, help, showIPv6Interfaces)
	show(l, `ipv6 route`, help, showIPv6Routes)
}
