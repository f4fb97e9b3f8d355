package mutation

import (
	"math/bits"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// How many of the other words, addresses and interfaces that there are take the place of one.
const (
	otherWords      = 3
	otherAddresses  = 2
	otherInterfaces = 2
)

// changeNumber puts its neighbours in the place of a number, those in the list of `?` where that lists numbers, and what is
// ten times more or less.
func (w words) changeNumber(f field, text string) {
	n, err := strconv.Atoi(text)
	if err != nil {
		return
	}
	numbers := []int{n + 1, n - 1, n * 10}
	if n >= 10 {
		numbers = append(numbers, n/10)
	}
	var listed []int
	for _, row := range w.rowsAt(f) {
		if one, err := strconv.Atoi(row.Item); err == nil {
			listed = append(listed, one)
		}
	}
	slices.Sort(listed)
	if at, found := slices.BinarySearch(listed, n); found {
		numbers = append(numbers, listed[(at+1)%len(listed)], listed[(at+len(listed)-1)%len(listed)])
	}
	for _, other := range numbers {
		if other >= 0 && other != n {
			w.put(Number, f, strconv.Itoa(other))
		}
	}
}

// changeKeyword puts others in the place of a keyword: those that stand after it in the list of `?`, round about. Lines of
// the same command come first; of one that is another command, which only somebody lost would type, and never at the
// beginning of a line.
func (w words) changeKeyword(f field, text string) {
	all := w.keywordsAt(f)
	at := slices.Index(all, w.keywordsLike(f, text)[0])
	most, otherCommands := otherWords, []string{}
	for i := 1; i < len(all); i++ {
		other := all[(at+i)%len(all)]
		entry, err := w.mode.Match(strings.TrimSpace(w.line[:f.start]+other+w.line[f.end:]), highestLevel)
		switch {
		case err != nil || other == "default":
		case entry != w.entry:
			otherCommands = append(otherCommands, other)
		case most > 0 && w.put(Word, f, other):
			most--
		}
	}
	first := strings.TrimSpace(w.line[:f.start]) == ""
	for i := 0; i < len(otherCommands) && !first && most == otherWords && !w.put(Word, f, otherCommands[i]); i++ {
	}
	if rest := strings.TrimLeft(w.line[f.end:], " "); first && text == "no" && rest != "" {
		w.addLine(Word, "no is not there", w.line, w.at, w.at+1, w.prompt+w.line[:f.start]+rest)
	}
}

func (w words) changeName(f field, text string) {
	w.put(Name, f, text+"X")
	first := rune(text[0])
	if other := unicode.ToUpper(first); other != first {
		w.put(Name, f, string(other)+text[1:])
	} else if other := unicode.ToLower(first); other != first {
		w.put(Name, f, string(other)+text[1:])
	}
}

func (w words) changeInterface(f field, name string) {
	at := max(slices.Index(w.place.Interfaces, name), 0)
	made := 0
	for i := range w.place.Interfaces {
		other := w.place.Interfaces[(at+i)%len(w.place.Interfaces)]
		if other != name && made < otherInterfaces && w.put(Interface, f, other) {
			made++
		}
	}
}

func (w words) changeAddress(f field, text string) {
	a := netip.MustParseAddr(text)
	if length, wildcard, ok := maskLength(a); ok {
		for _, other := range []int{length + 1, length - 1} {
			if other >= 0 && other <= 32 {
				w.put(Mask, f, maskOf(other, wildcard).String())
			}
		}
		return
	}
	at, _ := slices.BinarySearchFunc(w.place.Addresses, a, netip.Addr.Compare)
	made := 0
	for i := range w.place.Addresses {
		other := w.place.Addresses[(at+i)%len(w.place.Addresses)]
		if other != a && made < otherAddresses && w.put(Address, f, other.String()) {
			made++
		}
	}
	for _, byteAt := range []int{3, 2} {
		w.put(Address, f, nextByte(a, byteAt).String())
	}
}

func (w words) changePrefix(f field, text string) {
	p := netip.MustParsePrefix(text)
	for _, length := range []int{p.Bits() + 1, p.Bits() - 1} {
		if length >= 0 && length <= 32 {
			w.put(Mask, f, netip.PrefixFrom(p.Addr(), length).String())
		}
	}
	for _, byteAt := range []int{3, 2} {
		w.put(Address, f, netip.PrefixFrom(nextByte(p.Addr(), byteAt), p.Bits()).String())
	}
}

// nextByte is an address with one of its bytes higher by one, or 254 where that cannot be.
func nextByte(a netip.Addr, at int) netip.Addr {
	b := a.As4()
	if b[at]++; b[at] == 0 {
		b[at] = 254
	}
	return netip.AddrFrom4(b)
}

// maskLength is how many bits of an address a mask keeps, if it is one: of subnets, 255.255.255.0, or of access lists,
// 0.0.0.255.
func maskLength(a netip.Addr) (length int, wildcard, ok bool) {
	b := a.As4()
	v := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	switch {
	case b[0] == 255 || v == 0:
		length = bits.LeadingZeros32(^v)
		return length, false, v == ^uint32(0)<<(32-length)
	case b[3] == 255:
		length = bits.LeadingZeros32(v)
		return length, true, v == ^uint32(0)>>length
	case v&(v+1) == 0: // 0.0.0.3
		return bits.LeadingZeros32(v), true, true
	}
	return 0, false, false
}

func maskOf(length int, wildcard bool) netip.Addr {
	v := ^uint32(0) << (32 - length)
	if wildcard {
		v = ^v
	}
	return netip.AddrFrom4([4]byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)})
}
