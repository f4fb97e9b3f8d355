package modes

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

// show makes a show command of the words behind `show`.
func show(syntax string, help H, print func(x *Context, b Box, a parser.Args) error) Cmd[Box] {
	return Cmd[Box]{Syntax: "show " + syntax, Help: with(showing, help), Set: print}
}

var showClock = show(`clock [detail]`, H{"clock": "Display the system clock", "detail": "Display detailed information"},
	func(x *Context, b Box, a parser.Args) error {
		now, state := b.Clock()
		x.Println(clockLine(now, state))
		if a.Has("detail") {
			source := "No time source"
			if state == debuglog.Authoritative {
				source = "Time source is user configuration"
			}
			x.Println(source)
		}
		return nil
	})

// clockLine is the time as `show clock` prints it.
func clockLine(now time.Time, state debuglog.ClockState) string {
	mark := ""
	switch state {
	case debuglog.NeverSet:
		mark = "*"
	case debuglog.Lost:
		mark = "."
	}
	return mark + now.Format("15:04:05.000 MST Mon Jan 2 2006")
}

var clockSet = Cmd[Box]{
	Syntax: `clock set time:hh:mm:ss {day:<1-31> month:MONTH | month-first:MONTH day-second:<1-31>} year:<1993-2035>`,
	Help: H{"clock": "Manage the system clock", "set": "Set the time and date", "time": "Current Time", "day": "Day of the month",
		"month": "Month of the year", "month-first": "Month of the year", "day-second": "Day of the month", "year": "Year"},
	Level: 15,
	Set: func(x *Context, b Box, a parser.Args) error {
		day, month := a.Int("day")+a.Int("day-second"), a.Month("month")+a.Month("month-first")
		at := time.Date(a.Int("year"), month, day, 0, 0, 0, 0, time.UTC)
		if at.Day() != day {
			return refuse("% Invalid date")
		}
		old, state := b.Clock()
		b.SetClock(at.Add(a.Duration("time")))
		now, newState := b.Clock()
		user, line, from := x.who()
		x.Terminal.Later(func() {
			b.Log(debuglog.ClockUpdate(strings.TrimLeft(clockLine(old, state), "*."), strings.TrimLeft(clockLine(now, newState), "*."), user, line, from))
		})
		return nil
	},
}

var showPrivilege = show(`privilege`, H{"privilege": "Show current privilege level"},
	func(x *Context, b Box, _ parser.Args) error {
		x.Printf("Current privilege level is %d\n", x.Session.Level)
		return nil
	})

var showHistory = show(`history`, H{"history": "Display the session command history"},
	func(x *Context, b Box, _ parser.Args) error {
		for _, line := range x.Terminal.History() {
			x.Println("  " + line)
		}
		return nil
	})

func printUsers(x *Context, b Box, _ parser.Args) error {
	x.Println("    Line       User       Host(s)              Idle       Location")
	own := x.Terminal.Status().ID
	for _, t := range b.Terminals() {
		if !t.Active {
			continue
		}
		mark, location, number := " ", "", 0
		if t.ID == own {
			mark = "*"
		}
		if t.From.IsValid() {
			location = t.From.String()
		}
		if t.Kind == "vty" {
			number = 2 + t.Number
		}
		x.Printf("%s%3d %-3s %-6d %-10s %-20s %s   %s\n", mark, number, t.Kind, t.Number, t.User, "idle", idleText(t.Idle), location)
	}
	x.Println("")
	x.Println("  Interface    User               Mode         Idle     Peer Address")
	x.Println("")
	return nil
}

func idleText(d time.Duration) string {
	s := inSeconds(d)
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}

var showUsers = show(`users`, H{"users": "Display information about terminal lines"}, printUsers)

var who = Cmd[Box]{Syntax: `who`, Help: H{"who": "List active lines"}, Set: printUsers}

