package lab

import (
	"math/rand/v2"
	"time"
)

// A jitter has packets of a wire take longer by chance.
type jitter struct {
	most     time.Duration
	reorders bool          // they may pass each other
	latest   [][]time.Time // arrival, by sending and receiving end
}

// arrival is when a packet arrives that would do so at an instant. A wire without jitter throws no dice.
func (j *jitter) arrival(chance *rand.Rand, at time.Time, from, to int) time.Time {
	if j.most == 0 {
		return at
	}
	at = at.Add(time.Duration(chance.Int64N(int64(j.most) + 1)))
	if last := j.latest[from][to]; !j.reorders && at.Before(last) {
		at = last
	}
	j.latest[from][to] = at
	return at
}
