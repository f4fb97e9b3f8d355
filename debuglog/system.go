package debuglog

import "net/netip"

// The %FAC-SEV-MNEMONIC messages, printed whether or not a debug is on.

var isakmpOnOff = phrase{
	sw:     Always,
	args:   "state",
	ios124: "%CRYPTO-6-ISAKMP_ON_OFF: ISAKMP is <state>",
	ios15:  same,
	iosxe:  same,
}

// ISAKMPOnOff is logged when the first crypto map is applied and the last one removed, and at boot.
func ISAKMPOnOff(on bool) Line { return isakmpOnOff.line(Conn{}, onOff(on)) }

var gdoiOnOff = phrase{
	sw:    Always,
	args:  "state",
	ios15: "%CRYPTO-6-GDOI_ON_OFF: GDOI is <state>",
	iosxe: same,
}

// GDOIOnOff is logged at boot, off. 12.4 mainline has no GDOI.
func GDOIOnOff(on bool) Line { return gdoiOnOff.line(Conn{}, onOff(on)) }

func onOff(on bool) arg {
	if on {
		return text("ON")
	}
	return text("OFF")
}

var sessionStatus = phrase{ // the empty fields before Id are the VRFs, description and group
	sw:     Always,
	args:   "state peer port identity",
	ios124: "%CRYPTO-5-SESSION_STATUS: Crypto tunnel is <state>. Peer <peer>:<port>       Id: <identity>",
	ios15:  same,
	iosxe:  same,
}

// SessionUp is logged when the first IPsec SA to a peer comes up; id is its phase 1 identity.
func SessionUp(peer netip.Addr, peerPort uint16, id string) Line {
	return sessionStatus.line(Conn{}, text("UP  "), addr(peer), port(peerPort), text(id))
}

// SessionDown is logged when the last IPsec SA to a peer is gone.
func SessionDown(peer netip.Addr, peerPort uint16, id string) Line {
	return sessionStatus.line(Conn{}, text("DOWN"), addr(peer), port(peerPort), text(id))
}

var noTransformToOffer = phrase{ // the device can do all transforms that it takes: the words are ours
	sw:     Always,
	args:   "map sequence",
	ios124: "%CRYPTO-4-IPSEC_NO_TRANSFORM: Crypto map <map> <sequence> has no transform set that is supported; nothing is negotiated for it",
	ios15:  same,
	iosxe:  same,
}

// NoTransformToOffer: IPsec asks for SAs of an entry whose transform sets are unknown or cannot be done.
func NoTransformToOffer(cryptoMap string, sequence int) Line {
	return noTransformToOffer.line(Conn{}, text(cryptoMap), number(sequence))
}

var ikeNoSA = phrase{
	sw:     Always,
	pace:   oncePerMinute,
	args:   "peer",
	ios124: "%CRYPTO-4-IKMP_NO_SA: IKE message from <peer> has no SA and is not an initialization offer",
	ios15:  same,
	iosxe:  same,
}

// IKENoSA: a packet with cookies that we do not know.
func IKENoSA(peer netip.Addr) Line { return ikeNoSA.line(Conn{}, addr(peer)) }

var ikeBadMessage = phrase{
	sw:     Always,
	pace:   oncePerMinute,
	args:   "peer",
	ios124: "%CRYPTO-4-IKMP_BAD_MESSAGE: IKE message from <peer> failed its sanity check or is malformed",
	ios15:  same,
	iosxe:  same,
}

// IKEBadMessage: a chain of payloads that makes no sense, typically after decryption with the
// wrong key. IOS limits it to about one a minute per peer.
func IKEBadMessage(peer netip.Addr) Line { return ikeBadMessage.line(Conn{}, addr(peer)) }

var ikeDeniedSARequest = phrase{
	sw:     Always,
	pace:   oncePerMinute,
	args:   "from to",
	ios124: "%CRYPTO-4-IKE_DENY_SA_REQ: IKE denied an INCOMING SA request from <from> to <to> due to IKE SA LIMIT REACHED",
	ios15:  same,
	iosxe:  same,
}

// IKEDeniedSARequest: call admission control lets no more negotiations in.
func IKEDeniedSARequest(from, to netip.Addr) Line {
	return ikeDeniedSARequest.line(Conn{}, addr(from), addr(to))
}

var ikeModeFailure = phrase{
	sw:     Always,
	pace:   oncePerMinute,
	args:   "mode peer",
	ios124: "%CRYPTO-6-IKMP_MODE_FAILURE: Processing of <mode> mode failed with peer at <peer>",
	ios15:  same,
	iosxe:  same,
}

