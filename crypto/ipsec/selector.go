package ipsec

import (
	"encoding/binary"
	"fmt"
	"net/netip"

	"ruthere/packet"
)

// A Selector says which packets an SA is for: the two identities of quick mode, RFC 2407 section 4.6.2, as this side
// sees them. A zero Protocol or port means any; "any address" is 0.0.0.0/0.
type Selector struct {
	Local, Remote         netip.Prefix
	Protocol              uint8
	LocalPort, RemotePort uint16
}

// Fields are what a selector looks at in a packet.
type Fields struct {
	Src, Dst         netip.Addr
	Protocol         uint8
	SrcPort, DstPort uint16 // zero where the packet has none, or none in this fragment
}

// FieldsOf reads the fields of a packet. Only TCP and UDP have ports, and only in a datagram's first fragment.
func FieldsOf(p packet.IPv4) Fields {
	f := Fields{Src: p.Src, Dst: p.Dst, Protocol: p.Protocol}
	hasPorts := p.Protocol == packet.ProtocolTCP || p.Protocol == packet.ProtocolUDP
	if hasPorts && p.FragmentOffset == 0 && len(p.Payload) >= 4 {
		f.SrcPort = binary.BigEndian.Uint16(p.Payload)
		f.DstPort = binary.BigEndian.Uint16(p.Payload[2:])
	}
	return f
}

// Mirror exchanges source and destination. A packet that came in belongs to an SA when the mirrored fields match.
func (f Fields) Mirror() Fields {
	f.Src, f.Dst = f.Dst, f.Src
	f.SrcPort, f.DstPort = f.DstPort, f.SrcPort
	return f
}

// Matches tells whether a packet from here to the remote side is one that s protects.
func (s Selector) Matches(f Fields) bool {
	return s.Local.Contains(f.Src.Unmap()) && s.Remote.Contains(f.Dst.Unmap()) &&
		(s.Protocol == 0 || s.Protocol == f.Protocol) &&
		(s.LocalPort == 0 || s.LocalPort == f.SrcPort) &&
		(s.RemotePort == 0 || s.RemotePort == f.DstPort)
}

// Contains tells whether every packet that other matches is matched by s as well.
func (s Selector) Contains(other Selector) bool {
	return containsPrefix(s.Local, other.Local) && containsPrefix(s.Remote, other.Remote) &&
		(s.Protocol == 0 || s.Protocol == other.Protocol) &&
		(s.LocalPort == 0 || s.LocalPort == other.LocalPort) &&
		(s.RemotePort == 0 || s.RemotePort == other.RemotePort)
}

func containsPrefix(outer, inner netip.Prefix) bool {
	return outer.IsValid() && inner.IsValid() && outer.Bits() <= inner.Bits() && outer.Contains(inner.Addr())
}

// Equal tells whether s and other match the same packets. Host bits of the prefixes do not count.
func (s Selector) Equal(other Selector) bool { return s.masked() == other.masked() }

// Mirror is the same selector as the other side sees it.
func (s Selector) Mirror() Selector {
	s.Local, s.Remote = s.Remote, s.Local
	s.LocalPort, s.RemotePort = s.RemotePort, s.LocalPort
	return s
}

// LocalIdent is the local identity as `show crypto ipsec sa` prints it: 10.1.1.0/255.255.255.0/0/0.
func (s Selector) LocalIdent() string { return identText(s.Local, s.Protocol, s.LocalPort) }

// RemoteIdent is the remote identity, written like LocalIdent.
func (s Selector) RemoteIdent() string { return identText(s.Remote, s.Protocol, s.RemotePort) }

func identText(prefix netip.Prefix, protocol uint8, port uint16) string {
	return fmt.Sprintf("%s/%d/%d", maskText(prefix), protocol, port)
}

// LocalMask is the local network with its mask, 10.1.1.0/255.255.255.0; RemoteMask is the remote one.
func (s Selector) LocalMask() string  { return maskText(s.Local) }
func (s Selector) RemoteMask() string { return maskText(s.Remote) }

func maskText(prefix netip.Prefix) string {
	prefix = prefix.Masked()
	if !prefix.Addr().Is4() {
		return prefix.String()
	}
	var mask [4]byte
	binary.BigEndian.PutUint32(mask[:], uint32(uint64(0xffffffff)<<(32-prefix.Bits())))
	return fmt.Sprintf("%s/%s", prefix.Addr(), netip.AddrFrom4(mask))
}

// String is for error messages: both identities, local first.
func (s Selector) String() string { return s.LocalIdent() + " -> " + s.RemoteIdent() }

func (s Selector) masked() Selector {
	s.Local, s.Remote = s.Local.Masked(), s.Remote.Masked()
	return s
}
