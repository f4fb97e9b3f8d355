package idle

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// A gatewayGroup is what an interface says of one group of HSRP, VRRP or GLBP.
type gatewayGroup struct {
	port
	number int
	lines  config.Inert // without the protocol and the number
}

func (g gatewayGroup) value(keywords, byDefault string) string {
	return block{below: &g.lines}.value(keywords, byDefault)
}

// gatewayGroups are all groups of a protocol, by interface and number; a line without a
// number is about group 0.
func gatewayGroups(d modes.Device, protocol string) (all []*gatewayGroup) {
	for _, p := range portsOf(d) {
		begin := len(all)
		for _, line := range blocksOf(&p.section.Inert, protocol) {
			word, rest, _ := strings.Cut(line.text, " ")
			number, err := strconv.Atoi(word)
			switch {
			case err != nil && (word == "version" || word == "delay"):
				continue
			case err != nil:
				number, rest = 0, line.text
			}
			at := slices.IndexFunc(all[begin:], func(g *gatewayGroup) bool { return g.number == number })
			if at < 0 {
				at = len(all) - begin
				all = append(all, &gatewayGroup{port: p, number: number})
			}
			all[begin+at].lines.Put(0, config.InertLine{Text: rest})
		}
		slices.SortStableFunc(all[begin:], func(a, b *gatewayGroup) int { return a.number - b.number })
	}
	return all
}

// virtualAddress is the group's, "unknown" if it waits to learn one.
func (g gatewayGroup) virtualAddress() string { return firstText(g.value("ip", ""), "unknown") }

// hsrpState is Listen where a router waits for others, whom nobody hears here.
func (g gatewayGroup) hsrpState() string {
	switch {
	case g.value("ip", "") == "" && !hasLine(&g.lines, "ip"):
		return "Disabled"
	case !g.Protocol:
		return "Init"
	case g.virtualAddress() == "unknown":
		return "Learn"
	}
	return "Listen"
}

func (g gatewayGroup) preempts() bool {
	return hasLine(&g.lines, "preempt") || g.value("preempt", "") != ""
}

// hsrpMAC is the virtual MAC address of a group (RFC 2281 section 5.1; version 2 has a block of its own).
func (g gatewayGroup) hsrpMAC() (mac string, version int) {
	if g.setting("standby version", "1") == "2" {
		return fmt.Sprintf("0000.0c9f.f%03x", g.number), 2
	}
	return fmt.Sprintf("0000.0c07.ac%02x", g.number), 1
}

func (g gatewayGroup) printHSRP(x *modes.Context, d modes.Device) {
	mac, version := g.hsrpMAC()
	x.Printf("%s - Group %d%s\n  State is %s\n", g.Name, g.number, map[int]string{2: " (version 2)"}[version], g.hsrpState())
	if reason := map[string]string{"Init": " (interface down)", "Disabled": " (virtual IP disabled)"}[g.hsrpState()]; reason != "" &&
		d.Release() != debuglog.IOS124 {
		x.Printf("    0 state changes%s\n", reason)
	}
	x.Printf("  Virtual IP address is %s\n", g.virtualAddress())
	for _, line := range g.lines.Texts() {
		if addr, ok := strings.CutSuffix(line, " secondary"); ok {
			x.Printf("    Secondary virtual IP address %s\n", strings.TrimPrefix(addr, "ip "))
		}
	}
	x.Printf("  Active virtual MAC address is unknown\n    Local virtual MAC address is %s (v%d default)\n", mac, version)
	hello, hold := "3 sec", "10 sec"
	if timers := strings.Fields(g.value("timers", "")); len(timers) > 1 {
		hello, hold = timers[0]+" sec", timers[len(timers)-1]+" sec"
		if timers[0] == "msec" {
			hello = timers[1] + " msec"
		}
	}
	x.Printf("  Hello time %s, hold time %s\n", hello, hold)
	if secret := g.value("authentication", ""); secret != "" {
		switch {
		case strings.HasPrefix(secret, "md5 key-string"):
			x.Println("  Authentication MD5, key-string")
		case strings.HasPrefix(secret, "md5 key-chain"):
			x.Printf("  Authentication MD5, key-chain %q\n", after(secret, "key-chain"))
		default:
			x.Println("  Authentication text") // the device shows the text to everybody
		}
	}
	preemption := "disabled"
	if g.preempts() {
		preemption = "enabled"
		for _, kind := range [][2]string{{"minimum", "delay min"}, {"reload", "reload"}, {"sync", "sync"}} {
			if secs := after(g.value("preempt", ""), kind[0]); secs != "" {
				preemption += ", " + kind[1] + " " + secs + " secs"
			}
		}
	}
	priority := g.value("priority", "")
	configured := "configured"
	if priority == "" {
		priority, configured = "100", "default"
	}
	x.Printf("  Preemption %s\n  Active router is unknown\n  Standby router is unknown\n  Priority %s (%s %s)\n", preemption, priority,
		configured, priority)
	for _, tracked := range (block{below: &g.lines}).all("track") {
		words := strings.Fields(tracked)
		x.Printf("    Track %s\n", trackedText(d, words))
	}
	name, set := g.value("name", ""), " (cfgd)"
	if name == "" {
		name, set = fmt.Sprintf("hsrp-%s-%d", modes.ShortInterface(g.Name), g.number), " (default)"
	}
	if d.Release() == debuglog.IOS124 {
		x.Printf("  IP redundancy name is %q%s\n", name, set)
		return
	}
	x.Printf("  Group name is %q%s\n", name, set)
}

