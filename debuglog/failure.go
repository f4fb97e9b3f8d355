package debuglog

import (
	"net/netip"

	"ruthere/crypto/ike/state"
)

// Negotiations that fail: phase 1, then phase 2.

// A Mismatch is the first attribute of a transform that the local policy does not allow.
type Mismatch uint8

const (
	EncryptionMismatch Mismatch = iota
	HashMismatch
	AuthMismatch      // the method of authentication
	PresharedMismatch // the peer wants a pre-shared key, the policy or the lack of a key forbids it
	GroupMismatch
	KeyLengthMismatch
)

var mismatchWords = [...]string{
	"Encryption algorithm offered does not match policy!",
	"Hash algorithm offered does not match policy!",
	"Authentication method offered does not match policy!",
	"Preshared authentication offered but does not match policy!",
	"Diffie-Hellman group offered does not match policy!",
	"Proposed key length does not match policy",
}

// attribute is RFC 2409's name of what differs, as log messages write it.
func (m Mismatch) attribute() string {
	return [...]string{
		"ENCRYPTION_ALGORITHM", "HASH_ALGORITHM", "AUTHENTICATION_METHOD", "AUTHENTICATION_METHOD", "GROUP_DESCRIPTION", "KEY_LENGTH",
	}[min(m, KeyLengthMismatch)]
}

var offeredMismatch = phrase{
	sw:     ISAKMPError,
	args:   "what",
	ios124: "ISAKMP:(<id>):<what>",
	ios15:  same,
	iosxe:  xeError + "(<id>):<what>",
}

// OfferedMismatch is the one reason why a transform does not fit a policy.
func (v *Voice) OfferedMismatch(m Mismatch) {
	v.say(&offeredMismatch, text(mismatchWords[min(m, KeyLengthMismatch)]))
}

var attsNotAcceptable = phrase{
	sw:     ISAKMPError,
	args:   "next",
	ios124: "ISAKMP:(<id>):atts are not acceptable. Next payload is <next>",
	ios15:  same,
	iosxe:  xeError + "(<id>):atts are not acceptable. Next payload is <next>",
}

// AttsNotAcceptable ends one comparison; next is 3 if more transforms follow, else 0.
func (v *Voice) AttsNotAcceptable(next int) { v.say(&attsNotAcceptable, number(next)) }

var noOffersAccepted = phrase{
	sw:     ISAKMPError,
	ios124: "ISAKMP:(<id>):no offers accepted!",
	ios15:  same,
	iosxe:  xeError + "(<id>):no offers accepted!",
}

func (v *Voice) NoOffersAccepted() { v.say(&noOffersAccepted) }

var phase1NotAcceptable = phrase{
	sw:     ISAKMPError,
	args:   "local remote",
	ios124: "ISAKMP:(<id>): phase 1 SA policy not acceptable! (local <local> remote <remote>)",
	ios15:  same,
	iosxe:  xeError + "(<id>):phase 1 SA policy not acceptable! (local <local> remote <remote>)",
}

func (v *Voice) Phase1NotAcceptable(local, remote netip.Addr) {
	v.say(&phase1NotAcceptable, addr(local), addr(remote))
}

var failedToConstructAG = phrase{
	ios124: "ISAKMP:(<id>): Failed to construct AG informational message.",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Failed to construct AG informational message.",
}

// FailedToConstructAG is logged before the refusal goes out in clear, in main mode too.
func (v *Voice) FailedToConstructAG() { v.say(&failedToConstructAG) }

var fsmActionError = phrase{
	sw:     ISAKMPError,
	args:   "error",
	ios124: "ISAKMP (<num>): FSM action returned error: <error>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):FSM action returned error: <error>",
}

func (v *Voice) FSMActionError(code int) { v.say(&fsmActionError, number(code)) }

var unknownInput = phrase{
	sw:     ISAKMPError,
	args:   "event state",
	ios124: "ISAKMP (<num>): Unknown Input <event>:  state = <state>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Unknown Input <event>:  state = <state>",
}

// UnknownInput: the machine has no move for the event in this state.
func (v *Voice) UnknownInput(in state.Event, at state.Phase) {
	v.say(&unknownInput, event(in), text(at.String()))
}

