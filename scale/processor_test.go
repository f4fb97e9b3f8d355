package scale

import (
	"syscall"
	"time"
)

// Time is measured in processor time, so that what else the machine does counts little.

// processor is the processor time that the test has had, garbage collection and all.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// spend is the processor time that f takes.
func spend(f func()) time.Duration {
	before := processor()
	f()
	return processor() - before
}
