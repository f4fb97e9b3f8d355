package dpd

import (
	"math"
	"time"
)

// A Watch is what an Estimate is made of: how a peer is watched, and the traffic with it.
type Watch struct {
	Config

	// Gap is the time between two packets that leave for the peer, each of which it answers at once. Zero is no traffic.
	Gap time.Duration
}

// An Estimate says what a Watch comes to, for one peer.
type Estimate struct {
	// From the death of the peer, at any moment, until it is declared dead: the shortest, the longest and the mean time.
	// They are zero when Never.
	Best, Mean, Worst time.Duration

	// Never: no death is noticed, for nothing asks.
	Never bool

	// Questions a second, of the living peer; each is an R_U_THERE and its answer.
	Questions float64
}

// shortest and longest are the lengths of the shortest and the longest periodic cycle as parts of the interval; see newPeriod.
const shortest, longest = 0.97, 0.98

// Estimate computes what the chapter's trade-off comes to: periodic questions find a death earlier, for more packets. A round
// trip is taken to be nothing.
func (w Watch) Estimate() Estimate {
	w.Config = w.effective()
	switch {
	case w.Interval == 0, !w.Periodic && w.Gap <= 0:
		return Estimate{Never: true}
	case w.Periodic:
		return w.estimatePeriodic()
	}
	return w.estimateOnDemand()
}

// estimateOnDemand: the question leaves with the first packet that meets a silence of an interval. Each packet that leaves
// while the peer lives brings an answer, so the silence begins with the last packet before the death.
func (w Watch) estimateOnDemand() Estimate {
	silent := (w.Interval + w.Gap - 1) / w.Gap * w.Gap // the interval, rounded up to the next packet
	e := Estimate{
		Best:  silent - w.Gap,
		Mean:  silent - w.Gap/2,
		Worst: silent,
	}
	if w.Gap >= w.Interval { // each packet meets such a silence, in life too
		e.Questions = 1 / w.Gap.Seconds()
	}
	return e.withRetries(w.Retry)
}

// estimatePeriodic looks at what passes between two packets: cycles that end in a question, and a last one that the second
// packet ends, for its answer is a sign of life.
func (w Watch) estimatePeriodic() Estimate {
	low, high := part(w.Interval, shortest), part(w.Interval, longest)
	cycle := part(w.Interval, MeanPeriod)
	if w.Gap <= 0 { // cycles without end: a death is at any moment of one
		e := Estimate{Mean: cycle / 2, Worst: high, Questions: 1 / cycle.Seconds()}
		return e.withRetries(w.Retry)
	}
	questions := w.questionsPerGap()
	last := w.Gap - time.Duration(questions*float64(cycle)) // how much of the last cycle passes
	// A death is at any moment of the gap: in a whole cycle it is noticed after half of it on average, in the last one after
	// the cycle less half of what passes of it.
	mean := (questions*float64(cycle)*float64(cycle)/2 + float64(last)*(float64(cycle)-float64(last)/2)) / float64(w.Gap)
	e := Estimate{Mean: time.Duration(mean), Worst: high, Questions: questions / w.Gap.Seconds()}
	if w.Gap < low { // no cycle comes to its end
		e.Best = low - w.Gap
	}
	return e.withRetries(w.Retry)
}

// questionsPerGap is how many cycles end between two packets, on average. The length of k cycles is about normally
// distributed: each is uniform between its bounds.
func (w Watch) questionsPerGap() (n float64) {
	gap, interval := w.Gap.Seconds(), w.Interval.Seconds()
	for k := 1; float64(k)*shortest*interval < gap; k++ {
		deviation := (longest - shortest) * interval * math.Sqrt(float64(k)/12)
		n += math.Erfc((float64(k)*MeanPeriod*interval-gap)/(deviation*math.Sqrt2)) / 2
		if sure := float64(k) * longest * interval; k > mostCycles && sure < gap {
			return gap / (MeanPeriod * interval) // so many that the last one does not count
		}
	}
	return n
}

// mostCycles bounds how many cycles are looked at one by one.
const mostCycles = 1000

// withRetries adds the five misses.
func (e Estimate) withRetries(retry time.Duration) Estimate {
	e.Best += MaxMisses * retry
	e.Mean += MaxMisses * retry
	e.Worst += MaxMisses * retry
	return e
}

func part(d time.Duration, of float64) time.Duration { return time.Duration(float64(d) * of) }
