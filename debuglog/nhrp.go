package debuglog

import (
	"fmt"
	"net/netip"
	"strings"
)

// What NHRP logs, and what "debug nhrp" says. Recalled: the messages from their reference and from logs, the debugs from the Dynamic
// Multipoint VPN guides.

var (
	nhrpServer = phrase{sw: Always, args: "interface server nbma local localnbma state reason",
		ios15: "%DMVPN-5-NHRP_NHS_<state>: <interface>: Next Hop Server : (Tunnel: <server> NBMA: <nbma> ) for (Tunnel: <local> NBMA: " +
			"<localnbma>) is <state><reason>", iosxe: same}
	nhrpClient = phrase{sw: Always, args: "client interface",
		ios15: "%DMVPN-5-NHRP_CACHE: Client <client> on <interface> Registered.", iosxe: same, pace: oncePerMinute}
	nhrpRefused = phrase{sw: Always, args: "type what code",
		ios124: "%NHRP-3-PAKREPLY: Receive <type> packet with error - <what>(<code>)", ios15: same, iosxe: same, pace: oncePerMinute}
	nhrpError = phrase{sw: Always, args: "type what code source destination offset data",
		ios124: "%NHRP-3-PAKERROR: Receive Error Indication for our <type>, code: <what>(<code>), (trigger src: <source>, " +
			"dst: <destination>), offset: <offset>, data: <data>", ios15: same, iosxe: same, pace: oncePerMinute}

	nhrpPacket = phrase{sw: NHRPPackets, args: "verb type interface vrf size body",
		ios124: "NHRP: <verb> <type> via <interface> vrf 0, packet size: <size><body>", ios15: same,
		iosxe: "NHRP: <verb> <type> via <interface> vrf: global(0x0), packet size: <size><body>"}
	nhrpExtensions = phrase{sw: NHRPExtensions, args: "body", ios124: "NHRP: <body>", ios15: same, iosxe: same}
	nhrpBytes      = phrase{sw: NHRPProtocol, args: "size way interface",
		ios124: "NHRP: <size> bytes <way> <interface>", ios15: same, iosxe: same}
	nhrpToUs = phrase{sw: NHRPProtocol, args: "network tous",
		ios124: "NHRP: netid_in = <network>, to_us = <tous>", ios15: same, iosxe: same}
	nhrpRetry = phrase{sw: NHRPProtocol, args: "seconds server",
		ios124: "NHRP: Setting retrans delay to <seconds> for nhs  dst <server>", ios15: same, iosxe: same}
	nhrpServerMoved = phrase{sw: NHRPProtocol, args: "state server",
		ios124: "NHRP: NHS-<state>: <server>", ios15: same, iosxe: "NHRP: NHS <server> <state>"}
	nhrpCache = phrase{sw: NHRPCache, args: "interface what target via nbma",
		ios124: "NHRP: Cache <what> for target <target><via><nbma>",
		ios15:  "NHRP: <interface>: Cache <what> for target <target> vrf 0<via><nbma>",
		iosxe:  "NHRP: <interface>: Cache <what> for target <target> vrf: global(0x0)<via><nbma>"}
	nhrpMalformed = phrase{sw: NHRPErrors, args: "interface peer why",
		ios124: "NHRP: Discarding packet from <peer> on <interface>: <why>", ios15: same, iosxe: same}
	nhrpNotAuthentic = phrase{sw: NHRPErrors, args: "type source interface",
		ios124: "NHRP: Authentication failure for <type> from <source> on <interface>", ios15: same, iosxe: same}
)

// NHRPServerMoved: a next hop server answers, or does no longer. The first line is logged with `logging dmvpn` only.
func NHRPServerMoved(interfaceName string, server, nbma, local, localNBMA netip.Addr, up bool) (logged, traced Line) {
	state, reason := "DOWN", ", Reason: External(NHRP: no error)"
	if up {
		state, reason = "UP", ""
	}
	return nhrpServer.line(Conn{}, text(interfaceName), addr(server), addr(nbma), addr(local), addr(localNBMA), text(state), text(reason)),
		nhrpServerMoved.line(Conn{}, text(state), addr(server))
}

