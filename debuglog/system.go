package debuglog

import "net/netip"

// The %FAC-SEV-MNEMONIC messages, printed whether or not a debug is on.

var isakmpOnOff = phrase{
	sw:   Always,
	args: "state",
	g2:   "%CRYPTO-6-ISAKMP_ON_OFF: ISAKMP is <state>",
	g3:   same,
	g4:   same,
}

// ISAKMPOnOff is said when the first crypto map is applied and the last one removed, and at boot.
func ISAKMPOnOff(on bool) Line { return isakmpOnOff.say(Conn{}, onOff(on)) }

var gdoiOnOff = phrase{
	sw:   Always,
	args: "state",
	g3:   "%CRYPTO-6-GDOI_ON_OFF: GDOI is <state>",
	g4:   same,
}

// GDOIOnOff is said at boot, off. 12.4 mainline has no GDOI.
func GDOIOnOff(on bool) Line { return gdoiOnOff.say(Conn{}, onOff(on)) }

func onOff(on bool) arg {
	if on {
		return text("ON")
	}
	return text("OFF")
}

var sessionStatus = phrase{ // the empty fields before Id are the VRFs, description and group
	sw:   Always,
	args: "state peer port identity",
	g2:   "%CRYPTO-5-SESSION_STATUS: Crypto tunnel is <state>. Peer <peer>:<port>       Id: <identity>",
	g3:   same,
	g4:   same,
}

// SessionUp is said when the first IPsec SA to a peer comes up; id is its phase 1 identity.
func SessionUp(peer netip.Addr, peerPort uint16, id string) Line {
	return sessionStatus.say(Conn{}, text("UP  "), addr(peer), port(peerPort), text(id))
}

// SessionDown is said when the last IPsec SA to a peer is gone.
func SessionDown(peer netip.Addr, peerPort uint16, id string) Line {
	return sessionStatus.say(Conn{}, text("DOWN"), addr(peer), port(peerPort), text(id))
}

var ikeNoSA = phrase{
	sw:   Always,
	args: "peer",
	g2:   "%CRYPTO-4-IKMP_NO_SA: IKE message from <peer> has no SA and is not an initialization offer",
	g3:   same,
	g4:   same,
}

// IKENoSA: a packet with cookies that we do not know.
func IKENoSA(peer netip.Addr) Line { return ikeNoSA.say(Conn{}, addr(peer)) }

var ikeBadMessage = phrase{
	sw:   Always,
	args: "peer",
	g2:   "%CRYPTO-4-IKMP_BAD_MESSAGE: IKE message from <peer> failed its sanity check or is malformed",
	g3:   same,
	g4:   same,
}

// IKEBadMessage: a chain of payloads that makes no sense, typically after decryption with the
// wrong key. IOS limits it to about one a minute per peer.
func IKEBadMessage(peer netip.Addr) Line { return ikeBadMessage.say(Conn{}, addr(peer)) }

var ikeDeniedSARequest = phrase{
	sw:   Always,
	args: "from to",
	g2:   "%CRYPTO-4-IKE_DENY_SA_REQ: IKE denied an INCOMING SA request from <from> to <to> due to IKE SA LIMIT REACHED",
	g3:   same,
	g4:   same,
}

// IKEDeniedSARequest: call admission control lets no more negotiations in.
func IKEDeniedSARequest(from, to netip.Addr) Line {
	return ikeDeniedSARequest.say(Conn{}, addr(from), addr(to))
}

var ikeModeFailure = phrase{
	sw:   Always,
	args: "mode peer",
	g2:   "%CRYPTO-6-IKMP_MODE_FAILURE: Processing of <mode> mode failed with peer at <peer>",
	g3:   same,
	g4:   same,
}

// IKEModeFailure: an exchange ended in error; mode is Main, Quick or Informational.
func IKEModeFailure(mode string, peer netip.Addr) Line {
	return ikeModeFailure.say(Conn{}, text(mode), addr(peer))
}

