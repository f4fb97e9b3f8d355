package debuglog

import (
	"net/netip"
	"strings"
)

// The Easy VPN remote, this router as a client. The lines of `debug crypto ipsec client ezvpn` are recalled, those of the three
// releases as one; what is guessed says so.

// Recalled.
var clientConfigured = phrase{
	ios124: "ISAKMP:(<id>): client mode configured.",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):client mode configured.",
}

// ClientConfigured: phase 1 begins with an Easy VPN server.
func (v *Voice) ClientConfigured() { v.say(&clientConfigured) }

// Recalled.
var xauthProcessRequest = phrase{
	ios124: "ISAKMP:(<id>):Xauth process request",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Xauth process request",
}

// XAuthProcessRequest: the server asks who the user is.
func (v *Voice) XAuthProcessRequest() { v.say(&xauthProcessRequest) }

// Recalled.
var xauthProcessSet = phrase{
	args:   "status",
	ios124: "ISAKMP:(<id>):Xauth process set, status = <status>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Xauth process set, status = <status>",
}

// XAuthProcessSet: the server says whether it believes that, 1 or 0.
func (v *Voice) XAuthProcessSet(status int) { v.say(&xauthProcessSet, number(status)) }

// Recalled.
var needConfig = phrase{
	ios124: "ISAKMP:(<id>):Need config/address",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Need config/address",
}

// NeedConfig: the server is asked for an address and settings.
func (v *Voice) NeedConfig() { v.say(&needConfig) }

var (
	ezvpnState = phrase{sw: EzVPN, args: "name state", ios124: "EZVPN(<name>): Current State: <state>", ios15: same, iosxe: same}
	ezvpnEvent = phrase{sw: EzVPN, args: "name event", ios124: "EZVPN(<name>): Event: <event>", ios15: same, iosxe: same}
	ezvpnNew   = phrase{sw: EzVPN, args: "name state", ios124: "EZVPN(<name>): New State: <state>", ios15: same, iosxe: same}
	ezvpnStays = phrase{sw: EzVPN, args: "name", ios124: "EZVPN(<name>): No state change", ios15: same, iosxe: same}
	ezvpnDoes  = phrase{sw: EzVPN, args: "name function", ios124: "EZVPN(<name>): <function>", ios15: same, iosxe: same}
	ezvpnPeer  = phrase{sw: EzVPN, args: "name peer", ios124: "EZVPN(<name>): Found valid peer <peer>", ios15: same, iosxe: same}
	ezvpnSaved = phrase{sw: EzVPN, args: "name user secret", ios15: same, iosxe: same,
		ios124: "EZVPN(<name>): send saved username <user> and password <secret>"}
	ezvpnVerdict = phrase{sw: EzVPN, args: "name verdict", ios15: same, iosxe: same,
		ios124: "EZVPN(<name>): xauth status received: <verdict>"}
	ezvpnHeading = phrase{sw: EzVPN, args: "which", ios124: "EZVPN: Attributes sent in <which>message:", ios15: same, iosxe: same}
	ezvpnGiven   = phrase{sw: EzVPN, args: "what", ios124: "        <what>", ios15: same, iosxe: same}
	ezvpnUnknown = phrase{sw: EzVPN, args: "name number", ios15: same, iosxe: same,
		ios124: "EZVPN: Unknown/Unsupported Attr: <name> (0x<number>)"}
)

// EzVPNEvent says what happens to an Easy VPN client, and in which state.
func EzVPNEvent(name, state, event string) []Line {
	return []Line{ezvpnState.line(Conn{}, text(name), text(state)), ezvpnEvent.line(Conn{}, text(name), text(event))}
}

// EzVPNState says where that has led it; "" = it stays where it is.
func EzVPNState(name, state string) Line {
	if state == "" {
		return ezvpnStays.line(Conn{}, text(name))
	}
	return ezvpnNew.line(Conn{}, text(name), text(state))
}

// EzVPNDoes names what it does, by the device's function.
func EzVPNDoes(name, function string) Line { return ezvpnDoes.line(Conn{}, text(name), text(function)) }

// EzVPNFoundPeer: it will call this server.
func EzVPNFoundPeer(name string, peer netip.Addr) Line {
	return ezvpnPeer.line(Conn{}, text(name), addr(peer))
}

