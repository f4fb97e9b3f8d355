package ike

import (
	"encoding/binary"
	"io"
	"net/netip"
	"time"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
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
	phase1  map[arrow][]transition
	phase2  map[nodeArrow][]nodeTransition

	// Maps here are for finding, never for ranging on the way to an output.
	sas        map[uint64]*SA      // by age; a deleted SA stays until it is purged
	byCookie   map[cookieKey]*SA   // by what a message carries
	byPeer     map[endpoints][]*SA // by age, oldest first; deleted ones left out
	known      map[endpoints]int   // how many of sas there are, deleted ones among them
	timers     timerHeap
	peers      map[endpoints]*peer
	cursors    map[entryKey]*cursor
	requests   []*request // what IPsec asked for and has not got, by age
	jobs       map[uint64]*waiting
	queue      []func(now time.Time, out *Out) // messages between IPsec and IKE, in order
	unfinished int                             // SAs that peers began and that were never established
	denied     time.Time                       // when IKE_DENY_SA_REQ was last said
	admission  Admission

	invalid  map[netip.Addr]time.Time // when IKMP_BAD_MESSAGE was last said of a peer
	owners   map[*ipsec.Pair]owner    // what a pair is for
	unproven map[*ipsec.Pair]bool     // the peer may not have it installed yet
	expiries expiries

	names      map[string]netip.Addr // what dynamic peers' names were last found to be
	withoutDPD bool

	lastConn         int
	lastJob, lastAge uint64
	lastHandle       uint32

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
		jobs:     map[uint64]*waiting{},
		names:    map[string]netip.Addr{},
		invalid:  map[netip.Addr]time.Time{},
		IPsec:    &ipsec.Database{},
		owners:   map[*ipsec.Pair]owner{},
		unproven: map[*ipsec.Pair]bool{},
	}
	e.phase1, e.phase2 = tables(release)
	return e
}

// On says whether ISAKMP runs: it does while a crypto map is applied to an interface.
func (e *Engine) On() bool { return on(e.config) }

