package ike

import (
	"fmt"
	"runtime"
	"testing"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// BenchmarkSignatures is what a tunnel costs both ends together with certificates and with a key, and next to it the bare signature
// and the bare check of one.
func BenchmarkSignatures(b *testing.B) {
	quiet := func(left, right *config.Config) { left.ISAKMP.Keepalive, right.ISAKMP.Keepalive = nil, nil }
	for _, bits := range []int{2048, 4096} {
		own := grant(testRoot, wish{subject: "cn=left", number: 40, bits: bits})
		other := grant(testRoot, wish{subject: "cn=right", number: 40, bits: bits})
		b.Run(fmt.Sprintf("tunnel with %d bits", bits), func(b *testing.B) {
			for b.Loop() {
				n := newNet(b, debuglog.IOS15, func(left, right *config.Config) {
					certified(left, right)
					trusting(left, own, 40, nil)
					trusting(right, other, 40, nil)
					left.PKI.Trustpoints[0].KeyPair = enrolled("TP", testRoot.Certificate, own, 40, bits).KeyPair
					right.PKI.Trustpoints[0].KeyPair = left.PKI.Trustpoints[0].KeyPair
					quiet(left, right)
				})
				n.trigger(0)
				if !n.rigs[0].up() {
					b.Fatal("no tunnel")
				}
			}
		})
		hash := make([]byte, 20)
		signed := must(oakley.SignHash(key(40, bits), hash))
		b.Run(fmt.Sprintf("signature with %d bits", bits), func(b *testing.B) {
			for b.Loop() {
				must(oakley.SignHash(key(40, bits), hash))
			}
		})
		b.Run(fmt.Sprintf("check with %d bits", bits), func(b *testing.B) {
			for b.Loop() {
				if err := oakley.VerifyHash(&key(40, bits).PublicKey, hash, signed); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("tunnel with a key", func(b *testing.B) {
		for b.Loop() {
			n := newNet(b, debuglog.IOS15, quiet)
			n.trigger(0)
			if !n.rigs[0].up() {
				b.Fatal("no tunnel")
			}
		}
	})
}

// proofFrom is a message 2 of aggressive mode with payloads put in place of its certificates.
func proofFrom(n *testnet, d Datagram, put []isakmp.Payload) []byte {
	m, err := isakmp.ParseMessage(d.Data)
	if err != nil {
		n.t.Fatal(err)
	}
	var payloads []isakmp.Payload
	for _, p := range m.Payloads {
		if p.Type == isakmp.PayloadCertificate {
			payloads, put = append(payloads, put...), nil
			continue
		}
		payloads = append(payloads, p)
	}
	m.Payloads = payloads
	return m.Append(nil)
}

// answeredWith is an initiator of aggressive mode that is answered with these payloads in place of the certificate.
func answeredWith(t testing.TB, put []isakmp.Payload) *testnet {
	n := newNet(t, debuglog.IOS15, certifiedAggressively)
	n.drop = func(d Datagram) bool {
		h, err := isakmp.ParseHeader(d.Data)
		if err != nil || h.Exchange != isakmp.AggressiveMode || d.Remote.Addr() != leftAddr {
			return false
		}
		n.drop = func(Datagram) bool { return true }
		n.forge(n.rigs[0], rightAddr, proofFrom(n, d, put))
		return true
	}
	n.call()
	return n
}

// What a message with certificates makes this router allocate is bounded by its length: whatever they hold, no more than so many
// bytes for each byte received.
func TestMemoryOfCertificates(t *testing.T) {
	const perByte = 100
	certificate := func(der []byte) isakmp.Payload {
		return isakmp.New(&isakmp.Certificate{Encoding: isakmp.CertificateSignature, Data: der})
	}
	many := func(p isakmp.Payload, n int) (list []isakmp.Payload) {
		for range n {
			list = append(list, p)
		}
		return list
	}
	nested := make([]byte, 8000) // sequences within sequences
	for i := 0; i+4 <= len(nested); i += 4 {
		rest := len(nested) - i - 4
		copy(nested[i:], []byte{0x30, 0x82, byte(rest >> 8), byte(rest)})
	}
	for name, put := range map[string][]isakmp.Payload{
		"fifty certificates": many(certificate(leftCert.Raw), 50), "sequences within sequences": {certificate(nested)},
		"junk": {certificate(make([]byte, 50000))},
	} {
		n := newNet(t, debuglog.IOS15, certifiedAggressively)
		c := n.rigs[0].engine.changeSA(n.now, &SA{material: &material{}}, &Out{Enabled: func(debuglog.Switch) bool { return false }})
		m, length := &received{payloads: put}, len(isakmp.AppendPayloads(nil, put))
		const times = 20
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range times {
			c.readCertificates(m)
		}
		runtime.ReadMemStats(&after)
		if got, limit := (after.TotalAlloc-before.TotalAlloc)/times, uint64(perByte*length); got > limit {
			t.Errorf("%s: %d bytes for a message of %d, want at most %d", name, got, length, limit)
		}
	}
}

// Whatever stands in place of certificates, and whatever is asked for, ends in no tunnel, no panic, and nothing that stays.
func FuzzCertificates(f *testing.F) {
	for _, c := range [][]byte{leftCert.Raw, rightCert.Raw, middle.Certificate.Raw, fake.Certificate.Raw, {}, {0x30, 0x80}} {
		f.Add(c, rightCert.Raw, uint8(4), testRoot.Certificate.RawSubject)
		f.Add(rightCert.Raw, c, uint8(4), c)
	}
	f.Fuzz(func(t *testing.T, first, second []byte, encoding uint8, authority []byte) {
		if len(first) == 0 || len(second) == 0 || len(first)+len(second)+len(authority) > 60000 {
			return
		}
		put := []isakmp.Payload{isakmp.New(&isakmp.Certificate{Encoding: isakmp.CertificateSignature, Data: first}),
			isakmp.New(&isakmp.Certificate{Encoding: isakmp.CertificateEncoding(encoding), Data: second}),
			isakmp.New(&isakmp.CertificateRequest{Encoding: isakmp.CertificateEncoding(encoding), Authority: authority})}
		n := answeredWith(t, put)
		if own := string(first) == string(rightCert.Raw); n.rigs[0].engine.allSAs()[0].isEstablished() != own {
			t.Errorf("with the right certificate: %t, and yet", own)
		}
		n.drop = func(Datagram) bool { return true }
		for i := range n.rigs {
			n.clear(i, func(e *Engine, out *Out) { e.ClearSession(n.now, Filter{}, out) })
		}
		n.run(5 * 60 * 1e9)
		n.empty("")
	})
}
