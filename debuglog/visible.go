package debuglog

import (
	"strconv"
	"strings"
)

// MaxForeign bounds a text from outside, in bytes, before it is made visible: no name, ID
// or reason that means something is longer.
const MaxForeign = 254

// Visible is a text from outside as it may be logged and shown: bounded, in one line, and
// without anything that drives a terminal. Control characters are shown as ^X, bytes above
// ASCII as \xff.
func Visible(s string) string {
	if len(s) <= MaxForeign && strings.IndexFunc(s, isUnprintable) < 0 {
		return s
	}
	return string(appendVisible(nil, s[:min(len(s), MaxForeign)]))
}

func isUnprintable(r rune) bool { return r < ' ' || r > '~' }

func appendVisible(dst []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ' || c == 0x7f:
			dst = append(dst, '^', c^0x40)
		case c > 0x7f:
			dst = append(dst, `\x`...)
			dst = strconv.AppendUint(dst, uint64(c), 16)
		default:
			dst = append(dst, c)
		}
	}
	return dst
}
