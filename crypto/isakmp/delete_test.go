package isakmp

import "testing"

func TestDelete(t *testing.T) {
	two := &Delete{DOI: DOIIPsec, Protocol: ProtocolESP, SPIs: [][]byte{{0xc8, 0xfb, 0x3a, 0xc1}, {0xcc, 0x98, 0x53, 0x83}}}
	testBodies(t, []bodyTest{
		{"two ESP SAs", "00000001 03 04 0002 c8fb3ac1 cc985383", two},
		{
			"an ISAKMP SA", "00000001 01 10 0001 a78fc9c55db8a10a9076ceb0744bbf59",
			&Delete{DOI: DOIIPsec, Protocol: ProtocolISAKMP, SPIs: [][]byte{unhex(t, "a78fc9c55db8a10a9076ceb0744bbf59")}},
		},
	})
	testShortBodies(t, two, len(New(two).Body))
	testRefusals(t, PayloadDelete, []refusal{
		{"65535 SPIs announced, one sent", "00000001 03 04 ffff c8fb3ac1", PayloadDelete, BadLength, NotifyPayloadMalformed},
		{"65535 SPIs of no length", "00000001 03 00 ffff", PayloadDelete, Malformed, NotifyPayloadMalformed},
		{"no SPI", "00000001 03 04 0000", PayloadDelete, Malformed, NotifyPayloadMalformed},
		{"bytes after the last SPI", "00000001 03 04 0001 c8fb3ac1 00", PayloadDelete, BadLength, NotifyPayloadMalformed},
	})
}
