package router

import (
	"net/netip"
	"time"

	"ruthere/capture"
	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/packet"
)

// withEngine runs something of the engine's and carries out what comes of it, in order.
func (r *Router) withEngine(f func(now time.Time, e *ike.Engine, out *ike.Out)) {
	out := ike.Out{Enabled: r.switches.Prints, PeerWanted: r.switches.Condition.PeerWanted, Events: r.options.Events,
		Transitions: r.options.Transitions, Recording: r.options.Recording}
	f(r.now, r.engine, &out)
	for _, item := range out.Items {
		switch item := item.(type) {
		case ike.Line:
			r.Log(item.Line)
		case ike.Datagram:
			r.sendIKE(item)
		case ike.Job:
			r.spendTime(r.pace.jobTime(item))
			r.out.add(Job{item})
		case ike.ISAKMPKeys:
			r.out.add(SAKey{capture.ISAKMPKey{Initiator: item.Initiator, Cipher: item.Cipher}})
		case ike.ESPKeys:
			r.out.add(SAKey{capture.ESPKey(item)})
		case ike.Arrived:
			r.out.add(Arrived{r.textOf(item.Line)})
		case ike.Work:
			r.spendTime(r.pace.workTime(item.EngineWork))
		case ike.Lookup:
			r.resolveName(item.Name, func(addr netip.Addr) {
				r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.Resolved(now, item.Name, addr, out) })
			})
		case ike.RevocationWanted:
			r.findRevocation(item)
		case ike.CheckUser:
			r.judgeUser(item)
		case ike.RouteChange:
			r.changeReverseRoutes(r.engine.ReverseRoutes())
		case ike.TunnelNews:
			r.tunnelSAsChanged(item)
		case ike.AccessNews:
			r.accessNews = append(r.accessNews, item)
		case ike.EasyVPNNews:
			r.easyVPNNews = append(r.easyVPNNews, item)
		case ike.Event:
			r.tell(item.Event)
		case ike.Notice:
			if item.Up {
				defer r.releaseHeld()
			}
		}
	}
}

// sendIKE sends one message of the engine's. It never meets a crypto map.
func (r *Router) sendIKE(d ike.Datagram) {
	data := d.Data
	if d.Local.Port() == ike.NATPort && len(data) > 1 {
		data = append([]byte(packet.NonESPMarker), data...)
	}
	u := packet.UDP{SrcPort: d.Local.Port(), DstPort: d.Remote.Port(), Payload: data}
	passingOn := r.passingOn // if a packet of somebody else's asks for the SA
	r.passingOn, r.said = false, r.textOf(d.Line)
	r.sendUnprotected(d.VRF, u.Packet(d.Local.Addr(), d.Remote.Addr(), 255))
	r.passingOn, r.said = passingOn, ""
}

// textOf is a line as this release prints it, without stamp; "" for one that says nothing.
func (r *Router) textOf(line debuglog.Line) string {
	text, _ := line.Text(r.options.Release)
	return text
}

// sendUnprotected sends a packet of our own in a VRF, past the crypto map.
func (r *Router) sendUnprotected(vrf string, p packet.IPv4) { r.sendStamped(vrf, r.stampIPID(p)) }

// sendStamped is sendUnprotected of a packet that has its identification.
func (r *Router) sendStamped(vrf string, p packet.IPv4) {
	r.countGenerated(p)
	hop, ok := r.findOwnWay(vrf, p)
	if !ok {
		hop, ok = r.findFormerWay(vrf, p.Src, p.Dst)
	}
	switch {
	case carriesESP(p): // made by the crypto engine, past what is debugged
	case !ok:
		r.tracePacket(debuglog.PacketUnroutable, "", "", p)
	default:
		r.tracePacket(debuglog.PacketSent, "", hop.iface.Name, p)
	}
	if !ok {
		r.countDrop(dropUnroutable)
	} else if r.sendOut(hop, p) > 0 {
		r.countDrop(dropTooLong)
	}
}

