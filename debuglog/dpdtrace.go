package debuglog

import (
	"net/netip"
	"time"
)

// What "debug crypto isakmp dpd" adds to the lines of the device: which SA, which packet
// and which timer is behind each of them. No Cisco router says these.

var dpdTimerFired = phrase{
	sw:   DPDTrace,
	args: "peer what sequence since heard next",
	g2:   "DPD:(<id>): peer <peer>: <what>, sequence 0x<sequence>; heard <since> ago (<heard>); next timer in <next>",
	g3:   same,
	g4:   same,
}

// DPDTimerFired tells why a probe leaves: what is "periodic timer", "traffic to send" or
// "retry 3 of 5"; heard is the kind of the last sign of life, since how long ago it was.
func DPDTimerFired(c Conn, peer netip.Addr, what string, sequence uint32, since time.Duration, heard string, next time.Duration) Line {
	if heard == "" {
		heard = "phase 1"
	}
	return dpdTimerFired.say(c, addr(peer), text(what), hex(uint64(sequence)), span(since), text(heard), span(next))
}

var dpdAnswered = phrase{
	sw:   DPDTrace,
	args: "peer sequence node next",
	g2:   "DPD:(<id>): peer <peer>: sequence 0x<sequence> answered in message ID <node>; next timer in <next>",
	g3:   same,
	g4:   same,
}

// DPDAnswered tells which packet answered a probe.
func DPDAnswered(c Conn, peer netip.Addr, sequence, messageID uint32, next time.Duration) Line {
	return dpdAnswered.say(c, addr(peer), hex(uint64(sequence)), node(messageID), span(next))
}
