package scep_test

import (
	"strings"
	"testing"

	"ruthere/crypto/pki/scep"
	"ruthere/web"
)

// Where the server of an `enrollment url` is.
func TestServers(t *testing.T) {
	for _, c := range []struct{ url, host, want string }{
		{"http://192.0.2.1", "192.0.2.1", "/cgi-bin/pkiclient.exe"},
		{"http://192.0.2.1:80", "192.0.2.1", "/cgi-bin/pkiclient.exe"},
		{"http://ca.lab.example:8080/", "ca.lab.example:8080", "/cgi-bin/pkiclient.exe"},
		{"http://192.0.2.1/certsrv/mscep/mscep.dll", "192.0.2.1", "/certsrv/mscep/mscep.dll/pkiclient.exe"},
		{"http://192.0.2.1/x/pkiclient.exe", "192.0.2.1", "/x/pkiclient.exe"},
		{"https://192.0.2.1", "", ""}, {"tftp://192.0.2.1", "", ""}, {"http://", "", ""}, {"http://192.0.2.1:0", "", ""},
		{"http://user@192.0.2.1", "", ""}, {"http://192.0.2.1:99999", "", ""}, {"http://h/" + strings.Repeat("x", 3000), "", ""},
	} {
		l, err := scep.ParseServer(c.url)
		if (err != nil) != (c.want == "") {
			t.Errorf("%.60s: %+v, %v", c.url, l, err)
			continue
		}
		if err != nil {
			continue
		}
		got := string(l.Ask(scep.GetCACert, "my TP").Append(nil))
		want := "GET " + c.want + "?operation=GetCACert&message=my+TP HTTP/1.0\r\nUser-Agent: Mozilla/4.0 (compatible; MSIE 5.0; Cisco PKI)\r\n" +
			"Host: " + c.host + "\r\n\r\n"
		if got != want {
			t.Errorf("%s: %q, want %q", c.url, got, want)
		}
	}
}

// A message arrives as it was sent, by GET or by POST, and also from those who do not escape it.
func TestMessagesOverHTTP(t *testing.T) {
	l, _ := scep.ParseServer("http://192.0.2.1")
	message := []byte{0xfb, 0xef, 0xbe, 0x3e, 0x3f, 0}
	read := func(wire []byte) (scep.Operation, []byte, error) {
		r := web.NewRequestReader(1000)
		r.Feed(wire)
		q, _ := r.Request()
		return scep.Read(q)
	}
	for name, wire := range map[string][]byte{
		"GET":                   l.Send(message, scep.Capabilities{}).Append(nil),
		"POST":                  l.Send(message, scep.ParseCapabilities("POSTPKIOperation")).Append(nil),
		"the alphabet for URLs": []byte("GET /cgi-bin/pkiclient.exe?operation=PKIOperation&message=----Pj8A HTTP/1.0\r\n\r\n"),
		"escapes":               []byte("GET /cgi-bin/pkiclient.exe?operation=PKIOperation&message=++%2B%2BPj8A HTTP/1.0\r\n\r\n"),
	} {
		if o, got, err := read(wire); o != scep.PKIOperation || string(got) != string(message) || err != nil {
			t.Errorf("%s: %s % x, %v in\n%s", name, o, got, err, wire)
		}
	}
	if _, _, err := read([]byte("GET /cgi-bin/pkiclient.exe?operation=PKIOperation&message=*** HTTP/1.0\r\n\r\n")); err == nil {
		t.Error("a message that is no base 64 is taken")
	}
}

// How a message is encrypted and signed, by what the server says of itself.
func TestCapabilities(t *testing.T) {
	for _, c := range []struct{ text, wanted, encryption, digest string }{
		{"", "", "DES", "md5"},
		{"Renewal\nSHA-1\nDES3\nPOSTPKIOperation\n", "", "DES3", "sha1"},
		{"AES\r\nDES3\r\nSHA-1\r\nSHA-256\r\nSHA-512", "", "AES", "sha512"},
		{"DES3 AES SHA-1", "sha256", "AES", "sha256"},
		{"SCEPStandard", "", "AES", "sha256"},
		{"<html>", "", "DES", "md5"},
	} {
		caps := scep.ParseCapabilities(c.text)
		if e, d := caps.Encryption().Word, caps.Digest(c.wanted).Word; e != c.encryption || d != c.digest {
			t.Errorf("%q: %s %s, want %s %s", c.text, e, d, c.encryption, c.digest)
		}
	}
}

// Whatever a server answers or a client asks is read or refused.
func FuzzHTTP(f *testing.F) {
	f.Add([]byte("GET /cgi-bin/pkiclient.exe?operation=PKIOperation&message=MIIB HTTP/1.0\r\n\r\n"), "application/x-x509-ca-ra-cert")
	f.Add([]byte{0x30, 0x80}, "application/x-x509-ca-cert; charset=x")
	f.Add([]byte("POSTPKIOperation\nSHA-1"), "http://192.0.2.1:8080/x?y")
	f.Fuzz(func(t *testing.T, b []byte, text string) {
		r := web.NewRequestReader(1 << 16)
		r.Feed(b)
		if q, ok := r.Request(); ok {
			if _, message, err := scep.Read(q); err != nil && message != nil {
				t.Error("a message and an error")
			}
		}
		if a, err := scep.ReadAuthorities(text, b); err == nil && (a.CA == nil || a.Encrypt == nil || a.Sign == nil) {
			t.Error("an authority without a certificate")
		}
		scep.ParseCapabilities(string(b)).Encryption()
		if l, err := scep.ParseServer(text); err == nil && !strings.HasSuffix(l.Path, scep.Program) {
			t.Errorf("a server at %q", l.Path)
		}
	})
}
