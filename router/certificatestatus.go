package router

import (
	"bytes"
	"errors"
	"io"
	"time"

	"golang.org/x/crypto/ocsp"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/pki"
	"ruthere/crypto/pki/scep"
	"ruthere/debuglog"
	"ruthere/web"
)

// Asking responders whether certificates were revoked: `revocation-check ocsp`.

// A statusQuestion is one certificate that a responder is being asked about.
type statusQuestion struct {
	r          *Router
	trustpoint string
	of, issuer *pki.Certificate
	nonce      []byte // nil: `ocsp disable-nonce`
	done       func(der []byte)
}

var (
	errNoResponder = errors.New("neither the certificate nor the trustpoint says who is to be asked")
	errNonce       = errors.New("an answer without the nonce of the question")
)

// findRevocation finds out by one method whether the engine's peer shows something that was revoked.
func (r *Router) findRevocation(w ike.RevocationWanted) {
	answer := func(der []byte) {
		r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.RevocationFetched(now, w.ID, der, out) })
	}
	if w.Method == config.CheckOCSP {
		r.findStatus(w, answer)
		return
	}
	r.findList(w, answer)
}

// findStatus finds what a responder says of a certificate: what is kept as long as it holds, or else it is asked.
func (r *Router) findStatus(w ike.RevocationWanted, answer func(der []byte)) {
	if kept := r.records.StatusOf(w.Certificate, w.Issuer, r.calendarTime(r.now)); kept != nil {
		answer(kept.Raw)
		return
	}
	q := &statusQuestion{r: r, trustpoint: w.Trustpoint, of: w.Certificate, issuer: w.Issuer, done: answer}
	if err := q.ask(); err != nil {
		r.After(0, "PKI", func() { q.take(nil, err) })
	}
}

// ask asks whom the trustpoint names, or else the certificate.
func (q *statusQuestion) ask() error {
	r := q.r
	t := r.config.Trustpoint(q.trustpoint)
	if t == nil {
		return errNoTrustpoint
	}
	if r.enrolments.questions >= mostFetches {
		return errBusy
	}
	at, url, err := responderOf(t, q.of)
	if err != nil {
		return err
	}
	if !t.NoNonce {
		q.nonce = make([]byte, pki.NonceLength)
		if _, err := io.ReadFull(r.options.Random("ocsp"), q.nonce); err != nil {
			return err
		}
	}
	der, err := pki.AskStatus(q.of, q.issuer, q.nonce)
	if err != nil {
		return err
	}
	l := &authorityLink{trustpoint: q.trustpoint, at: at, vrf: t.VRF}
	if l.source, err = r.sourceOf(t); err != nil {
		return err
	}
	r.Log(debuglog.ResponderAsked(debuglog.Visible(url)))
	r.enrolments.questions++
	r.askServer(l, "GetOCSP", at.AskStatus(der), func(a web.Response, err error) {
		r.enrolments.questions--
		q.take(a.Body, err)
	})
	return nil
}

// responderOf is who is asked about a certificate.
func responderOf(t *config.Trustpoint, of *pki.Certificate) (at scep.Location, url string, err error) {
	urls := of.OCSPServer
	if t.Responder != "" {
		urls = []string{t.Responder}
	}
	err = errNoResponder
	for _, url := range urls {
		if at, err = scep.ParseLocation(url); err == nil {
			return at, url, nil
		}
	}
	return at, "", err
}

// take ends it with what came.
func (q *statusQuestion) take(der []byte, err error) {
	r := q.r
	now := r.calendarTime(r.now)
	var said *pki.OnlineStatus
	if err == nil {
		said, err = pki.ParseStatus(der, q.of, q.issuer, now)
	}
	if err == nil && q.nonce != nil && !bytes.Equal(said.Nonce, q.nonce) {
		err = errNonce
	}
	if err != nil {
		var refused ocsp.ResponseError
		if errors.As(err, &refused) {
			r.Log(debuglog.ResponderStatus(refused.Status.String()))
		}
		r.Log(debuglog.ClientFailed(debuglog.Visible(err.Error())))
		q.done(nil)
		return
	}
	r.Log(debuglog.ResponderSays(said.Revoked)...)
	r.records.KeepStatus(pki.KeptStatus{OnlineStatus: said, Issuer: q.issuer.Raw, Serial: q.of.SerialNumber})
	q.done(der)
}
