package router

import (
	"bytes"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ocsp"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/pki"
	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/web"
)

// A responderRig is a router whose questions are answered by OpenSSL, and what it said meanwhile.
type responderRig struct {
	t       *testing.T
	box     *Router
	now     time.Time
	shop    *workshop
	readers map[int]*web.Reader
	asked   []string // where
	said    []string
	answer  func(question []byte) []byte
}

const ocspTrustpoint = `hostname R1
crypto pki trustpoint TP
 revocation-check ocsp
 ocsp url http://192.0.2.80:2560/status
end
`

// newResponder is an authority with a certificate of r1 that it calls good.
func newResponder(t *testing.T) *workshop {
	t.Helper()
	w := newWorkshop(t)
	w.openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "r1.key", "-subj", "/CN=r1", "-out", "r1.req")
	w.sign("r1")
	w.write("index.txt", goodIndex)
	return w
}

const goodIndex = "V\t400101000000Z\t\t5A\tunknown\t/CN=r1\n"

func (w *workshop) newRouter(t *testing.T, release debuglog.Release, text string) *responderRig {
	t.Helper()
	now := time.Now().Truncate(time.Second) // OpenSSL's answers are of the time it is
	r := &responderRig{t: t, now: now, shop: w, readers: map[int]*web.Reader{}}
	r.answer = r.openssl
	random := func(purpose string) io.Reader { return rand.NewChaCha8([32]byte{byte(len(purpose))}) }
	r.box = New(Options{Release: release, Random: random, Clock: r.now, AnyInterface: true, HostTCP: true,
		Files: []files.File{files.Startup(text)}})
	var out Out
	r.box.Boot(r.now, &out)
	r.step(Attach{Terminal: 0, Kind: config.LineConsole})
	r.box.switches.On(debuglog.CryptoPKITransactions)
	return r
}

// openssl answers a question as the authority.
func (r *responderRig) openssl(question []byte) []byte {
	r.shop.write("question.der", string(question))
	r.shop.openssl("ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner", "ca.pem", "-rkey", "ca.key", "-ndays", "1", "-reqin",
		"question.der", "-respout", "answer.der")
	return []byte(r.shop.read("answer.der"))
}

func (r *responderRig) certificate(name string) *pki.Certificate {
	r.t.Helper()
	der, err := pki.ParsePasted(r.shop.read(name))
	if err != nil {
		r.t.Fatal(err)
	}
	c, err := pki.ParseCertificate(der)
	if err != nil {
		r.t.Fatal(err)
	}
	return c
}

// step gives the router an input, and a server's answers to what it sends.
func (r *responderRig) step(in Input) {
	var out Out
	r.box.Step(r.now, in, &out)
	r.carryOut(&out)
}

func (r *responderRig) carryOut(out *Out) {
	for _, o := range out.Items {
		switch o := o.(type) {
		case OpenConnection:
			r.asked = append(r.asked, o.To.String())
			r.readers[o.ID] = web.NewRequestReader(1 << 16)
			defer r.step(ConnectionOpened{ID: o.ID})
		case SendOn:
			r.readers[o.ID].Feed(o.Data)
			if q, whole := r.readers[o.ID].Request(); whole {
				if q.Method != web.Post || q.Path != "status" || q.Type != "application/ocsp-request" || q.Agent != "RSA-Cert-C/2.0" {
					r.t.Errorf("asked like this: %+v", q)
				}
				answer := web.Response{Status: web.StatusOK, Type: "application/ocsp-response", Body: r.answer(q.Body)}
				defer r.step(ConnectionData{ID: o.ID, Data: answer.Append(nil, web.Post)})
			}
		case TerminalLog:
			r.said = append(r.said, o.Text[strings.Index(o.Text, ": ")+2:])
		}
	}
}

// find is what the engine would be told, and what is said meanwhile.
func (r *responderRig) find(c *pki.Certificate) (der []byte, said string) {
	r.t.Helper()
	r.said = nil
	told := false
	var out Out
	r.box.out = &out
	r.box.findStatus(ike.RevocationWanted{Trustpoint: "TP", Method: config.CheckOCSP, Certificate: c, Issuer: r.certificate("ca.pem")},
		func(answer []byte) { der, told = answer, true })
	r.carryOut(&out)
	for range 100 {
		if at, _, ok := r.box.Deadline(); !told && ok {
			r.now = at
			r.step(Tick{})
		}
	}
	if !told {
		r.t.Fatal("the engine waits for ever")
	}
	return der, strings.Join(r.said, "\n")
}

