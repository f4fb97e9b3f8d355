package explain

import "slices"

// refusal: the peer said no. What it said no to depends on how far phase 1 had come.
func (d *diagnosis) refusal() bool {
	s, is := firstOf(d.n.Signs, refused1)
	if !is {
		return false
	}
	evidence := evidenceOf(d.n.Signs, refused1)
	n := d.n
	switch {
	case (n.seen("main 5") != nil || n.seen("main 6") != nil) && n.Signatures:
		d.add(CertificateRefused, Likely, Finding{Failed: "main 5", Evidence: evidence, Next: d.peersLog(),
			Why: "the peer refused the message that has the certificate and the signature" + told(s.Detail)})
	case (n.seen("main 5") != nil || n.seen("main 6") != nil) && s.Detail == sealed:
		d.add(WrongKey, Possible, Finding{Failed: "main 5", Evidence: evidence,
			Why: "the peer answered main 5 with a notification that is shut: it could not decrypt it (another key), or refused what is in it"})
		d.add(IdentityRefused, Possible, Finding{Failed: "main 5", Evidence: evidence, Next: d.peersLog(),
			Why: "the same notification may stand for an identity that the peer does not take"})
	case n.underKeys(s.At.Number):
		d.add(IdentityRefused, Likely, Finding{Failed: "main 5", Evidence: evidence, Next: d.peersLog(),
			Why: "the peer's refusal" + told(s.Detail) + " came under the keys of this negotiation and could be read, so the pre-shared keys " +
				"are the same: it is the identity that was refused, or extended authentication that one side wants"})
	case n.seen("main 5") != nil || n.seen("main 6") != nil:
		d.add(WrongKey, Likely, Finding{Failed: "main 5", Evidence: evidence,
			Why: "the peer refused the message that proves the key" + told(s.Detail)})
	case n.Mode == AggressiveMode && s.Detail == "": // IOS does not say which notification it was
		f := Finding{Failed: "aggressive 1", Evidence: evidence, Next: d.peersLog(),
			Why: "the peer answered the first message with a notification in clear, which stands for a policy that it has not, or for " +
				"aggressive mode that it does not take"}
		d.add(NoCommonPolicy, Possible, f)
		d.add(AggressiveRefused, Possible, f)
	case n.Mode == AggressiveMode && s.Detail != "NO-PROPOSAL-CHOSEN":
		d.add(AggressiveRefused, Likely, Finding{Failed: "aggressive 1", Evidence: evidence,
			Why:  "the peer refused the first message of aggressive mode" + told(s.Detail),
			Next: "the peer's own log says whether it takes aggressive mode at all"})
	case n.seen("main 3") != nil:
		d.notShown("main 3", "the peer refused the message"+told(s.Detail), evidence)
	default:
		f := Finding{Failed: "main 1", Evidence: evidence, Differences: d.offeredByUs(),
			Why:  "the peer refused the first message" + told(s.Detail) + "; what it wants instead is not in this file",
			Next: d.peersLog()}
		if n.Mode == AggressiveMode {
			f.Failed = "aggressive 1"
		}
		sure := Likely
		if s.Detail == "" { // IOS does not say which notification it was
			f.Why = "the peer answered the first message with a notification in clear; its usual meaning is NO-PROPOSAL-CHOSEN"
		}
		d.add(NoCommonPolicy, sure, f)
	}
	return true
}

// sealed stands for a notification that no key opened.
const sealed = "an encrypted notification"

// underKeys says whether what the peer sent before a line was encrypted, and could be read: it began with a hash.
func (n *Negotiation) underKeys(number int) bool {
	var last Message
	for _, m := range n.Messages {
		if !m.Sent && m.At.Number <= number {
			last = m
		}
	}
	return slices.Contains(last.Payloads, "HASH") && !slices.Contains(last.Payloads, "ID") && !slices.Contains(last.Payloads, "SA")
}

func told(notify string) string {
	if notify == "" {
		return ""
	}
	return " (" + notify + ")"
}

// offeredByUs are the attributes of the first transform that went out, if the file has them.
func (d *diagnosis) offeredByUs() (list []Difference) {
	if len(d.n.Comparisons) == 0 || d.n.Comparisons[0].Ours == nil {
		return nil
	}
	for _, a := range d.n.Comparisons[0].Ours {
		if a.Name != "lifetime" {
			list = append(list, Difference{Attribute: a.Name, Ours: a.Value, Theirs: "not shown"})
		}
	}
	return list
}

