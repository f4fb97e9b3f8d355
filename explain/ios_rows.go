package explain

import "strings"

// An iosRow is what the reader does with messages that begin with some words, written without their spaces.
type iosRow struct {
	begins string
	do     func(*iosHost, iosLine)
}

var allIOSRows = []iosRow{
	// Packets.
	{"receivedpacketfrom", (*iosHost).received},
	{"sendingpacketto", (*iosHost).sending},
	{"SArequestprofileis", (*iosHost).ours},
	{"receivedkemessage(1/", (*iosHost).ours},
	{"Createdapeerstructfor", (*iosHost).peerStruct},
	{"Foundapeerstructfor", (*iosHost).peerStruct},
	{"insertsasuccessfullysa=", (*iosHost).pointer},
	{"Findadupsaintheavltreeduringcallingisadb_insertsa=", (*iosHost).pointer},
	{"beginningMainModeexchange", mode(MainMode)},
	{"beginningAggressiveModeexchange", mode(AggressiveMode)},
	{"foundpeerpre-sharedkeymatching", (*iosHost).keyFound},
	{"OldState=", (*iosHost).state},
	{"processing", (*iosHost).processing},
	{"SAhasbeenauthenticatedwith", (*iosHost).authenticated},
	// Proposals.
	{"CheckingISAKMPtransform", (*iosHost).checking},
	{"encryption", attribute("encryption")},
	{"keylengthof", attribute("key length")},
	{"keylengthis", attribute("key length")},
	{"hash", (*iosHost).hashAttribute},
	{"defaultgroup", attribute("group")},
	{"groupis", attribute("group")},
	{"auth", (*iosHost).authAttribute},
	{"lifeduration", (*iosHost).lifetime},
	{"encapsis", attribute("encapsulation")},
	{"transform", (*iosHost).transform},
	{"CheckingIPSecproposal", (*iosHost).checkingQuick},
	{"Encryptionalgorithmoffereddoesnotmatchpolicy", differs("encryption")},
	{"Hashalgorithmoffereddoesnotmatchpolicy", differs("hash")},
	{"Authenticationmethodoffereddoesnotmatchpolicy", differs("authentication")},
	{"Presharedauthenticationofferedbutdoesnotmatchpolicy", differs(preSharedKeys)},
	{"Diffie-Hellmangroupoffereddoesnotmatchpolicy", differs("group")},
	{"Proposedkeylengthdoesnotmatchpolicy", differs("key length")},
	{"attsareacceptable", (*iosHost).acceptable},
	{"nooffersaccepted", phase1Sign(noPolicy)},
	{"phase1SApolicynotacceptable!", (*iosHost).policyRefused},
	// Keys.
	{"Nopre-sharedkeywith", phase1Sign(noKey)},
	{"NoCertorpre-sharedaddresskey", (*iosHost).nothingToProve},
	{"construct_initial_message:CannotstartMainmode", phase1Sign(notBegun)},
	{"reservednotzeroon", phase1Sign(garbled)},
	{"Unknownpayloadtype", phase1Sign(garbled)},
	{"Hashpayloadisincorrect", phase1Sign(hashWrong)},
	// Want of answers.
	{"retransmittingphase1", (*iosHost).retransmitting},
	{"retransmittingphase2", (*iosHost).retransmitting2},
	{"phase1packetisaduplicateofapreviouspacket", (*iosHost).duplicate},
	{"Notifyhasnohash", (*iosHost).clearNotify},
	// Phase 2.
	{"beginningQuickModeexchange,M-IDof", (*iosHost).beginQuick},
	{"Node", (*iosHost).node},
	{"IPSecpolicyinvalidatedproposalwitherror", (*iosHost).invalidated},
	{"phase2SApolicynotacceptable!", quickSign(quickDiscarded)},
	{"deletingnode", (*iosHost).deletingNode},
	{"CreatingIPSecSAs", (*iosHost).created},
	{"IPSEC(sa_request)", (*iosHost).ipsecRequest},
	{"IPSEC(validate_proposal_request)", (*iosHost).ipsecRequest},
	{"IPSEC(ipsec_process_proposal):transformproposalnotsupported", quickSign(noTransform)},
	{"IPSEC(ipsec_process_proposal):proxyidentitiesnotsupported", quickSign(noProxies)},
	{"IPSEC(validate_transform_proposal):proxyidentitiesnotsupported", quickSign(noProxies)},
	{"IPSEC(validate_transform_proposal):transformproposal", quickSign(noTransform)},
	{"IPSEC(validate_transform_proposal):peeraddress", quickSign(noMapEntry)},
	{"IPSEC(validate_transform_proposal):noIPSECcryptomapexists", quickSign(noMapEntry)},
	{"IPSEC(ipsec_process_proposal):peeraddress", quickSign(noMapEntry)},
	{"IPSEC(ipsec_process_proposal):invalidlocaladdress", quickSign(noMapEntry)},
	{"map_db_find_bestdidnotfindmatchingmap", quickSign(noProxies)},
	// Translators.
	{"NATfound", nat},
	{"Myhashnomatch", nat},
	{"Hishashnomatch", hisHash},
	{"DetectedNAT", nat},
	// The end.
	{"deletingSAreason", (*iosHost).deletingSA},
	{"peer", (*iosHost).peerLine},
	{"purgingSA.,sa=", (*iosHost).purged},
	// The system log.
	{"%CRYPTO-4-IKMP_BAD_MESSAGE:IKEmessagefrom", aboutPeer(garbled)},
	{"%CRYPTO-6-IKMP_MODE_FAILURE:ProcessingofInformationalmodefailedwithpeerat", aboutPeer(refused1)},
	{"%CRYPTO-6-IKMP_MODE_FAILURE:ProcessingofMainmodefailedwithpeerat", aboutPeer(modeFailed)},
	{"%CRYPTO-6-IKMP_MODE_FAILURE:ProcessingofAggressivemodefailedwithpeerat", aboutPeer(modeFailed)},
	{"%CRYPTO-6-IKMP_MODE_FAILURE:ProcessingofQuickmodefailedwithpeerat", aboutPeer(modeFailed)},
	{"%CRYPTO-6-IKMP_SA_NOT_AUTH:CannotacceptQuickModeexchangefrom", aboutPeer(modeFailed)},
	{"%CRYPTO-6-IKMP_NOT_ENCRYPTED:IKEpacketfrom", aboutPeer(modeFailed)},
	{"%CRYPTO-4-IKMP_NO_SA:IKEmessagefrom", (*iosHost).strayMessage},
	{"%CRYPTO-4-RECVD_PKT_INV_SPI:", (*iosHost).straySPI},
	{"%CRYPTO-4-IKE_DENY_SA_REQ:", (*iosHost).denied},
	{"%CRYPTO-6-IKMP_AUTH_FAIL:", (*iosHost).authenticationFailed},
	{"%CRYPTO-4-PKT_REPLAY_ERR:", fileSign(replayed)},
	{"%IPSEC-3-REPLAY_ERROR:", fileSign(replayed)},
	{"%CRYPTO-4-RECVD_PKT_NOT_IPSEC:", fileSign(inClear)},
	{"%PKI-3-CERTIFICATE_INVALID", certificateSign},
	{"signatureinvalid", certificateSign},
	{"unabletobuildcertchain", certificateSign},
	{"Unknownerrorincertvalidation", certificateSign},
	{"SAisdoingRSAsignature", signatures},
	{"RSAsignatureauthentication", signatures},
	// Extended authentication.
	{"xauth:Userauthenticationfailed", (*iosHost).userRefused},
	{"%CRYPTO-5-IKMP_INVAL_CERT:", phase1Sign(badCertificate)},
	{"%CRYPTO-5-IKMP_AG_MODE_DISABLED:", (*iosHost).aggressiveOff},
	{"%CRYPTO-6-IKMP_AGGRESSIVE_DISABLED:", (*iosHost).aggressiveOff},
	{"%CRYPTO-5-SESSION_STATUS:", nothing},
}

