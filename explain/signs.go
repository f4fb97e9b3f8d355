package explain

// A Sign is something that a file says in so many words.
type Sign struct {
	What   What
	Detail string
	At     Evidence
}

// What a sign says.
type What string

// Signs of phase 1.
const (
	noPolicy       What = "no offer was acceptable"
	policyGone     What = "the SA went because no policy was accepted"
	noKey          What = "there is no pre-shared key for the peer"
	noConnection   What = "no connection is configured for the peer"
	garbled        What = "a message decrypts to nonsense"
	hashWrong      What = "a hash does not verify"
	resent         What = "a message was sent again for want of an answer"
	repeated       What = "the peer sent a message again"
	gaveUp         What = "a message was sent again in vain until the negotiation was given up"
	refused1       What = "the peer refused phase 1"
	noAggressive   What = "aggressive mode is not allowed"
	noMainMode     What = "main mode is not allowed"
	tooMany        What = "no more negotiations are let in"
	badCertificate What = "a certificate or a signature is not acceptable"
	otherIdentity  What = "the peer calls itself what nothing here is configured for"
)

// Signs of phase 2.
const (
	refused2       What = "the peer refused quick mode"
	noTransform    What = "the transform is not acceptable"
	noProxies      What = "the proxy identities are not acceptable"
	noMapEntry     What = "no crypto map entry is for this peer"
	pfsMissing     What = "perfect forward secrecy is wanted and was not offered"
	resent2        What = "a message of quick mode was sent again for want of an answer"
	gaveUp2        What = "quick mode was given up"
	quickDiscarded What = "quick mode was rejected"
)

// Signs of what came later.
const (
	peerDead       What = "dead peer detection gave the peer up"
	peerDeleted    What = "the peer deleted it"
	lifetimeOver   What = "its lifetime is over"
	initialContact What = "the peer has begun anew"
	invalidSPI     What = "a packet came for an SPI that is not known"
	notBegun       What = "a negotiation could not be begun"
	modeFailed     What = "an exchange failed"
	xauthFailed    What = "the user was not accepted"
	replayed       What = "packets failed the check against replays"
	inClear        What = "a packet came in clear that has to come through the tunnel"
	noSA           What = "a message came for an ISAKMP SA that is not known"
)

// sign notes a sign of phase 1.
func (n *Negotiation) sign(w What, detail string, at Evidence) {
	if len(n.Signs) < mostSigns {
		n.Signs = append(n.Signs, Sign{w, detail, at})
	}
}

// has counts the signs of a kind.
func count(signs []Sign, w What) (found int) {
	for _, s := range signs {
		if s.What == w {
			found++
		}
	}
	return found
}

func firstOf(signs []Sign, w What) (Sign, bool) {
	for _, s := range signs {
		if s.What == w {
			return s, true
		}
	}
	return Sign{}, false
}

// evidenceOf is where signs of some kinds stand, at most three of each.
func evidenceOf(signs []Sign, which ...What) (list []Evidence) {
	for _, w := range which {
		found := 0
		for _, s := range signs {
			if s.What == w && found < 3 {
				list = append(list, s.At)
				found++
			}
		}
	}
	return list
}

// second notes a line or packet of IKEv2.
func (f *File) second(at Evidence) {
	f.version2++
	if len(f.Version2) < 3 {
		f.Version2 = append(f.Version2, at)
	}
}
