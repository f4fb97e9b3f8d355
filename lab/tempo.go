package lab

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// A Rate is how fast the time of a lab passes: seconds of the lab in one of the wall clock.
type Rate float64

const (
	Paused   Rate = 0
	RealTime Rate = 1
)

// FullSpeed is as fast as the machine can: time jumps from one event to the next.
var FullSpeed = Rate(math.Inf(1))

// fastest is the highest rate that has a number.
const fastest = 1e6

// ParseRate reads x10, 10, x0.5 or max. Pausing is not a speed.
func ParseRate(text string) (Rate, error) {
	if text == "max" {
		return FullSpeed, nil
	}
	n, err := strconv.ParseFloat(strings.TrimPrefix(text, "x"), 64)
	if err != nil || !(0 < n && n <= fastest) {
		return 0, fmt.Errorf("%q is not a speed such as x1, x10, x0.5 or max", text)
	}
	return Rate(n), nil
}

func (r Rate) String() string {
	switch r {
	case Paused:
		return "paused"
	case FullSpeed:
		return "max"
	}
	return "x" + strconv.FormatFloat(float64(r), 'g', -1, 64)
}

// A Tempo joins the time of a lab to that of the wall clock: since an instant of the one, which was
// an instant of the other, it passes at a rate. It only computes; whoever has a clock asks it.
type Tempo struct {
	rate     Rate
	wall, at time.Time // the same instant on either clock
}

// NewTempo says that the lab's clock shows at when the wall's shows wall, and passes at a rate from
// there on. With the instant that a tempo has reached, time goes on without a jump.
func NewTempo(rate Rate, wall, at time.Time) Tempo { return Tempo{rate, wall, at} }

// Reached is which instant the lab should have reached; ok is false at FullSpeed, which has no bound.
func (t Tempo) Reached(wall time.Time) (at time.Time, ok bool) {
	if t.rate == FullSpeed {
		return t.at, false
	}
	passed := float64(wall.Sub(t.wall)) * float64(t.rate)
	return t.at.Add(time.Duration(min(passed, math.MaxInt64/2))), true
}

// Wait is how long the lab may be left alone if something is due at an instant of its own; ok is
// false when it never comes, because time stands still.
func (t Tempo) Wait(wall, due time.Time) (wait time.Duration, ok bool) {
	if t.rate == Paused {
		return 0, false
	}
	if t.rate == FullSpeed {
		return 0, true
	}
	whole := math.Ceil(float64(due.Sub(t.at)) / float64(t.rate))
	return max(time.Duration(min(whole, math.MaxInt64/2))-wall.Sub(t.wall), 0), true
}
