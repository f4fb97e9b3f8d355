package explain

import "strings"

// quick says what a quick mode failed of.
func (d *diagnosis) quick(q *Quick) {
	if q.Established {
		return
	}
	name := "quick 1"
	all := func(which ...What) []Evidence { return evidenceOf(q.Signs, which...) }
	switch {
	case count(q.Signs, noProxies) > 0:
		d.add(ProxyMismatch, Certain, Finding{Failed: name, Evidence: all(noProxies, quickDiscarded), Differences: proxies(q),
			Why: "no entry here is for what the peer's quick mode is about; the access lists of the two sides have to be mirror images"})
	case count(q.Signs, noMapEntry) > 0:
		d.add(NoMapEntry, Certain, Finding{Failed: name, Evidence: all(noMapEntry, quickDiscarded),
			Why: "the crypto map has no entry whose peer this is, or is on another interface"})
	case count(q.Signs, pfsMissing) > 0:
		d.add(PFSMismatch, Certain, Finding{Failed: name, Evidence: all(pfsMissing),
			Why: "quick mode was offered without a group, and this side wants one"})
	case count(q.Signs, noTransform) > 0:
		d.transform(q)
	case count(q.Signs, refused2) > 0:
		d.refusedQuick(q)
	case count(q.Signs, quickDiscarded) > 0:
		d.notShown(name, "quick mode was rejected here; the line that says why comes from debug crypto ipsec", all(quickDiscarded))
	case count(q.Signs, gaveUp2) > 0 || count(q.Signs, resent2) > 0:
		sure := Possible
		if count(q.Signs, gaveUp2) > 0 {
			sure = Likely
		}
		d.add(QuickModeUnanswered, sure, Finding{Failed: name, Evidence: all(gaveUp2, resent2),
			Why:  "quick mode was sent again for want of an answer; the peer dropped it, or has lost the ISAKMP SA",
			Next: d.peersLog()})
	case d.isCutShort(q):
		d.notShown("quick 2", "quick mode does not come to its end in this file, and no line says why", []Evidence{q.At})
	}
}

// isCutShort says whether a quick mode is the last thing of its negotiation; one that others follow went on unseen.
func (d *diagnosis) isCutShort(q *Quick) bool {
	return q.ID != "" && d.n.Quick[len(d.n.Quick)-1] == q
}

func proxies(q *Quick) []Difference {
	if q.Local == "" {
		return nil
	}
	return []Difference{
		{Attribute: "what the peer wants to reach here", Ours: "no entry", Theirs: q.Local},
		{Attribute: "what the peer has behind it", Ours: "no entry", Theirs: q.Remote},
	}
}

// transform: the transforms are refused here. Whether it is for the group alone depends on whether both are in the file.
func (d *diagnosis) transform(q *Quick) {
	f := Finding{Failed: "quick 1", Evidence: evidenceOf(q.Signs, noTransform, quickDiscarded)}
	if len(q.Ours) > 0 && len(q.Offers) > 0 {
		best := differences(q.Ours[0], q.Offers[0])
		for _, ours := range q.Ours {
			for _, theirs := range q.Offers {
				if l := differences(ours, theirs); len(l) < len(best) && len(l) > 0 {
					best = l
				}
			}
		}
		f.Differences = best
		f.Why = "of what was offered and what is configured, these come nearest to each other"
		if len(best) == 1 && best[0].Attribute == "group" {
			d.add(PFSMismatch, Certain, f)
			return
		}
		d.add(TransformMismatch, Certain, f)
		return
	}
	offer := Offer{}
	if len(q.Offers) > 0 {
		offer = q.Offers[0]
	}
	for _, name := range []string{"encryption", "hash", "encapsulation"} {
		if v := offer.value(name); v != "" {
			f.Differences = append(f.Differences, Difference{Attribute: name, Ours: "not shown", Theirs: v})
		}
	}
	group := []Difference{{Attribute: "group", Ours: "not shown", Theirs: orWord(offer.value("group"), "none")}}
	if len(q.Offers) == 0 {
		group = nil
	}
	f.Why = "the log says that the offer is not acceptable here, and not what is configured here: it is the transform set, or the " +
		"group of set pfs"
	f.Next = "compare show crypto ipsec transform-set and set pfs (show crypto map) of this router with the offer"
	set, pfs := Likely, Possible
	if len(q.Offers) > 0 && offer.value("group") == "" { // it would be refused for want of a group, as well
		set = Possible
	}
	d.add(TransformMismatch, set, f)
	f.Differences = group
	d.add(PFSMismatch, pfs, f)
}

// refusedQuick: the peer refused; which of three it was, it did not say.
func (d *diagnosis) refusedQuick(q *Quick) {
	s, _ := firstOf(q.Signs, refused2)
	f := Finding{Failed: "quick 1", Evidence: evidenceOf(q.Signs, refused2), Next: strings.Replace(d.peersLog(), "debug crypto isakmp",
		"debug crypto isakmp and debug crypto ipsec", 1)}
	if strings.HasPrefix(s.Detail, "INVALID-ID") {
		f.Why = "the peer answers INVALID-ID-INFORMATION: it knows no entry for these networks"
		f.Differences = proxies(&Quick{Local: q.Remote, Remote: q.Local})
		if q.Local != "" {
			f.Differences = []Difference{{Attribute: "networks", Ours: q.Local + " to " + q.Remote, Theirs: "no such entry"}}
		}
		d.add(ProxyMismatch, Likely, f)
		return
	}
	f.Why = "the peer refused quick mode" + told(s.Detail) + ". That stands for other transforms, another group of PFS, or (from IOS) " +
		"proxy identities without an entry; which of them, only the peer's log shows"
	d.add(TransformMismatch, Possible, f)
	d.add(PFSMismatch, Possible, f)
	d.add(ProxyMismatch, Possible, f)
}

