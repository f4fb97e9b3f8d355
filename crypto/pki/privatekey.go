package pki

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
)

// EncodeKey writes a private key as routers export it: PEM (RFC 1421) with its own encryption, triple DES or DES, of RFC 1423. The way
// in which its key is made of the passphrase is weak; it is the one that the other ends read.
func EncodeKey(key *rsa.PrivateKey, triple bool, passphrase string, random io.Reader) (string, error) {
	cipher := x509.PEMCipherDES
	if triple {
		cipher = x509.PEMCipher3DES
	}
	//lint:ignore SA1019 routers have no other way
	block, err := x509.EncryptPEMBlock(random, "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key), []byte(passphrase), cipher)
	if err != nil {
		return "", fmt.Errorf("a private key that cannot be encrypted: %w", err)
	}
	return string(pem.EncodeToMemory(block)), nil
}

// DecodeKey reads a private key in PEM, encrypted with the passphrase or not encrypted: of RFC 8017, or PKCS #8.
func DecodeKey(text, passphrase string) (*rsa.PrivateKey, error) {
	if len(text) > MostArchive {
		return nil, fmt.Errorf("a private key of %d characters: at most %d", len(text), MostArchive)
	}
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New("no private key in PEM")
	}
	der := block.Bytes
	//lint:ignore SA1019 routers have no other way
	if x509.IsEncryptedPEMBlock(block) {
		var err error
		//lint:ignore SA1019 likewise
		if der, err = x509.DecryptPEMBlock(block, []byte(passphrase)); err != nil {
			return nil, errors.New("the passphrase of the private key is another one")
		}
	}
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	key, err := x509.ParsePKCS8PrivateKey(der)
	if private, ok := key.(*rsa.PrivateKey); err == nil && ok {
		return private, nil
	}
	return nil, errors.New("a private key that is none, or not RSA")
}
