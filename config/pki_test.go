package config_test

import (
	"bytes"
	"slices"
	"testing"

	"ruthere/config"
)

// The chain has the router's certificate first, then the authority's, and above it further ones; a clone has its own.
func TestCertificateChain(t *testing.T) {
	c := config.New()
	tp := c.AddTrustpoint("TP")
	if tp.CA() != nil || tp.Own() != nil || tp.Chain() != nil || !slices.Equal(tp.Methods(), []string{"crl"}) {
		t.Fatalf("%+v", tp)
	}
	tp.Store(config.StoredCertificate{Kind: config.CACertificate, Serial: "03", DER: []byte("ca")})
	tp.Store(config.StoredCertificate{Kind: config.CACertificate, Serial: "01", DER: []byte("root")})
	tp.Store(config.StoredCertificate{Serial: "04", File: "nvram:CA#4.cer"})
	if tp.Own() != nil {
		t.Error("a certificate in a file is not here")
	}
	d := c.Clone()
	of := d.Trustpoint("TP")
	of.Store(config.StoredCertificate{Serial: "04", DER: []byte("own")})
	if string(of.CA()) != "ca" || string(of.Own()) != "own" || string(bytes.Join(of.Chain(), nil)) != "root" ||
		of.Certificates[0].Serial != "04" {
		t.Errorf("%+v", of)
	}
	if tp.Own() != nil {
		t.Error("what was done to the clone was done to both")
	}
	of.Drop(config.CACertificate)
	if of.CA() != nil || len(tp.Certificates) != 3 {
		t.Errorf("%+v, %+v", of, tp)
	}
}

// Maps stand by name in order of creation, then by sequence number.
func TestCertificateMapsInOrder(t *testing.T) {
	c := config.New()
	for _, m := range []struct {
		name     string
		sequence int
	}{{"B", 20}, {"A", 5}, {"B", 10}, {"C", 1}, {"A", 1}, {"B", 20}} {
		c.AddCertificateMap(m.name, m.sequence)
	}
	var got []string
	for _, m := range c.PKI.Maps {
		got = append(got, m.Name+string(rune('a'+m.Sequence)))
	}
	if want := []string{"Bk", "Bu", "Ab", "Af", "Cb"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
