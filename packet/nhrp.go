package packet

import (
	"encoding/binary"
	"net/netip"
)

// EtherTypeNHRP is what a GRE header says before a packet of NHRP.
const EtherTypeNHRP = 0x2001

// An NHRPType is what a packet of NHRP is (RFC 2332 section 5.2).
type NHRPType uint8

const (
	ResolutionRequest NHRPType = iota + 1
	ResolutionReply
	RegistrationRequest
	RegistrationReply
	PurgeRequest
	PurgeReply
	ErrorIndication
	TrafficIndication // of Cisco's: there is a better way for the packet that it carries
)

var nhrpTypeNames = [...]string{"", "Resolution Request", "Resolution Reply", "Registration Request", "Registration Reply", "Purge Request",
	"Purge Reply", "Error Indication", "Traffic Indication"}

// String is the type as RFC and device write it.
func (t NHRPType) String() string { return nhrpTypeNames[t] }

// IsReply says whether the packet goes to who is named as its source (RFC 2332 section 5.2).
func (t NHRPType) IsReply() bool {
	return t == ResolutionReply || t == RegistrationReply || t == PurgeReply
}

// Flags of packets, by their types (RFC 2332 sections 5.2.1 to 5.2.5).
const (
	ResolutionFromRouter    = 0x8000 // Q: who asks is a router
	ResolutionAuthoritative = 0x4000 // A
	ResolutionStable        = 0x2000 // D: of the destination
	ResolutionUnique        = 0x1000 // U
	ResolutionSourceStable  = 0x0800 // S
	RegistrationUnique      = 0x8000 // U: nobody else may have the address
	PurgeWithoutReply       = 0x8000 // N
	FlagNAT                 = 0x0002 // of Cisco's, on resolution and registration: who sends it understands ExtensionNAT
)

// Codes of clients (RFC 2332 sections 5.2.0.1 and 5.2.4), and of errors (5.2.7).
const (
	CodeSuccess             = 0
	CodeLoop                = 3 // of errors
	CodeAdministratively    = 4 // a registration is prohibited
	CodeInsufficient        = 5 // resources
	CodeNoRoute             = 6 // of errors: the protocol address is unreachable
	CodeProtocolError       = 7
	CodeAuthenticationFails = 11
	CodeNoBinding           = 12
	CodeNotUnique           = 13 // there is a binding, and it is not unique
	CodeAlreadyRegistered   = 14 // by somebody else, uniquely
	CodeHopCount            = 15
)

var nhrpCodeNames = map[uint16]string{CodeSuccess: "no error", 1: "unrecognized extension", CodeLoop: "loop detected",
	CodeAdministratively: "administratively prohibited", CodeInsufficient: "insufficient resources",
	CodeNoRoute: "protocol address unreachable", CodeProtocolError: "protocol generic error", 8: "SDU size exceeded", 9: "invalid extension",
	10: "invalid resolution reply", CodeAuthenticationFails: "authentication failure", CodeNoBinding: "no address mapping exists",
	CodeNotUnique: "binding exists but is not unique", CodeAlreadyRegistered: "unique address registered already",
	CodeHopCount: "hop count exceeded"}

// NHRPCodeName is a code in the device's words.
func NHRPCodeName(code uint16) string {
	if name := nhrpCodeNames[code]; name != "" {
		return name
	}
	return "unknown"
}

// Types of extensions (RFC 2332 section 5.3).
const (
	extensionEnd            = 0
	ExtensionResponder      = 3 // who answered
	ExtensionForwardTransit = 4 // the servers that a request passed
	ExtensionReverseTransit = 5 // those that its answer passed
	ExtensionAuthentication = 7
	ExtensionNAT            = 9 // of Cisco's: the addresses that translation gives to clients
)

// An NHRP is a packet of the Next Hop Resolution Protocol (RFC 2332) between IPv4 addresses, on a network of IPv4 addresses.
type NHRP struct {
	Type        NHRPType
	HopCount    uint8
	Flags       uint16 // not of errors
	RequestID   uint32 // not of errors
	ErrorCode   uint16
	ErrorOffset uint16     // of what is wrong, in bytes from the beginning of the packet in error
	SrcNBMA     netip.Addr // an invalid address is left out
	SrcProtocol netip.Addr
	DstProtocol netip.Addr
	Clients     []NHRPClient
	Contents    []byte // the packet in error, or the one that caused the indication, or the beginning of it
	Extensions  []NHRPExtension
}

