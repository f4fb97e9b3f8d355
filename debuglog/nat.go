package debuglog

import "net/netip"

// What "debug ip nat" and "debug ip nat detailed" say.

// A TranslatedPacket is a packet that address translation changed.
type TranslatedPacket struct {
	Src, Dst       netip.Addr // as it came
	NewSrc, NewDst netip.Addr // as it goes on
	ID             uint16     // its identification
	Fast           bool       // a translation was there for it
	Outside        bool       // it came from the outside
	Protocol       string     // icmp, tcp, udp, or a number
	SrcPort        uint16     // of ICMP, the identifier of an echo, in both
	DstPort        uint16
}

var (
	natTranslates = phrase{sw: IPNAT, args: "path source destination packet",
		ios124: "NAT<path>: s=<source>, d=<destination> [<packet>]", ios15: same, iosxe: same}
	natDetail = phrase{sw: IPNATDetailed, args: "path side protocol source source-port destination destination-port packet",
		ios124: "NAT<path>: <side>: <protocol> (<source>, <source-port>) -> (<destination>, <destination-port>) [<packet>]", ios15: same,
		iosxe: same}
	natFails = phrase{sw: IPNAT, args: "source destination",
		ios124: "NAT: translation failed (A), dropping packet s=<source> d=<destination>", ios15: same, iosxe: same}
	natExpires = phrase{sw: IPNAT, args: "global local protocol port local-port",
		ios124: "NAT: expiring <global> (<local>) <protocol> <port> (<local-port>)", ios15: same, iosxe: same}
)

// NATTranslates: a packet was given other addresses. The * stands for the path of those that need no thought.
func NATTranslates(p TranslatedPacket) []Line {
	path, side := text(""), text("i")
	if p.Fast {
		path = text("*")
	}
	if p.Outside {
		side = text("o")
	}
	return []Line{
		natDetail.line(Conn{}, path, side, text(p.Protocol), addr(p.Src), port(p.SrcPort), addr(p.Dst), port(p.DstPort), number(int(p.ID))),
		natTranslates.line(Conn{}, path, changed(p.Src, p.NewSrc), changed(p.Dst, p.NewDst), number(int(p.ID))),
	}
}

// changed is an address, and what has become of it.
func changed(from, to netip.Addr) arg {
	if from == to {
		return text(from.String())
	}
	return text(from.String() + "->" + to.String())
}

// NATFails: a packet was to be translated, and there was no address, port or room for it.
func NATFails(src, dst netip.Addr) Line { return natFails.line(Conn{}, addr(src), addr(dst)) }

// NATExpires: a translation was not used for long enough.
func NATExpires(protocol string, global, local netip.AddrPort) Line {
	return natExpires.line(Conn{}, addr(global.Addr()), addr(local.Addr()), text(protocol), port(global.Port()), port(local.Port()))
}
