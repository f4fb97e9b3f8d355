package ntp

import (
	"math"
	"time"
)

// A Timestamp is an instant as seconds since 1900 and their 2^32nd parts (RFC 5905 section 6). It
// wraps every 136 years; zero stands for an unknown time.
type Timestamp uint64

// unixEpoch is 1970 in seconds since 1900.
const unixEpoch = 2208988800

// TimestampOf is an instant, to the last quarter of a nanosecond.
func TimestampOf(t time.Time) Timestamp {
	seconds := uint64(t.Unix()) + unixEpoch
	return Timestamp(seconds<<32 | uint64(t.Nanosecond())<<32/uint64(time.Second))
}

// Time is the instant in UTC: of those that the timestamp may mean the one from 1968 to 2104, and
// 1900 for none.
func (t Timestamp) Time() time.Time {
	seconds := int64(t >> 32)
	if t != 0 && seconds < 1<<31 {
		seconds += 1 << 32 // RFC 4330 section 3: in the next era
	}
	return time.Unix(seconds-unixEpoch, int64(nanoseconds(uint64(t)&math.MaxUint32))).UTC()
}

// nanoseconds are a fraction of 2^32nd parts of a second, rounded.
func nanoseconds(fraction uint64) uint64 { return (fraction*uint64(time.Second) + 1<<31) >> 32 }

// Sub is how much later t is than u, if they lie less than 68 years apart.
func (t Timestamp) Sub(u Timestamp) time.Duration {
	d := int64(t - u)
	return time.Duration(d>>32)*time.Second + time.Duration(nanoseconds(uint64(d)&math.MaxUint32))
}

// A Short is a span of time as seconds and their 2^16th parts.
type Short uint32

// ShortOf is a span, not below zero and not above 18 hours.
func ShortOf(d time.Duration) Short {
	if d <= 0 {
		return 0
	}
	return Short(min(uint64(d/time.Second)<<16|uint64(d%time.Second)<<16/uint64(time.Second), math.MaxUint32))
}

// Duration is the span.
func (s Short) Duration() time.Duration {
	return time.Duration(s>>16)*time.Second + time.Duration(uint64(s&math.MaxUint16)*uint64(time.Second)>>16)
}
