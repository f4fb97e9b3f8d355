package pki

import (
	"bytes"
	"crypto/rsa"
	"crypto/subtle"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// PKCS #7 (RFC 2315) as SCEP needs it: certificates without a signature, data that one signer signed, data that is enveloped
// for one recipient. The libraries that do this draw their own random bytes and ask the clock; a lab has neither.

var (
	oidData         = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSigned       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidEnveloped    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 3}
	oidContentType  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidDigest       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidRSA          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	errMessageOfAll = errors.New("a PKCS #7 message that is none")
)

// MostMessage bounds a PKCS #7 message that is read, in bytes.
const MostMessage = 1 << 20

type contentInfo struct {
	Type    asn1.ObjectIdentifier
	Content asn1.RawValue `asn1:"explicit,optional,tag:0"`
}

type signedData struct {
	Version      int
	Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
	Content      contentInfo
	Certificates asn1.RawValue `asn1:"optional,tag:0"`
	Lists        asn1.RawValue `asn1:"optional,tag:1"`
	Signers      []signerInfo  `asn1:"set"`
}

type signerInfo struct {
	Version    int
	Signer     issuerAndSerial
	Digest     pkix.AlgorithmIdentifier
	Attributes asn1.RawValue `asn1:"optional,tag:0"`
	Algorithm  pkix.AlgorithmIdentifier
	Signature  []byte
	Rest       asn1.RawValue `asn1:"optional,tag:1"`
}

type issuerAndSerial struct {
	Issuer asn1.RawValue
	Serial *big.Int
}

// An Attribute is one of those that are signed with the data.
type Attribute struct {
	Type  asn1.ObjectIdentifier
	Value asn1.RawValue
}

type encodedAttribute struct {
	Type   asn1.ObjectIdentifier
	Values []asn1.RawValue `asn1:"set"`
}

// wrap is a ContentInfo around a content.
func wrap(kind asn1.ObjectIdentifier, content any) ([]byte, error) {
	der, err := asn1.Marshal(content)
	if err != nil {
		return nil, err
	}
	return asn1.Marshal(contentInfo{kind, explicit(der)})
}

func explicit(der []byte) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, IsCompound: true, Bytes: der}
}

func octets(data []byte) (asn1.RawValue, error) {
	der, err := asn1.Marshal(data)
	return explicit(der), err
}

// BundleCertificates is a message that holds certificates and nothing else: how an authority hands out a chain.
func BundleCertificates(list ...*Certificate) ([]byte, error) {
	var all []byte
	for _, c := range list {
		all = append(all, c.Raw...)
	}
	return wrap(oidSigned, signedData{Version: 1, Content: contentInfo{Type: oidData}, Certificates: explicit(all)})
}

// BundleList is a message that holds a revocation list and nothing else.
func BundleList(der []byte) ([]byte, error) {
	return wrap(oidSigned, signedData{Version: 1, Content: contentInfo{Type: oidData},
		Lists: asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 1, IsCompound: true, Bytes: der}})
}

// A Bundle is what a signed message holds.
type Bundle struct {
	Data         []byte
	Certificates []*Certificate
	Lists        [][]byte     // DER of revocation lists
	Signer       *Certificate // whose signature was checked; nil: nobody signed
	Attributes   []Attribute
	Digest       Hash
}

// Attribute is the value of one of the attributes that were signed.
func (b *Bundle) Attribute(kind asn1.ObjectIdentifier) (asn1.RawValue, bool) {
	at := slices.IndexFunc(b.Attributes, func(a Attribute) bool { return a.Type.Equal(kind) })
	if at < 0 {
		return asn1.RawValue{}, false
	}
	return b.Attributes[at].Value, true
}

// SignMessage signs data and attributes with the key of a certificate, which goes with it.
func SignMessage(data []byte, attributes []Attribute, h Hash, own *Certificate, key *rsa.PrivateKey) ([]byte, error) {
	digest := h.Hash.New()
	digest.Write(data)
	list, err := encodeAttributes(append([]Attribute{{oidContentType, rawOf(oidData)}, {oidDigest, rawOf(digest.Sum(nil))}}, attributes...))
	if err != nil {
		return nil, err
	}
	signature, err := h.sign(key, list)
	if err != nil {
		return nil, err
	}
	content, err := octets(data)
	if err != nil {
		return nil, err
	}
	inner := list[headerLength(list):] // signed as a SET, sent under its own tag
	algorithm := pkix.AlgorithmIdentifier{Algorithm: h.digest, Parameters: asn1.NullRawValue}
	return wrap(oidSigned, signedData{Version: 1, Digests: []pkix.AlgorithmIdentifier{algorithm}, Content: contentInfo{oidData, content},
		Certificates: explicit(own.Raw), Signers: []signerInfo{{Version: 1, Signer: signerOf(own), Digest: algorithm,
			Attributes: explicit(inner), Algorithm: pkix.AlgorithmIdentifier{Algorithm: oidRSA, Parameters: asn1.NullRawValue},
			Signature: signature}}})
}

func signerOf(c *Certificate) issuerAndSerial {
	return issuerAndSerial{asn1.RawValue{FullBytes: c.RawIssuer}, c.SerialNumber}
}

