package modes

import (
	"fmt"

	"ruthere/parser"
)

const noRD = "<not set>"

var showVRF = show(`vrf [vrf-name:WORD]`, H{"vrf": "VPN Routing/Forwarding instance information", "vrf-name": vrfHelp},
	func(x *Context, b Box, a parser.Args) error { return printVRFs(x, b, a, "%-12s") })

var showIPVRF = show(`ip vrf [vrf-name:WORD]`, H{"ip": "IP information", "vrf": "VPN Routing/Forwarding instance information", "vrf-name": vrfHelp},
	func(x *Context, b Box, a parser.Args) error { return printVRFs(x, b, a, "") })

// printVRFs lists VRFs, one interface a row, with a column for the protocols if it has
// a layout.
func printVRFs(x *Context, b Box, a parser.Args, protocols string) error {
	c := b.Config()
	if name := a.Str("vrf-name"); !c.HasVRF(name) {
		return refuse(fmt.Sprintf("%% No VRF named %s exists", name))
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
		row(v.Name, rd, protocol, shortInterface(members[0].Name))
		for _, i := range members[1:] {
			row("", "", "", shortInterface(i.Name))
		}
	}
	return nil
}

func init() { Exec.Add(showVRF, showIPVRF) }
