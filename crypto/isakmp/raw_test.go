package isakmp

import "testing"

func TestRaw(t *testing.T) {
	testBodies(t, []bodyTest{
		{"private, empty", "", &Raw{Type: 255}},
		{"group key exchange", "00", &Raw{Type: 17, Data: []byte{0}}},
	})
}
