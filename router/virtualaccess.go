package router

import (
	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/packet"
)

// settleAccess makes the interfaces of peers that have come by a virtual template, and takes those away whose peers are gone. What has
// gathered in a step is done together: many may go at once.
func (r *Router) settleAccess() {
	for len(r.accessNews) > 0 {
		var batch []ike.AccessNews
		of := map[string]bool{}
		for len(r.accessNews) > 0 && !of[r.accessNews[0].Interface] {
			of[r.accessNews[0].Interface] = true
			batch, r.accessNews = append(batch, r.accessNews[0]), r.accessNews[1:]
		}
		r.followAccess(batch)
	}
}

// followAccess has the interfaces of peers be what the engine tells of them, each of another one.
func (r *Router) followAccess(news []ike.AccessNews) {
	var gone []*config.Interface
	for _, n := range news {
		switch is := r.tunnelMaps.HasClone(n.Interface); {
		case is && len(n.Entries) == 0:
			r.tunnelMaps.SetClone(n.Interface, nil)
			gone = append(gone, r.config.Interface(n.Interface))
		case len(n.Entries) > 0 && !is:
			r.forgetInterface(n.Interface)
			r.tunnelMaps.AddClone(n.Template.CloneTunnel(n.Interface, n.Local, n.Remote))
			fallthrough
		case len(n.Entries) > 0:
			r.tunnelMaps.SetClone(n.Interface, n.Entries)
		}
	}
	r.settleTunnels(gone) // their line protocols go down before they go
	for _, i := range gone {
		r.tunnelMaps.DropClone(i.Name)
	}
	r.putInForce(r.derive(r.typed))
	var come []*config.Interface
	for _, n := range news {
		if i := r.config.Interface(n.Interface); i != nil {
			come = append(come, i)
		} else {
			r.forgetInterface(n.Interface)
		}
	}
	r.settleTunnels(come)
}

// forgetInterface forgets what is known of an interface: the next one of that name is another.
func (r *Router) forgetInterface(name string) {
	delete(r.tunnels, name)
	delete(r.traffic, name)
}

// entryProtecting is the entry of a tunnel that protects a packet which leaves by it; nil if there is none, and so no SAs for the packet.
func (r *Router) entryProtecting(i *config.Interface, p packet.IPv4) *config.CryptoMapEntry {
	if !config.IsVirtualAccess(i.Name) {
		return r.tunnelMaps.EntryOf(i.Name)
	}
	flow := flowOf(p)
	for _, entry := range r.tunnelMaps.EntriesOf(i.Name) {
		if ace, ok := entry.Permits.Lookup(flow); ok && ace.Permit {
			return entry
		}
	}
	return nil
}
