package router

import (
	"slices"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/packet"
)

// CarrierDelay is how long a port needs until it is up, and how long the device waits before it tells
// that a link is gone.
const CarrierDelay = 2 * time.Second

// protocolDelay is how much later the device logs the state of the line protocol than that of the link.
const protocolDelay = time.Second

// A linkState is the state of an interface's hardware, as the driver tells it.
type linkState struct {
	up     bool
	why    string
	cancel func() // while it settles: keeps it from coming up
}

// isUp says whether packets pass an interface.
func (r *Router) isUp(i *config.Interface) bool {
	port, _ := r.portOf(i)
	if i.Shutdown || port.Shutdown || port != i && i.VLAN == 0 {
		return false
	}
	if config.IsTunnel(i.Name) {
		return r.tunnels[i.Name].up()
	}
	return config.Virtual(i.Name) || r.links[port.Name].up
}

func (r *Router) linkChanged(in LinkChange) {
	defer r.followStandby()
	if in.Up && in.After > 0 {
		r.changeLink(in.Interface, func() { r.settleLink(in.Interface, in.After) })
		return
	}
	if cancel := r.links[in.Interface].cancel; cancel != nil {
		cancel()
	}
	i := r.config.Interface(in.Interface)
	was := i != nil && r.isUp(i)
	r.changeLink(in.Interface, func() { r.links[in.Interface] = linkState{up: in.Up, why: in.Why} })
	if in.Up {
		r.countersOf(in.Interface).resets++
	}
	if i != nil && r.isUp(i) != was && r.carrierOf(i) == nil {
		r.announceState(in.Interface, !was)
	}
}

// settleLink brings a link up after a while, unless something else happens to it meanwhile.
func (r *Router) settleLink(name string, after time.Duration) {
	if cancel := r.links[name].cancel; cancel != nil {
		cancel()
	}
	r.links[name] = linkState{cancel: r.After(after, "link", func() { r.linkChanged(LinkChange{Interface: name, Up: true}) })}
}

// settlePorts has the ports settle that a new configuration switches on.
func (r *Router) settlePorts(before, after *config.Config) {
	was, now := config.Changed(before.Interfaces, after.Interfaces)
	for _, i := range now {
		old := namedInterface(was, i.Name)
		link := r.links[i.Name]
		if old != nil && old.Shutdown && !i.Shutdown && (link.up || link.cancel != nil) {
			r.settleLink(i.Name, CarrierDelay)
		}
	}
}

// followInterfaces announces the interfaces that a new configuration brings up or down.
func (r *Router) followInterfaces(before, after *config.Config) {
	was, now := config.Changed(before.Interfaces, after.Interfaces)
	for _, old := range was {
		if namedInterface(now, old.Name) == nil {
			r.announceRemoved(old, r.isUp(old))
			r.forgetTunnel(old.Name)
		}
	}
	for _, i := range now {
		old := namedInterface(was, i.Name)
		up, is := old != nil && r.isUp(old), r.isUp(i)
		switch {
		case r.carrierOf(i) != nil: // the device logs nothing of subinterfaces
		case old != nil && !old.Shutdown && i.Shutdown:
			r.logLater(CarrierDelay, debuglog.LinkAdministrativelyDown(i.Name), r.stillIs(i.Name, false))
			if up { // else it is down, and was told to be
				r.logLater(CarrierDelay+protocolDelay, debuglog.LineProtocolUpDown(i.Name, false), r.stillIs(i.Name, false))
			}
		case old == nil && config.IsTunnel(i.Name) && i.Template == "":
			r.tunnelOf(i.Name).isNew = r.now.After(r.boot)
		case old != nil && old.Shutdown && !i.Shutdown && config.Virtual(i.Name):
			r.announceSwitchedOn(i)
		case up != is:
			r.announceState(i.Name, is)
		}
	}
}

// announceRemoved tells of a loopback interface or a tunnel that `no interface` took away: it was shut down before it went.
func (r *Router) announceRemoved(i *config.Interface, up bool) {
	if i.Shutdown || i.Template != "" || !config.IsTunnel(i.Name) && !strings.HasPrefix(i.Name, "Loopback") {
		return
	}
	isGone := func() bool { return r.config.Interface(i.Name) == nil }
	r.logLater(CarrierDelay, debuglog.LinkAdministrativelyDown(i.Name), isGone)
	if up {
		r.logLater(CarrierDelay+protocolDelay, debuglog.LineProtocolUpDown(i.Name, false), isGone)
	}
}

// announceSwitchedOn tells of `no shutdown` of what has no hardware. The line protocol of a tunnel is told of when it is judged.
func (r *Router) announceSwitchedOn(i *config.Interface) {
	delay := CarrierDelay
	if config.IsTunnel(i.Name) {
		delay = 0
	}
	r.logLater(delay, debuglog.LinkUpDown(i.Name, true), func() bool {
		now := r.config.Interface(i.Name)
		return now != nil && !now.Shutdown
	})
	if !config.IsTunnel(i.Name) {
		r.announceState(i.Name, true)
	}
}

// namedInterface is the interface of a name in a list, or nil.
func namedInterface(list []*config.Interface, name string) *config.Interface {
	if at := slices.IndexFunc(list, func(i *config.Interface) bool { return i.Name == name }); at >= 0 {
		return list[at]
	}
	return nil
}