var ikeNotEncrypted = phrase{
	sw:   Always,
	args: "peer",
	g2:   "%CRYPTO-6-IKMP_NOT_ENCRYPTED: IKE packet from <peer> was not encrypted and it should've been.",
	g3:   same,
	g4:   same,
}

func IKENotEncrypted(peer netip.Addr) Line { return ikeNotEncrypted.say(Conn{}, addr(peer)) }

var ikeAuthFail = phrase{
	sw:   Always,
	args: "method peer",
	g2:   "%CRYPTO-6-IKMP_AUTH_FAIL: Authentication method <method> failed with host <peer>",
	g3:   same,
	g4:   same,
}

// IKEAuthFail names the method by its number in RFC 2409 appendix A.
func IKEAuthFail(method int, peer netip.Addr) Line {
	return ikeAuthFail.say(Conn{}, number(method), addr(peer))
}

var ikeSANotAuthenticated = phrase{
	sw:   Always,
	args: "peer",
	g2:   "%CRYPTO-6-IKMP_SA_NOT_AUTH: Cannot accept Quick Mode exchange from <peer> if SA is not authenticated!",
	g3:   same,
	g4:   same,
}

func IKESANotAuthenticated(peer netip.Addr) Line {
	return ikeSANotAuthenticated.say(Conn{}, addr(peer))
}

var ikeSANotOffered = phrase{
	sw:   Always,
	args: "peer attribute",
	g2:   "%CRYPTO-6-IKMP_SA_NOT_OFFERED: Remote peer <peer> responded with attribute <attribute> not offered or changed",
	g3:   same,
	g4:   same,
}

func IKESANotOffered(peer netip.Addr, attribute string) Line {
	return ikeSANotOffered.say(Conn{}, addr(peer), text(attribute))
}

var invalidSPI = phrase{
	sw:   Always,
	args: "local spi spid remote interface",
	g2:   "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=<local>, prot=50, spi=0x<spi>(<spid>), srcaddr=<remote>",
	g3:   "%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=<local>, prot=50, spi=0x<spi>(<spid>), srcaddr=<remote>, input interface=<interface>",
	g4:   same,
}

// InvalidSPI: ESP for an SA that does not exist. IOS limits it to about one a minute.
func InvalidSPI(local netip.Addr, n uint32, remote netip.Addr, interfaceName string) Line {
	return invalidSPI.say(Conn{}, addr(local), spi(n), decimal(uint64(n)), addr(remote), text(interfaceName))
}

var replayError = phrase{
	sw:   Always,
	args: "conn sequence",
	g2:   "%CRYPTO-4-PKT_REPLAY_ERR: decrypt: replay check failed\n        connection id=<conn>, sequence number=<sequence>",
	g3:   same,
	g4:   same,
}

func ReplayError(conn int, sequence uint32) Line {
	return replayError.say(Conn{}, number(conn), decimal(uint64(sequence)))
}

var packetNotIPsec = phrase{
	sw:   Always,
	args: "local remote protocol",
	g2:   "%CRYPTO-4-RECVD_PKT_NOT_IPSEC: Rec'd packet not an IPSEC packet. (ip) vrf/dest_addr= /<local>, src_addr= <remote>, prot= <protocol>",
	g3:   same,
	g4:   same,
}

// PacketNotIPsec: a packet in clear that the crypto map wants encrypted.
func PacketNotIPsec(local, remote netip.Addr, protocol int) Line {
	return packetNotIPsec.say(Conn{}, addr(local), addr(remote), number(protocol))
}

var configuredFrom = phrase{
	sw:   Always,
	args: "source by",
	g2:   "%SYS-5-CONFIG_I: Configured from <source> by <by>",
	g3:   same,
	g4:   same,
}

