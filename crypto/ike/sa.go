package ike

import (
	"cmp"
	"crypto/sha256"
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/crypto/pki"
	"ruthere/debuglog"
	"ruthere/dpd"
)

// An SA is one ISAKMP security association, from the first message of phase 1
// until it is purged (RFC 2409 section 5.4).
type SA struct {
	conn    int // connection id; 0 until the keys exist
	age     uint64
	pointer debuglog.Pointer
	role    state.Role
	vrf     string // front-door VRF; "" = the global table
	profile *config.Profile
	peer    *peer

	cookieI, cookieR isakmp.Cookie
	local, remote    netip.AddrPort

	aggressive bool // phase 1 is aggressive mode
	signs      bool // its peers prove themselves by signatures, not by a pre-shared key

	phase state.Phase // what "Old State =" prints
	shown state.Shown // what packet lines and `show crypto isakmp sa` print

	suite     oakley.Suite
	lifetime  time.Duration
	*material // until phase 1 is complete
	keys      oakley.Keys
	iv        []byte // for the next message of phase 1; afterwards its last block

	peerDPD   bool // the peer sent the DPD vendor ID
	peerIsIOS bool

	peerFragments bool // it takes fragments of messages
	fragments     *fragments
	fragmentID    uint16 // of the last message that left in fragments

	lastSign debuglog.Sign // what the last sign of life was
	contact  bool          // the peer sent INITIAL-CONTACT in phase 1
	peerID   string
	easyVPN  string // this router is a client of its peer, by the Easy VPN remote of this name; "" = it is none
	asClient *asClient
	group    string  // the client group that it presented; "" = none
	xauth    *xauth  // nil: its user is not asked for
	client   *client // who was let in; nil: nobody yet, or it is no client
	pushed   bool    // it was told an address unasked
	nat      natDetection
	monitor  *dpd.Monitor
	answers  dpd.RateLimit // of our own R_U_THERE_ACKs
	asked    dpd.PeerSequence

	nodes  []*node // by age
	spent  spentIDs
	timers [timerCount]time.Time
	place  int32 // in the engine's queue of timers

	lastReceived [sha256.Size]byte // of the last phase 1 message that was accepted
	lastSent     []byte
	errors       int32           // in a row: messages that were not answered, or made no sense
	nonsense     bool            // one came since our last message of phase 1
	wrongProofs  uint8           // signatures that were checked in vain since then
	jobs         int32           // that are being computed
	opening      int32           // what phase 1 waits for before it is announced as complete
	input        []Datagram      // messages that came meanwhile
	counted      bool            // among the unfinished
	standing     standing        // that it is counted under
	claimed      config.Identity // that it is counted under besides; zero: none
	life         life
	reason       debuglog.Reason // why it is being deleted

	Established time.Time
}

// material is what phase 1 makes the keys of and proves itself with. It is forgotten
// when it has.
type material struct {
	psk            string
	noXAuth        bool               // of the key: its peers are not asked who they are
	caller         *config.ISAKMPPeer // by which the peer is called in aggressive mode; nil: the profile says so
	chosen         isakmp.Proposal    // the transform both agreed on, as it came
	private        []byte
	keI, keR       []byte
	nonceI, nonceR []byte
	shared         []byte
	offer          []byte // SAi_b: the body of the initiator's SA payload as it was on the wire
	idI, idR       []byte // IDii_b and IDir_b of aggressive mode: the bodies of the ID payloads

	initiator  *isakmp.Identification // what idI says
	proof      []isakmp.Payload       // what proves this side in its next message: identity and HASH, or certificates
	first      bool                   // no other SA with the peer is known here, which it will be told
	credential *credential            // whose certificate the peer asked for; nil: of none that is here
	chain      []*pki.Certificate     // the peer's, while it is awaited whether something of it was revoked
	awaited    []uint64               // the questions about that
}

// isEstablished says that phase 1 is complete and the SA may be used.
func (sa *SA) isEstablished() bool {
	return sa.phase == state.P1Complete && sa.life == living && !sa.asClient.isWaiting()
}

// isAuthenticated says that phase 1 is over, though the peer's user may still be asked.
func (sa *SA) isAuthenticated() bool { return !sa.Established.IsZero() }

func (sa *SA) isBusy() bool { return sa.jobs > 0 }

func (sa *SA) connection() debuglog.Conn { return debuglog.Conn{ID: sa.conn} }

