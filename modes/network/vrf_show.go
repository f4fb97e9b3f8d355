package network

import (
	"fmt"

	"ruthere/modes"
	"ruthere/parser"
)

const noRD = "<not set>"

func showVRF() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`<15,xe> vrf [vrf-name:WORD]`, modes.H{"vrf": "VPN Routing/Forwarding instance information",
		"vrf-name": modes.VRFNameHelp},
		func(x *modes.Context, b modes.Device, a parser.Args) error { return printVRFs(x, b, a, "%-12s") })
}

func showIPVRF() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip vrf [vrf-name:WORD]`, modes.H{"ip": "IP information", "vrf": "VPN Routing/Forwarding instance information",
		"vrf-name": modes.VRFNameHelp},
		func(x *modes.Context, b modes.Device, a parser.Args) error { return printVRFs(x, b, a, "") })
}

// printVRFs lists VRFs, one interface a row, with a column for the protocols if it has
// a layout.
func printVRFs(x *modes.Context, b modes.Configuration, a parser.Args, protocols string) error {
	c := b.Config()
	if name := a.Str("vrf-name"); !c.HasVRF(name) {
		return modes.Refuse(fmt.Sprintf("%% No VRF named %s exists", name))
	}
	row := func(name, rd, protocol, iface string) {
		if protocols != "" {
			protocol = fmt.Sprintf(protocols, protocol)
		} else {
			protocol = ""
		}
		x.Printf("  %-33s%-22s%s%s\n", name, rd, protocol, iface)
	}
	row("Name", "Default RD", "Protocols", "Interfaces")
	for _, v := range c.VRFs {
		if a.Has("vrf-name") && v.Name != a.Str("vrf-name") {
			continue
		}
		rd, protocol := v.RD, ""
		if rd == "" {
			rd = noRD
		}
		if v.Addressable() {
			protocol = "ipv4"
		}
		members := c.InVRF(v.Name)
		if len(members) == 0 {
			row(v.Name, rd, protocol, "")
			continue
		}
		row(v.Name, rd, protocol, modes.ShortInterface(members[0].Name))
		for _, i := range members[1:] {
			row("", "", "", modes.ShortInterface(i.Name))
		}
	}
	return nil
}

func addVRFShow(l *modes.Language) { l.Add("exec", showVRF(), showIPVRF()) }
