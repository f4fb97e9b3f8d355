package router

import (
	"net/netip"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/nhrp"
	"ruthere/packet"
)

// NHRP: what the configuration and the tunnels are is told to its agent here, and what that wants is done.

// followNHRP has NHRP follow configuration, interfaces and routes, if any of them may have changed. What it finds changes routes, which
// it follows in turn.
func (r *Router) followNHRP() {
	const mostRounds = 4
	for range mostRounds {
		if !r.nhrpDue {
			return
		}
		r.nhrpDue = false
		interfaces := r.nhrpInterfaces()
		if len(interfaces) == 0 && r.nhrp.IsEmpty() {
			return
		}
		r.nhrp.RoutesMoved()
		r.doNHRP(func(out *nhrp.Out) {
			r.nhrp.Follow(r.now, interfaces, out)
			r.nhrp.Look(r.now, nhrpRoutes{r}, out)
		})
		r.followFarEnds()
	}
}

// nhrpInterfaces are the tunnels that say anything of NHRP, as they are now.
func (r *Router) nhrpInterfaces() (list []nhrp.Interface) {
	if r.config == nil {
		return nil
	}
	for _, i := range r.config.Interfaces {
		if !config.IsTunnel(i.Name) || i.NHRP.Network == 0 {
			continue
		}
		one := nhrp.Interface{Name: i.Name, VRF: i.VRF, Up: r.isUp(i), Address: i.Address, MTU: toldMTU(i.Tunnel),
			Settings: r.nhrpSettings(&i.NHRP)}
		if local, ok := r.config.TunnelSource(i.Tunnel); ok {
			one.NBMA = local
		}
		if !i.Tunnel.IsMultipoint() {
			_, one.Peer, _ = r.config.TunnelEnds(i.Tunnel)
		}
		list = append(list, one)
	}
	return list
}

// toldMTU is the MTU that others are told of a tunnel: what the device calls that of the interface.
func toldMTU(t config.Tunnel) int {
	const most = 17940
	return most - t.Overhead()
}

// nhrpSettings are what an interface says of NHRP.
func (r *Router) nhrpSettings(c *config.NHRP) nhrp.Settings {
	s := nhrp.Settings{Network: uint32(c.Network), Authentication: c.Authentication, HoldTime: time.Duration(c.HoldTime) * time.Second,
		Registration: time.Duration(c.Registration) * time.Second, NoUnique: c.NoUnique, ServerOnly: c.ServerOnly, Redirect: c.Redirect,
		RedirectInterval: time.Duration(c.RedirectTime) * time.Second, Shortcut: c.Shortcut, MostSent: 10_000}
	if r.options.Release == debuglog.IOS124 {
		s.MostSent = 100
	}
	if s.HoldTime == 0 {
		s.HoldTime = nhrp.DefaultHoldTime
	}
	if s.RedirectInterval == 0 {
		s.RedirectInterval = nhrp.DefaultRedirectInterval
	}
	for _, m := range c.Maps {
		switch {
		case !m.Multicast:
			s.Maps = append(s.Maps, nhrp.Map{Protocol: m.Protocol, NBMA: m.NBMA})
		case m.NBMA.IsValid():
			s.Multicast = append(s.Multicast, m.NBMA)
		default:
			s.MulticastDynamic = true
		}
	}
	for _, one := range c.Servers {
		s.Servers = append(s.Servers, nhrp.Server(one))
	}
	return s
}

// nhrpRoutes are the routing tables as NHRP asks for them.
type nhrpRoutes struct{ r *Router }

func (w nhrpRoutes) Find(vrf string, to netip.Addr) (nhrp.Route, bool) {
	e, known := w.r.routes.EntryFor(vrf, to)
	hop, ok := w.r.findRoute(vrf, to)
	if !known || !ok {
		return nhrp.Route{}, false
	}
	own := w.r.interfaceWithAddress(vrf, to) != nil
	return nhrp.Route{Interface: hop.iface.Name, Via: hop.via, Prefix: e.Prefix, Own: own}, !hop.isDiscard()
}

// doNHRP runs something of the agent's and carries out what comes of it, in order.
func (r *Router) doNHRP(f func(out *nhrp.Out)) {
	var out nhrp.Out
	f(&out)
	for _, item := range out.Items {
		switch item := item.(type) {
		case nhrp.Send:
			r.sendNHRP(item)
		case nhrp.RoutesChanged:
			r.changeShortcuts()
		default:
			r.logNHRP(item)
		}
	}
}

// sendNHRP sends a packet to an NBMA address: in GRE, as the tunnel's own packets go.
func (r *Router) sendNHRP(m nhrp.Send) {
	i := r.config.Interface(m.Interface)
	if i == nil {
		return
	}
	r.Log(debuglog.NHRPPacketTrace(nhrpTraced(m.Interface, &m.Packet, len(m.Data), true))...)
	r.countersOf(i.Name).countOut(r.now, len(m.Data))
	r.carryTo(i, m.To, networkControl, packet.EtherTypeNHRP, m.Data)
}

// takeNHRP takes a packet that came out of a tunnel.
func (r *Router) takeNHRP(i *config.Interface, from netip.Addr, data []byte) {
	if !r.isUp(i) {
		return
	}
	r.countersOf(i.Name).countIn(r.now, len(data))
	r.doNHRP(func(out *nhrp.Out) { r.nhrp.Receive(r.now, nhrpRoutes{r}, i.Name, from, data, out) })
}

func (r *Router) nextNHRP() (at time.Time, why string, ok bool) {
	at, ok = r.nhrp.Deadline()
	return at, "NHRP", ok
}

func (r *Router) runNHRP() {
	r.doNHRP(func(out *nhrp.Out) { r.nhrp.Tick(r.now, nhrpRoutes{r}, out) })
}

// NHRP is the state of each interface that has it.
func (r *Router) NHRP() []nhrp.Status { return r.nhrp.Statuses(r.now) }

// ClearNHRP forgets what was learned.
func (r *Router) ClearNHRP(within netip.Prefix) {
	r.doNHRP(func(out *nhrp.Out) { r.nhrp.Clear(r.now, within, out) })
}

// ClearNHRPCounters sets what is counted to zero.
func (r *Router) ClearNHRPCounters() { r.nhrp.ClearCounters() }
