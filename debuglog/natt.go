package debuglog

// NAT detection (RFC 3947 section 3.2).

var receivedNATD = phrase{
	args: "type",
	g3:   "ISAKMP:received payload type <type>",
	g4:   "ISAKMP: (<id>):received payload type <type>",
}

var (
	noNATFound = phrase{
		g3: "ISAKMP (<num>): No NAT Found for self or peer",
		g4: "ISAKMP: (<id>):No NAT Found for self or peer",
	}
	hisHashNoMatch = phrase{
		g3: "ISAKMP (<num>): His hash no match - this node outside NAT",
		g4: "ISAKMP: (<id>):His hash no match - this node outside NAT",
	}
	myHashNoMatch = phrase{
		g2: "ISAKMP (<num>): NAT found, the node inside NAT",
		g3: "ISAKMP (<num>): My hash no match -  this node inside NAT",
		g4: "ISAKMP: (<id>):My hash no match -  this node inside NAT",
	}
	bothInsideNAT = phrase{
		g2: "ISAKMP (<num>): NAT found, the node inside NAT",
		g3: "ISAKMP (<num>): NAT found, both nodes inside NAT",
		g4: "ISAKMP: (<id>):NAT found, both nodes inside NAT",
	}
)

// NATDetection is said for each NAT-D payload, in the order of the message. Mine and his tell
// whether any payload so far matched this node's and the peer's address and port; as the
// hash of the destination comes first, the verdict after the first payload is not the last word.
func NATDetection(c Conn, payloadType int, mine, his bool) []Line {
	verdict := &bothInsideNAT
	switch {
	case mine && his:
		verdict = &noNATFound
	case mine:
		verdict = &hisHashNoMatch
	case his:
		verdict = &myHashNoMatch
	}
	return []Line{receivedNATD.say(c, number(payloadType)), verdict.say(c)}
}
