package isakmp

import "testing"

func TestCertificates(t *testing.T) {
	testBodies(t, []bodyTest{
		{"a certificate", "04 3082 0102", &Certificate{Encoding: CertificateSignature, Data: []byte{0x30, 0x82, 1, 2}}},
		{"a request for one of an authority", "04 300d310b3009060355040613025858", &CertificateRequest{Encoding: CertificateSignature,
			Authority: unhex(t, "300d310b3009060355040613025858")}},
		{"a request for any", "04", &CertificateRequest{Encoding: CertificateSignature}},
		{"a signature", "0102 0304", &Signature{Data: []byte{1, 2, 3, 4}}},
	})
	testRefusals(t, PayloadCertificate, []refusal{
		{"a certificate of nothing", "04", PayloadCertificate, Malformed, NotifyInvalidCertificate},
	})
	testRefusals(t, PayloadSignature, []refusal{
		{"a signature of nothing", "", PayloadSignature, Malformed, NotifyInvalidSignature},
	})
}
