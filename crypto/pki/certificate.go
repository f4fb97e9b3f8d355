package pki

import (
	"bytes"
	"crypto/md5"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// Bounds of what is read from outside, in bytes.
const (
	MostCertificate    = 16 << 10
	MostRevocationList = 1 << 20
)

// MostKey bounds the modulus of a key that is certified, in bits.
const MostKey = 4096

// A Certificate is one of an RSA key.
type Certificate struct {
	*x509.Certificate
	Key           *rsa.PublicKey
	IssuerName    Name
	SubjectName   Name
	SignatureHash Hash
}

// ParseCertificate reads a certificate (RFC 5280 section 4.1) from its DER.
func ParseCertificate(der []byte) (*Certificate, error) {
	if len(der) > MostCertificate {
		return nil, fmt.Errorf("a certificate of %d bytes: at most %d", len(der), MostCertificate)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("a certificate that is none: %w", err)
	}
	c := &Certificate{Certificate: parsed}
	var ok bool
	if c.Key, ok = parsed.PublicKey.(*rsa.PublicKey); !ok {
		return nil, fmt.Errorf("a certificate of a key that is not RSA (%s)", parsed.PublicKeyAlgorithm)
	}
	for _, h := range hashes {
		if h.Signs == parsed.SignatureAlgorithm {
			c.SignatureHash = h
		}
	}
	if c.IssuerName, err = DecodeName(parsed.RawIssuer); err != nil {
		return nil, err
	}
	c.SubjectName, err = DecodeName(parsed.RawSubject)
	return c, err
}

// SelfIssued says whether a certificate names itself as its issuer: a root, if its signature agrees.
func (c *Certificate) SelfIssued() bool { return bytes.Equal(c.RawIssuer, c.RawSubject) }

// Serial is the serial number as IOS writes it: hexadecimal, upper case, an even number of digits.
func (c *Certificate) Serial() string { return SerialText(c.SerialNumber) }

// SerialText writes a serial number: 02, 5000000008FBD20E.
func SerialText(n *big.Int) string {
	b := n.Bytes()
	if len(b) == 0 {
		b = []byte{0}
	}
	return strings.ToUpper(hex.EncodeToString(b))
}

// ParseSerial reads a serial number in hexadecimal digits, with or without 0x before them.
func ParseSerial(text string) (*big.Int, bool) {
	text = strings.TrimPrefix(strings.TrimPrefix(text, "0x"), "0X")
	if text == "" || len(text) > 40 || strings.Trim(text, "0123456789abcdefABCDEF") != "" { // RFC 5280 section 4.1.2.2: 20 bytes
		return nil, false
	}
	return new(big.Int).SetString(text, 16)
}

// FingerprintMD5 and FingerprintSHA1 are the hashes that users compare, in groups of eight digits.
func (c *Certificate) FingerprintMD5() string {
	sum := md5.Sum(c.Raw)
	return groups(sum[:])
}

func (c *Certificate) FingerprintSHA1() string {
	sum := sha1.Sum(c.Raw)
	return groups(sum[:])
}

func groups(sum []byte) string {
	text := strings.ToUpper(hex.EncodeToString(sum))
	var parts []string
	for len(text) > 8 {
		parts, text = append(parts, text[:8]), text[8:]
	}
	return strings.Join(append(parts, text), " ")
}

// HexLines are bytes as the running-config keeps a certificate: eight words of eight digits a line.
func HexLines(der []byte) (lines []string) {
	for len(der) > 0 {
		n := min(32, len(der))
		lines, der = append(lines, groups(der[:n])), der[n:]
	}
	return lines
}

// ParseHexLines reads what HexLines wrote, however its words and lines are cut.
func ParseHexLines(lines []string) ([]byte, error) {
	digits := strings.Join(strings.Fields(strings.Join(lines, " ")), "")
	if len(digits) > 2*MostCertificate {
		return nil, fmt.Errorf("a certificate of %d hexadecimal digits: at most %d", len(digits), 2*MostCertificate)
	}
	der, err := hex.DecodeString(digits)
	if err != nil {
		return nil, fmt.Errorf("a certificate in hexadecimal digits: %w", err)
	}
	return der, nil
}

// ParsePasted reads what somebody pasted at a terminal: base 64, with or without the lines of PEM (RFC 7468), or with a header
// that tells what it is. It returns the DER.
func ParsePasted(text string) ([]byte, error) {
	if len(text) > 2*MostCertificate {
		return nil, fmt.Errorf("%d characters: at most %d", len(text), 2*MostCertificate)
	}
	if block, _ := pem.Decode([]byte(text)); block != nil {
		return block.Bytes, nil
	}
	var plain strings.Builder
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "-----") {
			plain.WriteString(strings.Join(strings.Fields(line), ""))
		}
	}
	if plain.Len() == 0 {
		return nil, errors.New("nothing was pasted")
	}
	return base64.StdEncoding.DecodeString(plain.String())
}

// Base64Lines are bytes in base 64, 64 characters a line, as a terminal shows a request.
func Base64Lines(der []byte) (lines []string) {
	text := base64.StdEncoding.EncodeToString(der)
	for len(text) > 64 {
		lines, text = append(lines, text[:64]), text[64:]
	}
	return append(lines, text)
}
