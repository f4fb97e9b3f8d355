package ike

import (
	"crypto/rsa"
	"io"
	"net/netip"
	"time"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/deadline"
	"ruthere/debuglog"
)

// Ports of IKE: RFC 2408 section 2.5.1 and RFC 3947 section 4.
const (
	Port    = 500
	NATPort = 4500
)

// maxInput is how many messages wait for an SA's arithmetic; more are dropped, as a
// full socket would, and their senders repeat them.
const maxInput = 16

// An Engine holds the ISAKMP and IPsec SAs of one router.
type Engine struct {
	release debuglog.Release
	config  *config.Config
	random  func(purpose string) io.Reader
	phase1  *phase1Machine
	phase2  *phase2Machine

	// Maps here are for finding, never for ranging on the way to an output.
	sas        map[uint64]*SA      // by age; a deleted SA stays until it is purged
	byCookie   map[cookieKey]*SA   // by what a message carries
	byPeer     map[endpoints][]*SA // by age, oldest first; deleted ones left out
	known      map[endpoints]int   // how many of sas there are, deleted ones among them
	timers     deadline.Queue[*SA]
	peers      map[endpoints]*peer
	cursors    map[entryKey]*cursor
	tunnels    map[entryKey]bool // entries whose SAs are wanted without a packet that asks for them
	dynamic    dynamicEntries
	accesses   virtualAccesses
	checks     map[uint64]*SA // by the question about its user
	clients    clients
	leases     leases
	reverse    reverseRouteList
	requests   []*request // what IPsec asked for and has not got, by age
	jobs       map[uint64]*waiting
	queue      []func(now time.Time, out *Out) // messages between IPsec and IKE, in order
	unfinished [standings]int                  // SAs that peers began and that were never established
	claims     map[config.Identity]int         // how many of them are in aggressive mode with an identity that has a key
	openings   int                             // first messages of aggressive mode whose arithmetic is being done
	admission  Admission

	owners   map[*ipsec.Pair]owner // what a pair is for
	manual   []manualPair          // by age
	unproven map[*ipsec.Pair]bool  // the peer may not have it installed yet
	expiries expiries

	names      map[string]netip.Addr // what dynamic peers' names were last found to be
	withoutDPD bool

	retired          [2]ipsec.Counters // of the pairs that are gone: inbound, outbound
	lastConn         int
	lastJob, lastAge uint64
	lastCheck        uint64
	lastHandle       uint32

	trust      credentials
	fragmented []*SA // that have fragments of a message, the longest waiting first

	// PrivateKey is a key pair of the router, by its label; "" is the one that bears the router's name. Nil: there is none.
	PrivateKey func(label string) (*rsa.PrivateKey, bool)
	// Calendar is what the router's clock shows at an instant of the driver's time. Certificates are judged by it, set or not. Nil:
	// the driver's time itself.
	Calendar func(now time.Time) time.Time

	// Version is what clients are told that this is: the first lines of `show version`; "" = nothing.
	Version string

	// IPsec is the database of phase 2 SAs. The data path reads it; only the
	// engine adds and removes.
	IPsec *ipsec.Database
}

// New returns an engine without SAs. random gives a stream of random bytes for a
// named purpose ("cookie", "nonce", "node", ...); the same streams make the same engine.
func New(release debuglog.Release, c *config.Config, random func(purpose string) io.Reader) *Engine {
	e := &Engine{
		release:  release,
		config:   c,
		random:   random,
		sas:      map[uint64]*SA{},
		byCookie: map[cookieKey]*SA{},
		byPeer:   map[endpoints][]*SA{},
		known:    map[endpoints]int{},
		peers:    map[endpoints]*peer{},
		cursors:  map[entryKey]*cursor{},
		tunnels:  map[entryKey]bool{},
		jobs:     map[uint64]*waiting{},
		names:    map[string]netip.Addr{},
		IPsec:    &ipsec.Database{FirstConnID: FirstConnID(release)},
		owners:   map[*ipsec.Pair]owner{},
		unproven: map[*ipsec.Pair]bool{},
		dynamic:  newDynamicEntries(),
		accesses: newVirtualAccesses(),
		claims:   map[config.Identity]int{},
		checks:   map[uint64]*SA{},
		clients:  clients{map[string][]*client{}, map[string]int{}},
		leases:   newLeases(),
		reverse:  reverseRouteList{of: map[reverseKey]*reverseRoute{}},
	}
	e.phase1, e.phase2 = phase1Table(release), phase2Table(release)
	return e
}

// On says whether ISAKMP runs: it does while a crypto map is applied to an interface.
func (e *Engine) On() bool { return runsISAKMP(e.config) }

func runsISAKMP(c *config.Config) bool {
	if !c.ISAKMP.Enabled {
		return false
	}
	for _, i := range c.Interfaces {
		if i.CryptoMap != "" {
			return true
		}
	}
	return false
}

