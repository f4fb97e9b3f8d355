package pki

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"time"

	"golang.org/x/crypto/ocsp"
)

// Whether one certificate was revoked, as a responder says when it is asked (OCSP, RFC 6960). golang.org/x/crypto/ocsp reads and writes
// the questions and answers; it knows no nonces, and leaves open who may sign and when an answer holds: that is here.

// MostStatus bounds an answer, in bytes.
const MostStatus = 64 << 10

// statusSkew is how far the responder's clock may be from the router's, and how old an answer may be that does not say when the next
// one is due.
const statusSkew = 5 * time.Minute

var nonceExtension = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 2}

// An OnlineStatus is what a responder has said of one certificate.
type OnlineStatus struct {
	Raw        []byte
	Revoked    bool
	RevokedAt  time.Time
	ThisUpdate time.Time
	NextUpdate time.Time // zero: newer news is to be had at any time
	Nonce      []byte    // nil: it has none
}

// AskStatus is the DER of the question whether an issuer has revoked a certificate. A nonce makes it another question than all before
// (RFC 8954: 1 to 32 bytes); nil: none.
func AskStatus(of, issuer *Certificate, nonce []byte) ([]byte, error) {
	plain, err := ocsp.CreateRequest(of.Certificate, issuer.Certificate, nil)
	if err != nil || nonce == nil {
		return plain, err
	}
	type signed struct {
		List       asn1.RawValue
		Extensions []pkix.Extension `asn1:"explicit,tag:2"`
	}
	var question struct{ Signed struct{ List asn1.RawValue } }
	if _, err := asn1.Unmarshal(plain, &question); err != nil {
		return nil, err
	}
	value, err := asn1.Marshal(nonce)
	if err != nil {
		return nil, err
	}
	return asn1.Marshal(struct{ Signed signed }{signed{List: question.Signed.List,
		Extensions: []pkix.Extension{{Id: nonceExtension, Value: value}}}})
}

// ParseStatus reads an answer and checks that it is about the certificate, that it holds now, and that the issuer has signed it or
// somebody whom the issuer lets sign. That the responder does not know the certificate is an error, as is its refusal to answer, which
// is an ocsp.ResponseError.
func ParseStatus(der []byte, of, issuer *Certificate, now time.Time) (*OnlineStatus, error) {
	if len(der) > MostStatus {
		return nil, fmt.Errorf("an answer of %d bytes: at most %d", len(der), MostStatus)
	}
	answer, err := ocsp.ParseResponseForCert(der, of.Certificate, nil)
	if err != nil {
		return nil, err
	}
	if err := checkResponder(answer, issuer, now); err != nil {
		return nil, err
	}
	nonce, producedAt, err := readStatusContent(answer, of, issuer)
	if err != nil {
		return nil, err
	}
	if err := checkStatusTimes(answer, producedAt, now); err != nil {
		return nil, err
	}
	if answer.Status != ocsp.Good && answer.Status != ocsp.Revoked {
		return nil, errors.New("the responder does not know the certificate")
	}
	return &OnlineStatus{Raw: bytes.Clone(der), Revoked: answer.Status == ocsp.Revoked, RevokedAt: answer.RevokedAt,
		ThisUpdate: answer.ThisUpdate, NextUpdate: answer.NextUpdate, Nonce: nonce}, nil
}

// checkResponder says why who has signed an answer may not (RFC 6960 section 4.2.2.2). The certificate of somebody who signs for the
// issuer is not asked about in its turn.
func checkResponder(answer *ocsp.Response, issuer *Certificate, now time.Time) error {
	if answer.Certificate == nil || bytes.Equal(answer.Certificate.Raw, issuer.Raw) {
		if answer.CheckSignatureFrom(issuer.Certificate) != nil {
			return errors.New("an answer whose signature is wrong")
		}
		return nil
	}
	signer, err := ParseCertificate(answer.Certificate.Raw) // ParseResponseForCert has checked its signature of the answer
	if err != nil {
		return err
	}
	if fault := Issued(issuer, signer); fault != "" {
		return &Judgement{fault, signer}
	}
	if err := (Trust{Now: now}).judgeAlone(signer); err != nil {
		return err
	}
	for _, usage := range signer.ExtKeyUsage {
		if usage == x509.ExtKeyUsageOCSPSigning && (signer.KeyUsage == 0 || signer.KeyUsage&x509.KeyUsageDigitalSignature != 0) {
			return nil
		}
	}
	return &Judgement{BadUsage, signer}
}

// statusContent is what of a signed answer ocsp.Response does not have.
type statusContent struct {
	Version    int `asn1:"optional,default:0,explicit,tag:0"`
	Responder  asn1.RawValue
	ProducedAt time.Time `asn1:"generalized"`
	About      []struct {
		ID struct {
			Algorithm         pkix.AlgorithmIdentifier
			NameHash, KeyHash []byte
			Serial            *big.Int
		}
	}
	Extensions []pkix.Extension `asn1:"explicit,tag:1,optional"`
}

// readStatusContent checks that an answer is about a certificate of this issuer, not only of this number, and reads its nonce.
func readStatusContent(answer *ocsp.Response, of, issuer *Certificate) (nonce []byte, producedAt time.Time, err error) {
	var content statusContent
	if _, err := asn1.Unmarshal(answer.TBSResponseData, &content); err != nil {
		return nil, producedAt, err
	}
	own, err := ocsp.CreateRequest(of.Certificate, issuer.Certificate, &ocsp.RequestOptions{Hash: answer.IssuerHash})
	if err != nil {
		return nil, producedAt, err
	}
	want, err := ocsp.ParseRequest(own)
	if err != nil {
		return nil, producedAt, err
	}
	for _, one := range content.About {
		if one.ID.Serial.Cmp(of.SerialNumber) != 0 {
			continue
		}
		if !bytes.Equal(one.ID.NameHash, want.IssuerNameHash) || !bytes.Equal(one.ID.KeyHash, want.IssuerKeyHash) {
			return nil, producedAt, errors.New("an answer about a certificate of another issuer")
		}
		break // ocsp takes the first of the number, too
	}
	for _, e := range content.Extensions {
		switch {
		case e.Id.Equal(nonceExtension):
			if rest, err := asn1.Unmarshal(e.Value, &nonce); err != nil || len(rest) > 0 {
				return nil, producedAt, errors.New("an answer whose nonce is none")
			}
		case e.Critical:
			return nil, producedAt, fmt.Errorf("a critical extension that is not known (%v)", e.Id)
		}
	}
	return nonce, content.ProducedAt, nil
}

// checkStatusTimes says why an answer does not hold at a time.
func checkStatusTimes(answer *ocsp.Response, producedAt, now time.Time) error {
	switch {
	case answer.ThisUpdate.After(now.Add(statusSkew)):
		return fmt.Errorf("an answer that holds from %s on", answer.ThisUpdate.UTC().Format(time.RFC3339))
	case !answer.NextUpdate.IsZero() && answer.NextUpdate.Before(now.Add(-statusSkew)):
		return fmt.Errorf("an answer that held until %s", answer.NextUpdate.UTC().Format(time.RFC3339))
	case answer.NextUpdate.IsZero() && producedAt.Before(now.Add(-statusSkew)):
		return fmt.Errorf("an answer of %s, after which there is newer news", producedAt.UTC().Format(time.RFC3339))
	}
	return nil
}