// trackedText is what a group says of an object or an interface that it tracks.
func trackedText(d modes.Device, words []string) string {
	by := firstText(after(strings.Join(words, " "), "decrement"), "10")
	number, err := strconv.Atoi(words[0])
	if err != nil {
		for _, p := range portsOf(d) {
			if p.Name == words[0] {
				if len(words) > 1 {
					by = words[1]
				}
				return fmt.Sprintf("interface %s state %s decrement %s", p.Name, capital(modes.UpDown(p.Protocol)), by)
			}
		}
		return fmt.Sprintf("interface %s state Down decrement %s", words[0], by)
	}
	for _, t := range d.Tracks() {
		if t.Number == number {
			return fmt.Sprintf("object %d state %s decrement %s", number, capital(modes.UpDown(t.Up)), by)
		}
	}
	return fmt.Sprintf("object %d (unknown)", number)
}

func showStandby(x *modes.Context, d modes.Device, a parser.Args) {
	if a.Has("brief") {
		x.Println("                     P indicates configured to preempt.\n                     |\n" +
			"Interface   Grp  Pri P State   Active          Standby         Virtual IP")
	}
	for _, g := range gatewayGroups(d, "standby") {
		switch {
		case a.Has("if") && a.Str("if") != g.Name || g.hsrpState() == "Disabled" && !a.Has("all") && !a.Has("brief"):
		case a.Has("brief"):
			mark := " "
			if g.preempts() {
				mark = "P"
			}
			x.Printf("%-11s %-4d %-3s %s %-7s %-15s %-15s %s\n", modes.ShortInterface(g.Name), g.number, g.value("priority", "100"), mark,
				g.hsrpState(), "unknown", "unknown", g.virtualAddress())
		default:
			g.printHSRP(x, d)
		}
	}
}

// vrrpState is Backup where a router waits for a master, whom nobody hears here.
func (g gatewayGroup) vrrpState() string {
	if g.Protocol {
		return "Backup"
	}
	return "Init"
}

func showVRRP(x *modes.Context, d modes.Device, a parser.Args) {
	if a.Has("brief") {
		x.Println("Interface          Grp Pri Time  Own Pre State   Master addr     Group addr")
	}
	for _, g := range gatewayGroups(d, "vrrp") {
		priority, _ := strconv.Atoi(g.value("priority", "100"))
		interval, _ := strconv.Atoi(g.value("timers advertise", "1"))
		preempts := !hasLine(&g.lines, "no preempt") && !hasLine(&g.section.Inert, fmt.Sprintf("no vrrp %d preempt", g.number))
		own, preempt := "", ""
		if g.virtualAddress() == g.Address.Addr().String() {
			own, priority = "Y", 255
		}
		if preempts {
			preempt = "Y"
		}
		if a.Has("brief") {
			// The master is down after three intervals and the skew time (RFC 3768 section 6.1).
			x.Printf("%-18s %-3d %-3d %-5d %-3s %-3s %-7s %-15s %-15s\n", modes.ShortInterface(g.Name), g.number, priority,
				3000*interval+(256-priority)*1000/256, own, preempt, g.vrrpState(), "0.0.0.0", g.virtualAddress())
			continue
		}
		x.Printf("%s - Group %d  \n", g.Name, g.number)
		if text := g.value("description", ""); text != "" {
			x.Println("  " + text)
		}
		x.Printf("  State is %s  \n  Virtual IP address is %s\n  Virtual MAC address is 0000.5e00.01%02x\n"+
			"  Advertisement interval is %d.000 sec\n  Preemption %s\n  Priority is %d \n", g.vrrpState(), g.virtualAddress(), g.number, interval,
			modes.EnabledText(preempts), priority)
		x.Println("  Master Router is unknown, priority is unknown\n  Master Advertisement interval is unknown\n" +
			"  Master Down interval is unknown\n")
	}
}

func showGLBP(x *modes.Context, d modes.Device, a parser.Args) {
	if a.Has("brief") {
		x.Println("Interface   Grp  Fwd Pri State    Address         Active router   Standby router")
	}
	for _, g := range gatewayGroups(d, "glbp") {
		state := map[bool]string{true: "Listen", false: "Init"}[g.Protocol]
		if a.Has("brief") {
			x.Printf("%-11s %-4d -   %-3s %-8s %-15s %-15s %s\n", modes.ShortInterface(g.Name), g.number, g.value("priority", "100"), state,
				g.virtualAddress(), "unknown", "unknown")
			continue
		}
		x.Printf("%s - Group %d\n  State is %s\n  Virtual IP address is %s\n  Hello time 3 sec, hold time 10 sec\n  Preemption %s\n"+
			"  Active is unknown\n  Standby is unknown\n  Priority %s\n", g.Name, g.number, state, g.virtualAddress(),
			modes.EnabledText(g.preempts()), g.value("priority", "100"))
	}
}

func addRedundancy(l *modes.Language) {
	show(l, `standby [all | brief | if:INTERFACE [brief]]`, modes.H{"standby": "Hot Standby Router Protocol (HSRP) information",
		"all": "Include groups in disabled state", "brief": "Brief output", "if": "Interface"}, showStandby)
	show(l, `vrrp [all | brief]`, modes.H{"vrrp": "VRRP information", "all": "Include groups in disabled state", "brief": "Brief output"},
		showVRRP)
	show(l, `glbp [brief]`, modes.H{"glbp": "GLBP information", "brief": "Brief output"}, showGLBP)
}
