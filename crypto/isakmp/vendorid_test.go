package isakmp

import (
	"crypto/md5"
	"testing"
)

func TestVendorID(t *testing.T) {
	xauth := VendorXAUTH.ID()
	testBodies(t, []bodyTest{
		{"XAUTH", "09002689dfd6b712", &xauth},
		{"empty", "", &VendorID{}},
	})
}

// Most vendor IDs are the MD5 of a name, which no typing error survives.
func TestVendorIDsAreHashesOfNames(t *testing.T) {
	for vendor, name := range map[Vendor]string{
		VendorRFC3947:       "RFC 3947",
		VendorNATTDraft07:   "draft-ietf-ipsec-nat-t-ike-07",
		VendorNATTDraft03:   "draft-ietf-ipsec-nat-t-ike-03",
		VendorNATTDraft02N:  "draft-ietf-ipsec-nat-t-ike-02\n",
		VendorNATTDraft02:   "draft-ietf-ipsec-nat-t-ike-02",
		VendorDPD:           "CISCO-DEAD-PEER-DETECTION",
		VendorUnity:         "CISCO-UNITY",
		VendorXAUTH:         "draft-ietf-ipsra-isakmp-xauth-06.txt",
		VendorFragmentation: "FRAGMENTATION",
	} {
		want := md5.Sum([]byte(name))
		id := vendor.ID()
		n := len(id.Data)
		if vendor == VendorDPD || vendor == VendorUnity {
			n -= 2
			if id.Data[n] != 1 || id.Data[n+1] != 0 {
				t.Errorf("%v: version %x", vendor, id.Data[n:])
			}
		}
		if n < 8 || string(id.Data[:n]) != string(want[:n]) {
			t.Errorf("%v is %x, want %x", vendor, id.Data, want)
		}
	}
}

func TestVendor(t *testing.T) {
	for v := VendorUnknown; int(v) < len(vendors); v++ {
		id := v.ID()
		if got := id.Vendor(); got != v {
			t.Errorf("%v is taken for %v", v, got)
		}
	}
	for _, test := range []struct {
		name string
		data string
		want Vendor
	}{
		{"DPD 1.5", "afcad71368a1f1c96b8696fc77570105", VendorDPD},
		{"DPD 2.0", "afcad71368a1f1c96b8696fc77570200", VendorUnknown},
		{"DPD cut", "afcad71368a1f1c96b8696fc775701", VendorUnknown},
		{"fragmentation with capabilities", "4048b7d56ebce88525e7de7f00d6c2d380000000", VendorFragmentation},
		{"fragmentation and more", "4048b7d56ebce88525e7de7f00d6c2d3800000", VendorUnknown},
		{"XAUTH and more", "09002689dfd6b71200", VendorUnknown},
		{"VPN 3000", "1f07f70eaa6514d3b0fa96542a500100", VendorUnknown},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := VendorID{Data: unhex(t, test.data)}
			if got := v.Vendor(); got != test.want {
				t.Errorf("taken for %v, want %v", got, test.want)
			}
		})
	}
	if got := Vendor(200).String(); got != "unknown" {
		t.Errorf("a vendor that is not reads %q", got)
	}
}

func TestIOSBox(t *testing.T) {
	cookie := Cookie(unhex(t, "a78fc9c55db8a10a"))
	box := IOSBox(cookie, [8]byte{1, 2, 3, 4, 5, 6, 7, 8})
	if want := unhex(t, "52486ed8 5db9a10a 0102030405060708"); string(box.Data) != string(want) {
		t.Errorf("%x, want %x", box.Data, want)
	}
	if !box.IsIOSBox(cookie) {
		t.Error("not recognised by its sender's cookie")
	}
	if box.IsIOSBox(Cookie{}) {
		t.Error("recognised by another cookie")
	}
	if (&VendorID{Data: box.Data[:8]}).IsIOSBox(cookie) {
		t.Error("recognised by half of it")
	}
	if box.Vendor() != VendorUnknown {
		t.Error("taken for a known vendor")
	}
}