// Reconfigure follows a change of the configuration: SAs that no longer belong to it go, live ones
// take its keepalive settings, and ISAKMP as a whole goes on or off. SAs whose policy or key went
// stay until they are cleared or expire, as on the device.
func (e *Engine) Reconfigure(now time.Time, before, after *config.Config, out *Out) {
	e.config = after
	if changesCoverage(before, after) {
		e.dropUnconfigured(now, before, out)
	}
	e.followManual(now, out)
	if was, is := runsISAKMP(before), runsISAKMP(after); was != is {
		out.Log(netip.Addr{}, debuglog.ISAKMPOnOff(is))
	}
	if config.SameKeepalives(before, after) {
		return
	}
	for _, sa := range e.allSAs() {
		if sa.isEstablished() {
			e.followKeepalive(now, sa)
			e.reschedule(sa)
		}
	}
}

// Receive takes one datagram from UDP port 500 or 4500.
func (e *Engine) Receive(now time.Time, d Datagram, out *Out) {
	h, err := isakmp.ParseHeader(d.Data)
	if err != nil {
		out.Log(d.Remote.Addr(), debuglog.IKEBadMessage(d.Remote.Addr()))
		return
	}
	c := e.changeFor(now, h, d, out)
	if c == nil {
		return
	}
	if h.Next == isakmp.PayloadFragment && h.Flags&isakmp.FlagEncryption == 0 && e.config.ISAKMP.Fragmentation {
		if d.Data = c.takeFragment(h, d); d.Data == nil {
			return
		}
		h, _ = isakmp.ParseHeader(d.Data) // it was parsed before
	}
	if c.sa.isBusy() {
		if len(c.sa.input) < maxInput {
			c.sa.input = append(c.sa.input, d)
		}
		return
	}
	c.dispatchMessage(&received{header: h, datagram: d})
	e.settleQueue(now, out)
}

// changeFor begins to work on the SA that a datagram is for, an old one or a new one. If
// there is none, or no more than its name, it says so and returns nil.
func (e *Engine) changeFor(now time.Time, h isakmp.Header, d Datagram, out *Out) *change {
	from := d.Remote.Addr()
	if sa := e.findSA(h, d.VRF, d.Remote); sa != nil {
		c := e.changeSA(now, sa, out)
		c.sayReceived(d)
		return c
	}
	if late := e.deletedSAFor(h, d.VRF, d.Remote); late != nil && !h.Responder.IsZero() {
		e.changeSA(now, late, out).sayReceived(d)
		return nil
	}
	if !e.opensSA(h) || e.holdsOwnCookie(h, d.VRF, d.Remote) {
		out.Log(from, debuglog.IKENoSA(from))
		return nil
	}
	if h.Exchange == isakmp.AggressiveMode && e.config.ISAKMP.NoAggressiveMode {
		out.Log(from, debuglog.AggressiveModeDisabled())
		return nil
	}
	a, ok := readApplication(h, d)
	if !ok {
		out.Log(from, debuglog.IKEBadMessage(from))
		return nil
	}
	if !e.admitSA(a, out) {
		return nil
	}
	return e.acceptPhase1(now, a, h, out)
}

// opensSA says whether a message for an SA we do not know may begin one: RFC 2408
// section 3.1, the responder's cookie is zero in the first message only.
func (e *Engine) opensSA(h isakmp.Header) bool {
	return h.Responder.IsZero() && !h.Initiator.IsZero() && (h.Exchange == isakmp.MainMode || h.Exchange == isakmp.AggressiveMode) &&
		h.MessageID == 0 && h.Flags&isakmp.FlagEncryption == 0 && e.On()
}

// dispatchMessage hands a message to the exchange it belongs to.
func (c *change) dispatchMessage(m *received) {
	switch m.header.Exchange {
	case isakmp.MainMode, isakmp.AggressiveMode:
		c.receivePhase1(m)
	case isakmp.QuickMode:
		c.receiveQuickMode(m)
	case isakmp.Transaction:
		c.receiveTransaction(m)
	case isakmp.Informational:
		c.receiveInformational(m)
	default:
		c.refuseMessage()
	}
	c.reschedule(c.sa)
}

// Answer takes the result of a Job and goes on where it was waited for.
func (e *Engine) Answer(now time.Time, a Answer, out *Out) {
	w := e.jobs[a.ID]
	if w == nil {
		return
	}
	delete(e.jobs, a.ID)
	if w.opens {
		e.openings--
	}
	sa := w.sa
	if sa.jobs--; sa.isGone() {
		return // the SA went while the answer was computed
	}
	w.resume(now, a, out)
	for !sa.isBusy() && len(sa.input) > 0 {
		d := sa.input[0]
		sa.input = sa.input[1:]
		if h, err := isakmp.ParseHeader(d.Data); err == nil && !sa.isGone() {
			e.changeSA(now, sa, out).dispatchMessage(&received{header: h, datagram: d})
		}
	}
	e.reschedule(sa)
	e.settleQueue(now, out)
}

// settleQueue runs the messages that IPsec and IKE left for each other, in order.
func (e *Engine) settleQueue(now time.Time, out *Out) {
	for len(e.queue) > 0 {
		next := e.queue[0]
		e.queue = e.queue[1:]
		next(now, out)
	}
}

func (e *Engine) queueMessage(f func(now time.Time, out *Out)) { e.queue = append(e.queue, f) }