func on(c *config.Config) bool {
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

// Reconfigure follows a change of the configuration: the keepalive settings of live
// SAs, and ISAKMP as a whole going on or off. SAs whose policy went stay until they
// are cleared or expire, as on the device.
func (e *Engine) Reconfigure(now time.Time, before, after *config.Config, out *Out) {
	e.config = after
	if was, is := on(before), on(after); was != is {
		out.Log(debuglog.ISAKMPOnOff(is))
	}
	if config.SameKeepalives(before, after) {
		return
	}
	for _, sa := range e.all() {
		if sa.established() {
			e.applyKeepalive(now, sa)
			e.reschedule(sa)
		}
	}
}

// Receive takes one datagram from UDP port 500 or 4500.
func (e *Engine) Receive(now time.Time, d Datagram, out *Out) {
	out.about(d.Remote.Addr())
	h, err := isakmp.ParseHeader(d.Data)
	if err != nil {
		e.badMessage(now, d.Remote.Addr(), out)
		return
	}
	sa := e.lookup(h, d.VRF, d.Remote)
	if sa == nil {
		if dead := e.buriedSA(h, d.VRF, d.Remote); dead != nil && !h.Responder.IsZero() {
			e.sayReceived(dead, d, out)
			return
		}
		if !e.opens(h) {
			out.Log(debuglog.IKENoSA(d.Remote.Addr()))
			return
		}
		if !offers(h, d.Data) {
			e.badMessage(now, d.Remote.Addr(), out)
			return
		}
		if !e.admits(now, d.Remote.Addr(), d.Local.Addr(), out) {
			return
		}
		sa = e.accept(now, d, h, out)
	} else {
		e.sayReceived(sa, d, out)
	}
	if sa.busy() {
		if len(sa.input) < maxInput {
			sa.input = append(sa.input, d)
		}
		return
	}
	e.dispatch(now, sa, h, d, out)
	e.settle(now, out)
}

func (e *Engine) sayReceived(sa *SA, d Datagram, out *Out) {
	out.Log(debuglog.ReceivedPacket(sa.connection(), d.Remote.Addr(), d.Local.Port(), d.Remote.Port(), sa.vrf, sa.role, sa.column))
}

// opens says whether a message for an SA we do not know may begin one: RFC 2408
// section 3.1, the responder's cookie is zero in the first message only.
func (e *Engine) opens(h isakmp.Header) bool {
	return h.Responder.IsZero() && !h.Initiator.IsZero() && h.Exchange == isakmp.MainMode &&
		h.MessageID == 0 && h.Flags&isakmp.FlagEncryption == 0 && e.On()
}

// offers says whether the payloads of a first message parse and hold an SA payload: no
// memory is spent on one that is no offer.
func offers(h isakmp.Header, data []byte) bool {
	message, err := isakmp.ParsePayloads(h.Next, data[isakmp.HeaderLen:], isakmp.TrailingRefused)
	return err == nil && (&step{message: message}).missing(payloads{isakmp.PayloadSA}) == 0
}

// dispatch hands a message to the exchange it belongs to.
func (e *Engine) dispatch(now time.Time, sa *SA, h isakmp.Header, d Datagram, out *Out) {
	s := &step{Engine: e, now: now, sa: sa, header: h, datagram: d, out: out}
	switch h.Exchange {
	case isakmp.MainMode:
		s.mainMode()
	case isakmp.QuickMode:
		s.quickMode()
	case isakmp.Informational:
		s.informational()
	default:
		e.badMessage(now, d.Remote.Addr(), out)
	}
	e.reschedule(sa)
}

// Answer takes the result of a Job and goes on where it was waited for.
func (e *Engine) Answer(now time.Time, a Answer, out *Out) {
	w := e.jobs[a.ID]
	if w == nil {
		return
	}
	delete(e.jobs, a.ID)
	sa := w.sa
	if sa.jobs--; sa.gone() {
		return // the SA went while the answer was computed
	}
	w.resume(now, a, out)
	for !sa.busy() && len(sa.input) > 0 {
		d := sa.input[0]
		sa.input = sa.input[1:]
		if h, err := isakmp.ParseHeader(d.Data); err == nil && !sa.gone() {
			e.dispatch(now, sa, h, d, out)
		}
	}
	e.reschedule(sa)
	e.settle(now, out)
}

// settle runs the messages that IPsec and IKE left for each other, in order.
func (e *Engine) settle(now time.Time, out *Out) {
	for len(e.queue) > 0 {
		next := e.queue[0]
		e.queue = e.queue[1:]
		next(now, out)
	}
}

func (e *Engine) post(f func(now time.Time, out *Out)) { e.queue = append(e.queue, f) }

// badMessage logs a message that makes no sense, at most once a minute per peer.
func (e *Engine) badMessage(now time.Time, from netip.Addr, out *Out) {
	if last, said := e.invalid[from]; said && now.Sub(last) < time.Minute {
		return
	}
	if len(e.invalid) > 1024 { // a flood from forged addresses must not cost memory
		clear(e.invalid)
	}
	e.invalid[from] = now
	out.Log(debuglog.IKEBadMessage(from))
}

// bytes draws n random bytes for a purpose.
func (e *Engine) bytes(purpose string, n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(e.random(purpose), b); err != nil {
		panic("ike: the source of randomness for " + purpose + " ran dry: " + err.Error())
	}
	return b
}

func (e *Engine) cookie() (c isakmp.Cookie) {
	for c.IsZero() {
		copy(c[:], e.bytes("cookie", len(c)))
	}
	return c
}

// messageID draws an id that was not used on the SA lately; zero is phase 1's.
func (e *Engine) messageID(sa *SA) uint32 {
	for {
		id := binary.BigEndian.Uint32(e.bytes("node", 4))
		if id != 0 && sa.node(id) == nil && !sa.spent.has(id) {
			return id
		}
	}
}

// pointer makes up the address a structure would have in the device's memory: it
// names the structure in the log, nothing else.
func (e *Engine) pointer() debuglog.Pointer {
	return debuglog.Pointer(0x80000000 | binary.BigEndian.Uint32(e.bytes("pointer", 4))&0x03FFFFFC)
}
