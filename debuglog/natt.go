package debuglog

import (
	"net/netip"

	"ruthere/crypto/ike/state"
)

// NAT detection (RFC 3947 section 3.2).

var receivedNATD = phrase{
	args:  "type",
	ios15: "ISAKMP:received payload type <type>",
	iosxe: "ISAKMP: (<id>):received payload type <type>",
}

var receivedPayload = phrase{
	args:   "type",
	ios124: "ISAKMP:received payload type <type>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):received payload type <type>",
}

// ReceivedPayload is a payload of main mode that has no meaning here.
func (v *Voice) ReceivedPayload(payloadType int) { v.say(&receivedPayload, number(payloadType)) }

var (
	noNATFound = phrase{
		ios15: "ISAKMP (<num>): No NAT Found for self or peer",
		iosxe: "ISAKMP: (<id>):No NAT Found for self or peer",
	}
	hisHashNoMatch = phrase{
		ios15: "ISAKMP (<num>): His hash no match - this node outside NAT",
		iosxe: "ISAKMP: (<id>):His hash no match - this node outside NAT",
	}
	myHashNoMatch = phrase{
		ios124: "ISAKMP (<num>): NAT found, the node inside NAT",
		ios15:  "ISAKMP (<num>): My hash no match -  this node inside NAT",
		iosxe:  "ISAKMP: (<id>):My hash no match -  this node inside NAT",
	}
	bothInsideNAT = phrase{
		ios124: "ISAKMP (<num>): NAT found, the node inside NAT",
		ios15:  "ISAKMP (<num>): NAT found, both nodes inside NAT",
		iosxe:  "ISAKMP: (<id>):NAT found, both nodes inside NAT",
	}
)

// NATDetection is logged for each NAT-D payload, in the order of the message. Mine and theirs tell
// whether any payload so far matched this node's and the peer's address and port; as the
// hash of the destination comes first, the verdict after the first payload is not the last word.
func (v *Voice) NATDetection(payloadType int, mine, theirs bool) {
	verdict := &bothInsideNAT
	switch {
	case mine && theirs:
		verdict = &noNATFound
	case mine:
		verdict = &hisHashNoMatch
	case theirs:
		verdict = &myHashNoMatch
	}
	v.say(&receivedNATD, number(payloadType))
	v.say(verdict)
}

var processingNATOriginal = phrase{
	args:   "whose addr node",
	ios124: "ISAKMP (<num>): processing NAT-OA<whose> payload. addr = <addr>, message ID = <node>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):processing NAT-OA<whose> payload. addr = <addr>, message ID = <node>",
}

// ProcessingNATOriginal is a NAT-OA payload of quick mode (RFC 3947 section 5.2): the address
// that the initiator or the responder has before translation.
func (v *Voice) ProcessingNATOriginal(whose state.Role, original netip.Addr, messageID uint32) {
	letter := "i"
	if whose == state.Responder {
		letter = "r"
	}
	v.say(&processingNATOriginal, text(letter), addr(original), wireID(messageID))
}
