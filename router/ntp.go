package router

import (
	"net/netip"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/access"
	"ruthere/ntp"
	"ruthere/packet"
)

// The clock is kept by NTP in datagrams like others: routed, filtered, lost where the network loses them.

// A timekeeper is what the router knows of the time of others, and what is being done to its clock.
type timekeeper struct {
	ntp.System
	names  map[string]netip.Addr // of servers, by name in lower case; invalid: being looked up
	source modes.ClockSource
	slewed time.Time     // when the clock began to be moved
	slew   time.Duration // by how much in all
}

const (
	// slewRate is the time in which a clock is moved by one of it (RFC 5905 section 11.3: by 500 millionths at most).
	slewRate = 2000
	// nameRetry is how long after a name was not found it is looked up again.
	nameRetry = 64 * time.Second
	ntpTTL    = 255
)

// ntpClocks are the hardware of the releases: what our own clock is called, how often it is read (a power of two in seconds), how fine
// it is (likewise), and which version of the protocol is spoken.
var ntpClocks = map[debuglog.Release]ntp.Config{
	debuglog.IOS124: {LocalAddr: netip.AddrFrom4([4]byte{127, 127, 7, 1}), LocalPoll: 6, Precision: -18, Version: 3},
	debuglog.IOS15:  {LocalAddr: netip.AddrFrom4([4]byte{127, 127, 1, 1}), LocalPoll: 4, Precision: -10, Version: 4},
	debuglog.IOSXE:  {LocalAddr: netip.AddrFrom4([4]byte{127, 127, 1, 1}), LocalPoll: 4, Precision: -10, Version: 4},
}

// shiftNow is from the driver's time to the calendar's.
func (r *Router) shiftNow() time.Duration { return r.shift + r.slewedSoFar() }

// slewedSoFar is how much of the correction under way is done.
func (r *Router) slewedSoFar() time.Duration {
	done := r.now.Sub(r.time.slewed) / slewRate
	if r.time.slew < 0 {
		return max(-done, r.time.slew)
	}
	return min(done, r.time.slew)
}

// ntpClock is what the clock shows now.
func (r *Router) ntpClock() ntp.Timestamp { return ntp.TimestampOf(r.now.Add(r.shiftNow())) }

// followNTP does what follows from a new configuration.
func (r *Router) followNTP(before, after *config.NTP) {
	if !before.Enabled() && !after.Enabled() {
		return
	}
	c := ntpClocks[r.options.Release]
	c.Authenticate, c.Panics = after.Authenticate, after.PanicUpdate
	if after.Master {
		if c.Master = uint8(after.MasterStratum); c.Master == 0 {
			c.Master = config.DefaultNTPStratum
		}
	}
	c.Keys, c.Trusted = map[uint32][]byte{}, map[uint32]bool{}
	for _, k := range after.Keys {
		if text, ok := access.FromTypeSeven(k.Text); ok {
			c.Keys[uint32(k.Number)] = []byte(text)
		}
	}
	for _, n := range after.Trusted {
		c.Trusted[uint32(n)] = true
	}
	for _, s := range after.Servers {
		c.Peers = r.addTimePeer(c.Peers, s, ntp.Client, c.Version)
	}
	for _, s := range after.Peers {
		c.Peers = r.addTimePeer(c.Peers, s, ntp.Active, c.Version)
	}
	if !before.Enabled() {
		r.logNTP(debuglog.NTPStarts())
	}
	r.carryOutNTP(r.time.Configure(r.now, r.ntpClock(), c))
}

// addTimePeer adds a server or a peer, unless another line has the same address already.
func (r *Router) addTimePeer(list []ntp.Peer, s config.NTPServer, mode ntp.Mode, version uint8) []ntp.Peer {
	p := ntp.Peer{VRF: s.VRF, Mode: mode, Key: uint32(s.Key), Version: version, Prefer: s.Prefer, Burst: s.Burst, IBurst: s.IBurst,
		Source: s.Source, Least: ntp.LeastPoll, Most: ntp.MostPoll}
	if s.Version != 0 {
		p.Version = uint8(s.Version)
	}
	if s.Least != 0 {
		p.Least = int8(s.Least)
	}
	if s.Most != 0 {
		p.Most = int8(s.Most)
	}
	p.Most = max(p.Least, p.Most)
	addr, err := netip.ParseAddr(s.Host)
	if err != nil || !addr.Is4() {
		p.Name = s.Host
		addr = r.serverAddress(s.Host)
	}
	for _, have := range list {
		if addr.IsValid() && have.VRF == p.VRF && have.Addr == addr {
			return list
		}
	}
	p.Addr = addr
	return append(list, p)
}

