package router

import (
	"ruthere/config"
)

// cryptoMapEntryFor finds the crypto map entry, and the line of its access list, that a flow of a
// VRF going out meets. Entries are tried by sequence number, those for another inside
// VRF left out; a deny passes the flow on to the next entry.
func (r *Router) cryptoMapEntryFor(vrf string, i *config.Interface, flow config.Flow) (*config.CryptoMapEntry, config.Entry, bool) {
	for _, e := range r.config.CryptoMaps {
		if e.Map == i.CryptoMap && e.Dynamic != "" {
			if made, ace, ok := r.dynamicEntryFor(e, vrf, i, flow); ok {
				return made, ace, true
			}
			continue
		}
		if e.Map != i.CryptoMap || !e.Complete() {
			continue
		}
		list := r.config.AccessList(e.AccessList)
		if list == nil {
			continue
		}
		if ace, ok := list.Lookup(flow); ok && ace.Permit && r.config.InsideVRF(e, i) == vrf {
			return e, ace, true
		}
	}
	return nil, config.Entry{}, false
}

// dynamicEntryFor finds the entry that a peer made from a template, for a flow; or the template's own, if its access list has
// the flow: then nothing may leave until a peer has made one.
func (r *Router) dynamicEntryFor(reference *config.CryptoMapEntry, vrf string, i *config.Interface, flow config.Flow) (
	*config.CryptoMapEntry, config.Entry, bool) {
	if e, ace, ok := r.engine.TemporaryFor(reference, i, flow); ok && r.config.InsideVRF(e, i) == vrf {
		return e, ace, true
	}
	for _, template := range r.config.DynamicMap(reference.Dynamic) {
		if list := r.config.AccessList(template.AccessList); list != nil && len(template.TransformSets) > 0 {
			if ace, ok := list.Lookup(flow); ok && ace.Permit {
				return template, ace, true
			}
		}
	}
	return nil, config.Entry{}, false
}
