package router

import (
	"encoding/binary"
	"io"
	"net/netip"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"ruthere/modes"
	"ruthere/packet"
)

// The resolver asks each name server three times, three seconds apart, as the device
// does by default.
const (
	dnsPort    = 53
	dnsTimeout = 3 * time.Second
	dnsTries   = 3
	dnsPorts   = 49152 // the first of the ports that questions come from

	// unknownFor is how long the name servers are not asked again, for users, about a name
	// that was not found.
	unknownFor = time.Minute
	maxUnknown = 256 // names remembered so
)

// A lookup is a name being looked up.
type lookup struct {
	names    []string // still to be asked for, the one under way first
	servers  []netip.Addr
	id, port uint16
	tries    int
	deadline time.Time
	asking   func(server netip.Addr) // may be nil
	done     func(netip.Addr)        // with an invalid address when there is none
}

// broadcastAddress is where questions go when no name server is known.
var broadcastAddress = netip.AddrFrom4([4]byte{255, 255, 255, 255})

// resolveName looks a name up with the name servers of the global table and calls done when
// it is known. Without a name server the answer is no, at once.
func (r *Router) resolveName(name string, done func(netip.Addr)) {
	servers := r.nameServers()
	if len(servers) == 0 {
		done(netip.Addr{})
		return
	}
	r.startLookup(&lookup{names: r.qualifiedNames(name), servers: servers, done: done})
}

// Resolve looks a name up for a user who waits. Asking is told each server that is
// asked; done comes later, unless the Job is interrupted.
func (r *Router) Resolve(name string, asking func(server netip.Addr), done func(netip.Addr)) modes.Job {
	remember := func(addr netip.Addr) {
		if !addr.IsValid() {
			if len(r.unresolvedNames) >= maxUnknown {
				clear(r.unresolvedNames)
			}
			r.unresolvedNames[strings.ToLower(name)] = r.now
		}
		done(addr)
	}
	l := &lookup{names: r.qualifiedNames(name), servers: r.nameServers(), asking: asking, done: remember}
	if len(l.servers) == 0 {
		l.servers = []netip.Addr{broadcastAddress}
	}
	r.startLookup(l)
	return abandonable{r, l}
}

// Unknown says that a name was not found a short time ago, by the same configuration.
func (r *Router) Unknown(name string) bool {
	at, known := r.unresolvedNames[strings.ToLower(name)]
	return known && r.now.Sub(at) < unknownFor
}

func (r *Router) startLookup(l *lookup) {
	l.id, l.port = r.randomUint16("dns id"), dnsPorts+r.randomUint16("dns port")%(1<<14)
	r.lookups = append(r.lookups, l)
	r.askNameServer(l)
}

// An abandonable lookup is a Job: Ctrl-^ ends it, and done is never called then.
type abandonable struct {
	r *Router
	l *lookup
}

func (a abandonable) Interrupt() { a.r.forgetLookup(a.l) }

func (r *Router) forgetLookup(l *lookup) {
	r.lookups = slices.DeleteFunc(r.lookups, func(other *lookup) bool { return other == l })
}

// qualifiedNames lists the names to ask for: one without a dot is tried in each of the
// router's domains first.
func (r *Router) qualifiedNames(name string) (names []string) {
	if !strings.Contains(name, ".") {
		domains := r.config.DomainList
		if len(domains) == 0 && r.config.DomainName != "" {
			domains = []string{r.config.DomainName}
		}
		for _, d := range domains {
			names = append(names, name+"."+strings.Trim(d, ".")+".")
		}
	}
	return append(names, strings.TrimSuffix(name, ".")+".")
}

func (r *Router) nameServers() (servers []netip.Addr) {
	for _, s := range r.config.NameServers {
		if s.VRF == "" {
			servers = append(servers, s.Addr)
		}
	}
	return servers
}

// randomBytes draws n random bytes for a purpose.
func (r *Router) randomBytes(purpose string, n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(r.options.Random(purpose), b); err != nil {
		panic("router: the source of randomness for " + purpose + " ran dry: " + err.Error())
	}
	return b
}

func (r *Router) randomUint16(purpose string) uint16 {
	return binary.BigEndian.Uint16(r.randomBytes(purpose, 2))
}

// askNameServer sends a lookup's question to the name server whose turn it is.
func (r *Router) askNameServer(l *lookup) {
	if l.tries++; l.tries == 1 && l.asking != nil {
		l.asking(l.servers[0])
	}
	l.deadline = r.now.Add(dnsTimeout)
	server := l.servers[0]
	name, err := dnsmessage.NewName(l.names[0])
	if err != nil { // too long to ask for
		l.deadline, l.names = r.now, l.names[:1]
		l.servers, l.tries = l.servers[len(l.servers)-1:], dnsTries
		return
	}
	m := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: l.id, RecursionDesired: true},
		Questions: []dnsmessage.Question{{Name: name, Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET}},
	}
	data, err := m.Pack()
	hop, ok := r.findRoute("", server)
	if err != nil || !ok || !r.config.AddressOf(hop.iface).IsValid() {
		return // the time runs out
	}
	source := r.config.AddressOf(hop.iface).Addr()
	u := packet.UDP{SrcPort: l.port, DstPort: dnsPort, Payload: data}
	r.sendOwnPacket("", u.Packet(source, server, 255))
}

// takeDNSAnswer takes a datagram from a name server, if it answers a question of this router.
func (r *Router) takeDNSAnswer(from netip.Addr, u packet.UDP) bool {
	at := slices.IndexFunc(r.lookups, func(l *lookup) bool { return l.port == u.DstPort })
	if u.SrcPort != dnsPort || at < 0 {
		return false
	}
	l := r.lookups[at]
	var m dnsmessage.Message
	if l.servers[0] != from || m.Unpack(u.Payload) != nil || !m.Response || m.ID != l.id {
		return true // not the answer: whoever forged it has to guess port and id
	}
	for _, answer := range m.Answers {
		if a, ok := answer.Body.(*dnsmessage.AResource); ok {
			r.forgetLookup(l)
			l.done(netip.AddrFrom4(a.A))
			return true
		}
	}
	if l.names = l.names[1:]; len(l.names) > 0 { // not there: perhaps in the next domain
		l.tries = 1
		r.askNameServer(l)
		return true
	}
	r.forgetLookup(l)
	l.done(netip.Addr{})
	return true
}

func (r *Router) nextLookup() (at time.Time, why string, ok bool) {
	for _, l := range r.lookups {
		if !ok || l.deadline.Before(at) {
			at, ok = l.deadline, true
		}
	}
	return at, "name server", ok
}

// retryLookups asks again what was not answered, then the next server, then gives up.
func (r *Router) retryLookups() {
	for _, l := range slices.Clone(r.lookups) {
		if r.now.Before(l.deadline) {
			continue
		}
		if l.tries == dnsTries {
			l.tries, l.servers = 0, l.servers[1:]
		}
		if len(l.servers) > 0 {
			r.askNameServer(l)
			continue
		}
		r.forgetLookup(l)
		l.done(netip.Addr{})
	}
}
