package router

import (
	"bytes"
	"crypto/rsa"
	"errors"
	"fmt"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/keypair"
	"ruthere/crypto/pki"
	"ruthere/crypto/pki/scep"
	"ruthere/crypto/pki/server"
	"ruthere/debuglog"
	"ruthere/web"
)

// enrolments are what the router is asking authorities for.
type enrolments struct {
	all       []*enrolment // that go on, one of a trustpoint, by age
	fetches   []*listFetch // of revocation lists, by age
	renewals  []*renewal   // of trustpoints with auto-enroll, in the order of the configuration
	questions int          // that responders are being asked about certificates
}

// An enrolment is one request on its way to a certificate.
type enrolment struct {
	r          *Router
	trustpoint string
	request    *pki.Request
	key        *rsa.PrivateKey
	pair       *keypair.Pair // to take the place of the former one with the certificate; nil: the key is there
	renews     scep.Identity // who asks for the next certificate; the zero value: who has none
	automatic  bool          // nobody has told the router to
	link       *authorityLink
	exchange   *scep.Enrolment
	asked      bool // the server has answered that it is pending
	retries    int
	stop       func() // what goes on
}

// Enrol sends a request to the server of a trustpoint.
func (r *Router) Enrol(trustpoint string, request *pki.Request, key *rsa.PrivateKey) error {
	return r.startEnrolment(&enrolment{trustpoint: trustpoint, request: request, key: key})
}

// startEnrolment begins an enrolment, in place of an older one of its trustpoint.
func (r *Router) startEnrolment(e *enrolment) error {
	t := r.config.Trustpoint(e.trustpoint)
	switch {
	case t == nil:
		return errNoTrustpoint
	case t.CA() == nil:
		return errors.New("the authority of the trustpoint is not authenticated")
	}
	l, err := r.linkOf(e.trustpoint)
	if err != nil {
		return err
	}
	r.dropEnrolment(e.trustpoint)
	e.r, e.link = r, l
	r.enrolments.all = append(r.enrolments.all, e)
	e.record(pki.Pending)
	e.begin()
	return nil
}

// dropEnrolment forgets a trustpoint's, and ends what goes on of it.
func (r *Router) dropEnrolment(trustpoint string) {
	r.enrolments.all = slices.DeleteFunc(r.enrolments.all, func(e *enrolment) bool {
		if e.trustpoint == trustpoint {
			e.stop()
		}
		return e.trustpoint == trustpoint
	})
}

// followEnrolments ends what trustpoints have begun that are no more, or have another authority.
func (r *Router) followEnrolments() {
	for _, e := range slices.Clone(r.enrolments.all) {
		t := r.config.Trustpoint(e.trustpoint)
		if t == nil || t.Enrollment.URL == "" || t.CA() == nil || e.link.CA != nil && !bytes.Equal(t.CA(), e.link.CA.Raw) {
			r.dropEnrolment(e.trustpoint)
		}
	}
	r.followRenewals()
}

// record remembers what became of the request.
func (e *enrolment) record(s pki.Status) {
	e.r.records.Remember(pki.Outstanding{Trustpoint: e.trustpoint, Request: e.request, State: s, At: e.r.calendarTime(e.r.now)})
}

// end is the end of it.
func (e *enrolment) end() {
	e.r.enrolments.all = slices.DeleteFunc(e.r.enrolments.all, func(other *enrolment) bool { return other == e })
}

// begin finds out who the server is, and asks it.
func (e *enrolment) begin() {
	e.stop = e.r.introduce(e.link, func(err error) {
		if err == nil {
			err = e.prepare()
		}
		if err != nil {
			e.tryLater(err)
			return
		}
		e.ask()
	})
}

// prepare checks that the server is that of the authority which was authenticated.
func (e *enrolment) prepare() error {
	t := e.r.config.Trustpoint(e.trustpoint)
	if !bytes.Equal(t.CA(), e.link.CA.Raw) {
		return errors.New("the server is not that of the authority that was authenticated")
	}
	for _, c := range []*pki.Certificate{e.link.Encrypt, e.link.Sign} { // a registration authority's
		if !bytes.Equal(c.Raw, e.link.CA.Raw) && pki.Issued(e.link.CA, c) != "" {
			return errors.New("the authority has not signed the certificate of its registration authority")
		}
	}
	var err error
	e.exchange, err = scep.Begin(e.link.Authorities, e.link.caps, e.request, e.key, e.link.caps.Digest(t.Hash), e.r.calendarTime(e.r.now))
	if err == nil && e.renews.Certificate != nil && e.link.caps.Renewal {
		e.exchange.As(e.renews)
	}
	e.r.spendRSA(&e.key.PublicKey)
	return err
}