// Configured is said when configuration mode is left. User may be ""; line is "console", or
// "vty0" with the address of its client.
func Configured(user, line string, client netip.Addr) Line {
	return configuredFrom.say(Conn{}, text("console"), text(who(user, line, client)))
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
	sw:   Always,
	args: "interface state",
	g2:   "%LINK-3-UPDOWN: Interface <interface>, changed state to <state>",
	g3:   same,
	g4:   same,
}

func LinkUpDown(interfaceName string, up bool) Line {
	return linkUpDown.say(Conn{}, text(interfaceName), upDown(up))
}

var linkAdministrativelyDown = phrase{
	sw:   Always,
	args: "interface",
	g2:   "%LINK-5-CHANGED: Interface <interface>, changed state to administratively down",
	g3:   same,
	g4:   same,
}

func LinkAdministrativelyDown(interfaceName string) Line {
	return linkAdministrativelyDown.say(Conn{}, text(interfaceName))
}

var lineProtocolUpDown = phrase{
	sw:   Always,
	args: "interface state",
	g2:   "%LINEPROTO-5-UPDOWN: Line protocol on Interface <interface>, changed state to <state>",
	g3:   same,
	g4:   same,
}

func LineProtocolUpDown(interfaceName string, up bool) Line {
	return lineProtocolUpDown.say(Conn{}, text(interfaceName), upDown(up))
}

func upDown(up bool) arg {
	if up {
		return text("up")
	}
	return text("down")
}

var clockUpdate = phrase{
	sw:   Always,
	args: "old new by",
	g2:   "%SYS-6-CLOCKUPDATE: System clock has been updated from <old> to <new>, configured from console by <by>.",
	g3:   same,
	g4:   same,
}

// ClockUpdate is said by "clock set"; old and new are the time as "show clock" prints it, and the
// rest as for Configured.
func ClockUpdate(old, updated, user, line string, client netip.Addr) Line {
	return clockUpdate.say(Conn{}, text(old), text(updated), text(who(user, line, client)))
}

var reloadRequested = phrase{
	sw:   Always,
	args: "by reason",
	g2:   "%SYS-5-RELOAD: Reload requested by <by>. Reload Reason: <reason>.",
	g3:   same,
	g4:   same,
}

// ReloadRequested: the reason of the command is "Reload Command".
func ReloadRequested(user, line string, client netip.Addr, reason string) Line {
	return reloadRequested.say(Conn{}, text(who(user, line, client)), text(reason))
}

var restarted = phrase{
	sw:   Always,
	args: "banner",
	g2:   "%SYS-5-RESTART: System restarted --\n<banner>",
	g3:   same,
	g4:   same,
}

// Restarted is said at boot; the banner is the first lines of "show version".
func Restarted(banner string) Line { return restarted.say(Conn{}, ownLines(banner)) }

var nvramInitialized = phrase{
	sw: Always,
	g2: "%SYS-7-NV_BLOCK_INIT: Initialized the geometry of nvram",
	g3: same,
	g4: same,
}

// NVRAMInitialized is said when the startup configuration has been erased.
func NVRAMInitialized() Line { return nvramInitialized.say(Conn{}) }

var countersCleared = phrase{
	sw:   Always,
	args: "what by",
	g2:   "%CLEAR-5-COUNTERS: Clear counter on <what> by <by>",
	g3:   same,
	g4:   same,
}

// CountersCleared: what is "all interfaces" or "interface " and its name.
func CountersCleared(what, user, line string, client netip.Addr) Line {
	return countersCleared.say(Conn{}, text(what), text(who(user, line, client)))
}

var loggingHost = phrase{
	sw:   Always,
	args: "host port state",
	g2:   "%SYS-6-LOGGINGHOST_STARTSTOP: Logging to host <host> port <port> <state> - CLI initiated",
	g3:   same,
	g4:   same,
}

// LoggingHost is said when "logging host" is given (started) or taken away (stopped).
func LoggingHost(host netip.Addr, hostPort uint16, started bool) Line {
	state := "stopped"
	if started {
		state = "started"
	}
	return loggingHost.say(Conn{}, addr(host), port(hostPort), text(state))
}
