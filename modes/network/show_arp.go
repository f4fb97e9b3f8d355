package network

import (
	"fmt"
	"net/netip"
	"slices"
	"time"

	"ruthere/modes"
	"ruthere/parser"
)

func arp(syntax string, help modes.H) modes.Cmd[modes.Device] {
	return modes.ShowStatus(syntax+` [vrf vrf-name:WORD] [addr:A.B.C.D | interface:INTERFACE]`,
		modes.MergeHelp(help, modes.H{"arp": "ARP table", "vrf": "Display ARP entries of a VPN Routing/Forwarding instance",
			"vrf-name": modes.VRFNameHelp, "addr": "IP address of entry"}),
		wantedARP, printARP, arpDocument)
}

func showARP() modes.Cmd[modes.Device] {
	return arp(`arp`, nil)
}

func showIPARP() modes.Cmd[modes.Device] {
	return arp(`ip arp`, modes.H{"ip": "IP information"})
}

// An arpEntry is one row of the ARP table.
type arpEntry struct {
	addr            netip.Addr
	own             bool // our own address, which has no age
	age             time.Duration
	hardware, iface string
}

// wantedARP lists our own addresses and who was seen, by address.
func wantedARP(_ *modes.Context, b modes.Device, a parser.Args) (rows []arpEntry, err error) {
	if !b.Config().HasVRF(a.Str("vrf-name")) {
		return nil, modes.Refuse(fmt.Sprintf("%% VRF %s does not exist", a.Str("vrf-name")))
	}
	wanted := func(vrf string, addr netip.Addr, name string) bool {
		return vrf == a.Str("vrf-name") && (!a.Has("addr") || addr == a.Addr("addr")) && (!a.Has("interface") || name == a.Str("interface"))
	}
	vrfs := map[string]string{}
	for _, i := range b.Interfaces() {
		vrfs[i.Name] = i.VRF
		if i.Address.IsValid() && i.Hardware != "" && i.Protocol && wanted(i.VRF, i.Address.Addr(), i.Name) {
			rows = append(rows, arpEntry{i.Address.Addr(), true, 0, i.Hardware, i.Name})
		}
	}
	for _, n := range b.Neighbours() {
		if wanted(vrfs[n.Interface], n.Addr, n.Interface) {
			rows = append(rows, arpEntry{n.Addr, false, b.Now().Sub(n.Seen), n.Hardware, n.Interface})
		}
	}
	slices.SortStableFunc(rows, func(a, b arpEntry) int { return a.addr.Compare(b.addr) })
	return rows, nil
}

func printARP(x *modes.Context, rows []arpEntry, _ parser.Args) {
	if len(rows) > 0 {
		x.Println("Protocol  Address          Age (min)  Hardware Addr   Type   Interface")
	}
	for _, r := range rows {
		age := "-"
		if !r.own {
			age = modes.Itoa(modes.InSeconds(r.age) / 60)
		}
		x.Printf("%-10s%-16s%9s   %-16s%-7s%s\n", "Internet", r.addr, age, r.hardware, "ARPA", r.iface)
	}
}

// clearARP is silent.
func clearARP() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `clear {arp-cache | ip arp addr:A.B.C.D} [interface:INTERFACE]`,
		Help: modes.H{"clear": "Reset functions", "arp-cache": "Clear the entire ARP cache", "ip": "IP", "arp": "Clear an IP ARP entry",
			"addr": "IP address"},
		Level: 15,
		Set:   func(_ *modes.Context, b modes.Device, _ parser.Args) error { b.ClearNeighbours(); return nil },
	}
}

func addShowARP(l *modes.Language) { l.Add("exec", showARP(), showIPARP(), clearARP()) }
