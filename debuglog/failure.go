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

var (
	offeredMismatch = phrase{
		sw:   ISAKMPError,
		args: "what",
		g2:   "ISAKMP:(<id>):<what>",
		g3:   same,
		g4:   "ISAKMP: (<id>):<what>",
	}
	keyLengthMismatch = phrase{
		sw:   ISAKMPError,
		args: "what",
		g2:   "ISAKMP:(<id>):<what>",
		g3:   same,
		g4:   "ISAKMP-ERROR: (<id>):<what>",
	}
)

// OfferedMismatch is the one reason why a transform does not fit a policy.
func OfferedMismatch(c Conn, m Mismatch) Line {
	m = min(m, KeyLengthMismatch)
	if m == KeyLengthMismatch {
		return keyLengthMismatch.say(c, text(mismatchWords[m]))
	}
	return offeredMismatch.say(c, text(mismatchWords[m]))
}

var attsNotAcceptable = phrase{
	sw:   ISAKMPError,
	args: "next",
	g2:   "ISAKMP:(<id>):atts are not acceptable. Next payload is <next>",
	g3:   same,
	g4:   "ISAKMP-ERROR: (<id>):atts are not acceptable. Next payload is <next>",
}

// AttsNotAcceptable ends one comparison; next is 3 if more transforms follow, else 0.
func AttsNotAcceptable(c Conn, next int) Line { return attsNotAcceptable.say(c, number(next)) }

var noOffersAccepted = phrase{
	sw: ISAKMPError,
	g2: "ISAKMP:(<id>):no offers accepted!",
	g3: same,
	g4: "ISAKMP-ERROR: (<id>):no offers accepted!",
}

func NoOffersAccepted(c Conn) Line { return noOffersAccepted.say(c) }

var phase1NotAcceptable = phrase{
	sw:   ISAKMPError,
	args: "local remote",
	g2:   "ISAKMP:(<id>): phase 1 SA policy not acceptable! (local <local> remote <remote>)",
	g3:   same,
	g4:   "ISAKMP-ERROR: (<id>):phase 1 SA policy not acceptable! (local <local> remote <remote>)",
}

func Phase1NotAcceptable(c Conn, local, remote netip.Addr) Line {
	return phase1NotAcceptable.say(c, addr(local), addr(remote))
}

var failedToConstructAG = phrase{
	g2: "ISAKMP:(<id>): Failed to construct AG informational message.",
	g3: same,
	g4: "ISAKMP: (<id>):Failed to construct AG informational message.",
}

// FailedToConstructAG is said before the refusal goes out in clear, in main mode too.
func FailedToConstructAG(c Conn) Line { return failedToConstructAG.say(c) }

var fsmActionError = phrase{
	sw:   ISAKMPError,
	args: "error",
	g2:   "ISAKMP (<num>): FSM action returned error: <error>",
	g3:   same,
	g4:   "ISAKMP: (<id>):FSM action returned error: <error>",
}

func FSMActionError(c Conn, code int) Line { return fsmActionError.say(c, number(code)) }

var unknownInput = phrase{
	sw:   ISAKMPError,
	args: "event state",
	g2:   "ISAKMP (<num>): Unknown Input <event>:  state = <state>",
	g3:   same,
	g4:   "ISAKMP: (<id>):Unknown Input <event>:  state = <state>",
}

// UnknownInput: the machine has no move for the event in this state.
func UnknownInput(c Conn, in state.Event, at state.Phase) Line {
	return unknownInput.say(c, event(in), text(at.String()))
}

var noPreSharedKey = phrase{
	sw:   ISAKMPError,
	args: "peer",
	g2:   "ISAKMP:(<id>):No pre-shared key with <peer>!",
	g3:   same,
	g4:   "ISAKMP-ERROR: (<id>):No pre-shared key with <peer>!",
}

func NoPreSharedKey(c Conn, peer netip.Addr) Line { return noPreSharedKey.say(c, addr(peer)) }

