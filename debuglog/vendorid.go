package debuglog

// The lines that a received vendor ID prints.

var processingVendorID = phrase{
	ios124: "ISAKMP:(<id>): processing vendor id payload",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):processing vendor id payload",
}

var anotherIOSBox = phrase{
	ios124: "ISAKMP:(<id>): speaking to another IOS box!",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):speaking to another IOS box!",
}

var vendorIDMajor = phrase{
	args:   "major",
	ios124: "ISAKMP:(<id>): vendor ID seems Unity/DPD but major <major> mismatch",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):vendor ID seems Unity/DPD but major <major> mismatch",
}

var vendorIDHash = phrase{
	ios124: "ISAKMP:(<id>):vendor ID seems Unity/DPD but hash mismatch",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):vendor ID seems Unity/DPD but hash mismatch",
}

var vendorIDIs = phrase{
	args:   "name",
	ios124: "ISAKMP:(<id>): vendor ID is <name>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):vendor ID is <name>",
}

// The NAT-T versions that came last have the other form of the prefix before XE.
var vendorIDIsNATT = phrase{
	args:   "name",
	ios124: "ISAKMP (<num>): vendor ID is <name>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):vendor ID is <name>",
}

// Fragmentation is a vendor ID like any other to 12.4; later releases know it.
var (
	fragmentationMajor = phrase{
		args:   "major",
		ios124: "ISAKMP:(<id>): vendor ID seems Unity/DPD but major <major> mismatch",
	}
	processingFragmentation = phrase{
		ios15: "ISAKMP:(<id>): processing IKE frag vendor id payload",
		iosxe: "ISAKMP: (<id>):processing IKE frag vendor id payload",
	}
	fragmentationEnabled = phrase{ // guessed after the one below
		ios124: "ISAKMP:(<id>):Support for IKE Fragmentation enabled",
		ios15:  same,
		iosxe:  "ISAKMP: (<id>):Support for IKE Fragmentation enabled",
	}
	fragmentationNotEnabled = phrase{
		ios15: "ISAKMP:(<id>):Support for IKE Fragmentation not enabled",
		iosxe: "ISAKMP: (<id>):Support for IKE Fragmentation not enabled",
	}
)

// The published vendor IDs. The first three are compared only as far as given: versions or
// capabilities follow.
const (
	vidUnity         = "\x12\xf5\xf2\x8c\x45\x71\x68\xa9\x70\x2d\x9f\xe2\x74\xcc"
	vidDPD           = "\xaf\xca\xd7\x13\x68\xa1\xf1\xc9\x6b\x86\x96\xfc\x77\x57"
	vidFragmentation = "\x40\x48\xb7\xd5\x6e\xbc\xe8\x85\x25\xe7\xde\x7f\x00\xd6\xc2\xd3"
)

const (
	natTRFC3947 = "NAT-T RFC 3947"
	natTv7      = "NAT-T v7"
)

// vendorNames are the vendor IDs that are still recognised after the test for Unity and DPD failed.
var vendorNames = map[string]string{
	"\x4a\x13\x1c\x81\x07\x03\x58\x45\x5c\x57\x28\xf2\x0e\x95\x45\x2f": natTRFC3947,
	"\x43\x9b\x59\xf8\xba\x67\x6c\x4c\x77\x37\xae\x22\xea\xb8\xf5\x82": natTv7,
	"\x7d\x94\x19\xa6\x53\x10\xca\x6f\x2c\x17\x9d\x92\x15\x52\x9d\x56": "NAT-T v3",
	"\x90\xcb\x80\x91\x3e\xbb\x69\x6e\x08\x63\x81\xb5\xec\x42\x7b\x1f": "NAT-T v2",
	"\x09\x00\x26\x89\xdf\xd6\xb7\x12":                                 "XAUTH",
}

// majorVersion is where Unity and DPD carry their version, and where IOS looks for one in
// every vendor ID, whatever its length.
const majorVersion = 14

// VendorID says what IOS makes of a vendor ID. Data is the body of the payload and next the
// payload after it with its generic header, nil if there is none: IOS reads the version of a
// short vendor ID (XAUTH has 8 bytes) from the bytes that follow it. IsIOS tells that the
// first half is the peer's cookie as another IOS masks it.
func (v *Voice) VendorID(data, next []byte, isIOS bool) {
	v.say(&processingVendorID)
	if isIOS {
		v.say(&anotherIOSBox)
		return
	}
	major := decimal(uint64(byteAt(data, next, majorVersion)))
	switch {
	case hasPrefix(data, vidFragmentation):
		v.say(&fragmentationMajor, major)
		v.say(&processingFragmentation)
		v.say(&fragmentationNotEnabled)
		return
	case major.n != 1:
		v.say(&vendorIDMajor, major)
	case hasPrefix(data, vidUnity):
		v.say(&vendorIDIs, text("Unity"))
		return
	case hasPrefix(data, vidDPD):
		v.say(&vendorIDIs, text("DPD"))
		return
	default:
		v.say(&vendorIDHash)
	}
	switch name, known := vendorNames[string(data)]; {
	case name == natTRFC3947, name == natTv7:
		v.say(&vendorIDIsNATT, text(name))
	case known:
		v.say(&vendorIDIs, text(name))
	}
}

// byteAt is byte i of data followed by next, 0 past the end.
func byteAt(data, next []byte, i int) byte {
	if i < len(data) {
		return data[i]
	}
	if i -= len(data); i < len(next) {
		return next[i]
	}
	return 0
}

func hasPrefix(data []byte, prefix string) bool {
	return len(data) >= len(prefix) && string(data[:len(prefix)]) == prefix
}

// FragmentationEnabled reads the vendor ID of a peer that takes fragments, where they are sent.
func (v *Voice) FragmentationEnabled() {
	v.say(&processingFragmentation)
	v.say(&fragmentationEnabled)
}
