package ike

import (
	"bytes"
	"crypto/rsa"
	"slices"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/pki"
	"ruthere/debuglog"
)

// What this router's certificates are in phase 1: trustpoints, whose authorities it trusts and asks peers for, and whose certificates it
// shows.

// mostRequests bounds how many authorities a message asks for, and of how many that a peer asks for something is made.
const mostRequests = 32

// A credential is a trustpoint whose authority was authenticated.
type credential struct {
	*config.Trustpoint
	authorities []*pki.Certificate // the one that was authenticated first; then those above it, or below
	own         *pki.Certificate   // nil: not enrolled
}

// credentials are the configuration's, read once for each configuration.
type credentials struct {
	of   *config.Config
	list []*credential
}

// readCredentials reads the trustpoints of a configuration. What cannot be read counts for nothing: who stored it was told.
func readCredentials(c *config.Config) (list []*credential) {
	for _, t := range c.PKI.Trustpoints {
		authority, err := pki.ParseCertificate(t.CA())
		if err != nil {
			continue
		}
		one := &credential{Trustpoint: t, authorities: []*pki.Certificate{authority}}
		if own, err := pki.ParseCertificate(t.Own()); err == nil {
			one.own = own
		}
		for _, der := range t.Chain() {
			if another, err := pki.ParseCertificate(der); err == nil {
				one.authorities = append(one.authorities, another)
			}
		}
		list = append(list, one)
	}
	return list
}

// credentialsOf are those that count for the peers of a profile, which may be nil: the ones that it names, or all.
func (e *Engine) credentialsOf(p *config.Profile) []*credential {
	if e.trust.of != e.config {
		e.trust = credentials{e.config, readCredentials(e.config)}
	}
	if p == nil || len(p.Trustpoints) == 0 {
		return e.trust.list
	}
	var named []*credential
	for _, name := range p.Trustpoints {
		at := slices.IndexFunc(e.trust.list, func(one *credential) bool { return one.Name == name })
		if at >= 0 {
			named = append(named, e.trust.list[at])
		}
	}
	return named
}

// privateKey is the key of a credential's certificate; false if it is not there, or is another one.
func (e *Engine) privateKey(one *credential) (*rsa.PrivateKey, bool) {
	if one == nil || one.own == nil || e.PrivateKey == nil {
		return nil, false
	}
	key, ok := e.PrivateKey(one.KeyPair)
	return key, ok && key.PublicKey.Equal(one.own.Key)
}

// canSign says whether this router has a certificate for the peers of a profile, which may be nil, and its key.
func (e *Engine) canSign(p *config.Profile) bool {
	return slices.ContainsFunc(e.credentialsOf(p), func(one *credential) bool {
		_, ok := e.privateKey(one)
		return ok
	})
}

// credential is whose certificate the SA's peer is shown: the first that it asked for, else the first there is; nil if there is none.
func (c *change) credential() *credential {
	if c.sa.credential != nil {
		return c.sa.credential
	}
	for _, one := range c.credentialsOf(c.sa.profile) {
		if _, ok := c.privateKey(one); ok {
			return one
		}
	}
	return nil
}

// leadsTo says whether a certificate or one of the authorities above it was issued by an authority of that name, or is that authority's.
func (one *credential) leadsTo(name []byte) bool {
	return bytes.Equal(one.own.RawIssuer, name) || slices.ContainsFunc(one.authorities, func(a *pki.Certificate) bool {
		return bytes.Equal(a.RawSubject, name) || bytes.Equal(a.RawIssuer, name)
	})
}

// chain is what a peer is sent: the certificate, and the authorities between it and a root, which the peer has.
func (one *credential) chain() (list []*pki.Certificate) {
	authorities := slices.Clone(one.authorities)
	for next := one.own; next != nil && len(list) < mostCertificates; {
		list = append(list, next)
		at := slices.IndexFunc(authorities, func(a *pki.Certificate) bool {
			return !a.SelfIssued() && bytes.Equal(a.RawSubject, next.RawIssuer)
		})
		if at < 0 {
			break
		}
		next = authorities[at]
		authorities = slices.Delete(authorities, at, at+1)
	}
	return list
}

// certificateRequests ask the peer for a certificate of each authority that is trusted.
func (c *change) certificateRequests() (requests []isakmp.Payload) {
	var asked [][]byte
	for _, one := range c.credentialsOf(c.sa.profile) {
		for _, authority := range one.authorities {
			name := authority.RawSubject
			if len(asked) == mostRequests || slices.ContainsFunc(asked, func(other []byte) bool { return bytes.Equal(other, name) }) {
				continue
			}
			asked = append(asked, name)
			c.log.ConstructingCertRequest(authority.SubjectName.String())
			requests = append(requests, isakmp.New(&isakmp.CertificateRequest{Encoding: isakmp.CertificateSignature, Authority: name}))
		}
	}
	return requests
}

// sayRequest says what a request asks for.
func (c *change) sayRequest(r *isakmp.CertificateRequest) {
	c.log.ProcessingPayload(debuglog.PayloadCertRequest, 0)
	name, err := pki.DecodeName(r.Authority)
	if err != nil {
		name = nil // of nobody, or of nobody whose name can be read
	}
	c.log.PeerWantsCertificate(r.Encoding.String(), name.String())
}

// readRequests settles which certificate the peer will be shown, by what its message asks for.
func (c *change) readRequests(m *received) {
	read := 0
	for _, p := range m.payloads {
		r, ok := p.Value.(*isakmp.CertificateRequest)
		if !ok || read == mostRequests {
			continue
		}
		read++
		c.sayRequest(r)
		if c.sa.credential != nil || r.Encoding != isakmp.CertificateSignature {
			continue
		}
		for _, one := range c.credentialsOf(c.sa.profile) {
			if _, ok := c.privateKey(one); ok && (len(r.Authority) == 0 || one.leadsTo(r.Authority)) {
				c.sa.credential = one
				c.log.ChoosingTrustpoint(one.Name)
				break
			}
		}
	}
}
