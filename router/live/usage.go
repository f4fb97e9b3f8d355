package live

import (
	"math"
	"runtime/metrics"
	"time"

	"ruthere/modes"
)

// usage follows what this process takes of its machine: averages that decay over five
// seconds, a minute and five minutes.
type usage struct {
	at       time.Time
	busy     float64 // seconds of processor time so far
	averages [3]float64
	history  usageHistory
}

var windows = [3]time.Duration{5 * time.Second, time.Minute, 5 * time.Minute}

// takeSample is called every so often.
func (u *usage) takeSample(now time.Time) {
	busy := processorSeconds()
	if passed := now.Sub(u.at); !u.at.IsZero() && passed > 0 {
		percent := min(max((busy-u.busy)/passed.Seconds()*100, 0), 100)
		for i, window := range windows {
			left := math.Exp(-passed.Seconds() / window.Seconds())
			u.averages[i] = u.averages[i]*left + percent*(1-left)
		}
		u.history.add(now, percent)
	}
	u.at, u.busy = now, busy
}

func (u *usage) currentUsage() modes.Usage {
	return modes.Usage{
		MemoryTotal: uint64(readMetric("/memory/classes/total:bytes")),
		MemoryUsed:  uint64(readMetric("/memory/classes/heap/objects:bytes")),
		FiveSeconds: u.averages[0], Minute: u.averages[1], FiveMinutes: u.averages[2],
		History: u.history.kept,
	}
}

// readMetric reads one figure of the runtime.
func readMetric(name string) float64 {
	s := []metrics.Sample{{Name: name}}
	metrics.Read(s)
	switch s[0].Value.Kind() {
	case metrics.KindUint64:
		return float64(s[0].Value.Uint64())
	case metrics.KindFloat64:
		return s[0].Value.Float64()
	}
	return 0
}
