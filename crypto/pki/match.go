package pki

import (
	"slices"
	"strings"
	"time"
)

// A Rule is one line of a certificate map: about which field, how it is compared, with what. Its words are those of the command.
type Rule struct {
	Field string // subject-name, issuer-name, alt-subject-name, unstructured-subject-name, name, serial-number, valid-start, expires-on
	Test  string // co, nc, eq, ne; of dates eq, ne, lt, gt, ge
	Value string
}

// Matches says whether a certificate is as all rules say. Letters' case and blanks mean nothing. A map without rules matches everything.
func Matches(rules []Rule, c *Certificate) bool {
	return !slices.ContainsFunc(rules, func(r Rule) bool { return !r.matches(c) })
}

func (r Rule) matches(c *Certificate) bool {
	switch r.Field {
	case "valid-start":
		return r.matchesDate(c.NotBefore)
	case "expires-on":
		return r.matchesDate(c.NotAfter)
	}
	value := plain(r.Value)
	if value == "" {
		return false
	}
	has := func(text string) bool {
		if r.Test == "co" || r.Test == "nc" {
			return strings.Contains(plain(text), value)
		}
		return plain(text) == value
	}
	return slices.ContainsFunc(r.texts(c), has) == (r.Test == "co" || r.Test == "eq")
}

// texts are what the field is in a certificate: several, if one of them is enough.
func (r Rule) texts(c *Certificate) []string {
	unstructured := func() (parts []string) {
		for _, word := range []string{"hostname", "ipaddress", "serialNumber"} {
			for _, value := range c.SubjectName.All(word) {
				parts = append(parts, word+"="+value)
			}
		}
		return append(parts, strings.Join(parts, "+"))
	}
	switch r.Field {
	case "subject-name":
		return []string{c.SubjectName.String()}
	case "issuer-name":
		return []string{c.IssuerName.String()}
	case "unstructured-subject-name":
		return unstructured()
	case "name":
		return append(unstructured(), c.SubjectName.String())
	case "alt-subject-name":
		return alternativeNames(c)
	case "serial-number":
		return []string{c.Serial(), strings.TrimLeft(c.Serial(), "0")}
	}
	return nil
}

func alternativeNames(c *Certificate) []string {
	names := slices.Concat(c.DNSNames, c.EmailAddresses)
	for _, a := range c.IPAddresses {
		names = append(names, a.String())
	}
	for _, u := range c.URIs {
		names = append(names, u.String())
	}
	return names
}

func plain(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), "")) }

// dateForms are how dates are written in rules; those without a time are of midnight, and all are in UTC.
var dateForms = []string{"Jan 2 2006 15:04:05", "Jan 2 2006", "2 Jan 2006 15:04:05", "2 Jan 2006", "2006-01-02T15:04:05Z",
	"15:04:05 UTC Jan 2 2006"}

// ParseDate reads the date of a rule: Jan 02 2026 or Jan 02 2026 00:00:00.
func ParseDate(text string) (time.Time, bool) {
	text = strings.Join(strings.Fields(text), " ")
	for _, form := range dateForms {
		if t, err := time.Parse(form, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

func (r Rule) matchesDate(have time.Time) bool {
	want, ok := ParseDate(r.Value)
	if !ok {
		return false
	}
	switch r.Test {
	case "eq":
		return have.Equal(want)
	case "ne":
		return !have.Equal(want)
	case "lt":
		return have.Before(want)
	case "gt":
		return have.After(want)
	}
	return r.Test == "ge" && !have.Before(want)
}
