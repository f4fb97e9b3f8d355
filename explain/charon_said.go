package explain

import (
	"regexp"
	"strings"
)

var (
	charonRetransmit = regexp.MustCompile(`^sending retransmit (\d+) of (request|response) message ID (\d+), seq (\d+)`)
	charonNotify     = regexp.MustCompile(`^received (\w+) error notify`)
	charonIgnored    = regexp.MustCompile(`^ignoring IKE_SA setup from (\S+?),`)
)

// said takes what charon says in words.
func (c charonEvent) said() {
	if m := charonStart.FindStringSubmatch(c.text); m != nil {
		c.begin(Initiator, m[1], m[2], m[3]).touch(c.at)
		return
	}
	if m := charonPeer.FindStringSubmatch(c.text); m != nil {
		n := c.t.current
		if n == nil || len(n.Messages) != 1 || n.Role != Responder {
			n = c.begin(Responder, m[2], "", m[1])
		}
		n.touch(c.at)
		return
	}
	if strings.HasPrefix(c.text, "IKE_SA ") {
		c.named()
		return
	}
	for _, row := range charonRows {
		if strings.HasPrefix(c.text, row.begins) {
			row.do(c)
			return
		}
	}
	c.patterns()
}

// named takes a line that begins with the name of an IKE_SA.
func (c charonEvent) named() {
	m := charonName.FindStringSubmatch(c.text)
	if m == nil {
		return
	}
	if n := c.r.byName["#"+m[2]]; n != nil && (c.t.current == nil || strings.Contains(c.text, "ESTABLISHED => ")) {
		c.settle(n)
	}
	n := c.negotiation()
	c.r.byName["#"+m[2]] = n
	if name := upTo(m[1], "[("); name != "" {
		n.Name = name
	}
	switch {
	case strings.Contains(c.text, " established between "):
		n.Established = true
	case strings.HasSuffix(c.text, "=> DESTROYING"):
		n.Deleted = true
	}
}

// charonRows are lines known by how they begin.
var charonRows = []struct {
	begins string
	do     func(charonEvent)
}{
	{"received proposals: ", func(c charonEvent) { c.t.received = charonProposals(after(c.text, ": ")) }},
	{"configured proposals: ", charonEvent.configured},
	{"no proposal found", func(c charonEvent) { c.negotiation().sign(noPolicy, "", c.at) }},
	{"no matching proposal found, sending NO_PROPOSAL_CHOSEN", charonEvent.transformRefused},
	{"no IKE config found for ", charonEvent.noConfig},
	{"no shared key found for ", func(c charonEvent) { c.negotiation().sign(noKey, "", c.at) }},
	{"found 1 matching config, but none allows pre-shared key authentication using Aggressive Mode", charonEvent.aggressive},
	{"Aggressive Mode PSK disabled", charonEvent.aggressive},
	{"invalid HASH_V1 payload length, decryption failed?", charonEvent.garbledMessage},
	{"invalid ID_V1 payload length, decryption failed?", charonEvent.garbledMessage},
	{"calculated HASH does not match HASH payload", func(c charonEvent) { c.negotiation().sign(hashWrong, "", c.at) }},
	{"integrity check failed", func(c charonEvent) { c.negotiation().sign(hashWrong, "", c.at) }},
	{"giving up after ", charonEvent.givesUp},
	{"DPD check timed out", func(c charonEvent) { c.about(func(n *Negotiation) { n.sign(peerDead, "", c.at) }) }},
	{"received DELETE for IKE_SA", charonEvent.deleted},
	{"received DELETE for ", charonEvent.deleted},
	{"local host is behind NAT", func(c charonEvent) { c.negotiation().NAT = true }},
	{"remote host is behind NAT", func(c charonEvent) { c.negotiation().NAT = true }},
	{"faking NAT situation", func(c charonEvent) { c.negotiation().NAT = true }},
	{"CHILD_SA ", charonEvent.child},
	{"received retransmit of request", func(c charonEvent) { c.negotiation().sign(repeated, "", c.at) }},
	{"no trusted RSA public key found", func(c charonEvent) { c.negotiation().sign(badCertificate, "", c.at) }},
	{"subject certificate invalid", func(c charonEvent) { c.negotiation().sign(badCertificate, "", c.at) }},
	{"signature validation failed", func(c charonEvent) { c.negotiation().sign(badCertificate, "", c.at) }},
	{"no peer config found", func(c charonEvent) { c.negotiation().sign(otherIdentity, c.t.identity, c.at) }},
	{"looking for ", charonEvent.looking},
	{"IDir '", charonEvent.otherName},
	{"unable to resolve ", func(c charonEvent) { c.r.file.sign(notBegun, "", c.at) }},
	{"no config named ", func(c charonEvent) { c.r.file.sign(notBegun, "", c.at) }},
	{"XAuth authentication of ", charonEvent.xauth},
	{"no issuer certificate found", func(c charonEvent) { c.negotiation().sign(badCertificate, "", c.at) }},
}

