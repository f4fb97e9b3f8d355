package config

import (
	"cmp"
	"slices"
	"strings"
)

// A CertificateMap is one `crypto pki certificate map`: a certificate matches if all its rules do. Maps of one name and several
// sequence numbers match if one of them does.
type CertificateMap struct {
	Name     string
	Sequence int // 1..65535
	Rules    []CertificateRule
	Inert    Inert
}

// A CertificateRule is one line of a map.
type CertificateRule struct {
	Field string // FieldSubject and its like
	Test  string // eq, ne, co, nc; of dates eq, ne, lt, ge
	Value string // as typed
}

// Fields of certificates that rules are about, as the commands spell them.
const (
	FieldSubject      = "subject-name"
	FieldIssuer       = "issuer-name"
	FieldAltSubject   = "alt-subject-name"
	FieldUnstructured = "unstructured-subject-name"
	FieldName         = "name" // subject or unstructured subject
	FieldSerial       = "serial-number"
	FieldValidStart   = "valid-start"
	FieldExpiresOn    = "expires-on"
)

// CertificateMap returns the map of that name and sequence number, or nil.
func (c *Config) CertificateMap(name string, sequence int) *CertificateMap {
	for _, m := range c.PKI.Maps {
		if m.Name == name && m.Sequence == sequence {
			return m
		}
	}
	return nil
}

// CertificateMaps are those of a name, by sequence number. There is none if no certificate matches it.
func (c *Config) CertificateMaps(name string) (list []*CertificateMap) {
	for _, m := range c.PKI.Maps {
		if m.Name == name {
			list = append(list, m)
		}
	}
	return list
}

// AddCertificateMap makes the map of that name and sequence number if there is none.
func (c *Config) AddCertificateMap(name string, sequence int) {
	if c.CertificateMap(name, sequence) != nil {
		return
	}
	first := map[string]int{name: len(c.PKI.Maps)}
	for i, m := range slices.Backward(c.PKI.Maps) {
		first[m.Name] = i
	}
	c.PKI.Maps = append(c.PKI.Maps, &CertificateMap{Name: name, Sequence: sequence})
	slices.SortStableFunc(c.PKI.Maps, func(a, b *CertificateMap) int {
		return cmp.Or(cmp.Compare(first[a.Name], first[b.Name]), strings.Compare(a.Name, b.Name), cmp.Compare(a.Sequence, b.Sequence))
	})
}

func (m *CertificateMap) clone() *CertificateMap {
	n := *m
	n.Rules, n.Inert = slices.Clone(m.Rules), m.Inert.Clone()
	return &n
}
