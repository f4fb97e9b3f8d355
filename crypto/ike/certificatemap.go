package ike

import (
	"slices"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/crypto/pki"
)

// mapTakes says whether a certificate matches a certificate map: all rules of one of its sequence numbers. A map that is not there
// matches nothing, one without rules everything.
func (e *Engine) mapTakes(name string, c *pki.Certificate) bool {
	return slices.ContainsFunc(e.config.CertificateMaps(name), func(m *config.CertificateMap) bool {
		return !slices.ContainsFunc(m.Rules, func(r config.CertificateRule) bool { return !ruleTakes(r, c) })
	})
}

// ruleTakes says whether a certificate matches a rule. Of texts case and blanks do not count; of several names one has to match, or
// with ne and nc none.
func ruleTakes(r config.CertificateRule, c *pki.Certificate) bool {
	switch r.Field {
	case config.FieldValidStart:
		return dateTakes(r, c.NotBefore)
	case config.FieldExpiresOn:
		return dateTakes(r, c.NotAfter)
	}
	want := plainText(r.Value)
	return slices.ContainsFunc(fieldTexts(r.Field, c), func(text string) bool {
		text = plainText(text)
		if r.Test == "eq" || r.Test == "ne" {
			return text == want
		}
		return strings.Contains(text, want)
	}) == (r.Test == "eq" || r.Test == "co")
}

// fieldTexts are the texts of a certificate that a rule about a field looks at.
func fieldTexts(field string, c *pki.Certificate) (texts []string) {
	unstructured := append(c.SubjectName.All("hostname"), c.SubjectName.All("ipaddress")...)
	switch field {
	case config.FieldSubject:
		return []string{c.SubjectName.String()}
	case config.FieldIssuer:
		return []string{c.IssuerName.String()}
	case config.FieldUnstructured:
		return unstructured
	case config.FieldName:
		return append(unstructured, c.SubjectName.String())
	case config.FieldSerial:
		return []string{c.Serial(), "0x" + c.Serial()}
	case config.FieldAltSubject:
		texts = append(slices.Clone(c.DNSNames), c.EmailAddresses...)
		for _, ip := range c.IPAddresses {
			texts = append(texts, ip.String())
		}
	}
	return texts
}

func plainText(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }

// dateLayouts are the forms in which the commands take a date, in UTC.
var dateLayouts = []string{"Jan 2 2006 15:04:05", "Jan 2 2006", "15:04:05 UTC Jan 2 2006", "15:04:05 Jan 2 2006", "2 Jan 2006"}

// dateTakes compares a date; one that cannot be read matches nothing.
func dateTakes(r config.CertificateRule, at time.Time) bool {
	for _, layout := range dateLayouts {
		want, err := time.Parse(layout, strings.Join(strings.Fields(strings.ReplaceAll(r.Value, ",", " ")), " "))
		if err != nil {
			continue
		}
		switch r.Test {
		case "lt":
			return at.Before(want)
		case "ge", "gt":
			return !at.Before(want)
		case "ne":
			return !at.Equal(want)
		}
		return at.Equal(want)
	}
	return false
}
