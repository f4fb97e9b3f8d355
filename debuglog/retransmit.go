package debuglog

import (
	"net/netip"

	"ruthere/crypto/ike/state"
)

// Packets are sent again, and given up.

var incrementingErrorCounter = phrase{
	args: "what attempt of",
	g2:   "ISAKMP (<num>): incrementing error counter on sa, attempt <attempt> of <of>: <what>",
	g3:   same,
	g4:   "ISAKMP: (<id>):incrementing error counter on sa, attempt <attempt> of <of>: <what>",
}

// ErrorCounter counts a failure of the SA: what is "PEERS_ALIVE_TIMER" (a missed answer to a
// probe, which 12.4 does not number), "retransmit phase 1", "retransmit phase 2",
// "reset_retransmission" or "construct_fail_ag_init".
func ErrorCounter(c Conn, what string, attempt, of int) Line {
	p := &incrementingErrorCounter
	if what == "PEERS_ALIVE_TIMER" {
		p = &peersAliveError
	}
	return p.say(c, text(what), number(attempt), number(of))
}

var nodeErrorCounter = phrase{
	args: "what attempt of",
	g2:   "ISAKMP (<num>): incrementing error counter on node, attempt <attempt> of <of>: <what>",
	g3:   same,
	g4:   "ISAKMP: (<id>):incrementing error counter on node, attempt <attempt> of <of>: <what>",
}

// NodeErrorCounter counts a failure of a quick mode: what is "retransmit phase 2".
func NodeErrorCounter(c Conn, what string, attempt, of int) Line {
	return nodeErrorCounter.say(c, text(what), number(attempt), number(of))
}

var retransmitPhase1Due = phrase{
	args: "state",
	g2:   "ISAKMP:(<id>): retransmitting phase 1 <state>...",
	g3:   same,
	g4:   "ISAKMP: (<id>):retransmitting phase 1 <state>...",
}

// RetransmitPhase1Due: the timer has fired.
func RetransmitPhase1Due(c Conn, shown state.Shown) Line {
	return retransmitPhase1Due.say(c, text(padded(shown)))
}

var retransmittingPhase1 = phrase{
	args: "state",
	g2:   "ISAKMP:(<id>): retransmitting phase 1 <state>",
	g3:   same,
	g4:   "ISAKMP: (<id>):retransmitting phase 1 <state>",
}

// RetransmittingPhase1: an attempt is left, and SendingPacket follows.
func RetransmittingPhase1(c Conn, shown state.Shown) Line {
	return retransmittingPhase1.say(c, text(padded(shown)))
}

var duplicatePhase1Packet = phrase{
	g2: "ISAKMP:(<id>): phase 1 packet is a duplicate of a previous packet.",
	g3: same,
	g4: "ISAKMP: (<id>):phase 1 packet is a duplicate of a previous packet.",
}

func DuplicatePhase1Packet(c Conn) Line { return duplicatePhase1Packet.say(c) }

var duplicatePhase2Packet = phrase{
	g2: "ISAKMP:(<id>): phase 2 packet is a duplicate of a previous packet.",
	g3: same,
	g4: "ISAKMP: (<id>):phase 2 packet is a duplicate of a previous packet.",
}

// DuplicatePhase2Packet is formed after the line of phase 1; its wording is not attested.
func DuplicatePhase2Packet(c Conn) Line { return duplicatePhase2Packet.say(c) }

var retransmittingDueTo = phrase{
	args: "what",
	g2:   "ISAKMP:(<id>): retransmitting due to <what>",
	g3:   same,
	g4:   "ISAKMP: (<id>):retransmitting due to <what>",
}

// RetransmittingDueTo follows a duplicate; what is "retransmit phase 1" or "retransmit phase 2".
func RetransmittingDueTo(c Conn, what string) Line { return retransmittingDueTo.say(c, text(what)) }

var retransmitPhase2Due = phrase{
	args: "state node",
	g2:   "ISAKMP:(<id>): retransmitting phase 2 <state> <node> ...",
	g3:   same,
	g4:   "ISAKMP: (<id>):retransmitting phase 2 <state> <node> ...",
}

// RetransmitPhase2Due: the timer of a quick mode has fired.
func RetransmitPhase2Due(c Conn, messageID uint32) Line {
	return retransmitPhase2Due.say(c, text(padded(state.QMIdle)), node(messageID))
}

var retransmittingPhase2 = phrase{
	args: "node state",
	g2:   "ISAKMP:(<id>): retransmitting phase 2 <node> <state>",
	g3:   same,
	g4:   "ISAKMP: (<id>):retransmitting phase 2 <node> <state>",
}

// RetransmittingPhase2: an attempt is left, and SendingPacket follows.
func RetransmittingPhase2(c Conn, messageID uint32) Line {
	return retransmittingPhase2.say(c, node(messageID), text(padded(state.QMIdle)))
}

var quickModeTimerExpired = phrase{
	g2: "ISAKMP:(<id>):quick mode timer expired.",
	g3: same,
	g4: "ISAKMP: (<id>):quick mode timer expired.",
}

func QuickModeTimerExpired(c Conn) Line { return quickModeTimerExpired.say(c) }

var stillBudding = phrase{
	args: "local remote",
	g2:   "ISAKMP:(<id>):SA is still budding. Attached new ipsec request to it. (local <local>, remote <remote>)",
	g3:   same,
	g4:   "ISAKMP: (<id>):SA is still budding. Attached new ipsec request to it. (local <local>, remote <remote>)",
}

// StillBudding: IPsec asks again while phase 1 is being negotiated.
func StillBudding(c Conn, local, remote netip.Addr) Line {
	return stillBudding.say(c, addr(local), addr(remote))
}