// serverAddress is the address of a name; invalid while it is being looked up.
func (r *Router) serverAddress(name string) netip.Addr {
	for _, h := range r.config.Hosts {
		if strings.EqualFold(h.Name, name) {
			return h.Addr
		}
	}
	key := strings.ToLower(name)
	if addr, asked := r.time.names[key]; asked {
		return addr
	}
	r.time.names[key] = netip.Addr{}
	r.After(0, "time server", func() { r.lookUpServer(name) })
	return netip.Addr{}
}

// lookUpServer asks the name servers for a time server, again and again while it is configured.
func (r *Router) lookUpServer(name string) {
	key := strings.ToLower(name)
	r.resolveName(name, func(addr netip.Addr) {
		if r.time.names[key] = addr; addr.IsValid() {
			r.followNTP(&r.config.NTP, &r.config.NTP)
			return
		}
		r.After(nameRetry, "time server", func() {
			delete(r.time.names, key)
			r.followNTP(&r.config.NTP, &r.config.NTP)
		})
	})
}

func (r *Router) nextNTP() (at time.Time, why string, ok bool) {
	at, ok = r.time.Deadline()
	return at, "ntp", ok
}

func (r *Router) runNTP() { r.carryOutNTP(r.time.Tick(r.now, r.ntpClock())) }

// takeNTP takes a datagram for the NTP port.
func (r *Router) takeNTP(vrf string, i *config.Interface, p packet.IPv4, u packet.UDP) {
	if i.NoNTP {
		return
	}
	if m, _, err := ntp.Parse(u.Payload); err == nil {
		r.traceNTP(debuglog.NTPPacket{Peer: p.Src, Local: p.Dst, Interface: i.Name}, m)
	}
	d := ntp.Datagram{VRF: vrf, From: netip.AddrPortFrom(p.Src, u.SrcPort), To: p.Dst, Data: u.Payload}
	r.carryOutNTP(r.time.Receive(r.now, r.ntpClock(), d, r.timeAccess(d)))
}

// timeAccess is what `ntp access-group` lets the sender of a datagram do: the first list that permits it says so. Without
// any list everybody may do everything.
func (r *Router) timeAccess(d ntp.Datagram) ntp.Access {
	lists := r.config.NTP.Access
	if lists == [4]config.NTPList{} {
		return ntp.Access{Ask: true, Teach: true}
	}
	f := config.Flow{Src: d.From.Addr(), Dst: d.To, Protocol: packet.ProtocolUDP, SrcPort: d.From.Port(), DstPort: ntp.Port}
	kiss := false
	for kind, l := range lists {
		kiss = kiss || l.Kiss
		if l.List != "" && r.permitsLogin(l.List, f) {
			return ntp.Access{Ask: kind != int(config.NTPQueryOnly), Teach: kind == int(config.NTPPeer)}
		}
	}
	return ntp.Access{Kiss: kiss}
}

