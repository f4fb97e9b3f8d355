package router

import (
	"ruthere/debuglog"
	"ruthere/modes"
)

// learnNeighbour enters a neighbour in the table, or renews its entry.
func (r *Router) learnNeighbour(in Neighbour) {
	i := r.interfaceFor(in.Interface, in.VLAN)
	if i == nil {
		return
	}
	in.Interface = i.Name
	r.traceARP(in)
	if r.isDuplicate(i, in) {
		r.Log(debuglog.DuplicateAddress(in.Addr, i.Name, in.Hardware))
		return
	}
	for i, n := range r.neighbours {
		if n.Interface == in.Interface && n.Addr == in.Addr {
			r.neighbours[i].Hardware, r.neighbours[i].Seen = in.Hardware, r.now
			return
		}
	}
	r.neighbours = append(r.neighbours, modes.Neighbour{Interface: in.Interface, Addr: in.Addr, Hardware: in.Hardware, Seen: r.now})
}

// Neighbours are those seen on subnets that the router is still on.
func (r *Router) Neighbours() (list []modes.Neighbour) {
	for _, n := range r.neighbours {
		if i := r.config.Interface(n.Interface); i != nil && r.isUp(i) && i.Address.Contains(n.Addr) {
			list = append(list, n)
		}
	}
	return list
}

// ClearNeighbours asks them all again, as the device does: those known stay, asked now.
func (r *Router) ClearNeighbours() {
	for i := range r.neighbours {
		r.neighbours[i].Seen = r.now
	}
}
