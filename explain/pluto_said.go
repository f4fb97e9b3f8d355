package explain

import (
	"regexp"
	"strings"
)

// plutoSign notes what a line says of phase 1.
func plutoSign(w What) func(plutoEvent, *Negotiation) {
	return func(e plutoEvent, n *Negotiation) {
		if !n.Established || w == peerDead || w == peerDeleted {
			n.sign(w, "", e.at)
		}
	}
}

// plutoRows are lines of phase 1, known by words in them.
var plutoRows = []struct {
	says string
	do   func(plutoEvent, *Negotiation)
}{
	{"IKE SA established", func(e plutoEvent, n *Negotiation) { n.Established = true }},
	{"ISAKMP SA established", func(e plutoEvent, n *Negotiation) { n.Established = true }},
	{"no acceptable Oakley Transform", plutoSign(noPolicy)},
	{"no acceptable Proposal", plutoEvent.noProposal},
	{"sending notification NO_PROPOSAL_CHOSEN", plutoSign(noPolicy)},
	{"mismatch of preshared secrets", plutoSign(garbled)},
	{"payload malformed after IV", plutoSign(garbled)},
	{"should have been zero, but was not", plutoSign(garbled)},
	{"malformed payload in packet", plutoSign(garbled)},
	{"received Hash Payload does not match", plutoSign(hashWrong)},
	{"no PSK found", plutoSign(noKey)},
	{"no preshared key found", plutoSign(noKey)},
	{"no pre-shared key", plutoSign(noKey)},
	{"retransmission; will wait", plutoSign(resent)},
	{"second timeout exceeded after", plutoEvent.timedOut},
	{"max number of retransmissions", plutoEvent.timedOut},
	{"retransmitting in response to duplicate packet", plutoSign(repeated)},
	{"discarding duplicate packet", plutoSign(repeated)},
	{"NO_PROPOSAL_CHOSEN", plutoEvent.notified},
	{"INVALID_ID_INFORMATION", plutoEvent.notified},
	{"AUTHENTICATION_FAILED", plutoEvent.notified},
	{"PAYLOAD_MALFORMED", plutoEvent.notified},
	{"INVALID_HASH_INFORMATION", plutoEvent.notified},
	{"cannot respond to IPsec SA request because no connection is known for", plutoEvent.noRoute},
	{"the peer proposed:", plutoEvent.proposed},
	{"received Delete SA", func(e plutoEvent, n *Negotiation) { n.sign(peerDeleted, "", e.at) }},
	{"DPD: No response from peer", plutoSign(peerDead)},
	{"DPD action", plutoSign(peerDead)},
	{"behind NAT", func(e plutoEvent, n *Negotiation) { n.NAT = true }},
	{"no suitable connection for peer", plutoEvent.otherName},
	{"we require IKEv1 peer to have ID", plutoEvent.otherName},
	{"we require peer to have ID", plutoEvent.otherName},
	{"Authentication Failed: Incorrect Username or Password", plutoEvent.userRefused},
	{"Received CERT payload", func(e plutoEvent, n *Negotiation) { n.Signatures = true }},
	{"Certificate verification failed", plutoSign(badCertificate)},
	{"X509: Certificate rejected", plutoSign(badCertificate)},
}

// notified takes a notification of the peer, received in any of the words for that.
func (e plutoEvent) notified(n *Negotiation) {
	if !strings.Contains(e.text, "received") && !strings.Contains(e.text, "ignoring informational payload") {
		return
	}
	name := "NO-PROPOSAL-CHOSEN"
	for _, one := range []string{"INVALID_ID_INFORMATION", "AUTHENTICATION_FAILED", "PAYLOAD_MALFORMED", "INVALID_HASH_INFORMATION"} {
		if strings.Contains(e.text, one) {
			name = strings.ReplaceAll(one, "_", "-")
		}
	}
	n.message(Message{Name: "informational", Note: name, Time: e.time, At: e.at})
	if !n.Established {
		n.sign(refused1, name, e.at)
	} else if q := n.openQuickAny(); q != nil {
		q.sign(refused2, name, e.at)
	}
}

// timedOut says in which state nothing came any more.
func (e plutoEvent) timedOut(n *Negotiation) {
	m := plutoTimeout.FindStringSubmatch(e.text)
	if m != nil && m[1] == "QUICK" {
		if q := n.openQuickAny(); q != nil {
			q.sign(gaveUp2, "", e.at)
		}
		return
	}
	if !n.Established {
		n.sign(gaveUp, "", e.at)
	}
}

// noRoute: quick mode is about networks that no connection has.
func (e plutoEvent) noRoute(n *Negotiation) {
	q := n.openQuickAny()
	if q == nil {
		q = n.quick("", e.at)
	}
	if m := plutoNoRoute.FindStringSubmatch(e.text); m != nil && q.Local == "" {
		q.Local, q.Remote = m[1], m[2]
	}
	q.sign(noProxies, "", e.at)
}

