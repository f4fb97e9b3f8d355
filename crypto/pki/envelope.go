package pki

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"io"
	"slices"
)

type enveloped struct {
	Version    int
	Recipients []recipientInfo `asn1:"set"`
	Content    encryptedContent
}

type recipientInfo struct {
	Version   int
	Recipient issuerAndSerial
	Algorithm pkix.AlgorithmIdentifier
	Key       []byte
}

type encryptedContent struct {
	Type      asn1.ObjectIdentifier
	Algorithm pkix.AlgorithmIdentifier
	Content   asn1.RawValue `asn1:"optional,tag:0"`
}

// Envelope encrypts data for the key of a certificate, with random bytes for its key and its IV.
func Envelope(data []byte, e Encryption, to *Certificate, random io.Reader) ([]byte, error) {
	key, iv, sealed, err := e.seal(data, random)
	if err != nil {
		return nil, err
	}
	wrapped, err := encryptKey(to.Key, key, random)
	if err != nil {
		return nil, err
	}
	return wrap(oidEnveloped, enveloped{Recipients: []recipientInfo{{Recipient: signerOf(to), Key: wrapped,
		Algorithm: pkix.AlgorithmIdentifier{Algorithm: oidRSA, Parameters: asn1.NullRawValue}}},
		Content: encryptedContent{Type: oidData, Algorithm: pkix.AlgorithmIdentifier{Algorithm: e.oid, Parameters: rawOf(iv)},
			Content: asn1.RawValue{Class: asn1.ClassContextSpecific, Bytes: sealed}}})
}

// OpenEnvelope decrypts what was enveloped for a certificate. All that can be wrong with what is inside is one error: a
// difference would tell somebody about the key (Bleichenbacher's attack).
func OpenEnvelope(der []byte, own *Certificate, key *rsa.PrivateKey) ([]byte, error) {
	plain, _, err := openEnvelope(der, own, key)
	return plain, err
}

func openEnvelope(der []byte, own *Certificate, key *rsa.PrivateKey) (plain []byte, with Encryption, err error) {
	var e enveloped
	if err := unwrap(der, oidEnveloped, &e); err != nil {
		return nil, with, err
	}
	at := slices.IndexFunc(e.Recipients, func(r recipientInfo) bool {
		return r.Recipient.Serial != nil && r.Recipient.Serial.Cmp(own.SerialNumber) == 0 &&
			bytes.Equal(r.Recipient.Issuer.FullBytes, own.RawIssuer)
	})
	if at < 0 {
		return nil, with, fmt.Errorf("a message that is not for certificate %s of %s", own.Serial(), own.IssuerName)
	}
	known := slices.IndexFunc(encryptions, func(one Encryption) bool { return one.oid.Equal(e.Content.Algorithm.Algorithm) })
	if known < 0 {
		return nil, with, fmt.Errorf("a message with an unknown encryption (%v)", e.Content.Algorithm.Algorithm)
	}
	var iv []byte
	if _, err := asn1.Unmarshal(e.Content.Algorithm.Parameters.FullBytes, &iv); err != nil {
		return nil, with, errMessageOfAll
	}
	with = encryptions[known]
	plain, err = with.open(decryptKey(key, e.Recipients[at].Key, with.keyLength), iv, joinOctets(e.Content.Content))
	return plain, with, err
}

// joinOctets is an OCTET STRING that may come in pieces (BER).
func joinOctets(v asn1.RawValue) (all []byte) {
	if !v.IsCompound {
		return v.Bytes
	}
	for rest := v.Bytes; len(rest) > 0; {
		var piece []byte
		var err error
		if rest, err = asn1.Unmarshal(rest, &piece); err != nil {
			return nil
		}
		all = append(all, piece...)
	}
	return all
}
