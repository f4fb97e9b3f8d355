package isakmp

import "bytes"

// A VendorID says what its sender supports beyond the RFCs, or who made it, RFC
// 2408 section 3.16. The data is usually the MD5 of a name.
type VendorID struct {
	Data []byte
}

func (v *VendorID) PayloadType() PayloadType { return PayloadVendorID }

func parseVendorID(r *reader) *VendorID { return &VendorID{Data: r.rest()} }

func (v *VendorID) appendBody(dst []byte) []byte { return append(dst, v.Data...) }

// A Vendor is a vendor ID this package knows.
type Vendor uint8

const (
	VendorUnknown       Vendor = iota
	VendorRFC3947              // NAT traversal as in RFC 3947
	VendorNATTDraft07          // and its drafts
	VendorNATTDraft03          //
	VendorNATTDraft02N         // "...-02\n": what most implementations send for draft 02
	VendorNATTDraft02          // "...-02"
	VendorDPD                  // RFC 3706
	VendorUnity                // Cisco Unity
	VendorXAUTH                // draft-beaulieu-ike-xauth-02, by the hash of draft 06's name
	VendorFragmentation        // IKE fragmentation; capability bits may follow
)

// vendors are indexed by Vendor. Dead peer detection and Unity end in two bytes
// of version, 1.0.
var vendors = [...]struct{ name, data string }{
	VendorUnknown:       {"unknown", ""},
	VendorRFC3947:       {"NAT-T RFC 3947", "\x4a\x13\x1c\x81\x07\x03\x58\x45\x5c\x57\x28\xf2\x0e\x95\x45\x2f"},
	VendorNATTDraft07:   {"NAT-T v7", "\x43\x9b\x59\xf8\xba\x67\x6c\x4c\x77\x37\xae\x22\xea\xb8\xf5\x82"},
	VendorNATTDraft03:   {"NAT-T v3", "\x7d\x94\x19\xa6\x53\x10\xca\x6f\x2c\x17\x9d\x92\x15\x52\x9d\x56"},
	VendorNATTDraft02N:  {"NAT-T v2", "\x90\xcb\x80\x91\x3e\xbb\x69\x6e\x08\x63\x81\xb5\xec\x42\x7b\x1f"},
	VendorNATTDraft02:   {"NAT-T v2 (no newline)", "\xcd\x60\x46\x43\x35\xdf\x21\xf8\x7c\xfd\xb2\xfc\x68\xb6\xa4\x48"},
	VendorDPD:           {"DPD", "\xaf\xca\xd7\x13\x68\xa1\xf1\xc9\x6b\x86\x96\xfc\x77\x57\x01\x00"},
	VendorUnity:         {"Unity", "\x12\xf5\xf2\x8c\x45\x71\x68\xa9\x70\x2d\x9f\xe2\x74\xcc\x01\x00"},
	VendorXAUTH:         {"XAUTH", "\x09\x00\x26\x89\xdf\xd6\xb7\x12"},
	VendorFragmentation: {"IKE fragmentation", "\x40\x48\xb7\xd5\x6e\xbc\xe8\x85\x25\xe7\xde\x7f\x00\xd6\xc2\xd3"},
}

// String is a short name for a person.
func (v Vendor) String() string {
	if int(v) < len(vendors) {
		return vendors[v].name
	}
	return vendors[VendorUnknown].name
}

// ID is the payload that stands for v; empty for VendorUnknown.
func (v Vendor) ID() VendorID {
	if int(v) < len(vendors) {
		return VendorID{Data: []byte(vendors[v].data)}
	}
	return VendorID{}
}

// Vendor tells which known vendor ID this is. Minor versions of dead peer
// detection and Unity, and the capability bits of fragmentation, do not matter.
func (v *VendorID) Vendor() Vendor {
	for i := range vendors {
		known := Vendor(i)
		id := []byte(vendors[i].data)
		if known == VendorUnknown {
			continue
		}
		got := v.Data
		switch {
		case known == VendorFragmentation && len(got) == len(id)+4:
			got = got[:len(id)]
		case (known == VendorDPD || known == VendorUnity) && len(got) == len(id):
			got, id = got[:len(got)-1], id[:len(id)-1]
		}
		if bytes.Equal(got, id) {
			return known
		}
	}
	return VendorUnknown
}

// iosBoxMask is what IOS combines its own cookie with to form the first half of
// the vendor ID by which routers know each other. It is not documented; every
// recorded one agrees.
var iosBoxMask = Cookie{0xf5, 0xc7, 0xa7, 0x1d, 0x00, 0x01, 0x00, 0x00}

// IOSBox is the vendor ID of an IOS router whose cookie is this one. What IOS
// puts in the second half is not known; it differs every time.
func IOSBox(cookie Cookie, tail [8]byte) VendorID {
	half := iosBoxHalf(cookie)
	return VendorID{Data: append(half[:], tail[:]...)}
}

// IsIOSBox reports whether the vendor ID is that of an IOS router with this
// cookie. Do not depend on it for interoperation.
func (v *VendorID) IsIOSBox(cookie Cookie) bool {
	half := iosBoxHalf(cookie)
	return len(v.Data) == 16 && bytes.HasPrefix(v.Data, half[:])
}

func iosBoxHalf(cookie Cookie) Cookie {
	for i := range cookie {
		cookie[i] ^= iosBoxMask[i]
	}
	return cookie
}
