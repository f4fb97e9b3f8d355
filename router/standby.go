package router

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/debuglog"
	"ruthere/event"
	"ruthere/hsrp"
	"ruthere/packet"
)

// HSRP: the groups of the interfaces follow configuration and links here, and what they want is done.

// A standbyGroup is a group of an interface.
type standbyGroup struct {
	*hsrp.Group
	iface   *config.Interface // as it was when last looked at
	set     *config.StandbyGroup
	started bool
	local   netip.Addr
}

// followStandby has the groups be those of the configuration, and know whether their interfaces are up.
func (r *Router) followStandby() {
	if r.config == nil {
		return
	}
	if r.followShared(); !r.options.Frames {
		return
	}
	var kept []*standbyGroup
	for _, i := range r.config.Interfaces {
		for at := range i.Standby.Groups {
			kept = append(kept, r.standbyGroupOf(i, &i.Standby.Groups[at]))
		}
	}
	before := r.standby
	r.standby = kept
	for _, g := range before {
		if !slices.Contains(kept, g) {
			r.doStandby(g, func(out *hsrp.Out) { g.Stop(r.now, out) })
		}
	}
	for _, g := range kept {
		r.followGroup(g)
	}
	r.mirrorStandby()
}

// mirrorStandby has the groups that follow others be in their state.
func (r *Router) mirrorStandby() {
	for _, g := range r.standby {
		if g.set.Follow != "" {
			r.doStandby(g, func(out *hsrp.Out) { g.Mirror(r.now, r.stateOfLeader(g.set.Follow), out) })
		}
	}
}

// stateOfLeader is the state of the group of a name that decides for itself; Initial if there is none.
func (r *Router) stateOfLeader(name string) hsrp.State {
	for _, g := range r.standby {
		if g.set.Follow == "" && g.set.Name == name {
			return g.State
		}
	}
	return hsrp.Initial
}

func (r *Router) standbyGroupOf(i *config.Interface, set *config.StandbyGroup) *standbyGroup {
	at := slices.IndexFunc(r.standby, func(g *standbyGroup) bool { return g.iface.Name == i.Name && g.Number == set.Number })
	if at < 0 {
		return &standbyGroup{Group: hsrp.NewGroup(r.standbySettings(i, set)), iface: i, set: set}
	}
	g := r.standby[at]
	g.iface, g.set = i, set
	return g
}

func (r *Router) followGroup(g *standbyGroup) {
	settings, local := r.standbySettings(g.iface, g.set), g.iface.Address.Addr()
	up := r.isUp(g.iface) && local.IsValid()
	r.doStandby(g, func(out *hsrp.Out) {
		if g.started && (!up || local != g.local) {
			g.started = false
			g.Stop(r.now, out)
		}
		g.Follow(r.now, settings, out)
		if up && !g.started {
			g.started, g.local = true, local
			again := r.wasUp[g.iface.Name]
			delay := g.iface.Standby.Minimum
			if !again {
				delay = max(delay, g.iface.Standby.Delay)
			}
			g.Start(r.now, local, hardwareBytes(r.hardwareAddress(g.iface.Name)), delay, !again, out)
		}
	})
	if last := r.standby[len(r.standby)-1]; g == last { // all groups of an interface have heard whether this is the first time
		for _, each := range r.standby {
			r.wasUp[each.iface.Name] = r.wasUp[each.iface.Name] || each.started
		}
	}
}

// standbySettings are what the configuration, and what is tracked, wants of a group.
func (r *Router) standbySettings(i *config.Interface, g *config.StandbyGroup) hsrp.Settings {
	s := hsrp.Settings{Version: i.Standby.Version(), Number: g.Number, Address: g.Address, Priority: g.Priority,
		Preempt: g.Preempt, Minimum: time.Duration(g.Minimum) * time.Second, Reload: time.Duration(g.Reload) * time.Second,
		Hello: g.Hello, Hold: g.Hold, Follows: g.Follow != ""}
	s.Enabled = g.Enabled && g.Number < hsrp.MostGroups(s.Version)
	s.Authentication = r.standbyAuthentication(g)
	for _, t := range r.standbyTracks(g) {
		switch {
		case t.Up || !t.Known:
		case t.Shutdown:
			s.Held = true
		default:
			s.Priority = max(s.Priority-t.Decrement, 0)
		}
	}
	return s
}

// doStandby runs something of a group's and carries out what comes of it, in order.
func (r *Router) doStandby(g *standbyGroup, f func(out *hsrp.Out)) {
	var out hsrp.Out
	f(&out)
	name := debuglog.StandbyGroup{Interface: g.iface.Name, Number: g.Number}
	moved := false
	for _, item := range out.Items {
		switch item := item.(type) {
		case hsrp.Send:
			r.sendStandby(g, name, item)
		case hsrp.Announce:
			r.announceStandby(g)
		case hsrp.Moved:
			r.standbyMoved(g, name, item)
			moved = true
		default:
			r.logStandby(g, name, item)
		}
	}
	if moved && g.set.Follow == "" && g.set.Name != "" {
		r.mirrorStandby()
	}
}

