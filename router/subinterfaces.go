package router

import "ruthere/config"

// A subinterface is part of a port: its packets pass the port's link with the tag of a VLAN. A driver may
// give it a link of its own instead, by a LinkChange that names it: then the driver does the tagging.

// isCarried says whether an interface's packets pass the link of a port that it is part of.
func (r *Router) isCarried(i *config.Interface) bool {
	if _, told := r.links[i.Name]; told {
		return false
	}
	parent, ok := config.ParentOf(i.Name)
	return ok && r.config.Interface(parent) != nil
}

// portOf is the interface whose link carries an interface's packets, and the tag that they have there.
func (r *Router) portOf(i *config.Interface) (name string, tag uint16) {
	if !r.isCarried(i) {
		return i.Name, 0
	}
	parent, _ := config.ParentOf(i.Name)
	if i.Native {
		return parent, 0
	}
	return parent, uint16(i.VLAN)
}

// isShutDown says whether an interface, or the port that carries it, is shut down.
func (r *Router) isShutDown(i *config.Interface) bool {
	if i.Shutdown || !r.isCarried(i) {
		return i.Shutdown
	}
	parent, _ := config.ParentOf(i.Name)
	return r.config.Interface(parent).Shutdown
}

// interfaceFor is the interface that takes packets of a port with a tag; nil if none does. The native
// subinterface of a port takes what has no tag.
func (r *Router) interfaceFor(name string, tag uint16) *config.Interface {
	for _, i := range r.config.Interfaces {
		if i.VLAN == 0 || i.InnerVLAN != 0 {
			continue
		}
		if port, its := r.portOf(i); port == name && i.Name != name && its == tag {
			return i
		}
	}
	if tag != 0 {
		return nil
	}
	return r.config.Interface(name)
}
