package explain

import "slices"

// A Report is what a file comes to.
type Report struct {
	File         *File
	Negotiations []*Negotiation
	Findings     []Finding
}

// Failed says whether anything went wrong, or could not be seen to go right.
func (r *Report) Failed() bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return !f.End })
}

// Diagnose says what the negotiations of a file failed of. It claims a cause where the file has its sign, and says that
// the file does not show it where there is a failure without one.
func Diagnose(f *File) *Report {
	r := &Report{File: f, Negotiations: f.Negotiations}
	for i, n := range f.Negotiations {
		d := &diagnosis{file: f, n: n, number: i + 1}
		d.run()
		r.Findings = append(r.Findings, d.findings...)
	}
	r.Findings = append(r.Findings, ofFile(f)...)
	return r
}

// A diagnosis is the work on one negotiation.
type diagnosis struct {
	file     *File
	n        *Negotiation
	number   int
	findings []Finding
}

func (d *diagnosis) add(c Cause, sure Certainty, f Finding) {
	e := entryOf(c)
	f.Negotiation, f.Cause, f.Title, f.Sure, f.RFC, f.End = d.number, c, e.Title, sure, e.RFC, e.End
	if f.Change == nil && !e.End {
		f.Change = advice(d.file, d.n, c, f)
	}
	d.findings = append(d.findings, f)
}

// phase1Rules are asked in this order; the first that finds something ends the search.
var phase1Rules = []func(*diagnosis) bool{
	(*diagnosis).noKey, (*diagnosis).noConnection, (*diagnosis).aggressive, (*diagnosis).policy, (*diagnosis).certificate,
	(*diagnosis).identity, (*diagnosis).userRefused,
	(*diagnosis).wrongKey, (*diagnosis).refusal, (*diagnosis).unanswered, (*diagnosis).unfinished,
}

func (d *diagnosis) run() {
	if !d.n.Established {
		for _, rule := range phase1Rules {
			if rule(d) {
				break
			}
		}
	}
	for _, q := range d.n.Quick {
		d.quick(q)
	}
	d.ends()
}

func (d *diagnosis) noKey() bool {
	last, _ := d.n.lastOfPhase1()
	if count(d.n.Signs, noKey) == 0 || d.file.Kind == IOS && d.n.wentOn() {
		return false
	}
	failed := "main 1 was not sent"
	switch {
	case d.n.Role == Responder && last != "" && last != "main 1":
		failed = last + " of the peer was not accepted"
	case d.n.Role == Responder:
		failed = "main 1 of the peer was not accepted"
	case last != "" && d.file.Kind != IOS:
		failed = next(last) + " was not sent"
	}
	sure := Certain
	turnedDown := slices.ContainsFunc(d.n.Comparisons, func(c Comparison) bool { return c.Differs == preSharedKeys })
	if d.file.Kind == IOS && count(d.n.Signs, notBegun) == 0 && !turnedDown {
		sure = Likely // with certificates it says so, too, and goes on
	}
	d.add(NoKeyForPeer, sure, Finding{Failed: failed, Evidence: evidenceOf(d.n.Signs, noKey),
		Why: "no key is configured for the peer's address, so phase 1 with pre-shared keys cannot be begun or accepted"})
	return true
}

// wentOn says whether an offer was accepted: a router that authenticates by certificates says that it has no key, and goes on.
func (n *Negotiation) wentOn() bool {
	accepted := slices.ContainsFunc(n.Comparisons, func(c Comparison) bool { return c.Accepted })
	first := n.seen("main 1")
	return accepted || first != nil && first.Sent || n.seen("main 3") != nil || n.seen("main 4") != nil
}

// userRefused: phase 1 itself was over, though charon does not call it established then; the finding is one of the ends.
func (d *diagnosis) userRefused() bool { return count(d.n.Signs, xauthFailed) > 0 }

