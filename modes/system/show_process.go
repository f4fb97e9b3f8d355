package system

import (
	"fmt"
	"math"

	"ruthere/modes"
	"ruthere/parser"
)

// memory is the processor pool: its size is the platform's, what is used of it this
// process's.
func memory(b modes.Device) (total, used uint64) {
	total = modes.Platforms[b.Release()].Memory
	return total, min(b.Usage().MemoryUsed, total)
}

func percent(f float64) int { return int(math.Round(f)) }

func showCPU() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`processes cpu [sorted]`, modes.H{"processes": "Active process statistics", "cpu": "Show CPU use per process",
		"sorted": "Show sorted output based on percentage of usage"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			u := b.Usage()
			x.Printf("CPU utilization for five seconds: %d%%/0%%; one minute: %d%%; five minutes: %d%%\n", percent(u.FiveSeconds),
				percent(u.Minute), percent(u.FiveMinutes))
			x.Println(" PID Runtime(ms)     Invoked      uSecs   5Sec   1Min   5Min TTY Process ")
			runtime := u.Minute * 600 // what the last minute took
			x.Printf("%4d %11d %11d %10d %5.2f%% %5.2f%% %5.2f%%   0 %s\n", 1, int(runtime), 0, 0, u.FiveSeconds, u.Minute, u.FiveMinutes, "ruthere")
			return nil
		})
}

func showProcessMemory() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`processes memory [sorted]`, modes.H{"processes": "Active process statistics",
		"memory": "Show memory use per process", "sorted": "Show sorted output based on memory usage"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			total, used := memory(b)
			io := modes.Platforms[b.Release()].IOMem
			x.Printf("Processor Pool Total: %10d Used: %10d Free: %10d\n      I/O Pool Total: %10d Used: %10d Free: %10d\n\n", total, used,
				total-used, io, 0, io)
			x.Println(" PID TTY  Allocated      Freed    Holding    Getbufs    Retbufs Process")
			x.Printf("%4d %3d %10d %10d %10d %10d %10d %s\n", 1, 0, used, 0, used, 0, 0, "ruthere")
			x.Printf("%38d Total\n", used)
			return nil
		})
}

func showMemory() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`memory [statistics | summary]`, modes.H{"memory": "Memory statistics", "statistics": "Memory statistics",
		"summary": "Summary of memory usage per alloc PC"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			total, used := memory(b)
			io := modes.Platforms[b.Release()].IOMem
			row := func(pool, head string, total, used uint64) {
				x.Printf("%-9s %10s %11d %11d %11d %11d %11d\n", pool, head, total, used, total-used, total-used, total-used)
			}
			x.Println(fmt.Sprintf("%20s %11s %11s %11s %11s %11s", "Head", "Total(b)", "Used(b)", "Free(b)", "Lowest(b)", "Largest(b)"))
			row("Processor", "E5D4A0", total, used)
			row("I/O", fmt.Sprintf("%X", total), io, 0)
			return nil
		})
}

func addShowProcess(l *modes.Language) { l.Add("exec", showCPU(), showProcessMemory(), showMemory()) }
