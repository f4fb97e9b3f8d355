package debuglog

import (
	"net/netip"
	"time"

	"ruthere/crypto/ike/state"
)

// A sample is one or more lines under the name of what says them.
type sample struct {
	name  string
	lines []Line
}

// samples calls every constructor once or more; testdata/catalogue.txt holds what must come out.
func samples() []sample {
	var (
		none   = Conn{}
		second = Conn{ID: 2}
		mid    = uint32(0xCAFEBABE) // negative when signed
		ptr    = Pointer(0x7F3A12B0C4)
		client = netip.MustParseAddr("10.0.0.9")
		mine   = Proxy{Net: netip.MustParsePrefix("192.168.1.0/24")}
		his    = Proxy{Net: netip.MustParsePrefix("172.16.5.9/32"), Protocol: 6, Port: 23}
		ask    = Request{
			Local: local, Remote: peer, LocalProxy: mine, RemoteProxy: his, Transform: "esp-aes esp-sha-hmac",
			Mode: "Tunnel", Seconds: 3600, Kilobytes: 4608000, KeySize: 128,
		}
		inbound = SA{
			Dest: local, SPI: 0x0A7B69BF, Transform: "esp-aes esp-sha-hmac", Conn: 2005, Kilobytes: 4608000, Seconds: 3600,
			Local: local, Remote: peer, LocalProxy: mine, RemoteProxy: his,
		}
		pair = SAPair{
			Local: local, Remote: peer, LocalProxy: mine.Net.Addr(), RemoteProxy: his.Net.Addr(),
			InboundSPI: 0x0A7B69BF, OutboundSPI: 0x5E39E570, InboundConn: 2000, Seconds: 3600, Kilobytes: 4608000,
		}
		byAddress = Identity{NextPayload: 8, Type: 1, Addr: local, Protocol: 17, Port: 500, Length: 12}
		byName    = Identity{NextPayload: 8, Type: 2, Name: "r1.example.net", Protocol: 17, Port: 500, Length: 22}
	)
	one := func(name string, l ...Line) sample { return sample{name, l} }
	return []sample{
		// packet.go
		one("SendingPacket", SendingPacket(none, peer, 500, 500, state.Initiator, state.MMNoState), SendingPacket(first, peer, 4500, 4500, state.Responder, state.QMIdle)),
		one("SendingIPv4Packet", SendingIPv4Packet(none), SendingIPv4Packet(first)),
		one("ReceivedFirstPacket", ReceivedFirstPacket(none, peer, 500, 500, "")),
		one("ReceivedPacket", ReceivedPacket(second, peer, 500, 500, "RED", state.Responder, state.MMKeyExch)),
		one("Transition", both(Transition(first, state.ProcessComplete, state.InitMM4, state.InitMM5))...),
		one("NodeTransition", NodeTransition(first, mid, state.InitQM, state.NodeReady, state.NodeIQM1)...),

		// mainmode.go
		one("SARequestProfile", SARequestProfile(none, ""), SARequestProfile(none, "VPN")),
		one("ReceivedKEMessage", ReceivedKEMessage(1, 1)),
		one("CreatedPeerStruct", CreatedPeerStruct(peer, 500)),
		one("NewPeerCreated", NewPeerCreated(ptr, 0x80000002)),
		one("LockingPeerStruct", LockingPeerStruct(ptr, 1, "isakmp_initiator")),
		one("LocalRemotePort", LocalRemotePort(500, 500)),
		one("SetNewNode", SetNewNode(none, 0, state.QMIdle), SetNewNode(first, mid, state.QMIdle)),
		one("InsertedSA", InsertedSA(none, ptr)),
		one("DuplicateSA", DuplicateSA(none, ptr)),
		one("CannotStartAggressiveMode", CannotStartAggressiveMode(none)),
		one("LookingForKey", LookingForKey(peer, "default")),
		one("FoundPreSharedKey", FoundPreSharedKey(none, peer)),
		one("LocalPreSharedKeyFound", LocalPreSharedKeyFound(none)),
		one("ScanningProfiles", ScanningProfiles(none), ScanningProfiles(none, "VPN", "LAB")),
		one("ConstructedNATT", ConstructedNATT(none, "rfc3947")),
		one("BeginningMainMode", BeginningMainMode(none)),
		one("ProcessingPayload", ProcessingPayload(none, "SA", 0), ProcessingPayload(first, "HASH", mid)),
		one("CheckingTransform", CheckingTransform(none, 1, 10)),
		one("AttsAcceptable", AttsAcceptable(none, 0)),
		one("SKEYIDGenerated", SKEYIDGenerated(first)),
		one("SendInitialContact", SendInitialContact(first)),
		one("SAIsDoing", SAIsDoing(first, "ID_IPV4_ADDR")...),
		one("TotalPayloadLength", TotalPayloadLength(first, 12)),
		one("PeerMatchesNoProfile", PeerMatchesNoProfile(first)),
		one("PeerMatchesProfile", PeerMatchesProfile(first, "VPN")),
		one("FoundAddressKey", FoundAddressKey(first, "KEYS")),
		one("SAAuthenticationStatus", SAAuthenticationStatus(first)),
		one("SAAuthenticatedWith", SAAuthenticatedWith(first, peer)),
		one("SettingUDPEncapsulation", SettingUDPEncapsulation(first, ptr, ptr+1)),
		one("DetectedPortFloating", DetectedPortFloating(first, 4500)),
		one("TryingToFindPeer", TryingToFindPeer(first, local, peer, 4500)),
		one("ProcessInitialContact", ProcessInitialContact(first, local, peer, 500)),
		one("InsertedPeer", InsertedPeer(local, peer, 500, ptr)...),

		// attributes.go, natt.go
		one("EncryptionAttribute", EncryptionAttribute(none, 7), EncryptionAttribute(none, 5), EncryptionAttribute(none, 99)),
		one("KeyLengthAttribute", KeyLengthAttribute(none, 256)),
		one("HashAttribute", HashAttribute(none, 2)),
		one("GroupAttribute", GroupAttribute(none, 14)),
		one("AuthAttribute", AuthAttribute(none, 1)),
		one("LifeTypeAttribute", LifeTypeAttribute(none, 1)),
		one("LifeDurationBasic", LifeDurationBasic(none, 3600)),
		one("LifeDurationVPI", LifeDurationVPI(none, []byte{0, 1, 0x51, 0x80})),
		one("Lifetimes", Lifetimes(none, 600, 1200, 600, false)...),
		one("Lifetimes", Lifetimes(none, 0, 86400, 86400, true)...),
		one("Transform", Transform(first, 1, 12)...),
		one("EncapsAttribute", EncapsAttribute(first, 1)),
		one("SALifeTypeAttribute", SALifeTypeAttribute(first, 2)),
		one("SALifeDurationBasic", SALifeDurationBasic(first, 3600)),
		one("SALifeDurationVPI", SALifeDurationVPI(first, []byte{0, 0x46, 0x50, 0})),
		one("AuthenticatorAttribute", AuthenticatorAttribute(first, 2)),
		one("SAKeyLengthAttribute", SAKeyLengthAttribute(first, 256)),
		one("SAGroupAttribute", SAGroupAttribute(first, 2)),
		one("IDPayload", IDPayload(first, byAddress)...),
		one("IDPayload", IDPayload(first, byName)...),
		one("NATDetection", NATDetection(first, 20, true, false)...),
		one("NATDetection", NATDetection(first, 20, true, true)...),
		one("NATDetection", NATDetection(first, 20, false, false)...),
		one("NATDetection", NATDetection(first, 20, false, true)...),

		// dpd.go, notify.go
		one("DPDEnabled", DPDEnabled(first)),
		one("DPDAckReceived", DPDAckReceived(first, peer, 0x9)),
		one("DPDReceived", DPDReceived(first, peer, 0x7B69BF)),
		one("SendingRUThere", both(SendingRUThere(first, 2218094592, mid, 0x9))...),
		one("SendingRUThereAck", both(SendingRUThereAck(first, 2218094592, mid, 0x9))...),
		one("PeerNotResponding", PeerNotResponding(first, peer)),
		one("DPDTimerFired", DPDTimerFired(first, peer, "retry 3 of 5", 0x9, 16*time.Second, "R_U_THERE_ACK", 2*time.Second)),
		one("DPDAnswered", DPDAnswered(first, peer, 0x9, 42, 9770*time.Millisecond)),
		one("DPDAckIgnored", DPDAckIgnored(first, 0x8, 0x9)),
		one("DPDAckIgnored, repeated", DPDAckIgnored(first, 0x9, 0x9)),
		one("ProcessingNotify", ProcessingNotify(first, NotifyName(36136), 1, 0, mid, ptr), ProcessingNotify(first, NotifyName(14), 3, 175860159, mid, ptr)),
		one("SendingNotify", SendingNotify(first, NotifyName(14), 3, 2218094592, mid)),
		one("ResponderLifetime", ResponderLifetime(first, 1200)...),
		one("ProcessingResponderLifetime", ProcessingResponderLifetime(first)),
		one("NotifyHasNoHash", NotifyHasNoHash(none)),
		one("DeletingSPI", DeletingSPI(first, 175860159, mid)),

		// quickmode.go
		one("OutstandingRequests", OutstandingRequests(first, local, 500, peer, 500)),
		one("SittingIdle", SittingIdle(first)),
		one("BeginningQuickMode", BeginningQuickMode(first, mid)),
		one("GetsSPI", GetsSPI(first, state.Initiator), GetsSPI(first, state.Responder)),
		one("AskingForSPIs", AskingForSPIs(first, 1)),
		one("CheckingProposal", CheckingProposal(first, 1)),
		one("ProposalAcceptable", ProposalAcceptable(first)),
		one("InstalledSA", InstalledSA(first, 0x0A7B69BF, "GigabitEthernet1")...),
		one("FailedToFindPeerIndex", FailedToFindPeerIndex()),
		one("CreatingIPsecSAs", CreatingIPsecSAs(first, pair)...),

		// delete.go
		one("ParanoidKeepalives", ParanoidKeepalives(first)),
		one("DeletingSA", DeletingSA(first, "No reason", state.Initiator, state.QMIdle, peer)),
		one("TearingDownSA", TearingDownSA(none, "Death by retransmission P1", state.Initiator, state.MMNoState, peer)),
		one("ReapingSA", ReapingSA(first, state.Initiator, peer)),
		one("PurgingSA", PurgingSA(first, ptr)),
		one("DeletingNode", DeletingNode(first, mid, false, "Informational (in) state 1"), DeletingNode(first, mid, true, "QM rejected")),
		one("DeletingDeletesNode", DeletingDeletesNode(first, mid)),
		one("AbandoningNode", AbandoningNode(first, mid, "peers alive")),
		one("ReapingNode", ReapingNode(first, mid)),
		one("PurgingNode", PurgingNode(first, mid)),
		one("UnlockingIPsecStruct", UnlockingIPsecStruct(ptr, "delete_siblings", 0)),
		one("UnlockingIKEStruct", UnlockingIKEStruct(ptr, "isadb_mark_sa_deleted()", 0)),
		one("PeerReap", PeerReap(peer, ptr)),
		one("IgnoringDeleteNotify", IgnoringDeleteNotify(local, peer, 0x0A7B69BF)),
		one("EnqueuedDeleteSAs", EnqueuedDeleteSAs(first, 0x0A7B69BF)),

		// retransmit.go
		one("ErrorCounter", ErrorCounter(first, "PEERS_ALIVE_TIMER", 1, 5), ErrorCounter(none, "retransmit phase 1", 2, 5)),
		one("NodeErrorCounter", NodeErrorCounter(first, "retransmit phase 2", 1, 5)),
		one("RetransmitPhase1Due", RetransmitPhase1Due(none, state.MMNoState)),
		one("RetransmittingPhase1", RetransmittingPhase1(first, state.MMKeyExch)),
		one("DuplicatePhase1Packet", DuplicatePhase1Packet(none)),
		one("DuplicatePhase2Packet", DuplicatePhase2Packet(first)),
		one("RetransmittingDueTo", RetransmittingDueTo(none, "retransmit phase 1")),
		one("RetransmitPhase2Due", RetransmitPhase2Due(first, mid)),
		one("RetransmittingPhase2", RetransmittingPhase2(first, mid)),
		one("QuickModeTimerExpired", QuickModeTimerExpired(first)),
		one("StillBudding", StillBudding(none, local, peer)),

		// failure.go
		one("OfferedMismatch", OfferedMismatch(none, EncryptionMismatch), OfferedMismatch(none, HashMismatch), OfferedMismatch(none, AuthMismatch),
			OfferedMismatch(none, PresharedMismatch), OfferedMismatch(none, GroupMismatch), OfferedMismatch(none, KeyLengthMismatch)),
		one("AttsNotAcceptable", AttsNotAcceptable(none, 3)),
		one("NoOffersAccepted", NoOffersAccepted(none)),
		one("Phase1NotAcceptable", Phase1NotAcceptable(none, local, peer)),
		one("FailedToConstructAG", FailedToConstructAG(none)),
		one("FSMActionError", FSMActionError(none, 2)),
		one("UnknownInput", UnknownInput(none, state.InfoNotify, state.InitMM1)),
		one("NoPreSharedKey", NoPreSharedKey(none, peer)),
		one("NoCertOrKey", NoCertOrKey(none)),
		one("CannotStartMainMode", CannotStartMainMode(none)),
		one("ErrorProcessingSARequest", ErrorProcessingSARequest()),
		one("ErrorProcessingKMI", ErrorProcessingKMI(0, 2)),
		one("ReservedNotZero", ReservedNotZero(first, "ID")),
		one("UnknownPayloadType", UnknownPayloadType(first, 211)),
		one("HashPayloadIncorrect", HashPayloadIncorrect(first)),
		one("PolicyInvalidatedProposal", PolicyInvalidatedProposal(first, ErrorProxies)),
		one("Phase2NotAcceptable", Phase2NotAcceptable(first, local, peer)),

		// engine.go
		one("EngineDid", EngineDid(first, EngineDH), EngineDid(first, EngineDHSecret), EngineDid(first, EngineIKESA), EngineDid(first, EngineDecrypt),
			EngineDid(first, EngineEncrypt), EngineDid(first, EngineHash), EngineDid(first, EngineQMKeys), EngineDid(first, EngineIPsecSA)),

		// ipsec.go
		one("SARequest", SARequest(ask)),
		one("ValidateProposal", ValidateProposal(ask)...),
		one("ProxyMatch", ProxyMatch(mine, his, 256)),
		one("MapAccepted", MapAccepted("VPN", 10)),
		one("KeyEngineEvent", KeyEngineEvent(1)),
		one("SPIResponse", SPIResponse(175860159, local, peer)),
		one("MapFound", MapFound("VPN", 10)),
		one("NoOldOutboundSA", NoOldOutboundSA(ptr)),
		one("InitializeSAs", InitializeSAs(ask, inbound, inbound, "VPN", "")...),
		one("AddedIdentity", AddedIdentity(peer, mine, his)...),
		one("CreateSA", CreateSA(inbound)),
		one("DeleteSA", DeleteSA(inbound)),
		one("EnableOutbound", EnableOutbound()),
		one("UpdatedOutboundSA", UpdatedOutboundSA(peer, 0x0A7B69BF)),
		one("RequestTimerFired", RequestTimerFired(ask, 1)),
		one("ReceivedDeleteNotify", ReceivedDeleteNotify()),
		one("DeleteSAWithSPI", DeleteSAWithSPI(0x0A7B69BF, peer)),
		one("NoMatchingMap", NoMatchingMap()),
		one("ProxyNotSupported", ProxyNotSupported()),
		one("TransformNotSupported", TransformNotSupported("esp-des esp-sha-hmac")),
		one("SiblingExpiring", SiblingExpiring(0x0A7B69BF)),

		// system.go
		one("ISAKMPOnOff", ISAKMPOnOff(true), ISAKMPOnOff(false)),
		one("GDOIOnOff", GDOIOnOff(false)),
		one("SessionUp", SessionUp(peer, 500, "10.2.80.209")),
		one("SessionDown", SessionDown(peer, 500, "10.2.80.209")),
		one("IKENoSA", IKENoSA(peer)),
		one("IKEBadMessage", IKEBadMessage(peer)),
		one("IKEDeniedSARequest", IKEDeniedSARequest(peer, local)),
		one("IKEModeFailure", IKEModeFailure("Main", peer)),
		one("IKENotEncrypted", IKENotEncrypted(peer)),
		one("IKEAuthFail", IKEAuthFail(1, peer)),
		one("IKESANotAuthenticated", IKESANotAuthenticated(peer)),
		one("IKESANotOffered", IKESANotOffered(peer, "ENCRYPTION_ALGORITHM")),
		one("InvalidSPI", InvalidSPI(local, 0x0A7B69BF, peer, "GigabitEthernet1")),
		one("ReplayError", ReplayError(2005, 17)),
		one("PacketNotIPsec", PacketNotIPsec(local, peer, 1)),
		one("Configured", Configured("", "console", netip.Addr{}), Configured("cisco", "vty0", client), Configured("", "vty0", client)),
		one("LinkUpDown", LinkUpDown("FastEthernet0/0", true)),
		one("LinkAdministrativelyDown", LinkAdministrativelyDown("FastEthernet0/0")),
		one("LineProtocolUpDown", LineProtocolUpDown("FastEthernet0/0", false)),
		one("ClockUpdate", ClockUpdate("00:10:00 UTC Fri Mar 1 2002", "15:17:14 UTC Thu Mar 25 2004", "", "console", netip.Addr{})),
		one("ReloadRequested", ReloadRequested("", "console", netip.Addr{}, "Reload Command")),
		one("Restarted", Restarted("ruthere")),
		one("CommandLogged", CommandLogged("console", "hostname R1")),
		one("RollbackBackup", RollbackBackup("flash:R1-cfg-Mar-25-15-17-14.004-UTC-0")),
		one("RollbackScheduled", RollbackScheduled("console", "flash:R1-cfg-Mar-25-15-17-14.004-UTC-0", 2)),
		one("RollbackWarning", RollbackWarning("flash:R1-cfg-Mar-25-15-17-14.004-UTC-0")),
		one("RollbackStart", RollbackStart("flash:R1-cfg-Mar-25-15-17-14.004-UTC-0")),
		one("RollbackConfirmed", RollbackConfirmed("console")),
		one("ScheduledReload", ScheduledReload("15:22:14 UTC Thu Mar 25 2004", "15:17:14 UTC Thu Mar 25 2004", "", "console", netip.Addr{}, "Reload Command")),
		one("ReloadCancelled", ReloadCancelled("15:17:14 UTC Thu Mar 25 2004")),
		one("NVRAMInitialized", NVRAMInitialized()),
		one("CountersCleared", CountersCleared("all interfaces", "", "console", netip.Addr{})),
		{"SSHOnOff", []Line{SSHOnOff(true, "1.99"), SSHOnOff(false, "2.0")}},
		one("SSHSession", SSHSession(client, 0, "aes256-ctr", "hmac-sha1")),
		{"SSHUserAuth", []Line{SSHUserAuth("admin", client, 0, "aes256-ctr", "hmac-sha1", true), SSHUserAuth("admin", client, 1, "aes256-ctr", "hmac-sha1", false)}},
		one("SSHClose", SSHClose(client, 0, "admin", "aes256-ctr", "hmac-sha1")),
		one("LoginSuccess", LoginSuccess("admin", client, 22, "15:17:14 UTC Thu Mar 25 2004")),
		one("LoginFailed", LoginFailed("admin", client, 22, "Login Authentication Failed", "15:17:14 UTC Thu Mar 25 2004")),
		one("QuietModeOn", QuietModeOn(12, "admin", client, 23, "Login Authentication Failed", "sl_def_acl", "15:17:14 UTC Thu Mar 25 2004")),
		one("QuietModeOff", QuietModeOff("15:19:14 UTC Thu Mar 25 2004")),
		one("PrivilegeSet", PrivilegeSet(15, "", "console", netip.Addr{})),
		one("PrivilegeRefused", PrivilegeRefused(15, "admin", "vty0", client)),
		one("Logout", Logout("admin", 2, client)),
		one("UserLog", UserLog(2, "admin", "lunch")),
		one("TTYExpired", TTYExpired("exec", 0, netip.Addr{}, "")),
		one("LoggingHost", LoggingHost(client, 514, true)),

		// accesslist.go
		one("AccessListMatch", AccessListMatch(AccessMatch{List: "1", Standard: true, Src: client, Packets: 1}),
			AccessListMatch(AccessMatch{List: "101", Protocol: 6, Src: client, Dst: peer, SrcPort: 1024, DstPort: 23, Packets: 1}),
			AccessListMatch(AccessMatch{List: "IN", Permit: true, Protocol: 17, Src: client, Dst: peer, SrcPort: 500, DstPort: 500, Interface: "FastEthernet0/0", Packets: 7}),
			AccessListMatch(AccessMatch{List: "101", Protocol: 1, Src: client, Dst: peer, Type: 8, Packets: 2}),
			AccessListMatch(AccessMatch{List: "101", Protocol: 50, Src: client, Dst: peer, Packets: 1})),
	}
}

// both makes a list of the lines of a pair.
func both(first, second Line) []Line { return []Line{first, second} }