// stampIPID gives a packet of our own its identification.
func (r *Router) stampIPID(p packet.IPv4) packet.IPv4 {
	if r.lastIPID++; r.lastIPID == 0 {
		r.lastIPID++ // a host that sends for us would put a number of its own in place of 0, which AH covers
	}
	p.ID = r.lastIPID
	return p
}

// sendOwnPacket sends a packet of our own in a VRF, protected if the crypto map wants it. One
// to an address of our own comes back.
func (r *Router) sendOwnPacket(vrf string, p packet.IPv4) {
	r.countGenerated(p)
	if own := r.interfaceWithAddress(vrf, p.Dst); own != nil {
		r.tracePacket(debuglog.PacketSent, "", own.Name, p)
		r.loopback = append(r.loopback, loopedPacket{r.now.Add(loopTime), vrf, p})
		return
	}
	hop, ok := r.findOwnWay(vrf, p)
	if !ok {
		r.countDrop(dropUnroutable)
		r.tracePacket(debuglog.PacketUnroutable, "", "", p)
		return
	}
	r.tracePacket(debuglog.PacketSent, "", hop.iface.Name, p)
	p, ok = r.translateOwn(vrf, hop, r.stampIPID(p))
	if ok && r.outputPacket(vrf, hop, p) > 0 {
		r.countDrop(dropTooLong)
	}
}

// loopTime is how long a packet to ourselves takes.
const loopTime = time.Millisecond

// A loopedPacket is on its way to ourselves.
type loopedPacket struct {
	at  time.Time
	vrf string
	packet.IPv4
}

func (r *Router) nextLoopback() (at time.Time, why string, ok bool) {
	if len(r.loopback) == 0 {
		return at, "", false
	}
	return r.loopback[0].at, "packet to itself", true
}

// deliverLoopback takes in the packets to ourselves that have arrived.
func (r *Router) deliverLoopback() {
	for len(r.loopback) > 0 && !r.loopback[0].at.After(r.now) {
		p := r.loopback[0]
		r.loopback = r.loopback[1:]
		if i := r.interfaceWithAddress(p.vrf, p.Dst); i != nil {
			r.takePacket(p.vrf, i, p.IPv4)
		}
	}
}

// forwardPacket passes on a packet of a VRF that is not for us and came by interface i.
func (r *Router) forwardPacket(vrf string, i *config.Interface, p packet.IPv4) {
	hop, ok := r.findPassingWay(vrf, i, p)
	switch {
	case r.config.NoRouting:
		r.countDrop(dropUnroutable)
	case !unicast(p.Dst) || !unicast(p.Src):
		r.countDrop(dropUnroutable)
	case !ok:
		r.ipTraffic.NoRoute++
		r.countDrop(dropUnroutable)
		r.sendUnreachable(vrf, i, p, packet.CodeHostUnreachable)
	case isBroadcastOn(hop, p.Dst): // `ip directed-broadcast` has no effect
		r.countDrop(dropUnroutable)
	case hop.isDiscard():
		r.countDrop(dropUnroutable)
		if !hop.iface.NoUnreachables {
			r.sendUnreachable(vrf, i, p, packet.CodeHostUnreachable)
		}
	case p.TTL <= 1:
		r.countDrop(dropExpired)
		r.ipTraffic.BadHops++
		if back, ok := r.findRoute(vrf, p.Src); ok && r.sourceAddress(vrf, back).IsValid() {
			r.Log(debuglog.ICMPTimeExceeded(true, p.Dst, p.Src))
			m := packet.TimeExceeded(p.Append(nil))
			r.sendOwnPacket(vrf, packet.IPv4{Src: r.sourceAddress(vrf, back), Dst: p.Src, TTL: 255, Protocol: packet.ProtocolICMP,
				Payload: m.Append(nil)})
		}
	default:
		r.passOn(vrf, i, hop, p)
	}
}

