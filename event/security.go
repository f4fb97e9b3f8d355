package event

import (
	"encoding/hex"
	"fmt"
	"net/netip"
)

// A Reason is why something went, failed or turned.
type Reason string

const (
	Operator       Reason = "cleared"            // by a command that clears
	DeletedByPeer  Reason = "deleted-by-peer"    // a DELETE came
	Unconfigured   Reason = "unconfigured"       // the configuration does not want it any more
	PeerDead       Reason = "peer-dead"          // dead peer detection gave the peer up
	InitialContact Reason = "initial-contact"    // the peer has begun anew and has no other SA
	NoAnswer       Reason = "no-answer"          // all retransmissions were in vain
	Lifetime       Reason = "lifetime"           // in seconds, is over
	Volume         Reason = "volume"             // the lifetime in kilobytes is over
	Idle           Reason = "idle"               // nothing passed for the idle time
	Superseded     Reason = "superseded"         // a younger SA has taken over
	NoProposal     Reason = "no-proposal-chosen" // what both sides accept has nothing in common
	NoKey          Reason = "no-key"             // there is no pre-shared key for the peer
	Refused        Reason = "refused-by-peer"    // an error notification came
	BadMessage     Reason = "bad-message"        // one came that makes no sense, or could not be made
	BadCertificate Reason = "bad-certificate"    // the peer's is not taken, or this side cannot sign
	HeardLast      Reason = "heard-last"         // another peer of the entry has negotiated since
	NameNotFound   Reason = "name-not-found"     // the peer's name has no address
)

// A Role is the side that began a negotiation.
type Role string

const (
	Initiator Role = "initiator"
	Responder Role = "responder"
)

// A Mode is how phase 1 is negotiated, if not in main mode.
type Mode string

const Aggressive Mode = "aggressive"

// A Cookie is one half of what names an ISAKMP SA (RFC 2408 section 2.5.3); in JSON 16 hexadecimal digits.
type Cookie [8]byte

func (c Cookie) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(c[:])), nil }

// An SPI names an IPsec SA at its receiver; in JSON as `show crypto ipsec sa` has it, 0x4D5F1C3A.
type SPI uint32

func (s SPI) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "0x%08X", uint32(s)), nil }

// ISAKMPSA is a phase 1 SA that was Begun, is Up, or went Down for a reason; or Failed before it was up.
type ISAKMPSA struct {
	State      State          `json:"state"`
	Local      netip.AddrPort `json:"local"`
	Remote     netip.AddrPort `json:"remote"`
	VRF        string         `json:"vrf,omitempty"` // front-door; "" = the global table
	Role       Role           `json:"role"`
	Initiator  Cookie         `json:"initiator_cookie"`
	Responder  Cookie         `json:"responder_cookie"`
	Mode       Mode           `json:"mode,omitempty"`       // "" = main mode
	Connection int            `json:"connection,omitempty"` // as `show crypto isakmp sa` numbers it; 0 = it has no keys yet
	PeerID     string         `json:"peer_id,omitempty"`    // how the peer called itself
	NAT        bool           `json:"nat,omitempty"`        // a translator is in between
	Reason     Reason         `json:"reason,omitempty"`
}

// IPsecSA is the two SAs of one quick mode: Up when traffic may flow, then Down for a reason; or Failed before, with as much as
// was known. The responder's are installed a little before they are up.
type IPsecSA struct {
	State       State        `json:"state"`
	Local       netip.Addr   `json:"local"`
	Remote      netip.Addr   `json:"remote"`
	VRF         string       `json:"vrf,omitempty"`        // front-door
	InsideVRF   string       `json:"inside_vrf,omitempty"` // of what is protected
	Role        Role         `json:"role"`
	InboundSPI  SPI          `json:"inbound_spi,omitempty"`
	OutboundSPI SPI          `json:"outbound_spi,omitempty"`
	LocalProxy  netip.Prefix `json:"local_proxy,omitzero"`
	RemoteProxy netip.Prefix `json:"remote_proxy,omitzero"`
	Protocol    uint8        `json:"protocol,omitempty"` // of what is protected; 0 = all
	Map         string       `json:"map,omitempty"`      // crypto map entry
	Sequence    int          `json:"sequence,omitempty"`
	Reason      Reason       `json:"reason,omitempty"`
}

// Session is all IPsec SAs with a peer: Up with the first of them, Down with the last. `crypto logging session` logs the same.
type Session struct {
	State  State          `json:"state"`
	Local  netip.Addr     `json:"local"`
	Remote netip.AddrPort `json:"remote"`
	VRF    string         `json:"vrf,omitempty"` // front-door
	PeerID string         `json:"peer_id,omitempty"`
	Reason Reason         `json:"reason,omitempty"`
}

// DPD is what dead peer detection knows of a peer: it was Asked, AskedAgain (Misses says for which time), has Answered the newest
// question, was Heard otherwise while a question was open, or is Dead.
type DPD struct {
	State    State      `json:"state"`
	Local    netip.Addr `json:"local"`
	Remote   netip.Addr `json:"remote"`
	VRF      string     `json:"vrf,omitempty"`      // front-door
	Protocol string     `json:"protocol"`           // DPD (RFC 3706) or IOS (its own keepalives, which have no numbers)
	Sequence uint32     `json:"sequence"`           // of the newest question
	Misses   int        `json:"misses,omitempty"`   // questions in a row without an answer, 0 to 5
	Heard    string     `json:"heard_by,omitempty"` // of Heard: what came
}

// Peer is the peer that a crypto map entry turned to: its Current one now.
type Peer struct {
	State    State  `json:"state"`
	Map      string `json:"map"`
	Sequence int    `json:"sequence"`
	From     string `json:"from"` // an address or a name, as configured
	To       string `json:"to"`
	Reason   Reason `json:"reason"`
}

// Transition is a state that an exchange has Entered, as debugging names it: phase 1's, or that of a quick mode. It is for Go
// programs that ask for it.
type Transition struct {
	State     State          `json:"state"`
	Local     netip.AddrPort `json:"local"`
	Remote    netip.AddrPort `json:"remote"`
	VRF       string         `json:"vrf,omitempty"` // front-door
	Role      Role           `json:"role"`          // in the exchange
	Initiator Cookie         `json:"initiator_cookie"`
	Input     string         `json:"input"` // IKE_MESG_FROM_PEER, IKE_MM_EXCH
	From      string         `json:"from"`  // IKE_I_MM1
	To        string         `json:"to"`
}

func (e ISAKMPSA) Kind() Kind  { return KindISAKMPSA }
func (e ISAKMPSA) What() State { return e.State }
func (ISAKMPSA) isEvent()      {}

func (e IPsecSA) Kind() Kind  { return KindIPsecSA }
func (e IPsecSA) What() State { return e.State }
func (IPsecSA) isEvent()      {}

func (e Session) Kind() Kind  { return KindSession }
func (e Session) What() State { return e.State }
func (Session) isEvent()      {}

func (e DPD) Kind() Kind  { return KindDPD }
func (e DPD) What() State { return e.State }
func (DPD) isEvent()      {}

func (e Peer) Kind() Kind  { return KindPeer }
func (e Peer) What() State { return e.State }
func (Peer) isEvent()      {}

func (e Transition) Kind() Kind  { return KindTransition }
func (e Transition) What() State { return e.State }
func (Transition) isEvent()      {}
