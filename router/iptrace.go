package router

import (
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/event"
	"ruthere/modes"
	"ruthere/packet"
)

// What `debug ip packet`, `debug ip icmp`, `debug arp` and `debug ip routing` look at. Packets that are only passed on are not shown, as
// on a device that passes them on without its processor.

// tracePacket tells of a packet that came in by an interface, "" for one of our own, and leaves by out.
func (r *Router) tracePacket(fate debuglog.PacketFate, in, out string, p packet.IPv4) {
	if !r.switches.IsOn(debuglog.IPPacket) || !r.isTraced(p) {
		return
	}
	flow := flowOf(p)
	r.Log(debuglog.IPPacketTrace(debuglog.TracedPacket{Src: p.Src, Dst: p.Dst, In: in, Out: out, Fate: fate,
		Length: packet.IPv4HeaderLen + len(p.Payload), Detail: r.switches.Packets.Detail, Protocol: p.Protocol, First: p.FragmentOffset == 0,
		SrcPort: flow.SrcPort, DstPort: flow.DstPort, Type: flow.ICMPType, Code: flow.ICMPCode})...)
}

// isTraced says whether the access list of `debug ip packet`, if there is one, permits a packet.
func (r *Router) isTraced(p packet.IPv4) bool {
	l := r.config.AccessList(r.switches.Packets.List)
	if l == nil || len(l.Entries) == 0 {
		return true
	}
	e, met := l.Lookup(flowOf(p))
	return met && e.Permit
}

// carriesESP says whether a packet is ESP, in UDP or not, or AH.
func carriesESP(p packet.IPv4) bool {
	f := ipsec.FieldsOf(p)
	return p.Protocol == packet.ProtocolESP || p.Protocol == packet.ProtocolAH ||
		p.Protocol == packet.ProtocolUDP && (f.SrcPort == ike.NATPort || f.DstPort == ike.NATPort) &&
			len(p.Payload) >= 12 && string(p.Payload[8:12]) != packet.NonESPMarker
}

// traceICMPError tells of an ICMP error about a packet of ours.
func (r *Router) traceICMPError(from netip.Addr, original packet.IPv4, m packet.ICMP) {
	switch m.Type {
	case packet.ICMPUnreachable:
		r.Log(debuglog.ICMPUnreachable(false, m.Code, original.Dst, from))
	case packet.ICMPTimeExceeded:
		r.Log(debuglog.ICMPTimeExceeded(false, original.Dst, from))
	}
}

// traceARP tells of an exchange of ARP with a neighbour.
func (r *Router) traceARP(in Neighbour) {
	i := r.config.Interface(in.Interface)
	if i == nil || !r.switches.IsOn(debuglog.ARP) {
		return
	}
	own := debuglog.ARPEnd{Addr: i.Address.Addr(), Hardware: r.hardwareAddress(i.Name)}
	other := debuglog.ARPEnd{Addr: in.Addr, Hardware: in.Hardware}
	if !in.Asked.IsValid() {
		r.Log(debuglog.ARPAnswered(own, other, i.Name)...)
		return
	}
	own.Addr = in.Asked
	r.Log(debuglog.ARPAsked(own, other, i.Name)...)
}

// changeRoutes does something that changes interfaces and what the routing table is made of. Where anybody wants to know what
// that is, before and after are compared.
func (r *Router) changeRoutes(change func()) {
	defer r.judgeTunnelsLater()
	r.nhrpDue = true
	if !r.watchesLinks() {
		change()
		r.routes = nil
		return
	}
	interfaces, before := r.interfaceStates(), r.knownRoutes()
	change()
	r.routes = nil
	after := r.knownRoutes()
	r.tellInterfaces(interfaces, r.interfaceStates())
	r.traceLostRoutes(before, after)
	r.traceNewRoutes(before, after)
}

func (r *Router) traceLostRoutes(before, after []modes.RouteStatus) {
	for _, old := range before {
		now, gone := sameRoute(after, old), ""
		if now == nil {
			gone = kindOfNetwork(old.Prefix)
		}
		for _, path := range old.Paths {
			if now == nil || !slices.Contains(now.Paths, path) {
				r.tellRoute(event.Removed, old, path)
				r.Log(debuglog.RouteRemoved(old.Prefix, path.NextHop, routeSource(old), old.Distance, gone)...)
			}
		}
	}
	for _, name := range leaving(before) {
		if !slices.Contains(leaving(after), name) {
			r.Log(debuglog.RouteInterface(name, false))
		}
	}
}

func (r *Router) traceNewRoutes(before, after []modes.RouteStatus) {
	for _, now := range after {
		old := sameRoute(before, now)
		for _, path := range now.Paths {
			if old == nil || !slices.Contains(old.Paths, path) {
				r.tellRoute(event.Added, now, path)
				r.Log(debuglog.RouteAdded(now.Prefix, path.NextHop, routeSource(now), now.Distance)...)
			}
		}
		if name := now.Paths[0].Interface; now.Code == modes.RouteConnected && !slices.Contains(leaving(before), name) {
			r.Log(debuglog.RouteInterface(name, true))
		}
	}
}

// sameRoute is the entry of a table that is about the same as another, or nil.
func sameRoute(table []modes.RouteStatus, as modes.RouteStatus) *modes.RouteStatus {
	for i, e := range table {
		if e.VRF == as.VRF && e.Prefix == as.Prefix && e.Code == as.Code && e.Distance == as.Distance {
			return &table[i]
		}
	}
	return nil
}

// leaving are the interfaces whose subnets are in a table.
func leaving(table []modes.RouteStatus) (names []string) {
	for _, e := range table {
		if e.Code == modes.RouteConnected {
			names = append(names, e.Paths[0].Interface)
		}
	}
	return names
}

// kindOfNetwork is a network by its class, or more than one, or a subnet.
func kindOfNetwork(p netip.Prefix) string {
	if p.Bits() <= config.ClassfulNetwork(p.Addr()).Bits() {
		return "network"
	}
	return "subnet"
}

// routeSource is what a route comes from, in words.
func routeSource(e modes.RouteStatus) string {
	if e.Code == modes.RouteStatic {
		return "static"
	}
	return "connected"
}
