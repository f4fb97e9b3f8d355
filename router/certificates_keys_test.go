package router

import (
	"slices"
	"strings"
	"testing"

	"ruthere/crypto/keypair"
	"ruthere/debuglog"
	"ruthere/files"
)

// The certificates of keys go with the keys, and those of others stay.
func TestCertificatesGoWithTheirKeys(t *testing.T) {
	w := newWorkshop(t)
	d := configuring(t, debuglog.IOS15, trustpointTP+"crypto pki trustpoint OTHER\n enrollment terminal\n")
	authenticate := slices.Concat([]string{"crypto pki authenticate TP"}, w.lines("ca.pem"), []string{"yes"})
	d.typed(0, authenticate...)
	said := d.typed(0, "crypto pki enroll TP", "no", "no", "yes", "no")
	w.write("r1.req", pemText.FindString(said))
	w.sign("r1")
	d.wantImported(w, "r1.pem", "% Router Certificate successfully imported\n\nR1(config)#")
	d.typed(0, "crypto key generate rsa label MORE modulus 512", "crypto key zeroize rsa MORE", "yes")
	tp := func() (own, ca bool) {
		t := d.router.Config().Trustpoint("TP")
		return t.Own() != nil, t.CA() != nil
	}
	if own, _ := tp(); !own {
		t.Fatal("the certificate has gone with a key that it is not of")
	}
	d.typed(0, "crypto key zeroize rsa R1KEY", "no")
	if own, _ := tp(); !own {
		t.Fatal("the certificate has gone though the user said no")
	}
	d.typed(0, "crypto key zeroize rsa R1KEY", "yes")
	if own, ca := tp(); own || !ca {
		t.Errorf("the router's certificate is there: %v; the authority's: %v", own, ca)
	}
}

