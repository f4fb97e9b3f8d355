package config

// How packets that are protected by IPsec fit into the path: `crypto ipsec df-bit` and `crypto ipsec fragmentation`, globally and on
// an interface, which goes before.

// A DFBit says what DF the outer header of a tunnel has.
type DFBit string

// The words of it; "" is as elsewhere, and in the end a copy.
const (
	DFCopy  DFBit = "copy" // that of the packet inside
	DFClear DFBit = "clear"
	DFSet   DFBit = "set"
)

// A Fragmentation says when a packet is taken apart that is too long to be protected whole.
type Fragmentation string

// The words of it; "" is as elsewhere, and in the end before.
const (
	BeforeEncryption Fragmentation = "before-encryption"
	AfterEncryption  Fragmentation = "after-encryption"
)

// DFBitOn is what holds for packets that leave protected by an interface.
func (c *Config) DFBitOn(i *Interface) DFBit {
	for _, d := range []DFBit{i.DFBit, c.IPsec.DFBit} {
		if d != "" {
			return d
		}
	}
	return DFCopy
}

// FragmentationOn is what holds for packets that leave protected by an interface.
func (c *Config) FragmentationOn(i *Interface) Fragmentation {
	for _, f := range []Fragmentation{i.Fragmentation, c.IPsec.Fragmentation} {
		if f != "" {
			return f
		}
	}
	return BeforeEncryption
}
