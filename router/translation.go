package router

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/debuglog"
	"ruthere/nat"
	"ruthere/ntp"
	"ruthere/packet"
)

// Where packets meet address translation. From inside to outside: routing, translation, access list and crypto map. From
// outside to inside: access list, decryption, translation, routing. What is translated is put together first, as virtual
// reassembly does it, for only first fragments have ports. Interfaces in VRFs translate nothing.

// Translations are those of the router.
func (r *Router) Translations() *nat.Table { return &r.nat }

func (r *Router) setUpNAT() {
	if r.options.Release == debuglog.IOSXE {
		r.nat.LeastEcho = 1024
	}
	r.nat.Busy = r.usesPort
	r.nat.Met = func(list string, sequence int) { r.matches.hits[entryKey{list, sequence}]++ }
}

// usesPort says whether the router itself takes or awaits packets at a port, or answers to echoes with an identifier.
func (r *Router) usesPort(protocol uint8, port uint16) bool {
	switch protocol {
	case packet.ProtocolUDP:
		return port == ike.Port || port == ike.NATPort || port == ntp.Port
	case packet.ProtocolTCP:
		for _, c := range r.tcp.Conns() {
			if c.Local.Port() == port {
				return true
			}
		}
	case packet.ProtocolICMP:
		for _, p := range r.pings {
			if p.id == port {
				return true
			}
		}
	}
	return false
}

// nextPingID is the identifier of the next ping: one whose answers are not somebody's inside.
func (r *Router) nextPingID() uint16 {
	for range 1 << 16 {
		r.lastPing++
		if !slices.ContainsFunc(r.config.Interfaces, func(i *config.Interface) bool {
			return i.Address.IsValid() && r.nat.Taken(packet.ProtocolICMP, netip.AddrPortFrom(i.Address.Addr(), r.lastPing))
		}) {
			break
		}
	}
	return r.lastPing
}

func (r *Router) nextTranslationEnd() (at time.Time, why string, ok bool) {
	at, ok = r.nat.Deadline()
	return at, "address translation", ok
}

func (r *Router) endTranslations() {
	for _, t := range r.nat.Expire(r.now) {
		r.Log(debuglog.NATExpires(nat.ProtocolName(t.Protocol), t.Global, t.Local))
	}
}

// takeFromOutside takes a packet that has come in, from the wire or in a tunnel; one from the outside is translated first.
func (r *Router) takeFromOutside(vrf string, i *config.Interface, p packet.IPv4) {
	if i.NATDomain != "outside" || vrf != "" || !r.translates() {
		r.takePacket(vrf, i, p)
		return
	}
	p, ok := r.whole(p)
	if !ok {
		return
	}
	if p, ok = r.settle(p, r.nat.In(r.now, p, i.Name), true); ok {
		r.takePacket(vrf, i, p)
	}
}

// translates says whether anything is configured that translates.
func (r *Router) translates() bool { return len(r.config.NAT.Dynamic)+len(r.config.NAT.Static) > 0 }

// translateToOutside is what leaves of a packet that came by interface i; ok is false if nothing does, yet or at all.
func (r *Router) translateToOutside(vrf string, i *config.Interface, hop nextHop, p packet.IPv4) (q packet.IPv4, ok bool) {
	if i.NATDomain != "inside" || hop.iface.NATDomain != "outside" || vrf != "" || hop.iface.VRF != "" || !r.translates() {
		return p, true
	}
	if p, ok = r.whole(p); !ok {
		return p, false
	}
	return r.settle(p, r.nat.Out(r.now, p, hop.iface.Name), false)
}

// translateOwn is what leaves of a packet of the router's own: one that it sends from an address inside is translated like
// others from there, and an error about what came in tells of that as it came.
func (r *Router) translateOwn(vrf string, hop nextHop, p packet.IPv4) (q packet.IPv4, ok bool) {
	if hop.iface.NATDomain != "outside" || vrf != "" || hop.iface.VRF != "" || !r.translates() {
		return p, true
	}
	if from := r.interfaceWithAddress(vrf, p.Src); from == nil || from.NATDomain != "inside" {
		return r.nat.Error(p), true
	}
	return r.settle(p, r.nat.Out(r.now, p, hop.iface.Name), false)
}

// whole is the datagram that a packet completes.
func (r *Router) whole(p packet.IPv4) (whole packet.IPv4, ok bool) {
	if !p.IsFragment() {
		return p, true
	}
	if whole, ok = r.natReassembly.Add(r.now, p); ok {
		whole.DontFragment = false // it came in parts, and leaves in parts
	}
	return whole, ok
}

// settle tells of what was done to a packet; ok is false if it is lost.
func (r *Router) settle(p packet.IPv4, done nat.Result, fromOutside bool) (q packet.IPv4, ok bool) {
	switch done.Fate {
	case nat.Refused:
		r.countDrop(dropUnroutable)
		if !fromOutside {
			r.Log(debuglog.NATFails(p.Src, p.Dst))
		}
		return p, false
	case nat.Translated:
		r.traceTranslation(p, done, fromOutside)
	}
	return done.Packet, true
}

func (r *Router) traceTranslation(p packet.IPv4, done nat.Result, fromOutside bool) {
	if !r.switches.IsOn(debuglog.IPNAT) && !r.switches.IsOn(debuglog.IPNATDetailed) {
		return
	}
	src, dst, _, _ := packet.Ends(p.Append(nil))
	from, to := src.Port(), dst.Port()
	if p.Protocol == packet.ProtocolICMP {
		from, to = max(from, to), max(from, to)
	}
	r.Log(debuglog.NATTranslates(debuglog.TranslatedPacket{Src: p.Src, Dst: p.Dst, NewSrc: done.Packet.Src, NewDst: done.Packet.Dst, ID: p.ID,
		Fast: !done.New, Outside: fromOutside, Protocol: nat.ProtocolName(p.Protocol), SrcPort: from, DstPort: to})...)
}