// carryOutNTP does what NTP wants done.
func (r *Router) carryOutNTP(events []ntp.Event) {
	status := func(w ntp.StatusWord, ofPeer bool) debuglog.NTPStatus {
		return debuglog.NTPStatus{Word: uint16(w), Code: w.Code(ofPeer)}
	}
	for _, e := range events {
		switch e := e.(type) {
		case ntp.Send:
			r.sendNTP(e)
		case ntp.Reached:
			r.Log(debuglog.NTPReachEvent(e.Addr, status(e.Status, true), e.Up)...)
			r.logNTP(debuglog.NTPPeerReach(e.Addr, e.Up))
		case ntp.Synced:
			r.clock, r.time.source = debuglog.Authoritative, modes.ClockSetByNTP
			r.Log(debuglog.NTPSyncEvent(e.Addr, status(e.Status, true))...)
			r.logNTP(debuglog.NTPPeerSync(e.Addr))
		case ntp.Lost:
			r.clock = debuglog.Lost
			r.Log(debuglog.NTPLostEvent(status(e.Status, false))...)
			r.logNTP(debuglog.NTPUnsync())
		case ntp.Step:
			r.moveClock(e.By)
			r.Log(debuglog.NTPStepEvent(status(e.Status, false), e.By)...)
		case ntp.Slew:
			r.shift = r.shiftNow()
			r.time.slewed, r.time.slew = r.now, e.By
		}
	}
}

// moveClock sets the clock forward, or back, at once.
func (r *Router) moveClock(by time.Duration) {
	r.shift = r.shiftNow() + by
	r.time.slew = 0
}

// logNTP logs a message if `ntp logging` asks for it.
func (r *Router) logNTP(line debuglog.Line) {
	if r.config.NTP.Logging {
		r.Log(line)
	}
}

// sendNTP sends a datagram: an answer from the address that was asked, a question from that of the source interface, if there is one.
func (r *Router) sendNTP(e ntp.Send) {
	hop, ok := r.findRoute(e.VRF, e.To.Addr())
	if !ok {
		return // it is lost, as on the way
	}
	source := e.From
	if !source.IsValid() {
		source = r.timeSource(e.Peer, hop)
	}
	if !source.IsValid() {
		return
	}
	r.traceNTP(debuglog.NTPPacket{Sent: true, Peer: e.To.Addr(), Local: source, Interface: hop.iface.Name}, e.Message)
	r.sendOwnPacket(e.VRF, packet.UDP{SrcPort: ntp.Port, DstPort: e.To.Port(), Payload: e.Data}.Packet(source, e.To.Addr(), ntpTTL))
}

// timeSource is the address that a peer is asked from.
func (r *Router) timeSource(p ntp.Peer, hop nextHop) netip.Addr {
	for _, name := range []string{p.Source, r.config.NTP.Source} {
		if i := r.config.Interface(name); i != nil && i.VRF == p.VRF && i.Address.IsValid() {
			return i.Address.Addr()
		}
	}
	return r.sourceAddress(p.VRF, hop)
}

// traceNTP tells of a message.
func (r *Router) traceNTP(p debuglog.NTPPacket, m ntp.Message) {
	if !r.switches.IsOn(debuglog.NTPPackets) {
		return
	}
	p.Leap, p.Mode, p.Version, p.Stratum = m.Leap, uint8(m.Mode), m.Version, m.Stratum
	if p.Stratum == ntp.StratumUnknown {
		p.Stratum = 0
	}
	if m.Poll >= 0 && m.Poll <= 17 {
		p.Poll = time.Second << m.Poll
	}
	p.RootDelay, p.Dispersion, p.Reference = uint32(m.RootDelay), uint32(m.RootDispersion), m.ReferenceID
	add := func(name string, t ntp.Timestamp) {
		p.Times = append(p.Times, debuglog.NTPTime{Name: name, Value: uint64(t),
			Text: r.config.Clock.Local(t.Time()).Format(modes.ClockMillis)})
	}
	add("ref", m.Reference)
	add("org", m.Origin)
	add("rec", m.Receive)
	add("xmt", m.Transmit)
	if !p.Sent {
		add("inp", r.ntpClock())
	}
	r.Log(debuglog.NTPPacketTrace(p)...)
}

// KeepsTime says whether the router has anything to do with NTP: a driver has to bring what comes to that port then.
func (r *Router) KeepsTime() bool { return r.config.NTP.Enabled() }

// NTPStatus is what `show ntp status` tells.
func (r *Router) NTPStatus() ntp.Status { return r.time.Status(r.now) }

// NTPAssociations is what `show ntp associations` tells.
func (r *Router) NTPAssociations() []ntp.AssociationStatus { return r.time.Associations(r.now) }

// ClockSource is who set the clock last.
func (r *Router) ClockSource() modes.ClockSource { return r.time.source }