// identity: the peer is not who it is to be.
func (d *diagnosis) identity() bool {
	s, is := firstOf(d.n.Signs, otherIdentity)
	if !is {
		return false
	}
	f := Finding{Failed: "main 5", Evidence: evidenceOf(d.n.Signs, otherIdentity),
		Why: "the addresses fit a connection, and the identity that the peer sent does not"}
	if d.n.Role == Initiator {
		f.Failed = "main 6"
	}
	if d.n.Mode == AggressiveMode {
		f.Failed = map[bool]string{true: "aggressive 2", false: "aggressive 1"}[d.n.Role == Initiator]
	}
	if s.Detail != "" {
		f.Differences = []Difference{{Attribute: "identity", Ours: orWord(d.n.wantedIdentity, "not shown"), Theirs: s.Detail}}
	}
	sure := Certain
	if d.file.Kind == Charon && d.n.wantedIdentity == "" {
		sure = Likely
		f.Why += "; the method of authentication may differ, too"
	}
	d.add(IdentityRefused, sure, f)
	return true
}

func (d *diagnosis) noConnection() bool {
	if count(d.n.Signs, noConnection) == 0 {
		return false
	}
	d.add(NoConnection, Certain, Finding{Failed: "main 1 of the peer was not accepted", Evidence: evidenceOf(d.n.Signs, noConnection),
		Why: "no connection of the configuration has these two addresses"})
	return true
}

func (d *diagnosis) aggressive() bool {
	if count(d.n.Signs, noAggressive) == 0 {
		return false
	}
	d.add(AggressiveRefused, Certain, Finding{Failed: "aggressive 1", Evidence: evidenceOf(d.n.Signs, noAggressive),
		Why: "the peer began aggressive mode, and this side does not take it"})
	return true
}

// defaultPolicies have priorities of five digits: nothing was typed of them, and they fit nobody.
const defaultPolicies = "65507"

// policy: none of the offers was accepted.
func (d *diagnosis) policy() bool {
	if count(d.n.Signs, noPolicy)+count(d.n.Signs, policyGone) == 0 {
		return false
	}
	f, sure := Finding{Failed: "main 1", Evidence: evidenceOf(d.n.Signs, noPolicy, policyGone)}, Certain
	named := func(c Comparison) bool {
		return c.Differs != "" && c.Policy != "" && len(c.Policy) < len(defaultPolicies)
	}
	if count(d.n.Signs, noPolicy) == 0 || d.file.Kind == IOS && !(d.n.complete && !d.n.mixed && slices.ContainsFunc(d.n.Comparisons, named)) {
		sure = Likely // IOS accepts no policy either where it has no key, and says that before
	}
	if d.file.Kind == Pluto && (!d.n.complete || len(d.n.Comparisons) == 0) {
		sure = Likely // pluto says the same where it has no key; the line before says so
	}
	if d.n.Mode == AggressiveMode {
		f.Failed = "aggressive 1"
	}
	f.Differences, f.Why = d.policyDifferences()
	for _, c := range d.n.Comparisons {
		if c.Differs != "" && len(f.Evidence) < 6 {
			f.Evidence = append(f.Evidence, c.At)
		}
	}
	if d.n.Role == Initiator {
		f.Failed = "main 2"
	}
	if slices.ContainsFunc(d.n.Comparisons, func(c Comparison) bool { return c.Differs == preSharedKeys }) {
		f.Why = "pre-shared keys are offered, and either the policies here have another method, or there is no key for the peer: " +
			"the line that would say so is not in the file"
		d.add(NoCommonPolicy, Likely, f)
		f.Differences = nil
		d.add(NoKeyForPeer, Possible, f)
		return true
	}
	d.add(NoCommonPolicy, sure, f)
	return true
}

// checkingOrder is the order in which IOS looks at a transform: what comes before the attribute that differs, fitted.
var checkingOrder = []string{"encryption", "hash", "authentication", preSharedKeys, "group", "key length"}

