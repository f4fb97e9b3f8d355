package router

import (
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/packet"
)

// Keepalives of tunnels: a packet that carries its own answer, which the other end has only to route, as it does with any other. So
// the other end needs no configuration, and each end decides for itself.

// tunnelAsking is what a tunnel knows of its keepalives.
type tunnelAsking struct {
	settings   config.InterfaceKeepalive
	unanswered int    // sent since the last answer
	cancel     func() // keeps the next one from being sent; nil while there is none to be sent
}

func (a *tunnelAsking) stop() {
	if a.cancel != nil {
		a.cancel()
	}
	*a = tunnelAsking{}
}

// unheard says whether as many keepalives as are allowed were not answered, and one more had to be sent.
func (a *tunnelAsking) unheard() bool { return a.cancel != nil && a.unanswered > a.settings.Retries }

// followKeepalive has a tunnel ask as it is configured. What it knew is forgotten where it is told something else, or shut down.
func (r *Router) followKeepalive(i *config.Interface, s *tunnelState) {
	period, _, ok := i.TunnelKeepalive()
	if !ok || i.Shutdown {
		s.asking.stop()
		return
	}
	if s.asking.cancel == nil || s.asking.settings != i.Keepalive {
		s.asking.stop()
		s.asking.settings = i.Keepalive
		r.askLater(i.Name, s, period)
	}
}

func (r *Router) askLater(name string, s *tunnelState, after time.Duration) {
	s.asking.cancel = r.After(after, "tunnel keepalive", func() {
		if i := r.config.Interface(name); i != nil && r.tunnels[name] == s {
			r.askLater(name, s, after) // from now: what is sent takes time
			r.askThrough(i, s)
		}
	})
}

// askThrough sends a keepalive into a tunnel, whether the line protocol is up or down because of them, and takes it down if too
// many before it were not answered.
func (r *Router) askThrough(i *config.Interface, s *tunnelState) {
	if now := r.judgeTunnel(i); now != modes.LinestateUp && now != modes.LinestateKeepalive {
		return
	}
	local, remote := r.tunnelPathOf(i).local, r.tunnelPathOf(i).remote
	s.asking.unanswered++
	if s.asking.unheard() && s.up() {
		r.settleTunnels([]*config.Interface{i})
	}
	answer := packet.GRE{Keyed: i.Tunnel.Keyed, Key: uint32(i.Tunnel.Key), Checksummed: i.Tunnel.Checksum}
	p := r.stampIPID(packet.IPv4{Src: remote, Dst: local, TTL: 255, Protocol: packet.ProtocolGRE, Payload: answer.Append(nil)})
	r.Log(debuglog.TunnelKeepaliveSent(i.Name, p.Src, p.Dst, packet.IPv4HeaderLen+len(p.Payload), s.asking.unanswered))
	r.transmitPacket(nextHop{iface: i}, p.Append(nil))
}

// takeKeepalive takes a keepalive of ours that has come back.
func (r *Router) takeKeepalive(i *config.Interface, p packet.IPv4) {
	s := r.tunnelOf(i.Name)
	if s.asking.cancel == nil {
		return
	}
	size := packet.IPv4HeaderLen + len(p.Payload)
	r.countersOf(i.Name).countIn(r.now, size)
	r.Log(debuglog.TunnelKeepaliveReceived(i.Name, p.Src, p.Dst, size, int(p.TTL)))
	s.asking.unanswered = 0
	if s.state == modes.LinestateKeepalive {
		r.settleTunnels([]*config.Interface{i})
	}
}
