package debuglog

import (
	"fmt"
	"net/netip"
	"strings"
)

// What is said of servers that judge users: "debug radius", and what is always logged of their silence.

// A RADIUSExchange names a question to a server: the number of the login, and the identifier of the packet.
type RADIUSExchange struct {
	Login    int
	Server   netip.AddrPort
	AcctPort uint16
	ID       byte
}

// radiusSource is the port that questions come from, as lines name it before the identifier.
const radiusSource = 1645

func (e RADIUSExchange) args(more ...arg) []arg {
	return append([]arg{text(fmt.Sprintf("%08X", e.Login)), addr(e.Server.Addr()), port(e.Server.Port()), port(e.AcctPort),
		text(fmt.Sprintf("%d/%d", radiusSource, e.ID))}, more...)
}

const radiusArgs = "login server auth-port acct-port identifier"

var (
	radiusSending = phrase{sw: RADIUS, args: "login", ios124: "RADIUS(<login>): sending", ios15: same, iosxe: same}
	radiusLocal   = phrase{sw: RADIUS, args: "local server",
		ios124: "RADIUS/ENCODE: Best Local IP-Address <local> for Radius-Server <server>", ios15: same, iosxe: same}
	radiusSend = phrase{sw: RADIUS, args: radiusArgs + " bytes",
		ios124: "RADIUS(<login>): Send Access-Request to <server>:<auth-port> id <identifier>, len <bytes>", ios15: same, iosxe: same}
	radiusAuthenticator = phrase{sw: RADIUS, args: "first second",
		ios124: "RADIUS:  authenticator <first> - <second>", ios15: same, iosxe: same}
	radiusAttribute = phrase{sw: RADIUS, args: "attribute", ios124: "RADIUS:  <attribute>", ios15: same, iosxe: same}
	radiusStarted   = phrase{sw: RADIUS, args: "login seconds",
		ios15: "RADIUS(<login>): Started <seconds> sec timeout", iosxe: same}
	radiusRepeat = phrase{sw: RADIUS, args: radiusArgs,
		ios124: "RADIUS: Retransmit to (<server>:<auth-port>,<acct-port>) for id <identifier>", ios15: same, iosxe: same}
	radiusTimedOut = phrase{sw: RADIUS, args: "login", ios15: "RADIUS(<login>): Request timed out", iosxe: same}
	radiusNoAnswer = phrase{sw: RADIUS, args: radiusArgs,
		ios124: "RADIUS: No response from (<server>:<auth-port>,<acct-port>) for id <identifier>", ios15: same, iosxe: same}
	radiusReceived = phrase{sw: RADIUS, args: radiusArgs + " what bytes",
		ios124: "RADIUS: Received from id <identifier> <server>:<auth-port>, <what>, len <bytes>", ios15: same, iosxe: same}
	radiusTaken = phrase{sw: RADIUS, args: "login identifier",
		ios124: "RADIUS(<login>): Received from id <identifier>", ios15: same, iosxe: same}
	radiusBad = phrase{sw: RADIUS, args: radiusArgs,
		ios124: "RADIUS: Response (<identifier>) failed decrypt", ios15: same, iosxe: same}
	radiusFail = phrase{sw: RADIUS, args: "",
		ios124: "RADIUS/DECODE: No response from radius-server; parse response; FAIL", ios15: same, iosxe: same}

	radiusDead = phrase{sw: Always, pace: loginPace, args: radiusArgs,
		ios124: "%RADIUS-4-RADIUS_DEAD: RADIUS server <server>:<auth-port>,<acct-port> is not responding.", ios15: same, iosxe: same}
	radiusAlive = phrase{sw: Always, pace: loginPace, args: radiusArgs,
		ios124: "%RADIUS-4-RADIUS_ALIVE: RADIUS server <server>:<auth-port>,<acct-port> has returned.",
		ios15:  "%RADIUS-4-RADIUS_ALIVE: RADIUS server <server>:<auth-port>,<acct-port> is being marked alive.", iosxe: same}
	radiusAllDead = phrase{sw: Always, pace: loginPace, args: "group identifier",
		ios124: "%RADIUS-3-ALLDEADSERVER: Group <group>: No active radius servers found. Id <identifier>.", ios15: same, iosxe: same}
)

