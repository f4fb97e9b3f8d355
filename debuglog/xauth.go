package debuglog

import (
	"net/netip"

	"ruthere/crypto/ike/state"
)

// XAUTH (draft-beaulieu-ike-xauth-02), as the server walks it. What is known of each line stands before it: recalled (from many
// logs of 15), or guessed. 12.4 and XE are the same words in the spelling of their neighbours.

// Recalled.
var needXAuth = phrase{
	ios124: "ISAKMP:(<id>):Need XAUTH",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Need XAUTH",
}

// NeedXAuth: phase 1 is done, and the peer is asked who its user is.
func (v *Voice) NeedXAuth() { v.say(&needXAuth) }

// Recalled.
var xauthAttribute = phrase{
	args:   "verb name",
	ios124: "ISAKMP/xauth: <verb> attribute <name>",
	ios15:  same,
	iosxe:  same,
}

// An XAuthAttribute is what is asked of a user, or answered.
type XAuthAttribute uint8

const (
	XAuthName XAuthAttribute = iota
	XAuthPassword
)

var xauthNames = [...]string{XAuthName: "XAUTH_USER_NAME_V2", XAuthPassword: "XAUTH_USER_PASSWORD_V2"}

// RequestsAttribute: the server asks for it.
func (v *Voice) RequestsAttribute(a XAuthAttribute) {
	v.say(&xauthAttribute, text("request"), text(xauthNames[a]))
}

// RepliesAttribute: the peer has answered it.
func (v *Voice) RepliesAttribute(a XAuthAttribute) {
	v.say(&xauthAttribute, text("reply"), text(xauthNames[a]))
}

// Recalled.
var initiatingConfig = phrase{
	args:   "peer node",
	ios124: "ISAKMP:(<id>): initiating peer config to <peer>. ID = <node>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):initiating peer config to <peer>. ID = <node>",
}

// InitiatingConfig: a transaction begins here.
func (v *Voice) InitiatingConfig(messageID uint32) {
	v.say(&initiatingConfig, addr(v.Peer), node(messageID))
}

// Recalled.
var respondingConfig = phrase{
	args:   "peer node",
	ios124: "ISAKMP:(<id>): responding to peer config from <peer>. ID = <node>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):responding to peer config from <peer>. ID = <node>",
}

// RespondingConfig: one that the peer began is answered.
func (v *Voice) RespondingConfig(messageID uint32) {
	v.say(&respondingConfig, addr(v.Peer), node(messageID))
}

// Recalled.
var processingTransaction = phrase{
	args:   "peer node",
	ios124: "ISAKMP:(<id>):processing transaction payload from <peer>. message ID = <node>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):processing transaction payload from <peer>. message ID = <node>",
}

func (v *Voice) ProcessingTransaction(messageID uint32) {
	v.say(&processingTransaction, addr(v.Peer), wireID(messageID))
}

// Recalled.
var configPayload = phrase{
	args:   "type",
	ios124: "ISAKMP: Config payload <type>",
	ios15:  same,
	iosxe:  same,
}

// ConfigPayload says what a message of the exchange wants: REQUEST, REPLY, SET or ACK.
func (v *Voice) ConfigPayload(kind string) { v.say(&configPayload, text(kind)) }

// Recalled.
var xauthAcknowledged = phrase{
	ios124: "ISAKMP:(<id>):       XAUTH ACK Processed",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):       XAUTH ACK Processed",
}

func (v *Voice) XAuthAcknowledged() { v.say(&xauthAcknowledged) }

// Recalled.
var talkingToUnity = phrase{
	ios124: "ISAKMP:(<id>):Talking to a Unity Client",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Talking to a Unity Client",
}

func (v *Voice) TalkingToUnity() { v.say(&talkingToUnity) }

// RetransmitTransactionDue is RetransmitPhase2Due of a transaction.
func (v *Voice) RetransmitTransactionDue(messageID uint32, shown state.Shown) {
	v.say(&retransmitPhase2Due, text(padded(shown)), node(messageID))
}

// RetransmittingTransaction is RetransmittingPhase2 of a transaction.
func (v *Voice) RetransmittingTransaction(messageID uint32, shown state.Shown) {
	v.say(&retransmittingPhase2, node(messageID), text(padded(shown)))
}

// The text is that of the configuration guide; seen in no log.
var tunnelAuthentication = phrase{
	sw:   Always,
	pace: loginPace,
	args: "verdict user group client server",
	ios124: "%CRYPTO-6-VPN_TUNNEL_STATUS: (Server) Authentication <verdict>  User=<user> Group=<group> " +
		"Client_public_addr=<client> Server_public_addr=<server>",
	ios15: same,
	iosxe: same,
}

// TunnelAuthentication is logged with `crypto logging ezvpn` when a user was judged.
func TunnelAuthentication(passed bool, user, group string, client, server netip.Addr) Line {
	verdict := "REJECTED"
	if passed {
		verdict = "PASSED"
	}
	return tunnelAuthentication.line(Conn{}, text(verdict), text(user), text(group), addr(client), addr(server))
}

// The texts are those of the configuration guide; seen in no log.
var (
	ezvpnConnectionUp = phrase{
		sw:     Always,
		args:   "user group client server",
		ios124: "%CRYPTO-6-EZVPN_CONNECTION_UP: (Server) User=<user> Group=<group> Client_public_addr=<client> Server_public_addr=<server>",
		ios15:  same,
		iosxe:  same,
	}
	ezvpnConnectionDown = phrase{
		sw:     Always,
		args:   "user group client server",
		ios124: "%CRYPTO-6-EZVPN_CONNECTION_DOWN: (Server) User=<user> Group=<group> Client_public_addr=<client> Server_public_addr=<server>",
		ios15:  same,
		iosxe:  same,
	}
)

// EzVPNConnection is logged with `crypto logging ezvpn` when a client's tunnel is up, and when it is gone.
func EzVPNConnection(up bool, user, group string, client, server netip.Addr) Line {
	if up {
		return ezvpnConnectionUp.line(Conn{}, text(user), text(group), addr(client), addr(server))
	}
	return ezvpnConnectionDown.line(Conn{}, text(user), text(group), addr(client), addr(server))
}

// The words are those of the configuration guide; its facility is guessed.
var groupMissing = phrase{
	sw:     Always,
	pace:   oncePerMinute,
	args:   "group",
	ios124: "%CRYPTO-6-VPN_TUNNEL_STATUS: Group: <group> does not exist",
	ios15:  same,
	iosxe:  same,
}

// GroupMissing is logged with `crypto logging ezvpn` when a peer presents a group that is not configured.
func GroupMissing(group string) Line { return groupMissing.line(Conn{}, text(group)) }
