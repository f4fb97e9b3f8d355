package router

import (
	"bytes"
	"crypto/rsa"
	"errors"
	"slices"

	"ruthere/crypto/ike"
	"ruthere/crypto/pki"
	"ruthere/crypto/pki/scep"
	"ruthere/debuglog"
	"ruthere/web"
)

// mostFetches bounds how many lists are fetched at a time.
const mostFetches = 8

// A listFetch is one list being fetched, for all who want it.
type listFetch struct {
	r          *Router
	trustpoint string
	issuer     *pki.Certificate
	done       []func([]byte, error)
}

var errBusy = errors.New("too many revocation lists are being fetched")

// FetchList fetches the list of a trustpoint's authority anew.
func (r *Router) FetchList(trustpoint string, done func(error)) {
	t := r.config.Trustpoint(trustpoint)
	if t == nil || t.CA() == nil {
		r.After(0, "PKI", func() { done(errors.New("the authority of the trustpoint is not authenticated")) })
		return
	}
	issuer, err := pki.ParseCertificate(t.CA())
	if err != nil {
		r.After(0, "PKI", func() { done(err) })
		return
	}
	of := issuer
	if own, err := pki.ParseCertificate(t.Own()); err == nil && bytes.Equal(own.RawIssuer, issuer.RawSubject) {
		of = own
	}
	r.fetchList(trustpoint, of, issuer, func(_ []byte, err error) { done(err) })
}

// findList finds the list by which the engine judges a peer's certificate: the one that is kept, or else it is fetched.
func (r *Router) findList(w ike.RevocationWanted, answer func(der []byte)) {
	now := r.calendarTime(r.now)
	if l := r.records.ListOf(w.Issuer, now); l != nil {
		if _, err := pki.ParseRevocationList(l.Raw, w.Issuer, now); err == nil { // of this key, not only of this name
			answer(l.Raw)
			return
		}
	}
	r.fetchList(w.Trustpoint, w.Certificate, w.Issuer, func(der []byte, _ error) { answer(der) })
}

// fetchList fetches the list of an issuer, from where the certificate says that it is, or else from the trustpoint's server. Who wants
// the same meanwhile gets the same.
func (r *Router) fetchList(trustpoint string, of, issuer *pki.Certificate, done func([]byte, error)) {
	all := &r.enrolments.fetches
	if at := slices.IndexFunc(*all, func(f *listFetch) bool { return bytes.Equal(f.issuer.Raw, issuer.Raw) }); at >= 0 {
		(*all)[at].done = append((*all)[at].done, done)
		return
	}
	if len(*all) >= mostFetches {
		r.After(0, "PKI", func() { done(nil, errBusy) })
		return
	}
	f := &listFetch{r: r, trustpoint: trustpoint, issuer: issuer, done: []func([]byte, error){done}}
	*all = append(*all, f)
	if at, url, ok := listLocation(of); ok {
		f.byHTTP(at, url)
		return
	}
	f.bySCEP(of)
}

// listLocation is where a certificate says that its issuer's list is, as far as that is a place which can be asked.
func listLocation(of *pki.Certificate) (at scep.Location, url string, ok bool) {
	for _, url := range of.CRLDistributionPoints {
		if at, err := scep.ParseLocation(url); err == nil {
			return at, url, true
		}
	}
	return at, "", false
}

// link is how the trustpoint's own questions leave; its server may be none.
func (f *listFetch) link(at scep.Location) (*authorityLink, error) {
	t := f.r.config.Trustpoint(f.trustpoint)
	if t == nil {
		return nil, errNoTrustpoint
	}
	source, err := f.r.sourceOf(t)
	return &authorityLink{trustpoint: f.trustpoint, at: at, source: source, vrf: t.VRF}, err
}

func (f *listFetch) byHTTP(at scep.Location, url string) {
	f.r.Log(debuglog.ClientListAsked("HTTP"))
	l, err := f.link(at)
	if err != nil {
		f.later(err)
		return
	}
	f.r.askServer(l, "CRL", at.Fetch(), func(a web.Response, err error) { f.take(a.Body, url, err) })
}

// later ends it with an error, once its owner knows of it.
func (f *listFetch) later(err error) { f.r.After(0, "PKI", func() { f.take(nil, "", err) }) }

// bySCEP asks the server of the trustpoint, with a message that a key of ours signs.
func (f *listFetch) bySCEP(of *pki.Certificate) {
	r := f.r
	r.Log(debuglog.ClientListAsked("SCEP"))
	l, err := r.linkOf(f.trustpoint)
	if err != nil {
		f.later(err)
		return
	}
	key, have := r.privateKey(r.config.Trustpoint(f.trustpoint).KeyPair)
	if !have {
		f.later(errors.New("no key to sign the request with"))
		return
	}
	r.introduce(l, func(err error) {
		if err == nil {
			err = f.askServer(l, of, key)
		}
		if err != nil {
			f.take(nil, "", err)
		}
	})
}

func (f *listFetch) askServer(l *authorityLink, of *pki.Certificate, key *rsa.PrivateKey) error {
	name, err := pki.ParseName("cn=" + f.r.config.Hostname)
	if err != nil {
		return err
	}
	t := f.r.config.Trustpoint(f.trustpoint)
	if t == nil {
		return errNoTrustpoint
	}
	e, err := scep.Begin(l.Authorities, l.caps, &pki.Request{Subject: name}, key, l.caps.Digest(t.Hash), f.r.calendarTime(f.r.now))
	if err != nil {
		return err
	}
	message, err := e.AskList(of, f.r.options.Random("scep"))
	f.r.spendRSA(&key.PublicKey)
	if err != nil {
		return err
	}
	f.r.askServer(l, "GetCRL", l.at.Send(message, l.caps), func(a web.Response, err error) {
		var answer scep.Answer
		if err == nil {
			f.r.spendRSA(&key.PublicKey)
			answer, err = e.Take(a.Body)
		}
		if err == nil && answer.List == nil {
			err = errors.New("the server has no list")
		}
		f.take(answer.List, "", err)
	})
	return nil
}

// take ends the fetch: a list that the issuer has signed and that holds is kept.
func (f *listFetch) take(der []byte, from string, err error) {
	r := f.r
	all := &r.enrolments.fetches
	*all = slices.DeleteFunc(*all, func(other *listFetch) bool { return other == f })
	var list *pki.RevocationList
	if err == nil {
		list, err = pki.ParseRevocationList(der, f.issuer, r.calendarTime(r.now))
	}
	if err != nil {
		der = nil
		r.Log(debuglog.ListFetchFailed(f.trustpoint, debuglog.Visible(err.Error())))
	} else {
		r.Log(debuglog.ClientListTaken())
		r.records.KeepList(pki.KeptList{RevocationList: list, From: from, At: r.calendarTime(r.now)})
	}
	for _, done := range f.done {
		done(der, err)
	}
}
