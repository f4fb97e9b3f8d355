package pki

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"time"
)

// A Fault is why a certificate is not taken.
type Fault string

const (
	NotYetValid    Fault = "not yet valid"
	Expired        Fault = "expired"
	NoIssuer       Fault = "no trusted issuer"
	BadSignature   Fault = "wrong signature"
	NotAuthority   Fault = "issued by something that may not issue"
	PathTooLong    Fault = "a path longer than its issuer allows"
	BadUsage       Fault = "a key that may not sign"
	Unhandled      Fault = "a critical extension that is not known"
	Revoked        Fault = "revoked"
	NoList         Fault = "no revocation list"
	TooManyIssuers Fault = "too long a chain"
)

// A Judgement is a certificate that was not taken, and why. It is an error.
type Judgement struct {
	Fault
	Certificate *Certificate // which one of the chain
}

func (j *Judgement) Error() string {
	return fmt.Sprintf("certificate %s of %s: %s", j.Certificate.Serial(), j.Certificate.SubjectName, j.Fault)
}

// mostChain bounds a chain, the peer's own certificate included.
const mostChain = 8

// A Trust is what a chain is judged by.
type Trust struct {
	Anchors []*Certificate // authenticated authorities: roots, or subordinate ones that were authenticated themselves
	Now     time.Time      // of the router's clock

	// List finds the revocation list of an issuer; nil: nobody asks whether a certificate was revoked. A nil list with no error
	// is one that cannot be had, and then `revocation-check`'s next method counts: LackAllowed says that it is none.
	List        func(issuer *Certificate, of *Certificate) *RevocationList
	LackAllowed bool
}

// Verify judges a peer's certificate by the chain that came with it, in whatever order, and returns the chain up to the anchor
// that it ends in, the peer's own first. The error is a *Judgement.
func (t Trust) Verify(own *Certificate, others []*Certificate) ([]*Certificate, error) {
	if own.CannotSign() {
		return nil, &Judgement{BadUsage, own}
	}
	return t.Climb([]*Certificate{own}, others)
}

// CannotSign says whether a certificate's key is for something else than signatures.
func (c *Certificate) CannotSign() bool {
	return c.KeyUsage != 0 && c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0
}

// Climb goes on with a chain, the peer's own certificate first, from its last certificate up to an anchor.
func (t Trust) Climb(chain, others []*Certificate) ([]*Certificate, error) {
	chain = slices.Clone(chain)
	for {
		last := chain[len(chain)-1]
		if err := t.judgeAlone(last); err != nil {
			return nil, err
		}
		if t.anchored(last) {
			return chain, nil
		}
		if len(chain) >= mostChain {
			return nil, &Judgement{TooManyIssuers, last}
		}
		issuer, err := t.issuerOf(last, others, len(chain)-1)
		if err != nil {
			return nil, err
		}
		if err := t.judgeRevocation(last, issuer); err != nil {
			return nil, err
		}
		chain = append(chain, issuer)
	}
}

// judgeAlone is what one certificate shows by itself.
func (t Trust) judgeAlone(c *Certificate) error {
	switch {
	case t.Now.Before(c.NotBefore):
		return &Judgement{NotYetValid, c}
	case t.Now.After(c.NotAfter):
		return &Judgement{Expired, c}
	case len(c.UnhandledCriticalExtensions) > 0:
		return &Judgement{Unhandled, c}
	}
	return nil
}

func (t Trust) anchored(c *Certificate) bool {
	for _, a := range t.Anchors {
		if bytes.Equal(a.Raw, c.Raw) {
			return true
		}
	}
	return false
}

// issuerOf finds who signed a certificate, among the anchors first. Below says how many authorities the chain has already.
func (t Trust) issuerOf(c *Certificate, others []*Certificate, below int) (*Certificate, error) {
	fault := NoIssuer
	for _, from := range [][]*Certificate{t.Anchors, others} {
		for _, issuer := range from {
			if !bytes.Equal(issuer.RawSubject, c.RawIssuer) || bytes.Equal(issuer.Raw, c.Raw) {
				continue
			}
			if bad := mayIssue(issuer, c, below); bad != "" {
				fault = bad
				continue
			}
			return issuer, nil
		}
	}
	return nil, &Judgement{fault, c}
}

// mayIssue says why an authority of the right name has not issued a certificate; "" is that it has.
func mayIssue(issuer, c *Certificate, below int) Fault {
	switch {
	case verifyObject(c.Raw, issuer.PublicKey) != nil:
		return BadSignature
	case !issuer.MayIssue():
		return NotAuthority
	case issuer.BasicConstraintsValid && (issuer.MaxPathLen > 0 || issuer.MaxPathLenZero) && below > issuer.MaxPathLen:
		return PathTooLong
	}
	return ""
}

func (t Trust) judgeRevocation(c, issuer *Certificate) error {
	if t.List == nil {
		return nil
	}
	list := t.List(issuer, c)
	switch {
	case list == nil && t.LackAllowed:
		return nil
	case list == nil:
		return &Judgement{NoList, c}
	case list.Has(c.SerialNumber):
		return &Judgement{Revoked, c}
	}
	return nil
}

// FaultOf is the fault that an error of Verify tells; "" if it is another error.
func FaultOf(err error) Fault {
	var j *Judgement
	if errors.As(err, &j) {
		return j.Fault
	}
	return ""
}

// Issued says why a certificate was not issued by an authority of that name: NoIssuer, BadSignature, NotAuthority; "" if it was. Dates
// and revocation are not asked about.
func Issued(issuer, c *Certificate) Fault {
	if !bytes.Equal(issuer.RawSubject, c.RawIssuer) {
		return NoIssuer
	}
	return mayIssue(issuer, c, 0)
}

// MayIssue says whether a certificate is one of an authority: marked as such, or a root of version 1, which had no marks. A certificate of
// version 1 that somebody else issued is a user's.
func (c *Certificate) MayIssue() bool {
	marked := c.BasicConstraintsValid && c.IsCA || c.Version < 3 && c.SelfIssued()
	return marked && (c.KeyUsage == 0 || c.KeyUsage&x509.KeyUsageCertSign != 0)
}