// ask sends the request, or asks what became of it.
func (e *enrolment) ask() {
	e.stop = func() {}
	seal, what := e.exchange.Ask, "Certificate"
	if e.asked {
		seal, what = e.exchange.Poll, "GetCertInitial"
	}
	message, err := seal(e.r.options.Random("scep"))
	e.r.spendRSA(&e.key.PublicKey)
	if err != nil {
		e.tryLater(err)
		return
	}
	e.stop = e.r.askServer(e.link, what, e.link.at.Send(message, e.link.caps), func(a web.Response, err error) {
		var answer scep.Answer
		if err == nil {
			e.r.spendRSA(&e.key.PublicKey)
			answer, err = e.exchange.Take(a.Body)
		}
		if err != nil {
			e.tryLater(err)
			return
		}
		e.take(answer)
	})
}

// take goes on with what the server answered.
func (e *enrolment) take(a scep.Answer) {
	r := e.r
	switch a.Status {
	case pki.Pending:
		r.Log(debuglog.ClientStatus(debuglog.ClientPending))
		e.asked = true
		e.wait()
	case pki.Rejected:
		e.end()
		e.record(pki.Rejected)
		e.retryRenewal()
		r.Log(debuglog.ClientStatus(debuglog.ClientRejected), debuglog.CertificateRejected())
	case pki.Granted:
		r.Log(debuglog.ClientStatus(debuglog.ClientGranted), debuglog.ClientHolds(a.Count[0], a.Count[1]))
		if err := e.install(a.Certificate); err != nil {
			e.fail(err)
		}
	default:
		e.fail(fmt.Errorf("an answer with a status that is none (%s)", debuglog.Visible(string(a.Status))))
	}
}

// install puts the certificate into the configuration.
func (e *enrolment) install(c *pki.Certificate) error {
	r := e.r
	switch {
	case c == nil:
		return errors.New("no certificate of our key is in the answer")
	case pki.Issued(e.link.CA, c) != "":
		return errors.New("the authority has not signed the certificate")
	}
	e.end()
	now := r.calendarTime(r.now)
	r.Log(debuglog.ClientIssued(c.IssuerName.String(), c.Serial(), server.Date(c.NotBefore.In(now.Location())),
		server.Date(c.NotAfter.In(now.Location())), server.Date(now))...)
	if e.pair != nil {
		r.SetKeys(r.Keys().Without(e.pair.Name).With(*e.pair))
	}
	next := r.config.Clone()
	t := next.Trustpoint(e.trustpoint)
	t.Drop(config.OwnCertificate)
	t.Store(config.StoredCertificate{Kind: config.OwnCertificate, Serial: c.Serial(), DER: c.Raw})
	r.Apply(next)
	r.records.Forget(e.trustpoint)
	r.records.Installed(c.Raw, now)
	r.Log(debuglog.CertificateReturned(),
		debuglog.CertificateInstalled(e.trustpoint, c.IssuerName.String(), c.SubjectName.String(), c.Serial(), c.NotAfter),
		debuglog.CertificatesUnsaved())
	return nil
}

// wait lets the retry period pass and asks once more, as often as the trustpoint says.
func (e *enrolment) wait() {
	t := e.r.config.Trustpoint(e.trustpoint)
	most, period := t.Enrollment.RetryCount, t.Enrollment.RetryPeriod
	if most == 0 {
		most = config.DefaultEnrollmentRetries
	}
	if period == 0 {
		period = config.DefaultEnrollmentPeriod
	}
	if e.retries >= most {
		e.fail(errors.New("the retries are used up"))
		return
	}
	e.retries++
	e.stop = e.r.After(time.Duration(period)*time.Minute, "enrolment", func() {
		if e.asked {
			e.r.Log(debuglog.ClientResends(e.retries))
		}
		if e.exchange == nil {
			e.begin()
			return
		}
		e.ask()
	})
}

// tryLater is for what may be better next time: a server that is not reached, an answer that is none.
func (e *enrolment) tryLater(err error) {
	e.r.Log(debuglog.ClientFailed(debuglog.Visible(err.Error())))
	if isUnreachable(err) {
		e.r.Log(debuglog.CannotSendToCA())
	}
	e.wait()
}

// fail gives up. The request counts as one that is still waited for, as on the device, until another takes its place.
func (e *enrolment) fail(err error) {
	e.end()
	e.retryRenewal()
	e.r.Log(debuglog.ClientFailed(debuglog.Visible(err.Error())))
}

// retryRenewal has the router try again later what it does without being told.
func (e *enrolment) retryRenewal() {
	if e.automatic {
		e.r.renewalFailed(e.trustpoint)
	}
}
