package router

import (
	"slices"
	"strings"
	"testing"

	"ruthere/debuglog"
)

// Keys and certificates go from one router to another, and to OpenSSL and back, under a passphrase and no other.
func TestArchivesAreExchanged(t *testing.T) {
	w := newWorkshop(t)
	d := configuring(t, debuglog.IOS15, "hostname R1\nip domain name lab.example\n")
	w.openssl("req", "-newkey", "rsa:1024", "-nodes", "-keyout", "r1.key", "-out", "r1.req", "-subj", "/CN=r1.lab.example")
	w.sign("r1")
	w.openssl("pkcs12", "-export", "-inkey", "r1.key", "-in", "r1.pem", "-certfile", "ca.pem", "-passout", "pass:c1sco-pass",
		"-out", "r1.p12")
	w.openssl("base64", "-in", "r1.p12", "-out", "r1.b64")

	said := d.typed(0, append([]string{"crypto pki import TP pkcs12 terminal password wrong"}, w.lines("r1.b64")...)...)
	if !strings.Contains(said, "the password of the PKCS #12 file is another one.\n") || d.router.Config().Trustpoint("TP") != nil {
		t.Errorf("with a wrong password:\n%s", said)
	}
	d.wantLog("%PKI-3-PKCS12_IMPORT_FAILURE: PKCS #12 import failed for trustpoint: TP. Reason: the password of the PKCS #12 file is " +
		"another one")
	said = d.typed(0, append([]string{"crypto pki import TP pkcs12 terminal password c1sco-pass"}, w.lines("r1.b64")...)...)
	if !strings.HasSuffix(said, "CRYPTO_PKI: Imported PKCS12 file successfully.\nR1(config)#") {
		t.Fatal(said)
	}
	for _, want := range []string{"crypto pki trustpoint TP\n enrollment pkcs12\n revocation-check crl\n rsakeypair TP\n",
		"crypto pki certificate chain TP\n certificate 5A\n", "  \tquit\n certificate ca 01\n"} {
		if running := d.typed(0, "do show running-config"); !strings.Contains(running, want) {
			t.Errorf("want %q in\n%s", want, running)
		}
	}

	said = d.typed(0, "crypto pki export TP pkcs12 terminal password an0ther-pass")
	digits := strings.SplitN(strings.SplitN(said, "Exporting pkcs12:\n", 2)[1], "\n\n", 2)[0]
	w.write("out.b64", digits+"\n")
	w.openssl("base64", "-d", "-in", "out.b64", "-out", "out.p12")
	opened := w.openssl("pkcs12", "-in", "out.p12", "-passin", "pass:an0ther-pass", "-nodes", "-legacy")
	if strings.Count(opened, "BEGIN CERTIFICATE") != 2 || !strings.Contains(opened, "BEGIN PRIVATE KEY") {
		t.Error(opened)
	}

	said = d.typed(0, "crypto pki export TP pem terminal 3des password an0ther-pass")
	blocks := pemText.FindAllString(said, -1)
	if len(blocks) != 3 {
		t.Fatal(said)
	}
	w.write("out.key", blocks[1])
	if got, want := w.openssl("rsa", "-in", "out.key", "-passin", "pass:an0ther-pass", "-modulus", "-noout"),
		w.openssl("rsa", "-in", "r1.key", "-modulus", "-noout"); got != want {
		t.Errorf("the key that OpenSSL reads: %s, want %s", got, want)
	}
	other := configuring(t, debuglog.IOSXE, "hostname R2\nip domain name lab.example\n")
	for i, b := range blocks {
		name := []string{"1.pem", "2.pem", "3.pem"}[i]
		w.write(name, b)
	}
	paste := slices.Concat([]string{"crypto pki import TP pem terminal password an0ther-pass"}, w.lines("1.pem"), w.lines("2.pem"),
		w.lines("3.pem"))
	if said := other.typed(0, paste...); !strings.HasSuffix(said, "% PEM files import succeeded.\nR2(config)#") {
		t.Error(said)
	}
	if a, b := d.router.Config().Trustpoint("TP"), other.router.Config().Trustpoint("TP"); string(a.Own()) != string(b.Own()) ||
		!d.router.Keys().Named("TP")[0].Key.Equal(other.router.Keys().Named("TP")[0].Key) {
		t.Error("the other router has something else")
	}
	if said := d.typed(0, "do show tech-support"); strings.Contains(said, "an0ther-pass") || strings.Contains(said, "PRIVATE KEY") {
		t.Error("show tech-support tells a secret")
	}
}

