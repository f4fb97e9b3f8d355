package router

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/nhrp"
)

// The far ends of protected multipoint tunnels: each has an entry of the tunnel's crypto map while NHRP knows it, or while it has SAs
// with us because it has called. Those that do not call are called.

// farEnds are those of one tunnel.
type farEnds struct {
	known   []netip.Addr // for whom there are entries, in order
	callers []netip.Addr // who have called, and are who they say they are
}

// mostCallers bounds how many are remembered who have called, and are not known to NHRP.
const mostCallers = 4096

func (r *Router) knownFarEnds(tunnel string) []netip.Addr {
	if f := r.farEnds[tunnel]; f != nil {
		return f.known
	}
	return nil
}

// noteCaller notes who speaks IKE with the source of a protected multipoint tunnel, and has shown who it is: what it says next may be
// about the tunnel's packets.
func (r *Router) noteCaller(vrf string, local, remote netip.Addr) {
	for _, i := range r.config.Interfaces {
		if !i.Tunnel.IsMultipoint() || !i.IsProtected() || i.Shutdown || i.Tunnel.VRF != vrf || r.config.LocalAddress(i) != local {
			continue
		}
		f := r.farEndsOf(i.Name)
		if slices.Contains(f.known, remote) || len(f.callers) >= mostCallers || !r.engine.HasPeer(vrf, local, remote) {
			continue
		}
		f.callers = append(f.callers, remote)
		r.followFarEnds()
	}
}

func (r *Router) farEndsOf(tunnel string) *farEnds {
	f := r.farEnds[tunnel]
	if f == nil {
		f = &farEnds{}
		if r.farEnds == nil {
			r.farEnds = map[string]*farEnds{}
		}
		r.farEnds[tunnel] = f
	}
	return f
}

// followFarEnds has there be an entry for each far end, and SAs asked for with those that are to be called.
func (r *Router) followFarEnds() {
	changed := false
	var tunnels []*config.Interface
	for _, i := range r.config.Interfaces {
		if !i.Tunnel.IsMultipoint() || !i.IsProtected() {
			continue
		}
		tunnels = append(tunnels, i)
		f := r.farEndsOf(i.Name)
		f.callers = slices.DeleteFunc(f.callers, func(remote netip.Addr) bool { return !r.isConnected(i, remote) })
		if now := f.all(r.nhrp.FarEnds(i.Name)); !slices.Equal(now, f.known) {
			f.known, changed = now, true
		}
	}
	if changed {
		r.putInForce(r.derive(r.typed))
	}
	for _, i := range tunnels {
		r.callFarEnds(i)
	}
}

// all are the far ends that NHRP knows, and the callers: those that were known before first, so that each keeps its place in the map.
func (f *farEnds) all(known []nhrp.FarEnd) (list []netip.Addr) {
	wanted := slices.Clone(f.callers)
	for _, end := range known {
		wanted = append(wanted, end.NBMA)
	}
	is := make(map[netip.Addr]bool, len(wanted))
	for _, remote := range wanted {
		is[remote] = true
	}
	for _, remote := range slices.Concat(f.known, wanted) {
		if is[remote] {
			list = append(list, remote)
			delete(is, remote)
		}
	}
	return list
}

// isConnected says whether there is anything negotiated with a far end.
func (r *Router) isConnected(i *config.Interface, remote netip.Addr) bool {
	return r.engine.HasPeer(i.Tunnel.VRF, r.config.LocalAddress(i), remote) || len(r.engine.IPsec.ByPeer(remote)) > 0
}

// callFarEnds asks for SAs with those that do not call by themselves, while the tunnel is up.
func (r *Router) callFarEnds(i *config.Interface) {
	now := r.config.Interface(i.Name)
	for _, end := range r.nhrp.FarEnds(i.Name) {
		entry := r.tunnelMaps.EntryTo(i.Name, end.NBMA)
		switch {
		case entry == nil || now == nil:
		case !r.isUp(now) || end.Caller:
			r.engine.CloseTunnel(entry)
		case !r.engine.IsTunnelOpen(entry):
			r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.OpenTunnel(now, entry, out) })
		}
	}
}
