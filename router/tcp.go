package router

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/packet"
	"ruthere/tcp"
)

// TCP on the data path: segments are packets like others, routed, filtered, protected where a crypto map wants it. Users
// come by telnet (telnet.go); our own open streams (streams.go).

// tcpPorts is the first of the ports that connections are opened from.
const tcpPorts = 11000

// withTCP runs something of the stack's and carries out what comes of it, in order.
func (r *Router) withTCP(f func(now time.Time, s *tcp.Stack, out *tcp.Out)) {
	r.tcp.Do(r.now, func(s tcp.Segment) {
		p := s.Packet(s.Local.Addr(), s.Remote.Addr(), 255)
		p.DontFragment = s.DontFragment
		r.sendOwnPacket(s.VRF, p)
	}, func(out *tcp.Out) { f(r.now, &r.tcp, out) })
}

func (r *Router) nextTCPTimer() (at time.Time, why string, ok bool) {
	at, ok = r.tcp.Deadline()
	return at, "TCP", ok
}

func (r *Router) runTCP() {
	r.withTCP(func(now time.Time, s *tcp.Stack, out *tcp.Out) { s.Tick(now, out) })
}

// receiveTCP takes a packet with a segment for this router.
func (r *Router) receiveTCP(vrf string, p packet.IPv4) {
	g, err := packet.ParseTCP(p.Payload, p.Src, p.Dst)
	if err != nil {
		return
	}
	flow := tcp.Flow{VRF: vrf, Local: netip.AddrPortFrom(p.Dst, g.DstPort), Remote: netip.AddrPortFrom(p.Src, g.SrcPort)}
	r.withTCP(func(now time.Time, s *tcp.Stack, out *tcp.Out) { s.Receive(now, flow, g, out) })
}

// takeTCPError takes an ICMP error that came to a VRF, about one of our segments.
func (r *Router) takeTCPError(vrf string, original packet.IPv4, why packet.ICMP) {
	if original.Protocol != packet.ProtocolTCP || len(original.Payload) < 8 || why.Type != packet.ICMPUnreachable {
		return
	}
	source, port := binary.BigEndian.Uint16(original.Payload), binary.BigEndian.Uint16(original.Payload[2:])
	c := r.tcp.Find(tcp.Flow{VRF: vrf, Local: netip.AddrPortFrom(original.Src, source), Remote: netip.AddrPortFrom(original.Dst, port)})
	if c == nil || why.Code == packet.CodeFragmentationNeeded { // our packets may be taken apart
		return
	}
	r.withTCP(func(now time.Time, _ *tcp.Stack, out *tcp.Out) {
		c.Unreachable(now, binary.BigEndian.Uint32(original.Payload[4:]), out)
	})
}

// tcpOptions are what this router brings to a connection with an address: large segments to neighbours, small ones further
// away.
func (r *Router) tcpOptions(vrf string, with netip.Addr, handler func(time.Time, tcp.Event, *tcp.Out)) tcp.Options {
	o := tcp.Options{ISN: r.randomUint32("tcp isn"), Tag: r.randomUint32("tcb"), MSS: tcp.DefaultMSS, Handler: handler,
		SynWait: r.config.TCP.SynWait, Window: min(max(r.config.TCP.Window, 1), 65535)}
	if hop, ok := r.findRoute(vrf, with); ok && hop.via == with {
		o.MSS = r.packetMTU(hop.iface) - packet.IPv4HeaderLen - packet.TCPHeaderLen
	}
	if r.config.TCP.MSS > 0 {
		o.MSS = min(r.config.TCP.MSS, o.MSS)
	}
	return o
}

func (r *Router) randomUint32(purpose string) uint32 {
	return binary.BigEndian.Uint32(r.randomBytes(purpose, 4))
}

// freeTCPPort is a port of an address of ours that no connection has, picked so that nobody can guess it (RFC 6056).
func (r *Router) freeTCPPort(vrf string, local netip.Addr) netip.AddrPort {
	for {
		at := netip.AddrPortFrom(local, tcpPorts+r.randomUint16("tcp port")%(65535-tcpPorts))
		if !r.tcp.InUse(vrf, at) {
			return at
		}
	}
}

// acceptTCP says whether a connection is taken that somebody wants to open: HTTP is, where the server is on; telnet, where a line
// is free for them. SSH is not: its library draws its own randomness and runs in goroutines, so that a lab with it would not be the
// same twice. A router whose driver has the host's TCP never gets here.
func (r *Router) acceptTCP(f tcp.Flow) (o tcp.Options, ok bool) {
	if r.acceptsWeb(f.Remote.Addr(), f.Local.Port()) {
		return r.acceptWeb(f), true
	}
	if f.Local.Port() != transportPorts[config.TransportTelnet] {
		return r.acceptProbe(f)
	}
	if _, ok := r.lineFor(telnetConnect(0, f)); !ok {
		return o, false
	}
	return r.tcpOptions(f.VRF, f.Remote.Addr(), r.newTelnetUser().handle), true
}

// tcpStates are the states of connections in the words of `show tcp`.
var tcpStates = map[tcp.State]string{tcp.SynSent: "SYNSENT", tcp.SynReceived: "SYNRCVD", tcp.Established: "ESTAB",
	tcp.FinWait1: "FINWAIT1", tcp.FinWait2: "FINWAIT2", tcp.CloseWait: "CLOSEWAIT", tcp.Closing: "CLOSING", tcp.LastAck: "LASTACK",
	tcp.TimeWait: "TIMEWAIT"}

// Connections are the connections there are, by age, and the ports that are open.
func (r *Router) Connections() (list []modes.TCPStatus) {
	list = r.hostConnections()
	for _, c := range r.tcp.Conns() {
		s := modes.TCPStatus{TCB: c.Tag(), VRF: c.VRF, Local: c.Local, Remote: c.Remote, State: tcpStates[c.State()], Terminal: -1}
		for _, u := range r.telnetUsers {
			if u.queue.Conn == c {
				s.Terminal = u.id
			}
		}
		list = append(list, s)
	}
	if slices.ContainsFunc(r.config.Lines, func(l *config.Line) bool {
		return l.Kind == config.LineVTY && l.Admits(config.TransportTelnet)
	}) {
		list = append(list, modes.TCPStatus{TCB: r.listenerTag(&r.listenTCB), State: "LISTEN", Terminal: -1,
			Local: netip.AddrPortFrom(netip.Addr{}, transportPorts[config.TransportTelnet])})
	}
	return append(list, r.webListeners()...)
}