// A router that boots with a certificate of another key than it has says so, and that nobody has set its clock.
func TestBootComparesKeys(t *testing.T) {
	d := configuring(t, debuglog.IOSXE, strings.Replace(trustpointTP, " enrollment terminal pem\n", " enrollment selfsigned\n", 1))
	d.typed(0, "crypto pki enroll TP", "no", "no", "yes")
	if !slices.ContainsFunc(d.said(), func(line string) bool { return strings.HasPrefix(line, "%PKI-6-CERT_INSTALL: ") }) {
		t.Error("nothing tells of the certificate")
	}
	d.typed(0, "logging buffered 50000")
	startup, ring := d.router.Language().RunningConfig(d.router.Config()), d.router.Keys()
	other := ring.With(keypair.Pair{Name: "R1KEY", Usage: keypair.General, Key: ring.Named("R1.lab.example")[0].Key})
	const clockless = "%PKI-2-NON_AUTHORITATIVE_CLOCK: PKI functions can not be initialized until an authoritative time source, like NTP, " +
		"can be obtained."
	for _, c := range []struct {
		ring keypair.Ring
		want []string
	}{
		{ring, []string{clockless}},
		{other, []string{"%PKI-3-KEY_CMP_MISMATCH: Key in the certificate and stored key does not match for Trustpoint-TP.",
			clockless}},
	} {
		r := New(Options{Release: debuglog.IOSXE, AnyInterface: true, Files: []files.File{files.Startup(startup)}, Clock: d.now,
			Random: d.router.options.Random, Private: c.ring.Text()})
		var out Out
		r.Boot(d.now, &out)
		var got []string
		for _, line := range r.LogPage().Messages {
			if _, message, isPKI := strings.Cut(line, "%PKI"); isPKI {
				got = append(got, "%PKI"+strings.TrimSpace(message))
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("logged %q, want %q", got, c.want)
		}
	}
}

// What is brief of a configuration leaves out the digits of certificates, and nothing else.
func TestBriefConfiguration(t *testing.T) {
	const text = "crypto pki trustpoint TP\n revocation-check crl\ncrypto pki certificate chain TP\n certificate ca 01\n  3082\n  \tquit\n" +
		"line con 0\n exec-timeout 0 0\n"
	d := newRig(t, debuglog.IOS15, text)
	d.typed(0, "enable")
	whole, brief := d.typed(0, "show running-config full"), d.typed(0, "show running-config brief")
	if !strings.Contains(whole, " certificate ca 01\n  3082\n  \tquit\n") || !strings.Contains(brief, " certificate ca 01\n!\n") {
		t.Errorf("whole:\n%s\nbrief:\n%s", whole, brief)
	}
}

// A configuration that is replaced gets its certificates back, and those of other trustpoints stay. No secret of a dialogue is in the log
// of commands.
func TestCertificatesAreReplaced(t *testing.T) {
	w := newWorkshop(t)
	w.root("other", "/CN=Other", "keyUsage=keyCertSign")
	d := configuring(t, debuglog.IOS15, trustpointTP+"crypto pki trustpoint UP\n enrollment terminal\n"+
		"archive\n log config\n  logging enable\n")
	for _, p := range [][2]string{{"TP", "ca.pem"}, {"UP", "other.pem"}} {
		d.typed(0, slices.Concat([]string{"crypto pki authenticate " + p[0]}, w.lines(p[1]), []string{"yes"})...)
	}
	d.typed(0, "do copy running-config flash:good", "")
	good := d.router.Language().RunningConfig(d.router.Config())
	d.typed(0, "no crypto pki trustpoint TP", "yes", "crypto pki trustpoint TP", "enrollment terminal", "crypto pki authenticate TP")
	d.typed(0, append(w.lines("other.pem"), "yes")...)
	d.typed(0, "crypto pki import X pkcs12 terminal password an0ther-pass", "QUJD", "quit", "end")
	if d.router.Language().RunningConfig(d.router.Config()) == good {
		t.Fatal("nothing has changed")
	}
	said := d.typed(0, "configure replace flash:good force")
	d.want("the configuration after\n"+said, d.router.Language().RunningConfig(d.router.Config()), good)
	if logged := d.typed(0, "show archive log config all"); strings.Contains(logged, "an0ther-pass") {
		t.Error(logged)
	}
}

// Two authorities of one chain may both have called themselves number 1. Each stays what it is, in what is printed, loaded, pasted and
// replaced.
func TestAuthoritiesOfOneNumber(t *testing.T) {
	w := newWorkshop(t)
	w.write("ca.ext", "basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n")
	w.openssl("req", "-newkey", "rsa:1024", "-nodes", "-keyout", "middle.key", "-out", "middle.req", "-subj", "/O=lab/CN=Middle")
	w.openssl("x509", "-req", "-in", "middle.req", "-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", "1", "-days", "3650",
		"-out", "middle.pem", "-extfile", "ca.ext")
	w.openssl("req", "-newkey", "rsa:1024", "-nodes", "-keyout", "r1.key", "-out", "r1.req", "-subj", "/CN=r1")
	w.openssl("x509", "-req", "-in", "r1.req", "-CA", "middle.pem", "-CAkey", "middle.key", "-set_serial", "7", "-days", "365",
		"-out", "r1.pem")
	w.write("chain.pem", w.read("middle.pem")+w.read("ca.pem"))
	w.openssl("pkcs12", "-export", "-inkey", "r1.key", "-in", "r1.pem", "-certfile", "chain.pem", "-passout", "pass:an0ther-pass",
		"-out", "r1.p12")
	w.openssl("base64", "-in", "r1.p12", "-out", "r1.b64")
	d := configuring(t, debuglog.IOS15, "hostname R1\n")
	said := d.typed(0, append([]string{"crypto pki import TP pkcs12 terminal password an0ther-pass"}, w.lines("r1.b64")...)...)
	text := d.router.Language().RunningConfig(d.router.Config())
	if strings.Count(text, "\n certificate ca 01\n") != 2 || len(d.router.Config().Trustpoint("TP").Chain()) != 1 {
		t.Fatalf("%s\n%s", said, text)
	}
	again := newRig(t, debuglog.IOS15, text)
	d.want("loaded", again.router.Language().RunningConfig(again.router.Config()), text)
	again.typed(0, append([]string{"enable", "configure terminal"}, strings.Split(text[strings.Index(text, "crypto pki"):], "\n")...)...)
	d.want("pasted once more", again.router.Language().RunningConfig(again.router.Config()), text)
	d.typed(0, "do copy running-config flash:good", "", "crypto pki certificate chain TP", "no certificate ca 01", "end")
	if chain := d.router.Config().Trustpoint("TP").CA(); chain != nil {
		t.Error("what is taken away by its number stays")
	}
	d.typed(0, "configure replace flash:good force")
	d.want("replaced", d.router.Language().RunningConfig(d.router.Config()), text)
}
