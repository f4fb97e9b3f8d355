package interop

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// Certificates against strongSwan, which is also who makes them: its pki tool is the authority of these tests.

var printTable = flag.Bool("print", false, "print the table of tests with certificates, as docs/certificates.md has it")

// A certificateTest is a tunnel with certificates, or what keeps it from coming up.
type certificateTest struct {
	what   string // for the documentation
	bits   int    // of the router's and the peer's key; 0 = 2048
	path   string // which authority issues for both; "" = the root
	router string // the router's certificate, if it is not just another one: expired, revoked
	peer   string // likewise the peer's
	mode   string // "" = main
	opts   []string
	lines  []string // of the router's configuration, besides
	exec   []string // what is typed at the router before
	begins string   // "router", "peer", or "client": the peer, as one of an Easy VPN server
	said   string   // by the router, a pattern; "" if the peer refuses

	responder string // what one calls the peer's certificate, as OpenSSL's index has it: V valid, R revoked; "" = there is none
	fragments bool   // of messages, both ways
	refuse    string // who does not take the other's certificate; "" = nobody
}

var certificateTests = []certificateTest{
	{what: "RSA 2048, the router begins", begins: "router", said: `RSA signature authentication using id type ID_IPV4_ADDR`},
	{what: "RSA 2048, the peer begins", begins: "peer", said: `processing SIG payload`},
	{what: "RSA 4096, the router begins", bits: 4096, begins: "router", said: `growing send buffer`},
	{what: "RSA 4096, the peer begins", bits: 4096, begins: "peer", said: `growing send buffer`},
	{what: "an intermediate authority, the router begins", path: "middle", begins: "router",
		said: `constructing CERT payload for cn=Middle,o=lab`},
	{what: "an intermediate authority, the peer begins", path: "middle", begins: "peer",
		said: `constructing CERT payload for cn=Middle,o=lab`},
	{what: "RSA 4096 and `crypto isakmp fragmentation`", bits: 4096, begins: "peer", lines: []string{"crypto isakmp fragmentation"},
		said: `Support for IKE Fragmentation enabled`, fragments: true},
	{what: "`crypto isakmp identity dn`", begins: "router", opts: []string{"--dut-id", "O=lab, CN=router"},
		lines: []string{"crypto isakmp identity dn"}, said: `id type ID_DER_ASN1_DN`},
	{what: "aggressive mode, the router begins", mode: "aggressive", begins: "router", said: `New State = IKE_P1_COMPLETE`,
		lines: []string{"crypto isakmp profile CALL", " match identity address " + peerAddr + " 255.255.255.255", " initiate mode aggressive",
			"crypto map green isakmp-profile CALL"}},
	{what: "aggressive mode, the peer begins", mode: "aggressive", begins: "peer", said: `Old State = IKE_R_AM2 +New State = IKE_P1_COMPLETE`},
	{what: "profile by `match certificate`", begins: "peer", said: `peer matches BYCERT profile`,
		lines: []string{"crypto pki certificate map M 10", " subject-name co cn = peer", "crypto isakmp profile BYCERT", " match certificate M"}},
	{what: "the peer's certificate expired", peer: "expired", begins: "peer", refuse: "router",
		said: `%PKI-3-CERTIFICATE_INVALID_EXPIRED: Certificate chain validation has failed\.`},
	{what: "the router's certificate expired", router: "expired", begins: "router", refuse: "peer"},
	{what: "the router's certificate revoked", router: "revoked", begins: "router", refuse: "peer"},
	{what: "another authority", peer: "foreign", begins: "peer", refuse: "router",
		said: `%PKI-3-CERTIFICATE_INVALID: Certificate chain validation has failed\.`},
	{what: "another name than `match certificate` of the trustpoint takes", begins: "peer", refuse: "router",
		lines: []string{"crypto pki certificate map M 10", " subject-name co cn = somebody else", "crypto pki trustpoint TP",
			" match certificate M"}, said: `%PKI-3-CERTIFICATE_INVALID_UNAUTHORIZED`},
	{what: "another name than the peer expects", begins: "router", opts: []string{"--dut-id", "other.lab.example"},
		refuse: "peer"},
	{what: "the list of what was revoked cannot be had", begins: "peer", refuse: "router",
		lines: []string{"crypto pki trustpoint TP", " revocation-check crl"}, said: `%CRYPTO-5-IKMP_INVAL_CERT: Certificate received from ` +
			`10\.2\.80\.209 is bad: CA request failed!`},
	{what: "it cannot be had, and `revocation-check crl none`", begins: "peer", lines: []string{"crypto pki trustpoint TP",
		" revocation-check crl none"}, said: `processing SIG payload`},
	{what: "`revocation-check ocsp`, and OpenSSL responds", begins: "peer", responder: "V", lines: ocspLines("ocsp"),
		said: `OCSP decoded status is GOOD`, exec: []string{"debug crypto pki transactions"}},
	{what: "the responder says that it was revoked", begins: "peer", responder: "R", lines: ocspLines("ocsp none"), refuse: "router",
		said: `%PKI-3-CERTIFICATE_REVOKED: Certificate chain validation has failed\.`},
	{what: "nobody responds, and `revocation-check ocsp none`", begins: "peer", lines: ocspLines("ocsp none"), said: `processing SIG payload`},
	{what: "the router's clock is not set", begins: "peer", refuse: "router", exec: []string{"clock set 00:01:00 1 March 2002"},
		said: `%PKI-3-CERTIFICATE_INVALID_NOT_YET_VALID: .* Validity period starts on`},
	{what: "certificates and XAUTH, with an address of a pool", peer: "group", begins: "client",
		opts: []string{"--calls", "alice:secret1"}, said: `New State = IKE_XAUTH_SET_SENT`},
}

