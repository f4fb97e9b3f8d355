package debuglog

import (
	"net/netip"

	"ruthere/crypto/ike/state"
)

// Packets are sent again, and given up.

var incrementingErrorCounter = phrase{
	args:   "what attempt of",
	ios124: "ISAKMP (<num>): incrementing error counter on sa, attempt <attempt> of <of>: <what>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):incrementing error counter on sa, attempt <attempt> of <of>: <what>",
}

// ErrorCounter counts a failure of the SA. 12.4 does not number missed answers to probes.
func (v *Voice) ErrorCounter(what Counter, attempt, of int) {
	p := &incrementingErrorCounter
	if what == CountPeersAlive {
		p = &peersAliveError
	}
	v.say(p, text(what.String()), number(attempt), number(of))
}

var nodeErrorCounter = phrase{
	args:   "what attempt of",
	ios124: "ISAKMP (<num>): incrementing error counter on node, attempt <attempt> of <of>: <what>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):incrementing error counter on node, attempt <attempt> of <of>: <what>",
}

// NodeErrorCounter counts a failure of a quick mode.
func (v *Voice) NodeErrorCounter(what Counter, attempt, of int) {
	v.say(&nodeErrorCounter, text(what.String()), number(attempt), number(of))
}

var retransmitPhase1Due = phrase{
	args:   "state",
	ios124: "ISAKMP:(<id>): retransmitting phase 1 <state>...",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):retransmitting phase 1 <state>...",
}

// RetransmitPhase1Due: the timer has fired.
func (v *Voice) RetransmitPhase1Due(shown state.Shown) {
	v.say(&retransmitPhase1Due, text(padded(shown)))
}

var retransmittingPhase1 = phrase{
	args:   "state",
	ios124: "ISAKMP:(<id>): retransmitting phase 1 <state>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):retransmitting phase 1 <state>",
}

// RetransmittingPhase1: an attempt is left, and SendingPacket follows.
func (v *Voice) RetransmittingPhase1(shown state.Shown) {
	v.say(&retransmittingPhase1, text(padded(shown)))
}

var duplicatePhase1Packet = phrase{
	ios124: "ISAKMP:(<id>): phase 1 packet is a duplicate of a previous packet.",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):phase 1 packet is a duplicate of a previous packet.",
}

func (v *Voice) DuplicatePhase1Packet() { v.say(&duplicatePhase1Packet) }

var duplicatePhase2Packet = phrase{
	ios124: "ISAKMP:(<id>): phase 2 packet is a duplicate of a previous packet.",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):phase 2 packet is a duplicate of a previous packet.",
}

// DuplicatePhase2Packet is formed after the line of phase 1; its wording is not attested.
func (v *Voice) DuplicatePhase2Packet() { v.say(&duplicatePhase2Packet) }

var retransmittingDueTo = phrase{
	args:   "what",
	ios124: "ISAKMP:(<id>): retransmitting due to <what>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):retransmitting due to <what>",
}

// RetransmittingDueTo follows a duplicate.
func (v *Voice) RetransmittingDueTo(what Counter) { v.say(&retransmittingDueTo, text(what.String())) }

var retransmitPhase2Due = phrase{
	args:   "state node",
	ios124: "ISAKMP:(<id>): retransmitting phase 2 <state> <node> ...",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):retransmitting phase 2 <state> <node> ...",
}

// RetransmitPhase2Due: the timer of a quick mode has fired.
func (v *Voice) RetransmitPhase2Due(messageID uint32) {
	v.say(&retransmitPhase2Due, text(padded(state.QMIdle)), node(messageID))
}

var retransmittingPhase2 = phrase{
	args:   "node state",
	ios124: "ISAKMP:(<id>): retransmitting phase 2 <node> <state>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):retransmitting phase 2 <node> <state>",
}

// RetransmittingPhase2: an attempt is left, and SendingPacket follows.
func (v *Voice) RetransmittingPhase2(messageID uint32) {
	v.say(&retransmittingPhase2, node(messageID), text(padded(state.QMIdle)))
}

var stillBudding = phrase{
	args:   "local remote",
	ios124: "ISAKMP:(<id>):SA is still budding. Attached new ipsec request to it. (local <local>, remote <remote>)",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):SA is still budding. Attached new ipsec request to it. (local <local>, remote <remote>)",
}

// StillBudding: IPsec asks again while phase 1 is being negotiated.
func (v *Voice) StillBudding(local, remote netip.Addr) {
	v.say(&stillBudding, addr(local), addr(remote))
}
