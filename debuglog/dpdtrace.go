package debuglog

import (
	"fmt"
	"net/netip"
	"time"
)

// What "debug crypto isakmp dpd" adds to the lines of the device: which SA, which packet
// and which timer each of them comes from. No Cisco router says these.

var dpdTimerFired = phrase{
	sw:     DPDTrace,
	args:   "peer what sequence since heard next",
	ios124: "DPD:(<id>): peer <peer>: <what>, sequence 0x<sequence>; heard <since> ago (<heard>); next timer in <next>",
	ios15:  same,
	iosxe:  same,
}

// A Probe is what makes a probe of dead peer detection leave.
type Probe struct {
	Periodic  bool // the timer, not traffic to send
	Retry, Of int  // the retry it is, of how many; 0: it is the first of its row
}

func (p Probe) String() string {
	switch {
	case p.Retry > 0:
		return fmt.Sprintf("retry %d of %d", p.Retry, p.Of)
	case p.Periodic:
		return "periodic timer"
	}
	return "traffic to send"
}

// A Sign is what was last heard of a peer.
type Sign uint8

const (
	SignNone         Sign = iota // nothing since phase 1
	SignRUThere                  // its own probe
	SignRUThereAck               // its answer to ours
	SignKeepalive                // an IOS keepalive
	SignKeepaliveAck             // its answer to ours
	SignNotify                   // another notification
	SignDelete
	SignQuickMode
	SignESP
)

var signWords = [...]string{
	SignRUThere: "R_U_THERE", SignRUThereAck: "R_U_THERE_ACK", SignKeepalive: "KEEP_ALIVE", SignKeepaliveAck: "KEEP_ALIVE_ACK",
	SignNotify: "a notify", SignDelete: "a delete", SignQuickMode: "quick mode", SignESP: "ESP",
}

func (s Sign) String() string { return signWords[min(s, SignESP)] }

// DPDTimerFired tells why a probe leaves, what the last sign of life was, and how long ago.
func (v *Voice) DPDTimerFired(peer netip.Addr, why Probe, sequence uint32, since time.Duration, heard Sign, next time.Duration) {
	if !v.Wants(DPDTrace) {
		return
	}
	word := heard.String()
	if heard == SignNone {
		word = "phase 1"
	}
	v.say(&dpdTimerFired, addr(peer), text(why.String()), hex(uint64(sequence)), span(since), text(word), span(next))
}

var dpdAnswered = phrase{
	sw:     DPDTrace,
	args:   "peer sequence node next",
	ios124: "DPD:(<id>): peer <peer>: sequence 0x<sequence> answered in message ID <node>; next timer in <next>",
	ios15:  same,
	iosxe:  same,
}

// DPDAnswered tells which packet answered a probe.
func (v *Voice) DPDAnswered(peer netip.Addr, sequence, messageID uint32, next time.Duration) {
	v.say(&dpdAnswered, addr(peer), hex(uint64(sequence)), node(messageID), span(next))
}
