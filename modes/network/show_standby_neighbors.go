package network

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

// showStandbyNeighbors lists the routers that groups know of.
func showStandbyNeighbors() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`standby <15,xe> neighbors [if:INTERFACE]`, modes.H{"standby": "Hot Standby Router Protocol (HSRP) information",
		"neighbors": "Neighbor details", "if": "Interface"}, func(x *modes.Context, b modes.Device, a parser.Args) error {
		var on string
		neighbours := standbyNeighbours(b.StandbyGroups())
		for _, n := range neighbours {
			if a.Has("if") && a.Str("if") != n.iface {
				continue
			}
			if n.iface != on {
				x.Printf("HSRP neighbors on %s\n", n.iface)
				on = n.iface
			}
			x.Printf("  %s\n    %s\n    %s\n", n.addr, groupList("active", "Active", n.active), groupList("standby", "Standby", n.standby))
		}
		return nil
	})
}

// A standbyNeighbour is another router of an interface's groups, and in which it is what.
type standbyNeighbour struct {
	iface           string
	addr            netip.Addr
	active, standby []string
}

// standbyNeighbours lists them by interface and address.
func standbyNeighbours(groups []modes.StandbyStatus) (list []standbyNeighbour) {
	of := func(iface string, addr netip.Addr) *standbyNeighbour {
		at := slices.IndexFunc(list, func(n standbyNeighbour) bool { return n.iface == iface && n.addr == addr })
		if at < 0 {
			at = len(list)
			list = append(list, standbyNeighbour{iface: iface, addr: addr})
		}
		return &list[at]
	}
	for _, s := range groups {
		number := strconv.Itoa(s.Group.Number)
		if a := s.Group.Active.Address; a.IsValid() {
			n := of(s.Interface, a)
			n.active = append(n.active, number)
		}
		if a := s.Group.Standby.Address; a.IsValid() {
			n := of(s.Interface, a)
			n.standby = append(n.standby, number)
		}
	}
	order := map[string]int{} // the interfaces', which is the groups'
	for n, s := range groups {
		if _, known := order[s.Interface]; !known {
			order[s.Interface] = n
		}
	}
	slices.SortStableFunc(list, func(a, b standbyNeighbour) int {
		return cmp.Or(order[a.iface]-order[b.iface], a.addr.Compare(b.addr))
	})
	return list
}

// groupList is the numbers of some groups in words.
func groupList(role, title string, numbers []string) string {
	if len(numbers) == 0 {
		return "No " + role + " groups"
	}
	return title + " groups: " + strings.Join(numbers, ", ")
}
