package isakmp

import (
	"encoding/binary"
	"math/rand/v2"
	"runtime"
	"testing"
)

// What reading may take of memory, in bytes: so much at once, and so much for each byte that was received. The worst are many
// payloads of five bytes, each of which is a structure of more than a hundred in a list that grows by doubling: 59 for a byte.
const (
	allocatedAtOnce  = 2048
	allocatedPerByte = 64
)

// allocated is how much memory f takes.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	least := ^uint64(0)
	for range 2 { // what is made once and for all is not counted
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		least = min(least, after.TotalAlloc-before.TotalAlloc)
	}
	return least
}

// Nothing that comes from outside makes a reader take more memory than a fixed bound for each byte of it: neither counts and lengths
// that promise much, nor as many of the smallest things as there is room for.
func TestAllocationIsBounded(t *testing.T) {
	readers := map[string]func([]byte){
		"header":     func(b []byte) { _, _ = ParseHeader(b) },
		"message":    func(b []byte) { _, _ = ParseMessage(b) },
		"attributes": func(b []byte) { _, _ = ParseAttributes(b) },
	}
	for _, first := range []PayloadType{PayloadSA, PayloadKE, PayloadID, PayloadCertificate, PayloadCertificateRequest, PayloadHash,
		PayloadSignature, PayloadNonce, PayloadNotification, PayloadDelete, PayloadVendorID, PayloadAttributes, PayloadNATD,
		PayloadNATOA, 250} {
		readers[first.String()] = func(b []byte) { _, _ = ParsePayloads(first, b, PaddingAllowed) }
	}
	worst, at := 0.0, ""
	for name, read := range readers {
		for kind, b := range hostile() {
			took := allocated(func() { read(b) })
			if limit := uint64(allocatedAtOnce + allocatedPerByte*len(b)); took > limit {
				t.Errorf("%s of %s: %d bytes make it take %d, at most %d", name, kind, len(b), took, limit)
			}
			if ratio := float64(took) / float64(len(b)); len(b) > 1000 && ratio > worst {
				worst, at = ratio, name+" of "+kind
			}
		}
	}
	t.Logf("at worst %.1f bytes for each: %s", worst, at)
}

// hostile are datagrams, and bodies of payloads, that promise much or hold as many things as they can.
func hostile() map[string][]byte {
	const size = 60000
	random := rand.NewChaCha8([32]byte{7})
	noise := make([]byte, size)
	random.Read(noise)
	many := func(one ...byte) (b []byte) {
		for len(b) < size {
			b = append(b, one...)
		}
		return b
	}
	chain := func(next byte, body ...byte) []byte {
		return many(append([]byte{next, 0, 0, byte(4 + len(body))}, body...)...)
	}
	inMessage := func(next byte, b []byte) []byte {
		h := Header{Initiator: Cookie{1}, Next: PayloadType(next), Exchange: MainMode, Length: uint32(HeaderLen + len(b))}
		return append(h.Append(nil), b...)
	}
	last := chain(13)
	last[len(last)-4] = 0
	proposals := offerOf(255, func(int) []byte { return []byte{0, 0, 0, 8, 1, 3, 0, 0} })
	return map[string][]byte{
		"zeros": make([]byte, size), "ones": many(0xFF), "noise": noise, "a short one": {0, 0, 0, 4},
		"vendor IDs without an end": chain(13), "vendor IDs": last, "a message of them": inMessage(13, last),
		"basic attributes": many(0x80, 1, 0, 1), "empty attributes": many(0, 1, 0, 0), "notifications": chain(11, 0, 0, 0, 1, 1, 0, 0, 14),
		"deletes of 65535 SPIs": chain(12, 0, 0, 0, 1, 3, 4, 0xFF, 0xFF), "empty deletes": chain(12, 0, 0, 0, 1, 3, 4, 0, 0),
		"transforms": proposals, "a message of transforms": inMessage(1, proposals),
		"deletes of one SPI": chain(12, 0, 0, 0, 1, 3, 4, 0, 1, 1, 2, 3, 4), "certificates": chain(6, 4), "requests": chain(7, 4),
		"a delete of many": deleteOf(15000), "a length of 65535": {0, 0, 0xFF, 0xFF, 0, 0, 0, 1, 3, 4, 0xFF, 0xFF},
	}
}

// offerOf is a security association payload of as many proposals as there is room for, each of n transforms.
func offerOf(n int, transform func(int) []byte) []byte {
	body := []byte{0, 0, 0, 1, 0, 0, 0, 1}
	for number := 1; len(body) < 58000; number++ {
		proposal := []byte{2, 0, 0, 0, byte(number), 3, 4, byte(n), 1, 2, 3, 4}
		for i := range n {
			one := transform(i)
			if one[0] = 3; i == n-1 {
				one[0] = 0
			}
			proposal = append(proposal, one...)
		}
		binary.BigEndian.PutUint16(proposal[2:], uint16(len(proposal)))
		if len(body)+2*len(proposal) >= 60000 {
			proposal[0] = 0 // the last
		}
		body = append(body, proposal...)
	}
	return payloadOf(body)
}

func deleteOf(spis int) []byte {
	body := []byte{0, 0, 0, 1, 3, 4, byte(spis >> 8), byte(spis)}
	return payloadOf(append(body, make([]byte, 4*spis)...))
}

func payloadOf(body []byte) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0, 0}, uint16(4+len(body))), body...)
}