// IKEModeFailure: an exchange ended in error.
func IKEModeFailure(mode Mode, peer netip.Addr) Line {
	return ikeModeFailure.line(Conn{}, text(mode.String()), addr(peer))
}

var ikeNotEncrypted = phrase{
	sw:     Always,
	pace:   oncePerMinute,
	args:   "peer",
	ios124: "%CRYPTO-6-IKMP_NOT_ENCRYPTED: IKE packet from <peer> was not encrypted and it should've been.",
	ios15:  same,
	iosxe:  same,
}

func IKENotEncrypted(peer netip.Addr) Line { return ikeNotEncrypted.line(Conn{}, addr(peer)) }

var ikeAuthFail = phrase{
	sw:     Always,
	pace:   oncePerMinute,
	args:   "method peer",
	ios124: "%CRYPTO-6-IKMP_AUTH_FAIL: Authentication method <method> failed with host <peer>",
	ios15:  same,
	iosxe:  same,
}

// IKEAuthFail names the method by its number in RFC 2409 appendix A.
func IKEAuthFail(method int, peer netip.Addr) Line {
	return ikeAuthFail.line(Conn{}, number(method), addr(peer))
}

var ikeSANotAuthenticated = phrase{
	sw:     Always,
	pace:   oncePerMinute,
	args:   "peer",
	ios124: "%CRYPTO-6-IKMP_SA_NOT_AUTH: Cannot accept Quick Mode exchange from <peer> if SA is not authenticated!",
	ios15:  same,
	iosxe:  same,
}

func IKESANotAuthenticated(peer netip.Addr) Line {
	return ikeSANotAuthenticated.line(Conn{}, addr(peer))
}

var ikeSANotOffered = phrase{
	sw:     Always,
	pace:   oncePerMinute,
	args:   "peer attribute",
	ios124: "%CRYPTO-6-IKMP_SA_NOT_OFFERED: Remote peer <peer> responded with attribute <attribute> not offered or changed",
	ios15:  same,
	iosxe:  same,
}

// IKESANotOffered: the responder chose what was not offered.
func IKESANotOffered(peer netip.Addr, differs Mismatch) Line {
	return ikeSANotOffered.line(Conn{}, addr(peer), text(differs.attribute()))
}

var invalidSPI = phrase{
	sw:   Always,
	pace: oncePerMinute,
	args: "local spi spid remote interface protocol",
	ios124: "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=<local>, prot=<protocol>, " +
		"spi=0x<spi>(<spid>), srcaddr=<remote>",
	ios15: "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=<local>, prot=<protocol>, " +
		"spi=0x<spi>(<spid>), srcaddr=<remote>, input interface=<interface>",
	iosxe: same,
}

// InvalidSPI: ESP, or with header AH, for an SA that does not exist. IOS limits it to about one a minute.
func InvalidSPI(local netip.Addr, header bool, n uint32, remote netip.Addr, interfaceName string) Line {
	return invalidSPI.line(Conn{}, addr(local), spi(n), decimal(uint64(n)), addr(remote), text(interfaceName), number(protocolNumber(header)))
}

var replayError = phrase{
	sw:     Always,
	pace:   oncePerMinute,
	args:   "conn sequence",
	ios124: "%CRYPTO-4-PKT_REPLAY_ERR: decrypt: replay check failed\n        connection id=<conn>, sequence number=<sequence>",
	ios15:  same,
	iosxe:  same,
}

func ReplayError(conn int, sequence uint32) Line {
	return replayError.line(Conn{}, number(conn), decimal(uint64(sequence)))
}

var packetNotIPsec = phrase{
	sw:   Always,
	pace: oncePerMinute,
	args: "local remote protocol",
	ios124: "%CRYPTO-4-RECVD_PKT_NOT_IPSEC: Rec'd packet not an IPSEC packet. (ip) vrf/dest_addr= /<local>, src_addr= " +
		"<remote>, prot= <protocol>",
	ios15: same,
	iosxe: same,
}

// PacketNotIPsec: a packet in clear that the crypto map wants encrypted.
func PacketNotIPsec(local, remote netip.Addr, protocol int) Line {
	return packetNotIPsec.line(Conn{}, addr(local), addr(remote), number(protocol))
}

var configuredFrom = phrase{
	sw:     Always,
	args:   "source by",
	ios124: "%SYS-5-CONFIG_I: Configured from <source> by <by>",
	ios15:  same,
	iosxe:  same,
}

// Configured is logged when configuration mode is left. User may be ""; line is "console", or
// "vty0" with the address of its client.
func Configured(user, line string, client netip.Addr) Line {
	return configuredFrom.line(Conn{}, text("console"), text(who(user, line, client)))
}