// proposed names the networks before quick mode has a state of its own.
func (e plutoEvent) proposed(n *Negotiation) {
	local, remote, ok := strings.Cut(after(e.text, "the peer proposed: "), " -")
	if ok {
		remote = remote[strings.LastIndex(remote, " ")+1:]
		n.pendingLocal, n.pendingRemote = clip(local), clip(remote)
	}
}

func (e plutoEvent) noProposal(n *Negotiation) {
	if !n.Established && !strings.Contains(e.text, "in IPsec SA") {
		n.sign(noPolicy, "", e.at)
		return
	}
	q := n.openQuickAny()
	if q == nil {
		q = n.quick("", e.at)
	}
	q.sign(noTransform, "", e.at)
	n.Established = true // quick mode is nothing without it
}

// quick takes lines of a quick mode.
func (e plutoEvent) quick(q *Quick) {
	n := e.r.states[e.state]
	n.touch(e.at)
	if q.Local == "" {
		q.Local, q.Remote = n.pendingLocal, n.pendingRemote
	}
	sent := e.sent(n, q.ID)
	switch {
	case strings.Contains(e.text, "IPsec SA established"):
		q.Established = true
	case sent:
	case strings.Contains(e.text, "no acceptable Proposal"):
		q.sign(noTransform, "", e.at)
	case strings.Contains(e.text, "we require PFS"):
		q.sign(pfsMissing, "", e.at)
	case strings.Contains(e.text, "retransmission; will wait"):
		q.sign(resent2, "", e.at)
	case strings.Contains(e.text, "second timeout exceeded"), strings.Contains(e.text, "max number of retransmissions"):
		q.sign(gaveUp2, "", e.at)
	case strings.Contains(e.text, "NO_PROPOSAL_CHOSEN") && strings.Contains(e.text, "received"):
		q.sign(refused2, "NO-PROPOSAL-CHOSEN", e.at)
	case strings.Contains(e.text, "INVALID_ID_INFORMATION") && strings.Contains(e.text, "received"):
		q.sign(refused2, "INVALID-ID-INFORMATION", e.at)
	}
}

// packet takes lines about a message that belongs to no state.
func (e plutoEvent) packet(peer string) {
	n := e.r.byPeer[peer]
	switch {
	case strings.Contains(e.text, "initial Aggressive Mode message") && strings.Contains(e.text, "no"):
		n = e.begin(Responder, peer)
		n.Mode = AggressiveMode
		n.message(Message{Name: "aggressive 1", Time: e.time, At: e.at})
		n.sign(noAggressive, "", e.at)
	case strings.Contains(e.text, "initial Main Mode message received") && strings.Contains(e.text, "no connection has been authorized"):
		n = e.begin(Responder, peer)
		n.message(Message{Name: "main 1", Time: e.time, At: e.at})
		n.sign(noConnection, "", e.at)
	case n == nil:
	case strings.Contains(e.text, "NO_PROPOSAL_CHOSEN"), strings.Contains(e.text, "INVALID_ID_INFORMATION"):
		e.text = "received " + e.text
		e.notified(n)
	}
}

// plutoOffer reads AES_CBC (256), HMAC_SHA2_256, MODP3072.
func plutoOffer(text string) (o Offer) {
	for _, word := range strings.Split(clip(text), ", ") {
		word = strings.ReplaceAll(strings.ReplaceAll(word, " (", "_"), ")", "")
		if g, is := strings.CutPrefix(word, "MODP"); is {
			word = "MODP_" + g
		} else if g, is := strings.CutPrefix(word, "DH"); is {
			o = append(o, Attribute{"group", g})
			continue
		}
		if word == "3DES_CBC_192" {
			word = "3DES_CBC"
		}
		if name, value := charonWord(word); name != "" {
			o = append(o, Attribute{name, value})
		}
	}
	return o
}

var (
	plutoUnsuitable = regexp.MustCompile(`no suitable connection for peer '([^']*)'`)
	plutoRequired   = regexp.MustCompile(`peer to have ID '([^']*)', but peer declares '([^']*)'`)
)

// otherName: the peer calls itself something that no connection has.
func (e plutoEvent) otherName(n *Negotiation) {
	if n.Established {
		return
	}
	identity := ""
	if m := plutoUnsuitable.FindStringSubmatch(e.text); m != nil {
		identity = m[1]
	} else if m := plutoRequired.FindStringSubmatch(e.text); m != nil {
		n.wantedIdentity, identity = clip(m[1]), m[2]
	}
	n.sign(otherIdentity, clip(identity), e.at)
}

func (e plutoEvent) userRefused(n *Negotiation) { n.sign(xauthFailed, "", e.at) }