func iosRows() []iosRow { return allIOSRows }

func nothing(*iosHost, iosLine) {}

func nat(h *iosHost, l iosLine) { h.find(l, "").NAT = true }

func mode(m Mode) func(*iosHost, iosLine) {
	return func(h *iosHost, l iosLine) {
		n := h.find(l, "")
		n.Mode, n.Role = m, Initiator
	}
}

// phase1Sign notes what a line says of the negotiation that it belongs to. A key that is missed is told with its peer.
func phase1Sign(w What) func(*iosHost, iosLine) {
	return func(h *iosHost, l iosLine) { h.find(l, "").sign(w, upTo(l.rest, "\n!"), l.at) }
}

// quickSign notes what a line says of the quick mode that is being talked about.
func quickSign(w What) func(*iosHost, iosLine) {
	return func(h *iosHost, l iosLine) {
		n := h.find(l, "")
		if h.quick == nil {
			h.quick = n.quick("", l.at)
		}
		if m := localRemote.FindStringSubmatch(l.rest); m != nil && n.Peer == "" {
			n.Local, n.Peer = m[1], m[2]
		}
		h.quick.sign(w, strings.TrimSpace(after(l.body, "\n")), l.at)
		if h.request != nil && w == noProxies {
			h.quick.Local, h.quick.Remote = h.request.localProxy, h.request.remoteProxy
		}
	}
}

// hisHash: of the two hashes of NAT detection the first never fits the peer; if none does, it is behind a translator.
func hisHash(h *iosHost, l iosLine) {
	n := h.find(l, "")
	n.hisMisses++
	n.NAT = n.NAT || n.hisMisses > 1
}

func signatures(h *iosHost, l iosLine) { h.find(l, "").Signatures = true }

// certificateSign notes what is wrong with a certificate, if a negotiation is under way.
func certificateSign(h *iosHost, l iosLine) {
	if n := h.current; n != nil && !n.Established {
		n.touch(l.at)
		n.sign(badCertificate, "", l.at)
	}
}

// fileSign notes what is said of packets, and of no negotiation.
func fileSign(w What) func(*iosHost, iosLine) {
	return func(h *iosHost, l iosLine) { h.file.sign(w, "", l.at) }
}

// aboutPeer notes what a message of the system log says of the negotiation with a peer.
func aboutPeer(w What) func(*iosHost, iosLine) {
	return func(h *iosHost, l iosLine) {
		if n := h.lookup("", address(l.rest)); n != nil && address(l.rest) != "" {
			if w == garbled && count(n.Signs, garbled) > 0 { // it says again what the debug line said
				return
			}
			if w == modeFailed { // other lines of it say more
				return
			}
			if w == refused1 && (count(n.Signs, refused1) > 0 || n.Established) {
				return
			}
			n.sign(w, "", l.at)
			return
		}
		h.file.sign(w, address(l.rest), l.at)
	}
}

func (f *File) sign(w What, detail string, at Evidence) {
	if len(f.Signs) < mostSigns {
		f.Signs = append(f.Signs, Sign{w, detail, at})
	}
}
