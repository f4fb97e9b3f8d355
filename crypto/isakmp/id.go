package isakmp

import (
	"encoding/binary"
	"fmt"
	"net/netip"
)

// An IDType says what an identification is, RFC 2407 section 4.6.2.1.
type IDType uint8

const (
	IDIPv4Address IDType = 1
	IDFQDN        IDType = 2
	IDUserFQDN    IDType = 3
	IDIPv4Subnet  IDType = 4
	IDIPv6Address IDType = 5
	IDIPv6Subnet  IDType = 6
	IDIPv4Range   IDType = 7
	IDIPv6Range   IDType = 8
	IDDN          IDType = 9
	IDGN          IDType = 10
	IDKeyID       IDType = 11
)

// String is the RFC's name without its ID_.
func (t IDType) String() string {
	names := [...]string{
		IDIPv4Address: "IPV4_ADDR", IDFQDN: "FQDN", IDUserFQDN: "USER_FQDN", IDIPv4Subnet: "IPV4_ADDR_SUBNET",
		IDIPv6Address: "IPV6_ADDR", IDIPv6Subnet: "IPV6_ADDR_SUBNET", IDIPv4Range: "IPV4_ADDR_RANGE",
		IDIPv6Range: "IPV6_ADDR_RANGE", IDDN: "DER_ASN1_DN", IDGN: "DER_ASN1_GN", IDKeyID: "KEY_ID",
	}
	if int(t) < len(names) && names[t] != "" {
		return names[t]
	}
	return fmt.Sprintf("ID type %d", uint8(t))
}

// size is how many bytes of data the type demands; zero for any number.
func (t IDType) size() int {
	switch t {
	case IDIPv4Address:
		return 4
	case IDIPv4Subnet, IDIPv4Range:
		return 8
	case IDIPv6Address:
		return 16
	case IDIPv6Subnet, IDIPv6Range:
		return 32
	}
	return 0
}

// An Identification names a peer in phase 1 and a selector in phase 2, RFC 2407
// section 4.6.2.
type Identification struct {
	Type     IDType
	Protocol uint8  // IP protocol; zero for any
	Port     uint16 // zero for any
	Data     []byte
}

// AddressIdentification names one IPv4 or IPv6 address.
func AddressIdentification(addr netip.Addr, protocol uint8, port uint16) *Identification {
	addr = addr.Unmap()
	id := &Identification{Type: IDIPv4Address, Protocol: protocol, Port: port, Data: addr.AsSlice()}
	if addr.Is6() {
		id.Type = IDIPv6Address
	}
	return id
}

// SubnetIdentification names a subnet as an address and a mask. Bits of the
// address beyond the mask are cleared.
func SubnetIdentification(subnet netip.Prefix, protocol uint8, port uint16) *Identification {
	subnet = subnet.Masked()
	id := &Identification{Type: IDIPv4Subnet, Protocol: protocol, Port: port, Data: subnet.Addr().AsSlice()}
	if subnet.Addr().Is6() {
		id.Type = IDIPv6Subnet
	}
	mask := make([]byte, len(id.Data))
	for i := range max(subnet.Bits(), 0) {
		mask[i/8] |= 0x80 >> (i % 8)
	}
	id.Data = append(id.Data, mask...)
	return id
}

// FQDNIdentification names a host, as `crypto isakmp identity hostname` does.
func FQDNIdentification(name string, protocol uint8, port uint16) *Identification {
	return &Identification{Type: IDFQDN, Protocol: protocol, Port: port, Data: []byte(name)}
}

// Address is the address of an identification that is one address.
func (id *Identification) Address() (netip.Addr, bool) {
	if id.Type != IDIPv4Address && id.Type != IDIPv6Address || len(id.Data) != id.Type.size() {
		return netip.Addr{}, false
	}
	return netip.AddrFromSlice(id.Data)
}

// Subnet is the address and the mask of an identification that is a subnet,
// whatever the mask's bits. For a mask that is a run of ones, see Prefix.
func (id *Identification) Subnet() (addr, mask netip.Addr, ok bool) {
	if id.Type != IDIPv4Subnet && id.Type != IDIPv6Subnet || len(id.Data) != id.Type.size() {
		return netip.Addr{}, netip.Addr{}, false
	}
	half := len(id.Data) / 2
	addr, _ = netip.AddrFromSlice(id.Data[:half])
	mask, _ = netip.AddrFromSlice(id.Data[half:])
	return addr, mask, true
}

// Prefix is what an identification that is an address or a subnet stands for;
// false if it is neither, or the mask is not a run of ones.
func (id *Identification) Prefix() (netip.Prefix, bool) {
	if addr, ok := id.Address(); ok {
		return netip.PrefixFrom(addr, addr.BitLen()), true
	}
	addr, mask, ok := id.Subnet()
	if !ok {
		return netip.Prefix{}, false
	}
	ones, ended := 0, false
	for _, b := range mask.AsSlice() {
		for bit := byte(0x80); bit != 0; bit >>= 1 {
			switch {
			case b&bit == 0:
				ended = true
			case ended:
				return netip.Prefix{}, false
			default:
				ones++
			}
		}
	}
	return netip.PrefixFrom(addr, ones), true
}

// FQDN is the name of an identification that is one.
func (id *Identification) FQDN() (string, bool) {
	return string(id.Data), id.Type == IDFQDN
}

func (id *Identification) PayloadType() PayloadType { return PayloadID }

func parseIdentification(r *reader) *Identification {
	id := &Identification{Type: IDType(r.u8()), Protocol: r.u8(), Port: r.u16(), Data: r.rest()}
	if size := id.Type.size(); r.err == nil && size != 0 && len(id.Data) != size {
		r.notify = NotifyInvalidIDInformation
		r.fail(BadLength, "%v of %d bytes", id.Type, len(id.Data))
	}
	return id
}

func (id *Identification) appendBody(dst []byte) []byte {
	dst = append(dst, uint8(id.Type), id.Protocol)
	dst = binary.BigEndian.AppendUint16(dst, id.Port)
	return append(dst, id.Data...)
}