// ConfiguredFromMemory is logged at boot, when the startup-config has been read.
func ConfiguredFromMemory() Line {
	return configuredFrom.line(Conn{}, text("memory"), text("console"))
}

// who names a user and a line as IOS does: "console", "vty0 (10.0.0.9)", "admin on vty0 (10.0.0.9)".
func who(user, line string, client netip.Addr) string {
	if user != "" {
		line = user + " on " + line
	}
	if client.IsValid() {
		line += " (" + client.String() + ")"
	}
	return line
}

var linkUpDown = phrase{
	sw:     Always,
	args:   "interface state",
	ios124: "%LINK-3-UPDOWN: Interface <interface>, changed state to <state>",
	ios15:  same,
	iosxe:  same,
}

func LinkUpDown(interfaceName string, up bool) Line {
	return linkUpDown.line(Conn{}, text(interfaceName), upDown(up))
}

var linkAdministrativelyDown = phrase{
	sw:     Always,
	args:   "interface",
	ios124: "%LINK-5-CHANGED: Interface <interface>, changed state to administratively down",
	ios15:  same,
	iosxe:  same,
}

func LinkAdministrativelyDown(interfaceName string) Line {
	return linkAdministrativelyDown.line(Conn{}, text(interfaceName))
}

var lineProtocolUpDown = phrase{
	sw:     Always,
	args:   "interface state",
	ios124: "%LINEPROTO-5-UPDOWN: Line protocol on Interface <interface>, changed state to <state>",
	ios15:  same,
	iosxe:  same,
}

func LineProtocolUpDown(interfaceName string, up bool) Line {
	return lineProtocolUpDown.line(Conn{}, text(interfaceName), upDown(up))
}

func upDown(up bool) arg {
	if up {
		return text("up")
	}
	return text("down")
}

var clockUpdate = phrase{
	sw:     Always,
	args:   "old new by",
	ios124: "%SYS-6-CLOCKUPDATE: System clock has been updated from <old> to <new>, configured from console by <by>.",
	ios15:  same,
	iosxe:  same,
}

// ClockUpdate is logged by "clock set"; old and new are the time as "show clock" prints it, and the
// rest as for Configured.
func ClockUpdate(old, updated, user, line string, client netip.Addr) Line {
	return clockUpdate.line(Conn{}, text(old), text(updated), text(who(user, line, client)))
}

var reloadRequested = phrase{
	sw:     Always,
	args:   "by reason",
	ios124: "%SYS-5-RELOAD: Reload requested by <by>. Reload Reason: <reason>.",
	ios15:  same,
	iosxe:  same,
}

// ReloadRequested: the reason of the command is "Reload Command".
func ReloadRequested(user, line string, client netip.Addr, reason string) Line {
	return reloadRequested.line(Conn{}, text(who(user, line, client)), text(reason))
}

var restarted = phrase{
	sw:     Always,
	args:   "banner",
	ios124: "%SYS-5-RESTART: System restarted --\n<banner>",
	ios15:  same,
	iosxe:  same,
}

// Restarted is logged at boot; the banner is the first lines of "show version".
func Restarted(banner string) Line { return restarted.line(Conn{}, ownLines(banner)) }

var nvramInitialized = phrase{
	sw:     Always,
	ios124: "%SYS-7-NV_BLOCK_INIT: Initialized the geometry of nvram",
	ios15:  same,
	iosxe:  same,
}

// NVRAMInitialized is logged when the startup configuration has been erased.
func NVRAMInitialized() Line { return nvramInitialized.line(Conn{}) }

var countersCleared = phrase{
	sw:     Always,
	args:   "what by",
	ios124: "%CLEAR-5-COUNTERS: Clear counter on <what> by <by>",
	ios15:  same,
	iosxe:  same,
}

// CountersCleared: what is "all interfaces" or "interface " and its name.
func CountersCleared(what, user, line string, client netip.Addr) Line {
	return countersCleared.line(Conn{}, text(what), text(who(user, line, client)))
}

var loggingHost = phrase{
	sw:     Always,
	args:   "host port state",
	ios124: "%SYS-6-LOGGINGHOST_STARTSTOP: Logging to host <host> port <port> <state> - CLI initiated",
	ios15:  same,
	iosxe:  same,
}

// LoggingHost is logged when "logging host" is given (started) or taken away (stopped).
func LoggingHost(host netip.Addr, hostPort uint16, started bool) Line {
	state := "stopped"
	if started {
		state = "started"
	}
	return loggingHost.line(Conn{}, addr(host), port(hostPort), text(state))
}
