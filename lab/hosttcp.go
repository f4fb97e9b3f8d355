package lab

import (
	"encoding/binary"
	"io"
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/packet"
	"ruthere/tcp"
)

// TCP of a host. As on most hosts, its packets may not be taken apart on the way: whoever cannot pass them on says how
// long they may be, and it keeps to that.

const (
	hostMSS    = config.DefaultMTU - packet.IPv4HeaderLen - packet.TCPHeaderLen
	hostWindow = 64240
	hostPorts  = 49152 // the first of the ports that connections are opened from
)

func newHost(l *Lab, h Host) *host {
	one := &host{lab: l, Host: h, server: newFileServer(h.Files), names: h.Names, random: randomStream(l.seed, "host", h.Name)}
	one.tcp.Accept = one.acceptTCP
	return one
}

func (h *host) withTCP(f func(now time.Time, out *tcp.Out)) {
	h.tcp.Do(h.lab.now, func(s tcp.Segment) {
		p := s.Packet(s.Local.Addr(), s.Remote.Addr(), hostTTL)
		p.DontFragment = s.DontFragment
		h.sendPacket(p)
	}, func(out *tcp.Out) { f(h.lab.now, out) })
	h.lab.agenda.markChanged(h.appointment)
}

// nextTCP is when runTCP has something to do, and what for.
func (h *host) nextTCP() (at time.Time, why string, ok bool) {
	at, ok = h.tcp.Deadline()
	if f := h.fetching; f != nil {
		if end := f.heard.Add(fetchPatience); !ok || end.Before(at) {
			return end, "fetch", true
		}
	}
	return at, "TCP", ok
}

func (h *host) runTCP() {
	h.withTCP(func(now time.Time, out *tcp.Out) { h.tcp.Tick(now, out) })
	if f := h.fetching; f != nil && !h.lab.now.Before(f.heard.Add(fetchPatience)) {
		f.giveUp()
	}
}

func (h *host) receiveTCP(p packet.IPv4) {
	g, err := packet.ParseTCP(p.Payload, p.Src, p.Dst)
	if err != nil {
		return
	}
	flow := tcp.Flow{Local: netip.AddrPortFrom(p.Dst, g.DstPort), Remote: netip.AddrPortFrom(p.Src, g.SrcPort)}
	h.withTCP(func(now time.Time, out *tcp.Out) { h.tcp.Receive(now, flow, g, out) })
}

// takeTCPError takes an ICMP error about a segment of ours.
func (h *host) takeTCPError(original packet.IPv4, why packet.ICMP) {
	if original.Protocol != packet.ProtocolTCP || len(original.Payload) < 8 || why.Type != packet.ICMPUnreachable {
		return
	}
	source, port := binary.BigEndian.Uint16(original.Payload), binary.BigEndian.Uint16(original.Payload[2:])
	c := h.tcp.Find(tcp.Flow{Local: netip.AddrPortFrom(original.Src, source), Remote: netip.AddrPortFrom(original.Dst, port)})
	if c == nil {
		return
	}
	h.withTCP(func(now time.Time, out *tcp.Out) {
		if why.Code == packet.CodeFragmentationNeeded {
			c.PathMTU(now, int(why.Sequence), out)
		} else {
			c.Unreachable(now, binary.BigEndian.Uint32(original.Payload[4:]), out)
		}
	})
}

func (h *host) randomUint32() uint32 {
	var b [4]byte
	_, _ = io.ReadFull(h.random, b[:]) // the lab's streams do not end
	return binary.BigEndian.Uint32(b[:])
}

// A dialogue is what a host does on one connection.
type dialogue struct {
	h     *host
	queue tcp.Queue
	// What it does when the connection is open, with what comes, when no more will come, and when it is over; each may be
	// nil.
	opened  func()
	take    func([]byte)
	atEnd   func()
	outcome func(error)
}

func (d *dialogue) options() tcp.Options {
	return tcp.Options{ISN: d.h.randomUint32(), MSS: hostMSS, Window: hostWindow, Handler: d.handle}
}

// handle takes what happens to the connection. When the other side has closed it, it is closed on this one too.
func (d *dialogue) handle(now time.Time, e tcp.Event, out *tcp.Out) {
	d.queue.Conn, e.Conn.DiscoverMTU = e.Conn, true
	run := func(f func()) {
		if f != nil {
			f()
		}
	}
	switch e.Kind {
	case tcp.Opened:
		run(d.opened)
	case tcp.Readable:
		if data := e.Conn.Read(now, out); d.take != nil {
			d.take(data)
		}
	case tcp.Writable:
		d.queue.Flush(now, out)
	case tcp.PeerClosed:
		run(d.atEnd)
		d.queue.Close(now, out)
	case tcp.Ended:
		if d.outcome != nil {
			d.outcome(e.Err)
		}
	}
}

func (d *dialogue) write(b []byte) {
	d.h.withTCP(func(now time.Time, out *tcp.Out) { d.queue.Write(now, b, out) })
}

func (d *dialogue) close() {
	d.h.withTCP(func(now time.Time, out *tcp.Out) { d.queue.Close(now, out) })
}

// dial opens a connection to a port of an address.
func (d *dialogue) dial(to netip.AddrPort) {
	local := netip.AddrPortFrom(d.h.Address.Addr(), hostPorts+uint16(d.h.randomUint32()%(1<<14)))
	for d.h.tcp.InUse("", local) {
		local = netip.AddrPortFrom(local.Addr(), hostPorts+(local.Port()+1-hostPorts)%(1<<14))
	}
	d.h.withTCP(func(now time.Time, out *tcp.Out) {
		d.h.tcp.Dial(now, tcp.Flow{Local: local, Remote: to}, d.options(), out)
	})
}

// serves says whether the host has a service.
func (h *host) serves(service string) bool {
	if len(h.Serves) == 0 {
		return service == serviceTFTP
	}
	return slices.Contains(h.Serves, service)
}