var noPreSharedKey = phrase{
	sw:     ISAKMPError,
	args:   "peer",
	ios124: "ISAKMP:(<id>):No pre-shared key with <peer>!",
	ios15:  same,
	iosxe:  xeError + "(<id>):No pre-shared key with <peer>!",
}

func (v *Voice) NoPreSharedKey(peer netip.Addr) { v.say(&noPreSharedKey, addr(peer)) }

var noCertOrKey = phrase{
	sw:     ISAKMPError,
	ios124: "ISAKMP:(<id>): No Cert or pre-shared address key.",
	ios15:  same,
	iosxe:  xeError + "(<id>):No Cert or pre-shared address key. ",
}

func (v *Voice) NoCertOrKey() { v.say(&noCertOrKey) }

var cannotStartMainMode = phrase{
	sw:     ISAKMPError,
	ios124: "ISAKMP:(<id>): construct_initial_message: Can not start Main mode",
	ios15:  same,
	iosxe:  xeError + "(<id>):construct_initial_message: Can not start Main mode",
}

func (v *Voice) CannotStartMainMode() { v.say(&cannotStartMainMode) }

var errorProcessingSARequest = phrase{
	sw:     ISAKMPError,
	ios124: "ISAKMP: Error while processing SA request: Failed to initialize SA",
	ios15:  same,
	iosxe:  xeError + "(0):Error while processing SA request: Failed to initialize SA",
}

func ErrorProcessingSARequest() Line { return errorProcessingSARequest.line(Conn{}) }

var errorProcessingKMI = phrase{
	sw:     ISAKMPError,
	args:   "message error",
	ios124: "ISAKMP: Error while processing KMI message <message>, error <error>.",
	ios15:  same,
	iosxe:  xeError + "(0):Error while processing KMI message <message>, error <error>.",
}

// ErrorProcessingKMI follows ErrorProcessingSARequest, with message 0 and error 2.
func ErrorProcessingKMI(message, code int) Line {
	return errorProcessingKMI.line(Conn{}, number(message), number(code))
}

var reservedNotZero = phrase{
	sw:     ISAKMPError,
	args:   "payload",
	ios124: "ISAKMP: reserved not zero on <payload> payload!",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):reserved not zero on <payload> payload!",
}

// ReservedNotZero is how a wrong pre-shared key shows: the payload decrypts to garbage.
func (v *Voice) ReservedNotZero(payload string) { v.say(&reservedNotZero, text(payload)) }

var unknownPayloadType = phrase{
	sw:     ISAKMPError,
	args:   "type",
	ios124: "ISAKMP: Unknown payload type <type>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Unknown payload type <type>",
}

func (v *Voice) UnknownPayloadType(payloadType int) {
	v.say(&unknownPayloadType, number(payloadType))
}

var hashPayloadIncorrect = phrase{
	sw:     ISAKMPError,
	ios124: "ISAKMP:(<id>):Hash payload is incorrect",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Hash payload is incorrect",
}

// HashPayloadIncorrect: the message decrypts well, but its hash is wrong.
func (v *Voice) HashPayloadIncorrect() { v.say(&hashPayloadIncorrect) }

var policyInvalidatedProposal = phrase{
	sw:     ISAKMPError,
	args:   "error",
	ios124: "ISAKMP:(<id>): IPSec policy invalidated proposal with error <error>",
	ios15:  same,
	iosxe:  xeError + "(<id>):IPSec policy invalidated proposal with error <error>",
}

// The two errors of PolicyInvalidatedProposal.
const (
	ErrorProxies   = 32  // no crypto map entry for these proxy identities
	ErrorTransform = 256 // no transform set in common
)

func (v *Voice) PolicyInvalidatedProposal(code int) {
	v.say(&policyInvalidatedProposal, number(code))
}

var phase2NotAcceptable = phrase{
	sw:     ISAKMPError,
	args:   "local remote",
	ios124: "ISAKMP:(<id>): phase 2 SA policy not acceptable! (local <local> remote <remote>)",
	ios15:  same,
	iosxe:  xeError + "(<id>):phase 2 SA policy not acceptable! (local <local> remote <remote>)",
}

func (v *Voice) Phase2NotAcceptable(local, remote netip.Addr) {
	v.say(&phase2NotAcceptable, addr(local), addr(remote))
}
