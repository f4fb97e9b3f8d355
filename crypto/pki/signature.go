package pki

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"slices"
	"strings"

	_ "crypto/md5"    // certificates of IOS authorities are signed with it unless told otherwise
	_ "crypto/sha1"   // likewise
	_ "crypto/sha256" // SHA-256
	_ "crypto/sha512" // SHA-384 and SHA-512
)

// A Hash is a hash function that signs, with RSA (PKCS #1 v1.5, RFC 8017 section 8.2).
type Hash struct {
	Word   string // of `hash`
	Hash   crypto.Hash
	Name   string // as shown: SHA1 with RSA Encryption
	Signs  x509.SignatureAlgorithm
	oid    asn1.ObjectIdentifier
	digest asn1.ObjectIdentifier
}

// hashes are all that a router knows.
var hashes = []Hash{
	{"md5", crypto.MD5, "MD5", x509.MD5WithRSA,
		asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 4}, asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 5}},
	{"sha1", crypto.SHA1, "SHA1", x509.SHA1WithRSA,
		asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 5}, asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}},
	{"sha256", crypto.SHA256, "SHA256", x509.SHA256WithRSA, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11},
		asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}},
	{"sha384", crypto.SHA384, "SHA384", x509.SHA384WithRSA, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12},
		asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}},
	{"sha512", crypto.SHA512, "SHA512", x509.SHA512WithRSA, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13},
		asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}},
}

// HashNamed is the hash of a word of the `hash` command: md5, sha1, sha256, sha384, sha512.
func HashNamed(word string) (Hash, bool) {
	at := slices.IndexFunc(hashes, func(h Hash) bool { return h.Word == word })
	if at < 0 {
		return Hash{}, false
	}
	return hashes[at], true
}

func hashOf(oid asn1.ObjectIdentifier) (Hash, bool) {
	at := slices.IndexFunc(hashes, func(h Hash) bool { return h.oid.Equal(oid) })
	if at < 0 {
		return Hash{}, false
	}
	return hashes[at], true
}

// sign signs bytes. PKCS #1 v1.5 needs no random bytes.
func (h Hash) sign(key *rsa.PrivateKey, data []byte) ([]byte, error) {
	d := h.Hash.New()
	d.Write(data)
	signed, err := rsa.SignPKCS1v15(nil, key, h.Hash, d.Sum(nil))
	if err != nil {
		return nil, fmt.Errorf("cannot sign with %s and a key of %d bits: %w", strings.ToUpper(h.Word), key.N.BitLen(), err)
	}
	return signed, nil
}

// verify checks a signature of a public key over bytes.
func (h Hash) verify(key *rsa.PublicKey, data, signature []byte) error {
	d := h.Hash.New()
	d.Write(data)
	return rsa.VerifyPKCS1v15(key, h.Hash, d.Sum(nil), signature)
}

// algorithm is the AlgorithmIdentifier of a signature.
func (h Hash) algorithm() pkix.AlgorithmIdentifier {
	return pkix.AlgorithmIdentifier{Algorithm: h.oid, Parameters: asn1.NullRawValue}
}

// signedObject is what certificates, requests and revocation lists have in common: something, an algorithm, a signature.
type signedObject struct {
	Raw       asn1.RawContent
	Signed    asn1.RawValue
	Algorithm pkix.AlgorithmIdentifier
	Signature asn1.BitString
}

// verifyObject checks the signature of a certificate, a request or a revocation list, whatever its hash.
func verifyObject(der []byte, key any) error {
	var o signedObject
	if rest, err := asn1.Unmarshal(der, &o); err != nil || len(rest) > 0 {
		return fmt.Errorf("no signed object: %d bytes too many, %v", len(rest), err)
	}
	public, ok := key.(*rsa.PublicKey)
	if !ok {
		return fmt.Errorf("signed with a key that is not RSA (%T)", key)
	}
	h, known := hashOf(o.Algorithm.Algorithm)
	if !known {
		return fmt.Errorf("signed in an unknown way (%v)", o.Algorithm.Algorithm)
	}
	return h.verify(public, o.Signed.FullBytes, o.Signature.RightAlign())
}

// signObject is a signed object around what is signed.
func signObject(tbs []byte, h Hash, key *rsa.PrivateKey) ([]byte, error) {
	signature, err := h.sign(key, tbs)
	if err != nil {
		return nil, err
	}
	return asn1.Marshal(signedObject{Signed: asn1.RawValue{FullBytes: tbs}, Algorithm: h.algorithm(),
		Signature: asn1.BitString{Bytes: signature, BitLength: 8 * len(signature)}})
}