// where is an alias's target: no connection is ever open.
var where = Cmd[Box]{
	Syntax: `where`,
	Help:   H{"where": "List active connections"},
	Set:    func(x *Context, _ Box, _ parser.Args) error { x.Println("% No connections open"); return nil },
}

var showAliases = show(`aliases`, H{"aliases": "Display alias commands"},
	func(x *Context, b Box, _ parser.Args) error {
		x.Println("Exec mode aliases:")
		for _, a := range execAliases {
			x.Printf("  %-21s %s\n", a[0], a[1])
		}
		x.Println("")
		return nil
	})

var showLogging = show(`logging`, H{"logging": "Show the contents of logging buffers"},
	func(x *Context, b Box, _ parser.Args) error {
		for _, line := range b.LogPage().Lines() {
			x.Println(line)
		}
		return nil
	})

var showInterfaceBrief = show(`ip interface brief`, H{"ip": "IP information", "interface": "IP interface status and configuration",
	"brief": "Brief summary of IP status and configuration"},
	func(x *Context, b Box, _ parser.Args) error {
		width := 27
		if b.Release() == debuglog.IOSXE {
			width = 23
		}
		row := func(name, addr, ok, method, status, protocol string) {
			x.Printf("%-*s%-16s%-4s%-7s%-22s%s\n", width, name, addr, ok, method, status, protocol)
		}
		row("Interface", "IP-Address", "OK?", "Method", "Status", "Protocol")
		for _, i := range b.Interfaces() {
			addr := "unassigned"
			if i.Address.IsValid() {
				addr = i.Address.Addr().String()
			}
			row(i.Name, addr, "YES", i.Method, linkWord(i), fmt.Sprintf("%-8s", upDown(i.Protocol)))
		}
		return nil
	})

func linkWord(i InterfaceStatus) string {
	if i.AdminDown {
		return "administratively down"
	}
	return upDown(i.Link)
}

func upDown(up bool) string {
	if up {
		return "up"
	}
	return "down"
}

var showInterfaces = show(`interfaces [interface:INTERFACE]`, H{"interfaces": "Interface status and configuration"},
	func(x *Context, b Box, a parser.Args) error {
		found := false
		for _, i := range b.Interfaces() {
			if a.Has("interface") && i.Name != a.Str("interface") {
				continue
			}
			found = true
			x.printInterface(i)
		}
		if !found && a.Has("interface") {
			return badNumber(x.Line)
		}
		return nil
	})

func (x *Context) printInterface(i InterfaceStatus) {
	x.Printf("%s is %s, line protocol is %s \n", i.Name, linkWord(i), upDown(i.Protocol))
	virtual := config.Virtual(i.Name)
	hardware := "Ethernet"
	if virtual {
		hardware = strings.TrimRight(i.Name, "0123456789")
	}
	x.Printf("  Hardware is %s\n", hardware)
	if c := x.Config.Interface(i.Name); c != nil && c.Description != "" {
		x.Printf("  Description: %s\n", c.Description)
	}
	if i.Address.IsValid() {
		x.Printf("  Internet address is %s\n", i.Address)
	}
	mtu := i.MTU
	if mtu == 0 {
		mtu = 1500
	}
	encapsulation := "ARPA, loopback not set"
	if virtual {
		encapsulation = strings.ToUpper(hardware) + ", loopback not set"
	}
	x.Printf("  MTU %d bytes, BW 100000 Kbit/sec, DLY 100 usec, \n     reliability 255/255, txload 1/255, rxload 1/255\n", mtu)
	x.Printf("  Encapsulation %s\n", encapsulation)
	x.Printf("  Last clearing of \"show interface\" counters never\n")
	x.Printf("  Input queue: 0/75/0/0 (size/max/drops/flushes); Total output drops: 0\n  Queueing strategy: fifo\n  Output queue: 0/40 (size/max)\n")
	x.Printf("     %d packets input, %d bytes, 0 no buffer\n", i.InPackets, i.InBytes)
	x.Printf("     0 input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored\n")
	x.Printf("     %d packets output, %d bytes, 0 underruns\n", i.OutPackets, i.OutBytes)
	x.Printf("     0 output errors, 0 collisions, 0 interface resets\n")
}

