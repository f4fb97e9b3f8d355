package debuglog

import "net/netip"

// Dead peer detection (RFC 3706).

var dpdEnabled = phrase{
	sw:     ISAKMPDPD,
	ios124: "ISAKMP:(<id>):IKE_DPD is enabled, initializing timers",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):IKE_DPD is enabled, initializing timers",
}

// DPDEnabled is logged once per phase 1 SA if keepalives are configured and the peer sent the
// vendor ID of DPD.
func (v *Voice) DPDEnabled() { v.say(&dpdEnabled) }

var dpdAckReceived = phrase{
	sw:     ISAKMPDPD,
	args:   "peer sequence",
	ios124: "ISAKMP:(<id>): DPD/R_U_THERE_ACK received from peer <peer>, sequence 0x<sequence>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):DPD/R_U_THERE_ACK received from peer <peer>, sequence 0x<sequence>",
}

func (v *Voice) DPDAckReceived(peer netip.Addr, sequence uint32) {
	v.say(&dpdAckReceived, addr(peer), hex(uint64(sequence)))
}

var dpdReceived = phrase{
	sw:     ISAKMPDPD,
	args:   "peer sequence",
	ios124: "ISAKMP:(<id>): DPD/R_U_THERE received from peer <peer>, sequence 0x<sequence>",
	ios15:  "ISAKMP:(<id>):DPD/R_U_THERE received from peer <peer>, sequence 0x<sequence>",
	iosxe:  "ISAKMP: (<id>):DPD/R_U_THERE received from peer <peer>, sequence 0x<sequence>",
}

func (v *Voice) DPDReceived(peer netip.Addr, sequence uint32) {
	v.say(&dpdReceived, addr(peer), hex(uint64(sequence)))
}

var (
	sendingDPD = phrase{
		sw:    ISAKMPDPD,
		args:  "name spi node",
		ios15: "ISAKMP:(<id>):Sending NOTIFY <name> protocol 1\n\tspi <spi>, message ID = <node>",
		iosxe: "ISAKMP: (<id>):Sending NOTIFY <name> protocol 1\n        spi <spi>, message ID = <node>",
	}
	dpdSequence = phrase{
		sw:    ISAKMPDPD,
		args:  "sequence",
		ios15: "ISAKMP:(<id>): seq. no 0x<sequence>",
		iosxe: "ISAKMP: (<id>):seq. no 0x<sequence>",
	}
)

// SendingRUThere precedes the probe's SendingPacket. 12.4 does not say it. The spi is an
// address inside the router, which IOS prints in decimal.
func (v *Voice) SendingRUThere(spi uint64, messageID, sequence uint32) {
	v.sendingRUThere("DPD/R_U_THERE", spi, messageID, sequence)
}

// SendingRUThereAck is SendingRUThere for the answer to a probe.
func (v *Voice) SendingRUThereAck(spi uint64, messageID, sequence uint32) {
	v.sendingRUThere("DPD/R_U_THERE_ACK", spi, messageID, sequence)
}

func (v *Voice) sendingRUThere(name string, spi uint64, messageID, sequence uint32) {
	v.say(&sendingDPD, text(name), decimal(spi), wireID(messageID))
	v.say(&dpdSequence, hex(uint64(sequence)))
}

var peersAliveError = phrase{
	sw:     ISAKMPDPD,
	args:   "what attempt of",
	ios124: "ISAKMP:(<id>):incrementing error counter on sa: <what>",
	ios15:  "ISAKMP (<num>): incrementing error counter on sa, attempt <attempt> of <of>: <what>",
	iosxe:  "ISAKMP: (<id>):incrementing error counter on sa, attempt <attempt> of <of>: <what>",
}

var peerNotResponding = phrase{
	sw:     ISAKMPDPD,
	args:   "peer",
	ios124: "ISAKMP:(<id>):peer <peer> not responding!",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):peer <peer> not responding!",
}

func (v *Voice) PeerNotResponding(peer netip.Addr) { v.say(&peerNotResponding, addr(peer)) }

var dpdAckIgnored = phrase{
	sw:     ISAKMPDPD,
	args:   "sequence expected",
	ios124: "ISAKMP:(<id>): DPD/R_U_THERE_ACK ignored, sequence 0x<sequence> is not 0x<expected>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):DPD/R_U_THERE_ACK ignored, sequence 0x<sequence> is not 0x<expected>",
}

var dpdAckRepeated = phrase{
	sw:     ISAKMPDPD,
	args:   "sequence",
	ios124: "ISAKMP:(<id>): DPD/R_U_THERE_ACK ignored, sequence 0x<sequence> was answered before",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):DPD/R_U_THERE_ACK ignored, sequence 0x<sequence> was answered before",
}

// DPDAckIgnored is logged of an answer that is no sign of life: RFC 3706 section 6 wants it
// rejected. Its number is not the expected one or, if it is, was answered before. The
// wording is ours; no transcript of such a case is known.
func (v *Voice) DPDAckIgnored(sequence, expected uint32) {
	if sequence == expected {
		v.say(&dpdAckRepeated, hex(uint64(sequence)))
		return
	}
	v.say(&dpdAckIgnored, hex(uint64(sequence)), hex(uint64(expected)))
}
