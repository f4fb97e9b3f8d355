package isakmp

import (
	"encoding/binary"
	"encoding/hex"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestMessage(t *testing.T) {
	unity, dpd := VendorUnity.ID(), VendorDPD.ID()
	m := Message{
		Header: Header{
			Initiator: Cookie(unhex(t, "a78fc9c55db8a10a")),
			Responder: Cookie(unhex(t, "9076ceb0744bbf59")),
			Version:   0x10, Exchange: MainMode,
		},
		Payloads: []Payload{New(&KeyExchange{Data: []byte{1, 2, 3}}), New(&unity), New(&dpd)},
	}
	const wire = "a78fc9c55db8a10a 9076ceb0744bbf59 04 10 02 00 00000000 0000004b" +
		"0d000007 010203  0d000014 12f5f28c457168a9702d9fe274cc0100  00000014 afcad71368a1f1c96b8696fc77570100"
	if got, want := hex.EncodeToString(m.Append(nil)), hex.EncodeToString(unhex(t, wire)); got != want {
		t.Errorf("appended\n     %s\nwant %s", got, want)
	}

	got, err := ParseMessage(unhex(t, wire))
	if err != nil {
		t.Fatal(err)
	}
	m.Next, m.Length = PayloadKE, 75
	if diff := cmp.Diff(m, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("parsed (-want +got):\n%s", diff)
	}
	if p, ok := got.First(PayloadVendorID); !ok || p.Value.(*VendorID).Vendor() != VendorUnity {
		t.Errorf("first vendor ID: %v, %v", p, ok)
	}
	if _, ok := got.First(PayloadNonce); ok {
		t.Error("found a nonce that is not there")
	}
	if all := got.All(PayloadVendorID); len(all) != 2 || all[1].Value.(*VendorID).Vendor() != VendorDPD {
		t.Errorf("vendor IDs: %v", all)
	}
}

// Every clear message of the recorded tunnels reads, writes to the same bytes
// from what was read of it, and is refused when it is cut anywhere, whether or
// not its header admits the cut.
func TestRecordedMessages(t *testing.T) {
	for name, datagrams := range recordedTunnels(t) {
		t.Run(name, func(t *testing.T) {
			inClear := 0
			for _, datagram := range datagrams {
				m, err := ParseMessage(datagram)
				if Flags(datagram[19])&FlagEncryption != 0 {
					wantError(t, err, PayloadNone, Encrypted, 0)
					if m.Initiator.IsZero() || m.Length != uint32(len(datagram)) {
						t.Errorf("header of an encrypted message: %+v", m.Header)
					}
					continue
				}
				inClear++
				if err != nil {
					t.Fatalf("%v\n%x", err, datagram)
				}
				testRewrite(t, m, datagram)
				testCuts(t, datagram)
			}
			if inClear < 2 {
				t.Errorf("%d clear messages: too few for a handshake", inClear)
			}
		})
	}
}

func testRewrite(t *testing.T, m Message, datagram []byte) {
	t.Helper()
	for i, p := range m.Payloads {
		m.Payloads[i] = New(p.Value)
	}
	if got := m.Append(nil); string(got) != string(datagram) {
		t.Errorf("rewritten\n     %x\nwant %x", got, datagram)
	}
}

func testCuts(t *testing.T, datagram []byte) {
	t.Helper()
	for n := range datagram {
		_, err := ParseMessage(datagram[:n])
		wantError(t, err, PayloadNone, TooShort, NotifyUnequalPayloadLengths)
	}
	for n := HeaderLen; n < len(datagram); n++ {
		cut := append([]byte(nil), datagram[:n]...)
		binary.BigEndian.PutUint32(cut[24:], uint32(n))
		if _, err := ParseMessage(cut); err == nil {
			t.Errorf("cut to %d of %d bytes with the length made to match: accepted", n, len(datagram))
		}
	}
}
