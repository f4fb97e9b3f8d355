package debuglog

import "net/netip"

// What "debug ip packet", "debug ip icmp", "debug arp" and "debug ip routing" say.

// A PacketFate is what became of a packet that "debug ip packet" tells of.
type PacketFate uint8

const (
	PacketSent       PacketFate = iota // one of our own, by an interface
	PacketReceived                     // for this router
	PacketUnroutable                   // one of our own that no route leads from
	PacketDenied                       // by an access group
	packetFates
)

// A TracedPacket is a packet as "debug ip packet" shows it.
type TracedPacket struct {
	Src, Dst         netip.Addr
	In, Out          string // interfaces; "" = it is our own, or leaves by none
	Length           int    // bytes, header included
	Fate             PacketFate
	Detail           bool
	Protocol         uint8
	First            bool // not a later fragment: it has the header of its protocol
	SrcPort, DstPort uint16
	Type, Code       uint8 // of ICMP
}

const tracedArgs = "source in destination out length protocol"

var (
	packetRouted = phrase{sw: IPPacket, args: tracedArgs + " table",
		ios124: "IP: tableid=0, s=<source> (<in>), d=<destination> (<out>), routed via <table>", ios15: "", iosxe: same}
	packetFull = phrase{sw: IPPacket, args: tracedArgs,
		ios15: "IP: s=<source> (<in>), d=<destination> (<out>), len <length>, sending full packet<protocol>", iosxe: same}
	packetFate = [packetFates]phrase{
		PacketSent:       tracedAs(" (<out>), len <length>, sending<protocol>"),
		PacketReceived:   tracedAs(" (<out>), len <length>, rcvd 3<protocol>"),
		PacketUnroutable: tracedAs(", len <length>, unroutable<protocol>"),
		PacketDenied:     tracedAs(", len <length>, access denied<protocol>"),
	}
	packetICMP  = [2]phrase{detailed("type code", icmpDetail, icmpDetail), detailed("type code", "", icmpDetail)}
	packetPorts = [2]phrase{detailed("protocol source destination", portsDetail, portsDetail),
		detailed("protocol source destination", "", portsDetail)}
)

const (
	icmpDetail  = "    ICMP type=<type>, code=<code>"
	portsDetail = "    <protocol> src=<source>, dst=<destination>"
)

func detailed(args, ios124, since15 string) phrase {
	return phrase{sw: IPPacket, args: args, ios124: ios124, ios15: since15, iosxe: same}
}

func tracedAs(rest string) phrase {
	return phrase{sw: IPPacket, args: tracedArgs, ios124: "IP: s=<source> (<in>), d=<destination>" + rest, ios15: same, iosxe: same}
}

// IPPacketTrace are the lines about one packet. With Detail they name the ports, the type of ICMP,
// or the number of another protocol.
func IPPacketTrace(p TracedPacket) (lines []Line) {
	in, table, protocol := text("local"), text("FIB"), text("")
	if p.In != "" {
		in, table = text(p.In), text("RIB")
	}
	known := p.Protocol == 1 || p.Protocol == 6 || p.Protocol == 17
	if p.Detail && !known {
		protocol = ownLines(", proto=" + string(number(int(p.Protocol)).append(nil, IOS124)))
	}
	src, dst, out, length := addr(p.Src), addr(p.Dst), text(p.Out), number(p.Length)
	if p.Fate == PacketSent || p.Fate == PacketReceived {
		lines = append(lines, packetRouted.line(Conn{}, src, in, dst, out, length, protocol, table))
	}
	lines = append(lines, packetFate[min(p.Fate, packetFates-1)].line(Conn{}, src, in, dst, out, length, protocol))
	lines = append(lines, p.detail(0)...)
	if p.Fate == PacketSent {
		lines = append(append(lines, packetFull.line(Conn{}, src, in, dst, out, length, protocol)), p.detail(1)...)
	}
	return lines
}

