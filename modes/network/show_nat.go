package network

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/nat"
	"ruthere/packet"
	"ruthere/parser"
)

func showIPNATTranslations() modes.Cmd[modes.Device] {
	const syntax = `ip nat translations [tcp | udp | icmp] [verbose]`
	return modes.ShowCommand(syntax, modes.H{"ip": "IP information", "nat": "IP NAT information",
		"translations": "Translation entries", "verbose": "Show extra information", "tcp": "TCP entries", "udp": "UDP entries",
		"icmp": "ICMP entries"},
		func(x *modes.Context, d modes.Device, a parser.Args) error {
			all := slices.DeleteFunc(slices.Clone(d.Translations().All()), func(t *nat.Translation) bool {
				return a.Has("tcp") && t.Protocol != packet.ProtocolTCP || a.Has("udp") && t.Protocol != packet.ProtocolUDP ||
					a.Has("icmp") && t.Protocol != packet.ProtocolICMP
			})
			if d.Release() == debuglog.IOSXE {
				printTranslationsXE(x, d, all, a.Has("verbose"))
				return nil
			}
			if len(all) > 0 {
				x.Println("Pro Inside global      Inside local       Outside local      Outside global")
			}
			for _, t := range all {
				printTranslation(x, t)
				if a.Has("verbose") {
					printVerbose(x, d, t)
				}
			}
			return nil
		})
}

// printTranslation prints a row of the releases before XE: a protocol of four letters eats a blank of the next column.
func printTranslation(x *modes.Context, t *nat.Translation) {
	first, pro := 19, nat.ProtocolName(t.Protocol)
	if len(pro) > 3 {
		first = 18
	}
	global, local, outside := natEnds(t)
	x.Printf("%-3s %-*s%-19s%-19s%s\n", pro, first, padded(global, first), padded(local, 19), padded(outside, 19), outside)
}

// padded has a blank behind what fills its column.
func padded(field string, width int) string {
	if len(field) >= width {
		return field + " "
	}
	return field
}

// natEnds are the ends of a translation as its row has them. Both ends of an echo have its identifier.
func natEnds(t *nat.Translation) (global, local, outside string) {
	text := func(e netip.AddrPort, port uint16) string {
		switch {
		case !e.IsValid():
			return "---"
		case t.Protocol == 0:
			return e.Addr().String()
		}
		return netip.AddrPortFrom(e.Addr(), port).String()
	}
	port := t.Outside.Port()
	if t.Protocol == packet.ProtocolICMP && port == 0 {
		port = t.Global.Port()
	}
	if t.Protocol == packet.ProtocolICMP && t.Global.Port() == 0 {
		return text(t.Global, port), text(t.Local, port), text(t.Outside, port)
	}
	return text(t.Global, t.Global.Port()), text(t.Local, t.Local.Port()), text(t.Outside, port)
}

// printVerbose prints what the releases before XE say of a translation besides.
func printVerbose(x *modes.Context, d modes.Device, t *nat.Translation) {
	x.Printf("    create %s, use %s", hoursMinutesSeconds(d.Now().Sub(t.Created)), hoursMinutesSeconds(d.Now().Sub(t.Used)))
	if !t.Static {
		x.Printf(" timeout:%d", t.Holds.Milliseconds())
		if !t.Until.IsZero() {
			x.Printf(", left %s", hoursMinutesSeconds(t.Until.Sub(d.Now())))
		}
		x.Printf(", Map-Id(In): %d", t.Mapping)
	}
	kind := ""
	switch {
	case t.Static && t.Extended():
		kind = "static, extended, "
	case t.Static:
		kind = "static, "
	case t.Extended():
		kind = "extended, "
	}
	x.Printf(", \n    flags: \n%suse_count: %d, entry-id: %d, lc_entries: 0\n", kind, t.Children, t.Number)
}

func printTranslationsXE(x *modes.Context, d modes.Device, all []*nat.Translation, verbose bool) {
	x.Println("Pro  Inside global         Inside local          Outside local         Outside global")
	for _, t := range all {
		global, local, outside := natEnds(t)
		x.Printf("%-4s %-21s %-21s %-21s %s\n", nat.ProtocolName(t.Protocol), global, local, outside, outside)
		if verbose {
			now, _ := d.Clock()
			stamp := func(at time.Time) string { return now.Add(at.Sub(d.Now())).Format("01/02/06 15:04:05") }
			x.Printf("  create: %s, use: %s, timeout: %s\n  Map-Id(In): %d\n  Mac-Address: 0000.0000.0000    Input-IDB: \n"+
				"  entry-id: 0x0, use_count:%d\n\n", stamp(t.Created), stamp(t.Used), hoursMinutesSeconds(t.Holds), t.Mapping, max(t.Children, 1))
		}
	}
	x.Printf("Total number of translations: %d\n", len(all))
}

// hoursMinutesSeconds is a span as hh:mm:ss, however many hours it has.
func hoursMinutesSeconds(d time.Duration) string {
	s := modes.InSeconds(d)
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}

