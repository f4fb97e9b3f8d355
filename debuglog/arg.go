package debuglog

import (
	"net/netip"
	"strconv"
	"strings"
	"time"

	"ruthere/crypto/ike/state"
)

// An arg is one value of a line, kept as it came until the line is printed.
type arg struct {
	kind kind
	n    uint64
	m    uint64 // what does not fit in n: lower half of an IPv6 address, state of a phase
	s    string
}

type kind uint8

const (
	kindNone    kind = iota // there is no value
	kindText                // s, made visible: it may come from outside
	kindLines               // s, lines of our own
	kindDecimal             // n
	kindHex                 // n, upper case, unpadded
	kindSPI                 // n, 8 upper-case hexadecimal digits
	kindNode                // a message id that names a node: signed before IOS XE, unsigned since
	kindWireID              // a message id of a packet at hand: signed in 12.4, unsigned since
	kindPointer             // n, as Pointer
	kindAddr4               // an IPv4 address in n
	kindAddr6               // an IPv6 address in n and m
	kindPhase               // "(I) QM_IDLE      "
	kindEvent               // n, as Event
	kindBytes               // s, as "0x0 0x1 0x51 0x80"
	kindNotify              // n, a notification's type
	kindNodeWhy             // n, as NodeReason
	kindProxy               // a selector: address and mask in n, protocol and port in m
	kindInt                 // n, signed
	kindSpan                // n, a duration, in seconds with three decimals
)

func text(s string) arg             { return arg{kind: kindText, s: s} }
func ownLines(s string) arg         { return arg{kind: kindLines, s: s} }
func decimal(n uint64) arg          { return arg{kind: kindDecimal, n: n} }
func number(n int) arg              { return arg{kind: kindInt, n: uint64(n)} }
func span(d time.Duration) arg      { return arg{kind: kindSpan, n: uint64(d)} }
func port(p uint16) arg             { return arg{kind: kindDecimal, n: uint64(p)} }
func hex(n uint64) arg              { return arg{kind: kindHex, n: n} }
func spi(n uint32) arg              { return arg{kind: kindSPI, n: uint64(n)} }
func node(id uint32) arg            { return arg{kind: kindNode, n: uint64(id)} }
func wireID(id uint32) arg          { return arg{kind: kindWireID, n: uint64(id)} }
func pointer(p Pointer) arg         { return arg{kind: kindPointer, n: uint64(p)} }
func event(e state.Event) arg       { return arg{kind: kindEvent, n: uint64(e)} }
func hexBytes(b []byte) arg         { return arg{kind: kindBytes, s: string(b)} }
func notify(t uint16) arg           { return arg{kind: kindNotify, n: uint64(t)} }
func nodeWhy(reason NodeReason) arg { return arg{kind: kindNodeWhy, n: uint64(reason)} }

func phase(r state.Role, s state.Shown) arg { return arg{kind: kindPhase, n: uint64(r), m: uint64(s)} }

// addr keeps an address in two words: an interface would cost an allocation per argument.
func addr(a netip.Addr) arg {
	switch {
	case !a.IsValid():
		return text("0.0.0.0")
	case a.Is4() || a.Is4In6():
		b := a.Unmap().As4()
		return arg{kind: kindAddr4, n: uint64(b[0])<<24 | uint64(b[1])<<16 | uint64(b[2])<<8 | uint64(b[3])}
	}
	x := arg{kind: kindAddr6}
	for i, b := range a.As16() {
		if i < 8 {
			x.n = x.n<<8 | uint64(b)
		} else {
			x.m = x.m<<8 | uint64(b)
		}
	}
	return x
}

func (a arg) append(dst []byte, r Release) []byte {
	switch a.kind {
	case kindDecimal:
		return strconv.AppendUint(dst, a.n, 10)
	case kindInt:
		return strconv.AppendInt(dst, int64(a.n), 10)
	case kindSpan:
		return append(dst, time.Duration(a.n).Round(time.Millisecond).String()...)
	case kindProxy:
		return appendProxy(dst, a.n, a.m, r)
	case kindHex:
		return appendHex(dst, a.n, 1)
	case kindSPI:
		return appendHex(dst, a.n, 8)
	case kindNode:
		return appendMessageID(dst, uint32(a.n), r == IOSXE)
	case kindWireID:
		return appendMessageID(dst, uint32(a.n), r != IOS124)
	case kindPointer:
		return Pointer(a.n).append(dst, r)
	case kindAddr4:
		return netip.AddrFrom4([4]byte{byte(a.n >> 24), byte(a.n >> 16), byte(a.n >> 8), byte(a.n)}).AppendTo(dst)
	case kindAddr6:
		var b [16]byte
		for i := range 8 {
			b[i], b[8+i] = byte(a.n>>(56-8*i)), byte(a.m>>(56-8*i))
		}
		return append(dst, strings.ToUpper(netip.AddrFrom16(b).String())...)
	case kindPhase:
		return appendPhase(dst, state.Role(a.n), state.Shown(a.m))
	case kindEvent:
		return appendEvent(dst, state.Event(a.n), r)
	case kindBytes:
		return appendHexBytes(dst, a.s)
	case kindNotify:
		return appendNotify(dst, notifyName(uint16(a.n)), r)
	case kindNodeWhy:
		return append(dst, NodeReason(a.n).text(r)...)
	case kindText:
		return append(dst, Visible(a.s)...)
	default:
		return append(dst, a.s...)
	}
}

func appendMessageID(dst []byte, id uint32, unsigned bool) []byte {
	if unsigned {
		return strconv.AppendUint(dst, uint64(id), 10)
	}
	return strconv.AppendInt(dst, int64(int32(id)), 10)
}

func appendPhase(dst []byte, r state.Role, s state.Shown) []byte {
	dst = append(append(append(dst, '('), r.String()...), ") "...)
	return append(dst, padded(s)...)
}

// appendHexBytes writes a variable-precision integer as IOS does: lower case, unpadded.
func appendHexBytes(dst []byte, b string) []byte {
	for i := range len(b) {
		if i > 0 {
			dst = append(dst, ' ')
		}
		dst = append(dst, "0x"...)
		dst = strconv.AppendUint(dst, uint64(b[i]), 16)
	}
	return dst
}
