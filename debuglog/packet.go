package debuglog

import (
	"net/netip"

	"ruthere/crypto/ike/state"
)

// What every exchange says: a packet leaves or arrives, a state machine moves.

var sendingPacket = phrase{
	args: "to my_port peer_port phase",
	g2:   "ISAKMP:(<id>): sending packet to <to> my_port <my_port> peer_port <peer_port> <phase>",
	g3:   same,
	g4:   "ISAKMP-PAK: (<id>):sending packet to <to> my_port <my_port> peer_port <peer_port> <phase>",
}

// SendingPacket is said when an ISAKMP packet leaves; role and state are the current ones.
func SendingPacket(c Conn, to netip.Addr, myPort, peerPort uint16, role state.Role, shown state.Shown) Line {
	return sendingPacket.say(c, addr(to), port(myPort), port(peerPort), phase(role, shown))
}

var sendingIPv4Packet = phrase{
	g3: "ISAKMP:(<id>):Sending an IKE IPv4 Packet.",
	g4: "ISAKMP: (<id>):Sending an IKE IPv4 Packet.",
}

// SendingIPv4Packet follows every SendingPacket. 12.4 does not say it.
func SendingIPv4Packet(c Conn) Line { return sendingIPv4Packet.say(c) }

var receivedPacket = phrase{
	args: "from dport sport vrf phase",
	g2:   "ISAKMP (<num>): received packet from <from> dport <dport> sport <sport> <vrf> <phase>",
	g3:   same,
	g4:   "ISAKMP-PAK: (<id>):received packet from <from> dport <dport> sport <sport> <vrf> <phase>",
}

// ReceivedPacket is said when an ISAKMP packet arrives; the state is the one before it is
// processed. The VRF "" prints as Global.
func ReceivedPacket(c Conn, from netip.Addr, dport, sport uint16, vrf string, role state.Role, shown state.Shown) Line {
	return receivedPacket.say(c, addr(from), port(dport), port(sport), vrfName(vrf), phase(role, shown))
}

// ReceivedFirstPacket is ReceivedPacket for a packet that opens an SA.
func ReceivedFirstPacket(c Conn, from netip.Addr, dport, sport uint16, vrf string) Line {
	return receivedPacket.say(c, addr(from), port(dport), port(sport), vrfName(vrf), text("(N) NEW SA"))
}

func vrfName(vrf string) arg {
	if vrf == "" {
		return text("Global")
	}
	return text(vrf)
}

var input = phrase{
	args: "event",
	g2:   "ISAKMP:(<id>):Input = <event>",
	g3:   same,
	g4:   "ISAKMP: (<id>):Input = <event>",
}

var stateChange = phrase{
	args: "from to",
	g2:   "ISAKMP:(<id>):Old State = <from>  New State = <to> \n",
	g3:   same,
	g4:   "ISAKMP: (<id>):Old State = <from>  New State = <to> \n",
}

// Transition is the pair of lines of one move of the phase 1 machine.
func Transition(c Conn, in state.Event, from, to state.Phase) (Line, Line) {
	return input.say(c, event(in)), stateChange.say(c, text(from.String()), text(to.String()))
}

var nodeInput = phrase{
	args: "node event",
	g2:   "ISAKMP:(<id>):Node <node>, Input = <event>",
	g3:   same,
	g4:   "ISAKMP: (<id>):Node <node>, Input = <event>",
}

var nodeStateChange = phrase{ // unlike phase 1: no blank at the end, no empty line
	args: "from to",
	g2:   "ISAKMP:(<id>):Old State = <from>  New State = <to>",
	g3:   same,
	g4:   "ISAKMP: (<id>):Old State = <from>  New State = <to>",
}

// NodeTransition is the pair of lines of one move of a quick mode.
func NodeTransition(c Conn, nodeID uint32, in state.Event, from, to state.Node) []Line {
	return []Line{
		nodeInput.say(c, node(nodeID), event(in)),
		nodeStateChange.say(c, text(from.String()), text(to.String())),
	}
}
