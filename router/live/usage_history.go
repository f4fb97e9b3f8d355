package live

import (
	"time"

	"ruthere/modes"
)

// usageHistory keeps what was used in the last sixty seconds, the sixty minutes before, and
// 72 hours.
type usageHistory struct {
	begun   time.Time // when the first second began; zero: nothing was added yet
	seconds int       // that are complete
	kept    modes.UsageHistory
	minute  usageSum
	hour    usageSum
}

// A usageSum is what adds up to an average.
type usageSum struct {
	sum, maximum float64
	count        int
}

func (s *usageSum) add(percent float64) {
	s.sum, s.maximum, s.count = s.sum+percent, max(s.maximum, percent), s.count+1
}

// finish is what was added so far, which is forgotten.
func (s *usageSum) finish() modes.UsagePeak {
	p := modes.UsagePeak{Average: s.sum / float64(max(s.count, 1)), Maximum: s.maximum}
	*s = usageSum{}
	return p
}

// add says what was used, in percent, from the time added before until now.
func (h *usageHistory) add(now time.Time, percent float64) {
	if h.begun.IsZero() {
		h.begun = now
		return
	}
	for passed := int(now.Sub(h.begun) / time.Second); h.seconds < passed; {
		h.seconds++
		h.kept.Seconds = pushFront(h.kept.Seconds, percent, 60)
		h.minute.add(percent)
		h.hour.add(percent)
		if h.seconds%60 == 0 {
			h.kept.Minutes = pushFront(h.kept.Minutes, h.minute.finish(), 60)
		}
		if h.seconds%3600 == 0 {
			h.kept.Hours = pushFront(h.kept.Hours, h.hour.finish(), 72)
		}
	}
}

// pushFront is a new list with value before those of the old one, of at most limit values.
func pushFront[T any](list []T, value T, limit int) []T {
	longer := append(make([]T, 0, limit+1), value)
	longer = append(longer, list...)
	return longer[:min(len(longer), limit)]
}