// A responder is asked where the trustpoint says, or the certificate, with a nonce that it has to repeat. What it says is kept as long as
// it holds.
func TestAskingAResponder(t *testing.T) {
	w := newResponder(t)
	for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		r := w.newRouter(t, release, ocspTrustpoint)
		c := r.certificate("r1.pem")
		der, said := r.find(c)
		if der == nil || strings.Join(r.asked, " ") != "192.0.2.80:2560" {
			t.Fatalf("%v: asked %v, %d bytes:\n%s", release, r.asked, len(der), said)
		}
		wantInOrder(t, said, "CRYPTO_PKI: OCSP server URL is http://192.0.2.80:2560/status", "CRYPTO_PKI: Sending GetOCSP Request: ",
			"CRYPTO_PKI: http connection opened", "CRYPTO_PKI: Reply HTTP header:", "HTTP/1.1 200 OK", "CRYPTO_PKI: transaction GetOCSP completed",
			"CRYPTO_PKI: All sockets are closed for trustpoint TP.", "CRYPTO_PKI: OCSP response status - successful.",
			"CRYPTO_PKI: OCSP decoded status is GOOD.", "CRYPTO_PKI: OCSP Validation DONE")
		again, said := r.find(c)
		if string(again) != string(der) || len(r.asked) != 1 || said != "" {
			t.Errorf("%v: what was said a moment ago is asked for once more: %v\n%s", release, r.asked, said)
		}
		r.now = r.now.Add(25 * time.Hour) // longer than it holds
		r.step(Tick{})
		if r.find(c); len(r.asked) != 2 {
			t.Errorf("%v: an old answer is not asked for once more: %v", release, r.asked)
		}
	}
}

// What a responder says otherwise, and what is no answer.
func TestResponderThatSaysOtherwise(t *testing.T) {
	w := newResponder(t)
	var first []byte
	for _, c := range []struct {
		what, config, index string
		answer              func(r *responderRig, question []byte) []byte
		found               bool
		said                string
	}{
		{what: "revoked", index: "R\t400101000000Z\t200101000000Z\t5A\tunknown\t/CN=r1\n", found: true, said: "OCSP decoded status is REVOKED."},
		{what: "unknown", index: "", said: "the responder does not know the certificate"},
		{what: "unauthorized", answer: func(*responderRig, []byte) []byte { return ocsp.UnauthorizedErrorResponse },
			said: "OCSP response status - unauthorized."},
		{what: "the answer to another question", answer: func(r *responderRig, question []byte) []byte {
			if first == nil {
				other, err := pki.AskStatus(r.certificate("r1.pem"), r.certificate("ca.pem"), []byte("another question"))
				if err != nil {
					r.t.Fatal(err)
				}
				first = r.openssl(other)
			}
			return first
		}, said: "an answer without the nonce of the question"},
		{what: "no nonce", config: " ocsp disable-nonce\n", found: true, answer: func(r *responderRig, question []byte) []byte {
			if bytes.Contains(question, []byte{0x2b, 6, 1, 5, 5, 7, 0x30, 1, 2}) {
				r.t.Error("there is a nonce")
			}
			return r.openssl(question)
		}, said: "OCSP decoded status is GOOD."},
		{what: "nonsense", answer: func(*responderRig, []byte) []byte { return []byte("<html>") }, said: "the answer of the server is not taken"},
	} {
		t.Run(c.what, func(t *testing.T) {
			r := w.newRouter(t, debuglog.IOS15, strings.Replace(ocspTrustpoint, "end\n", c.config+"end\n", 1))
			if w.write("index.txt", c.index); c.answer != nil {
				w.write("index.txt", goodIndex)
				r.answer = func(question []byte) []byte { return c.answer(r, question) }
			}
			der, said := r.find(r.certificate("r1.pem"))
			if (der != nil) != c.found || !strings.Contains(said, c.said) {
				t.Errorf("found: %v\n%s", der != nil, said)
			}
		})
	}
}

// Nobody is asked where nobody is named, nor by what is not HTTP; a certificate may name somebody itself.
func TestWhoIsAsked(t *testing.T) {
	const nobody = "hostname R1\ncrypto pki trustpoint TP\n revocation-check ocsp\nend\n"
	r := newResponder(t).newRouter(t, debuglog.IOS15, nobody)
	if der, said := r.find(r.certificate("r1.pem")); der != nil || len(r.asked) > 0 || !strings.Contains(said, errNoResponder.Error()) {
		t.Errorf("asked %v:\n%s", r.asked, said)
	}
	r.shop.write("aia.txt", "authorityInfoAccess=OCSP;URI:ldap://192.0.2.7/,OCSP;URI:http://192.0.2.8/status\n")
	r.shop.openssl("x509", "-req", "-in", "r1.req", "-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", "0x5A", "-days", "30", "-out",
		"named.pem", "-extfile", "aia.txt")
	if der, said := r.find(r.certificate("named.pem")); der == nil || strings.Join(r.asked, " ") != "192.0.2.8:80" {
		t.Errorf("asked %v:\n%s", r.asked, said)
	}
}

// wantInOrder finds lines among others.
func wantInOrder(t *testing.T, said string, want ...string) {
	t.Helper()
	rest := said
	for _, line := range want {
		_, after, found := strings.Cut(rest, line)
		if !found {
			t.Errorf("want %q, in its place, in\n%s", line, said)
			return
		}
		rest = after
	}
}
