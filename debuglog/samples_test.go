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
		mid    = uint32(0xCAFEBABE) // negative when signed
		ptr    = Pointer(0x7F3A12B0C4)
		client = netip.MustParseAddr("10.0.0.9")
		mine   = Proxy{Net: netip.MustParsePrefix("192.168.1.0/24")}
		his    = Proxy{Net: netip.MustParsePrefix("172.16.5.9/32"), Protocol: 6, Port: 23}
		ask    = Request{
			Local: local, Remote: peer, LocalProxy: mine, RemoteProxy: his, Transform: "esp-aes esp-sha-hmac",
			Mode: Tunnel, Seconds: 3600, Kilobytes: 4608000, KeySize: 128,
		}
		askHeader = Request{
			Local: local, Remote: peer, LocalProxy: mine, RemoteProxy: his, Header: true, Transform: "ah-sha-hmac",
			Mode: Transport, Seconds: 3600, Kilobytes: 4608000,
		}
		header = SA{
			Dest: local, Header: true, SPI: 0x0A7B69BE, Transform: "ah-sha-hmac", Conn: 2003, Kilobytes: 4608000, Seconds: 3600,
			Local: local, Remote: peer, LocalProxy: mine, RemoteProxy: his,
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
	var (
		heard  = &recorder{}
		none   = &Voice{To: heard}
		first  = &Voice{Conn: Conn{ID: 1}, To: heard}
		second = &Voice{Conn: Conn{ID: 2}, To: heard}
		asker  = &Voice{Conn: Conn{ID: 1}, Peer: peer, To: heard}
	)
	one := func(name string, l ...Line) sample { return sample{name, l} }
	voiced := func(name string, speak func()) sample {
		heard.lines = nil
		speak()
		return sample{name, heard.lines}
	}
	all := []sample{
		// packet.go
		voiced("SendingPacket", func() {
			none.SendingPacket(peer, 500, 500, state.Initiator, state.MMNoState)
			first.SendingPacket(peer, 4500, 4500, state.Responder, state.QMIdle)
		}),
		voiced("SendingIPv4Packet", func() { none.SendingIPv4Packet(); first.SendingIPv4Packet() }),
		voiced("ReceivedFirstPacket", func() { none.ReceivedFirstPacket(peer, 500, 500, "") }),
		voiced("ReceivedPacket", func() { second.ReceivedPacket(peer, 500, 500, "RED", state.Responder, state.MMKeyExch) }),
		voiced("Transition", func() { first.Transition(state.ProcessComplete, state.InitMM4, state.InitMM5) }),
		voiced("NodeTransition", func() { first.NodeTransition(mid, state.InitQM, state.NodeReady, state.NodeIQM1) }),

		// aggressivemode.go
		// certificateserver.go
		one("ServerOnOff", ServerOnOff(true), ServerOnOff(false)),
		one("ServerGrantsAll", ServerGrantsAll()),
		one("ServerEnters", ServerEnters("initial", "no shut")),
		one("ServerLeaves", ServerLeaves("enabled")),
		one("ServerCertificateCreated", ServerCertificateCreated()),
		one("ServerListCreated", ServerListCreated()),
		one("ServerPublishesList", ServerPublishesList()),
		one("ServerAsked", ServerAsked("GetCACert")...),
		one("ServerCertificateSent", ServerCertificateSent()),
		one("ServerReceives", ServerReceives(2261)),
		one("ServerMessageType", ServerMessageType("19")),
		one("ServerTransaction", ServerTransaction("1DFD")),
		one("ServerReceivesRequest", ServerReceivesRequest()),
		one("ServerChecksPolicy", ServerChecksPolicy(1)),
		one("ServerAuthorized", ServerAuthorized("1DFD")),
		one("ServerValidity", ServerValidity("12:00:00 UTC Mar 25 2026", "12:00:00 UTC Mar 25 2027")),
		one("ServerWritesSerial", ServerWritesSerial("2")),
		one("ServerGranted", ServerGranted(1, "2C0CACE7")),
		one("ServerRejected", ServerRejected(2, "2C0CACE7")),
		one("ServerSends", ServerSends()),
		one("ServerRevoked", ServerRevoked("02")),
		one("ServerCannotRead", ServerCannotRead("a message of 3 bytes")),
		one("ServerCannotIssue", ServerCannotIssue("too many requests that wait")),

		// enrolment.go
		one("CertificateReturned", CertificateReturned()),
		one("CertificateRejected", CertificateRejected()),
		one("CannotSendToCA", CannotSendToCA()),
		one("ListFetchFailed", ListFetchFailed("TP", "Enrollment URL not configured.")),
		one("ClientSends", ClientSends("CA Certificate", "GET /cgi-bin/pkiclient.exe HTTP/1.0\nHost: 192.0.2.1")...),
		one("ClientOpened", ClientOpened()),
		one("ClientReplyHeader", ClientReplyHeader("HTTP/1.1 200 OK")),
		one("ClientCompleted", ClientCompleted("CA Certificate")),
		one("ClientAuthority", ClientAuthority(507)),
		one("ClientStatus", ClientStatus(ClientGranted), ClientStatus(ClientRejected), ClientStatus(ClientPending),
			ClientStatus(ClientUnreachable)),
		one("ClientHolds", ClientHolds(1, 0)),
		one("ClientResends", ClientResends(1)),
		one("ClientIssued", ClientIssued("cn=CA", "02", "12:00:00 UTC Mar 25 2026", "12:00:00 UTC Mar 25 2027", "12:00:01 UTC Mar 25 2026")...),
		one("ClientListAsked", ClientListAsked("HTTP")),
		one("ClientListTaken", ClientListTaken()),
		one("ResponderAsked", ResponderAsked("http://192.0.2.1/")),
		one("ResponderStatus", ResponderStatus("unauthorized")),
		one("ResponderSays", ResponderSays(false)...),
		one("ClientClosed", ClientClosed("TP")),
		one("ClientFailed", ClientFailed("the server answers 404 Not Found")),

		// xauth.go, modeconfig.go
		voiced("NeedXAuth", func() { first.NeedXAuth() }),
		voiced("RequestsAttribute", func() { first.RequestsAttribute(XAuthName); first.RequestsAttribute(XAuthPassword) }),
		voiced("RepliesAttribute", func() { first.RepliesAttribute(XAuthName) }),
		voiced("InitiatingConfig", func() { asker.InitiatingConfig(mid) }),
		voiced("RespondingConfig", func() { asker.RespondingConfig(mid) }),
		voiced("ProcessingTransaction", func() { asker.ProcessingTransaction(mid) }),
		voiced("ConfigPayload", func() { first.ConfigPayload("REQUEST") }),
		voiced("XAuthAcknowledged", func() { first.XAuthAcknowledged() }),
		voiced("TalkingToUnity", func() { first.TalkingToUnity() }),
		voiced("RetransmitTransactionDue", func() { first.RetransmitTransactionDue(mid, state.ConfXAuth) }),
		voiced("RetransmittingTransaction", func() { first.RetransmittingTransaction(mid, state.ConfAddr) }),
		one("TunnelAuthentication", TunnelAuthentication(true, "alice", "EZ", peer, local), TunnelAuthentication(false, "alice",
			"EZ", peer, local)),
		// ezvpn.go
		voiced("ClientConfigured", func() { none.ClientConfigured() }),
		voiced("XAuthProcessRequest", func() { first.XAuthProcessRequest() }),
		voiced("XAuthProcessSet", func() { first.XAuthProcessSet(1) }),
		voiced("NeedConfig", func() { first.NeedConfig() }),
		one("EzVPNEvent", EzVPNEvent("HQ", "CONNECT_REQUIRED", "CONNECT")...),
		one("EzVPNState", EzVPNState("HQ", "READY"), EzVPNState("HQ", "")),
		one("EzVPNDoes", EzVPNDoes("HQ", "ezvpn_connect_request")),
		one("EzVPNFoundPeer", EzVPNFoundPeer("HQ", peer)),
		one("EzVPNSendsSaved", EzVPNSendsSaved("HQ", "alice")),
		one("EzVPNVerdict", EzVPNVerdict("HQ", true), EzVPNVerdict("HQ", false)),
		one("EzVPNAsked", EzVPNAsked("HQ", []XAuthAttribute{XAuthName, XAuthPassword})...),
		one("EzVPNGiven", EzVPNGiven([]string{"Address: 10.99.0.10", "Savepwd off"})...),
		one("EzVPNUnknown", EzVPNUnknown(7), EzVPNUnknown(0x700B)),
		one("EzVPNPending", EzVPNPending("HQ")...),
		one("EzVPNClientConnection",
			EzVPNClientConnection(true, EzVPNConnectionOf{"alice", "EZ", local, peer, netip.MustParseAddr("10.99.0.10"), nil}),
			EzVPNClientConnection(false, EzVPNConnectionOf{"alice", "EZ", local, peer, netip.Addr{},
				[]netip.Prefix{netip.MustParsePrefix("192.168.1.0/24"), netip.MustParsePrefix("192.168.2.0/24")}})),
		one("EzVPNConnection", EzVPNConnection(true, "alice", "EZ", peer, local), EzVPNConnection(false, "alice", "EZ", peer, local)),
		one("GroupMissing", GroupMissing("EZ")),
		voiced("CheckingRequest", func() { first.CheckingRequest() }),
		voiced("RequestedAttribute", func() { first.RequestedAttribute(1); first.RequestedAttribute(28683) }),
		voiced("AuthorRequest", func() { first.AuthorRequest("EZ") }),
		voiced("NotInMap", func() { first.NotInMap() }),
		voiced("AttributesSent", func() { first.AttributesSent() }),
		voiced("AllocatingAddress", func() { first.AllocatingAddress(client) }),
		voiced("SendingSetting", func() { first.SendingSetting("save password reply value 0") }),
		voiced("NoAddress", func() { first.NoAddress("VPNPOOL") }),
		voiced("LateDeletion", func() { first.LateDeletion(mid) }),
		voiced("BeginningAggressiveMode", func() { none.BeginningAggressiveMode() }),
		one("LookingForNamedKey", LookingForNamedKey("r1.example.net")),
		one("NoKeyByHostname", NoKeyByHostname("r1.example.net")),
		voiced("FoundKeyByName", func() { none.FoundKeyByName("r1.example.net") }),
		voiced("FoundHostKey", func() { none.FoundHostKey("KEYS") }),
		voiced("LookingForXAuth", func() { none.LookingForXAuth("VPN") }),
		voiced("ChosenNATT", func() {
			for _, v := range []NATVersion{NATRFC3947, NATDraft07, NATDraft03, NATDraft02} {
				first.ChosenNATT(v)
			}
		}),
		one("AggressiveModeDisabled", AggressiveModeDisabled()),
		voiced("CannotStartAggressive", func() { none.CannotStartAggressive() }),

		// mainmode.go
		voiced("SARequestProfile", func() { none.SARequestProfile(""); none.SARequestProfile("VPN") }),
		one("ReceivedKEMessage", ReceivedKEMessage(1, 1)),
		one("CreatedPeerStruct", CreatedPeerStruct(peer, 500)),
		one("NewPeerCreated", NewPeerCreated(ptr, 0x80000002)),
		one("LockingPeerStruct", LockingPeerStruct(ptr, 1, state.Initiator)),
		one("LocalRemotePort", LocalRemotePort(500, 500)),
		voiced("SetNewNode", func() { none.SetNewNode(0, state.QMIdle); first.SetNewNode(mid, state.QMIdle) }),
		voiced("InsertedSA", func() { none.InsertedSA(ptr) }),
		voiced("DuplicateSA", func() { none.DuplicateSA(ptr) }),
		voiced("CannotStartAggressiveMode", func() { none.CannotStartAggressiveMode() }),
		one("LookingForKey", LookingForKey(peer)),
		voiced("ProcessingNATOriginal", func() {
			first.ProcessingNATOriginal(state.Initiator, client, mid)
			first.ProcessingNATOriginal(state.Responder, peer, mid)
		}),
		voiced("ReceivedPayload", func() { first.ReceivedPayload(17) }),
		voiced("KeySearchSucceeded", func() { none.KeySearchSucceeded() }),
		voiced("FoundPreSharedKey", func() { none.FoundPreSharedKey(peer) }),
		voiced("LocalPreSharedKeyFound", func() { none.LocalPreSharedKeyFound() }),
		voiced("ScanningProfiles", func() { none.ScanningProfiles(); none.ScanningProfiles("VPN", "LAB") }),
		voiced("ConstructedNATT", func() { none.ConstructedNATT(NATRFC3947) }),
		voiced("BeginningMainMode", func() { none.BeginningMainMode() }),
		voiced("ProcessingPayload", func() { none.ProcessingPayload(PayloadSA, 0); first.ProcessingPayload(PayloadHash, mid) }),
		voiced("CheckingTransform", func() { none.CheckingTransform(1, 10) }),
		voiced("AttsAcceptable", func() { none.AttsAcceptable(0) }),
		voiced("SKEYIDGenerated", func() { first.SKEYIDGenerated() }),
		voiced("SendInitialContact", func() { first.SendInitialContact() }),
		voiced("SAIsDoing", func() { first.SAIsDoing(false, "ID_IPV4_ADDR"); first.SAIsDoing(true, "ID_FQDN") }),
		voiced("TotalPayloadLength", func() { first.TotalPayloadLength(12) }),
		voiced("PeerMatchesNoProfile", func() { first.PeerMatchesNoProfile() }),
		voiced("PeerMatchesProfile", func() { first.PeerMatchesProfile("VPN") }),
		voiced("FoundAddressKey", func() { first.FoundAddressKey("KEYS") }),
		voiced("SAAuthenticationStatus", func() { first.SAAuthenticationStatus() }),
		voiced("SAAuthenticatedWith", func() { first.SAAuthenticatedWith(peer) }),
		voiced("SettingUDPEncapsulation", func() { first.SettingUDPEncapsulation(ptr, ptr+1) }),
		voiced("DetectedPortFloating", func() { first.DetectedPortFloating(4500) }),
		voiced("TryingToFindPeer", func() { first.TryingToFindPeer(local, peer, 4500) }),
		voiced("ProcessInitialContact", func() { first.ProcessInitialContact(local, peer, 500) }),
		one("InsertedPeer", InsertedPeer(local, peer, 500, ptr)...),

		voiced("FragmentationEnabled", func() { none.FragmentationEnabled() }),

		// certificates.go
		voiced("ConstructingCertRequest", func() { none.ConstructingCertRequest("cn=CA,o=lab") }),
		voiced("PeerWantsCertificate", func() { first.PeerWantsCertificate("X509_SIGNATURE", "cn=CA,o=lab") }),
		voiced("ChoosingTrustpoint", func() { first.ChoosingTrustpoint("TP") }),
		voiced("AddressNotInCert", func() { first.AddressNotInCert() }),
		voiced("ConstructingCert", func() { first.ConstructingCert("hostname=r1.lab.example") }),
		voiced("GrowingSendBuffer", func() { first.GrowingSendBuffer() }),
		voiced("UsingKeypair", func() { first.UsingKeypair("TP") }),
		voiced("ProcessingCert", func() { first.ProcessingCert("X509_SIGNATURE") }),
		voiced("PublicKeyNotCached", func() { first.PublicKeyNotCached() }),
		voiced("NoDNInCert", func() { first.NoDNInCert() }),
		voiced("NoOUInCert", func() { first.NoOUInCert() }),
		voiced("SignatureIncorrect", func() { first.SignatureIncorrect() }),
		one("IKEInvalidCert", IKEInvalidCert(peer, false), IKEInvalidCert(peer, true)),
		one("IKEQueryKey", IKEQueryKey()),
		one("CertNotYetValid", CertNotYetValid("3E", "00:51:51 UTC Feb 23 2026")),
		one("CertExpired", CertExpired("3E", "00:51:51 UTC Feb 23 2026")),
		one("CertRevoked", CertRevoked("3E")),
		one("CertUnauthorized", CertUnauthorized()),
		one("CertInvalid", CertInvalid()),

		// attributes.go, natt.go
		voiced("EncryptionAttribute", func() { none.EncryptionAttribute(7); none.EncryptionAttribute(5); none.EncryptionAttribute(99) }),
		voiced("KeyLengthAttribute", func() { none.KeyLengthAttribute(256) }),
		voiced("HashAttribute", func() { none.HashAttribute(2) }),
		voiced("GroupAttribute", func() { none.GroupAttribute(14) }),
		voiced("AuthAttribute", func() { none.AuthAttribute(1) }),
		voiced("LifeTypeAttribute", func() { none.LifeTypeAttribute(1) }),
		voiced("LifeDurationBasic", func() { none.LifeDurationBasic(3600) }),
		voiced("LifeDurationVPI", func() { none.LifeDurationVPI([]byte{0, 1, 0x51, 0x80}) }),
		voiced("Lifetimes", func() { none.Lifetimes(600, 1200, 600, false) }),
		voiced("Lifetimes", func() { none.Lifetimes(0, 86400, 86400, true) }),
		voiced("HeaderTransform", func() { first.HeaderTransform(1, 3) }),
		voiced("Transform", func() { first.Transform(1, 12) }),
		voiced("EncapsAttribute", func() { first.EncapsAttribute(1) }),
		voiced("SALifeTypeAttribute", func() { first.SALifeTypeAttribute(2) }),
		voiced("SALifeDurationBasic", func() { first.SALifeDurationBasic(3600) }),
		voiced("SALifeDurationVPI", func() { first.SALifeDurationVPI([]byte{0, 0x46, 0x50, 0}) }),
		voiced("AuthenticatorAttribute", func() { first.AuthenticatorAttribute(2) }),
		voiced("SAKeyLengthAttribute", func() { first.SAKeyLengthAttribute(256) }),
		voiced("SAGroupAttribute", func() { first.SAGroupAttribute(2) }),
		voiced("IDPayload", func() { first.IDPayload(byAddress) }),
		voiced("IDPayload", func() { first.IDPayload(byName) }),
		voiced("NATDetection", func() { first.NATDetection(20, true, false) }),
		voiced("NATDetection", func() { first.NATDetection(20, true, true) }),
		voiced("NATDetection", func() { first.NATDetection(20, false, false) }),
		voiced("NATDetection", func() { first.NATDetection(20, false, true) }),

		// dpd.go, notify.go
		voiced("DPDEnabled", func() { first.DPDEnabled() }),
		voiced("DPDAckReceived", func() { first.DPDAckReceived(peer, 0x9) }),
		voiced("DPDReceived", func() { first.DPDReceived(peer, 0x7B69BF) }),
		voiced("SendingRUThere", func() { first.SendingRUThere(2218094592, mid, 0x9) }),
		voiced("SendingRUThereAck", func() { first.SendingRUThereAck(2218094592, mid, 0x9) }),
		voiced("PeerNotResponding", func() { first.PeerNotResponding(peer) }),
		voiced("DPDTimerFired", func() {
			first.DPDTimerFired(peer, Probe{Retry: 3, Of: 5}, 0x9, 16*time.Second, SignRUThereAck, 2*time.Second)
		}),
		voiced("DPDAnswered", func() { first.DPDAnswered(peer, 0x9, 42, 9770*time.Millisecond) }),
		voiced("DPDAckIgnored", func() { first.DPDAckIgnored(0x8, 0x9) }),
		voiced("DPDAckIgnored, repeated", func() { first.DPDAckIgnored(0x9, 0x9) }),
		voiced("ProcessingNotify", func() {
			first.ProcessingNotify(36136, 1, 0, mid, ptr)
			first.ProcessingNotify(14, 3, 175860159, mid, ptr)
		}),
		voiced("SendingNotify", func() { first.SendingNotify(14, 3, 2218094592, mid) }),
		voiced("ResponderLifetime", func() { first.ResponderLifetime(1200) }),
		voiced("ProcessingResponderLifetime", func() { first.ProcessingResponderLifetime() }),
		voiced("NotifyHasNoHash", func() { none.NotifyHasNoHash() }),
		voiced("DeletingSPI", func() { first.DeletingSPI(175860159, mid) }),

		// quickmode.go
		voiced("OutstandingRequests", func() { first.OutstandingRequests(local, 500, peer, 500) }),
		voiced("SittingIdle", func() { first.SittingIdle() }),
		voiced("BeginningQuickMode", func() { first.BeginningQuickMode(mid) }),
		voiced("GetsSPI", func() { first.GetsSPI(state.Initiator); first.GetsSPI(state.Responder) }),
		voiced("AskingForSPIs", func() { first.AskingForSPIs(1) }),
		voiced("CheckingProposal", func() { first.CheckingProposal(1) }),
		voiced("ProposalAcceptable", func() { first.ProposalAcceptable() }),
		voiced("InstalledSA", func() { first.InstalledSA(0x0A7B69BF, "GigabitEthernet1") }),
		one("FailedToFindPeerIndex", FailedToFindPeerIndex()),
		voiced("CreatingIPsecSAs", func() { first.CreatingIPsecSAs(pair) }),

		// delete.go
		voiced("ParanoidKeepalives", func() { first.ParanoidKeepalives() }),
		voiced("DeletingSA", func() { first.DeletingSA(ReasonCleared, state.Initiator, state.QMIdle, peer) }),
		voiced("TearingDownSA", func() { none.TearingDownSA(ReasonRetransmission, state.Initiator, state.MMNoState, peer) }),
		voiced("ReapingSA", func() { first.ReapingSA(state.Initiator, peer) }),
		voiced("PurgingSA", func() { first.PurgingSA(ptr) }),
		voiced("DeletingNode", func() { first.DeletingNode(mid, false, NodeInformed); first.DeletingNode(mid, true, NodeQMRejected) }),
		voiced("DeletingDeletesNode", func() { first.DeletingDeletesNode(mid) }),
		voiced("AbandoningNode", func() { first.AbandoningNode(mid, ReasonPeersAlive) }),
		voiced("ReapingNode", func() { first.ReapingNode(mid) }),
		voiced("PurgingNode", func() { first.PurgingNode(mid) }),
		one("UnlockingIPsecStruct", UnlockingIPsecStruct(ptr, 0)),
		one("UnlockingIKEStruct", UnlockingIKEStruct(ptr, true, 0)),
		one("PeerReap", PeerReap(peer, ptr)),
		one("IgnoringDeleteNotify", IgnoringDeleteNotify(local, peer, 0x0A7B69BF)),
		voiced("EnqueuedDeleteSAs", func() { first.EnqueuedDeleteSAs(0x0A7B69BF) }),

		// retransmit.go
		voiced("ErrorCounter", func() { first.ErrorCounter(CountPeersAlive, 1, 5); none.ErrorCounter(CountRetransmission1, 2, 5) }),
		voiced("NodeErrorCounter", func() { first.NodeErrorCounter(CountRetransmission2, 1, 5) }),
		voiced("RetransmitPhase1Due", func() { none.RetransmitPhase1Due(state.MMNoState) }),
		voiced("RetransmittingPhase1", func() { first.RetransmittingPhase1(state.MMKeyExch) }),
		voiced("DuplicatePhase1Packet", func() { none.DuplicatePhase1Packet() }),
		voiced("DuplicatePhase2Packet", func() { first.DuplicatePhase2Packet() }),
		voiced("RetransmittingDueTo", func() { none.RetransmittingDueTo(CountRetransmission1) }),
		voiced("RetransmitPhase2Due", func() { first.RetransmitPhase2Due(mid) }),
		voiced("RetransmittingPhase2", func() { first.RetransmittingPhase2(mid) }),
		voiced("StillBudding", func() { none.StillBudding(local, peer) }),

		// failure.go
		voiced("OfferedMismatch", func() {
			none.OfferedMismatch(EncryptionMismatch)
			none.OfferedMismatch(HashMismatch)
			none.OfferedMismatch(AuthMismatch)
			none.OfferedMismatch(PresharedMismatch)
			none.OfferedMismatch(GroupMismatch)
			none.OfferedMismatch(KeyLengthMismatch)
		}),
		voiced("AttsNotAcceptable", func() { none.AttsNotAcceptable(3) }),
		voiced("NoOffersAccepted", func() { none.NoOffersAccepted() }),
		voiced("Phase1NotAcceptable", func() { none.Phase1NotAcceptable(local, peer) }),
		voiced("FailedToConstructAG", func() { none.FailedToConstructAG() }),
		voiced("FSMActionError", func() { none.FSMActionError(2) }),
		voiced("UnknownInput", func() { none.UnknownInput(state.InfoNotify, state.InitMM1) }),
		voiced("NoPreSharedKey", func() { none.NoPreSharedKey(peer) }),
		voiced("NoCertOrKey", func() { none.NoCertOrKey() }),
		voiced("CannotStartMainMode", func() { none.CannotStartMainMode() }),
		one("ErrorProcessingSARequest", ErrorProcessingSARequest()),
		one("ErrorProcessingKMI", ErrorProcessingKMI(0, 2)),
		voiced("ReservedNotZero", func() { first.ReservedNotZero("ID") }),
		voiced("UnknownPayloadType", func() { first.UnknownPayloadType(211) }),
		voiced("HashPayloadIncorrect", func() { first.HashPayloadIncorrect() }),
		voiced("PolicyInvalidatedProposal", func() { first.PolicyInvalidatedProposal(ErrorProxies) }),
		voiced("Phase2NotAcceptable", func() { first.Phase2NotAcceptable(local, peer) }),

		// engine.go
		voiced("EngineDid", func() {
			first.EngineDid(EngineDH)
			first.EngineDid(EngineDHSecret)
			first.EngineDid(EngineIKESA)
			first.EngineDid(EngineDecrypt)
			first.EngineDid(EngineEncrypt)
			first.EngineDid(EngineHash)
			first.EngineDid(EngineQMKeys)
			first.EngineDid(EngineIPsecSA)
		}),

		// ipsec.go
		one("SARequest", SARequest(ask), SARequest(askHeader)),
		one("ValidateProposal", append(ValidateProposal(1, askHeader), ValidateProposal(2, ask)...)...),
		one("ProxyMatch", ProxyMatch(mine, his, 256)),
		one("MapAccepted", MapAccepted("VPN", 10)),
		one("KeyEngineEvent", KeyEngineEvent(1)),
		one("SPIResponse", SPIResponse(175860159, local, peer, 3), SPIResponse(175860160, local, peer, 2)),
		one("MapFound", MapFound("VPN", 10)),
		one("NoOldOutboundSA", NoOldOutboundSA(ptr)),
		one("InitializeSAs", InitializeSAs(ask, inbound, inbound)...),
		one("InitializedFor", InitializedFor("VPN", "")),
		one("AddedIdentity", AddedIdentity(peer, mine, his)...),
		one("CreateSA", CreateSA(header), CreateSA(inbound)),
		one("DeleteSA", DeleteSA(header), DeleteSA(inbound)),
		one("EnableOutbound", EnableOutbound()),
		one("UpdatedOutboundSA", UpdatedOutboundSA(peer, 0x0A7B69BF)),
		one("RequestTimerFired", RequestTimerFired(ask, 1)),
		one("ReceivedDeleteNotify", ReceivedDeleteNotify()),
		one("DeleteSAWithSPI", DeleteSAWithSPI(0x0A7B69BF, false, peer), DeleteSAWithSPI(0x0A7B69BF, true, peer)),
		one("NoMatchingMap", NoMatchingMap()),
		one("NoTransformToOffer", NoTransformToOffer("green", 1)),
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
		one("IKEModeFailure", IKEModeFailure(MainMode, peer), IKEModeFailure(AggressiveMode, peer)),
		one("IKENotEncrypted", IKENotEncrypted(peer)),
		one("IKEAuthFail", IKEAuthFail(1, peer)),
		one("IKESANotAuthenticated", IKESANotAuthenticated(peer)),
		one("IKESANotOffered", IKESANotOffered(peer, EncryptionMismatch)),
		one("InvalidSPI", InvalidSPI(local, false, 0x0A7B69BF, peer, "GigabitEthernet1"),
			InvalidSPI(local, true, 0x0A7B69BF, peer, "GigabitEthernet1")),
		one("ReplayError", ReplayError(2005, 17)),
		one("PacketNotIPsec", PacketNotIPsec(local, peer, 1)),
		one("Configured", Configured("", "console", netip.Addr{}), Configured("cisco", "vty0", client), Configured("", "vty0", client)),
		one("ConfiguredFromMemory", ConfiguredFromMemory()),
		one("LinkUpDown", LinkUpDown("FastEthernet0/0", true)),
		one("CapturePointCreated", CapturePointCreated("P")),
		one("CapturePointEnabled", CapturePointEnabled("P")),
		one("CapturePointDisabled", CapturePointDisabled("P")),
		one("CapturePointDeleted", CapturePointDeleted("P")),
		one("LinkAdministrativelyDown", LinkAdministrativelyDown("FastEthernet0/0")),
		one("LineProtocolUpDown", LineProtocolUpDown("FastEthernet0/0", false)),
		one("RecursiveRouting", RecursiveRouting("Tunnel0")...),
		one("TunnelKeepaliveSent", TunnelKeepaliveSent("Tunnel0", peer, local, 24, 15)),
		one("TunnelKeepaliveReceived", TunnelKeepaliveReceived("Tunnel0", peer, local, 24, 252)),
		one("SocketListening", SocketListening()),
		one("SocketOpening", SocketOpening(local, "10.1.32.14/255.255.255.255/0", peer, "10.2.80.209/255.255.255.255/0", 47, "Tu0")),
		one("SocketBound", SocketBound()),
		one("MapNotInserted", MapNotInserted()),
		one("ClockUpdate", ClockUpdate("00:10:00 UTC Fri Mar 1 2002", "15:17:14 UTC Thu Mar 25 2004", "", "console", netip.Addr{})),
		one("ReloadRequested", ReloadRequested("", "console", netip.Addr{}, "Reload Command")),
		one("Restarted", Restarted("ruthere")),
		one("CommandLogged", CommandLogged("console", "hostname R1")),
		one("RollbackBackup", RollbackBackup("flash:R1-cfg-Mar-25-15-17-14.004-UTC-0")),
		one("RollbackScheduled", RollbackScheduled("console", "flash:R1-cfg-Mar-25-15-17-14.004-UTC-0", 2)),
		one("RollbackWarning", RollbackWarning("flash:R1-cfg-Mar-25-15-17-14.004-UTC-0")),
		one("RollbackStart", RollbackStart("flash:R1-cfg-Mar-25-15-17-14.004-UTC-0")),
		one("RollbackConfirmed", RollbackConfirmed("console")),
		one("ScheduledReload", ScheduledReload("15:22:14 UTC Thu Mar 25 2004", "15:17:14 UTC Thu Mar 25 2004", "",
			"console", netip.Addr{}, "Reload Command")),
		one("ReloadCancelled", ReloadCancelled("15:17:14 UTC Thu Mar 25 2004")),
		one("NVRAMInitialized", NVRAMInitialized()),
		one("CountersCleared", CountersCleared("all interfaces", "", "console", netip.Addr{})),
		{"SSHOnOff", []Line{SSHOnOff(true, "1.99"), SSHOnOff(false, "2.0")}},
		one("SSHSession", SSHSession(client, 0, "aes256-ctr", "hmac-sha1")),
		{"SSHUserAuth", []Line{SSHUserAuth("admin", client, 0, "aes256-ctr", "hmac-sha1", true), SSHUserAuth("admin",
			client, 1, "aes256-ctr", "hmac-sha1", false)}},
		one("SSHClose", SSHClose(client, 0, "admin", "aes256-ctr", "hmac-sha1")),
		one("LoginSuccess", LoginSuccess("admin", client, 22, "15:17:14 UTC Thu Mar 25 2004")),
		one("LoginFailed", LoginFailed("admin", client, 22, "Login Authentication Failed", "15:17:14 UTC Thu Mar 25 2004")),
		one("QuietModeOn", QuietModeOn(12, "admin", client, 23, "Login Authentication Failed", "sl_def_acl",
			"15:17:14 UTC Thu Mar 25 2004")),
		one("QuietModeOff", QuietModeOff("15:19:14 UTC Thu Mar 25 2004")),
		one("PrivilegeSet", PrivilegeSet(15, "", "console", netip.Addr{})),
		one("PrivilegeRefused", PrivilegeRefused(15, "admin", "vty0", client)),
		one("Logout", Logout("admin", 2, client)),
		one("UserLog", UserLog(2, "admin", "lunch")),
		one("TTYExpired", TTYExpired("exec", 0, netip.Addr{}, "")),
		one("LoggingHost", LoggingHost(client, 514, true)),

		// pki.go
		one("TrustpointCreated", TrustpointCreated("TP")),
		one("CertificatesUnsaved", CertificatesUnsaved()),
		one("EnrollingAutomatically", EnrollingAutomatically("TP")),
		one("CertificateRenewing", CertificateRenewing("TP")),
		one("EnrollingManually", EnrollingManually("TP")),
		{"RequestFingerprints", RequestFingerprints("0813A2CD A3577F5B B8444C8F 093BDB2E",
			"50CB1BE1 F8A16D5C 0DB3BC72 E6D422B0 82D7F7CD")},
		one("CertificateInstalled", CertificateInstalled("TP", "cn=CA,o=lab", "hostname=r1.lab.example", "02",
			time.Date(2025, 10, 31, 16, 32, 7, 0, time.UTC))),
		one("ArchiveRefused", ArchiveRefused("TP", "Failed to decrypt")),
		one("KeyMismatch", KeyMismatch("TP")),
		one("KeyAdded", KeyAdded("R1KEY")),
		one("ClockNotSet", ClockNotSet()),
		one("ClockSet", ClockSet()),

		// accesslist.go
		one("AccessListMatch", AccessListMatch(AccessMatch{List: "1", Standard: true, Src: client, Packets: 1}),
			AccessListMatch(AccessMatch{List: "101", Protocol: 6, Src: client, Dst: peer, SrcPort: 1024, DstPort: 23, Packets: 1}),
			AccessListMatch(AccessMatch{List: "IN", Permit: true, Protocol: 17, Src: client, Dst: peer, SrcPort: 500,
				DstPort: 500, Interface: "FastEthernet0/0", Packets: 7}),
			AccessListMatch(AccessMatch{List: "101", Protocol: 1, Src: client, Dst: peer, Type: 8, Packets: 2}),
			AccessListMatch(AccessMatch{List: "101", Protocol: 50, Src: client, Dst: peer, Packets: 1})),
	}
	return append(all, tracedSamples(client)...)
}

// A recorder keeps what is said.
type recorder struct{ lines []Line }

func (r *recorder) Wants(Switch, netip.Addr) bool { return true }
func (r *recorder) Hear(l Line)                   { r.lines = append(r.lines, l) }

// said is what the voice of a connection says.
func said(c Conn, speak func(v *Voice)) []Line {
	r := &recorder{}
	speak(&Voice{Conn: c, To: r})
	return r.lines
}