// NHRPClientRegistered: a client has registered; with `logging dmvpn`.
func NHRPClientRegistered(interfaceName string, client netip.Addr) Line {
	return nhrpClient.line(Conn{}, addr(client), text(interfaceName))
}

// NHRPRefused: an answer says why it is none.
func NHRPRefused(packetType, what string, code int) Line {
	return nhrpRefused.line(Conn{}, text(packetType), text(what), number(code))
}

// An NHRPFault is what an error indication says of a packet of ours.
type NHRPFault struct {
	Trigger, What string // type of the packet, and what is wrong
	Code, Offset  int
	Src, Dst      netip.Addr // protocol addresses of the indication
	Data          []byte     // how the packet begins
}

// NHRPErrorHeard: somebody indicates an error in a packet of ours.
func NHRPErrorHeard(f NHRPFault) Line {
	return nhrpError.line(Conn{}, text(f.Trigger), text(f.What), number(f.Code), addr(f.Src), addr(f.Dst), number(f.Offset),
		text(octets(f.Data)))
}

func octets(b []byte) string { return strings.TrimSuffix(fmt.Sprintf("% X ", b), " ") }

// An NHRPPacket is a packet of NHRP as the debug shows it.
type NHRPPacket struct {
	Out                   bool
	Type, Interface       string
	Size, ExtensionOffset int
	HopCount              int
	Flags                 string // each with a blank behind it
	RequestID             uint32
	NBMA, Src, Dst        netip.Addr
	Clients               []NHRPClient
	IsError               bool // Code and Offset are there in place of Flags
	IsIndication          bool // of traffic: neither is
	Code, Offset          int
	What                  string // Code, in words
	Contents              []byte
	Extensions            []NHRPExtension
	Network               int
	ToUs                  bool
}

// An NHRPClient is an entry of such a packet.
type NHRPClient struct {
	Code, Prefix, MTU, HoldTime, Preference int
	What                                    string // Code, in words
	NBMA, Protocol                          netip.Addr
}

// An NHRPExtension is one of its extensions.
type NHRPExtension struct {
	Number  int
	Clients []NHRPClient
	Text    bool // it is a word in clear
}

// NHRPPacketTrace: a packet left, or came. The word by which it authenticates itself is never said.
func NHRPPacketTrace(p NHRPPacket) []Line {
	verb, way := "Receive", "in"
	if p.Out {
		verb, way = "Send", "out"
	}
	lines := []Line{nhrpPacket.line(Conn{}, text(verb), text(p.Type), text(p.Interface), number(0), number(p.Size), ownLines(p.body()))}
	if len(p.Extensions) > 0 {
		lines = append(lines, nhrpExtensions.line(Conn{}, ownLines(p.extensions())))
	}
	lines = append(lines, nhrpBytes.line(Conn{}, number(p.Size), text(way), text(p.Interface)))
	if !p.Out {
		toUs := 0
		if p.ToUs {
			toUs = 1
		}
		lines = append(lines, nhrpToUs.line(Conn{}, number(p.Network), number(toUs)))
	}
	return lines
}

