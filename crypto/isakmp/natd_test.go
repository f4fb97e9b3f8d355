package isakmp

import "testing"

func TestNATDiscovery(t *testing.T) {
	testBodies(t, []bodyTest{
		{"RFC 3947", "14f016b2c85b", &NATDiscovery{Hash: []byte{0x14, 0xf0, 0x16, 0xb2, 0xc8, 0x5b}}},
		{"draft", "14f016b2c85b", &NATDiscovery{Number: PayloadNATDDraft, Hash: []byte{0x14, 0xf0, 0x16, 0xb2, 0xc8, 0x5b}}},
		{"later draft", "14f016b2c85b", &NATDiscovery{Number: PayloadNATDDraft4, Hash: []byte{0x14, 0xf0, 0x16, 0xb2, 0xc8, 0x5b}}},
	})
	testRefusals(t, PayloadNATD, []refusal{
		{"empty", "", PayloadNATD, Malformed, NotifyPayloadMalformed},
	})
	if got := New(&NATDiscovery{Number: PayloadNATDDraft}).Type; got != 130 {
		t.Errorf("the draft's payload type is %d, want 130", uint8(got))
	}
}
