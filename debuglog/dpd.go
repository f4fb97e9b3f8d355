package debuglog

import "net/netip"

// Dead peer detection (RFC 3706).

var dpdEnabled = phrase{
	sw: ISAKMPDPD,
	g2: "ISAKMP:(<id>):IKE_DPD is enabled, initializing timers",
	g3: same,
	g4: "ISAKMP: (<id>):IKE_DPD is enabled, initializing timers",
}

// DPDEnabled is said once per phase 1 SA if keepalives are configured and the peer sent the
// vendor ID of DPD.
func DPDEnabled(c Conn) Line { return dpdEnabled.say(c) }

var dpdAckReceived = phrase{
	sw:   ISAKMPDPD,
	args: "peer sequence",
	g2:   "ISAKMP:(<id>): DPD/R_U_THERE_ACK received from peer <peer>, sequence 0x<sequence>",
	g3:   same,
	g4:   "ISAKMP: (<id>):DPD/R_U_THERE_ACK received from peer <peer>, sequence 0x<sequence>",
}

func DPDAckReceived(c Conn, peer netip.Addr, sequence uint32) Line {
	return dpdAckReceived.say(c, addr(peer), hex(uint64(sequence)))
}

var dpdReceived = phrase{
	sw:   ISAKMPDPD,
	args: "peer sequence",
	g2:   "ISAKMP:(<id>): DPD/R_U_THERE received from peer <peer>, sequence 0x<sequence>",
	g3:   "ISAKMP:(<id>):DPD/R_U_THERE received from peer <peer>, sequence 0x<sequence>",
	g4:   "ISAKMP: (<id>):DPD/R_U_THERE received from peer <peer>, sequence 0x<sequence>",
}

func DPDReceived(c Conn, peer netip.Addr, sequence uint32) Line {
	return dpdReceived.say(c, addr(peer), hex(uint64(sequence)))
}

var (
	sendingDPD = phrase{
		sw:   ISAKMPDPD,
		args: "name spi node",
		g3:   "ISAKMP:(<id>):Sending NOTIFY <name> protocol 1\n\tspi <spi>, message ID = <node>",
		g4:   "ISAKMP: (<id>):Sending NOTIFY <name> protocol 1\n        spi <spi>, message ID = <node>",
	}
	dpdSequence = phrase{
		sw:   ISAKMPDPD,
		args: "sequence",
		g3:   "ISAKMP:(<id>): seq. no 0x<sequence>",
		g4:   "ISAKMP: (<id>):seq. no 0x<sequence>",
	}
)

// SendingRUThere precedes the probe's SendingPacket. 12.4 does not say it. The spi is an
// address inside the router, which IOS prints in decimal.
func SendingRUThere(c Conn, spi uint64, messageID, sequence uint32) (Line, Line) {
	return sendingRUThere(c, "DPD/R_U_THERE", spi, messageID, sequence)
}

// SendingRUThereAck is SendingRUThere for the answer to a probe.
func SendingRUThereAck(c Conn, spi uint64, messageID, sequence uint32) (Line, Line) {
	return sendingRUThere(c, "DPD/R_U_THERE_ACK", spi, messageID, sequence)
}

func sendingRUThere(c Conn, name string, spi uint64, messageID, sequence uint32) (Line, Line) {
	return sendingDPD.say(c, text(name), decimal(spi), node(messageID)), dpdSequence.say(c, hex(uint64(sequence)))
}

var peersAliveError = phrase{
	sw:   ISAKMPDPD,
	args: "what attempt of",
	g2:   "ISAKMP:(<id>):incrementing error counter on sa: <what>",
	g3:   "ISAKMP (<num>): incrementing error counter on sa, attempt <attempt> of <of>: <what>",
	g4:   "ISAKMP: (<id>):incrementing error counter on sa, attempt <attempt> of <of>: <what>",
}

var peerNotResponding = phrase{
	sw:   ISAKMPDPD,
	args: "peer",
	g2:   "ISAKMP:(<id>):peer <peer> not responding!",
	g3:   same,
	g4:   "ISAKMP: (<id>):peer <peer> not responding!",
}

func PeerNotResponding(c Conn, peer netip.Addr) Line { return peerNotResponding.say(c, addr(peer)) }

var dpdAckIgnored = phrase{
	sw:   ISAKMPDPD,
	args: "sequence expected",
	g2:   "ISAKMP:(<id>): DPD/R_U_THERE_ACK ignored, sequence 0x<sequence> is not 0x<expected>",
	g3:   same,
	g4:   "ISAKMP: (<id>):DPD/R_U_THERE_ACK ignored, sequence 0x<sequence> is not 0x<expected>",
}

var dpdAckRepeated = phrase{
	sw:   ISAKMPDPD,
	args: "sequence",
	g2:   "ISAKMP:(<id>): DPD/R_U_THERE_ACK ignored, sequence 0x<sequence> was answered before",
	g3:   same,
	g4:   "ISAKMP: (<id>):DPD/R_U_THERE_ACK ignored, sequence 0x<sequence> was answered before",
}

// DPDAckIgnored is said of an answer that is no sign of life: RFC 3706 section 6 wants it
// rejected. Its number is not the expected one or, if it is, was answered before. The
// wording is ours; no transcript of such a case is known.
func DPDAckIgnored(c Conn, sequence, expected uint32) Line {
	if sequence == expected {
		return dpdAckRepeated.say(c, hex(uint64(sequence)))
	}
	return dpdAckIgnored.say(c, hex(uint64(sequence)), hex(uint64(expected)))
}
