package pki_test

import (
	"testing"

	"ruthere/crypto/pki"
)

// What matches a certificate of cn=r1.lab.example,ou=vpn,o=lab with hostname r1.lab.example, number 02, from noon on the 25th of March
// 2026 on for a year.
func TestRulesOfMaps(t *testing.T) {
	a := authority(t, "cn=CA,o=lab", "sha1", 1024)
	c := grant(t, a, "hostname=r1.lab.example,cn=r1.lab.example,ou=VPN,o=lab", key(t, 2, 1024), noon)
	for _, r := range []struct {
		field, test, value string
		want               bool
	}{
		{"subject-name", "co", "ou = vpn", true},
		{"subject-name", "co", "OU=vpn , o = LAB", true},
		{"subject-name", "co", "ou = sales", false},
		{"subject-name", "nc", "ou = sales", true},
		{"subject-name", "nc", "ou = vpn", false},
		{"subject-name", "eq", "hostname=r1.lab.example,cn=r1.lab.example,ou=vpn,o=lab", true},
		{"subject-name", "eq", "ou = vpn", false},
		{"subject-name", "ne", "ou = vpn", true},
		{"subject-name", "co", "", false},
		{"issuer-name", "co", "cn = ca", true},
		{"issuer-name", "eq", "cn=CA, o=lab", true},
		{"issuer-name", "co", "ou = vpn", false},
		{"unstructured-subject-name", "co", "r1.lab", true},
		{"unstructured-subject-name", "co", "ou = vpn", false},
		{"name", "co", "ou = vpn", true},
		{"name", "eq", "hostname = r1.lab.example", true},
		{"alt-subject-name", "co", "r1", false},
		{"alt-subject-name", "nc", "r1", true},
		{"serial-number", "eq", "02", true},
		{"serial-number", "eq", "2", true},
		{"serial-number", "eq", "3", false},
		{"serial-number", "ne", "3", true},
		{"valid-start", "lt", "Mar 26 2026", true},
		{"valid-start", "ge", "Mar 25 2026 12:00:00", true},
		{"valid-start", "eq", "Mar 25 2026 12:00:00", true},
		{"valid-start", "ge", "Mar 25 2026 12:00:01", false},
		{"expires-on", "gt", "Jan 01 2027", true},
		{"expires-on", "lt", "Jan 01 2027", false},
		{"expires-on", "ne", "Jan 01 2027", true},
		{"expires-on", "ge", "tomorrow", false},
	} {
		if got := pki.Matches([]pki.Rule{{r.field, r.test, r.value}}, c); got != r.want {
			t.Errorf("%s %s %q: %v", r.field, r.test, r.value, got)
		}
	}
	all := []pki.Rule{{"subject-name", "co", "ou = vpn"}, {"issuer-name", "co", "cn = other"}}
	if pki.Matches(all, c) || !pki.Matches(all[:1], c) || !pki.Matches(nil, c) {
		t.Error("a certificate matches if it is as every rule says")
	}
}
