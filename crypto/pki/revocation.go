package pki

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"time"
)

// A RevocationList is one that was checked to be an issuer's.
type RevocationList struct {
	Raw        []byte
	Issuer     Name
	ThisUpdate time.Time
	NextUpdate time.Time // zero: not said
	Entries    []Revocation
	revoked    map[string]bool
}

// revocationContent is what is signed of a list. Routers write version 1, which has neither a version nor extensions;
// crypto/x509 reads version 2 only.
type revocationContent struct {
	Raw        asn1.RawContent
	Version    int `asn1:"optional"`
	Algorithm  pkix.AlgorithmIdentifier
	Issuer     asn1.RawValue
	ThisUpdate time.Time
	NextUpdate time.Time        `asn1:"optional"`
	Revoked    []revokedEntry   `asn1:"optional"`
	Extensions []pkix.Extension `asn1:"optional,explicit,tag:0"`
}

type revokedEntry struct {
	Serial     *big.Int
	At         time.Time
	Extensions []pkix.Extension `asn1:"optional"`
}

func signRevocationList(l revocationContent, h Hash, key *rsa.PrivateKey) ([]byte, error) {
	tbs, err := asn1.Marshal(l)
	if err != nil {
		return nil, err
	}
	return signObject(tbs, h, key)
}

// ParseRevocationList reads a list (RFC 5280 section 5) and checks that the authority has signed it and that it holds now.
func ParseRevocationList(der []byte, issuer *Certificate, now time.Time) (*RevocationList, error) {
	if len(der) > MostRevocationList {
		return nil, fmt.Errorf("a revocation list of %d bytes: at most %d", len(der), MostRevocationList)
	}
	l, err := ReadOldList(der, issuer)
	switch {
	case err != nil:
		return nil, err
	case now.Before(l.ThisUpdate):
		return nil, fmt.Errorf("a revocation list that holds from %s on", l.ThisUpdate.UTC().Format(time.RFC3339))
	case !l.NextUpdate.IsZero() && now.After(l.NextUpdate):
		return nil, fmt.Errorf("a revocation list that held until %s", l.NextUpdate.UTC().Format(time.RFC3339))
	}
	return l, nil
}

// ReadOldList reads a list and checks that the authority has signed it. Its time may be over, as an authority's own may be that is
// taken up again.
func ReadOldList(der []byte, issuer *Certificate) (*RevocationList, error) {
	content, err := decodeRevocationContent(der)
	if err != nil {
		return nil, fmt.Errorf("a revocation list that is none: %w", err)
	}
	switch {
	case !bytes.Equal(content.Issuer.FullBytes, issuer.RawSubject):
		return nil, errors.New("a revocation list of another issuer")
	case issuer.KeyUsage != 0 && issuer.KeyUsage&x509.KeyUsageCRLSign == 0:
		return nil, errors.New("a revocation list of an issuer whose key may sign none")
	case verifyObject(der, issuer.PublicKey) != nil:
		return nil, errors.New("a revocation list whose signature is wrong")
	}
	l := &RevocationList{Raw: bytes.Clone(der), ThisUpdate: content.ThisUpdate, NextUpdate: content.NextUpdate, Issuer: issuer.SubjectName,
		revoked: map[string]bool{}}
	for _, e := range content.Revoked {
		l.Entries = append(l.Entries, Revocation{e.Serial, e.At})
		l.revoked[e.Serial.String()] = true
	}
	return l, nil
}

// decodeRevocationContent refuses what has a critical extension: such a list is not about all that the issuer issued.
func decodeRevocationContent(der []byte) (*revocationContent, error) {
	var o signedObject
	if rest, err := asn1.Unmarshal(der, &o); err != nil || len(rest) > 0 {
		return nil, fmt.Errorf("%d bytes too many, %v", len(rest), err)
	}
	content := &revocationContent{}
	if rest, err := asn1.Unmarshal(o.Signed.FullBytes, content); err != nil || len(rest) > 0 {
		return nil, fmt.Errorf("%d bytes too many, %v", len(rest), err)
	}
	if content.Version > 1 {
		return nil, fmt.Errorf("version %d", content.Version+1)
	}
	critical := func(list []pkix.Extension) error {
		for _, e := range list {
			if e.Critical {
				return fmt.Errorf("a critical extension that is not known (%v)", e.Id)
			}
		}
		return nil
	}
	if err := critical(content.Extensions); err != nil {
		return nil, err
	}
	for _, e := range content.Revoked {
		if err := critical(e.Extensions); err != nil {
			return nil, err
		}
	}
	return content, nil
}

// Has says whether a certificate is on the list.
func (l *RevocationList) Has(serial *big.Int) bool { return l.revoked[serial.String()] }