const routeCodes = `Codes: L - local, C - connected, S - static, R - RIP, M - mobile, B - BGP
       D - EIGRP, EX - EIGRP external, O - OSPF, IA - OSPF inter area 
       N1 - OSPF NSSA external type 1, N2 - OSPF NSSA external type 2
       E1 - OSPF external type 1, E2 - OSPF external type 2
       i - IS-IS, su - IS-IS summary, L1 - IS-IS level-1, L2 - IS-IS level-2
       ia - IS-IS inter area, * - candidate default, U - per-user static route
       o - ODR, P - periodic downloaded static route, H - NHRP, l - LISP
       + - replicated route, % - next hop override

`

var showRoute = show(`ip route [vrf vrf-name:WORD]`, H{"ip": "IP information", "route": "IP routing table",
	"vrf": "Display routes from a VPN Routing/Forwarding instance", "vrf-name": vrfHelp},
	func(x *Context, b Box, a parser.Args) error {
		name := a.Str("vrf-name")
		if !b.Config().HasVRF(name) {
			return refuse(fmt.Sprintf("%% IP routing table %s does not exist", name))
		}
		if name != "" {
			x.Printf("Routing Table: %s\n\n", name)
		}
		x.Printf("%s", routeCodes)
		routes := slices.DeleteFunc(b.Routes(), func(r RouteStatus) bool { return r.VRF != name })
		slices.SortStableFunc(routes, func(a, b RouteStatus) int {
			if c := a.Prefix.Addr().Compare(b.Prefix.Addr()); c != 0 {
				return c
			}
			return a.Prefix.Bits() - b.Prefix.Bits()
		})
		gateway := "not set"
		for _, r := range routes {
			if r.Prefix.Bits() == 0 {
				gateway = "to network 0.0.0.0"
				if r.NextHop.IsValid() {
					gateway = r.NextHop.String() + " " + gateway
				}
			}
		}
		x.Printf("Gateway of last resort is %s\n\n", gateway)
		for len(routes) > 0 {
			net := classOf(routes[0].Prefix.Addr())
			n := 1
			for n < len(routes) && routes[0].Prefix.Bits() >= net.Bits() && net.Contains(routes[n].Prefix.Addr()) && routes[n].Prefix.Bits() >= net.Bits() {
				n++
			}
			x.printNetwork(net, routes[:n])
			routes = routes[n:]
		}
		return nil
	})

// classOf is the classful network of an address.
func classOf(a netip.Addr) netip.Prefix {
	bits := 24
	switch first := a.As4()[0]; {
	case first < 128:
		bits = 8
	case first < 192:
		bits = 16
	}
	return netip.PrefixFrom(a, bits).Masked()
}

// printNetwork prints the routes of one classful network, subnets under a heading.
func (x *Context) printNetwork(net netip.Prefix, routes []RouteStatus) {
	column := 6
	if routes[0].Prefix.Bits() > net.Bits() {
		column = 9
		masks := map[int]bool{}
		for _, r := range routes {
			masks[r.Prefix.Bits()] = true
		}
		if len(masks) > 1 {
			x.Printf("      %s is variably subnetted, %d subnets, %d masks\n", net, len(routes), len(masks))
		} else {
			x.Printf("      %s/%d is subnetted, %d subnets\n", net.Addr(), routes[0].Prefix.Bits(), len(routes))
		}
	}
	for _, r := range routes {
		code := string(r.Code)
		if r.Prefix.Bits() == 0 {
			code += "*"
		}
		x.Printf("%-*s%s%s\n", column, code, r.Prefix, routeWay(r))
	}
}

