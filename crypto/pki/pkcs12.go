package pki

import (
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"
	"io"

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

// DecodePKCS12 opens an archive, whichever of the usual ways it is encrypted.
func DecodePKCS12(der []byte, password string) (Archive, error) {
	if len(der) > MostArchive {
		return Archive{}, fmt.Errorf("a PKCS #12 file of %d bytes: at most %d", len(der), MostArchive)
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
