package router

import "ruthere/config"

// A subinterface is part of a port: its packets pass the port's link with the tag of a VLAN. A driver may
// give it a link of its own instead, by a LinkChange that names it: then the driver does the tagging.

// carrierOf is the port whose link an interface's packets pass because it is part of it; nil for
// an interface with a link of its own.
func (r *Router) carrierOf(i *config.Interface) *config.Interface {
	parent, ok := config.ParentOf(i.Name)
	if _, told := r.links[i.Name]; told || !ok {
		return nil
	}
	return r.config.Interface(parent)
}

// portOf is the interface whose link carries an interface's packets, and the tag that they have there.
func (r *Router) portOf(i *config.Interface) (port *config.Interface, tag uint16) {
	switch carrier := r.carrierOf(i); {
	case carrier == nil:
		return i, 0
	case i.Native:
		return carrier, 0
	default:
		return carrier, uint16(i.VLAN)
	}
}

// isShutDown says whether an interface, or the port that carries it, is shut down.
func (r *Router) isShutDown(i *config.Interface) bool {
	port, _ := r.portOf(i)
	return i.Shutdown || port.Shutdown
}

// interfaceFor is the interface that takes packets of a port with a tag; nil if none does. The native
// subinterface of a port takes what has no tag.
func (r *Router) interfaceFor(name string, tag uint16) *config.Interface {
	for _, i := range r.interfaceIndex().byPort[name] {
		if i.VLAN == 0 || i.InnerVLAN != 0 {
			continue
		}
		if port, its := r.portOf(i); port != i && port.Name == name && its == tag {
			return i
		}
	}
	if tag != 0 {
		return nil
	}
	return r.config.Interface(name)
}