func routeWay(r RouteStatus) string {
	switch {
	case r.Code != 'S' || !r.NextHop.IsValid():
		return " is directly connected, " + r.Interface
	case r.Interface != "":
		return fmt.Sprintf(" [%d/0] via %s, %s", r.Distance, r.NextHop, r.Interface)
	}
	return fmt.Sprintf(" [%d/0] via %s", r.Distance, r.NextHop)
}

var showAccessLists = show(`access-lists [name:WORD]`, H{"access-lists": "List access lists", "name": "ACL name"}, printAccessLists)

var showIPAccessLists = show(`ip access-lists [name:WORD]`, H{"ip": "IP information", "access-lists": "List IP access lists", "name": "Access-list name"}, printAccessLists)

func printAccessLists(x *Context, b Box, a parser.Args) error {
	for _, l := range b.Config().AccessLists {
		if a.Has("name") && l.Name != a.Str("name") {
			continue
		}
		kind, entry := "Standard", StandardAccessList.commands[0]
		if l.Extended {
			kind, entry = "Extended", ExtendedAccessList.commands[0]
		}
		x.Printf("%s IP access list %s\n", kind, l.Name)
		for _, e := range l.Entries {
			if e.Remark != "" {
				continue
			}
			line, err := entry.syntax.Print(entryArgs(e, l.Extended))
			if err != nil {
				return err
			}
			if !l.Extended {
				line = strings.Replace(line, " deny ", " deny   ", 1)
				if at := strings.Index(line, e.Src.Wildcard.String()); e.Src != config.Any && at > 0 && !e.Src.Wildcard.IsUnspecified() {
					line = line[:at-1] + ", wildcard bits " + line[at:]
				}
			}
			x.Println("    " + line)
		}
	}
	return nil
}

var showHosts = show(`hosts`, H{"hosts": "IP domain-name, lookup style, nameservers, and host table"},
	func(x *Context, b Box, _ parser.Args) error {
		c := b.Config()
		domain, style := c.DomainName, "uses domain service"
		if domain == "" {
			domain = "not set"
		}
		if !c.DomainLookup {
			style = "uses static mappings"
		}
		x.Printf("Default domain is %s\nName/address lookup %s\nName servers are %s\n\n", domain, style, strings.Join(askedServers(c), ", "))
		x.Printf("Codes: u - unknown, e - expired, * - OK, ? - revalidate\n       t - temporary, p - permanent\n\n")
		x.Printf("Host                      Port  Flags      Age Type   Address(es)\n")
		for _, h := range c.Hosts {
			x.Printf("%-25s None  (perm, OK)  0   IP      %s\n", h.Name, h.Addr)
		}
		return nil
	})

var showTerminal = show(`terminal`, H{"terminal": "Display terminal configuration parameters"},
	func(x *Context, b Box, _ parser.Args) error {
		s, status := x.Terminal.Settings(), x.Terminal.Status()
		number := 0
		if status.Kind == "vty" {
			number = 2 + status.Number
		}
		timeout := "never   "
		if s.ExecTimeout > 0 {
			timeout = idleText(s.ExecTimeout)
		}
		x.Printf("Line %d, Location: \"\", Type: \"\"\nLength: %d lines, Width: %d columns\n", number, s.Length, s.Width)
		x.Printf("Baud rate (TX/RX) is 9600/9600, no parity, 1 stopbits, 8 databits\n")
		x.Printf("Status: PSI Enabled, Ready, Active, Automore On\nCapabilities: none\nModem state: Ready\n")
		x.Printf("Timeouts:      Idle EXEC    Idle Session   Modem Answer  Session   Dispatch\n")
		x.Printf("               %s        never                        none     not set\n", timeout)
		x.Printf("Editing is %s.\n", enabled(!s.NoEditing))
		x.Printf("History is %s, history size is %d.\n", enabled(!s.NoHistory), s.HistorySize)
		return nil
	})

func enabled(on bool) string {
	if on {
		return "enabled"
	}
	return "disabled"
}

