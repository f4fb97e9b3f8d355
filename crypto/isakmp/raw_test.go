package isakmp

import "testing"

func TestRaw(t *testing.T) {
	testBodies(t, []bodyTest{
		{"mode configuration", "0100 1234 c0880000", &Raw{Type: PayloadAttributes, Data: []byte{1, 0, 0x12, 0x34, 0xc0, 0x88, 0, 0}}},
		{"private, empty", "", &Raw{Type: 255}},
		{"group key exchange", "00", &Raw{Type: 17, Data: []byte{0}}},
	})
}