// detail is what Detail says behind a line about the packet: the first time, or the second, which
// only newer releases say.
func (p TracedPacket) detail(time int) []Line {
	switch {
	case !p.Detail || !p.First:
	case p.Protocol == 1:
		return []Line{packetICMP[time].line(Conn{}, number(int(p.Type)), number(int(p.Code)))}
	case p.Protocol == 6:
		return []Line{packetPorts[time].line(Conn{}, text("TCP"), port(p.SrcPort), port(p.DstPort))}
	case p.Protocol == 17:
		return []Line{packetPorts[time].line(Conn{}, text("UDP"), port(p.SrcPort), port(p.DstPort))}
	}
	return nil
}

var (
	icmpEcho = phrase{sw: IPICMP, args: "what source destination",
		ios124: "ICMP: echo reply <what>, src <source>, dst <destination>",
		ios15:  "ICMP: echo reply <what>, src <source>, dst <destination>, topology BASE, dscp 0 topoid 0", iosxe: same}
	icmpUnreachable = phrase{sw: IPICMP, args: "about code what peer", ios124: "ICMP: dst (<about>) <code> unreachable <what> <peer>",
		ios15: same, iosxe: same}
	icmpExceededSent = phrase{sw: IPICMP, args: "peer about",
		ios124: "ICMP: time exceeded (time to live) sent to <peer> (dest was <about>)", ios15: same, iosxe: same}
	icmpExceededReceived = phrase{sw: IPICMP, args: "peer", ios124: "ICMP: time exceeded rcvd from <peer>", ios15: same, iosxe: same}
)

// ICMPEchoReply: an answer to a ping was sent, or came.
func ICMPEchoReply(sent bool, src, dst netip.Addr) Line {
	what := text("rcvd")
	if sent {
		what = text("sent")
	}
	return icmpEcho.line(Conn{}, what, addr(src), addr(dst))
}

// unreachableCodes are the codes of RFC 792 and RFC 1812 section 5.2.7.1 as the device words them.
var unreachableCodes = [...]string{0: "net", 1: "host", 2: "protocol", 3: "port", 4: "frag. needed and DF set",
	13: "administratively prohibited"}

// ICMPUnreachable: a router told a sender, its peer, that a packet for dst cannot be delivered.
func ICMPUnreachable(sent bool, code uint8, dst, peer netip.Addr) Line {
	name, what := "", text("rcv from")
	if int(code) < len(unreachableCodes) {
		name = unreachableCodes[code]
	}
	if sent {
		what = text("sent to")
	}
	return icmpUnreachable.line(Conn{}, addr(dst), text(name), what, addr(peer))
}

// ICMPTimeExceeded: the life of a packet for dst ended at a router, and its sender was told.
func ICMPTimeExceeded(sent bool, dst, peer netip.Addr) Line {
	if sent {
		return icmpExceededSent.line(Conn{}, addr(peer), addr(dst))
	}
	return icmpExceededReceived.line(Conn{}, addr(peer))
}

const arpArgs = "source hardware destination wanted interface"

var (
	arpIncomplete = phrase{sw: ARP, args: "address interface",
		ios124: "IP ARP: creating incomplete entry for IP address: <address> interface <interface>", ios15: same, iosxe: same}
	arpRequest = phrase{sw: ARP, args: "what " + arpArgs,
		ios124: "IP ARP: <what> req src <source> <hardware>, dst <destination><wanted> <interface>", ios15: same, iosxe: same}
	arpReply = phrase{sw: ARP, args: "what " + arpArgs,
		ios124: "IP ARP: <what> rep src <source> <hardware>, dst <destination><wanted> <interface>", ios15: same, iosxe: same}
)

// An ARPEnd is one side of an exchange of ARP: an address, and its hardware's.
type ARPEnd struct {
	Addr     netip.Addr
	Hardware string // 0019.55ca.de00
}

// ARPAnswered: this router asked for the address of another, which answered.
func ARPAnswered(own, other ARPEnd, iface string) []Line {
	return []Line{arpIncomplete.line(Conn{}, addr(other.Addr), text(iface)),
		arpRequest.line(Conn{}, text("sent"), addr(own.Addr), text(own.Hardware), addr(other.Addr), text(" 0000.0000.0000"), text(iface)),
		arpReply.line(Conn{}, text("rcvd"), addr(other.Addr), text(other.Hardware), addr(own.Addr), text(""), text(iface))}
}