// rawOf encodes what can be encoded.
func rawOf(value any) asn1.RawValue {
	der, err := asn1.Marshal(value)
	if err != nil {
		panic("pki: a constant that has no encoding: " + err.Error())
	}
	return asn1.RawValue{FullBytes: der}
}

// encodeAttributes is the DER of a SET of attributes, in order of their encodings.
func encodeAttributes(attributes []Attribute) ([]byte, error) {
	var all [][]byte
	for _, a := range attributes {
		der, err := asn1.Marshal(encodedAttribute{a.Type, []asn1.RawValue{a.Value}})
		if err != nil {
			return nil, err
		}
		all = append(all, der)
	}
	slices.SortFunc(all, bytes.Compare)
	return asn1.Marshal(asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: bytes.Join(all, nil)})
}

// headerLength is the length of the tag and the length of an encoding.
func headerLength(der []byte) int {
	if der[1] < 0x80 {
		return 2
	}
	return 2 + int(der[1]&0x7f)
}

// OpenMessage reads a signed message and checks its signature, if there is one, with the signer's certificate that came with
// it. Whether the signer is to be trusted is the caller's judgement.
func OpenMessage(der []byte) (*Bundle, error) {
	var s signedData
	if err := unwrap(der, oidSigned, &s); err != nil {
		return nil, err
	}
	b := &Bundle{}
	for rest := s.Certificates.Bytes; len(rest) > 0; {
		var one asn1.RawValue
		var err error
		if rest, err = asn1.Unmarshal(rest, &one); err != nil {
			return nil, errMessageOfAll
		}
		if len(b.Certificates) >= mostChain {
			return nil, fmt.Errorf("a message with more than %d certificates", mostChain)
		}
		c, err := ParseCertificate(one.FullBytes)
		if err != nil {
			return nil, err
		}
		b.Certificates = append(b.Certificates, c)
	}
	if len(s.Lists.Bytes) > 0 {
		b.Lists = append(b.Lists, s.Lists.Bytes)
	}
	if len(s.Content.Content.Bytes) > 0 {
		if _, err := asn1.Unmarshal(s.Content.Content.Bytes, &b.Data); err != nil {
			return nil, fmt.Errorf("what was signed is no data: %w", err)
		}
	}
	switch len(s.Signers) {
	case 0:
		return b, nil
	case 1:
		return b, b.checkSigner(s.Signers[0])
	}
	return nil, fmt.Errorf("a message with %d signers", len(s.Signers))
}

// unwrap reads a ContentInfo of a kind.
func unwrap(der []byte, kind asn1.ObjectIdentifier, content any) error {
	if len(der) > MostMessage {
		return fmt.Errorf("a message of %d bytes: at most %d", len(der), MostMessage)
	}
	var info contentInfo
	if rest, err := asn1.Unmarshal(der, &info); err != nil || len(rest) > 0 || !info.Type.Equal(kind) {
		return errMessageOfAll
	}
	if rest, err := asn1.Unmarshal(info.Content.Bytes, content); err != nil || len(rest) > 0 {
		return errMessageOfAll
	}
	return nil
}

func (b *Bundle) checkSigner(s signerInfo) error {
	at := slices.IndexFunc(b.Certificates, func(c *Certificate) bool {
		return s.Signer.Serial != nil && c.SerialNumber.Cmp(s.Signer.Serial) == 0 && bytes.Equal(c.RawIssuer, s.Signer.Issuer.FullBytes)
	})
	if at < 0 {
		return errors.New("a message without the certificate of its signer")
	}
	known := slices.IndexFunc(hashes, func(h Hash) bool { return h.digest.Equal(s.Digest.Algorithm) })
	if known < 0 {
		return fmt.Errorf("a message with an unknown digest (%v)", s.Digest.Algorithm)
	}
	b.Digest = hashes[known]
	if len(s.Attributes.FullBytes) == 0 {
		return errors.New("a signed message without attributes")
	}
	signed := append([]byte{0x31}, s.Attributes.FullBytes[1:]...) // as a SET
	if err := b.Digest.verify(b.Certificates[at].Key, signed, s.Signature); err != nil {
		return fmt.Errorf("a message whose signature is wrong: %w", err)
	}
	if err := b.readAttributes(signed); err != nil {
		return err
	}
	b.Signer = b.Certificates[at]
	return nil
}

// readAttributes reads what was signed beside the data, and compares the data's digest in it with the data.
func (b *Bundle) readAttributes(set []byte) error {
	var list []encodedAttribute
	if _, err := asn1.UnmarshalWithParams(set, &list, "set"); err != nil {
		return errMessageOfAll
	}
	for _, a := range list {
		if len(a.Values) == 1 {
			b.Attributes = append(b.Attributes, Attribute{a.Type, a.Values[0]})
		}
	}
	value, _ := b.Attribute(oidDigest)
	digest := b.Digest.Hash.New()
	digest.Write(b.Data)
	if subtle.ConstantTimeCompare(value.Bytes, digest.Sum(nil)) != 1 {
		return errors.New("a message whose digest is wrong")
	}
	return nil
}
