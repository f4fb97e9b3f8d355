package ike

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// A message holds at most mostCertificates that are read, and asks for mostRequests authorities at most: what there is more of costs
// nothing but its bytes.
func TestFloodOfCertificates(t *testing.T) {
	for _, c := range []struct {
		name  string
		count int
		line  string
		want  int
	}{{"certificates", 100, "processing CERT payload", mostCertificates}, {"requests", 200, "processing CERT_REQ payload", mostRequests}} {
		t.Run(c.name, func(t *testing.T) {
			n := newNet(t, debuglog.IOS15, certifiedAggressively)
			n.drop = func(d Datagram) bool {
				m, err := isakmp.ParseMessage(d.Data)
				if d.Remote.Addr() != leftAddr || err != nil || len(m.Payloads) < 5 {
					return false
				}
				extra := isakmp.New(&isakmp.CertificateRequest{Encoding: isakmp.CertificateSignature, Authority: testRoot.Certificate.RawSubject})
				if c.name == "certificates" {
					extra = isakmp.New(&isakmp.Certificate{Encoding: isakmp.CertificateSignature, Data: testRoot.Certificate.Raw})
				}
				for range c.count {
					m.Payloads = append(m.Payloads, extra)
				}
				n.forge(n.rigs[0], rightAddr, m.Append(nil))
				return true
			}
			n.call()
			if got := count(n.rigs[0].lines, c.line); got != c.want {
				t.Errorf("%d are read of %d, want %d", got, c.count, c.want)
			}
			if !n.rigs[0].engine.allSAs()[0].isEstablished() {
				t.Errorf("the rest of the message is right, and is not taken:\n%s", strings.Join(n.rigs[0].lines, "\n"))
			}
		})
	}
}

// A flood of first messages is bounded with certificates as with keys for everybody: in main mode by the limit, in aggressive mode by
// the few whose arithmetic is done at a time, signatures included.
func TestFloodWithCertificates(t *testing.T) {
	const limit = 40
	n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
		certifiedAggressively(left, right)
		right.ISAKMP.InNegotiationLimit = limit
	})
	n.drop = func(Datagram) bool { return true }
	n.trigger(0)
	right := n.rigs[1].engine
	first, err := isakmp.ParseMessage(n.rigs[0].sent[0].Data)
	if err != nil {
		t.Fatal(err)
	}
	var jobs []Job
	collect := func(out *Out) {
		for _, item := range out.Items {
			if j, ok := item.(Job); ok {
				jobs = append(jobs, j)
			}
		}
	}
	for i := range 1000 {
		m := first
		m.Header.Initiator = isakmp.Cookie{byte(i >> 8), byte(i), 1}
		replace(&m, isakmp.PayloadID, isakmp.FQDNIdentification(fmt.Sprintf("r%d.example", i), 0, 0))
		var out Out
		from := netip.AddrPortFrom(netip.AddrFrom4([4]byte{172, 16, byte(i >> 8), byte(i)}), Port)
		right.Receive(n.now, Datagram{Local: endpoint(rightAddr), Remote: from, Data: m.Append(nil)}, &out)
		collect(&out)
	}
	if len(jobs) != maxOpenings {
		t.Errorf("%d exchanges of keys at a time, want %d", len(jobs), maxOpenings)
	}
	for range maxOpenings {
		var out Out
		right.Answer(n.now, jobs[0].Compute(), &out)
		jobs = jobs[1:]
		collect(&out)
	}
	if len(jobs) != maxOpenings || right.openings != maxOpenings {
		t.Errorf("%d signatures at a time, %d counted, want %d", len(jobs), right.openings, maxOpenings)
	}
	for _, j := range jobs {
		right.Answer(n.now, j.Compute(), &Out{})
	}
	if right.openings != 0 {
		t.Errorf("%d are counted when all is done", right.openings)
	}
}
