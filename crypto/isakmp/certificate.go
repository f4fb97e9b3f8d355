package isakmp

import "fmt"

// A CertificateEncoding is the form of a certificate, RFC 2408 section 3.9.
type CertificateEncoding uint8

const (
	CertificatePKCS7     CertificateEncoding = 1
	CertificateSignature CertificateEncoding = 4 // X.509, for signatures
	CertificateExchange  CertificateEncoding = 5 // X.509, for key exchange
	CertificateCRL       CertificateEncoding = 7
)

// String is the phrase IOS uses in its debug lines.
func (e CertificateEncoding) String() string {
	switch e {
	case CertificatePKCS7:
		return "PKCS#7"
	case CertificateSignature:
		return "X509_SIGNATURE"
	case CertificateExchange:
		return "X509_EXCHANGE"
	case CertificateCRL:
		return "CRL"
	}
	return fmt.Sprint(uint8(e))
}

// A Certificate is one in a message, RFC 2408 section 3.9.
type Certificate struct {
	Encoding CertificateEncoding
	Data     []byte // DER
}

func (c *Certificate) PayloadType() PayloadType { return PayloadCertificate }

func parseCertificate(r *reader) *Certificate {
	c := &Certificate{Encoding: CertificateEncoding(r.u8()), Data: r.rest()}
	if r.err == nil && len(c.Data) == 0 {
		r.notify = NotifyInvalidCertificate
		r.fail(Malformed, "empty")
	}
	return c
}

func (c *Certificate) appendBody(dst []byte) []byte {
	return append(append(dst, uint8(c.Encoding)), c.Data...)
}

// A CertificateRequest asks for a certificate, RFC 2408 section 3.10.
type CertificateRequest struct {
	Encoding  CertificateEncoding
	Authority []byte // DER of the name of the authority that has to have issued it; empty: any
}

func (c *CertificateRequest) PayloadType() PayloadType { return PayloadCertificateRequest }

func parseCertificateRequest(r *reader) *CertificateRequest {
	return &CertificateRequest{Encoding: CertificateEncoding(r.u8()), Authority: r.rest()}
}

func (c *CertificateRequest) appendBody(dst []byte) []byte {
	return append(append(dst, uint8(c.Encoding)), c.Authority...)
}

// A Signature proves possession of a private key, RFC 2408 section 3.12: with RSA, over HASH_I or HASH_R as it is, without the
// name of the hash function before it (RFC 2409 section 5.1).
type Signature struct {
	Data []byte
}

func (s *Signature) PayloadType() PayloadType { return PayloadSignature }

func parseSignature(r *reader) *Signature {
	s := &Signature{Data: r.rest()}
	if len(s.Data) == 0 {
		r.notify = NotifyInvalidSignature
		r.fail(Malformed, "empty")
	}
	return s
}

func (s *Signature) appendBody(dst []byte) []byte { return append(dst, s.Data...) }
