package pki

import (
	"bytes"
	"crypto/md5"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"net/netip"
)

// A Request is what somebody asks a certificate with (PKCS #10, RFC 2986).
type Request struct {
	Raw       []byte // DER; set by Make and ParseRequest
	Subject   Name
	Key       *rsa.PublicKey
	Challenge string       // challenge password (RFC 2985 section 5.4.1); "" = none
	Names     []string     // DNS names of the subject's alternative names
	Addresses []netip.Addr // and its addresses
	Usage     x509.KeyUsage
}

// RouterUsage is what a router asks its general-purpose key to be good for.
const RouterUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment

// MostRequest bounds what is read as a request, in bytes.
const MostRequest = 16 << 10

var (
	oidChallengePassword = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 7}
	oidExtensionRequest  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 14}
	oidKeyUsage          = asn1.ObjectIdentifier{2, 5, 29, 15}
	oidAlternativeNames  = asn1.ObjectIdentifier{2, 5, 29, 17}
)

// An attribute of a request; crypto/x509 knows none but that of extensions.
type requestAttribute struct {
	Type   asn1.ObjectIdentifier
	Values []asn1.RawValue `asn1:"set"`
}

type requestInfo struct {
	Version    int
	Subject    asn1.RawValue
	PublicKey  asn1.RawValue
	Attributes []requestAttribute `asn1:"tag:0,set"`
}

// Make signs a request with the key that the certificate is to be for, and fills in Raw and Key.
func (r *Request) Make(h Hash, key *rsa.PrivateKey) error {
	subject, err := r.Subject.Encode()
	if err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return err
	}
	info := requestInfo{Subject: asn1.RawValue{FullBytes: subject}, PublicKey: asn1.RawValue{FullBytes: public}}
	if r.Challenge != "" {
		text := asn1.RawValue{Tag: asn1.TagPrintableString, Bytes: []byte(r.Challenge)}
		if !isPrintableString(r.Challenge) {
			text.Tag = asn1.TagUTF8String
		}
		info.Attributes = append(info.Attributes, requestAttribute{oidChallengePassword, []asn1.RawValue{text}})
	}
	extensions, err := r.extensions()
	if err != nil {
		return err
	}
	if len(extensions) > 0 {
		der, err := asn1.Marshal(extensions)
		if err != nil {
			return err
		}
		info.Attributes = append(info.Attributes, requestAttribute{oidExtensionRequest, []asn1.RawValue{{FullBytes: der}}})
	}
	tbs, err := asn1.Marshal(info)
	if err != nil {
		return err
	}
	r.Raw, err = signObject(tbs, h, key)
	r.Key = &key.PublicKey
	return err
}

// FingerprintMD5 and FingerprintSHA1 are the hashes that an administrator compares, in groups of eight digits.
func (r *Request) FingerprintMD5() string {
	sum := md5.Sum(r.Raw)
	return groups(sum[:])
}

func (r *Request) FingerprintSHA1() string {
	sum := sha1.Sum(r.Raw)
	return groups(sum[:])
}

func (r *Request) extensions() (list []pkix.Extension, err error) {
	if r.Usage != 0 {
		der, err := encodeUsage(r.Usage)
		if err != nil {
			return nil, err
		}
		list = append(list, pkix.Extension{Id: oidKeyUsage, Critical: true, Value: der})
	}
	if len(r.Names)+len(r.Addresses) > 0 {
		var names []asn1.RawValue
		for _, n := range r.Names {
			names = append(names, asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 2, Bytes: []byte(n)})
		}
		for _, a := range r.Addresses {
			names = append(names, asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 7, Bytes: a.AsSlice()})
		}
		der, err := asn1.Marshal(names)
		if err != nil {
			return nil, err
		}
		list = append(list, pkix.Extension{Id: oidAlternativeNames, Value: der})
	}
	return list, nil
}

// encodeUsage is the BIT STRING of RFC 5280 section 4.2.1.3, whose bits count from the left.
func encodeUsage(usage x509.KeyUsage) ([]byte, error) {
	var b [2]byte
	bits := 0
	for i := range 9 {
		if usage&(1<<i) != 0 {
			b[i/8] |= 0x80 >> (i % 8)
			bits = i + 1
		}
	}
	return asn1.Marshal(asn1.BitString{Bytes: b[:(bits+7)/8], BitLength: bits})
}

// ParseRequest reads a request and checks that who made it has the private key.
func ParseRequest(der []byte) (*Request, error) {
	if len(der) > MostRequest {
		return nil, fmt.Errorf("a request of %d bytes: at most %d", len(der), MostRequest)
	}
	parsed, err := x509.ParseCertificateRequest(der)
	if err != nil {
		return nil, fmt.Errorf("a request that is none: %w", err)
	}
	r := &Request{Raw: bytes.Clone(der), Names: parsed.DNSNames}
	var ok bool
	if r.Key, ok = parsed.PublicKey.(*rsa.PublicKey); !ok {
		return nil, fmt.Errorf("a request for a key that is not RSA (%s)", parsed.PublicKeyAlgorithm)
	}
	if err := verifyObject(der, r.Key); err != nil {
		return nil, fmt.Errorf("a request whose signature is wrong: %w", err)
	}
	if r.Subject, err = DecodeName(parsed.RawSubject); err != nil {
		return nil, err
	}
	for _, ip := range parsed.IPAddresses {
		if a, ok := netip.AddrFromSlice(ip); ok {
			r.Addresses = append(r.Addresses, a.Unmap())
		}
	}
	for _, e := range parsed.Extensions {
		if e.Id.Equal(oidKeyUsage) {
			r.Usage = decodeUsage(e.Value)
		}
	}
	r.Challenge, err = challengeOf(parsed.RawTBSCertificateRequest)
	return r, err
}

func decodeUsage(der []byte) (usage x509.KeyUsage) {
	var bits asn1.BitString
	if _, err := asn1.Unmarshal(der, &bits); err != nil {
		return 0
	}
	for i := range 9 {
		if bits.At(i) != 0 {
			usage |= 1 << i
		}
	}
	return usage
}

// challengeOf finds the challenge password in what was signed.
func challengeOf(tbs []byte) (string, error) {
	var info requestInfo
	if _, err := asn1.Unmarshal(tbs, &info); err != nil {
		return "", fmt.Errorf("a request whose attributes are none: %w", err)
	}
	for _, a := range info.Attributes {
		if !a.Type.Equal(oidChallengePassword) {
			continue
		}
		if len(a.Values) != 1 {
			return "", errors.New("a request with more or less than one challenge password")
		}
		return string(a.Values[0].Bytes), nil
	}
	return "", nil
}

// isPrintableString says whether a text is made of the characters of ASN.1's PrintableString.
func isPrintableString(text string) bool {
	for _, r := range text {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		case bytes.ContainsRune([]byte(" '()+,-./:=?"), r):
		default:
			return false
		}
	}
	return true
}
