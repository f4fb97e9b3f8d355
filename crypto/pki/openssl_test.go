package pki_test

import (
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"ruthere/crypto/pki"
)

// OpenSSL reads, and finds right, every root, request, certificate and revocation list that is written, with every hash.
func TestOpenSSLTakesWhatIsWritten(t *testing.T) {
	for _, word := range []string{"md5", "sha1", "sha256", "sha384", "sha512"} {
		t.Run(word, func(t *testing.T) {
			a := authority(t, "cn=CA,o=lab,c=XX", word, 2048)
			a.CDP = "http://192.0.2.1/ca.crl"
			r := &pki.Request{Subject: name(t, "cn=r1.lab.example,ou=vpn,hostname=r1.lab.example+serialNumber=67109312,ipaddress=203.0.113.1"),
				Challenge: "a pass*word", Names: []string{"r1.lab.example"}, Addresses: []netip.Addr{netip.MustParseAddr("203.0.113.1")},
				Usage: pki.RouterUsage}
			if err := r.Make(hash(t, word), key(t, 2, 1024)); err != nil {
				t.Fatal(err)
			}
			said, err := openssl(t, map[string][]byte{"r.der": r.Raw}, "req", "-inform", "DER", "-in", "r.der", "-verify", "-noout", "-text",
				"-nameopt", "RFC2253")
			for _, want := range []string{"self-signature verify OK", "challengePassword        :a pass*word",
				"DNS:r1.lab.example, IP Address:203.0.113.1",
				"Digital Signature, Key Encipherment", "CN=r1.lab.example,OU=vpn,"} {
				if err != nil || !strings.Contains(said, want) {
					t.Fatalf("the request: want %q in\n%s%v", want, said, err)
				}
			}
			asked, err := pki.ParseRequest(r.Raw)
			if err != nil || asked.Challenge != r.Challenge {
				t.Fatalf("%+v, %v", asked, err)
			}
			c, err := a.Issue(asked, noon)
			if err != nil {
				t.Fatal(err)
			}
			list, err := a.RevocationList(noon, noon.Add(6*time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			files := map[string][]byte{"ca.pem": asPEM("CERTIFICATE", a.Certificate.Raw), "c.pem": asPEM("CERTIFICATE", c.Raw),
				"crl.pem": asPEM("X509 CRL", list)}
			verify := []string{"verify", "-auth_level", "0", "-attime", seconds(noon), "-crl_check", "-CRLfile", "crl.pem", "-CAfile", "ca.pem"}
			if said, err := openssl(t, files, append(verify, "-x509_strict", "c.pem")...); err != nil {
				t.Errorf("the certificate: %s%v", said, err)
			}
			if err := a.Revoke(c.SerialNumber, noon); err != nil {
				t.Fatal(err)
			}
			if files["crl.pem"], err = a.RevocationList(noon, noon.Add(6*time.Hour)); err != nil {
				t.Fatal(err)
			}
			files["crl.pem"] = asPEM("X509 CRL", files["crl.pem"])
			if said, err := openssl(t, files, append(verify, "c.pem")...); err == nil || !strings.Contains(said, "certificate revoked") {
				t.Errorf("revoked, OpenSSL says %s%v", said, err)
			}
			text, err := openssl(t, map[string][]byte{"c.der": c.Raw}, "x509", "-inform", "DER", "-in", "c.der", "-noout", "-text")
			if err != nil || !regexp.MustCompile(`URI:http://192.0.2.1/ca.crl`).MatchString(text) {
				t.Errorf("%s%v", text, err)
			}
		})
	}
}

func seconds(at time.Time) string { return strconv.FormatInt(at.Unix(), 10) }
