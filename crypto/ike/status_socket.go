package ike

import (
	"net/netip"

	"ruthere/config"
	"ruthere/crypto/ipsec"
)

// A SocketStatus is what `show crypto sockets` tells of a protected tunnel: between its interface and IPsec there is a socket, which is
// open while there are SAs.
type SocketStatus struct {
	Interface     string
	Local, Remote netip.Addr
	Selector      ipsec.Selector
	Profile       string // of IPsec
	Shared, Open  bool
}

// Sockets lists those of all tunnels whose ends are known, in the order of the interfaces.
func (e *Engine) Sockets() (list []SocketStatus) {
	for _, i := range e.config.Interfaces {
		if !i.IsProtected() || i.CryptoMap == "" {
			continue
		}
		for _, entry := range e.entriesOn(i) {
			if t := entry.Tunnel; t != nil {
				s := TunnelSelector(entry)
				list = append(list, SocketStatus{Interface: i.Name, Local: t.Local, Remote: t.Remote, Selector: s,
					Profile: entry.IPsecProfile, Shared: i.Tunnel.Protection.Shared, Open: e.IsTunnelUp(entry)})
			}
		}
	}
	return list
}

// entriesOn are the entries of an interface's crypto map that are for it: of a map that tunnels share those between its own two ends, or
// from its one end of many.
func (e *Engine) entriesOn(i *config.Interface) (list []*config.CryptoMapEntry) {
	all := e.MapEntries(i.CryptoMap)
	if !i.IsProtected() {
		return all
	}
	local, remote, ok := e.config.TunnelEnds(i.Tunnel)
	for _, entry := range all {
		own := endpoints{i.Tunnel.VRF, local, remote}
		if i.Tunnel.IsMultipoint() && entry.Tunnel != nil {
			own.remote, ok = entry.Tunnel.Remote, true
		}
		if entry.Tunnel == nil || ok && endsOfTunnel(entry) == own && entry.Tunnel.VTI == i.Tunnel.IsVTI() {
			list = append(list, entry)
		}
	}
	return list
}
