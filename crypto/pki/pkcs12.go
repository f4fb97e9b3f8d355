package pki

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"

	"software.sslmate.com/src/go-pkcs12"
)

// An Archive is a key with its certificate and those of its authorities: what PKCS #12 (RFC 7292) carries from one router to
// another.
type Archive struct {
	Key         *rsa.PrivateKey
	Own         *Certificate
	Authorities []*Certificate
}

// EncodePKCS12 encrypts an archive with a password: triple DES, SHA-1, as routers write and every reader takes.
func EncodePKCS12(a Archive, password string, random io.Reader) ([]byte, error) {
	var authorities []*x509.Certificate
	for _, c := range a.Authorities {
		authorities = append(authorities, c.Certificate)
	}
	return pkcs12.LegacyDES.WithRand(random).Encode(a.Key, a.Own.Certificate, authorities, password)
}

// MostArchive bounds what is read as PKCS #12, in bytes.
const MostArchive = 64 << 10

// MostIterations bounds how much work a file may ask for before its password is known to be right. OpenSSL writes 2048.
const MostIterations = 1 << 20

// deepest is how deep in one another the parts of a file are that are looked into.
const deepest = 24

// iterationsIn is the highest count of iterations in a file, as far as it is not encrypted: an INTEGER behind the OCTET STRING that is the
// salt, as RFC 7292 (MacData, and the parameters of appendix C) and RFC 8018 (PBKDF2-params) have them.
func iterationsIn(der []byte, depth int) (most int64) {
	if depth > deepest {
		return 0
	}
	behindSalt := false
	for len(der) > 0 {
		var v asn1.RawValue
		rest, err := asn1.Unmarshal(der, &v)
		if err != nil {
			return most
		}
		number := v.Class == asn1.ClassUniversal && v.Tag == asn1.TagInteger
		salt := v.Class == asn1.ClassUniversal && v.Tag == asn1.TagOctetString
		switch {
		case number && behindSalt && len(v.Bytes) > 7:
			return math.MaxInt64
		case number && behindSalt:
			most = max(most, new(big.Int).SetBytes(v.Bytes).Int64())
		case v.IsCompound || salt:
			most = max(most, iterationsIn(v.Bytes, depth+1))
		}
		der, behindSalt = rest, salt
	}
	return most
}

// DecodePKCS12 opens an archive, whichever of the usual ways it is encrypted.
func DecodePKCS12(der []byte, password string) (Archive, error) {
	if len(der) > MostArchive {
		return Archive{}, fmt.Errorf("a PKCS #12 file of %d bytes: at most %d", len(der), MostArchive)
	}
	if n := iterationsIn(der, 0); n > MostIterations {
		return Archive{}, fmt.Errorf("a PKCS #12 file whose key is derived in %d steps: at most %d", n, MostIterations)
	}
	key, own, authorities, err := pkcs12.DecodeChain(der, password)
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		return Archive{}, errors.New("the password of the PKCS #12 file is another one")
	case err != nil:
		return Archive{}, fmt.Errorf("a PKCS #12 file that is none: %w", err)
	}
	private, ok := key.(*rsa.PrivateKey)
	if !ok {
		return Archive{}, fmt.Errorf("a PKCS #12 file with a key that is not RSA (%T)", key)
	}
	a := Archive{Key: private}
	if a.Own, err = ParseCertificate(own.Raw); err != nil {
		return Archive{}, err
	}
	if !a.Own.Key.Equal(&private.PublicKey) {
		return Archive{}, errors.New("a PKCS #12 file whose key is not that of its certificate")
	}
	for _, c := range authorities {
		authority, err := ParseCertificate(c.Raw)
		if err != nil {
			return Archive{}, err
		}
		a.Authorities = append(a.Authorities, authority)
	}
	return a, nil
}