// RADIUSSends: a question goes to a server for the first time, from an address of ours; invalid: there is no way to it.
func RADIUSSends(e RADIUSExchange, local netip.Addr, packet []byte, attributes []string, seconds int) []Line {
	login := text(fmt.Sprintf("%08X", e.Login))
	lines := []Line{radiusSending.line(Conn{}, login)}
	if local.IsValid() {
		lines = append(lines, radiusLocal.line(Conn{}, addr(local), addr(e.Server.Addr())))
	}
	lines = append(lines, radiusSend.line(Conn{}, e.args(number(len(packet)))...))
	lines = append(lines, radiusPacket(packet, attributes)...)
	return append(lines, radiusStarted.line(Conn{}, login, number(seconds)))
}

// RADIUSRepeats: it goes there again.
func RADIUSRepeats(e RADIUSExchange, seconds int) []Line {
	login := text(fmt.Sprintf("%08X", e.Login))
	return []Line{radiusTimedOut.line(Conn{}, login), radiusRepeat.line(Conn{}, e.args()...),
		radiusStarted.line(Conn{}, login, number(seconds))}
}

// RADIUSDies: a server did not answer.
func RADIUSDies(e RADIUSExchange) []Line {
	return []Line{radiusTimedOut.line(Conn{}, text(fmt.Sprintf("%08X", e.Login))), radiusNoAnswer.line(Conn{}, e.args()...),
		radiusDead.line(Conn{}, e.args()...)}
}

// RADIUSReturns: a server that did not answer does again.
func RADIUSReturns(e RADIUSExchange) Line { return radiusAlive.line(Conn{}, e.args()...) }

// RADIUSNoneLeft: no server of a group answered.
func RADIUSNoneLeft(login int, group string) []Line {
	return []Line{radiusAllDead.line(Conn{}, text(group), number(login)), radiusFail.line(Conn{})}
}

// RADIUSAnswers: a server answered, with what (Access-Accept).
func RADIUSAnswers(e RADIUSExchange, what string, packet []byte, attributes []string) []Line {
	lines := []Line{radiusReceived.line(Conn{}, e.args(text(what), number(len(packet)))...)}
	lines = append(lines, radiusPacket(packet, attributes)...)
	return append(lines, radiusTaken.line(Conn{}, text(fmt.Sprintf("%08X", e.Login)), text(fmt.Sprintf("%d/%d", radiusSource, e.ID))))
}

// RADIUSForged: an answer is not from who has the key.
func RADIUSForged(e RADIUSExchange) Line { return radiusBad.line(Conn{}, e.args()...) }

// radiusPacket tells what is in a packet: its authenticator, and its attributes as RADIUSAttribute writes them.
func radiusPacket(packet []byte, attributes []string) []Line {
	const header, half = 4, 8
	octets := func(from int) string { return fmt.Sprintf("% X", packet[from:from+half]) }
	lines := []Line{radiusAuthenticator.line(Conn{}, text(octets(header)), text(octets(header+half)))}
	for _, a := range attributes {
		lines = append(lines, radiusAttribute.line(Conn{}, text(a)))
	}
	return lines
}

// A RADIUSValue is an attribute of a packet, of any type that has a name here.
type RADIUSValue struct {
	Type   byte
	Length int
	Value  string
}

var radiusNames = map[byte]string{1: "User-Name", 2: "User-Password", 3: "CHAP-Password", 4: "NAS-IP-Address", 5: "NAS-Port",
	6: "Service-Type", 7: "Framed-Protocol", 8: "Framed-IP-Address", 9: "Framed-IP-Netmask", 12: "Framed-MTU", 18: "Reply-Message",
	24: "State", 25: "Class", 26: "Vendor, Cisco", 27: "Session-Timeout", 28: "Idle-Timeout", 30: "Called-Station-Id",
	31: "Calling-Station-Id", 32: "NAS-Identifier", 61: "NAS-Port-Type", 80: "Message-Authenticato", 87: "NAS-Port-Id"}

// Text is the attribute as a line of "debug radius" has it.
func (v RADIUSValue) Text() string {
	name, ok := radiusNames[v.Type]
	if !ok {
		name = "unsupported"
	}
	value := v.Value
	switch {
	case v.Type == 61 && value == "5":
		value = fmt.Sprintf("%-26s[5]", "Virtual")
	case v.Type == 6 && value == "6":
		value = fmt.Sprintf("%-26s[6]", "Administrative")
	case value != "" && !strings.ContainsAny(value, `"* `):
		value = fmt.Sprintf("%-26s", value)
	}
	return fmt.Sprintf("%-20s%-6s%-4d%s", name, fmt.Sprintf("[%d]", v.Type), v.Length, value)
}
