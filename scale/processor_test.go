package scale

import "time"

// Time is measured in processor time, so that what else the machine does counts little.

// spend is the processor time that f takes.
func spend(f func()) time.Duration {
	before := processor()
	f()
	return processor() - before
}
