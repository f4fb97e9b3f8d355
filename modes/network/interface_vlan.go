package network

import (
	"fmt"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// encapsulationVLAN makes a subinterface part of a VLAN.
func encapsulationVLAN() modes.Cmd[iface] {
	return modes.Cmd[iface]{
		Syntax: `encapsulation <sub> dot1Q vlan-id:<1-4094> [native | second-dot1q inner:<1-4094>]`,
		Place:  "encapsulation dot1Q",
		Help: modes.H{"encapsulation": "Set encapsulation type for an interface", "dot1Q": "IEEE 802.1Q Virtual LAN",
			"vlan-id": "IEEE 802.1Q VLAN ID", "native": "Make this as native vlan", "second-dot1q": "Configure this subinterface as a 1Q-in-1Q",
			"inner": "IEEE 802.1Q VLAN ID"},
		Set: func(x *modes.Context, i iface, a parser.Args) error {
			if other := sameVLAN(x.Config, i, a.Int("vlan-id"), a.Int("inner")); other != nil && !x.Loading {
				return modes.Refuse(fmt.Sprintf("%% Configuration of multiple subinterfaces of the same main\n"+
					"interface with the same VID (%d) is not permitted.\nThis VID is already configured on %s.\n", other.VLAN, other.Name))
			}
			i.VLAN, i.InnerVLAN, i.Native = a.Int("vlan-id"), a.Int("inner"), a.Has("native")
			return nil
		},
		Unset: func(_ *modes.Context, i iface, _ parser.Args) error {
			i.VLAN, i.InnerVLAN, i.Native = 0, 0, false
			return nil
		},
		Show: func(i iface) []parser.Args {
			if i.VLAN == 0 {
				return nil
			}
			a := parser.Args{"vlan-id": i.VLAN, "native": i.Native}
			if i.InnerVLAN != 0 {
				a["second-dot1q"], a["inner"] = true, i.InnerVLAN
			}
			return modes.DropFalse([]parser.Args{a})
		},
	}
}

// sameVLAN is another subinterface of the same port in a VLAN, or nil.
func sameVLAN(c *config.Config, i iface, vlan, inner int) iface {
	parent, _ := config.ParentOf(i.Name)
	for _, other := range c.Interfaces {
		of, sub := config.ParentOf(other.Name)
		if sub && of == parent && other.Name != i.Name && other.VLAN == vlan && other.InnerVLAN == inner {
			return other
		}
	}
	return nil
}

// wantsVLAN is why a subinterface that is in no VLAN yet takes no address.
func wantsVLAN(x *modes.Context, i iface) error {
	if !config.TakesVLAN(i.Name) || i.VLAN != 0 || x.Loading {
		return nil
	}
	return modes.Refuse("\n% Configuring IP routing on a LAN subinterface is only allowed if that\n" +
		"subinterface is already configured as part of an IEEE 802.10, IEEE 802.1Q,\nor ISL vLAN.\n")
}
