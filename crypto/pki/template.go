package pki

import (
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
)

// certificateInfo is what is signed of a certificate, as far as its signature algorithm has to be exchanged in it.
type certificateInfo struct {
	Raw        asn1.RawContent
	Version    int `asn1:"optional,explicit,default:0,tag:0"`
	Serial     asn1.RawValue
	Algorithm  pkix.AlgorithmIdentifier
	Issuer     asn1.RawValue
	Validity   asn1.RawValue
	Subject    asn1.RawValue
	PublicKey  asn1.RawValue
	Extensions []pkix.Extension `asn1:"optional,explicit,tag:3"`
}

// signTemplate makes a certificate with any hash. crypto/x509 lays it out and signs with SHA-256; the hash is then exchanged in
// what is signed, and the signature made anew.
func signTemplate(template, parent *x509.Certificate, key *rsa.PublicKey, signer *rsa.PrivateKey, h Hash) ([]byte, error) {
	template.SignatureAlgorithm = x509.SHA256WithRSA
	der, err := x509.CreateCertificate(nil, template, parent, key, signer)
	if err != nil {
		return nil, err
	}
	var o signedObject
	if _, err := asn1.Unmarshal(der, &o); err != nil {
		return nil, err
	}
	var info certificateInfo
	if _, err := asn1.Unmarshal(o.Signed.FullBytes, &info); err != nil {
		return nil, err
	}
	info.Raw, info.Algorithm = nil, h.algorithm()
	tbs, err := asn1.Marshal(info)
	if err != nil {
		return nil, err
	}
	return signObject(tbs, h, signer)
}