// ends: what happened to an SA that was up.
func (d *diagnosis) ends() {
	for _, e := range []struct {
		what What
		c    Cause
		why  string
	}{
		{peerDead, PeerDead, "the negotiation had succeeded; later the peer did not answer R_U_THERE any more: it, or the way to it, " +
			"was down"},
		{xauthFailed, XAuthRefused, "phase 1 succeeded; then the name or the password of the user was not accepted, or the server that " +
			"knows them did not answer"},
		{peerDeleted, PeerDeleted, "a DELETE came from the peer: an operator, a lifetime, or a rekeying there"},
		{lifetimeOver, LifetimeEnded, ""},
		{initialContact, InitialContact, "the peer says that it has no other SA with us: it was restarted"},
	} {
		if count(d.n.Signs, e.what) > 0 {
			f := Finding{Why: e.why, Evidence: evidenceOf(d.n.Signs, e.what)}
			if e.c == PeerDeleted && d.n.complete && len(d.n.Quick) == 0 {
				f.Why += "; no quick mode came before it, so something of this side may not have been accepted: the peer's log says what"
			}
			if e.c == PeerDead {
				f.Next = "see in the peer's log, and in the counters of the interfaces on the way, what was down at that time"
			}
			d.add(e.c, Certain, f)
		}
	}
	if count(d.n.Signs, invalidSPI) > 0 {
		d.add(StaleSA, Certain, Finding{Why: staleSPI, Evidence: evidenceOf(d.n.Signs, invalidSPI)})
	}
}

const staleSPI = "packets come for an SPI that this side does not have (any more): one side lost its SAs, and the other was not told"

// ofFile are the findings that belong to no negotiation.
func ofFile(f *File) (list []Finding) {
	d := &diagnosis{file: f, n: &Negotiation{}}
	d.n.Peer = peerOfSigns(f.Signs)
	add := func(c Cause, sure Certainty, why string, which ...What) {
		if e := evidenceOf(f.Signs, which...); len(e) > 0 {
			d.add(c, sure, Finding{Why: why, Evidence: e})
		}
	}
	add(StaleSA, Certain, staleSPI, invalidSPI)
	add(StaleSA, Likely, "messages come for an ISAKMP SA that this side does not have (any more)", noSA)
	add(ResponderBusy, Certain, "new negotiations are turned away until others have come to an end", tooMany)
	add(NeverBegun, Certain, "the peer has no address here, or there is no connection of that name, so nothing was sent", notBegun)
	add(AggressiveRefused, Certain, "this side does not take aggressive mode", noAggressive)
	add(WrongKey, Possible, "a message from the peer makes no sense after decryption; its negotiation is not in the file", garbled)
	for _, s := range f.Signs {
		if s.What == refused1 || s.What == modeFailed {
			d.notShown("", "a negotiation failed; the file has no line of it", []Evidence{s.At})
			break
		}
	}
	if len(f.Negotiations) == 0 && len(d.findings) == 0 {
		d.never()
	}
	return d.findings
}

func peerOfSigns(signs []Sign) string {
	for _, s := range signs {
		if s.Detail != "" {
			return s.Detail
		}
	}
	return ""
}

// never: there is no negotiation in the file at all.
func (d *diagnosis) never() {
	f := Finding{Next: d.turnOn()}
	for _, row := range d.file.SAs {
		if row.State != "QM_IDLE" {
			f.Evidence = append(f.Evidence, row.At)
		}
	}
	switch {
	case d.file.version2 > 0:
		d.onlySecond()
	case count(d.file.Signs, replayed) > 0:
		f.Evidence, f.Next = evidenceOf(d.file.Signs, replayed), "look for packets that overtake each other (quality of service behind the "+
			"encryption, several paths), widen the window (crypto ipsec security-association replay window-size), count in show crypto ipsec sa"
		f.Why = "packets of ESP come late, or twice; that is no matter of a negotiation, and this file has none"
		d.add(NotShown, Certain, f)
	case count(d.file.Signs, inClear) > 0:
		f.Evidence = evidenceOf(d.file.Signs, inClear)
		f.Next = "compare the access list of the crypto map with the peer's, and see in show crypto " +
			"map whether both interfaces have the map; debug crypto isakmp and debug crypto ipsec show whether a negotiation begins"
		f.Why = "a packet came in clear that the crypto map here wants encrypted: the peer has no such entry, or no crypto map on that interface"
		d.add(NotShown, Certain, f)
	case len(f.Evidence) > 0:
		f.Why = "a state of show crypto isakmp sa says how far phase 1 came, and not why it did not go on"
		d.add(NotShown, Certain, f)
	case len(d.file.SAs) > 0:
		return
	case d.file.Debugging.Number > 0:
		f.Evidence = []Evidence{d.file.Debugging}
		f.Why = "debugging was on, and no negotiation began: no packet met the crypto access list (or the crypto map is not on the interface, " +
			"or the route leads elsewhere)"
		f.Next = "show crypto map, show access-lists (do the matches grow?), show ip route to the remote network"
		d.add(NeverBegun, Possible, f)
	default:
		f.Why = "there is no line about a negotiation in it"
		if d.file.Kind == Packets {
			f.Why = "there is no message of IKEv1 over IPv4 in it"
		}
		d.add(NotShown, Certain, f)
	}
}
