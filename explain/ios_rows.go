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
	{"Presharedauthenticationofferedbutdoesnotmatchpolicy", differs("authentication")},
	{"Diffie-Hellmangroupoffereddoesnotmatchpolicy", differs("group")},
	{"Proposedkeylengthdoesnotmatchpolicy", differs("key length")},
	{"attsareacceptable", (*iosHost).acceptable},
	{"nooffersaccepted", phase1Sign(noPolicy)},
	{"phase1SApolicynotacceptable!", (*iosHost).policyRefused},
	// Keys.
	{"Nopre-sharedkeywith", phase1Sign(noKey)},
	{"NoCertorpre-sharedaddresskey", phase1Sign(noKey)},
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
	{"DetectedNAT", nat},
	// The end.
	{"deletingSAreason", (*iosHost).deletingSA},
	{"peer", (*iosHost).peerLine},
	{"purgingSA.,sa=", (*iosHost).purged},
	// The system log.
	{"%CRYPTO-4-IKMP_BAD_MESSAGE:IKEmessagefrom", aboutPeer(garbled)},
	{"%CRYPTO-6-IKMP_MODE_FAILURE:ProcessingofInformationalmodefailedwithpeerat", aboutPeer(refused1)},
	{"%CRYPTO-4-IKMP_NO_SA:IKEmessagefrom", (*iosHost).strayMessage},
	{"%CRYPTO-4-RECVD_PKT_INV_SPI:", (*iosHost).straySPI},
	{"%CRYPTO-4-IKE_DENY_SA_REQ:", (*iosHost).denied},
	{"%CRYPTO-6-IKMP_AUTH_FAIL:", phase1Sign(hashWrong)},
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
		h.quick.sign(w, strings.TrimSpace(after(l.body, "\n")), l.at)
		if h.request != nil && w == noProxies {
			h.quick.Local, h.quick.Remote = h.request.localProxy, h.request.remoteProxy
		}
	}
}

// aboutPeer notes what a message of the system log says of the negotiation with a peer.
func aboutPeer(w What) func(*iosHost, iosLine) {
	return func(h *iosHost, l iosLine) {
		if n := h.lookup("", address(l.rest)); n != nil && address(l.rest) != "" {
			if w == garbled && count(n.Signs, garbled) > 0 { // it says again what the debug line said
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
