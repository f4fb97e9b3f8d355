package router

import (
	"net/netip"
	"time"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/packet"
	"ruthere/sla"
	"ruthere/tcp"
)

// Operations of IP SLA by UDP and TCP: first a responder is asked to open the port, unless that is not wanted, then the probe itself
// goes; and the responder, which opens ports and answers on them.

func (r *Router) sendProbeDatagram(o *operationProbe, to uint16, data []byte) {
	p := packet.UDP{SrcPort: o.port, DstPort: to, Payload: data}.Packet(o.source, o.target, 255)
	p.TOS = o.TOS
	r.sendOwnPacket(o.VRF, p)
}

// sendAfterControl sends the probe itself: a datagram, or the first segment of a connection.
func (r *Router) sendAfterControl(o *operationProbe) {
	if !r.sla.Probes(r.now, o.Number, o.Sequence) {
		return
	}
	if o.Method() == config.UDPEcho {
		r.sendProbeDatagram(o, o.Port, probeData(o.Size))
		return
	}
	sent := o.Sequence
	o.stream = r.OpenStream(modes.StreamRequest{VRF: o.VRF, To: netip.AddrPortFrom(o.target, o.Port), Source: o.source,
		Opened: func() {
			if r.endProbe(o); o.Sequence == sent {
				o.hangUp()
			}
		},
		Ended: func(why error) {
			if _, waiting := r.sla.Sent(o.Number, sent); why != nil && waiting {
				r.failOperation(o.Probe)
			}
		}})
}

// hangUp closes the connection of a probe, if it has one.
func (o *operationProbe) hangUp() {
	if s := o.stream; s != nil {
		o.stream = nil
		s.Close()
	}
}

// takeOperationAnswer takes a datagram that came to a VRF, if an operation waits for it.
func (r *Router) takeOperationAnswer(vrf string, from netip.Addr, u packet.UDP) bool {
	for _, o := range r.probes {
		if o.port != u.DstPort || o.port == 0 || o.target != from || o.VRF != vrf {
			continue
		}
		if _, waiting := r.sla.Sent(o.Number, o.Sequence); !waiting {
			return true // too late
		}
		if u.SrcPort != sla.ControlPort {
			if u.SrcPort == o.Port && o.Method() == config.UDPEcho && len(u.Payload) == o.Size {
				r.endProbe(o)
			}
			return true
		}
		c, err := sla.ParseControl(u.Payload)
		switch {
		case err != nil || !c.IsAnswer || c.Number != uint32(o.Sequence):
		case c.Refused:
			r.failOperation(o.Probe)
		default:
			r.sendAfterControl(o)
		}
		return true
	}
	return false
}

// followResponder has the responder follow the configuration.
func (r *Router) followResponder() {
	on, ports := r.config.Responder()
	var open []sla.OpenPort
	for _, p := range ports {
		open = append(open, sla.OpenPort{TCP: p.TCP, Addr: p.Addr, Port: p.Port})
	}
	r.responder.Follow(on, open)
}

// serveResponder answers a datagram that is for the responder.
func (r *Router) serveResponder(vrf string, p packet.IPv4, u packet.UDP) bool {
	back := packet.UDP{SrcPort: u.DstPort, DstPort: u.SrcPort}
	switch {
	case u.DstPort == sla.ControlPort && r.responder.On:
		if back.Payload = r.responder.Receive(r.now, p.Src, u.Payload); back.Payload == nil {
			return true
		}
	case r.responder.Answers(r.now, false, netip.AddrPortFrom(p.Dst, u.DstPort)):
		back.Payload = u.Payload
	default:
		return false
	}
	r.sendOwnPacket(vrf, back.Packet(p.Dst, p.Src, 255))
	return true
}

// acceptProbe takes a connection to a port that the responder has opened: all that is wanted of it is that it comes about.
func (r *Router) acceptProbe(f tcp.Flow) (o tcp.Options, ok bool) {
	if !r.responder.Answers(r.now, true, f.Local) {
		return o, false
	}
	return r.tcpOptions(f.VRF, f.Remote.Addr(), func(now time.Time, e tcp.Event, out *tcp.Out) {
		switch e.Kind {
		case tcp.Readable:
			e.Conn.Read(now, out)
		case tcp.PeerClosed:
			e.Conn.Close(now, out)
		}
	}), true
}

// Responder is the responder of IP SLA.
func (r *Router) Responder() *sla.Responder { return &r.responder }
