//go:build unix

package live

import "syscall"

// processorSeconds is the processor time that this process has taken so far.
func processorSeconds() float64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0 // no figure is better than a guess
	}
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1e9
}