// ocspLines has the router ask a responder beside the peer.
func ocspLines(methods string) []string {
	return []string{"crypto pki trustpoint TP", " revocation-check " + methods, " ocsp url http://" + peerAddr + ":2560"}
}

// certificateTable is the table as the documentation has it.
func certificateTable() string {
	var b strings.Builder
	b.WriteString("| tried against strongSwan | what comes of it |\n|---|---|\n")
	for _, c := range certificateTests {
		outcome := "a tunnel, and DPD over it"
		if c.refuse != "" {
			outcome = "the " + c.refuse + " refuses"
		}
		fmt.Fprintf(&b, "| %s | %s |\n", c.what, outcome)
	}
	return b.String()
}

// docs/certificates.md has the table of these tests. `go test ./interop -run TestCertificateTable -print` prints it.
func TestCertificateTable(t *testing.T) {
	table := certificateTable()
	if *printTable {
		fmt.Print(table)
	}
	page, err := os.ReadFile("../docs/certificates.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), table) {
		t.Error("docs/certificates.md has another table: go test ./interop -run TestCertificateTable -print")
	}
}

func TestCertificates(t *testing.T) {
	t.Parallel()
	Needs(t, "pki", "openssl", "tcpdump", "tshark")
	for _, c := range certificateTests {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			c.try(t)
		})
	}
}

func (c certificateTest) try(t *testing.T) {
	bits := c.bits
	if bits == 0 {
		bits = 2048
	}
	if cannotRun() != "" || testing.Short() {
		StartLab(t) // says why
	}
	o := officeOf(t, bits)
	opts := append([]string{"--certs", o.peerFolder(c), "--dpd-delay", "2", "--retransmit", "1.0,1.0,4"}, c.opts...)
	if c.mode != "" {
		opts = append(opts, "--mode", c.mode)
	}
	lab := StartLab(t, opts...)
	rc := routerConfig{Keys: []string{"!"}}
	if c.begins == "client" {
		rc.Server = easyVPN
	}
	if c.fragments {
		rc.Flags = []string{"--ios", "15"} // 12.4 has no such command
	}
	if c.responder != "" {
		lab.StartResponder(o, c)
	}
	console := lab.StartRouter(rc)
	c.enroll(console, o.archive(c))
	trace := lab.Capture()
	mark := console.Mark()
	switch {
	case c.refuse == "" && c.begins == "router":
		bringUp(lab, console)
	case c.refuse == "":
		peerBringsUp(lab, console)
	case c.begins == "router":
		ping(console)
	default:
		lab.Refused("initiate", "3")
	}
	if c.refuse == "peer" {
		c.wantRefusalOfPeer(lab, console)
		return
	}
	console.ExpectAfter(mark, 5*time.Second, c.said)
	if c.refuse != "" {
		wantNeverUp(console)
		return
	}
	wantUp(console)
	if c.fragments {
		c.wantFragments(lab, trace)
	}
	console.ExpectAfter(mark, 5*time.Second, `DPD/R_U_THERE received from peer 10\.2\.80\.209`)
	trace.Stop()
	c.wantDecoded(t, lab, console.After(mark), trace)
}

// wantFragments sees fragments of either side on the wire, and none of IP.
func (c certificateTest) wantFragments(lab *Lab, trace *Trace) {
	lab.t.Helper()
	trace.Stop()
	for _, from := range []string{dutAddr, peerAddr} {
		if got := trace.Fields("isakmp.frag.packetid && ip.src == "+from, "frame.number"); len(got) < 2 {
			lab.t.Errorf("%d fragments of %s", len(got), from)
		}
	}
	if got := trace.Fields("ip.frag_offset > 0", "frame.number"); len(got) > 0 {
		lab.t.Errorf("%d fragments of IP", len(got))
	}
}

// wantRefusalOfPeer waits until strongSwan has said why it does not take the router's certificate.
func (c certificateTest) wantRefusalOfPeer(lab *Lab, console *Console) {
	console.t.Helper()
	want := map[string]string{"expired": "subject certificate invalid", "revoked": "certificate was revoked",
		"": "no peer config found"}[c.router]
	for range 50 {
		path, _ := lab.run("log")
		text, _ := os.ReadFile(strings.TrimSpace(path))
		if strings.Contains(string(text), want) {
			wantNeverUp(console)
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	console.t.Errorf("the peer never said %q", want)
}

// wantDecoded has tshark open the messages with the peer's keys and decode them without a remark.
func (c certificateTest) wantDecoded(t *testing.T, lab *Lab, said string, trace *Trace) {
	t.Helper()
	if strings.Contains(said, "retransmitting phase") {
		t.Log("on a busy machine a message was repeated, and tshark loses the chain of vectors there: its view is not compared")
		return
	}
	remarked := "isakmp && (_ws.malformed || _ws.expert.severity >= 6291456)"
	if bad := trace.Fields(remarked, "frame.number", "_ws.expert.message"); len(bad) > 0 {
		t.Errorf("tshark remarks: %v\n%s", bad, lab.Do("decode", trace.file, "-V", "-Y", "frame.number=="+bad[0][0]))
	}
	if got := trace.Fields("isakmp.cert.encoding == 4", "frame.number"); len(got) == 0 {
		t.Error("tshark sees no certificate")
	}
}