// peersLog says what to turn on at the other side.
func (d *diagnosis) peersLog() string {
	return "at the peer, turn on debug crypto isakmp (an IOS router: look for \"does not match policy!\"), or look in charon's log for " +
		"\"configured proposals\", or in pluto's for \"refused\""
}

// unanswered: a message was sent again, or the peer sent one again.
func (d *diagnosis) unanswered() bool {
	n := d.n
	again, peerAgain, over := count(n.Signs, resent), count(n.Signs, repeated), count(n.Signs, gaveUp)
	if again+peerAgain+over == 0 {
		return false
	}
	evidence := evidenceOf(n.Signs, gaveUp, resent, repeated)
	last, sent := n.lastOfPhase1()
	sure := Possible
	if over > 0 || again+peerAgain >= 3 {
		sure = Likely
	}
	switch {
	case !n.complete:
		d.notShown(last, "a message was sent again for want of an answer, and the file begins in the middle", evidence)
	case n.Role != Responder && n.heard() == 0:
		if over > 0 && d.alone() {
			sure = Certain
		}
		first, also := "main 1", ""
		if n.Mode == AggressiveMode {
			first, also = "aggressive 1", ", or the peer says nothing to an identity or a group that it does not know"
		}
		d.add(NoAnswer, sure, Finding{Failed: first, Evidence: evidence,
			Why: first + " was sent again and again, and nothing came back: UDP port " + n.portOf() + " is blocked on the way, or the " +
				"peer's address is wrong, or no IKE runs there" + also,
			Next: "at the peer, see whether the message arrives (a capture of UDP port " + n.portOf() + ")"})
	case sent && last == "main 5" && n.Role != Responder:
		d.fifth(sure, evidence)
	case sent && n.large(last) || n.Role == Responder && n.large(last):
		d.add(LargeMessageLost, Likely, Finding{Failed: last, Evidence: evidence,
			Why:  "the message that got no answer is larger than a packet may be on the way; its fragments may be dropped",
			Next: "capture on both sides: does the second fragment arrive?"})
	case n.Role == Observer && n.unheard() != "":
		d.add(AnswersLost, Likely, Finding{Failed: n.unheard(), Evidence: evidence,
			Why: "a message is repeated though its answer was captured: the answer does not arrive", Next: "capture at the other side"})
	case n.Role == Responder && sent && n.NAT && last == "main 4":
		d.add(NATPortBlocked, Possible, Finding{Failed: "main 5", Evidence: evidence,
			Why:  "after main 4 a peer behind a translator goes on from port 4500, and from there nothing arrived",
			Next: "capture UDP port 4500 on both sides"})
	case n.Role == Responder && peerAgain > 0:
		d.add(AnswersLost, Likely, Finding{Failed: last, Evidence: evidence,
			Why: "the peer repeats its message though it was answered: the answers do not arrive there", Next: "capture at the peer"})
	default:
		d.add(AnswersLost, Possible, Finding{Failed: next(last), Evidence: evidence,
			Why: last + " was answered with nothing though earlier messages were: messages are lost on the way, or the peer gave up and " +
				"says why only in its own log",
			Next: d.peersLog()})
	}
	return true
}

// portOf is the local port: 500, but for members of a group (848) and behind translators.
func (n *Negotiation) portOf() string {
	if n.Port == 0 {
		return "500"
	}
	return decimal(n.Port)
}

// alone says whether no other negotiation with the peer stands among the lines of this one: an answer would be known as its.
func (d *diagnosis) alone() bool {
	for _, o := range d.file.Negotiations {
		apart := o.Last.Number < d.n.First.Number || o.First.Number > d.n.Last.Number
		if o != d.n && !apart && o.Host == d.n.Host && (o.Peer == d.n.Peer || o.Peer == "") {
			return false
		}
	}
	return true
}

