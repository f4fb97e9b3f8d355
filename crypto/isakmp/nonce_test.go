package isakmp

import (
	"bytes"
	"strings"
	"testing"
)

func TestNonce(t *testing.T) {
	testBodies(t, []bodyTest{
		{"shortest", "b9a2d0e922dc66dd", &Nonce{Data: []byte{0xb9, 0xa2, 0xd0, 0xe9, 0x22, 0xdc, 0x66, 0xdd}}},
		{"longest", strings.Repeat("5a", MaxNonce), &Nonce{Data: bytes.Repeat([]byte{0x5a}, MaxNonce)}},
	})
	testRefusals(t, PayloadNonce, []refusal{
		{"too short", "b9a2d0e922dc66", PayloadNonce, Malformed, NotifyPayloadMalformed},
		{"too long", strings.Repeat("5a", MaxNonce+1), PayloadNonce, Malformed, NotifyPayloadMalformed},
	})
}
