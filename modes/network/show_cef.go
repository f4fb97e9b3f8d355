package network

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// A cefEntry is how one prefix is forwarded.
type cefEntry struct {
	prefix netip.Prefix
	ways   []cefWay
}

// A cefWay is the next hop, or the word for what is done instead.
type cefWay struct {
	hop    netip.Addr
	action string // attached, receive, drop or no route; "" with a next hop
	iface  string // "" where packets go nowhere
}

func (w cefWay) text() string {
	if w.action == "" {
		return w.hop.String()
	}
	return w.action
}

// cefTable is the forwarding table of a VRF, by prefix: what the routing table says, the router's own
// and the broadcast addresses of each connected network, the neighbours whose hardware addresses are
// known, and the ranges that are always there.
func cefTable(b modes.Device, vrf string) []cefEntry {
	var table []cefEntry
	places := map[netip.Prefix]int{}
	put := func(p netip.Prefix, ways ...cefWay) {
		if at, known := places[p]; known {
			table[at].ways = ways
			return
		}
		places[p] = len(table)
		table = append(table, cefEntry{p, ways})
	}
	always := [][2]string{{"0.0.0.0/0", "no route"}, {"0.0.0.0/32", "receive"}, {"224.0.0.0/4", "drop"}, {"224.0.0.0/24", "receive"},
		{"255.255.255.255/32", "receive"}}
	if b.Release() != debuglog.IOS124 {
		always = append(always, [2]string{"0.0.0.0/8", "drop"}, [2]string{"127.0.0.0/8", "drop"}, [2]string{"240.0.0.0/4", "drop"})
	}
	for _, a := range always {
		put(netip.MustParsePrefix(a[0]), cefWay{action: a[1]})
	}
	for _, r := range b.Routes() {
		if r.VRF == vrf {
			put(r.Prefix, waysOf(r)...)
		}
	}
	for _, i := range b.Interfaces() {
		if i.VRF != vrf || !i.Protocol || !i.Address.IsValid() {
			continue
		}
		own := cefWay{action: "receive", iface: i.Name}
		put(netip.PrefixFrom(i.Address.Addr(), 32), own)
		if i.Address.Bits() < 31 {
			put(netip.PrefixFrom(i.Address.Masked().Addr(), 32), own)
			put(netip.PrefixFrom(broadcastOf(i.Address), 32), own)
		}
		for _, n := range b.Neighbours() {
			if n.Interface == i.Name && i.Address.Contains(n.Addr) {
				put(netip.PrefixFrom(n.Addr, 32), neighbourWay(b.Release(), n))
			}
		}
	}
	slices.SortFunc(table, func(a, b cefEntry) int {
		return cmp.Or(a.prefix.Addr().Compare(b.prefix.Addr()), cmp.Compare(a.prefix.Bits(), b.prefix.Bits()))
	})
	return table
}

func waysOf(r modes.RouteStatus) (ways []cefWay) {
	for _, path := range r.Paths {
		w := cefWay{hop: path.NextHop, iface: path.Leaves}
		switch {
		case r.Code == modes.RouteLocal || r.Code == modes.RouteConnected && r.Prefix.Bits() == 32:
			w.action = "receive"
		case !path.NextHop.IsValid():
			w.action = "attached"
		}
		ways = append(ways, w)
	}
	return ways
}

// neighbourWay leads to a neighbour, which releases after 12.4 call attached.
func neighbourWay(r debuglog.Release, n modes.Neighbour) cefWay {
	w := cefWay{hop: n.Addr, iface: n.Interface}
	if r != debuglog.IOS124 {
		w.action = "attached"
	}
	return w
}

// broadcastOf is the last address of a network.
func broadcastOf(p netip.Prefix) netip.Addr {
	a := p.Masked().Addr().As4()
	for bit := p.Bits(); bit < 32; bit++ {
		a[bit/8] |= 0x80 >> (bit % 8)
	}
	return netip.AddrFrom4(a)
}

