package router

import (
	"encoding/binary"
	"io"
	"net/netip"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"ruthere/packet"
)

// The resolver asks each name server three times, three seconds apart, as the device
// does by default.
const (
	dnsPort    = 53
	dnsTimeout = 3 * time.Second
	dnsTries   = 3
	dnsPorts   = 49152 // the first of the ports that questions come from
)

// A lookup is a name being looked up.
type lookup struct {
	name     dnsmessage.Name
	id, port uint16
	server   int // which of the name servers is asked
	tries    int
	deadline time.Time
	done     func(netip.Addr) // with an invalid address when there is none
}

// resolve looks a name up with the name servers of the global table and calls done when
// it is known. Without a name server the answer is no, at once.
func (r *Router) resolve(name string, done func(netip.Addr)) {
	qualified, err := dnsmessage.NewName(strings.TrimSuffix(name, ".") + ".")
	if err != nil || len(r.nameServers()) == 0 {
		done(netip.Addr{})
		return
	}
	l := &lookup{name: qualified, id: r.random16("dns id"), port: dnsPorts + r.random16("dns port")%(1<<14), done: done}
	r.lookups = append(r.lookups, l)
	r.question(l)
}

func (r *Router) nameServers() (servers []netip.Addr) {
	for _, s := range r.config.NameServers {
		if s.VRF == "" {
			servers = append(servers, s.Addr)
		}
	}
	return servers
}

func (r *Router) random16(purpose string) uint16 {
	var b [2]byte
	if _, err := io.ReadFull(r.options.Random(purpose), b[:]); err != nil {
		panic("router: the source of randomness for " + purpose + " ran dry: " + err.Error())
	}
	return binary.BigEndian.Uint16(b[:])
}

// question sends a lookup's question to the name server whose turn it is.
func (r *Router) question(l *lookup) {
	l.tries++
	l.deadline = r.now.Add(dnsTimeout)
	server := r.nameServers()[l.server]
	m := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: l.id, RecursionDesired: true},
		Questions: []dnsmessage.Question{{Name: l.name, Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET}},
	}
	data, err := m.Pack()
	hop, ok := r.route("", server)
	if err != nil || !ok || !hop.iface.Address.IsValid() {
		return // the time runs out
	}
	source := hop.iface.Address.Addr()
	u := packet.UDP{SrcPort: l.port, DstPort: dnsPort, Payload: data}
	r.send("", packet.IPv4{Src: source, Dst: server, TTL: 255, Protocol: packet.ProtocolUDP, Payload: u.Append(nil, source, server)})
}

// answered takes a datagram from a name server, if it answers a question of ours.
func (r *Router) answered(from netip.Addr, u packet.UDP) bool {
	at := slices.IndexFunc(r.lookups, func(l *lookup) bool { return l.port == u.DstPort })
	if u.SrcPort != dnsPort || at < 0 {
		return false
	}
	l := r.lookups[at]
	servers := r.nameServers()
	var m dnsmessage.Message
	if l.server >= len(servers) || servers[l.server] != from || m.Unpack(u.Payload) != nil || !m.Response || m.ID != l.id {
		return true // not the answer: whoever forged it has to guess port and id
	}
	r.lookups = slices.Delete(r.lookups, at, at+1)
	for _, answer := range m.Answers {
		if a, ok := answer.Body.(*dnsmessage.AResource); ok {
			l.done(netip.AddrFrom4(a.A))
			return true
		}
	}
	l.done(netip.Addr{})
	return true
}

// lookupTimers asks again what was not answered, then the next server, then gives up.
func (r *Router) lookupTimers() {
	for _, l := range slices.Clone(r.lookups) {
		if r.now.Before(l.deadline) {
			continue
		}
		if l.tries == dnsTries {
			l.tries, l.server = 0, l.server+1
		}
		if l.server < len(r.nameServers()) {
			r.question(l)
			continue
		}
		r.lookups = slices.DeleteFunc(r.lookups, func(other *lookup) bool { return other == l })
		l.done(netip.Addr{})
	}
}