// sendStandby sends a message: from the virtual hardware address if the group is active.
func (r *Router) sendStandby(g *standbyGroup, name debuglog.StandbyGroup, m hsrp.Send) {
	port, _ := r.portOf(g.iface)
	if !config.Virtual(port.Name) && !r.links[port.Name].up {
		return
	}
	to := hsrp.Destination(g.Version)
	u := packet.UDP{SrcPort: hsrp.Port, DstPort: hsrp.Port, Payload: m.Data}
	p := r.stampIPID(u.Packet(g.local, to, hsrp.TTL))
	p.TOS = networkControl
	r.Log(debuglog.HSRPPacket(name, debuglog.HSRPMessage{Op: m.Message.Op.String(), Out: true, Address: g.local,
		State: m.Message.State.String(), Priority: m.Message.Priority, Virtual: m.Message.Address}))
	r.countGenerated(p)
	if m.Message.State == hsrp.Active {
		r.fromHardware = r.virtualMAC(g)
	}
	r.transmitPacket(nextHop{g.iface, to}, p.Append(nil))
	r.fromHardware = ""
}

// networkControl is the type of service of routing protocols: class selector 6.
const networkControl = 0xc0

// announceStandby tells by gratuitous ARP that the group's addresses are here.
func (r *Router) announceStandby(g *standbyGroup) {
	port, tag := r.portOf(g.iface)
	for _, addr := range g.virtualAddresses() {
		r.out.add(AnnounceAddress{Interface: port.Name, VLAN: tag, Addr: addr, Hardware: r.virtualMAC(g)})
	}
}

// standbyMoved does what follows from a change of state: what was negotiated with the virtual address is another router's to know.
func (r *Router) standbyMoved(g *standbyGroup, name debuglog.StandbyGroup, m hsrp.Moved) {
	r.Log(debuglog.HSRPMoved(name, m.From.String(), m.To.String()))
	if m.From >= hsrp.Standby || m.To >= hsrp.Standby {
		r.Log(debuglog.HSRPStateChange(name, m.From.String(), m.To.String()))
	}
	r.tell(event.HSRP{State: event.State(strings.ToLower(m.To.String())), From: strings.ToLower(m.From.String()), Interface: g.iface.Name,
		Group: g.Number, Address: g.VirtualAddress()})
	if m.From == hsrp.Active {
		for _, addr := range g.virtualAddresses() {
			r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.LoseAddress(now, g.iface.VRF, addr, out) })
		}
	}
}

// logStandby says what debugs and the log say of a group.
func (r *Router) logStandby(g *standbyGroup, name debuglog.StandbyGroup, item hsrp.Output) {
	switch item := item.(type) {
	case hsrp.Heard:
		m := item.Message
		r.Log(debuglog.HSRPPacket(name, debuglog.HSRPMessage{Op: m.Op.String(), Address: item.From, State: m.State.String(),
			Priority: m.Priority, Virtual: m.Address}))
	case hsrp.Happened:
		r.Log(debuglog.HSRPEvent(name, item.In.String(), item.Event.Letter(), item.Event.String(), aboutEvent(item)))
	case hsrp.Known:
		role := "Standby"
		if item.Active {
			role = "Active"
		}
		r.Log(debuglog.HSRPKnown(name, role, item.Now.Name(), item.Was.Name()))
	case hsrp.BadAuthentication:
		why := "Text auth failed"
		if g.Key != "" {
			why = "MD5 auth failed"
		}
		r.Log(debuglog.HSRPAuthFails(name, "Hello", item.From, why), debuglog.HSRPBadAuth(name, item.From, item.State.String()))
	case hsrp.OtherAddress:
		r.Log(debuglog.HSRPOtherAddress(name, item.Address, g.Address))
	}
}

// aboutEvent is what stands behind an event in parentheses: whose timer expired, or who spoke.
func aboutEvent(h hsrp.Happened) string {
	switch {
	case h.Event == hsrp.ActiveExpired:
		return h.Active.Name()
	case h.Event == hsrp.StandbyExpired:
		return h.Standby.Name()
	case h.From.IsValid():
		return fmt.Sprintf("%d/%s", h.Priority, h.From)
	}
	return ""
}

// isStandby says whether a packet is HSRP, of either version.
func isStandby(p packet.IPv4) bool {
	return p.Protocol == packet.ProtocolUDP && (p.Dst == hsrp.Destination(1) || p.Dst == hsrp.Destination(2)) && !p.IsFragment()
}

// takeStandby takes a message to the groups of an interface.
func (r *Router) takeStandby(i *config.Interface, p packet.IPv4) {
	u, err := packet.ParseUDP(p.Payload, p.Src, p.Dst)
	if err != nil || u.DstPort != hsrp.Port {
		return
	}
	m, err := hsrp.Parse(u.Payload)
	if err != nil || p.Dst != hsrp.Destination(m.Version) {
		return
	}
	for _, g := range r.standby {
		if g.iface.Name == i.Name && g.Number == m.Group {
			r.doStandby(g, func(out *hsrp.Out) { g.Receive(r.now, p.Src, m, u.Payload, out) })
			return
		}
	}
}

func (r *Router) nextStandby() (at time.Time, why string, ok bool) {
	for _, g := range r.standby {
		if next, due := g.Deadline(); due && (!ok || next.Before(at)) {
			at, ok = next, true
		}
	}
	return at, "HSRP", ok
}

func (r *Router) runStandby() {
	for _, g := range r.standby {
		r.doStandby(g, func(out *hsrp.Out) { g.Tick(r.now, out) })
	}
}

// hardwareBytes reads 0000.0c07.ac01; zero if it is none.
func hardwareBytes(text string) (mac [6]byte) {
	if b, err := hex.DecodeString(strings.ReplaceAll(text, ".", "")); err == nil && len(b) == len(mac) {
		mac = [6]byte(b)
	}
	return mac
}

func hardwareText(mac [6]byte) string { return fmt.Sprintf("%x.%x.%x", mac[:2], mac[2:4], mac[4:]) }