func showCEF() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip cef [vrf vrf-name:WORD] [to:A.B.C.D [mask:A.B.C.D]]`, modes.H{"ip": "IP information",
		"cef": "Cisco Express Forwarding", "vrf": "VPN Routing/Forwarding instance", "vrf-name": modes.VRFNameHelp,
		"to": "IP prefix <network>/<length>, e.g., 192.168.0.0/16", "mask": "IP prefix mask"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			name := a.Str("vrf-name")
			if !b.Config().HasVRF(name) {
				return modes.Refuse(fmt.Sprintf("%% VRF %s does not exist", name))
			}
			if a.Has("to") {
				return printCEFEntry(x, b, cefTable(b, name), a)
			}
			printCEF(x, b, cefTable(b, name))
			return nil
		})
}

// printCEF lists the table. 12.4 does not say which interface receives.
func printCEF(x *modes.Context, b modes.Device, table []cefEntry) {
	old := b.Release() == debuglog.IOS124
	format := "%-21s%-21s%s"
	if old {
		format = "%-20s%-21s%s"
	}
	row := func(to, hop, iface string) { x.Println(strings.TrimRight(fmt.Sprintf(format, to, hop, iface), " ")) }
	row("Prefix", "Next Hop", "Interface")
	for _, e := range table {
		to := e.prefix.String()
		for _, w := range e.ways {
			if old && w.action == "receive" {
				w.iface = ""
			}
			row(to, w.text(), w.iface)
			to = "" // in the further ways to a prefix
		}
	}
}

// printCEFEntry is `show ip cef ADDRESS [MASK]`: the entry that forwards packets to an address, or the one
// of exactly that network.
func printCEFEntry(x *modes.Context, b modes.Device, table []cefEntry, a parser.Args) error {
	to, bits := a.Addr("to"), -1
	if a.Has("mask") {
		var ok bool
		if bits, ok = modes.MaskBits(a.Addr("mask")); !ok {
			return modes.Refuse("% Inconsistent address and mask")
		}
	}
	var best cefEntry
	version := 0
	for n, e := range table { // the longer prefix of an address comes later
		if bits >= 0 && e.prefix == netip.PrefixFrom(to, bits).Masked() || bits < 0 && e.prefix.Contains(to) &&
			(best.ways == nil || e.prefix.Bits() >= best.prefix.Bits()) {
			best, version = e, n+1
		}
	}
	if best.ways == nil {
		return modes.Refuse("%Prefix not found")
	}
	if b.Release() == debuglog.IOS124 {
		printOldEntry(x, best, version)
		return nil
	}
	x.Println(best.prefix.String())
	for _, w := range best.ways {
		switch w.action {
		case "":
			x.Printf("  nexthop %s %s\n", w.hop, w.iface)
		case "receive":
			x.Println(strings.TrimRight("  receive for "+w.iface, " for"))
		case "attached":
			x.Printf("  attached to %s\n", w.iface)
		default:
			x.Println("  " + w.action)
		}
	}
	return nil
}

// printOldEntry is an entry as 12.4 explains it.
func printOldEntry(x *modes.Context, e cefEntry, version int) {
	first := e.ways[0]
	switch first.action {
	case "":
		connected := ""
		if first.hop == e.prefix.Addr() && e.prefix.Bits() == 32 {
			connected = ", connected"
		}
		x.Printf("%s, version %d, epoch 0%s, cached adjacency %s\n0 packets, 0 bytes\n", e.prefix, version, connected, first.hop)
	case "attached":
		x.Printf("%s, version %d, epoch 0, attached, connected\n0 packets, 0 bytes\n", e.prefix, version)
	default:
		x.Printf("%s, version %d, epoch 0, %s\n", e.prefix, version, first.action)
		return
	}
	for _, w := range e.ways {
		if w.action == "attached" {
			x.Printf("  via %s, 0 dependencies\n    valid %s adjacency\n", w.iface, glean(w.iface))
			continue
		}
		x.Printf("  via %s, %s, 0 dependencies\n    next hop %s, %s\n    valid cached adjacency\n", w.hop, w.iface, w.hop, w.iface)
	}
}

// glean is the kind of adjacency of a connected network: its neighbours are yet to be found.
func glean(name string) string {
	switch {
	case strings.HasPrefix(name, "Null"):
		return "null"
	case config.Virtual(name) || strings.HasPrefix(name, "Serial"):
		return "punt"
	}
	return "glean"
}

func showAdjacency() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`adjacency [interface:INTERFACE]`, modes.H{"adjacency": "Adjacent nodes"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			x.Println("Protocol Interface                 Address")
			for _, n := range b.Neighbours() {
				if a.Has("interface") && n.Interface != a.Str("interface") {
					continue
				}
				used := 5 // by the adjacency itself and the neighbour's own entry
				for _, r := range b.Routes() {
					for _, path := range r.Paths {
						if path.NextHop == n.Addr {
							used += 2
						}
					}
				}
				x.Printf("IP       %-26s%s(%d)\n", n.Interface, n.Addr, used)
			}
			return nil
		})
}

func addShowCEF(l *modes.Language) { l.Add("exec", showCEF(), showAdjacency()) }
