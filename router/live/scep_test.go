package live

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-kit/kit/log"
	scepclient "github.com/micromdm/scep/v2/client"
	scepserver "github.com/micromdm/scep/v2/server"
	"github.com/smallstep/scep"

	"ruthere/debuglog"
)

// certified makes a certificate, signed by its own key or by another's.
func certified(t *testing.T, template, signer *x509.Certificate, signerKey *rsa.PrivateKey) (*x509.Certificate, *rsa.PrivateKey) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	if signer == nil {
		signer, signerKey = template, key
	}
	template.NotBefore, template.NotAfter = time.Now().Add(-24*time.Hour), time.Now().Add(24*time.Hour)
	der, err := x509.CreateCertificate(rand.Reader, template, signer, &key.PublicKey, signerKey)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c, key
}

// micromdm is micromdm's SCEP server at the path where routers look for one. It grants what comes with the right challenge. With a
// registration authority that one has the messages.
func micromdm(t *testing.T, registration bool) *httptest.Server {
	t.Helper()
	ca, key := certified(t, &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Another CA"}, IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment}, nil, nil)
	serial := int64(1)
	signer := scepserver.StaticChallengeMiddleware("revoke-me", scepserver.SignCSRAdapter(scepserver.CSRSignerFunc(
		func(m *scep.CSRReqMessage) (*x509.Certificate, error) {
			serial++
			der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{SerialNumber: big.NewInt(serial), RawSubject: m.CSR.RawSubject,
				NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature},
				ca, m.CSR.PublicKey, key)
			if err != nil {
				return nil, err
			}
			return x509.ParseCertificate(der)
		})))
	own, ownKey, options := ca, key, []scepserver.ServiceOption(nil)
	if registration {
		own, ownKey = certified(t, &x509.Certificate{SerialNumber: big.NewInt(100), Subject: pkix.Name{CommonName: "RA"},
			KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment}, ca, key)
		options = append(options, scepserver.WithAddlCA(ca))
	}
	service, err := scepserver.NewService(own, ownKey, signer, options...)
	if err != nil {
		t.Fatal(err)
	}
	handler := scepserver.MakeHTTPHandler(scepserver.MakeServerEndpoints(service), service, log.NewNopLogger())
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if !strings.HasSuffix(q.URL.Path, "/pkiclient.exe") {
			http.NotFound(w, q)
			return
		}
		q.URL.Path = "/scep"
		handler.ServeHTTP(w, q)
	}))
	t.Cleanup(s.Close)
	return s
}

// A router enrols at a server that is not ours, of an authority and of a registration authority; a wrong challenge is refused.
func TestEnrolElsewhere(t *testing.T) {
	for name, registration := range map[string]bool{"authority": false, "registration authority": true} {
		t.Run(name, func(t *testing.T) {
			s := micromdm(t, registration)
			r := start(t, Options{Release: debuglog.IOS15, NVRAM: startup("hostname R\nip domain name lab.example\nend\n")})
			r.expect("R>")
			r.run("enable", "R#")
			r.run("configure terminal", "#")
			r.run("crypto key generate rsa modulus 1024 label KEY", "[OK]")
			r.run("crypto pki trustpoint TP", "#")
			for _, line := range []string{"enrollment url " + s.URL, "subject-name cn=r", "serial-number none", "ip-address none",
				"rsakeypair KEY"} {
				r.run(line, "#")
			}
			r.run("exit", "R(config)#")
			r.run("crypto pki authenticate TP", "[yes/no]: ")
			r.run("yes", "accepted.")
			enroll := func(challenge, want string) {
				t.Helper()
				r.run("crypto pki enroll TP", "Password: ")
				for _, next := range []string{"Re-enter password: ", "[yes/no]: "} {
					if _, err := io.WriteString(r.typing, challenge+"\n"); err != nil { // it is not echoed
						t.Fatal(err)
					}
					r.expect(next)
				}
				r.run("yes", want)
			}
			enroll("wrong-one", "%PKI-6-CERTREJECT")
			enroll("revoke-me", "%PKI-6-CERTRET")
			r.run("do show crypto pki certificates", "cn=Another CA")
			if got := r.run("do show crypto pki certificates | include Status|hostname", "R.lab.example"); strings.Count(got, "Available") < 1 {
				t.Error(got)
			}
		})
	}
}

