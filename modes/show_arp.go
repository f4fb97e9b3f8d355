package modes

import (
	"fmt"
	"net/netip"
	"slices"

	"ruthere/parser"
)

func arp(syntax string, help H) Cmd[Box] {
	return show(syntax+` [vrf vrf-name:WORD] [addr:A.B.C.D | interface:INTERFACE]`,
		with(help, H{"arp": "ARP table", "vrf": "Display ARP entries of a VPN Routing/Forwarding instance", "vrf-name": vrfHelp, "addr": "IP address of entry"}),
		func(x *Context, b Box, a parser.Args) error {
			if !b.Config().HasVRF(a.Str("vrf-name")) {
				return refuse(fmt.Sprintf("%% VRF %s does not exist", a.Str("vrf-name")))
			}
			x.printARP(b, func(vrf string, addr netip.Addr, name string) bool {
				return vrf == a.Str("vrf-name") && (!a.Has("addr") || addr == a.Addr("addr")) && (!a.Has("interface") || name == a.Str("interface"))
			})
			return nil
		})
}

var showARP, showIPARP = arp(`arp`, nil), arp(`ip arp`, H{"ip": "IP information"})

// printARP lists our own addresses, which have no age, and who was seen, by address.
func (x *Context) printARP(b Box, wanted func(vrf string, addr netip.Addr, name string) bool) {
	type row struct {
		addr           netip.Addr
		age, hw, iface string
	}
	var rows []row
	vrfs := map[string]string{}
	for _, i := range b.Interfaces() {
		vrfs[i.Name] = i.VRF
		if i.Address.IsValid() && i.Hardware != "" && i.Protocol && wanted(i.VRF, i.Address.Addr(), i.Name) {
			rows = append(rows, row{i.Address.Addr(), "-", i.Hardware, i.Name})
		}
	}
	for _, n := range b.Neighbours() {
		if wanted(vrfs[n.Interface], n.Addr, n.Interface) {
			rows = append(rows, row{n.Addr, itoa(inSeconds(b.Now().Sub(n.Seen)) / 60), n.Hardware, n.Interface})
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int { return a.addr.Compare(b.addr) })
	if len(rows) > 0 {
		x.Println("Protocol  Address          Age (min)  Hardware Addr   Type   Interface")
	}
	for _, r := range rows {
		x.Printf("%-10s%-16s%9s   %-16s%-7s%s\n", "Internet", r.addr, r.age, r.hw, "ARPA", r.iface)
	}
}

// clearARP is silent.
var clearARP = Cmd[Box]{
	Syntax: `clear {arp-cache | ip arp addr:A.B.C.D} [interface:INTERFACE]`,
	Help:   H{"clear": "Reset functions", "arp-cache": "Clear the entire ARP cache", "ip": "IP", "arp": "Clear an IP ARP entry", "addr": "IP address"},
	Level:  15,
	Set:    func(_ *Context, b Box, _ parser.Args) error { b.ClearNeighbours(); return nil },
}

func init() { Exec.Add(showARP, showIPARP, clearARP) }