// An NHRPClient is a client information entry (RFC 2332 section 5.2.0.1). An invalid address is left out: then that of the packet is meant.
type NHRPClient struct {
	Code       uint8
	Prefix     uint8  // bits of Protocol, or of the packet's address in its place
	MTU        uint16 // 0 = the default
	HoldTime   uint16 // seconds
	Preference uint8
	NBMA       netip.Addr
	Protocol   netip.Addr
}

// An NHRPExtension is one of the extensions of a packet.
type NHRPExtension struct {
	Type       uint16 // 1 to 16383
	Compulsory bool   // who does not know it may not pass over it
	Clients    []NHRPClient
	Data       []byte // of extensions that do not list clients
}

// listsClients says whether the value of an extension is a list of clients.
func listsClients(extension uint16) bool {
	switch extension {
	case ExtensionResponder, ExtensionForwardTransit, ExtensionReverseTransit, ExtensionNAT:
		return true
	}
	return false
}

// Extension is the extension of that type, or nil.
func (n *NHRP) Extension(number uint16) *NHRPExtension {
	for i := range n.Extensions {
		if n.Extensions[i].Type == number {
			return &n.Extensions[i]
		}
	}
	return nil
}

const (
	nhrpFixed       = 20 // bytes of the fixed header, RFC 2332 section 5.2.0
	nhrpVersion     = 1
	nhrpFamilyIPv4  = 1 // address family number of NBMA addresses
	nhrpCompulsory  = 0x8000
	nhrpTypeMask    = 0x3fff
	nhrpChecksumAt  = 12
	nhrpSizeAt      = 10
	nhrpExtensionAt = 14
)

// Append appends the packet to b. It must have no more than 65535 bytes, nor an extension.
func (n NHRP) Append(b []byte) []byte {
	start := len(b)
	b = binary.BigEndian.AppendUint16(b, nhrpFamilyIPv4)
	b = binary.BigEndian.AppendUint16(b, EtherTypeIPv4)
	b = append(b, 0, 0, 0, 0, 0, n.HopCount, 0, 0, 0, 0, 0, 0, nhrpVersion, byte(n.Type), addrLen(n.SrcNBMA), 0)
	b = append(b, addrLen(n.SrcProtocol), addrLen(n.DstProtocol))
	if n.Type == ErrorIndication {
		b = append(b, 0, 0)
		b = binary.BigEndian.AppendUint16(b, n.ErrorCode)
		b = binary.BigEndian.AppendUint16(b, n.ErrorOffset)
	} else {
		b = binary.BigEndian.AppendUint16(b, n.Flags)
		b = binary.BigEndian.AppendUint32(b, n.RequestID)
	}
	for _, a := range []netip.Addr{n.SrcNBMA, n.SrcProtocol, n.DstProtocol} {
		b = appendAddr(b, a)
	}
	b = appendClients(b, n.Clients)
	b = append(b, n.Contents...)
	if len(n.Extensions) > 0 {
		binary.BigEndian.PutUint16(b[start+nhrpExtensionAt:], uint16(len(b)-start))
		b = appendExtensions(b, n.Extensions)
	}
	binary.BigEndian.PutUint16(b[start+nhrpSizeAt:], uint16(len(b)-start))
	putChecksum(b[start:], nhrpChecksumAt, 0)
	return b
}

func appendClients(b []byte, list []NHRPClient) []byte {
	for _, c := range list {
		b = append(b, c.Code, c.Prefix, 0, 0)
		b = binary.BigEndian.AppendUint16(b, c.MTU)
		b = binary.BigEndian.AppendUint16(b, c.HoldTime)
		b = append(b, addrLen(c.NBMA), 0, addrLen(c.Protocol), c.Preference)
		b = appendAddr(appendAddr(b, c.NBMA), c.Protocol)
	}
	return b
}

func appendExtensions(b []byte, list []NHRPExtension) []byte {
	for _, e := range list {
		kind := e.Type
		if e.Compulsory {
			kind |= nhrpCompulsory
		}
		value := e.Data
		if listsClients(e.Type) {
			value = appendClients(nil, e.Clients)
		}
		b = binary.BigEndian.AppendUint16(b, kind)
		b = binary.BigEndian.AppendUint16(b, uint16(len(value)))
		b = append(b, value...)
	}
	return append(b, nhrpCompulsory>>8, extensionEnd, 0, 0)
}

func addrLen(a netip.Addr) byte { return byte(a.BitLen() / 8) }

func appendAddr(b []byte, a netip.Addr) []byte { return append(b, a.AsSlice()...) }
