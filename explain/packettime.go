package explain

import (
	"encoding/binary"
	"time"
)

// instantOf makes a time of a count of ticks since 1970.
func instantOf(count, ticks uint64) time.Time {
	if count == 0 {
		return time.Time{}
	}
	rest := count % ticks
	if ticks <= 1e9 {
		rest = rest * 1e9 / ticks
	} else {
		rest /= ticks / 1e9
	}
	return time.Unix(int64(count/ticks), int64(rest)).UTC()
}

// ticksOf finds how fast an interface of pcapng counts, in its options: option if_tsresol, a power of ten or of two; a
// million a second if there is none (draft-ietf-opsawg-pcapng section 4.2).
func ticksOf(order binary.ByteOrder, options []byte) uint64 {
	const usual, resolution = 1e6, 9
	for len(options) >= 4 {
		code, length := order.Uint16(options), int(order.Uint16(options[2:]))
		if code == 0 || length > len(options)-4 {
			break
		}
		if code == resolution && length == 1 {
			power := uint64(options[4] & 0x7f)
			if options[4]&0x80 != 0 {
				return 1 << min(power, 62)
			}
			ticks := uint64(1)
			for range min(power, 18) {
				ticks *= 10
			}
			return ticks
		}
		options = options[min(len(options), 4+(length+3)/4*4):]
	}
	return usual
}

// stampOf writes the time of a packet; "" if there is none.
func stampOf(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format("2006-01-02T15:04:05.000000")
}