// fifth: the first encrypted message got no answer.
func (d *diagnosis) fifth(sure Certainty, evidence []Evidence) {
	f := Finding{Failed: "main 5", Evidence: evidence,
		Next: "at the peer, look for \"failed its sanity check or is malformed\" (IOS) or \"decryption failed\" (charon): then it is the key"}
	if d.n.Signatures {
		d.notShown("main 6", "main 5, which has the certificate and the signature, got no answer: the peer did not accept them, or the "+
			"message, which is large, was lost", evidence)
		return
	}
	if d.n.Port == 4500 || d.n.NAT {
		f.Why = "from main 5 on both sides use UDP port 4500, and nothing came from there"
		d.add(NATPortBlocked, Likely, f)
		f.Why = "a peer that cannot decrypt main 5 does not answer it"
		d.add(WrongKey, Possible, f)
		return
	}
	f.Why = "main 1 to 4 were answered on the same ports, main 5 was not: a peer with another pre-shared key cannot decrypt it and " +
		"stays silent"
	if sure == Possible {
		f.Why += "; it may also have been lost"
	}
	d.add(WrongKey, Likely, f)
}

// unfinished: phase 1 does not end, and nothing says why.
func (d *diagnosis) unfinished() bool {
	n := d.n
	if !n.complete && len(n.Messages) == 0 {
		return true // a line or two about something that is over
	}
	if !n.complete && phase1Messages(n) == 0 {
		return true // the log begins behind phase 1
	}
	last, _ := n.lastOfPhase1()
	why := "phase 1 does not come to its end in this file, and no line says why"
	if last != "" {
		why += "; the last message of it is " + last
	}
	d.notShown(next(last), why, []Evidence{n.Last})
	return true
}

func phase1Messages(n *Negotiation) (count int) {
	for _, m := range n.Messages {
		if phaseOf(m.Name) == 1 {
			count++
		}
	}
	return count
}

// notShown is the honest answer.
func (d *diagnosis) notShown(failed, why string, evidence []Evidence) {
	d.add(NotShown, Certain, Finding{Failed: failed, Why: why, Evidence: evidence, Next: d.turnOn()})
}

// turnOn says what makes the file show more.
func (d *diagnosis) turnOn() string {
	switch d.file.Kind {
	case IOS:
		if !d.file.IPsecDebug || d.file.Release == "" {
			return "turn on debug crypto isakmp and debug crypto ipsec on both sides, try again, and keep everything from the first " +
				"\"received packet\" or \"SA request profile\" to the last \"deleting SA reason\""
		}
		return "keep the log until \"deleting SA reason\", and turn on debug crypto isakmp at the peer, too"
	case Charon:
		return "set charon.filelog ... ike = 2, cfg = 2, keep the log until the IKE_SA is destroyed, and look at the peer's"
	case Pluto:
		return "set plutodebug=all, keep the log until the state is deleted, and look at the peer's"
	}
	return "capture from before the first message until both sides have given up; with --keys, what is encrypted is read, too"
}

// heard counts the messages of phase 1 from the peer.
func (n *Negotiation) heard() (count int) {
	for _, m := range n.Messages {
		if !m.Sent {
			count++
		}
	}
	return count
}

// unheard is the answer in a capture to a message of the initiator that was sent again nevertheless; "" if there is none.
func (n *Negotiation) unheard() string {
	for _, s := range n.Signs {
		if s.What != resent {
			continue
		}
		if m, a := n.seen(s.Detail), n.seen(next(s.Detail)); m != nil && m.Sent && a != nil && !a.Sent {
			return a.Name
		}
	}
	return ""
}

// lastOfPhase1 is the last message of phase 1, and whether this side sent it.
func (n *Negotiation) lastOfPhase1() (name string, sent bool) {
	for _, m := range n.Messages {
		if phaseOf(m.Name) == 1 {
			name, sent = m.Name, m.Sent
		}
	}
	return name, sent
}

// large says whether a message does not fit an ordinary packet.
func (n *Negotiation) large(name string) bool {
	m := n.seen(name)
	return m != nil && m.Bytes > 1272 // 1300 bytes of IPv4
}

// next is the message that should have come.
func next(name string) string {
	following := map[string]string{"": "main 1", "main 1": "main 2", "main 2": "main 3", "main 3": "main 4", "main 4": "main 5",
		"main 5": "main 6", "aggressive 1": "aggressive 2", "aggressive 2": "aggressive 3"}
	if f := following[name]; f != "" {
		return f
	}
	return name
}
