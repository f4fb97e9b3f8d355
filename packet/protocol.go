package packet

// IP protocol numbers, as IANA assigns them.
const (
	ProtocolICMP   = 1
	ProtocolIGMP   = 2
	ProtocolIPinIP = 4
	ProtocolTCP    = 6
	ProtocolUDP    = 17
	ProtocolGRE    = 47
	ProtocolESP    = 50
	ProtocolAH     = 51
	ProtocolNone   = 59 // "no next header": inside ESP, a dummy packet to be dropped (RFC 4303 section 2.6)
	ProtocolEIGRP  = 88
	ProtocolOSPF   = 89
	ProtocolPIM    = 103
	ProtocolPCP    = 108
)

// UDP ports of IKE, RFC 2408 section 2.5.1 and RFC 3947 section 4.
const (
	PortISAKMP = 500
	PortNAT    = 4500
)

// NonESPMarker stands before IKE on port 4500 and tells it from ESP: RFC 3948 section 2.2.
const NonESPMarker = "\x00\x00\x00\x00"