// ARPAsked: another asked for an address that this router answers for.
func ARPAsked(own, other ARPEnd, iface string) []Line {
	return []Line{
		arpRequest.line(Conn{}, text("rcvd"), addr(other.Addr), text(other.Hardware), addr(own.Addr), text(""), text(iface)),
		arpReply.line(Conn{}, text("sent"), addr(own.Addr), text(own.Hardware), addr(other.Addr), text(" "+other.Hardware), text(iface))}
}

// The table is written "RT", of a VRF "RT(NAME)".
var (
	routeChanged = phrase{sw: IPRouting, args: "table what prefix via source distance",
		ios124: "<table>: <what> <prefix> via <via>, <source> metric [<distance>/0]", ios15: same, iosxe: same}
	routeNetRed  = phrase{sw: IPRouting, args: "table prefix", ios124: "<table>: NET-RED <prefix>", iosxe: "", ios15: ""}
	routeDeleted = phrase{sw: IPRouting, args: "table kind prefix", ios124: "<table>: delete <kind> route to <prefix>", ios15: same,
		iosxe: same}
	routeInterface = phrase{sw: IPRouting, args: "interface what", ios124: "RT: interface <interface> <what> routing table", ios15: same,
		iosxe: same}
	// Recalled from logs of 12.x and 15.x.
	routeCloser = phrase{sw: IPRouting, args: "table network number",
		ios124: "<table>: closer admin distance for <network>, flushing <number> routes", ios15: same, iosxe: same}
	defaultPathIs = phrase{sw: IPRouting, args: "table via", ios124: "<table>: default path is now 0.0.0.0 via <via>", ios15: same,
		iosxe: same}
	defaultNetworkIs   = phrase{sw: IPRouting, args: "table", ios124: "<table>: new default network 0.0.0.0", ios15: same, iosxe: same}
	defaultPathCleared = phrase{sw: IPRouting, args: "table", ios124: "<table>: default path has been cleared", ios15: same, iosxe: same}
)

// routingTable is how a VRF's table is written.
func routingTable(vrf string) arg {
	if vrf == "" {
		return text("RT")
	}
	return text("RT(" + vrf + ")")
}

// RouteAdded and RouteRemoved tell of one way of a route in a VRF's table; via is invalid for what is directly connected,
// source is "connected" or "static", and distance its administrative distance.
func RouteAdded(vrf string, prefix netip.Prefix, via netip.Addr, source string, distance int) []Line {
	table := routingTable(vrf)
	return []Line{routeChanged.line(Conn{}, table, text("add"), text(prefix.String()), addr(via), text(source), number(distance)),
		routeNetRed.line(Conn{}, table, text(prefix.String()))}
}

// RouteRemoved is RouteAdded's opposite; gone says what nothing leads to any more, a "network" or a
// "subnet", and is "" while there are other ways.
func RouteRemoved(vrf string, prefix netip.Prefix, via netip.Addr, source string, distance int, gone string) []Line {
	table := routingTable(vrf)
	lines := []Line{routeChanged.line(Conn{}, table, text("del"), text(prefix.String()), addr(via), text(source), number(distance))}
	if gone != "" {
		lines = append(lines, routeDeleted.line(Conn{}, table, text(gone), text(prefix.String())))
	}
	return lines
}

// RouteCloser: a route with a smaller distance takes the place of a number of them.
func RouteCloser(vrf string, prefix netip.Prefix, routes int) Line {
	return routeCloser.line(Conn{}, routingTable(vrf), addr(prefix.Addr()), number(routes))
}

// DefaultPathIs: the default route leads to an address now, invalid for what is directly connected; isNew if there was none before.
func DefaultPathIs(vrf string, via netip.Addr, isNew bool) []Line {
	lines := []Line{defaultPathIs.line(Conn{}, routingTable(vrf), addr(via))}
	if isNew {
		lines = append(lines, defaultNetworkIs.line(Conn{}, routingTable(vrf)))
	}
	return lines
}

// DefaultPathCleared: there is no default route any more.
func DefaultPathCleared(vrf string) Line { return defaultPathCleared.line(Conn{}, routingTable(vrf)) }

// RouteInterface: an interface's subnets joined the table, or left it.
func RouteInterface(name string, added bool) Line {
	what := text("removed from")
	if added {
		what = text("added to")
	}
	return routeInterface.line(Conn{}, text(name), what)
}
