package debuglog

import (
	"fmt"
	"net/netip"
	"time"
)

// What `ntp logging`, "debug ntp events" and "debug ntp packets" say.

var (
	ntpPeerReach = phrase{sw: Always, args: "peer", ios124: "%NTP-6-PEERREACH: Peer <peer> is reachable", ios15: same, iosxe: same}
	ntpPeerGone  = phrase{sw: Always, args: "peer", ios124: "%NTP-4-PEERUNREACH: Peer <peer> is unreachable", ios15: same, iosxe: same}
	ntpPeerSync  = phrase{sw: Always, args: "peer", ios124: "%NTP-5-PEERSYNC: NTP synced to peer <peer>", ios15: same, iosxe: same}
	ntpUnsync    = phrase{sw: Always, ios124: "%NTP-4-UNSYNC: NTP sync is lost", ios15: same, iosxe: same}
	ntpStarts    = phrase{sw: Always, ios124: "%NTP-6-RESTART: NTP process starts", ios15: same, iosxe: same}
)

// NTPPeerReach is logged when a peer begins to answer, or when it has not answered eight times.
func NTPPeerReach(peer netip.Addr, up bool) Line {
	if up {
		return ntpPeerReach.line(Conn{}, addr(peer))
	}
	return ntpPeerGone.line(Conn{}, addr(peer))
}

// NTPPeerSync is logged when the clock begins to follow a peer.
func NTPPeerSync(peer netip.Addr) Line { return ntpPeerSync.line(Conn{}, addr(peer)) }

// NTPUnsync is logged when it follows nobody any more.
func NTPUnsync() Line { return ntpUnsync.line(Conn{}) }

// NTPStarts is logged when the first line about NTP is typed.
func NTPStarts() Line { return ntpStarts.line(Conn{}) }

var (
	ntpEventReach = phrase{sw: NTPEvents, args: "peer what", ios124: "NTP: <peer> <what>"}
	ntpEventSync  = phrase{sw: NTPEvents, args: "peer", ios124: "NTP: synced to new peer <peer>"}
	ntpEvent      = phrase{sw: NTPEvents, args: "what", ios124: "NTP: <what>"}
	ntpCoreInfo   = phrase{sw: NTPEvents, args: "who status code what", ios15: "NTP Core(INFO): <who> <status> <code> <what>", iosxe: same}
)

// An NTPStatus is a status word, and the code of its last event.
type NTPStatus struct {
	Word uint16
	Code uint8
}

func coreInfo(who netip.Addr, s NTPStatus, what string) Line {
	return ntpCoreInfo.line(Conn{}, addr(who), text(fmt.Sprintf("%04X", s.Word)), text(fmt.Sprintf("%02X", s.Code)), text(what))
}

// NTPReachEvent: a peer answers, or does so no more.
func NTPReachEvent(peer netip.Addr, s NTPStatus, up bool) []Line {
	what := "unreachable"
	if up {
		what = "reachable"
	}
	return []Line{ntpEventReach.line(Conn{}, addr(peer), text(what)), coreInfo(peer, s, what)}
}

// NTPSyncEvent: the clock follows a peer.
func NTPSyncEvent(peer netip.Addr, s NTPStatus) []Line {
	return []Line{ntpEvent.line(Conn{}, text("sync change")), ntpEventSync.line(Conn{}, addr(peer)), coreInfo(peer, s, "sys_peer")}
}

// NTPLostEvent: it follows nobody any more.
func NTPLostEvent(s NTPStatus) []Line {
	return []Line{ntpEvent.line(Conn{}, text("sync lost")), coreInfo(netip.IPv4Unspecified(), s, "no_sys_peer")}
}

// NTPStepEvent: the clock was set.
func NTPStepEvent(s NTPStatus, by time.Duration) []Line {
	what := fmt.Sprintf("clock_step %+.6f s", by.Seconds())
	return []Line{ntpEvent.line(Conn{}, text("clock reset")), coreInfo(netip.IPv4Unspecified(), s, what)}
}

// An NTPPacket is a message as "debug ntp packets" shows it.
type NTPPacket struct {
	Sent        bool
	Peer, Local netip.Addr
	Interface   string // by which it came or goes
	Leap, Mode  uint8
	Version     uint8
	Stratum     uint8         // 0 = not synchronised
	Poll        time.Duration // the sender's interval
	RootDelay   uint32        // as on the wire: in seconds and 2^16th parts
	Dispersion  uint32
	Reference   [4]byte
	Times       []NTPTime // in the order in which they are shown
}

// An NTPTime is a timestamp of a message: its name, as on the wire, and in words.
type NTPTime struct {
	Name  string
	Value uint64
	Text  string
}

var (
	ntpPacketSent     = phrase{sw: NTPPackets, args: "peer", ios124: "NTP: xmit packet to <peer>:"}
	ntpPacketReceived = phrase{sw: NTPPackets, args: "peer local interface", ios124: "NTP: rcv packet from <peer> to <local> on <interface>:"}
	ntpPacketHead     = phrase{sw: NTPPackets, args: "leap mode version stratum poll",
		ios124: " leap <leap>, mode <mode>, version <version>, stratum <stratum>, ppoll <poll>"}
	ntpPacketRoot  = phrase{sw: NTPPackets, args: "what", ios124: " <what>"}
	ntpMessageSent = phrase{sw: NTPPackets, args: "peer interface local",
		ios15: "NTP message sent to <peer>, from interface '<interface>' (<local>).", iosxe: same}
	ntpMessageReceived = phrase{sw: NTPPackets, args: "peer interface local",
		ios15: "NTP message received from <peer> on interface '<interface>' (<local>).", iosxe: same}
)

// NTPPacketTrace are the lines about a message.
func NTPPacketTrace(p NTPPacket) (lines []Line) {
	peer, local, by := addr(p.Peer), addr(p.Local), text(p.Interface)
	if p.Sent {
		lines = append(lines, ntpMessageSent.line(Conn{}, peer, by, local), ntpPacketSent.line(Conn{}, peer))
	} else {
		lines = append(lines, ntpMessageReceived.line(Conn{}, peer, by, local), ntpPacketReceived.line(Conn{}, peer, local, by))
	}
	lines = append(lines, ntpPacketHead.line(Conn{}, decimal(uint64(p.Leap)), decimal(uint64(p.Mode)), decimal(uint64(p.Version)),
		decimal(uint64(p.Stratum)), number(int(p.Poll/time.Second))))
	msec := func(short uint32) float64 { return float64(short) * 1000 / (1 << 16) }
	detail := func(format string, args ...any) {
		lines = append(lines, ntpPacketRoot.line(Conn{}, text(fmt.Sprintf(format, args...))))
	}
	detail("rtdel %04X (%.3f), rtdsp %04X (%.3f), refid %X (%s)", p.RootDelay, msec(p.RootDelay), p.Dispersion, msec(p.Dispersion),
		p.Reference[:], netip.AddrFrom4(p.Reference))
	for _, t := range p.Times {
		detail("%s %08X.%08X (%s)", t.Name, uint32(t.Value>>32), uint32(t.Value), t.Text)
	}
	return lines
}
