package dpd_test

import (
	"fmt"
	"time"

	"ruthere/dpd"
)

// A peer answers for a while and then falls silent. The monitor is told of both, and says when to
// ask and when to give up; time is whatever its owner says it is.
func ExampleMonitor() {
	start := time.Date(2026, 3, 25, 15, 0, 0, 0, time.UTC)
	cfg := dpd.Config{Interval: 10 * time.Second, Retry: 2 * time.Second, Periodic: true}
	peer := dpd.New(cfg, start, 1, func() float64 { return 0 })
	alive := start.Add(15 * time.Second) // it answers no later than this
	for {
		now, ok := peer.Deadline()
		if !ok {
			return
		}
		action := peer.Expire(now)
		fmt.Println(now.Sub(start), action)
		switch {
		case action == dpd.Dead:
			return
		case now.Before(alive):
			fmt.Println("  ack:", peer.Ack(now, peer.Sequence()))
		}
	}
	// Output:
	// 9.8s probe
	//   ack: current
	// 19.6s probe
	// 21.6s reprobe
	// 23.6s reprobe
	// 25.6s reprobe
	// 27.6s reprobe
	// 29.6s dead
}