var noCertOrKey = phrase{
	sw: ISAKMPError,
	g2: "ISAKMP:(<id>): No Cert or pre-shared address key.",
	g3: same,
	g4: "ISAKMP-ERROR: (<id>):No Cert or pre-shared address key. ",
}

func NoCertOrKey(c Conn) Line { return noCertOrKey.say(c) }

var cannotStartMainMode = phrase{
	sw: ISAKMPError,
	g2: "ISAKMP:(<id>): construct_initial_message: Can not start Main mode",
	g3: same,
	g4: "ISAKMP-ERROR: (<id>):construct_initial_message: Can not start Main mode",
}

func CannotStartMainMode(c Conn) Line { return cannotStartMainMode.say(c) }

var errorProcessingSARequest = phrase{
	sw: ISAKMPError,
	g2: "ISAKMP: Error while processing SA request: Failed to initialize SA",
	g3: same,
	g4: "ISAKMP-ERROR: (0):Error while processing SA request: Failed to initialize SA",
}

func ErrorProcessingSARequest() Line { return errorProcessingSARequest.say(Conn{}) }

var errorProcessingKMI = phrase{
	sw:   ISAKMPError,
	args: "message error",
	g2:   "ISAKMP: Error while processing KMI message <message>, error <error>.",
	g3:   same,
	g4:   "ISAKMP-ERROR: (0):Error while processing KMI message <message>, error <error>.",
}

// ErrorProcessingKMI follows ErrorProcessingSARequest, with message 0 and error 2.
func ErrorProcessingKMI(message, code int) Line {
	return errorProcessingKMI.say(Conn{}, number(message), number(code))
}

var reservedNotZero = phrase{
	sw:   ISAKMPError,
	args: "payload",
	g2:   "ISAKMP: reserved not zero on <payload> payload!",
	g3:   same,
	g4:   "ISAKMP: (<id>):reserved not zero on <payload> payload!",
}

// ReservedNotZero is how a wrong pre-shared key shows: the payload decrypts to garbage.
func ReservedNotZero(c Conn, payload string) Line { return reservedNotZero.say(c, text(payload)) }

var unknownPayloadType = phrase{
	sw:   ISAKMPError,
	args: "type",
	g2:   "ISAKMP: Unknown payload type <type>",
	g3:   same,
	g4:   "ISAKMP: (<id>):Unknown payload type <type>",
}

func UnknownPayloadType(c Conn, payloadType int) Line {
	return unknownPayloadType.say(c, number(payloadType))
}

var hashPayloadIncorrect = phrase{
	sw: ISAKMPError,
	g2: "ISAKMP:(<id>):Hash payload is incorrect",
	g3: same,
	g4: "ISAKMP: (<id>):Hash payload is incorrect",
}

// HashPayloadIncorrect: the message decrypts well, but its hash is wrong.
func HashPayloadIncorrect(c Conn) Line { return hashPayloadIncorrect.say(c) }

var policyInvalidatedProposal = phrase{
	sw:   ISAKMPError,
	args: "error",
	g2:   "ISAKMP:(<id>): IPSec policy invalidated proposal with error <error>",
	g3:   same,
	g4:   "ISAKMP-ERROR: (<id>):IPSec policy invalidated proposal with error <error>",
}

// The two errors of PolicyInvalidatedProposal.
const (
	ErrorProxies   = 32  // no crypto map entry for these proxy identities
	ErrorTransform = 256 // no transform set in common
)

func PolicyInvalidatedProposal(c Conn, code int) Line {
	return policyInvalidatedProposal.say(c, number(code))
}

var phase2NotAcceptable = phrase{
	sw:   ISAKMPError,
	args: "local remote",
	g2:   "ISAKMP:(<id>): phase 2 SA policy not acceptable! (local <local> remote <remote>)",
	g3:   same,
	g4:   "ISAKMP-ERROR: (<id>):phase 2 SA policy not acceptable! (local <local> remote <remote>)",
}

func Phase2NotAcceptable(c Conn, local, remote netip.Addr) Line {
	return phase2NotAcceptable.say(c, addr(local), addr(remote))
}
