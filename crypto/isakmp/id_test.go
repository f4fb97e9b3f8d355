package isakmp

import (
	"net/netip"
	"testing"
)

func TestIdentification(t *testing.T) {
	testBodies(t, []bodyTest{
		{
			"address, UDP port 500", "01 11 01f4 0a01200e",
			AddressIdentification(netip.MustParseAddr("10.1.32.14"), 17, 500),
		},
		{
			"IPv6 address", "05 00 0000 20010db8000000000000000000000001",
			AddressIdentification(netip.MustParseAddr("2001:db8::1"), 0, 0),
		},
		{
			"subnet", "04 00 0000 c0a80100 ffffff00",
			SubnetIdentification(netip.MustParsePrefix("192.168.1.77/24"), 0, 0),
		},
		{
			"everything", "04 00 0000 00000000 00000000",
			SubnetIdentification(netip.MustParsePrefix("0.0.0.0/0"), 0, 0),
		},
		{
			"IPv6 subnet", "06 06 0017 20010db8000000000000000000000000 ffffffff800000000000000000000000",
			SubnetIdentification(netip.MustParsePrefix("2001:db8::/33"), 6, 23),
		},
		{"name", "02 11 01f4 52312e6578616d706c65", FQDNIdentification("R1.example", 17, 500)},
		{"key ID, empty", "0b 00 0000", &Identification{Type: IDKeyID}},
		{"unknown type", "c8 00 0000 01", &Identification{Type: 200, Data: []byte{1}}},
	})
	subnet := SubnetIdentification(netip.MustParsePrefix("192.168.1.0/24"), 0, 0)
	testShortBodies(t, subnet, len(New(subnet).Body))
	testShortBodies(t, &Identification{Type: IDKeyID}, 4)
	testRefusals(t, PayloadID, []refusal{
		{"address of five bytes", "01 11 01f4 0a01200e00", PayloadID, BadLength, NotifyInvalidIDInformation},
	})
}

func TestIdentificationHelpers(t *testing.T) {
	mapped := AddressIdentification(netip.MustParseAddr("::ffff:10.1.32.14"), 0, 0)
	if addr, ok := mapped.Address(); !ok || addr != netip.MustParseAddr("10.1.32.14") || mapped.Type != IDIPv4Address {
		t.Errorf("mapped address became %v %v", mapped.Type, addr)
	}
	if name, ok := FQDNIdentification("R1", 0, 0).FQDN(); !ok || name != "R1" {
		t.Errorf("name %q, %v", name, ok)
	}
	if _, ok := mapped.FQDN(); ok {
		t.Error("an address has a name")
	}
	if _, _, ok := mapped.Subnet(); ok {
		t.Error("an address is a subnet")
	}
}

func TestIdentificationPrefix(t *testing.T) {
	for _, test := range []struct {
		name string
		id   *Identification
		want string // empty for none
	}{
		{"address", AddressIdentification(netip.MustParseAddr("10.1.32.14"), 0, 0), "10.1.32.14/32"},
		{"subnet", SubnetIdentification(netip.MustParsePrefix("10.1.0.0/20"), 0, 0), "10.1.0.0/20"},
		{"mask with a hole", &Identification{Type: IDIPv4Subnet, Data: unhex(t, "0a010000 ffff00ff")}, ""},
		{"wrong length", &Identification{Type: IDIPv4Subnet, Data: unhex(t, "0a010000")}, ""},
		{"name", FQDNIdentification("R1", 0, 0), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, ok := test.id.Prefix()
			if ok != (test.want != "") || ok && got != netip.MustParsePrefix(test.want) {
				t.Errorf("prefix %v, %v; want %q", got, ok, test.want)
			}
		})
	}
	addr, mask, ok := (&Identification{Type: IDIPv4Subnet, Data: unhex(t, "0a010000 ffff00ff")}).Subnet()
	if !ok || addr.String() != "10.1.0.0" || mask.String() != "255.255.0.255" {
		t.Errorf("subnet %v %v %v", addr, mask, ok)
	}
}

// An address nobody configured is sent as none, not as a crash.
func TestIdentificationOfNothing(t *testing.T) {
	if got := New(AddressIdentification(netip.Addr{}, 0, 0)).Body; len(got) != 4 {
		t.Errorf("body %x", got)
	}
	if got := New(SubnetIdentification(netip.Prefix{}, 0, 0)).Body; len(got) != 4 {
		t.Errorf("body %x", got)
	}
}
