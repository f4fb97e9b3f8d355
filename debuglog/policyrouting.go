package debuglog

import "net/netip"

// What "debug ip policy" says, as routers of 12.4 and 15.x say it: of packets that are passed on in the words of CEF, of the router's
// own in those of the process that sends them. XE is taken to say what 15.x says.

// A PolicyFate is what came of a packet that a route map was asked about.
type PolicyFate uint8

const (
	PolicyRouted        PolicyFate = iota
	PolicyNoMatch                  // no sequence is for it, or one that denies
	PolicyUnusable                 // nothing that is set can be used
	PolicyExplicitRoute            // what is set is for packets without a route of their own
	policyFates
)

// A PolicyPacket is a packet as "debug ip policy" shows it.
type PolicyPacket struct {
	Src, Dst netip.Addr
	In       string // "" = the router's own
	Out      string
	Hop      netip.Addr
	Length   int // bytes, header included
}

const policyArgs = "source in destination out hop length"

var (
	policyMatch = phrase{sw: IPPolicy, args: policyArgs,
		ios124: "IP: s=<source> (<in>), d=<destination>, len <length>, policy match", ios15: same, iosxe: same}
	policyItem = phrase{sw: IPPolicy, args: "map sequence verb", ios124: "IP: route map <map>, item <sequence>, <verb>", ios15: same,
		iosxe: same}
	policySent = phrase{sw: IPPolicy, args: policyArgs,
		ios124: "IP: s=<source> (<in>), d=<destination> (<out>), len <length>, policy routed", ios15: same, iosxe: same}
	policyFromTo = phrase{sw: IPPolicy, args: policyArgs, ios124: "IP: <in> to <out> <hop>", ios15: same, iosxe: same}
	policyNormal = phrase{sw: IPPolicy, args: policyArgs,
		ios124: "IP: s=<source> (<in>), d=<destination>, len <length>, policy rejected -- normal forwarding", ios15: same, iosxe: same}

	fibMatch = phrase{sw: IPPolicy, args: policyArgs,
		ios124: "IP: s=<source> (<in>), d=<destination>, len <length>, FIB policy match", ios15: same, iosxe: same}
	fibCounted = phrase{sw: IPPolicy, args: policyArgs, ios124: "",
		ios15: "IP: s=<source> (<in>), d=<destination>, len <length>, PBR Counted", iosxe: same}
	fibRouted = phrase{sw: IPPolicy, args: policyArgs,
		ios124: "IP: s=<source> (<in>), d=<destination>, g=<hop>, len <length>, FIB policy routed", ios15: same, iosxe: same}
	fibNormal = [policyFates]phrase{
		PolicyNoMatch:       fibRejected("(no match)"),
		PolicyUnusable:      fibRejected(""),
		PolicyExplicitRoute: fibRejected("(explicit route)"),
	}
)

func fibRejected(why string) phrase {
	return phrase{sw: IPPolicy, args: policyArgs,
		ios124: "IP: s=<source> (<in>), d=<destination>, len <length>, FIB policy rejected" + why + " - normal forwarding", ios15: same,
		iosxe: same}
}

func (p PolicyPacket) line(of *phrase) Line {
	in := "local"
	if p.In != "" {
		in = p.In
	}
	return of.line(Conn{}, addr(p.Src), text(in), addr(p.Dst), text(p.Out), addr(p.Hop), number(p.Length))
}

// PolicyMatched: a sequence of a route map is for the packet, and permits or denies that it be routed by it.
func PolicyMatched(p PolicyPacket, routeMap string, sequence int, permit bool) []Line {
	verb := text("deny")
	if permit {
		verb = text("permit")
	}
	switch {
	case p.In == "":
		return []Line{p.line(&policyMatch), policyItem.line(Conn{}, text(routeMap), number(sequence), verb)}
	case permit:
		return []Line{p.line(&fibMatch), p.line(&fibCounted)}
	}
	return nil
}

// PolicyRoutedBy: the packet goes where the route map sends it.
func PolicyRoutedBy(p PolicyPacket) []Line {
	if p.In == "" {
		return []Line{p.line(&policySent), p.line(&policyFromTo)}
	}
	return []Line{p.line(&fibRouted)}
}

// PolicyRejected: the packet goes where the routing table sends it.
func PolicyRejected(p PolicyPacket, why PolicyFate) []Line {
	if p.In == "" {
		return []Line{p.line(&policyNormal)}
	}
	return []Line{p.line(&fibNormal[min(max(why, PolicyNoMatch), policyFates-1)])}
}
