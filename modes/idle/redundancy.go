package idle

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// A gatewayGroup is what an interface says of one group of VRRP or GLBP.
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

func (g gatewayGroup) preempts() bool {
	return hasLine(&g.lines, "preempt") || g.value("preempt", "") != ""
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
	show(l, `vrrp [all | brief]`, modes.H{"vrrp": "VRRP information", "all": "Include groups in disabled state", "brief": "Brief output"},
		showVRRP)
	show(l, `glbp [brief]`, modes.H{"glbp": "GLBP information", "brief": "Brief output"}, showGLBP)
}
