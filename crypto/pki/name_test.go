package pki_test

import (
	"strings"
	"testing"

	"ruthere/crypto/pki"
)

// Names as users write them, and as IOS shows them.
func TestNames(t *testing.T) {
	for text, want := range map[string]string{
		"cn=r1.lab.example,c=XX":                "cn=r1.lab.example|c=XX",
		"CN=r1, OU = vpn ,O=\"A, B + C\"":       "cn=r1|ou=vpn|o=A, B + C",
		`o=a\,b,cn=x`:                           "o=a,b|cn=x",
		"serialNumber=7+hostname=r1,cn=r1":      "serialNumber=7+hostname=r1|cn=r1",
		"ou=a,ou=b,e=x@y.example,s=Bavaria":     "ou=a|ou=b|e=x@y.example|st=Bavaria",
		"dc=lab,dc=example,ipaddress=192.0.2.1": "dc=lab|dc=example|ipaddress=192.0.2.1",
	} {
		n := name(t, text)
		if got := strings.Join(n.Lines(), "|"); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
		der, err := n.Encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := pki.DecodeName(der)
		if err != nil || again.String() != n.String() {
			t.Errorf("%s: decoded %s, %v", text, again, err)
		}
	}
	n := name(t, "cn=r1,ou=a,ou=b")
	if n.First("CN") != "r1" || len(n.All("ou")) != 2 || n.First("o") != "" {
		t.Errorf("%s: cn %q, ou %q", n, n.First("CN"), n.All("ou"))
	}
}

// What is no name is refused, and the word that is wrong is named.
func TestNamesThatAreNone(t *testing.T) {
	for text, want := range map[string]string{"": "no attribute", "r1": "no attribute", "cn=": "no attribute", "cn=a,,c=b": "no attribute",
		"color=red": `"color"`, strings.Repeat("ou=a,", 64) + "ou=a": "65 parts"} {
		if _, err := pki.ParseName(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: %v, want %s", text, err, want)
		}
	}
	der, _ := name(t, "cn=a\x1b[2Jb").Encode()
	hostile, err := pki.DecodeName(der)
	if err != nil || strings.Contains(hostile.String(), "\x1b") {
		t.Errorf("%q, %v", hostile, err)
	}
}

// Hexadecimal lines are as in a running-config: eight words a line, the last one shorter.
func TestHexLines(t *testing.T) {
	c := authority(t, "cn=CA", "sha1", 1024).Certificate
	lines := pki.HexLines(c.Raw)
	if len(lines[0]) != 71 || !strings.HasPrefix(lines[0], "3082") {
		t.Errorf("%q", lines[0])
	}
	der, err := pki.ParseHexLines(lines)
	if err != nil || string(der) != string(c.Raw) {
		t.Errorf("%d bytes, %v", len(der), err)
	}
	for _, text := range []string{string(asPEM("CERTIFICATE", c.Raw)), strings.Join(pki.Base64Lines(c.Raw), "\n")} {
		if der, err := pki.ParsePasted(text); err != nil || string(der) != string(c.Raw) {
			t.Errorf("%d bytes, %v", len(der), err)
		}
	}
	if _, err := pki.ParseHexLines([]string{"30ZZ"}); err == nil {
		t.Error("no hexadecimal digits are taken")
	}
	if _, err := pki.ParsePasted("\n"); err == nil {
		t.Error("nothing is taken")
	}
}
