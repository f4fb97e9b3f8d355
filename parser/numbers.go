package parser

import (
	"fmt"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// The argument types that are made of numbers.

// <lo-hi>

type rangeType struct{ lo, hi int }

func newRange(text string) (Type, error) {
	lo, hi, ok := strings.Cut(strings.TrimSuffix(text[1:], ">"), "-")
	l, errLo := strconv.ParseUint(lo, 10, 32)
	h, errHi := strconv.ParseUint(hi, 10, 32)
	if !ok || errLo != nil || errHi != nil || l > h || !strings.HasSuffix(text, ">") {
		return nil, fmt.Errorf("bad range %q: want <lo-hi> with numbers up to 4294967295", text)
	}
	return rangeType{int(l), int(h)}, nil
}

func (r rangeType) Name() string { return fmt.Sprintf("<%d-%d>", r.lo, r.hi) }

func (r rangeType) Accept(word string) (any, int, bool) {
	v, reach := r.scanNumber(word)
	if reach < len(word) {
		return nil, reach, false
	}
	if v < r.lo {
		return nil, len(word) - 1, false // too small shows only at the last digit
	}
	return v, reach, true
}

// scanNumber reads digits until the number passes the maximum.
func (r rangeType) scanNumber(word string) (value, reach int) {
	for i := range len(word) {
		if !isDigit(word[i]) {
			return value, i
		}
		if value = value*10 + int(word[i]-'0'); value > r.hi {
			return value, i
		}
	}
	return value, len(word)
}

// isWithin reports whether v, perhaps with digits to follow, can be in range.
func (r rangeType) isWithin(v int) bool {
	for lowest, highest := v, v; lowest <= r.hi; lowest, highest = lowest*10, highest*10+9 {
		if highest >= r.lo {
			return true
		}
	}
	return false
}

func (r rangeType) Print(value any) string {
	v := reflect.ValueOf(value)
	switch {
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10)
	}
	return ""
}

// A.B.C.D, A.B.C.D/nn and hh:mm:ss are numbers with marks between them

// scanFields reads numbers up to limits[i], parted by the bytes of marks.
// done is how many fields were read to their end.
func scanFields(word string, limits []int, marks string) (fields [5]int, reach, done int, ok bool) {
	digits := 0
	for i := range len(word) {
		c := word[i]
		switch {
		case isDigit(c) && digits < 3 && fields[done]*10+int(c-'0') <= limits[done]:
			fields[done] = fields[done]*10 + int(c-'0')
			digits++
		case digits > 0 && done < len(marks) && c == marks[done]:
			done, digits = done+1, 0
		default:
			if digits > 0 {
				done++
			}
			return fields, i, done, false
		}
	}
	if digits > 0 {
		done++
	}
	return fields, len(word), done, done == len(limits)
}

var (
	addrLimits   = []int{255, 255, 255, 255}
	prefixLimits = []int{255, 255, 255, 255, 32}
	clockLimits  = []int{23, 59, 59}
)

func addrOf(f [5]int) netip.Addr {
	return netip.AddrFrom4([4]byte{byte(f[0]), byte(f[1]), byte(f[2]), byte(f[3])})
}

type addrType struct{}

func (addrType) Name() string { return "A.B.C.D" }
func (addrType) Accept(word string) (any, int, bool) {
	f, reach, _, ok := scanFields(word, addrLimits, "...")
	if !ok {
		return nil, reach, false
	}
	return addrOf(f), reach, true
}
func (addrType) Print(value any) string {
	if a, ok := value.(netip.Addr); ok && a.Is4() {
		return a.String()
	}
	return ""
}

type prefixType struct{}

func (prefixType) Name() string { return "A.B.C.D/nn" }
func (prefixType) Accept(word string) (any, int, bool) {
	f, reach, _, ok := scanFields(word, prefixLimits, ".../")
	if !ok {
		return nil, reach, false
	}
	return netip.PrefixFrom(addrOf(f), f[4]), reach, true
}
func (prefixType) Print(value any) string {
	if p, ok := value.(netip.Prefix); ok && p.IsValid() && p.Addr().Is4() {
		return p.String()
	}
	return ""
}

type clockType struct{}

func (clockType) Name() string { return "hh:mm:ss" }
func (clockType) Accept(word string) (any, int, bool) {
	f, reach, _, ok := scanFields(word, clockLimits, "::")
	if !ok {
		return nil, reach, false
	}
	return time.Duration(f[0])*time.Hour + time.Duration(f[1])*time.Minute + time.Duration(f[2])*time.Second, reach, true
}
func (clockType) Print(value any) string {
	d, ok := value.(time.Duration)
	if !ok || d < 0 || d >= 24*time.Hour {
		return ""
	}
	return fmt.Sprintf("%02d:%02d:%02d", int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60)
}