// outputPacket puts a packet of a VRF on an interface, through its crypto map if it has one.
// The interface may be in another VRF: that is how traffic of an inside VRF gets to the
// front door. A packet that is too long and must not be taken apart is not sent: tooBigFor is the
// MTU that it does not fit then, else 0.
func (r *Router) outputPacket(vrf string, hop nextHop, p packet.IPv4) (tooBigFor int) {
	if hop.iface.CryptoMap == "" || hop.iface.IsProtected() { // a tunnel protects what has its own headers
		return r.sendOut(hop, p)
	}
	entry, ace, protected := r.cryptoMapEntryFor(vrf, hop.iface, flowOf(p))
	if !protected {
		return r.sendOut(hop, p)
	}
	r.matches.hits[entryKey{entry.AccessList, ace.Sequence}]++
	want, ok := ike.WantedFor(entry, ace, p.Src, p.Dst)
	if !ok {
		r.countDrop(dropNoSA)
		return 0 // a wildcard that IKE cannot express protects nothing and passes nothing
	}
	if r.config.DynamicMapEntry(entry.Map, entry.Sequence) == entry { // its peers come by themselves
		r.countDrop(dropNoSA)
		return 0
	}
	if pair := r.engine.Protecting(entry, hop.iface, want); pair != nil {
		return r.protect(hop, pair, p)
	}
	local := r.localAddress(hop.iface)
	switch {
	case !local.IsValid() || !r.engine.On():
		r.countDrop(dropNoSA)
		return 0
	case r.engine.FailingOver(entry):
		r.holdPacket(vrf, p)
	default:
		r.countDrop(dropNoSA)
	}
	r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) {
		e.Acquire(now, entry, hop.iface, want, out)
	})
	return 0
}

// protect sends a packet through an IPsec SA; the result is as for outputPacket. A packet that is too long is taken apart
// before it is encrypted, so that the peer need not put it together, or, if it is told to be, afterwards. What is protected in
// transport mode is taken apart afterwards only: it has to be a whole datagram (RFC 4303 section 3.3.4).
func (r *Router) protect(hop nextHop, pair *ipsec.Pair, p packet.IPv4) (tooBigFor int) {
	mtu := r.plaintextMTU(hop.iface, pair)
	long := packet.IPv4HeaderLen+len(p.Payload) > mtu
	transport := pair.Out.Mode.IsTransport()
	df := p.DontFragment // of what leaves
	if bit := r.config.DFBitOn(hop.iface); !transport && bit != config.DFCopy {
		df = bit == config.DFSet
	}
	after := transport || r.config.FragmentationOn(hop.iface) == config.AfterEncryption
	switch {
	case !long || after && !df:
		r.sendProtected(hop.iface.VRF, pair, p, df)
		return 0
	case after, p.DontFragment && r.config.DFBitOn(hop.iface) != config.DFClear:
		return mtu
	}
	whole := p
	whole.DontFragment = false // `df-bit clear` takes packets apart that do not want it
	pieces, ok := whole.Fragments(mtu)
	if !ok {
		return mtu
	}
	for _, piece := range pieces {
		piece.DontFragment = p.DontFragment
		r.sendProtected(hop.iface.VRF, pair, piece, df)
	}
	return 0
}

// sendProtected sends a packet through an IPsec SA, whose peer is reached in a front-door VRF; df is that of its outer header.
func (r *Router) sendProtected(front string, pair *ipsec.Pair, p packet.IPv4, df bool) {
	r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.Sending(now, pair, out) })
	inner, next := p.Append(nil), uint8(packet.ProtocolIPinIP)
	if pair.Out.Mode.IsTransport() {
		inner, next = p.Payload, p.Protocol
	}
	r.spendTime(r.pace.ESP)
	outer, err := pair.Out.SealPacket(r.stampIPID(packet.IPv4{Src: pair.Out.Local, Dst: pair.Out.Remote, TTL: 255, TOS: p.TOS,
		DontFragment: df}), inner, next, r.options.Random("esp iv"))
	if err != nil {
		r.countDrop(dropNoSA)
		return // the SA is used up; its replacement is under way or will be asked for
	}
	if pair.Out.Mode.IsUDP() {
		local, remote := r.engine.Ports(pair)
		outer.Protocol = packet.ProtocolUDP
		outer.Payload = packet.UDP{SrcPort: local, DstPort: remote, Payload: outer.Payload}.Append(nil, outer.Src, outer.Dst)
	}
	r.sendStamped(front, outer)
}
