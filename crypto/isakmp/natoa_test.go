package isakmp

import (
	"net/netip"
	"testing"
)

func TestNATOriginal(t *testing.T) {
	addr := netip.MustParseAddr("10.0.0.9")
	testBodies(t, []bodyTest{
		{"RFC 3947", "01000000 0a000009", NATOriginalAddress(addr, PayloadNATOA)},
		{"draft", "01000000 0a000009", NATOriginalAddress(addr, PayloadNATOADraft)},
		{"later draft", "01000000 0a000009", NATOriginalAddress(addr, PayloadNATOADraft4)},
		{"IPv6", "05000000 20010db8000000000000000000000001", NATOriginalAddress(netip.MustParseAddr("2001:db8::1"), PayloadNATOA)},
	})
	testRefusals(t, PayloadNATOA, []refusal{
		{"of no length", "01000000", PayloadNATOA, Malformed, NotifyPayloadMalformed},
		{"of another type", "05000000 0a000009", PayloadNATOA, Malformed, NotifyPayloadMalformed},
		{"a name", "02000000 0a000009", PayloadNATOA, Malformed, NotifyPayloadMalformed},
		{"type 0 without an address", "00000000 0a", PayloadNATOA, Malformed, NotifyPayloadMalformed},
		{"reserved set", "01000100 0a000009", PayloadNATOA, ReservedNotZero, NotifyPayloadMalformed},
	})
	if got := NATOriginalAddress(addr, PayloadNATOA).Address(); got != addr {
		t.Errorf("the address comes back as %v", got)
	}
}
