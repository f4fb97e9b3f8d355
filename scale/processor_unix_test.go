//go:build unix

package scale

import (
	"syscall"
	"time"
)

// processor is the processor time that the test has had, garbage collection and all.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
