package router

import (
	"net/netip"

	"ruthere/config"
)

// A WantedInterface is what the configuration asks of an interface's hardware.
type WantedInterface struct {
	Name     string
	Address  netip.Prefix
	Shutdown bool
	Hardware string           // its address, 5254.0012.3456
	Port     string           // whose link carries it, if it is a subinterface without one of its own; "" if none does; else its name
	VLAN     uint16           // its tag there; 0 = none
	Groups   []netip.Addr     // multicast groups that it listens to
	Virtual  []VirtualAddress // addresses that it answers for beside its own, now
}

// A VirtualAddress is one that moves from router to router, with its hardware address.
type VirtualAddress struct {
	Addr     netip.Addr
	Hardware string
}

// Wanted lists the interfaces that need a link of their own, in order.
func (r *Router) Wanted() (wanted []WantedInterface) {
	for _, i := range r.config.Interfaces {
		if !config.Virtual(i.Name) {
			port, tag := r.portOf(i)
			w := WantedInterface{Name: i.Name, Address: i.Address, Shutdown: r.isShutDown(i), Hardware: r.hardwareAddress(i.Name),
				Port: port.Name, VLAN: tag}
			w.Groups, w.Virtual = r.standbyAddresses(i)
			if port != i && (i.VLAN == 0 || i.InnerVLAN != 0) {
				w.Port = ""
			}
			wanted = append(wanted, w)
		}
	}
	return wanted
}