// A trustpoint with certificates goes after a question only.
func TestTrustpointsAreRemoved(t *testing.T) {
	w := newWorkshop(t)
	d := configuring(t, debuglog.IOS15, trustpointTP)
	d.typed(0, append([]string{"crypto pki authenticate TP"}, append(w.lines("ca.pem"), "yes")...)...)
	d.want("no", d.typed(0, "no crypto pki trustpoint TP", "no"), `no crypto pki trustpoint TP
% Removing an enrolled trustpoint will destroy all certificates
 received from the related Certificate Authority.

Are you sure you want to do this? [yes/no]: no
R1(config)#`)
	if d.router.Config().Trustpoint("TP") == nil {
		t.Fatal("it is gone")
	}
	said := d.typed(0, "no crypto pki trustpoint TP", "yes")
	if !strings.HasSuffix(said, "yes\n% Be sure to ask the CA administrator to revoke your certificates.\nR1(config)#") ||
		d.router.Config().Trustpoint("TP") != nil {
		t.Error(said)
	}
}

// Certificates that routers sign for themselves end in 2020, in old releases, and cannot begin after that.
func TestSelfSigned(t *testing.T) {
	w := newWorkshop(t)
	const selfSigned = "hostname R1\nip domain name lab.example\ncrypto pki trustpoint S\n enrollment selfsigned\n" +
		" serial-number none\n ip-address none\n rsakeypair S 1024\n"
	old := configuring(t, debuglog.IOS15, selfSigned)
	said := old.typed(0, "crypto pki enroll S", "yes")
	if !strings.Contains(said, "validity period start later than end.\n") || old.router.Config().Trustpoint("S").Own() != nil {
		t.Errorf("in 2026:\n%s", said)
	}
	old.typed(0, "do clock set 12:00:00 1 jan 2019")
	old.wantLog("%SYS-6-CLOCKUPDATE: System clock has been updated from 15:00:00.000 UTC Wed Mar 25 2026 to 12:00:00.000 UTC Tue Jan 1 2019, "+
		"configured from console by console.", "%PKI-6-AUTHORITATIVE_CLOCK: The system clock has been set.")
	if said := old.typed(0, "crypto pki enroll S", "yes"); !strings.HasSuffix(said, "[yes/no]: yes\n\n"+
		"Router Self Signed Certificate successfully created\n\nR1(config)#") {
		t.Errorf("in 2019:\n%s", said)
	}
	if shown := old.typed(0, "do show crypto pki certificates"); !strings.Contains(shown, "end   date: 00:00:00 UTC Jan 1 2020") {
		t.Error(shown)
	}
	d := configuring(t, debuglog.IOSXE, selfSigned)
	d.typed(0, "crypto pki enroll S", "yes")
	w.write("s.pem", pemText.FindString(d.typed(0, "crypto pki export S pem terminal")))
	if text := w.openssl("x509", "-in", "s.pem", "-noout", "-text"); !strings.Contains(text, "Not After : Jan  1 00:00:00 2030 GMT") {
		t.Error(text)
	}
	w.openssl("verify", "-CAfile", "s.pem", "s.pem")
}