// policyDifferences is about the pair of policies that come nearest to each other.
func (d *diagnosis) policyDifferences() (list []Difference, why string) {
	best, bestRank := -1, -1
	for i, c := range d.n.Comparisons {
		rank := slices.Index(checkingOrder, c.Differs)
		if c.Ours != nil {
			rank = 10 - len(differences(c.Ours, c.Theirs))
		}
		if c.Accepted || rank <= bestRank {
			continue
		}
		best, bestRank = i, rank
	}
	if best < 0 {
		return d.offered(), "no offer was acceptable; which attribute differs is not in the file"
	}
	c := d.n.Comparisons[best]
	if c.Ours != nil {
		return differences(c.Ours, c.Theirs), "of what was offered and what is configured, these come nearest to each other"
	}
	name := c.Differs
	if name == preSharedKeys {
		name = "authentication"
	}
	if name == "key length" && c.Theirs.value("key length") == "" {
		name = "encryption" // its length is written behind the cipher
	}
	list = append(list, Difference{Attribute: name, Theirs: c.Theirs.value(name), Ours: "not " + c.Theirs.value(name)})
	if c.Theirs.value(name) == "" {
		list[0].Ours = ""
	}
	why = "the offer was compared with the policies here; with policy " + c.Policy +
		" it is the " + c.Differs + " that differs (what IOS compares after it is not known)"
	return list, why
}

// offered lists what came, where a file names no difference.
func (d *diagnosis) offered() (list []Difference) {
	if len(d.n.Comparisons) == 0 {
		return nil
	}
	for _, a := range d.n.Comparisons[0].Theirs {
		if a.Name != "lifetime" && len(list) < 8 {
			list = append(list, Difference{Attribute: a.Name, Theirs: a.Value})
		}
	}
	return list
}

// differences compares two offers, attribute by attribute.
func differences(ours, theirs Offer) (list []Difference) {
	for _, name := range []string{"encryption", "hash", "authentication", "group"} {
		a, b := ours.value(name), theirs.value(name)
		if a == b || (a == "" || b == "") && name != "group" {
			continue
		}
		none := func(v string) string {
			if v == "" {
				return "none"
			}
			return v
		}
		list = append(list, Difference{Attribute: name, Ours: none(a), Theirs: none(b)})
	}
	return list
}

func (d *diagnosis) certificate() bool {
	if count(d.n.Signs, badCertificate) == 0 {
		return false
	}
	d.add(CertificateRefused, Likely, Finding{Failed: "authentication of phase 1", Evidence: evidenceOf(d.n.Signs, badCertificate),
		Next: "look at the certificates themselves: validity, issuer, name, and the clocks of both sides"})
	return true
}

// wrongKey: a message of the authentication could not be read, or its hash is wrong.
func (d *diagnosis) wrongKey() bool {
	bad := count(d.n.Signs, garbled) + count(d.n.Signs, hashWrong)
	if bad == 0 {
		return false
	}
	if d.n.Signatures {
		d.notShown("main 5", "the authentication by signatures failed, and no line says what of it", evidenceOf(d.n.Signs, garbled, hashWrong))
		return true
	}
	failed := "main 5"
	if d.n.Role == Initiator && d.n.seen("main 6") != nil {
		failed = "main 6"
	}
	sure, why := Likely, "the message was decrypted to nonsense: the two sides have other keys, and those are made from the pre-shared key"
	if count(d.n.Signs, garbled) == 0 {
		why = "the hash of the message, which is made with the pre-shared key, does not verify"
	}
	if bad > 1 || count(d.n.Signs, gaveUp) > 0 {
		sure = Certain
	} else {
		why += "; it happened once, so damage on the way is possible"
	}
	if d.n.Mode == AggressiveMode {
		failed = map[bool]string{true: "aggressive 3", false: "aggressive 2"}[d.n.Role == Responder]
	}
	d.add(WrongKey, sure, Finding{Failed: failed, Why: why, Evidence: evidenceOf(d.n.Signs, garbled, hashWrong)})
	return true
}
