package ntp

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Bounds of RFC 5905 section 7.2 and appendix A.1.1.
const (
	maxDispersion = 16 * time.Second // of a sample that is none
	minDispersion = 5 * time.Millisecond
	maxDistance   = time.Second // of a server that may be followed
	drift         = 15          // parts in a million that a clock may be wrong more, per time
	stages        = 8           // of a filter
)

// drifted is how much more a clock may be wrong after a while.
func drifted(d time.Duration) time.Duration { return d / 1_000_000 * drift }

// seconds2 is a power of two of seconds.
func seconds2(exponent int8) time.Duration {
	return time.Duration(math.Ldexp(float64(time.Second), int(max(min(exponent, 17), -30))))
}

// A Sample is one measurement of a server's clock.
type Sample struct {
	Offset, Delay, Dispersion time.Duration
	at                        time.Time
}

// A filter holds the last measurements of a server, the newest first (RFC 5905 section 10). The zero filter has none.
type filter struct {
	samples [stages]Sample
	filled  int
	aged    time.Time
	heavy   bool // weighed by version 3

	// What they come to. Of the samples the one with the least delay counts.
	offset, delay, dispersion, jitter time.Duration
	at                                time.Time // of that sample
}

// newFilter is empty. By version 3 of the protocol (RFC 1305 section 4.2) the dispersions of its samples weigh twice as much as by
// version 4: it takes one more to be believed.
func newFilter(version uint8) filter {
	f := filter{heavy: version < 4}
	f.combine(0)
	return f
}

// add takes a measurement made now, or that there is none. The jitter is never less than precision.
func (f *filter) add(now time.Time, s Sample, precision time.Duration) {
	age := time.Duration(0)
	if !f.aged.IsZero() {
		age = drifted(now.Sub(f.aged))
	}
	copy(f.samples[1:], f.samples[:])
	s.at = now
	f.samples[0], f.aged = s, now
	f.filled = min(f.filled+1, stages)
	for i := 1; i < f.filled; i++ {
		f.samples[i].Dispersion = min(f.samples[i].Dispersion+age, maxDispersion)
	}
	f.combine(precision)
}

// combine computes what the samples come to.
func (f *filter) combine(precision time.Duration) {
	sorted := slices.Clone(f.samples[:f.filled])
	slices.SortStableFunc(sorted, func(a, b Sample) int {
		if a.isNone() != b.isNone() {
			if a.isNone() {
				return 1
			}
			return -1
		}
		return cmp.Compare(a.Delay, b.Delay)
	})
	sum := time.Duration(0)
	for i := range stages {
		d := maxDispersion
		if i < len(sorted) {
			d = sorted[i].Dispersion
		}
		sum += d >> i
	}
	if !f.heavy {
		sum /= 2
	}
	f.dispersion = min(sum, maxDispersion)
	if len(sorted) == 0 || sorted[0].isNone() {
		return
	}
	f.offset, f.delay, f.at = sorted[0].Offset, sorted[0].Delay, sorted[0].at
	f.jitter = max(jitterOf(sorted), precision)
}

func (s Sample) isNone() bool { return s.Dispersion >= maxDispersion }

// jitterOf is the root mean square of the differences from the first sample.
func jitterOf(samples []Sample) time.Duration {
	sum, n := 0.0, 0
	for _, s := range samples[1:] {
		if !s.isNone() {
			d := (s.Offset - samples[0].Offset).Seconds()
			sum += d * d
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return time.Duration(math.Sqrt(sum/float64(n)) * float64(time.Second))
}