func (c charonEvent) patterns() {
	if m := charonRetransmit.FindStringSubmatch(c.text); m != nil {
		c.about(func(n *Negotiation) {
			if q := n.openQuickAny(); n.Established && q != nil {
				q.sign(resent2, "", c.at)
			} else if !n.Established {
				n.sign(resent, m[4], c.at)
			}
			c.repeat(n)
		})
		return
	}
	if m := charonNotify.FindStringSubmatch(c.text); m != nil {
		name := strings.ReplaceAll(m[1], "_", "-")
		n := c.negotiation()
		if !n.Established {
			n.sign(refused1, name, c.at)
		} else if q := n.openQuickAny(); q != nil {
			q.sign(refused2, name, c.at)
		}
		return
	}
	if m := charonTS.FindStringSubmatch(c.text); m != nil {
		n := c.negotiation()
		q := n.openQuickAny()
		if q == nil {
			q = n.quick("", c.at)
		}
		q.Local, q.Remote = m[2], m[1] // charon names the peer's side first
		q.sign(noProxies, "", c.at)
		return
	}
	if m := charonIgnored.FindStringSubmatch(c.text); m != nil {
		c.r.file.sign(tooMany, m[1], c.at)
	}
}

// repeat counts the last message of ours as sent again.
func (c charonEvent) repeat(n *Negotiation) {
	for i := len(n.Messages) - 1; i >= 0; i-- {
		if n.Messages[i].Sent {
			n.Messages[i].Repeated++
			return
		}
	}
}

// configured stands behind the proposals that were received, where none was found.
func (c charonEvent) configured() {
	ours := charonProposals(after(c.text, ": "))
	n := c.negotiation()
	if strings.Contains(c.text, ": IKE:") {
		for _, theirs := range c.t.received {
			for _, o := range ours {
				if len(n.Comparisons) < mostComparisons {
					n.Comparisons = append(n.Comparisons, Comparison{Theirs: theirs, Ours: o, Differs: "?", At: c.at})
				}
			}
		}
		return
	}
	if q := n.openQuickAny(); q != nil {
		q.Offers, q.Ours = c.t.received, ours
	}
}

func (c charonEvent) transformRefused() {
	n := c.negotiation()
	q := n.openQuickAny()
	if q == nil {
		q = n.quick("", c.at)
	}
	q.sign(noTransform, "", c.at)
}

func (c charonEvent) noConfig() {
	n := c.negotiation()
	n.sign(noConnection, "", c.at)
}

func (c charonEvent) aggressive() {
	n := c.negotiation()
	n.Mode = AggressiveMode
	n.sign(noAggressive, "", c.at)
}

// garbledMessage: something cannot be decrypted. Before the SA is up that is its authentication.
func (c charonEvent) garbledMessage() {
	n := c.negotiation()
	if n.Established {
		return
	}
	n.sign(garbled, "", c.at)
	name := "informational"
	if n.Role == Responder && n.seen("main 4") != nil {
		name = "main 5"
	}
	n.message(Message{Name: name, Note: "cannot be decrypted", Time: c.time, At: c.at})
}

func (c charonEvent) givesUp() {
	named := c.t.current != nil
	c.about(func(n *Negotiation) {
		if !n.Established {
			n.sign(gaveUp, "", c.at)
		} else if q := n.openQuickAny(); q != nil {
			q.sign(gaveUp2, "", c.at)
		} else if named { // of an SA that is up it may also be about another one, or about IKEv2
			n.sign(peerDead, "", c.at)
		}
	})
}

func (c charonEvent) deleted() {
	n := c.negotiation()
	n.sign(peerDeleted, "", c.at)
}

var charonChild = regexp.MustCompile(`established with SPIs .* TS (\S+) === (\S+)`)

func (c charonEvent) child() {
	m := charonChild.FindStringSubmatch(c.text)
	if m == nil {
		return
	}
	n := c.negotiation()
	for i := len(n.Quick) - 1; i >= 0; i-- {
		if q := n.Quick[i]; !q.Established {
			q.Established, q.Local, q.Remote = true, m[1], m[2]
			return
		}
	}
	if len(n.Quick) == 0 {
		n.quick("", c.at).Established = true
	}
}

var (
	charonLooking = regexp.MustCompile(`^looking for .* peer configs matching \S+?\.\.\.[^\s\[]+\[([^\]]*)\]`)
	charonIDir    = regexp.MustCompile(`^IDir '([^']*)' does not match to '([^']*)'`)
)

// looking names the identity of the peer before a connection is found for it, or not.
func (c charonEvent) looking() {
	if m := charonLooking.FindStringSubmatch(c.text); m != nil {
		c.t.identity = clip(m[1])
	}
}

// otherName: the responder calls itself something else than is configured here.
func (c charonEvent) otherName() {
	if m := charonIDir.FindStringSubmatch(c.text); m != nil {
		n := c.negotiation()
		n.sign(otherIdentity, clip(m[1]), c.at)
		n.wantedIdentity = clip(m[2])
	}
}

func (c charonEvent) xauth() {
	if strings.HasSuffix(c.text, " failed") {
		c.negotiation().sign(xauthFailed, "", c.at)
	}
}