func showIPNATStatistics() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip nat statistics`, modes.H{"ip": "IP information", "nat": "IP NAT information",
		"statistics": "Translation statistics"},
		func(x *modes.Context, d modes.Device, _ parser.Args) error {
			t := d.Translations()
			static, extended := 0, 0
			for _, tr := range t.All() {
				if tr.Static {
					static++
				}
				if tr.Extended() {
					extended++
				}
			}
			n := len(t.All())
			x.Printf("Total active translations: %d (%d static, %d dynamic; %d extended)\n", n, static, n-static, extended)
			switch {
			case d.Release() != debuglog.IOS15:
			case t.Counts.Peak == 0:
				x.Println("Peak translations: 0")
			default:
				x.Printf("Peak translations: %d, occurred %s ago\n", t.Counts.Peak, hoursMinutesSeconds(d.Now().Sub(t.Counts.PeakAt)))
			}
			printSides(x, d)
			x.Printf("Hits: %d  Misses: %d\nCEF Translated packets: %d, CEF Punted packets: %d\nExpired translations: %d\nDynamic mappings:\n",
				t.Counts.Hits, t.Counts.Misses, t.Counts.Hits, t.Counts.Misses, t.Counts.Expired)
			printMappings(x, d)
			printEndOfStatistics(x, d)
			return nil
		})
}

// printSides prints the interfaces of either side.
func printSides(x *modes.Context, d modes.Device) {
	for _, side := range []struct{ domain, title string }{{"outside", "Outside interfaces:"}, {"inside", "Inside interfaces: "}} {
		x.Println(side.title)
		var names []string
		for _, i := range d.Config().Interfaces {
			if i.NATDomain == side.domain {
				names = append(names, i.Name)
			}
		}
		if len(names) > 0 {
			x.Println("  " + strings.Join(names, ", "))
		}
	}
}

// printMappings prints the dynamic mappings, each with its pool.
func printMappings(x *modes.Context, d modes.Device) {
	c := d.Config()
	if len(c.NAT.Dynamic) > 0 {
		x.Println("-- Inside Source")
	}
	for _, m := range c.NAT.Dynamic {
		number, count := d.Translations().References(m)
		who, what := "access-list "+m.List, "interface "+m.Interface
		if m.RouteMap != "" {
			who = "route-map " + m.RouteMap
		}
		if m.Pool != "" {
			what = "pool " + m.Pool
		}
		x.Printf("[Id: %d] %s %s refcount %d\n", number, who, what, count)
		if p, ok := c.NAT.Pool(m.Pool); ok {
			printPool(x, d, p)
		}
	}
}

func printPool(x *modes.Context, d modes.Device, p config.NATPool) {
	var given []netip.Addr
	for _, tr := range d.Translations().All() {
		a := tr.Global.Addr()
		if !tr.Static && p.First.Compare(a) <= 0 && a.Compare(p.Last) <= 0 && !slices.Contains(given, a) {
			given = append(given, a)
		}
	}
	first, last := p.First.As4(), p.Last.As4()
	total := 1
	for i := range first {
		total += (int(last[i]) - int(first[i])) << (24 - 8*i)
	}
	x.Printf(" pool %s: netmask %s\n\tstart %s end %s\n\ttype generic, total addresses %d, allocated %d (%d%%), misses %d\n", p.Name,
		modes.MaskOf(p.Bits), p.First, p.Last, total, len(given), len(given)*100/total, d.Translations().Counts.Failed)
}

// printEndOfStatistics prints what newer releases say last, of what none of this has.
func printEndOfStatistics(x *modes.Context, d modes.Device) {
	switch d.Release() {
	case debuglog.IOS15:
		x.Println("\nTotal doors: 0\nAppl doors: 0\nNormal doors: 0\nQueued Packets: 0")
	case debuglog.IOSXE:
		t := d.Translations()
		dynamic := 0
		for _, tr := range t.All() {
			if !tr.Static {
				dynamic++
			}
		}
		x.Println(fmt.Sprintf("nat-limit statistics:\n max entry: max allowed %d, used %d, missed 0\n", d.Config().NAT.Most, dynamic) +
			fmt.Sprintf("In-to-out drops: %d  Out-to-in drops: 0\nPool stats drop: 0  Mapping stats drop: 0\n", t.Counts.Failed) +
			"Port block alloc fail: 0\nIP alias add fail: 0\nLimit entry add fail: 0")
	}
}

func clearIPNAT(syntax string, help modes.H, do func(t *nat.Table)) modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{Syntax: "clear ip nat " + syntax,
		Help:  modes.MergeHelp(modes.H{"clear": "Reset functions", "ip": "IP", "nat": "Clear NAT"}, help),
		Level: modes.TopLevel,
		Set: func(_ *modes.Context, d modes.Device, _ parser.Args) error {
			do(d.Translations())
			return nil
		}}
}

func addShowNAT(l *modes.Language) {
	l.Add("exec", showIPNATTranslations(), showIPNATStatistics(),
		clearIPNAT(`translation {\* | forced}`, modes.H{"translation": "Clear dynamic translation", "*": "Delete all dynamic translations",
			"forced": "Delete all dynamic translations (forcefully)"}, (*nat.Table).Clear),
		clearIPNAT(`statistics`, modes.H{"statistics": "Clear translation statistics"}, (*nat.Table).ClearCounts))
}
