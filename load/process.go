package load

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"
)

// tick is the unit of the times in /proc: USER_HZ, 100 a second on every Linux architecture that Go runs on.
const tick = 10 * time.Millisecond

// usage is what a process has spent, and holds: utime and stime, and the resident set, of proc(5).
type usage struct {
	processor time.Duration
	memory    int // bytes
}

// usageOf reads the usage of a process of this host; 0 is none, whose usage is zero.
func usageOf(pid int) (u usage, err error) {
	if pid == 0 {
		return u, nil
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return u, fmt.Errorf("cannot measure the gateway: %w", err)
	}
	_, rest, _ := bytes.Cut(stat[bytes.LastIndexByte(stat, ')')+1:], []byte(" "))
	fields := bytes.Fields(rest) // from the third, the state, on
	const utime, stime, rss = 14 - 3, 15 - 3, 24 - 3
	if len(fields) <= rss {
		return u, fmt.Errorf("process %d: a stat of %d fields", pid, len(fields))
	}
	var numbers [3]int
	for i, at := range []int{utime, stime, rss} {
		if numbers[i], err = strconv.Atoi(string(fields[at])); err != nil {
			return u, err
		}
	}
	return usage{time.Duration(numbers[0]+numbers[1]) * tick, numbers[2] * os.Getpagesize()}, nil
}

// processOf is what a gateway spent on the tunnels that came up.
func processOf(before, up, after usage, tunnels int) *Process {
	n := float64(max(tunnels, 1))
	return &Process{Processor: (after.processor - before.processor).Seconds(),
		PerTunnel: float64((up.processor - before.processor).Microseconds()) / 1000 / n, Memory: int(float64(up.memory-before.memory) / n)}
}
