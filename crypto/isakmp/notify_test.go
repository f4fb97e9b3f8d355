package isakmp

import "testing"

func TestNotify(t *testing.T) {
	lifetime := &Notify{
		DOI: DOIIPsec, Protocol: ProtocolESP, Type: NotifyResponderLifetime,
		SPI:  []byte{0xc8, 0xfb, 0x3a, 0xc1},
		Data: unhex(t, "80010001 00020004 00000e10"),
	}
	testBodies(t, []bodyTest{
		{"responder lifetime", "00000001 03 04 6000 c8fb3ac1 80010001 00020004 00000e10", lifetime},
		{
			"no proposal chosen, no SPI", "00000001 01 00 000e",
			&Notify{DOI: DOIIPsec, Protocol: ProtocolISAKMP, Type: NotifyNoProposalChosen},
		},
	})
	testShortBodies(t, lifetime, 12)
	testRefusals(t, PayloadNotification, []refusal{
		{"SPI beyond the end", "00000001 01 ff 000e 00", PayloadNotification, BadLength, NotifyPayloadMalformed},
	})
}

func TestNotifyType(t *testing.T) {
	for _, test := range []struct {
		typ     NotifyType
		name    string
		isError bool
	}{
		{NotifyNoProposalChosen, "NO-PROPOSAL-CHOSEN", true},
		{NotifyUnequalPayloadLengths, "UNEQUAL-PAYLOAD-LENGTHS", true},
		{16383, "notify type 16383", true},
		{NotifyConnected, "CONNECTED", false},
		{NotifyInitialContact, "INITIAL-CONTACT", false},
		{NotifyRUThere, "R-U-THERE", false},
	} {
		if test.typ.String() != test.name || test.typ.IsError() != test.isError {
			t.Errorf("%d reads %q, error %v; want %q, %v", uint16(test.typ), test.typ, test.typ.IsError(), test.name, test.isError)
		}
	}
}
