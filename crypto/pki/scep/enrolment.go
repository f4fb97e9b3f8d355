package scep

import (
	"bytes"
	"crypto/rsa"
	"crypto/subtle"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"ruthere/crypto/pki"
)

// An Authorities is what a server says it is.
type Authorities struct {
	CA      *pki.Certificate
	Encrypt *pki.Certificate // whose key messages are encrypted for: the CA's or a registration authority's
	Sign    *pki.Certificate // whose key signs the answers
	Chain   []*pki.Certificate
}

// ReadAuthorities reads the answer to GetCACert: one certificate, or a bundle with those of a registration authority.
func ReadAuthorities(mediaType string, body []byte) (a Authorities, err error) {
	mediaType, _, _ = strings.Cut(mediaType, ";")
	if strings.TrimSpace(mediaType) != ChainType {
		c, err := pki.ParseCertificate(body)
		if err == nil && !c.MayIssue() {
			err = fmt.Errorf("certificate %s of %s, which is no authority's", c.Serial(), c.SubjectName)
		}
		return Authorities{CA: c, Encrypt: c, Sign: c}, err
	}
	b, err := pki.OpenMessage(body)
	if err != nil {
		return a, err
	}
	for _, c := range b.Certificates {
		switch {
		case c.MayIssue() && (a.CA == nil || c.SelfIssued()):
			if a.CA != nil {
				a.Chain = append(a.Chain, a.CA)
			}
			a.CA = c
		case c.MayIssue():
			a.Chain = append(a.Chain, c)
		default:
			if c.KeyUsage == 0 || c.KeyUsage&(x509.KeyUsageKeyEncipherment|x509.KeyUsageDataEncipherment) != 0 {
				a.Encrypt = c
			}
			if c.KeyUsage == 0 || c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) != 0 {
				a.Sign = c
			}
		}
	}
	if a.CA == nil {
		return a, errors.New("no certificate of an authority among those that the server sent")
	}
	if a.Encrypt == nil {
		a.Encrypt = a.CA
	}
	if a.Sign == nil {
		a.Sign = a.CA
	}
	return a, nil
}

// An Enrolment is how one key gets its certificate from a server: its messages, and what the answers say.
type Enrolment struct {
	Authorities
	Capabilities
	Request     *pki.Request // made already
	Key         *rsa.PrivateKey
	Digest      pki.Hash
	Transaction string
	own         Identity // who signs the messages, and can open the answers
	nonce       []byte
}

// An Identity is a certificate and its key.
type Identity struct {
	Certificate *pki.Certificate
	Key         *rsa.PrivateKey
}

// Begin prepares an enrolment. Its messages are signed with a certificate that the key makes for itself, valid around now.
func Begin(a Authorities, c Capabilities, r *pki.Request, key *rsa.PrivateKey, digest pki.Hash, now time.Time) (*Enrolment, error) {
	transaction, err := pki.Transaction(&key.PublicKey)
	if err != nil {
		return nil, err
	}
	own, err := pki.SelfSigned(r.Subject, key, digest, now)
	if err != nil {
		return nil, err
	}
	return &Enrolment{Authorities: a, Capabilities: c, Request: r, Key: key, Digest: digest, Transaction: transaction,
		own: Identity{own, key}}, nil
}

// As has a certificate ask for the next one, which may be of another key (RFC 8894 section 2.3): its owner is known already.
func (e *Enrolment) As(who Identity) { e.own = who }

// Ask is the message that asks for the certificate.
func (e *Enrolment) Ask(random io.Reader) ([]byte, error) {
	return e.seal(pki.CertificateRequest, e.Request.Raw, random)
}

// Poll is the message that asks whether it has been granted meanwhile.
func (e *Enrolment) Poll(random io.Reader) ([]byte, error) {
	content, err := pki.EncodePoll(e.CA.SubjectName, e.Request.Subject)
	if err != nil {
		return nil, err
	}
	return e.seal(pki.PollRequest, content, random)
}

// AskList is the message that asks for the revocation list that a certificate's issuer writes.
func (e *Enrolment) AskList(of *pki.Certificate, random io.Reader) ([]byte, error) {
	content, err := pki.EncodeListRequest(of)
	if err != nil {
		return nil, err
	}
	return e.seal(pki.ListRequest, content, random)
}

func (e *Enrolment) seal(t pki.MessageType, content []byte, random io.Reader) ([]byte, error) {
	e.nonce = make([]byte, pki.NonceLength)
	if _, err := io.ReadFull(random, e.nonce); err != nil {
		return nil, fmt.Errorf("no random bytes for a nonce: %w", err)
	}
	m := pki.Message{Type: t, Transaction: e.Transaction, SenderNonce: e.nonce, Content: content, Digest: e.Digest}
	return m.Seal(e.Encryption(), e.Encrypt, e.own.Certificate, e.own.Key, random)
}

// An Answer is what a server answered.
type Answer struct {
	Status      pki.Status
	Fail        pki.FailInfo
	Certificate *pki.Certificate // that was granted
	List        []byte           // DER of a revocation list
	Count       [2]int           // of certificates and of lists that came
}

// Take reads the answer to the message that was made last. What is not an answer of this server to that message is an error.
func (e *Enrolment) Take(der []byte) (a Answer, err error) {
	m, err := pki.OpenSCEP(der, e.own.Certificate, e.own.Key)
	switch {
	case err != nil:
		return a, err
	case !bytes.Equal(m.Signer.Raw, e.Sign.Raw) && !bytes.Equal(m.Signer.Raw, e.CA.Raw):
		return a, fmt.Errorf("an answer that %s has signed, not %s", m.Signer.SubjectName, e.Sign.SubjectName)
	case m.Type != pki.CertificateReply || m.Transaction != e.Transaction:
		return a, errors.New("an answer to another message")
	case subtle.ConstantTimeCompare(m.RecipientNonce, e.nonce) != 1:
		return a, errors.New("an answer to an older message")
	}
	a.Status, a.Fail = m.Status, m.Fail
	if m.Status != pki.Granted {
		return a, nil
	}
	b, err := pki.OpenMessage(m.Content)
	if err != nil {
		return a, err
	}
	a.Count = [2]int{len(b.Certificates), len(b.Lists)}
	for _, c := range b.Certificates {
		if c.Key.Equal(&e.Key.PublicKey) {
			a.Certificate = c
		}
	}
	if len(b.Lists) > 0 {
		a.List = b.Lists[0]
	}
	return a, nil
}
