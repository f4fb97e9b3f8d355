package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"time"
)

// tick is the unit of the times in /proc: USER_HZ, 100 a second on every Linux architecture that Go runs on.
const tick = 10 * time.Millisecond

// processorTime is how much processor time a process, all its threads and the kernel for it, spent while f ran.
func processorTime(pid int, f func() error) (time.Duration, error) {
	before, err := spentBy(pid)
	if err != nil {
		return 0, err
	}
	if err := f(); err != nil {
		return 0, err
	}
	after, err := spentBy(pid)
	return after - before, err
}

// spentBy is utime and stime of a process: proc(5).
func spentBy(pid int) (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := bytes.Cut(stat[bytes.LastIndexByte(stat, ')')+1:], []byte(" "))
	fields := bytes.Fields(rest) // from the third, the state, on
	const utime, stime = 14 - 3, 15 - 3
	if len(fields) <= stime {
		return 0, fmt.Errorf("process %d: a stat of %d fields", pid, len(fields))
	}
	user, err := strconv.ParseInt(string(fields[utime]), 10, 64)
	if err != nil {
		return 0, err
	}
	system, err := strconv.ParseInt(string(fields[stime]), 10, 64)
	return time.Duration(user+system) * tick, err
}
