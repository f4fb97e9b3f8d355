package dpd

import (
	"fmt"
	"time"
)

// Limits and default of `crypto isakmp keepalive`, as the command reference gives them.
const (
	MinInterval  = 10 * time.Second
	MaxInterval  = 3600 * time.Second
	MinRetry     = 2 * time.Second
	MaxRetry     = 60 * time.Second
	DefaultRetry = 2 * time.Second
)

// MaxMisses is how many probes in a row must go unanswered before a peer is dead: the first one and four repeats.
const MaxMisses = 5

// A Config is what `crypto isakmp keepalive` sets for one peer.
type Config struct {
	// Interval is how long a peer may be silent before it is asked, 10 to 3600 s. Zero switches DPD off.
	Interval time.Duration

	// Retry is the time between an unanswered probe and its repeat, 2 to 60 s. Zero means DefaultRetry.
	Retry time.Duration

	// Periodic asks whenever Interval has passed in silence; otherwise (on-demand, IOS's default) it takes
	// traffic for the peer as well.
	Periodic bool
}

// Check says which value is out of the range that the command accepts. Interval zero (off) is in range.
func (c Config) Check() error {
	if c.Interval != 0 && (c.Interval < MinInterval || c.Interval > MaxInterval) {
		return fmt.Errorf("cannot use keepalive interval %v: want %v to %v", c.Interval, MinInterval, MaxInterval)
	}
	if c.Retry != 0 && (c.Retry < MinRetry || c.Retry > MaxRetry) {
		return fmt.Errorf("cannot use keepalive retry %v: want %v to %v", c.Retry, MinRetry, MaxRetry)
	}
	return nil
}

// WorstCase is the longest time from the last sign of life of a peer until it is declared dead: Interval and five
// Retry. On-demand, that holds under steady traffic; otherwise five Retry pass after the first packet that meets a
// silence of Interval. It is zero when DPD is off.
func WorstCase(cfg Config) time.Duration {
	cfg = cfg.effective()
	if cfg.Interval == 0 {
		return 0
	}
	return cfg.Interval + MaxMisses*cfg.Retry
}

// effective fills in the default and maps everything that cannot be a duration here to "off" or to that default, so
// that no Config whatever makes a monitor fire without end.
func (c Config) effective() Config {
	c.Interval = max(c.Interval, 0)
	if c.Retry <= 0 {
		c.Retry = DefaultRetry
	}
	return c
}
