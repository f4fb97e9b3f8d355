package server_test

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ruthere/crypto/pki"
	"ruthere/crypto/pki/scep"
	"ruthere/crypto/pki/server"
	"ruthere/debuglog"
)

var noon = time.Date(2026, 3, 25, 12, 0, 0, 0, time.UTC)

// key is one of the keys of testdata/keys.pem, by its number from 1. Fuzzing needs the same in each of its processes, and soon.
func key(t testing.TB, number byte) *rsa.PrivateKey {
	t.Helper()
	rest, err := os.ReadFile("testdata/keys.pem")
	if err != nil {
		t.Fatal(err)
	}
	var block *pem.Block
	for range number {
		block, rest = pem.Decode(rest)
	}
	k, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func name(t testing.TB, text string) pki.Name {
	t.Helper()
	n, err := pki.ParseName(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A rig is a server with its files, and what it said.
type rig struct {
	*server.Server
	policy server.Policy
	host   server.Host
	files  map[string]string
	said   []string
	full   bool
	spent  int
}

func newRig(t testing.TB, change func(*server.Policy)) *rig {
	t.Helper()
	md5, _ := pki.HashNamed("md5")
	r := &rig{files: map[string]string{}, policy: server.Policy{Name: "CA", Issuer: name(t, "cn=CA,o=lab"), Grant: server.Auto, Hash: md5,
		Authority: server.AuthorityDefault, Issued: server.IssuedDefault, List: server.ListDefault, Request: server.RequestDefault}}
	if change != nil {
		change(&r.policy)
	}
	r.host = server.Host{Random: rand.NewChaCha8([32]byte{9}), Spend: func(*rsa.PublicKey) { r.spent++ },
		Say: func(l debuglog.Line) {
			if text, ok := l.Text(debuglog.IOS15); ok {
				r.said = append(r.said, text)
			}
		},
		Read: func(name string) (string, bool) { text, ok := r.files[name]; return text, ok },
		Write: func(name, data string) error {
			if r.full {
				return errors.New("no space left on device")
			}
			r.files[name] = data
			return nil
		}}
	var err error
	if r.Server, err = server.Create(r.policy, key(t, 1), r.host, noon); err != nil {
		t.Fatal(err)
	}
	return r
}

// enrolment is one of a router's with the server.
func (r *rig) enrolment(t testing.TB, number byte, subject, challenge string) *scep.Enrolment {
	t.Helper()
	h, _ := pki.HashNamed("sha1")
	q := &pki.Request{Subject: name(t, subject), Challenge: challenge, Usage: pki.RouterUsage}
	if err := q.Make(h, key(t, number)); err != nil {
		t.Fatal(err)
	}
	a, err := scep.ReadAuthorities(scep.AuthorityType, r.Certificate().Raw)
	if err != nil {
		t.Fatal(err)
	}
	e, err := scep.Begin(a, scep.Capabilities{}, q, key(t, number), h, noon)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func (r *rig) exchange(t testing.TB, e *scep.Enrolment, message []byte, err error, now time.Time) scep.Answer {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	reply, err := r.Receive(message, now)
	if err != nil {
		t.Fatal(err)
	}
	a, err := e.Take(reply)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (r *rig) ask(t testing.TB, e *scep.Enrolment, now time.Time) scep.Answer {
	t.Helper()
	message, err := e.Ask(r.host.Random)
	return r.exchange(t, e, message, err, now)
}

func (r *rig) poll(t testing.TB, e *scep.Enrolment, now time.Time) scep.Answer {
	t.Helper()
	message, err := e.Poll(r.host.Random)
	return r.exchange(t, e, message, err, now)
}

// What the policy says of a request, and what the administrator says afterwards.
func TestGranting(t *testing.T) {
	for _, c := range []struct {
		name   string
		grant  server.Grant
		then   func(*server.Server) error
		first  pki.Status
		second pki.Status
	}{
		{"auto", server.Auto, nil, pki.Granted, pki.Granted},
		{"none", server.None, nil, pki.Rejected, pki.Rejected},
		{"by hand, nobody cares", server.Manual, nil, pki.Pending, pki.Pending},
		{"by hand, granted", server.Manual, func(s *server.Server) error { return s.GrantRequest(1, noon) }, pki.Pending, pki.Granted},
		{"by hand, all granted", server.Manual, func(s *server.Server) error { return s.GrantRequest(0, noon) }, pki.Pending, pki.Granted},
		{"by hand, rejected", server.Manual, func(s *server.Server) error { return s.RejectRequest(1) }, pki.Pending, pki.Rejected},
		{"by hand, removed", server.Manual, func(s *server.Server) error { return s.RemoveRequest(1) }, pki.Pending, pki.Rejected},
		{"no registration authority", server.RAAuto, nil, pki.Pending, pki.Pending},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, func(p *server.Policy) { p.Grant = c.grant })
			e := r.enrolment(t, 2, "hostname=r1,cn=r1", "")
			if a := r.ask(t, e, noon); a.Status != c.first {
				t.Errorf("at first: %s", a.Status)
			}
			if c.then != nil {
				if err := c.then(r.Server); err != nil {
					t.Fatal(err)
				}
			}
			a := r.poll(t, e, noon)
			if a.Status != c.second || (a.Certificate != nil) != (c.second == pki.Granted) {
				t.Errorf("at last: %s, %v", a.Status, a.Certificate)
			}
			if a.Certificate != nil && pki.Issued(r.Certificate(), a.Certificate) != "" {
				t.Error("somebody else has signed the certificate")
			}
		})
	}
}

// A message that comes twice has one certificate; a new enrolment with the same key has another.
func TestMessagesComeTwice(t *testing.T) {
	r := newRig(t, nil)
	e := r.enrolment(t, 2, "cn=r1", "")
	message, err := e.Ask(r.host.Random)
	first := r.exchange(t, e, message, err, noon)
	second := r.exchange(t, e, message, err, noon)
	third := r.ask(t, e, noon)
	if first.Certificate.Serial() != "02" || second.Certificate.Serial() != "02" || third.Certificate.Serial() != "03" {
		t.Errorf("%s, %s, %s", first.Certificate.Serial(), second.Certificate.Serial(), third.Certificate.Serial())
	}
}

// A password that was drawn grants one request, within its time.
func TestOneTimePassword(t *testing.T) {
	r := newRig(t, func(p *server.Policy) { p.Grant = server.Manual })
	password, err := r.MakePassword(time.Hour, noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		challenge string
		at        time.Time
		want      pki.Status
	}{{"wrong", noon, pki.Pending}, {password, noon.Add(59 * time.Minute), pki.Granted}, {password, noon.Add(59 * time.Minute), pki.Pending}} {
		if a := r.ask(t, r.enrolment(t, 2, "cn=r1", c.challenge), c.at); a.Status != c.want {
			t.Errorf("with %q: %s, want %s", c.challenge, a.Status, c.want)
		}
		if err := r.RemoveRequest(0); err != nil {
			t.Fatal(err)
		}
	}
	late, _ := r.MakePassword(time.Hour, noon)
	if a := r.ask(t, r.enrolment(t, 2, "cn=r1", late), noon.Add(time.Hour)); a.Status != pki.Pending {
		t.Errorf("too late: %s", a.Status)
	}
}

// A server that is taken up again goes on with its serial numbers and its list, and does not without its files.
func TestResume(t *testing.T) {
	r := newRig(t, nil)
	c := r.ask(t, r.enrolment(t, 2, "cn=r1", ""), noon).Certificate
	if err := r.Revoke(c.Serial(), noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	again, err := server.Resume(r.policy, r.Certificate(), key(t, 1), r.host, noon.Add(2*time.Hour))
	if err != nil || again.LastSerial().Int64() != 2 || len(again.Revoked()) != 1 {
		t.Fatalf("%+v, %v", again, err)
	}
	r.Server = again
	if c := r.ask(t, r.enrolment(t, 3, "cn=r2", ""), noon).Certificate; c.Serial() != "03" {
		t.Errorf("the next certificate is %s", c.Serial())
	}
	if _, err := server.Resume(r.policy, r.Certificate(), key(t, 2), r.host, noon); err == nil {
		t.Error("it goes on with another key")
	}
	for file, want := range map[string]error{"CA.ser": server.ErrNoDatabase, "CA.crl": server.ErrNoList} {
		kept := r.files[file]
		for _, broken := range []string{"", "last_serial = 0xZZ"} {
			r.files[file] = broken
			if _, err := server.Resume(r.policy, r.Certificate(), key(t, 1), r.host, noon); !errors.Is(err, want) {
				t.Errorf("with %s of %q: %v", file, broken, err)
			}
		}
		r.files[file] = kept
	}
}

// The list is renewed when it ends, whether or not something was revoked, and requests are forgotten.
func TestTime(t *testing.T) {
	r := newRig(t, func(p *server.Policy) { p.Grant, p.Request = server.Manual, 10*time.Hour })
	r.ask(t, r.enrolment(t, 2, "cn=r1", ""), noon)
	if at := r.Deadline(); !at.Equal(noon.Add(6 * time.Hour)) {
		t.Errorf("the list ends at %v", at)
	}
	r.Tick(noon.Add(6 * time.Hour))
	if _, began, end := r.List(); !began.Equal(noon.Add(6*time.Hour)) || !end.Equal(noon.Add(12*time.Hour)) {
		t.Errorf("the next holds from %v to %v", began, end)
	}
	if at := r.Deadline(); !at.Equal(noon.Add(10 * time.Hour)) {
		t.Errorf("then the request is forgotten, at %v", at)
	}
	if r.Tick(noon.Add(10 * time.Hour)); len(r.Requests()) != 0 {
		t.Error("it is not")
	}
}

// What cannot be written is not issued: a serial number would be given twice.
func TestFullMemory(t *testing.T) {
	r := newRig(t, nil)
	r.full = true
	if a := r.ask(t, r.enrolment(t, 2, "cn=r1", ""), noon); a.Status != pki.Pending || a.Certificate != nil || r.Broken() == nil {
		t.Errorf("%+v, broken: %v", a, r.Broken())
	}
	r.full = false
	r.Tick(noon.Add(6 * time.Hour))
	if err := r.GrantRequest(0, noon.Add(6*time.Hour)); err != nil {
		t.Error(err)
	}
}

// A request that somebody else has signed, a message that is none and a poll for somebody else's certificate get nothing.
func TestNothingForOthers(t *testing.T) {
	r := newRig(t, nil)
	if _, err := r.Receive([]byte("nonsense"), noon); err == nil {
		t.Error("nonsense is answered")
	}
	mine, other := r.enrolment(t, 2, "cn=r1", ""), r.enrolment(t, 3, "cn=r2", "")
	r.ask(t, mine, noon)
	other.Transaction = mine.Transaction
	if a := r.poll(t, other, noon); a.Status != pki.Rejected || a.Fail != pki.BadID {
		t.Errorf("a poll with another key: %+v", a)
	}
	other.Request = mine.Request
	if a := r.ask(t, other, noon); a.Status != pki.Rejected || a.Fail != pki.BadCheck {
		t.Errorf("a request of another key: %+v", a)
	}
}

// The database of requests is bounded, and what was decided goes first.
func TestManyRequests(t *testing.T) {
	r := newRig(t, func(p *server.Policy) { p.Grant = server.Manual })
	h, _ := pki.HashNamed("sha1")
	q := &pki.Request{Subject: name(t, "cn=r")}
	if err := q.Make(h, key(t, 2)); err != nil {
		t.Fatal(err)
	}
	for range 1000 {
		if _, err := r.TakePKCS10(q.Raw, noon); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.TakePKCS10(q.Raw, noon); err == nil || len(r.Requests()) != 1000 {
		t.Errorf("%d requests, %v", len(r.Requests()), err)
	}
	if err := r.RejectRequest(1); err != nil {
		t.Fatal(err)
	}
	if got, err := r.TakePKCS10(q.Raw, noon); err != nil || got.ID != 1001 || len(r.Requests()) != 1000 || r.Requests()[0].ID != 2 {
		t.Errorf("%+v, %v", got, err)
	}
}

// OpenSSL takes every certificate and every list of a server's life, and finds what was revoked.
func TestOpenSSLTakesWhatAServerIssues(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	for _, word := range []string{"md5", "sha1", "sha256", "sha512"} {
		r := newRig(t, func(p *server.Policy) {
			p.Hash, _ = pki.HashNamed(word)
			p.CDP = "http://192.0.2.1/cgi-bin/pkiclient.exe?operation=GetCRL"
		})
		c := r.ask(t, r.enrolment(t, 2, "hostname=r1.lab.example+ipaddress=192.0.2.2,cn=r1", "pass"), noon).Certificate
		e := r.enrolment(t, 3, "cn=r2", "")
		r.ask(t, e, noon)
		verify := func(want string) {
			t.Helper()
			message, err := e.AskList(c, r.host.Random)
			a := r.exchange(t, e, message, err, noon)
			dir := t.TempDir()
			for file, block := range map[string]pem.Block{"ca.pem": {Type: "CERTIFICATE", Bytes: r.Certificate().Raw},
				"c.pem": {Type: "CERTIFICATE", Bytes: c.Raw}, "crl.pem": {Type: "X509 CRL", Bytes: a.List}} {
				if err := os.WriteFile(filepath.Join(dir, file), pem.EncodeToMemory(&block), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			run := exec.Command("openssl", "verify", "-auth_level", "0", "-attime", "1774440060", "-crl_check", "-CRLfile", "crl.pem",
				"-CAfile", "ca.pem", "c.pem")
			run.Dir = dir
			if out, _ := run.CombinedOutput(); !strings.Contains(string(out), want) {
				t.Errorf("%s: want %q in\n%s", word, want, out)
			}
		}
		verify("c.pem: OK")
		if err := r.Revoke(c.Serial(), noon); err != nil {
			t.Fatal(err)
		}
		verify("certificate revoked")
	}
}

// Whatever comes, it is answered or refused, and nothing is issued that was not asked for.
func FuzzReceive(f *testing.F) {
	r := newRig(f, nil)
	e := r.enrolment(f, 2, "cn=r1", "secret")
	for _, make := range []func() ([]byte, error){
		func() ([]byte, error) { return e.Ask(r.host.Random) },
		func() ([]byte, error) { return e.Poll(r.host.Random) },
		func() ([]byte, error) { return e.AskList(r.Certificate(), r.host.Random) },
	} {
		message, err := make()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(message)
	}
	f.Add([]byte{0x30, 0x80})
	f.Fuzz(func(t *testing.T, message []byte) {
		before := r.LastSerial().Int64()
		reply, err := r.Receive(message, noon)
		if err == nil && len(reply) == 0 {
			t.Error("neither an answer nor an error")
		}
		if after := r.LastSerial().Int64(); after > before+1 {
			t.Errorf("one message has got %d certificates", after-before)
		}
	})
}

// A certificate asks for the next one, of another key, and hears what became of that; nobody else does.
func TestRenewal(t *testing.T) {
	r := newRig(t, func(p *server.Policy) { p.Grant = server.Manual })
	grant := func() {
		t.Helper()
		if err := r.GrantRequest(0, noon); err != nil {
			t.Fatal(err)
		}
	}
	first := r.enrolment(t, 2, "cn=r1", "")
	r.ask(t, first, noon)
	grant()
	own := r.poll(t, first, noon).Certificate
	next := r.enrolment(t, 3, "cn=r1", "")
	next.As(scep.Identity{Certificate: own, Key: key(t, 2)})
	if a := r.ask(t, next, noon); a.Status != pki.Pending {
		t.Fatalf("%+v", a)
	}
	grant()
	h, _ := pki.HashNamed("sha1")
	stranger := r.enrolment(t, 3, "cn=r1", "")
	unknown, err := pki.SelfSigned(name(t, "cn=r1"), key(t, 2), h, noon)
	if err != nil {
		t.Fatal(err)
	}
	stranger.As(scep.Identity{Certificate: unknown, Key: key(t, 2)})
	if a := r.poll(t, stranger, noon); a.Status != pki.Rejected || a.Fail != pki.BadID {
		t.Errorf("a stranger is told %+v", a)
	}
	if a := r.poll(t, next, noon); a.Status != pki.Granted || !a.Certificate.Key.Equal(&key(t, 3).PublicKey) {
		t.Errorf("%+v", a)
	}
}
