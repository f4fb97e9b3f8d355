package modes

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

func Itoa(n int) string { return strconv.Itoa(n) }

// parseAddr reads an IPv4 address.
func ParseAddr(text string) (netip.Addr, error) {
	a, err := netip.ParseAddr(text)
	if err == nil && !a.Is4() {
		return netip.Addr{}, fmt.Errorf("%s is not an IPv4 address", text)
	}
	return a, err
}

// maskOf is a prefix length in dotted form.
func MaskOf(bits int) netip.Addr {
	m := ^uint32(0) << (32 - bits)
	if bits == 0 {
		m = 0
	}
	return netip.AddrFrom4([4]byte{byte(m >> 24), byte(m >> 16), byte(m >> 8), byte(m)})
}

// wildcardOf is the inverse of maskOf(bits).
func WildcardOf(bits int) netip.Addr {
	m := MaskOf(bits).As4()
	return netip.AddrFrom4([4]byte{^m[0], ^m[1], ^m[2], ^m[3]})
}

// maskBits is the length of a dotted mask; ok is false if it has holes.
func MaskBits(mask netip.Addr) (bits int, ok bool) {
	for bits := range 33 {
		if MaskOf(bits) == mask {
			return bits, true
		}
	}
	return 0, false
}

func Seconds(n int) time.Duration { return time.Duration(n) * time.Second }

func InSeconds(d time.Duration) int { return int(d / time.Second) }

// errIncomplete is for a `no` form that lacks what the grammar let it leave off.
var ErrIncomplete = Refuse("% Incomplete command.\n\n")

// number is the number that text is, or 0.
func ParseNumber(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}

// shortInterface is an interface's name in the columns that have no room: Fa0/1.
func ShortInterface(name string) string {
	at := strings.IndexAny(name, "0123456789")
	if at < 3 {
		return name
	}
	return name[:2] + name[at:]
}
