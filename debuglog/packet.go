package debuglog

import (
	"net/netip"

	"ruthere/crypto/ike/state"
)

// What every exchange says: a packet leaves or arrives, a state machine moves.

var sendingPacket = phrase{
	args:   "to my_port peer_port phase",
	ios124: "ISAKMP:(<id>): sending packet to <to> my_port <my_port> peer_port <peer_port> <phase>",
	ios15:  same,
	iosxe:  "ISAKMP-PAK: (<id>):sending packet to <to> my_port <my_port> peer_port <peer_port> <phase>",
}

// SendingPacket is logged when an ISAKMP packet leaves; role and state are the current ones.
func (v *Voice) SendingPacket(to netip.Addr, myPort, peerPort uint16, role state.Role, shown state.Shown) {
	v.say(&sendingPacket, addr(to), port(myPort), port(peerPort), phase(role, shown))
}

var sendingIPv4Packet = phrase{
	ios15: "ISAKMP:(<id>):Sending an IKE IPv4 Packet.",
	iosxe: "ISAKMP: (<id>):Sending an IKE IPv4 Packet.",
}

// SendingIPv4Packet follows every SendingPacket. 12.4 does not say it.
func (v *Voice) SendingIPv4Packet() { v.say(&sendingIPv4Packet) }

var receivedPacket = phrase{
	args:   "from dport sport vrf phase",
	ios124: "ISAKMP (<num>): received packet from <from> dport <dport> sport <sport> <vrf> <phase>",
	ios15:  same,
	iosxe:  "ISAKMP-PAK: (<id>):received packet from <from> dport <dport> sport <sport> <vrf> <phase>",
}

// ReceivedPacket is logged when an ISAKMP packet arrives; the state is the one before it is
// processed. The VRF "" prints as Global.
func (v *Voice) ReceivedPacket(from netip.Addr, dport, sport uint16, vrf string, role state.Role, shown state.Shown) {
	v.say(&receivedPacket, addr(from), port(dport), port(sport), vrfName(vrf), phase(role, shown))
}

// ReceivedFirstPacket is ReceivedPacket for a packet that opens an SA.
func (v *Voice) ReceivedFirstPacket(from netip.Addr, dport, sport uint16, vrf string) {
	v.say(&receivedPacket, addr(from), port(dport), port(sport), vrfName(vrf), text("(N) NEW SA"))
}

func vrfName(vrf string) arg {
	if vrf == "" {
		return text("Global")
	}
	return text(vrf)
}

var input = phrase{
	args:   "event",
	ios124: "ISAKMP:(<id>):Input = <event>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Input = <event>",
}

var stateChange = phrase{
	args:   "from to",
	ios124: "ISAKMP:(<id>):Old State = <from>  New State = <to> \n",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Old State = <from>  New State = <to> \n",
}

// Transition is the pair of lines of one move of the phase 1 machine.
func (v *Voice) Transition(in state.Event, from, to state.Phase) {
	v.say(&input, event(in))
	v.say(&stateChange, text(from.String()), text(to.String()))
}

var nodeInput = phrase{
	args:   "node event",
	ios124: "ISAKMP:(<id>):Node <node>, Input = <event>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Node <node>, Input = <event>",
}

var nodeStateChange = phrase{ // unlike phase 1: no blank at the end, no empty line
	args:   "from to",
	ios124: "ISAKMP:(<id>):Old State = <from>  New State = <to>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Old State = <from>  New State = <to>",
}

// NodeTransition is the pair of lines of one move of a quick mode.
func (v *Voice) NodeTransition(nodeID uint32, in state.Event, from, to state.Node) {
	v.say(&nodeInput, wireID(nodeID), event(in))
	v.say(&nodeStateChange, text(from.String()), text(to.String()))
}
