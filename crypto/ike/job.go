package ike

import (
	"crypto/rsa"
	"slices"
	"time"

	"ruthere/crypto/oakley"
	"ruthere/crypto/pki"
)

// A Job is a piece of slow arithmetic: of Diffie-Hellman, or of signatures. The driver computes it where and when it likes and hands
// the answer to Engine.Answer.
type Job struct {
	ID      uint64
	Group   oakley.Group
	Private []byte
	Public  []byte   // the own public value if it is known; nil: it is to be computed
	Peer    []byte   // nil: only the own public value is wanted
	Signing *Signing // in place of all these
	Proof   *Proof   // likewise

	revocations []RevocationWanted // no arithmetic: these are to be found out
}

// A Signing is a hash that this router signs.
type Signing struct {
	Key  *rsa.PrivateKey
	Hash []byte
}

// A Proof is what a peer proves itself with: its signature, and the certificates that came with it.
type Proof struct {
	Hash, Signature []byte
	Own             *pki.Certificate // whose key has signed
	Others          []*pki.Certificate
	Now             time.Time // of the router's clock
	Anchors         []Anchor  // the first that the chain leads to counts; none: nothing is trusted
}

// An Anchor is an authority that is trusted, by the name of its trustpoint.
type Anchor struct {
	Trustpoint   string
	Authority    *pki.Certificate
	AllowExpired bool // of the peer's own certificate

	// Continues says that the authority's own certificate is judged too, by one of these, as `chain-validation continue` says. A root has
	// nobody above it.
	Continues bool
	Above     []Anchor
}

// An Answer is what came of a Job. Err says that it could not be done: the peer's public value is not one, or this router's own key
// cannot sign.
type Answer struct {
	ID             uint64
	Public, Shared []byte
	Signature      []byte
	Chain          []*pki.Certificate // of a proof that is right, from the peer's own to the anchor
	Trustpoints    []string           // by which each of its certificates is judged that somebody else has issued
	Fault          error              // what is wrong with a proof: it wraps oakley.ErrSignature, or is a *pki.Judgement
	Err            error

	revocation []byte      // what a list or a responder says; nil: it could not be had
	faults     []pki.Fault // of the certificates of a chain, in its order; "": none
}

// Compute does the job's arithmetic.
func (j Job) Compute() Answer {
	a := Answer{ID: j.ID, Public: j.Public}
	switch {
	case j.Signing != nil:
		a.Signature, a.Err = oakley.SignHash(j.Signing.Key, j.Signing.Hash)
	case j.Proof != nil:
		a.Chain, a.Trustpoints, a.Fault = j.Proof.judge()
	case j.Peer == nil:
		a.Public, a.Err = j.Group.PublicKey(j.Private)
	case j.Public == nil:
		a.Public, a.Shared, a.Err = j.Group.Exchange(j.Private, j.Peer)
	default:
		a.Shared, a.Err = j.Group.SharedSecret(j.Private, j.Peer)
	}
	return a
}

// judge checks the signature first: a chain is looked at only of a peer that has the key.
func (p *Proof) judge() (chain []*pki.Certificate, trustpoints []string, fault error) {
	if err := oakley.VerifyHash(p.Own.Key, p.Hash, p.Signature); err != nil {
		return nil, nil, err
	}
	if len(p.Anchors) == 0 {
		return nil, nil, &pki.Judgement{Fault: unauthorized, Certificate: p.Own}
	}
	if p.Own.CannotSign() {
		return nil, nil, &pki.Judgement{Fault: pki.BadUsage, Certificate: p.Own}
	}
	return p.climb([]*pki.Certificate{p.Own}, nil, p.Anchors)
}

// climb goes on with a chain to the first of some anchors that it leads to.
func (p *Proof) climb(from []*pki.Certificate, by []string, anchors []Anchor) ([]*pki.Certificate, []string, error) {
	var fault error
	for _, a := range anchors {
		trust := pki.Trust{Anchors: []*pki.Certificate{a.Authority}, Now: p.Now}
		if a.AllowExpired && p.Now.After(p.Own.NotAfter) {
			trust.Now = p.Own.NotAfter
		}
		chain, err := trust.Climb(from, p.Others)
		if err == nil {
			trustpoints := slices.Concat(by, slices.Repeat([]string{a.Trustpoint}, len(chain)-len(from)))
			if !a.Continues || a.Authority.SelfIssued() {
				return chain, trustpoints, nil
			}
			if chain, trustpoints, err = p.climb(chain, trustpoints, a.Above); err == nil {
				return chain, trustpoints, nil
			}
		}
		if fault == nil || pki.FaultOf(fault) == pki.NoIssuer {
			fault = err // who knows the issuer knows best what is wrong
		}
	}
	if fault == nil {
		fault = &pki.Judgement{Fault: pki.NoIssuer, Certificate: from[len(from)-1]}
	}
	return nil, nil, fault
}

// Exponentiations is how many times the job raises a number to the private exponent, or multiplies
// a point by it: 1, or 2 for a responder that needs both values.
func (j Job) Exponentiations() int {
	if j.Peer != nil && j.Public == nil {
		return 2
	}
	return 1
}
