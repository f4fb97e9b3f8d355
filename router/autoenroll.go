package router

import (
	"crypto/rsa"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/keypair"
	certificates "ruthere/crypto/pki"
	"ruthere/crypto/pki/scep"
	"ruthere/debuglog"
	"ruthere/modes/crypto"
	"ruthere/modes/pki"
)

// Certificates that a router gets and renews without being told: `auto-enroll`.

// A renewal is what a trustpoint with `auto-enroll` will do, and has tried.
type renewal struct {
	trustpoint string
	at         time.Time     // of the router's clock: when its certificate is to be renewed; zero: it has none, and asks for one at once
	failed     int           // attempts in a row
	again      time.Time     // not before that
	key        func()        // ends the making of a key for it; nil: none is made
	pair       *keypair.Pair // the key that was made, until its certificate has come
}

// Between attempts that failed so much time passes: twice as much each time. How long the device waits is not known.
const (
	firstRenewalPause = 10 * time.Minute
	mostRenewalPause  = 24 * time.Hour
)

// followRenewals finds out what is to be renewed when, of the configuration as it is.
func (r *Router) followRenewals() {
	before := r.enrolments.renewals
	r.enrolments.renewals = nil
	for _, t := range r.config.PKI.Trustpoints {
		if !t.AutoEnroll || t.CA() == nil || !pki.ByNetwork(t) {
			continue
		}
		var due time.Time
		if own, err := certificates.ParseCertificate(t.Own()); err == nil {
			due = pki.RenewalOf(own, t)
		}
		n := &renewal{trustpoint: t.Name, at: due}
		for _, have := range before {
			switch {
			case have.trustpoint != t.Name:
			case have.at.Equal(due):
				n = have
			case !due.IsZero(): // a certificate that came is not asked for anew at once, however it is dated
				n.again = r.now.Add(firstRenewalPause)
			}
		}
		r.enrolments.renewals = append(r.enrolments.renewals, n)
	}
	for _, n := range before {
		if n.key != nil && !slices.Contains(r.enrolments.renewals, n) {
			n.key()
		}
	}
}

// tellsTime says whether the clock is one to renew by: the releases that say so at boot wait until it is set by somebody who knows.
func (r *Router) tellsTime() bool {
	if r.options.Release == debuglog.IOS124 {
		return r.clock != debuglog.NeverSet
	}
	return r.clock == debuglog.Authoritative
}

// dueRenewal is when a renewal is due; ok is false while it goes on.
func (r *Router) dueRenewal(n *renewal) (at time.Time, ok bool) {
	if n.key != nil || slices.ContainsFunc(r.enrolments.all, func(e *enrolment) bool { return e.trustpoint == n.trustpoint }) {
		return at, false
	}
	at = r.now
	if wait := n.at.Sub(r.calendarTime(r.now)); !n.at.IsZero() && wait > 0 {
		at = at.Add(wait)
	}
	if at.Before(n.again) {
		at = n.again
	}
	return at, true
}

func (r *Router) nextRenewal() (at time.Time, why string, ok bool) {
	if len(r.enrolments.renewals) == 0 || !r.tellsTime() {
		return at, "", false
	}
	for _, n := range r.enrolments.renewals {
		if due, is := r.dueRenewal(n); is && (!ok || due.Before(at)) {
			at, ok = due, true
		}
	}
	return at, "auto-enroll", ok
}

func (r *Router) runRenewals() {
	for _, n := range slices.Clone(r.enrolments.renewals) {
		if due, ok := r.dueRenewal(n); ok && !due.After(r.now) {
			r.renew(n)
		}
	}
}

// renew asks for a certificate in place of the one that there is, or for the first.
func (r *Router) renew(n *renewal) {
	t := r.config.Trustpoint(n.trustpoint)
	renews := !n.at.IsZero()
	if renews {
		r.Log(debuglog.CertificateRenewing(t.Name))
	} else {
		r.Log(debuglog.EnrollingAutomatically(t.Name))
	}
	name := crypto.KeyName(r.config, t)
	key, have := r.privateKey(name)
	if have && !(renews && t.NewKeys) {
		r.enrolAgain(n, key, nil)
		return
	}
	if n.pair != nil {
		r.enrolAgain(n, n.pair.Key, n.pair)
		return
	}
	bits := t.KeyBits
	switch {
	case bits == 0 && have:
		bits = key.N.BitLen()
	case bits == 0:
		bits = crypto.UsualModulus(r.options.Release)
	}
	n.key = r.MakeKey(bits, func(made *rsa.PrivateKey) {
		n.key = nil
		if slices.Contains(r.enrolments.renewals, n) {
			n.pair = &keypair.Pair{Name: name, Usage: keypair.General, Made: r.calendarTime(r.now), Key: made,
				Exportable: slices.ContainsFunc(r.Keys().Named(name), func(p keypair.Pair) bool { return p.Exportable })}
			r.enrolAgain(n, made, n.pair)
		}
	})
}

// enrolAgain sends the request for a key. A pair that was made for it takes the place of the former one once it has its certificate; the
// first pair of its name is there at once.
func (r *Router) enrolAgain(n *renewal, key *rsa.PrivateKey, pair *keypair.Pair) {
	t := r.config.Trustpoint(n.trustpoint)
	request, err := pki.RequestOf(r, t, key)
	if err != nil {
		r.Log(debuglog.ClientFailed(debuglog.Visible(err.Error())))
		r.renewalFailed(n.trustpoint)
		return
	}
	if pair != nil && len(r.Keys().Named(pair.Name)) == 0 {
		r.SetKeys(r.Keys().With(*pair))
		r.Log(debuglog.KeyAdded(pair.Name))
		pair, n.pair = nil, nil
	}
	e := &enrolment{trustpoint: t.Name, request: request, key: key, pair: pair, automatic: true, renews: r.ownIdentity(t)}
	if err := r.startEnrolment(e); err != nil {
		r.Log(debuglog.ClientFailed(debuglog.Visible(err.Error())))
		r.renewalFailed(n.trustpoint)
		return
	}
	r.Log(debuglog.RequestFingerprints(request.FingerprintMD5(), request.FingerprintSHA1())...)
}

// ownIdentity is the certificate that a trustpoint has, with its key, by which its owner asks for the next one. The zero value: it has
// none, or its time is over.
func (r *Router) ownIdentity(t *config.Trustpoint) scep.Identity {
	own, err := certificates.ParseCertificate(t.Own())
	if err != nil || r.calendarTime(r.now).After(own.NotAfter) {
		return scep.Identity{}
	}
	key, have := r.privateKey(crypto.KeyName(r.config, t))
	if !have || !own.Key.Equal(&key.PublicKey) {
		return scep.Identity{}
	}
	return scep.Identity{Certificate: own, Key: key}
}

// renewalFailed has an attempt repeated later.
func (r *Router) renewalFailed(trustpoint string) {
	for _, n := range r.enrolments.renewals {
		if n.trustpoint == trustpoint {
			n.again = r.now.Add(min(firstRenewalPause<<min(n.failed, 10), mostRenewalPause))
			n.failed++
		}
	}
}
