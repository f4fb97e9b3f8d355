package idle

import (
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// showVLANs lists the VLANs that subinterfaces are in, and what has passed them.
func showVLANs(x *modes.Context, b modes.Device, _ parser.Args) {
	found := false
	for _, p := range portsOf(b) {
		if p.section.VLAN == 0 || !config.TakesVLAN(p.Name) {
			continue
		}
		found = true
		x.Printf("\nVirtual LAN ID:  %d (IEEE 802.1Q Encapsulation)\n\n   vLAN Trunk Interface:   %s\n\n", p.section.VLAN, p.Name)
		if p.section.Native {
			x.Printf(" This is configured as native Vlan for the following interface(s) :\n%s\n\n", strings.Split(p.Name, ".")[0])
		}
		x.Printf("   Protocols Configured:   Address:              Received:        Transmitted:\n")
		if p.Address.IsValid() {
			x.Printf("           IP              %-22s%9d%20d\n", p.Address.Addr(), p.InPackets, p.OutPackets)
		}
	}
	if !found {
		x.Println("\nNo Virtual LANs configured.\n")
	}
}

func addVLANs(l *modes.Language) {
	show(l, `vlans`, modes.H{"vlans": "Virtual LANs Information"}, showVLANs)
}
