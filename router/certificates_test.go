package router

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ruthere/debuglog"
)

// A workshop is a folder in which OpenSSL is the authority, and reads what routers write.
type workshop struct {
	t   testing.TB
	dir string
}

func newWorkshop(t testing.TB) *workshop {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	w := &workshop{t, t.TempDir()}
	w.root("ca", "/O=lab/CN=CA", "keyUsage=critical,keyCertSign,cRLSign")
	return w
}

// root makes a certificate that signs itself, and its key, with an extension besides the usual ones.
func (w *workshop) root(name, subject, extension string) {
	w.t.Helper()
	w.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", name+".key", "-out", name+".pem", "-days", "20000", "-subj", subject,
		"-set_serial", "1", "-addext", extension)
}

// sign grants a request, with what it asks for.
func (w *workshop) sign(name string) {
	w.t.Helper()
	w.openssl("x509", "-req", "-in", name+".req", "-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", "0x5A", "-days", "3650",
		"-out", name+".pem", "-copy_extensions", "copy")
}

// openssl runs it in the folder, where it must succeed.
func (w *workshop) openssl(words ...string) string {
	w.t.Helper()
	c := exec.Command("openssl", words...)
	c.Dir = w.dir
	said, err := c.CombinedOutput()
	if err != nil {
		w.t.Fatalf("openssl %s: %v\n%s", strings.Join(words, " "), err, said)
	}
	return string(said)
}

