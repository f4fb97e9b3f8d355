package debuglog

import "net/netip"

// Tunnel interfaces.

var recursiveRouting = phrase{
	sw:     Always,
	args:   "tunnel",
	ios124: "%TUN-5-RECURDOWN: <tunnel> temporarily disabled due to recursive routing",
	ios15:  same,
	iosxe:  same,
}

var loopedChain = phrase{
	sw:    Always,
	args:  "tunnel",
	ios15: "%ADJ-5-PARENT: Midchain parent maintenance for IP midchain out of <tunnel> - looped chain attempting to stack",
	iosxe: same,
}

// RecursiveRouting says that the way to the end of a tunnel leads through that tunnel.
func RecursiveRouting(tunnel string) []Line {
	return []Line{loopedChain.line(Conn{}, text(tunnel)), recursiveRouting.line(Conn{}, text(tunnel))}
}

// The device's technical note on GRE keepalives has the first line; the second is recalled. The addresses are those of the answer
// inside, whose time to live is not filled in yet where it is told of.
var (
	tunnelKeepaliveSent = phrase{sw: TunnelKeepalive, args: "tunnel from to length counter",
		ios124: "<tunnel>: sending keepalive, <from>-><to> (len=<length> ttl=0), counter=<counter>", ios15: same, iosxe: same}
	tunnelKeepaliveReceived = phrase{sw: TunnelKeepalive, args: "tunnel from to length ttl",
		ios124: "<tunnel>: keepalive received, <from>-><to> (len=<length> ttl=<ttl>), resetting counter", ios15: same, iosxe: same}
)

// TunnelKeepaliveSent tells of a keepalive and of how many were sent since the last answer, this one included.
func TunnelKeepaliveSent(tunnel string, from, to netip.Addr, length, counter int) Line {
	return tunnelKeepaliveSent.line(Conn{}, text(tunnel), addr(from), addr(to), number(length), number(counter))
}

// TunnelKeepaliveReceived tells of one that came back.
func TunnelKeepaliveReceived(tunnel string, from, to netip.Addr, length, ttl int) Line {
	return tunnelKeepaliveReceived.line(Conn{}, text(tunnel), addr(from), addr(to), number(length), number(ttl))
}
