package isakmp

import "testing"

func TestHash(t *testing.T) {
	testBodies(t, []bodyTest{
		{"HASH_I", "55947460f3247e54", &Hash{Data: []byte{0x55, 0x94, 0x74, 0x60, 0xf3, 0x24, 0x7e, 0x54}}},
	})
	testRefusals(t, PayloadHash, []refusal{
		{"empty", "", PayloadHash, Malformed, NotifyInvalidHashInformation},
	})
}
