package modes

import (
	"fmt"
	"net/netip"
	"strings"
)

// ipv6Type is an IPv6 address. It is printed as the device writes it: in capitals.
type IPv6Type struct{}

func (IPv6Type) Name() string { return "X:X:X:X::X" }

func (IPv6Type) Accept(word string) (any, int, bool) {
	a, err := netip.ParseAddr(word)
	if err != nil || !a.Is6() || a.Zone() != "" {
		return nil, 0, false
	}
	return strings.ToUpper(a.String()), len(word), true
}

func (IPv6Type) Print(value any) string { s, _ := value.(string); return s }

// ipv6PrefixType is an IPv6 address with the length of its prefix.
type ipv6PrefixType struct{}

func (ipv6PrefixType) Name() string { return "X:X:X:X::X/<0-128>" }

func (ipv6PrefixType) Accept(word string) (any, int, bool) {
	p, err := netip.ParsePrefix(word)
	if err != nil || !p.Addr().Is6() {
		return nil, 0, false
	}
	return strings.ToUpper(p.String()), len(word), true
}

func (ipv6PrefixType) Print(value any) string { s, _ := value.(string); return s }

// patternType is a word of a certain shape.
type patternType struct {
	name  string
	shape *shape
}

// A shape says which letters may stand where, and how long a word is.
type shape struct {
	places      string // at each place: h a hexadecimal digit, d a decimal one, else itself; or "" for any number of h
	least, most int
}

var (
	macDigits  = &shape{places: "hhhh.hhhh.hhhh", least: 14, most: 14}
	register   = &shape{places: "0xhhhh", least: 3, most: 6}
	hexDigits  = &shape{least: 1, most: 64}
	keyDigits  = &shape{least: 2, most: 160}
	hourMinute = &shape{places: "dd:dd", least: 5, most: 5}
)

func (t patternType) Name() string { return t.name }

func (t patternType) Accept(word string) (any, int, bool) {
	if t.shape == hourMinute && len(word) > 1 && word[1] == ':' { // 2:00
		padded, reach, ok := t.Accept("0" + word)
		return strings.TrimPrefix(fmt.Sprint(padded), "0"), reach - 1, ok
	}
	for i := range len(word) {
		want := byte('h')
		if t.shape.places != "" && i < len(t.shape.places) {
			want = t.shape.places[i]
		}
		if i >= t.shape.most || !fits(word[i], want) {
			return nil, i, false
		}
	}
	return word, len(word), len(word) >= t.shape.least
}

func fits(c, want byte) bool {
	switch digit := '0' <= c && c <= '9'; want {
	case 'd':
		return digit
	case 'h':
		return digit || 'a' <= c|0x20 && c|0x20 <= 'f'
	}
	return c == want
}

func (t patternType) Print(value any) string { s, _ := value.(string); return s }
