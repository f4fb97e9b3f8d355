package ios

import (
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/debuglog"
)

// What a device writes of certificates is printed as it was, in the order of the device, whatever the order it came in; the older
// spelling is taken too.
func TestCertificatesAreKept(t *testing.T) {
	const text = `crypto pki trustpoint TP
 enrollment mode ra
 enrollment retry count 5
 enrollment url http://192.0.2.1:80
 usage ike
 serial-number none
 fqdn r1.lab.example
 ip-address none
 password 7 13061E010803
 subject-name cn=r1.lab.example,c=XX
 chain-validation continue UP
 revocation-check crl ocsp none
 source interface Loopback0
 vrf RED
 match certificate CM allow expired-certificate
 rsakeypair R1KEY 2048
 auto-enroll 70 regenerate
!
crypto pki trustpoint OTHER
 enrollment terminal pem
 revocation-check crl
!
!
crypto pki certificate map CM 10
 subject-name co ou = vpn
 expires-on ge Jan 01 2026 00:00:00
 issuer-name nc test
!
!
crypto pki certificate chain TP
 certificate 02
  30820330 30820218 A0030201 02020102 300D0609 2A864886 F70D0101 05050030
  CE5F3142 680D8F
` + "  \tquit\n" + ` certificate ca 01 nvram:CA#1CA.cer
!
`
	for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		c := load(t, release, text)
		if printed := running(c, release); !strings.Contains(printed, text) {
			t.Errorf("%v printed:\n%s", release, printed)
		}
		tp := c.Trustpoint("TP")
		want := config.CertificateRule{Field: config.FieldSubject, Test: "co", Value: "ou = vpn"}
		if len(tp.Own()) != 39 || tp.CA() != nil || tp.Enrollment.RetryCount != 5 || c.CertificateMap("CM", 10).Rules[0] != want {
			t.Errorf("%v: kept as %+v, %+v", release, tp, c.PKI.Maps)
		}
		older := strings.NewReplacer("crypto pki", "crypto ca", "05050030\n", "05050030 \n", "ou = vpn", "ou=vpn", ":80\n", "\n").Replace(text)
		if printed := running(load(t, release, older), release); !strings.Contains(printed, text) {
			t.Errorf("%v, from the older spelling, printed:\n%s", release, printed)
		}
	}
}

// Of the ways to enrol a trustpoint has one, and `no` takes away what is there, not another.
func TestOneWayToEnrol(t *testing.T) {
	const trustpoint = "crypto pki trustpoint TP\n"
	for _, c := range []struct{ lines, want string }{
		{"enrollment terminal\n enrollment url http://ca/certsrv/mscep/mscep.dll", " enrollment url http://ca:80/certsrv/mscep/mscep.dll\n"},
		{"enrollment url http://ca:8080\n enrollment retry period 2\n enrollment selfsigned",
			" enrollment retry period 2\n enrollment selfsigned\n"},
		{"enrollment url http://192.0.2.1:80 pem vrf RED", " enrollment url http://192.0.2.1:80 pem vrf RED\n"},
		{"enrollment terminal pem\n no enrollment url", " enrollment terminal pem\n"},
		{"enrollment terminal pem\n no enrollment terminal", ""},
		{"enrollment retry count 10\n enrollment retry period 1", ""},
		{"revocation-check none\n no revocation-check", ""},
	} {
		want := trustpoint + c.want + " revocation-check crl\n"
		if printed := running(load(t, debuglog.IOS15, trustpoint+" "+c.lines+"\n"), debuglog.IOS15); !strings.Contains(printed, want) {
			t.Errorf("%q: want %q in\n%s", c.lines, want, printed)
		}
	}
}