// announceState tells that an interface is up, at once, or down, when the device would be sure of it.
func (r *Router) announceState(name string, up bool) {
	delay := CarrierDelay
	if up && !config.Virtual(name) {
		delay = 0
	}
	if !config.Virtual(name) {
		r.logLater(delay, debuglog.LinkUpDown(name, up), r.stillIs(name, up))
	}
	r.logLater(delay+protocolDelay, debuglog.LineProtocolUpDown(name, up), r.stillIs(name, up))
}

func (r *Router) stillIs(name string, up bool) func() bool {
	return func() bool {
		i := r.config.Interface(name)
		return (i != nil && r.isUp(i)) == up
	}
}

// logLater logs a line after a while, if it is still true then.
func (r *Router) logLater(after time.Duration, line debuglog.Line, holds func() bool) {
	r.After(after, "interface state", func() {
		if holds() {
			r.Log(line)
		}
	})
}

// Interfaces lists the state of all interfaces, in the device's order: hardware before what has none.
func (r *Router) Interfaces() (list []modes.InterfaceStatus) {
	for _, i := range config.HardwareFirst(r.config.Interfaces) {
		list = append(list, r.interfaceStatus(i))
	}
	return list
}

// interfaceStatus is the state of one interface.
func (r *Router) interfaceStatus(i *config.Interface) modes.InterfaceStatus {
	t := r.countersOf(i.Name)
	port, _ := r.portOf(i)
	s := modes.InterfaceStatus{
		Name: i.Name, VRF: i.VRF, Address: i.Address, Method: "unset", AdminDown: r.isShutDown(i),
		Link:     r.isUp(i) || (config.IsTunnel(i.Name) || i.ClonesTunnels()) && !i.Shutdown || port != i && r.links[port.Name].up,
		Protocol: r.isUp(i),
		Why:      r.links[port.Name].why, MTU: config.DefaultMTU, IPMTU: r.packetMTU(i),
		Hardware:  r.hardwareAddress(i.Name),
		InPackets: t.inPackets, InBytes: t.inBytes, OutPackets: t.outPackets, OutBytes: t.outBytes,
		InRate: t.in.decayedRate(r.now), OutRate: t.out.decayedRate(r.now), LastInput: t.in.at, LastOutput: t.out.at,
		Cleared: t.cleared, Resets: t.resets,
	}
	if i.MTU > 0 {
		s.MTU = i.MTU
	}
	if !i.Address.IsValid() && i.Unnumbered != "" {
		s.Lender, s.Borrowed = i.Unnumbered, r.config.AddressOf(i)
	}
	if config.IsTunnel(i.Name) && r.tunnels[i.Name] != nil {
		s.TransportMTU = r.transportMTU(i)
		s.FoundMTU, s.FoundUntil = r.foundMTU(i)
		s.Linestate = r.tunnels[i.Name].state
	}
	switch {
	case !i.Address.IsValid():
	case r.addressed[i.Name] == i.Address:
		s.Method = "NVRAM"
	default:
		s.Method = "manual"
	}
	return s
}

// tickLength is how fine the router's clock is.
func (r *Router) tickLength() time.Duration {
	if r.options.Release == debuglog.IOS124 {
		return debuglog.HardwareTick
	}
	return 0
}

// sendOut puts a packet on an interface's wire, in fragments if it is too long. One that is too
// long and must not be taken apart is not sent: tooBigFor is the MTU that it does not fit then, else 0.
func (r *Router) sendOut(hop nextHop, p packet.IPv4) (tooBigFor int) {
	mtu := r.packetMTU(hop.iface)
	pieces, ok := p.Fragments(mtu)
	if !ok {
		r.ipTraffic.TooLong++
		return mtu
	}
	if len(pieces) > 1 {
		r.ipTraffic.Fragmented++
	}
	for _, piece := range pieces {
		if tooBigFor = r.transmitPacket(hop, piece.Append(nil)); tooBigFor > 0 {
			r.ipTraffic.TooLong++
			break
		}
	}
	return tooBigFor
}

// transmitPacket puts bytes on an interface's wire, or into a tunnel, which may turn out to have no room for them: tooBigFor is as for
// sendOut.
func (r *Router) transmitPacket(hop nextHop, data []byte) (tooBigFor int) {
	port, tag := r.portOf(hop.iface)
	size := frameSize(port.Name, tag, len(data))
	r.countersOf(hop.iface.Name).countOut(r.now, size)
	r.showCaptures(hop.iface, data, true)
	switch {
	case hop.iface.Tunnel.IsMultipoint() && config.IsTunnel(hop.iface.Name):
		r.sendToMany(hop, data)
		return
	case config.IsTunnel(hop.iface.Name):
		return r.encapsulate(hop.iface, data)
	case config.Virtual(hop.iface.Name):
		return 0 // nothing lives behind a loopback
	}
	r.spendTime(r.pace.Packet)
	if port != hop.iface {
		r.countersOf(port.Name).countOut(r.now, size)
	}
	r.out.add(PacketOut{Interface: port.Name, NextHop: hop.via, Data: data, VLAN: tag, Said: r.said, Hardware: r.fromHardware})
	return 0
}