func (w *workshop) write(name, text string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

func (w *workshop) read(name string) string {
	w.t.Helper()
	text, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}

// lines are a file as it is pasted: its lines, and an end.
func (w *workshop) lines(name string) []string {
	w.t.Helper()
	return append(strings.Split(strings.TrimSpace(w.read(name)), "\n"), "quit")
}

var pemText = regexp.MustCompile(`(?s)-----BEGIN [^-]*-----\n.*?-----END [^-]*-----\n`)

// digitsOfSums find fingerprints, which differ from run to run.
var digitsOfSums = regexp.MustCompile(`[0-9A-F]{8}(?: [0-9A-F]{8}){3,4}`)

const trustpointTP = `hostname R1
ip domain name lab.example
crypto pki trustpoint TP
 enrollment terminal pem
 subject-name cn=r1.lab.example, ou=vpn
 subject-alt-name r1.lab.example
 rsakeypair R1KEY 1024
 hash sha256
`

// A router gets its certificate by hand: the authority's is pasted and accepted, a request shown, and the certificate that OpenSSL makes
// of it pasted. OpenSSL reads all that the router writes of it.
func TestEnrolmentOnTheTerminal(t *testing.T) {
	w := newWorkshop(t)
	for _, release := range []debuglog.Release{debuglog.IOS15, debuglog.IOSXE} {
		d := configuring(t, release, trustpointTP)
		said := d.typed(0, append([]string{"crypto pki authenticate TP"}, append(w.lines("ca.pem"), "yes")...)...)
		end := digitsOfSums.ReplaceAllString(said[strings.Index(said, "quit\n"):], "SUM")
		d.want("authenticate", end, "quit\nCertificate has the following attributes:\n       Fingerprint MD5: SUM \n"+
			"      Fingerprint SHA1: SUM \n\n% Do you accept this certificate? [yes/no]: yes\nTrustpoint CA certificate accepted.\n"+
			"% Certificate successfully imported\n\nR1(config)#")
		_, sum, _ := strings.Cut(w.openssl("x509", "-in", "ca.pem", "-noout", "-fingerprint", "-md5"), "=")
		sum = strings.TrimSpace(strings.ReplaceAll(sum, ":", ""))
		if !strings.Contains(strings.ReplaceAll(said, " ", ""), "MD5:"+sum) {
			t.Errorf("OpenSSL's sum is %s, the router's in\n%s", sum, said)
		}

		said = d.typed(0, "crypto pki enroll TP", "no", "no", "yes", "no")
		said, logged, _ := strings.Cut(said, "R1(config)#")
		if release == debuglog.IOS15 && len(digitsOfSums.FindAllString(logged, -1)) != 2 {
			t.Errorf("logged:\n%s", logged)
		}
		d.want("enroll", pemText.ReplaceAllString(said, "PEM\n"), `crypto pki enroll TP
% Generating 1024 bit RSA keys, keys will be non-exportable...
[OK] (elapsed time was 0 seconds)

% Start certificate enrollment .. 

% The subject name in the certificate will include: cn=r1.lab.example, ou=vpn
% The subject name in the certificate will include: R1.lab.example
% Include the router serial number in the subject name? [yes/no]: no
% Include an IP address in the subject name? [no]: no
Display Certificate Request to terminal? [yes/no]: yes
Certificate Request follows:

PEM

---End - This line not part of the certificate request---

Redisplay enrollment request? [yes/no]: no
`)
		w.write("r1.req", pemText.FindString(said))
		text := w.openssl("req", "-in", "r1.req", "-verify", "-noout", "-text", "-nameopt", "RFC2253")
		for _, want := range []string{"self-signature verify OK", "OU=vpn", "CN=r1.lab.example", "unstructuredName=R1.lab.example",
			"DNS:r1.lab.example", "Digital Signature, Key Encipherment", "sha256WithRSAEncryption"} {
			if !strings.Contains(text, want) {
				t.Errorf("want %q in the request\n%s", want, text)
			}
		}
		if shown := d.typed(0, "do show crypto pki certificates"); !strings.Contains(shown, "   Status: Pending\n") {
			t.Errorf("a request that waits:\n%s", shown)
		}

		w.sign("r1")
		d.wantImported(w, "r1.pem", "% Router Certificate successfully imported\n\nR1(config)#")
		shown := d.typed(0, "do show crypto pki certificates TP")
		for _, want := range []string{
			"Certificate\n  Status: Available\n  Certificate Serial Number (hex): 5A\n  Certificate Usage: General Purpose\n",
			"  Subject:\n    Name: R1.lab.example\n    hostname=R1.lab.example\n    cn=r1.lab.example\n    ou=vpn\n", "\nCA Certificate\n"} {
			if !strings.Contains(shown, want) {
				t.Errorf("want %q in\n%s", want, shown)
			}
		}
		w.wantChain(d)
	}
}

func (d *rig) wantImported(w *workshop, name, want string) {
	d.t.Helper()
	said := d.typed(0, append([]string{"crypto pki import TP certificate"}, w.lines(name)...)...)
	d.want("import", said[strings.LastIndex(said, "quit\n")+5:], want)
}

// wantChain saves the configuration, boots a router from it, and has OpenSSL verify what is exported there.
func (w *workshop) wantChain(d *rig) {
	w.t.Helper()
	again := newRig(w.t, d.router.Release(), d.router.Language().RunningConfig(d.router.Config()))
	again.typed(0, "enable", "configure terminal")
	said := again.typed(0, "crypto pki export TP pem terminal")
	blocks := pemText.FindAllString(said, -1)
	if len(blocks) != 2 {
		w.t.Fatalf("exported:\n%s", said)
	}
	w.write("out-ca.pem", blocks[0])
	w.write("out.pem", blocks[1])
	if said := w.openssl("verify", "-CAfile", "out-ca.pem", "out.pem"); !strings.Contains(said, "out.pem: OK") {
		w.t.Error(said)
	}
}

// Nothing that is pasted wrong changes anything, and the device says so in its words.
func TestBrokenPastesChangeNothing(t *testing.T) {
	w := newWorkshop(t)
	w.root("other", "/CN=Other", "keyUsage=keyCertSign")
	w.root("user", "/CN=User", "keyUsage=digitalSignature")
	ca, d := w.lines("ca.pem"), configuring(t, debuglog.IOS15, trustpointTP)
	const refused = "% Error in saving certificate: status = FAIL\nR1(config)#"
	authenticate := func(lines ...string) string {
		said := d.typed(0, append([]string{"crypto pki authenticate TP"}, lines...)...)
		return said[max(strings.LastIndex(said, "% Error"), 0):]
	}
	before := d.typed(0, "do show running-config")
	for name, lines := range map[string][]string{
		"nothing":           {"quit"},
		"no base 64":        {"hello, world", "quit"},
		"no certificate":    {"aGVsbG8sIHdvcmxkIQ==", "quit"},
		"cut short":         append(append([]string{}, ca[:4]...), "quit"),
		"a line is missing": append(append([]string{}, ca[:4]...), ca[5:]...),
		"too long":          append(strings.Split(strings.TrimSpace(strings.Repeat("QUJD\n", 60000)), "\n"), "quit"),
		"not an authority":  w.lines("user.pem"),
		"not accepted":      append(append([]string{}, ca...), "no"),
	} {
		d.want(name, authenticate(lines...), refused)
	}
	after := d.typed(0, "do show running-config")
	d.want("the configuration", after, before)

	d.typed(0, append([]string{"crypto pki authenticate TP"}, append(ca, "yes")...)...)
	d.want("a second time", d.typed(0, "crypto pki authenticate TP"), "crypto pki authenticate TP\n"+
		"% Please delete your existing CA certificate first.\n"+
		"% You must use 'no crypto pki trustpoint <trustpoint-name>' to delete the CA certificate.\nR1(config)#")
	before = d.typed(0, "do show running-config")
	for _, name := range []string{"ca.pem", "other.pem"} {
		d.wantImported(w, name, "% Failed to parse or verify imported certificate\nR1(config)#")
	}
	d.want("the configuration", d.typed(0, "do show running-config"), before)
}

// Digits that are typed into a chain take the place of a certificate only if they are one, with that serial number.
func TestDigitsOfAChain(t *testing.T) {
	w := newWorkshop(t)
	d := configuring(t, debuglog.IOS15, trustpointTP)
	d.typed(0, append([]string{"crypto pki authenticate TP"}, append(w.lines("ca.pem"), "yes")...)...)
	before := d.typed(0, "do show running-config")
	for _, lines := range [][]string{
		{"certificate ca 01", "30820330 30820218", "quit"},
		{"certificate ca 01", "quit"},
		{"certificate ca 01", "30820330 3082021", "quit"},
	} {
		said := d.typed(0, append([]string{"crypto pki certificate chain TP"}, lines...)...)
		if !strings.Contains(said, "% Error in saving certificate: status = FAIL\n") {
			t.Errorf("%q said\n%s", lines, said)
		}
		d.typed(0, "exit")
	}
	d.want("the configuration", d.typed(0, "do show running-config"), before)
}