// EzVPNSendsSaved: the configured user answers the server.
func EzVPNSendsSaved(name, user string) Line {
	return ezvpnSaved.line(Conn{}, text(name), text(user), text("<omitted>"))
}

// EzVPNVerdict is the server's word about the user.
func EzVPNVerdict(name string, right bool) Line {
	word := "Failure"
	if right {
		word = "Success"
	}
	return ezvpnVerdict.line(Conn{}, text(name), text(word))
}

// EzVPNAsked lists what the server wants to know of the user.
func EzVPNAsked(name string, attributes []XAuthAttribute) []Line {
	lines := []Line{ezvpnHeading.line(Conn{}, text("xauth request "))}
	for _, a := range attributes {
		lines = append(lines, ezvpnGiven.line(Conn{}, text(xauthNames[a]+"("+name+"):")))
	}
	return lines
}

// EzVPNGiven lists the settings that the server has told, each as a line of text.
func EzVPNGiven(settings []string) []Line {
	lines := []Line{ezvpnHeading.line(Conn{}, text(""))}
	for _, s := range settings {
		lines = append(lines, ezvpnGiven.line(Conn{}, text(s)))
	}
	return lines
}

// EzVPNUnknown is an attribute of the server's that means nothing here.
func EzVPNUnknown(number uint16) Line {
	name := configNames[number]
	if name == "" {
		name = "UNKNOWN"
	}
	return ezvpnUnknown.line(Conn{}, text(name), hex(uint64(number)))
}

// These two are printed whether anything is debugged or not, and have no mnemonic: seen so in the command reference.
var (
	ezvpnPending = phrase{sw: EzVPNPrompt, args: "name",
		ios124: "EZVPN(<name>): Pending XAuth Request, Please enter the following command:", ios15: same, iosxe: same}
	ezvpnCommand = phrase{sw: EzVPNPrompt, ios124: "EZVPN: crypto ipsec client ezvpn xauth", ios15: same, iosxe: same}
)

// EzVPNPending: the server wants to know who the user is, and somebody at a terminal has to say.
func EzVPNPending(name string) []Line {
	return []Line{ezvpnPending.line(Conn{}, text(name)), ezvpnCommand.line(Conn{})}
}

// What follows the server's address is seen for networks and recalled for an address.
var (
	ezvpnClientUp = phrase{sw: Always, args: "user group client server more", ios15: same, iosxe: same,
		ios124: "%CRYPTO-6-EZVPN_CONNECTION_UP: (Client) User=<user> Group=<group> " +
			"Client_public_addr=<client> Server_public_addr=<server><more>"}
	ezvpnClientDown = phrase{sw: Always, args: "user group client server more", ios15: same, iosxe: same,
		ios124: "%CRYPTO-6-EZVPN_CONNECTION_DOWN: (Client) User=<user> Group=<group> " +
			"Client_public_addr=<client> Server_public_addr=<server><more>"}
)

// An EzVPNConnectionOf is what is said of a client's connection.
type EzVPNConnectionOf struct {
	User, Group    string
	Client, Server netip.Addr
	Assigned       netip.Addr     // invalid = none
	Networks       []netip.Prefix // that are extended
}

// EzVPNClientConnection is logged when this router's connection to an Easy VPN server is up, and when it is gone.
func EzVPNClientConnection(up bool, c EzVPNConnectionOf) Line {
	var more strings.Builder
	if c.Assigned.IsValid() {
		more.WriteString(" Assigned_client_addr=" + c.Assigned.String())
	}
	for i, n := range c.Networks {
		more.WriteString([]string{" NEM_Remote_Subnets=", " "}[min(i, 1)] + n.Addr().String() + "/" + maskText(n.Bits()))
	}
	p := &ezvpnClientDown
	if up {
		p = &ezvpnClientUp
	}
	return p.line(Conn{}, text(c.User), text(c.Group), addr(c.Client), addr(c.Server), text(more.String()))
}

// maskText is a mask of some bits, dotted.
func maskText(bits int) string {
	m := ^uint32(0) << (32 - bits)
	return netip.AddrFrom4([4]byte{byte(m >> 24), byte(m >> 16), byte(m >> 8), byte(m)}).String()
}
