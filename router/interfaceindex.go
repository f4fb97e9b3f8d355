package router

import (
	"net/netip"

	"ruthere/config"
)

// An interfaceIndex finds interfaces of a configuration in force without going through them, however many there are: each packet asks.
type interfaceIndex struct {
	of        *config.Config
	list      []*config.Interface // of that configuration; another one often has the same
	byAddress map[vrfAddress][]*config.Interface
	byPort    map[string][]*config.Interface // subinterfaces
}

type vrfAddress struct {
	vrf  string
	addr netip.Addr
}

func (r *Router) interfaceIndex() *interfaceIndex {
	x, list := &r.interfaces, r.config.Interfaces
	if x.of == r.config && !r.loading { // which a line of the startup configuration may edit
		return x
	}
	if was, now := config.Changed(x.list, list); x.byAddress != nil && len(was) == 0 && len(now) == 0 && !r.loading {
		x.of = r.config
		return x
	}
	*x = interfaceIndex{of: r.config, list: list, byAddress: make(map[vrfAddress][]*config.Interface, len(list)),
		byPort: map[string][]*config.Interface{}}
	for _, i := range list {
		for _, p := range i.Addresses() {
			key := vrfAddress{i.VRF, p.Addr()}
			x.byAddress[key] = append(x.byAddress[key], i)
		}
		if port, ok := config.ParentOf(i.Name); ok {
			x.byPort[port] = append(x.byPort[port], i)
		}
	}
	return x
}
