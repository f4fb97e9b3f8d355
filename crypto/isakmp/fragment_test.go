package isakmp

import "testing"

func TestFragments(t *testing.T) {
	testBodies(t, []bodyTest{
		{"the first of several", "0001 01 00 0102", &Fragment{ID: 1, Number: 1, Data: []byte{1, 2}}},
		{"the last", "0001 02 01 03", &Fragment{ID: 1, Number: 2, Last: true, Data: []byte{3}}},
	})
	testRefusals(t, PayloadFragment, []refusal{
		{"number 0", "0001 00 01 03", PayloadFragment, Malformed, NotifyPayloadMalformed},
		{"of nothing", "0001 01 01", PayloadFragment, Malformed, NotifyPayloadMalformed},
	})
}