var banners = map[debuglog.Release][4]string{
	debuglog.IOS124: {"Cisco IOS Software, 2800 Software (C2800NM-ADVENTERPRISEK9-M), Version 12.4(25d), RELEASE SOFTWARE (fc1)",
		"System Bootstrap, Version 12.4(13r)T", "flash:c2800nm-adventerprisek9-mz.124-25d.bin", "Cisco 2811 (revision 1.0) with 251904K/10240K bytes of memory."},
	debuglog.IOS15: {"Cisco IOS Software, IOSv Software (VIOS-ADVENTERPRISEK9-M), Version 15.4(3)M, RELEASE SOFTWARE (fc1)",
		"Bootstrap program is IOSv", "flash0:/vios-adventerprisek9-m", "Cisco IOSv (revision 1.0) with 460137K/62464K bytes of memory."},
	debuglog.IOSXE: {"Cisco IOS Software [Amsterdam], Virtual XE Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 17.3.4, RELEASE SOFTWARE (fc1)",
		"IOS-XE ROMMON", "bootflash:packages.conf", "cisco CSR1000V (VXE) processor (revision VXE) with 2071861K/3075K bytes of memory."},
}

// VersionBanner is what is said of the software at boot, and first by `show version`.
func VersionBanner(r debuglog.Release) string { return banners[r][0] }

var showVersion = show(`version`, H{"version": "System hardware and software status"},
	func(x *Context, b Box, _ parser.Args) error {
		text := banners[b.Release()]
		x.Printf("%s\n\nROM: %s\n\n", text[0], text[1])
		x.Printf("%s uptime is %s\nSystem returned to ROM by reload\n", b.Config().Hostname, uptimeText(b.Now().Sub(b.Booted())))
		if now, state := b.Clock(); state == debuglog.Authoritative {
			x.Printf("System restarted at %s\n", clockText(now.Add(b.Booted().Sub(b.Now()))))
		}
		x.Printf("System image file is \"%s\"\nLast reload reason: Reload Command\n\n%s\nProcessor board ID 9RUTHERE001\n", text[2], text[3])
		x.Printf("%s", interfaceCounts(b.Interfaces()))
		x.Printf("256K bytes of non-volatile configuration memory.\n\n\nConfiguration register is 0x2102\n\n")
		return nil
	})

// interfaceCounts is one line per kind of hardware: `2 Gigabit Ethernet interfaces`.
func interfaceCounts(all []InterfaceStatus) (text string) {
	for _, kind := range [][2]string{{"Ethernet", "Ethernet"}, {"FastEthernet", "FastEthernet"}, {"GigabitEthernet", "Gigabit Ethernet"}, {"Serial", "Serial"}} {
		n := 0
		for _, i := range all {
			if strings.TrimRight(i.Name, "0123456789/.") == kind[0] {
				n++
			}
		}
		if n > 0 {
			text += plural(n, kind[1]+" interface") + "\n"
		}
	}
	return text
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// uptimeText is a time since boot in words; what is zero is left out.
func uptimeText(d time.Duration) string {
	minutes := int(d / time.Minute)
	var parts []string
	for _, unit := range []struct {
		name    string
		minutes int
	}{{"year", 365 * 24 * 60}, {"week", 7 * 24 * 60}, {"day", 24 * 60}, {"hour", 60}, {"minute", 1}} {
		if n := minutes / unit.minutes; n > 0 {
			parts = append(parts, plural(n, unit.name))
			minutes -= n * unit.minutes
		}
	}
	if len(parts) == 0 {
		return "0 minutes"
	}
	return strings.Join(parts, ", ")
}

func init() {
	Exec.Add(showClock, clockSet, showPrivilege, showHistory, showUsers, who, where, showAliases, showLogging, showInterfaceBrief,
		showInterfaces, showRoute, showAccessLists, showIPAccessLists, showHosts, showTerminal, showVersion)
}