func (p NHRPPacket) body() string {
	var b strings.Builder
	if p.Out {
		fmt.Fprintf(&b, "\n src: %v, dst: %v", shownAddr(p.Src), shownAddr(p.Dst))
	}
	fmt.Fprintf(&b, "\n (F) afn: IPv4(1), type: IP(800), hop: %d, ver: 1\n     shtl: 4(NSAP), sstl: 0(NSAP)\n     pktsz: %d extoff: %d",
		p.HopCount, p.Size, p.ExtensionOffset)
	switch {
	case p.IsError:
		fmt.Fprintf(&b, "\n (M) error code: %s(%d), offset: %d", p.What, p.Code, p.Offset)
	case p.IsIndication:
		b.WriteString("\n (M) traffic code: redirect(0)")
	default:
		fmt.Fprintf(&b, "\n (M) flags: %q, reqid: %d", p.Flags, p.RequestID)
	}
	fmt.Fprintf(&b, "\n     src NBMA: %v\n     src protocol: %v, dst protocol: %v", shownAddr(p.NBMA), shownAddr(p.Src), shownAddr(p.Dst))
	if p.IsIndication {
		b.WriteString("\n     Contents of nhrp traffic indication packet:\n        " + octets(p.Contents))
	}
	b.WriteString(clientLines(" ", p.Clients))
	return b.String()
}

func shownAddr(a netip.Addr) string {
	if !a.IsValid() {
		return "0.0.0.0"
	}
	return a.String()
}

func clientLines(margin string, list []NHRPClient) string {
	var b strings.Builder
	for i, c := range list {
		fmt.Fprintf(&b, "\n%s(C-%d) code: %s(%d)\n%s      prefix: %d, mtu: %d, hd_time: %d", margin, i+1, c.What, c.Code, margin, c.Prefix,
			c.MTU, c.HoldTime)
		fmt.Fprintf(&b, "\n%s      addr_len: %d(NSAP), subaddr_len: 0(NSAP), proto_len: %d, pref: %d", margin, c.NBMA.BitLen()/8,
			c.Protocol.BitLen()/8, c.Preference)
		if c.NBMA.IsValid() {
			fmt.Fprintf(&b, "\n%s      client NBMA: %v", margin, c.NBMA)
		}
		if c.Protocol.IsValid() {
			fmt.Fprintf(&b, "\n%s      client protocol: %v", margin, c.Protocol)
		}
	}
	return b.String()
}

var nhrpExtensionNames = map[int]string{3: "Responder Address Extension", 4: "Forward Transit NHS Record Extension",
	5: "Reverse Transit NHS Record Extension", 7: "Authentication Extension", 9: "NAT address Extension"}

func (p NHRPPacket) extensions() string {
	var b strings.Builder
	for i, e := range p.Extensions {
		name := nhrpExtensionNames[e.Number]
		if name == "" {
			name = "Unknown Extension"
		}
		if i > 0 {
			b.WriteString("\n ")
		}
		fmt.Fprintf(&b, "%s(%d):", name, e.Number)
		if e.Text {
			b.WriteString("\n   type:Cleartext(1)")
		}
		b.WriteString(clientLines("   ", e.Clients))
	}
	return b.String()
}

// NHRPRetried: a server that has not answered is asked again, and waited for.
func NHRPRetried(server netip.Addr, seconds int) Line {
	return nhrpRetry.line(Conn{}, number(seconds), addr(server))
}

// NHRPCached: the cache has changed: what is add, update or delete.
func NHRPCached(interfaceName, what string, target netip.Prefix, nextHop, nbma netip.Addr) Line {
	via, at := "", ""
	if nextHop.IsValid() {
		via = " next-hop " + nextHop.String()
	}
	if nbma.IsValid() {
		at = "\n           " + nbma.String()
	}
	return nhrpCache.line(Conn{}, text(interfaceName), text(what), text(target.String()), ownLines(via), ownLines(at))
}

// NHRPMalformed: a packet could not be read.
func NHRPMalformed(interfaceName string, peer netip.Addr, why string) Line {
	return nhrpMalformed.line(Conn{}, text(interfaceName), addr(peer), text(why))
}

// NHRPNotAuthentic: a packet does not carry the word that its interface asks for.
func NHRPNotAuthentic(packetType string, source netip.Addr, interfaceName string) Line {
	return nhrpNotAuthentic.line(Conn{}, text(packetType), addr(source), text(interfaceName))
}