// ownCookie is the cookie this router chose.
func (sa *SA) ownCookie() isakmp.Cookie {
	if sa.role == state.Initiator {
		return sa.cookieI
	}
	return sa.cookieR
}

// A cookieKey finds an SA by the initiator's cookie, which every message carries.
type cookieKey struct {
	initiator isakmp.Cookie
	vrf       string
	remote    netip.Addr
}

// endpoints are the two ends of an SA, without ports: those change when NAT is found.
type endpoints struct {
	vrf           string // front-door; "" = the global table
	local, remote netip.Addr
}

func (sa *SA) bothEnds() endpoints { return endpoints{sa.vrf, sa.local.Addr(), sa.remote.Addr()} }

// findSA finds the SA a message belongs to. The first message of phase 1, heard
// again, has no responder cookie yet and is found by the initiator's.
func (e *Engine) findSA(h isakmp.Header, vrf string, from netip.AddrPort) *SA {
	sa := e.byCookie[cookieKey{h.Initiator, vrf, from.Addr()}]
	switch {
	case sa == nil || sa.isGone():
		return nil
	case sa.cookieR == h.Responder:
		return sa
	case sa.role == state.Initiator && sa.cookieR.IsZero():
		return sa // message 2 brings the responder's cookie
	case sa.role == state.Responder && h.Responder.IsZero() && h.Exchange == sa.exchangeType():
		return sa
	}
	return nil
}

// deletedSAFor finds the SA a message belongs to among those that only wait for their
// purge: such messages are late, not foreign.
func (e *Engine) deletedSAFor(h isakmp.Header, vrf string, from netip.AddrPort) *SA {
	sa := e.byCookie[cookieKey{h.Initiator, vrf, from.Addr()}]
	if sa == nil || !sa.isGone() || sa.cookieR != h.Responder {
		return nil
	}
	return sa
}

// holdsOwnCookie says whether a message carries, as its initiator's, a cookie that this router
// chose. It is in clear in every message of the SA: a first message with it is forged, or one of
// our own sent back.
func (e *Engine) holdsOwnCookie(h isakmp.Header, vrf string, from netip.AddrPort) bool {
	sa := e.byCookie[cookieKey{h.Initiator, vrf, from.Addr()}]
	return sa != nil && sa.role == state.Initiator
}

// newSA adds an SA in state IKE_READY.
func (e *Engine) newSA(role state.Role, vrf string, local, remote netip.AddrPort, initiator isakmp.Cookie) *SA {
	e.lastAge++
	sa := &SA{
		age: e.lastAge, pointer: e.newPointer(), role: role, vrf: vrf, local: local, remote: remote, cookieI: initiator,
		phase: state.Ready, shown: state.MMNoState,
		material: &material{},
		answers:  dpd.NewRateLimit(answerSpacing, answerBurst),
	}
	e.sas[sa.age] = sa
	e.byCookie[cookieKey{initiator, vrf, remote.Addr()}] = sa
	e.byPeer[sa.bothEnds()] = append(e.byPeer[sa.bothEnds()], sa)
	e.known[sa.bothEnds()]++
	return sa
}

// sayInserted says that an SA is listed: differently while an older one with the same ends
// is still there.
func (c *change) sayInserted() {
	if c.known[c.sa.bothEnds()] > 1 {
		c.log.DuplicateSA(c.sa.pointer)
		return
	}
	c.log.InsertedSA(c.sa.pointer)
}

// allSAs lists the SAs by age, deleted ones among them.
func (e *Engine) allSAs() []*SA {
	out := make([]*SA, 0, len(e.sas))
	for _, sa := range e.sas {
		out = append(out, sa)
	}
	slices.SortFunc(out, func(a, b *SA) int { return cmp.Compare(a.age, b.age) })
	return out
}

// siblingsOf are the other living SAs between the same two ends, oldest first.
func (e *Engine) siblingsOf(sa *SA) []*SA {
	return slices.DeleteFunc(slices.Clone(e.byPeer[sa.bothEnds()]), func(other *SA) bool { return other == sa })
}

// usableSA returns the newest SA over which quick mode can run, else the newest that this side
// is still negotiating. What a peer has begun and not proven may be forged: nothing waits for it.
func (e *Engine) usableSA(ends endpoints) *SA {
	between := e.byPeer[ends]
	for _, sa := range slices.Backward(between) {
		if sa.isEstablished() {
			return sa
		}
	}
	for _, sa := range slices.Backward(between) {
		if sa.role == state.Initiator {
			return sa
		}
	}
	return nil
}
