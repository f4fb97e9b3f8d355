package router

import (
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/packet"
)

// openTunnels has the engine ask for the SAs of those protected tunnels that could work, and no more for those that could not.
func (r *Router) openTunnels(list []*config.Interface) {
	for _, i := range list {
		entry, s := r.tunnelMaps.EntryOf(i.Name), r.tunnelOf(i.Name)
		switch {
		case entry == nil || s.opening:
		case !s.couldWork():
			r.engine.CloseTunnel(entry)
		case r.engine.IsTunnelOpen(entry):
			r.openTunnel(entry)
		default:
			s.opening = true
			r.After(r.openingDelay(), "tunnel protection", func() {
				s.opening = false
				if entry := r.tunnelMaps.EntryOf(i.Name); entry != nil && r.tunnels[i.Name] == s && s.couldWork() {
					r.openTunnel(entry)
				}
			})
		}
	}
}

// couldWork says whether a tunnel lacks nothing but SAs, or answers to its keepalives, which need them.
func (s *tunnelState) couldWork() bool {
	return s.state == modes.LinestateUp || s.state == modes.LinestateProtection || s.state == modes.LinestateKeepalive
}

// openingDelay is how long a tunnel that has become able to work waits with its first question: a part of a second. Without it, both
// ends of a link that comes up would ask in the same instant, and the tunnel would have its SAs twice.
func (r *Router) openingDelay() time.Duration {
	part, _ := r.drawBelow("tunnel protection", uint64(time.Second))
	return time.Duration(part)
}

func (r *Router) openTunnel(entry *config.CryptoMapEntry) {
	if !r.engine.IsTunnelOpen(entry) {
		t := entry.Tunnel
		s := ike.TunnelSelector(entry)
		r.Log(debuglog.SocketOpening(t.Local, s.LocalMask()+"/0", t.Remote, s.RemoteMask()+"/0", int(s.Protocol),
			modes.ShortInterface(t.Interface)))
	}
	r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.OpenTunnel(now, entry, out) })
}

// hasWantedSAs says whether the SAs are up without which a tunnel's line protocol is down: those of a static VTI. GRE does not ask.
func (r *Router) hasWantedSAs(i *config.Interface) bool {
	if !i.Tunnel.IsVTI() {
		return true
	}
	return slices.ContainsFunc(r.tunnelMaps.EntriesOf(i.Name), r.engine.IsTunnelUp)
}

// followProtection tells which tunnels are protected from now on, and which are not because others have their SAs.
func (r *Router) followProtection(before, after *config.Config) {
	_, added := config.Changed(before.CryptoMaps, after.CryptoMaps)
	for _, entry := range added {
		if entry.IPsecProfile != "" && entry.Tunnel == nil && before.MapEntry(entry.Map, entry.Sequence) == nil {
			r.Log(debuglog.SocketListening())
		}
	}
	for range r.tunnelMaps.NewClashes() {
		r.Log(debuglog.MapNotInserted())
	}
}

// tunnelSAsChanged has the line protocol of a static VTI follow its SAs.
func (r *Router) tunnelSAsChanged(news ike.TunnelNews) {
	r.nhrpDue = true // whom a multipoint tunnel has SAs with
	if news.Up {
		r.Log(debuglog.SocketBound())
	}
	if i := r.config.Interface(news.Interface); i != nil && i.Tunnel.IsVTI() {
		r.settleTunnels([]*config.Interface{i})
	}
}

// protectTunnelled sends a packet of a protected tunnel to the far end, through the tunnel's SAs. Without them it is lost: they are
// being asked for. It is what the tunnel carries itself, of a static VTI, or has the tunnel's header.
func (r *Router) protectTunnelled(i *config.Interface, hop nextHop, p packet.IPv4) (tooBigFor int) {
	return r.protectBy(r.entryProtecting(i, p), i, hop, p)
}

// protectBy sends it through the SAs of an entry, which may be nil.
func (r *Router) protectBy(entry *config.CryptoMapEntry, i *config.Interface, hop nextHop, p packet.IPv4) (tooBigFor int) {
	if entry == nil {
		r.countDrop(dropNoSA)
		return 0
	}
	pair := r.engine.Protecting(entry, i, ike.TunnelSelector(entry))
	if pair == nil {
		r.countDrop(dropNoSA)
		return 0
	}
	return r.protect(hop, pair, p)
}

// takeProtected takes in what came out of the SAs of tunnels: p, or data as it was inside. It came by interface i.
func (r *Router) takeProtected(entry *config.CryptoMapEntry, i *config.Interface, p packet.IPv4, data []byte) {
	tunnel := r.config.Interface(entry.Tunnel.Interface)
	switch {
	case tunnel == nil:
	case entry.Tunnel.VTI:
		r.takeFromTunnel(tunnel, data)
	case p.IsFragment():
		if whole, complete := r.reassembly.Add(r.now, p); complete {
			r.receiveTunnelled(entry.Tunnel.VRF, i, whole, entry.Map)
		}
	default:
		r.receiveTunnelled(entry.Tunnel.VRF, i, p, entry.Map)
	}
}

// mayComeBy says whether what is for a tunnel has come as it must: through the SAs of the crypto map that protects it, or in clear
// ("") if nothing does.
func (r *Router) mayComeBy(tunnel *config.Interface, protection string, p packet.IPv4) bool {
	switch {
	case !tunnel.IsProtected():
		return protection == ""
	case protection == "":
		r.Log(debuglog.PacketNotIPsec(p.Dst, p.Src, int(p.Protocol)))
		return false
	}
	return tunnel.CryptoMap == protection
}
