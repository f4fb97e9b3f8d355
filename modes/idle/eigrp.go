package idle

import (
	"net/netip"
	"slices"
	"strings"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// eigrpProcesses are those with a number; a named one has it in its address family.
func eigrpProcesses(d modes.Device) (all []block) {
	for _, p := range blocksOf(&d.Config().Inert, "router eigrp") {
		if as := p.first(); strings.Trim(as, "0123456789") == "" {
			all = append(all, p)
			continue
		}
		for _, family := range blocksOf(p.below, "address-family ipv4") {
			family.text = after(family.text, "autonomous-system")
			all = append(all, family)
		}
	}
	return all
}

func printEIGRPProtocol(x *modes.Context, d modes.Device, b block) {
	if strings.Trim(b.first(), "0123456789") != "" {
		if families := blocksOf(b.below, "address-family ipv4"); len(families) > 0 {
			b = block{after(families[0].text, "autonomous-system"), families[0].below}
		}
	}
	weights := strings.Fields(b.value("metric weights", "0 1 0 1 0 0"))
	weight := "K1=" + weights[1] + ", K2=" + weights[2] + ", K3=" + weights[3] + ", K4=" + weights[4] + ", K5=" + weights[5]
	distance := strings.Fields(b.value("distance eigrp", "90 170"))
	variance, paths := b.value("variance", "1"), b.value("maximum-paths", "4")
	x.Printf("Routing Protocol is \"eigrp %s\"\n"+noFilters+
		"  Default networks flagged in outgoing updates\n  Default networks accepted from incoming updates\n", b.first())
	if d.Release() == debuglog.IOS124 {
		summary := "Automatic network summarization is in effect"
		if b.has("no auto-summary") {
			summary = "Automatic network summarization is not in effect"
		}
		x.Printf("  EIGRP metric weight %s\n  EIGRP maximum hopcount 100\n  EIGRP maximum metric variance %s\n  Redistributing: %s\n"+
			"  EIGRP NSF-aware route hold timer is 240s\n  %s\n", weight, variance, b.redistributing("eigrp "+b.first()), summary)
	} else {
		if sources := b.all("redistribute"); len(sources) > 0 {
			x.Println("  Redistributing: " + strings.TrimPrefix(b.redistributing(""), ", "))
		}
		x.Printf("  EIGRP-IPv4 Protocol for AS(%s)\n    Metric weight %s\n    NSF-aware route hold timer is 240\n    Router-ID: %v\n"+
			"    Topology : 0 (base) \n      Active Timer: %s min\n      Distance: internal %s external %s\n      Maximum path: %s\n"+
			"      Maximum hopcount 100\n      Maximum metric variance %s\n\n  Automatic Summarization: %s\n", b.first(), weight,
			b.routerID(d.Config(), "eigrp router-id"), b.value("timers active-time", "3"), distance[0], distance[1], paths, variance,
			modes.EnabledText(b.has("auto-summary")))
	}
	b.printNetworks(x, "4")
	x.Printf(noSources+"  Distance: internal %s external %s\n\n", distance[0], distance[1])
}

func showEIGRP(x *modes.Context, d modes.Device, a parser.Args) {
	classic := d.Release() == debuglog.IOS124
	for _, p := range eigrpProcesses(d) {
		switch {
		case a.Has("neighbors") && classic:
			x.Println("IP-EIGRP neighbors for process " + p.first())
		case a.Has("neighbors"):
			x.Printf("EIGRP-IPv4 Neighbors for AS(%s)\n", p.first())
		case a.Has("interfaces"):
			printEIGRPInterfaces(x, d, p)
		default:
			printEIGRPTopology(x, d, p)
		}
	}
}

func printEIGRPInterfaces(x *modes.Context, d modes.Device, p block) {
	classic := d.Release() == debuglog.IOS124
	if classic {
		x.Printf("IP-EIGRP interfaces for process %s\n\n                        Xmit Queue   Mean   Pacing Time   Multicast    Pending\n"+
			"Interface        Peers  Un/Reliable  SRTT   Un/Reliable   Flow Timer   Routes\n", p.first())
	} else {
		x.Printf("EIGRP-IPv4 Interfaces for AS(%s)\n"+
			"                              Xmit Queue   PeerQ        Mean   Pacing Time   Multicast    Pending\n"+
			"Interface              Peers  Un/Reliable  Un/Reliable  SRTT   Un/Reliable   Flow Timer   Routes\n", p.first())
	}
	for _, port := range p.ports(d) {
		switch name := modes.ShortInterface(port.Name); {
		case !p.speaksOn(port):
		case classic:
			x.Printf("%-18s 0        0/0         0       0/1            0           0\n", name)
		default:
			x.Printf("%-24s 0        0/0       0/0           0       0/0            0           0\n", name)
		}
	}
}

// printEIGRPTopology lists the networks that are known without anybody else.
func printEIGRPTopology(x *modes.Context, d modes.Device, p block) {
	title := "EIGRP-IPv4 Topology Table for AS("
	if d.Release() == debuglog.IOS124 {
		title = "IP-EIGRP Topology Table for AS("
	}
	x.Printf("%s%s)/ID(%v)\n\nCodes: P - Passive, A - Active, U - Update, Q - Query, R - Reply,\n"+
		"       r - reply Status, s - sia Status \n\n", title, p.first(), p.routerID(d.Config(), "eigrp router-id"))
	ports := p.ports(d)
	slices.SortStableFunc(ports, func(a, b port) int { return comparePrefixes(a.Address, b.Address) })
	for _, port := range ports {
		kilobits, delay := port.bandwidthAndDelay()
		x.Printf("P %v, 1 successors, FD is %d\n        via Connected, %s\n", port.Address.Masked(), 256*(10_000_000/kilobits+delay), port.Name)
	}
	x.Println("")
}

func comparePrefixes(a, b netip.Prefix) int {
	if c := a.Masked().Addr().Compare(b.Masked().Addr()); c != 0 {
		return c
	}
	return a.Bits() - b.Bits()
}

func addEIGRP(l *modes.Language) {
	show(l, `ip eigrp {neighbors [detail] | topology | interfaces}`, ipHelp(modes.H{"eigrp": "IP-EIGRP show commands",
		"neighbors": "IP-EIGRP neighbors", "detail": "Show detailed peer information", "topology": "IP-EIGRP Topology Table",
		"interfaces": "IP-EIGRP interfaces"}), showEIGRP)
}
