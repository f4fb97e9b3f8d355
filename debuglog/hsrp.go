package debuglog

import (
	"net/netip"
	"strings"
)

// What HSRP logs, and what "debug standby" says.

// A StandbyGroup names a group of an interface, by the interface's full name.
type StandbyGroup struct {
	Interface string
	Number    int
}

func (g StandbyGroup) args(rest ...arg) []arg {
	return append([]arg{text(g.Interface), number(g.Number)}, rest...)
}

// short names the group as debugs do.
func (g StandbyGroup) short(rest ...arg) []arg {
	name := strings.TrimRight(g.Interface, "0123456789/.:")
	return append([]arg{text(name[:min(2, len(name))] + g.Interface[len(name):]), number(g.Number)}, rest...)
}

var (
	hsrpStateChange = phrase{sw: Always, args: "interface group from to",
		ios124: "%HSRP-6-STATECHANGE: <interface> Grp <group> state <from> -> <to>",
		ios15:  "%HSRP-5-STATECHANGE: <interface> Grp <group> state <from> -> <to>", iosxe: same}
	hsrpBadAuth = phrase{sw: Always, args: "peer group state",
		ios124: "%HSRP-4-BADAUTH: Bad authentication from <peer>, group <group>, remote state <state>", ios15: same,
		iosxe: "%HSRP-4-BADAUTH2: Bad authentication from <peer>", pace: oncePerMinute}
	hsrpOtherAddress = phrase{sw: Always, args: "interface group address configured",
		ios124: "%HSRP-4-DIFFVIP1: <interface> Grp <group> active routers virtual IP address <address> is different to the locally " +
			"configured address <configured>", ios15: same, iosxe: same, pace: oncePerMinute}
	duplicateAddress = phrase{sw: Always, args: "address interface hardware",
		ios124: "%IP-4-DUPADDR: Duplicate address <address> on <interface>, sourced by <hardware>", ios15: same, iosxe: same, pace: oncePerMinute}

	hsrpPacket = phrase{sw: HSRPPackets, args: "interface group packet way address state priority virtual",
		ios124: "HSRP: <interface> Grp <group> <packet><way> <address> <state> pri <priority> vIP <virtual>", ios15: same, iosxe: same}
	hsrpCoup  = phrase{sw: HSRPCoups, args: hsrpPacket.args, ios124: hsrpPacket.ios124, ios15: same, iosxe: same}
	hsrpEvent = phrase{sw: HSRPEvents, args: "interface group state letter event about",
		ios124: "HSRP: <interface> Grp <group> <state>: <letter>/<event><about>", ios15: same, iosxe: same}
	hsrpMoved = phrase{sw: HSRPEvents, args: "interface group from to",
		ios124: "HSRP: <interface> Grp <group> <from> -> <to>", ios15: same, iosxe: same}
	hsrpKnown = phrase{sw: HSRPEvents, args: "interface group role now was",
		ios124: "HSRP: <interface> Grp <group> <role> router is <now>, was <was>", ios15: same, iosxe: same}
	hsrpAuthFails = phrase{sw: HSRPErrors, args: "interface group packet address why",
		ios124: "HSRP: <interface> Grp <group> Auth failed for <packet> pkt from <address>, <why>", ios15: same, iosxe: same}
)

// HSRPStateChange: a group went from or to a state in which it is its subnet's router, or next to be.
func HSRPStateChange(g StandbyGroup, from, to string) Line {
	return hsrpStateChange.line(Conn{}, g.args(text(from), text(to))...)
}

// HSRPBadAuth: a message did not show what the group asks for.
func HSRPBadAuth(g StandbyGroup, peer netip.Addr, state string) Line {
	return hsrpBadAuth.line(Conn{}, addr(peer), number(g.Number), text(state))
}

// HSRPOtherAddress: the active router has another virtual address than this one.
func HSRPOtherAddress(g StandbyGroup, address, configured netip.Addr) Line {
	return hsrpOtherAddress.line(Conn{}, g.args(addr(address), addr(configured))...)
}

// DuplicateAddress: somebody else says by ARP that an address of ours is theirs.
func DuplicateAddress(address netip.Addr, interfaceName, hardware string) Line {
	return duplicateAddress.line(Conn{}, addr(address), text(interfaceName), text(hardware))
}

// An HSRPMessage is a message of a group as the debug shows it.
type HSRPMessage struct {
	Op       string // Hello, Coup or Resign
	Out      bool
	Address  netip.Addr // of the sender
	State    string
	Priority int
	Virtual  netip.Addr
}

// HSRPPacket: a message of a group left, or came.
func HSRPPacket(g StandbyGroup, m HSRPMessage) Line {
	p, way, virtual := &hsrpPacket, "in ", text("unknown")
	if m.Op != "Hello" {
		p = &hsrpCoup
	}
	if m.Out {
		way = "out"
	}
	if m.Virtual.IsValid() {
		virtual = addr(m.Virtual)
	}
	return p.line(Conn{}, g.short(text(pad(m.Op, 7)), text(way), addr(m.Address), text(pad(m.State, 7)), number(m.Priority), virtual)...)
}

func pad(s string, width int) string { return s + strings.Repeat(" ", max(0, width-len(s))) }

// HSRPEvent: something happened to a group in a state; about is what else there is to say of it, or "".
func HSRPEvent(g StandbyGroup, state, letter, event, about string) Line {
	if about != "" {
		about = " (" + about + ")"
	}
	return hsrpEvent.line(Conn{}, g.short(text(state), text(letter), text(event), text(about))...)
}

// HSRPMoved: a group changed its state.
func HSRPMoved(g StandbyGroup, from, to string) Line {
	return hsrpMoved.line(Conn{}, g.short(text(from), text(to))...)
}

// HSRPKnown: another router is the Active, or the Standby one.
func HSRPKnown(g StandbyGroup, role, now, was string) Line {
	return hsrpKnown.line(Conn{}, g.short(text(role), text(now), text(was))...)
}

// HSRPAuthFails says why a message was refused.
func HSRPAuthFails(g StandbyGroup, op string, peer netip.Addr, why string) Line {
	return hsrpAuthFails.line(Conn{}, g.short(text(op), addr(peer), text(why))...)
}