// An archive goes to a file and comes from one, in DER or in PEM; keys that were not made exportable stay.
func TestArchivesInFiles(t *testing.T) {
	d := configuring(t, debuglog.IOSXE, "hostname R1\nip domain name lab.example\ncrypto pki trustpoint S\n enrollment selfsigned\n"+
		" serial-number none\n ip-address none\n rsakeypair S\ncrypto pki trustpoint LOCKED\n enrollment selfsigned\n"+
		" serial-number none\n ip-address none\n rsakeypair LOCKED 512\n")
	d.typed(0, "crypto key generate rsa label S modulus 1024 exportable", "crypto pki enroll S", "yes", "crypto pki enroll LOCKED", "yes")
	d.want("a key that stays", d.typed(0, "crypto pki export LOCKED pkcs12 flash:locked.p12 password an0ther-pass"),
		"crypto pki export LOCKED pkcs12 flash:locked.p12 password an0ther-pass\n% Key pair LOCKED is not exportable.\nR1(config)#")
	d.want("export", d.typed(0, "crypto pki export S pkcs12 flash:s.p12 password an0ther-pass"),
		"crypto pki export S pkcs12 flash:s.p12 password an0ther-pass\nWriting pkcs12 file to flash:s.p12\n"+
			"CRYPTO_PKI: Exported PKCS12 file successfully.\nR1(config)#")
	d.want("import under the same name", d.typed(0, "crypto pki import S pkcs12 flash:s.p12 password an0ther-pass"),
		"crypto pki import S pkcs12 flash:s.p12 password an0ther-pass\n% Trustpoint S is in use.\n"+
			"% Please delete it or use a different label.\nR1(config)#")
	d.want("import", d.typed(0, "crypto pki import T pkcs12 flash:s.p12 password an0ther-pass"),
		"crypto pki import T pkcs12 flash:s.p12 password an0ther-pass\n% Importing pkcs12...\n"+
			"CRYPTO_PKI: Imported PKCS12 file successfully.\nR1(config)#")
	if c := d.router.Config(); string(c.Trustpoint("S").Own()) != string(c.Trustpoint("T").Own()) {
		t.Error("what came back is something else")
	}
	d.want("no such file", d.typed(0, "crypto pki import U pkcs12 flash:u.p12 password an0ther-pass"),
		"crypto pki import U pkcs12 flash:u.p12 password an0ther-pass\n% Importing pkcs12...\n"+
			"%Error opening flash:u.p12 (No such file or directory)\nR1(config)#")
}

// A paste of PEM that is wrong at any of its three steps leaves nothing behind: no trustpoint, no key.
func TestBrokenArchivesChangeNothing(t *testing.T) {
	w := newWorkshop(t)
	w.openssl("req", "-newkey", "rsa:1024", "-nodes", "-keyout", "r1.key", "-out", "r1.req", "-subj", "/CN=r1.lab.example")
	w.sign("r1")
	w.root("other", "/CN=Other", "keyUsage=keyCertSign")
	d := configuring(t, debuglog.IOS15, "hostname R1\nip domain name lab.example\n")
	before, keys := d.router.Language().RunningConfig(d.router.Config()), d.router.Keys().Text()
	junk := []string{"junk", "quit"}
	for name, pastes := range map[string][][]string{
		"no authority":             {junk},
		"not an authority":         {w.lines("r1.pem")},
		"no key":                   {w.lines("ca.pem"), junk},
		"no certificate":           {w.lines("ca.pem"), w.lines("r1.key"), junk},
		"of another key":           {w.lines("ca.pem"), w.lines("r1.key"), w.lines("ca.pem")},
		"of another authority":     {w.lines("other.pem"), w.lines("r1.key"), w.lines("r1.pem")},
		"the key of another thing": {w.lines("ca.pem"), w.lines("other.key"), w.lines("r1.pem")},
	} {
		said := d.typed(0, slices.Concat(append([][]string{{"crypto pki import TP pem terminal password an0ther-pass"}}, pastes...)...)...)
		if !strings.Contains(said, "% PEM files import failed: ") || !strings.HasSuffix(said, "\nR1(config)#") {
			t.Errorf("%s: %s", name, said)
		}
		if after := d.router.Language().RunningConfig(d.router.Config()); after != before || d.router.Keys().Text() != keys {
			t.Errorf("%s: something has changed", name)
		}
	}
	// What was given up with end is taken by nobody.
	d.typed(0, "crypto pki import TP pkcs12 terminal password an0ther-pass", "QUJD", "\x1a")
	if after := d.router.Language().RunningConfig(d.router.Config()); after != before {
		t.Error("a paste that was given up has changed something")
	}
}
