package live

import "time"

// A clock counts from the calendar time at which it was started. It follows the
// monotonic clock: setting the host's clock neither kills nor revives a peer.
type clock struct{ start time.Time }

func startClock() clock { return clock{time.Now()} }

// now has no monotonic part, so that it can be recorded and compared.
func (c clock) now() time.Time { return c.start.Round(0).UTC().Add(time.Since(c.start)) }
