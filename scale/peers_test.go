package scale

import (
	"testing"
	"time"

	"ruthere/config"
)

func TestProbe(t *testing.T) {
	began := time.Now()
	n := newNet(t, 10000, 19, &config.Keepalive{Interval: 10 * time.Second, Retry: 2 * time.Second, Periodic: true})
	n.connectAll(10000, 10*time.Second)
	t.Log("up", time.Since(began), n.packets)
	began = time.Now()
	n.packets = 0
	n.timed = true
	n.run(100 * time.Second)
	t.Log("100s", time.Since(began), n.packets, n.spent)
}
