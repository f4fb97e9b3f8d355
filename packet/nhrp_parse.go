package packet

import (
	"encoding/binary"
	"fmt"
	"net/netip"
)

// ParseNHRP parses what GRE carries with EtherTypeNHRP; bytes behind the packet are passed over. What is not between IPv4 addresses is
// refused, and so are extensions that are compulsory and not known.
func ParseNHRP(b []byte) (NHRP, error) {
	if len(b) < nhrpFixed+8 {
		return NHRP{}, fmt.Errorf("NHRP: %w: %d bytes", ErrShort, len(b))
	}
	size, extensions := int(binary.BigEndian.Uint16(b[nhrpSizeAt:])), int(binary.BigEndian.Uint16(b[nhrpExtensionAt:]))
	n := NHRP{HopCount: b[9], Type: NHRPType(b[17])}
	switch {
	case b[16] != nhrpVersion:
		return n, fmt.Errorf("NHRP: %w: version %d", ErrHeader, b[16])
	case binary.BigEndian.Uint16(b) != nhrpFamilyIPv4 || binary.BigEndian.Uint16(b[2:]) != EtherTypeIPv4:
		return n, fmt.Errorf("NHRP: %w: addresses of family %d and protocol %#04x", ErrHeader, binary.BigEndian.Uint16(b), b[2:4])
	case n.Type < ResolutionRequest || n.Type > TrafficIndication:
		return n, fmt.Errorf("NHRP: %w: type %d", ErrHeader, n.Type)
	case size > len(b) || size < nhrpFixed+8:
		return n, fmt.Errorf("NHRP: %w: %d bytes, %d there", ErrShort, size, len(b))
	case extensions != 0 && (extensions < nhrpFixed+8 || extensions > size):
		return n, fmt.Errorf("NHRP: %w: extensions at %d of %d bytes", ErrHeader, extensions, size)
	case sum(b[:size], 0) != 0xffff:
		return n, fmt.Errorf("NHRP: %w", ErrChecksum)
	}
	rest := nhrpReader{b: b[nhrpFixed:size]}
	if extensions != 0 {
		rest.b = b[nhrpFixed:extensions]
		n.Extensions = readExtensions(b[extensions:size], &rest.err)
	}
	n.readMandatory(&rest, b[18], b[19])
	return n, rest.err
}

// readMandatory reads the mandatory part (RFC 2332 section 5.2.0.1).
func (n *NHRP) readMandatory(r *nhrpReader, nbma, subaddress byte) {
	src, dst := r.byte(), r.byte()
	if n.Type == ErrorIndication {
		r.uint16()
		n.ErrorCode, n.ErrorOffset = r.uint16(), r.uint16()
	} else {
		n.Flags, n.RequestID = r.uint16(), uint32(r.uint16())<<16|uint32(r.uint16())
	}
	n.SrcNBMA = r.addr(nbma)
	r.noSubaddress(subaddress)
	n.SrcProtocol, n.DstProtocol = r.addr(src), r.addr(dst)
	if n.Type == ErrorIndication || n.Type == TrafficIndication {
		n.Contents = r.b
		return
	}
	n.Clients = r.clients()
}

// An nhrpReader reads fields until one is not there, or is not as it should be.
type nhrpReader struct {
	b   []byte
	err error
}

func (r *nhrpReader) take(n int) []byte {
	if len(r.b) < n {
		if r.err == nil {
			r.err = fmt.Errorf("NHRP: %w: a field of %d bytes, %d there", ErrShort, n, len(r.b))
		}
		r.b = nil
		return make([]byte, n)
	}
	field := r.b[:n]
	r.b = r.b[n:]
	return field
}

func (r *nhrpReader) byte() byte     { return r.take(1)[0] }
func (r *nhrpReader) uint16() uint16 { return binary.BigEndian.Uint16(r.take(2)) }

// addr reads an address of a type and length: IPv4, or none.
func (r *nhrpReader) addr(kind byte) netip.Addr {
	switch kind {
	case 0:
		return netip.Addr{}
	case 4:
		return netip.AddrFrom4([4]byte(r.take(4)))
	}
	if r.err == nil {
		r.err = fmt.Errorf("NHRP: %w: an address of type and length %d", ErrHeader, kind)
	}
	return netip.Addr{}
}

func (r *nhrpReader) noSubaddress(length byte) {
	if length != 0 && r.err == nil {
		r.err = fmt.Errorf("NHRP: %w: a subaddress of %d bytes", ErrHeader, length)
	}
}

func (r *nhrpReader) clients() (list []NHRPClient) {
	for len(r.b) > 0 && r.err == nil {
		c := NHRPClient{Code: r.byte(), Prefix: r.byte()}
		r.uint16()
		c.MTU, c.HoldTime = r.uint16(), r.uint16()
		nbma, subaddress, protocol := r.byte(), r.byte(), r.byte()
		c.Preference = r.byte()
		c.NBMA = r.addr(nbma)
		r.noSubaddress(subaddress)
		c.Protocol = r.addr(protocol)
		list = append(list, c)
	}
	return list
}

// readExtensions reads extensions up to the one that ends them.
func readExtensions(b []byte, err *error) (list []NHRPExtension) {
	r := nhrpReader{b: b}
	for r.err == nil {
		kind := r.uint16()
		e := NHRPExtension{Type: kind & nhrpTypeMask, Compulsory: kind&nhrpCompulsory != 0}
		value := nhrpReader{b: r.take(int(r.uint16()))}
		known := listsClients(e.Type) || e.Type == ExtensionAuthentication
		switch {
		case e.Type == extensionEnd || r.err != nil:
			*err = r.err
			return list
		case !known && e.Compulsory:
			r.err = fmt.Errorf("NHRP: %w: extension %d is compulsory and not known", ErrHeader, e.Type)
		case listsClients(e.Type):
			e.Clients = value.clients()
			r.err = value.err
		default:
			e.Data = value.b
		}
		list = append(list, e)
	}
	*err = r.err
	return list
}