// A router enrols there by itself, with the challenge of its trustpoint, as soon as the authority is authenticated.
func TestEnrolElsewhereUnasked(t *testing.T) {
	s := micromdm(t, false)
	r := start(t, Options{Release: debuglog.IOSXE, NVRAM: startup("hostname R\nip domain name lab.example\nend\n")})
	r.expect("R>")
	r.run("enable", "R#")
	r.run("clock set "+time.Now().UTC().Format("15:04:05 2 January 2006"), "R#")
	r.run("configure terminal", "#")
	r.run("crypto pki trustpoint TP", "#")
	for _, line := range []string{"enrollment url " + s.URL, "subject-name cn=r", "password revoke-me", "rsakeypair KEY 1024",
		"auto-enroll 90"} {
		r.run(line, "#")
	}
	r.run("exit", "R(config)#")
	r.run("crypto pki authenticate TP", "[yes/no]: ")
	r.run("yes", "%PKI-6-CERT_ENROLL_AUTO: Auto initial enrollment for trustpoint TP")
	r.expect("%PKI-6-CERT_INSTALL")
	r.run("do show crypto pki certificates TP", "renew date")
}

// atOurServer is a live router that is an authority, and where it serves.
func atOurServer(t *testing.T) (*running, string) {
	t.Helper()
	r := start(t, Options{NVRAM: startup("hostname CA\nip http server\nend\n")})
	r.expect("CA>")
	r.run("enable", "CA#")
	r.run("clock set "+time.Now().UTC().Format("15:04:05 2 January 2006"), "CA#")
	r.run("configure terminal", "#")
	r.run("crypto pki server CA", "#")
	r.run("database archive pem password lab-secret", "#")
	r.run("hash sha1", "#")
	r.run("no shutdown", "Certificate Server enabled.")
	r.run("do show crypto pki server", "Database")
	return r, "http://" + r.http + "/cgi-bin/pkiclient.exe"
}

// enrolAs has micromdm's client enrol, and returns the certificate that it got.
func enrolAs(t *testing.T, url, challenge string) (*x509.Certificate, error) {
	t.Helper()
	client, err := scepclient.New(url, log.NewNopLogger())
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	body, _, err := client.GetCACert(ctx, "CA")
	if err != nil {
		return nil, err
	}
	ca, err := x509.ParseCertificates(body)
	if err != nil {
		return nil, err
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	own, err := selfSigned(key)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: pkix.Name{CommonName: "foreign"}}, key)
	if err != nil {
		t.Fatal(err)
	}
	csr, err := x509.ParseCertificateRequest(der)
	if err != nil {
		t.Fatal(err)
	}
	message, err := scep.NewCSRRequest(csr, &scep.PKIMessage{MessageType: scep.PKCSReq, Recipients: ca, SignerKey: key, SignerCert: own,
		CSRReqMessage: &scep.CSRReqMessage{ChallengePassword: challenge}})
	if err != nil {
		t.Fatal(err)
	}
	reply, err := client.PKIOperation(ctx, message.Raw)
	if err != nil {
		return nil, err
	}
	answer, err := scep.ParsePKIMessage(reply, scep.WithCACerts(ca))
	switch {
	case err != nil:
		return nil, err
	case answer.PKIStatus != scep.SUCCESS:
		return nil, errors.New(string(answer.PKIStatus))
	}
	if err := answer.DecryptPKIEnvelope(own, key); err != nil {
		return nil, err
	}
	return answer.Certificate, nil
}

func selfSigned(key *rsa.PrivateKey) (*x509.Certificate, error) {
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "foreign"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

// A client that is not ours enrols at our server, gets nothing while nobody grants it, and is refused where all are.
func TestForeignClientEnrols(t *testing.T) {
	r, url := atOurServer(t)
	if c, err := enrolAs(t, url, "x"); err == nil || err.Error() != string(scep.PENDING) {
		t.Errorf("granted by nobody: %v, %v", c, err)
	}
	r.run("grant none", "#")
	if c, err := enrolAs(t, url, "x"); err == nil || err.Error() != string(scep.FAILURE) {
		t.Errorf("refused: %v, %v", c, err)
	}
	r.run("grant auto", "[yes/no]: ")
	r.run("yes", "#")
	c, err := enrolAs(t, url, "x")
	if err != nil || c.Subject.CommonName != "foreign" || c.Issuer.CommonName != "CA" || c.SerialNumber.Int64() != 2 {
		t.Fatalf("granted: %+v, %v", c, err)
	}
	r.run("end", "CA#")
	r.run("crypto pki server CA revoke 2", "succesfully revoked.")
	answer, err := http.Get(url + "?operation=GetCRL")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	der, err := io.ReadAll(answer.Body)
	if err != nil || answer.Header.Get("Content-Type") != "application/pkix-crl" || len(der) < 200 {
		t.Errorf("%s of %d bytes, %v", answer.Header.Get("Content-Type"), len(der), err)
	}
	r.run("configure terminal", "#")
	r.run("no ip http server", "CS_DISABLED")
	if _, err := enrolAs(t, url, "x"); err == nil {
		t.Error("a server that is off grants")
	}
}
