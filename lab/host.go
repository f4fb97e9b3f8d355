package lab

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/packet"
	"ruthere/router"
	"ruthere/tcp"
)

// A host answers pings and can be told to ping: five echoes, the next one when the last
// was answered or its time is up. It may serve files, names and echoes, and fetch files.
type host struct {
	lab         *Lab
	appointment *appointment
	sockets     []socket
	Host
	names      map[string]netip.Addr // that it answers for as a name server; nil: it is none
	server     *fileServer           // nil: it is none
	ahead      time.Duration         // of the routers' clocks at the start
	tcp        tcp.Stack
	random     io.Reader  // for what others should not guess
	dataPorts  []*ftpData // open for one connection each, by age
	fetching   *fetch     // nil: nothing is fetched
	pinging    bool
	target     netip.Addr
	sequence   uint16 // of the echo under way
	left       int    // echoes still to be sent
	sent       time.Time
	times      []time.Duration
	lost       int
	last       string // result of the last ping
	reassembly packet.Reassembler
	lastIPID   uint16
}

const (
	hostPings       = 5
	hostPingID      = 1
	hostPingTimeout = 2 * time.Second
	hostPingData    = 56 // bytes behind the ICMP header
	hostTTL         = 64
)

func (h *host) nodeName() string { return h.Name }

func (h *host) plugIn(s socket) { h.sockets = append(h.sockets, s) }

func (h *host) nextDeadline() (time.Time, string, bool) {
	at, why, ok := h.nextTCP()
	if next := h.sent.Add(hostPingTimeout); h.pinging && (!ok || !at.Before(next)) {
		return next, "ping", true
	}
	return at, why, ok
}

func (h *host) runTimers() {
	if h.pinging && !h.lab.now.Before(h.sent.Add(hostPingTimeout)) {
		h.lost++
		h.pingNext()
	}
	h.runTCP()
}

func (h *host) answersFor(_ string, vlan uint16, hop netip.Addr) (own, proxy bool) {
	return vlan == 0 && h.Address.Addr() == hop, false
}

func (h *host) hardwareAddress(string, uint16) (string, netip.Addr) {
	n := fnv.New32a()
	_, _ = n.Write([]byte(h.lab.seed + h.Name))
	return fmt.Sprintf("5254.00%02x.%04x", byte(n.Sum32()>>16), uint16(n.Sum32())), h.Address.Addr()
}

func (h *host) learnNeighbour(router.Neighbour) {}

func (h *host) receivePacket(_ string, f frame) {
	data := f.data
	p, err := packet.ParseIPv4(data)
	if err != nil || p.Dst != h.Address.Addr() {
		return
	}
	if p.IsFragment() {
		var complete bool
		if p, complete = h.reassembly.Add(h.lab.now, p); !complete {
			return
		}
		data = p.Append(nil)
	}
	if p.Protocol == packet.ProtocolTCP {
		h.receiveTCP(p)
		return
	}
	if p.Protocol != packet.ProtocolICMP {
		if p.Protocol == packet.ProtocolUDP && !h.answerQuery(p) && !h.answerTime(p) && !h.server.takeDatagram(h, p) {
			h.sendICMP(p.Src, packet.Unreachable(packet.CodePortUnreachable, 0, data))
		}
		return
	}
	m, err := packet.ParseICMP(p.Payload)
	switch {
	case err != nil:
	case m.Type == packet.ICMPEcho:
		h.sendICMP(p.Src, m.Reply())
	case m.Type == packet.ICMPEchoReply && m.ID == router.EchoID:
		h.lab.echoed(m.Sequence, "")
	case m.Type == packet.ICMPEchoReply && m.ID == hostPingID && h.pinging && p.Src == h.target && m.Sequence == h.sequence:
		h.times = append(h.times, h.lab.now.Sub(h.sent))
		h.pingNext()
	case m.IsError():
		original, err := packet.ParseQuoted(m.Data)
		if err == nil {
			h.takeTCPError(original, m)
		}
		if id, number, ok := quotedEcho(original); err == nil && ok && id == router.EchoID {
			h.lab.echoed(number, m.Reason())
		} else if err == nil && ok && h.pinging && original.Dst == h.target && id == hostPingID && number == h.sequence {
			h.lost++
			h.pingNext()
		}
	}
}

// quotedEcho is which echo the packet is that an ICMP error quotes.
func quotedEcho(p packet.IPv4) (id, number uint16, ok bool) {
	if p.Protocol != packet.ProtocolICMP || len(p.Payload) < packet.ICMPHeaderLen {
		return 0, 0, false
	}
	return binary.BigEndian.Uint16(p.Payload[4:]), binary.BigEndian.Uint16(p.Payload[6:]), true
}

func (h *host) startPing(target string) error {
	to, err := h.lab.findAddress(target)
	if err != nil {
		return fmt.Errorf("cannot ping %q: %w", target, err)
	}
	if h.pinging {
		return fmt.Errorf("%s is still pinging %s", h.Name, h.target)
	}
	h.pinging, h.target, h.left, h.lost, h.times = true, to, hostPings, 0, nil
	h.pingNext()
	return nil
}

// findAddress is the address that a target names: itself, or a host of the lab.
func (l *Lab) findAddress(target string) (netip.Addr, error) {
	if to, err := netip.ParseAddr(target); err == nil {
		return to, nil
	}
	s, err := l.findNode(target)
	other, isHost := s.(*host)
	if err != nil || !isHost {
		return netip.Addr{}, errors.New("it is neither an address nor a host")
	}
	return other.Address.Addr(), nil
}

// pingNext sends the next echo, or tells the result if all are through.
func (h *host) pingNext() {
	h.lab.agenda.markChanged(h.appointment)
	if h.left == 0 {
		h.pinging = false
		h.last = h.pingResult()
		h.lab.options.Notice(h.Name + ": " + h.last)
		return
	}
	h.left--
	h.sequence++
	h.sent = h.lab.now
	h.sendICMP(h.target, packet.ICMP{Type: packet.ICMPEcho, ID: hostPingID, Sequence: h.sequence, Data: make([]byte, hostPingData)})
}

func (h *host) pingResult() string {
	text := fmt.Sprintf("%d pings to %s, %d answered", len(h.times)+h.lost, h.target, len(h.times))
	if len(h.times) == 0 {
		return text
	}
	var sum time.Duration
	for _, t := range h.times {
		sum += t
	}
	return fmt.Sprintf("%s, round-trip min/avg/max = %d/%d/%d ms", text, slices.Min(h.times).Milliseconds(),
		(sum / time.Duration(len(h.times))).Milliseconds(), slices.Max(h.times).Milliseconds())
}

func (h *host) sendICMP(to netip.Addr, m packet.ICMP) {
	h.sendPacket(packet.IPv4{Src: h.Address.Addr(), Dst: to, TTL: hostTTL, Protocol: packet.ProtocolICMP, Payload: m.Append(nil)})
}

func (h *host) sendPacket(p packet.IPv4) {
	hop := p.Dst
	if !h.Address.Contains(p.Dst) {
		hop = h.Gateway
	}
	if len(h.sockets) > 0 && hop.IsValid() {
		h.lastIPID++
		p.ID = h.lastIPID
		pieces, _ := p.Fragments(config.DefaultMTU)
		for _, piece := range pieces {
			h.lab.sendOnWire(h.sockets[0].wire, h.sockets[0].end, hop, frame{data: piece.Append(nil)})
		}
	}
}
