package isakmp

import "testing"

func TestKeyExchange(t *testing.T) {
	testBodies(t, []bodyTest{
		{"public value", "0c88beae5126bf0f", &KeyExchange{Data: []byte{0x0c, 0x88, 0xbe, 0xae, 0x51, 0x26, 0xbf, 0x0f}}},
	})
	testRefusals(t, PayloadKE, []refusal{
		{"empty", "", PayloadKE, Malformed, NotifyPayloadMalformed},
	})
}
