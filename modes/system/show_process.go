package system

import (
	"cmp"
	"math"
	"slices"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// A pool is memory that processes are given parts of, in bytes.
type pool struct{ total, used uint64 }

func (p pool) free() uint64 { return p.total - p.used }

// memoryPools are the processor's pool and that of the interfaces' buffers. What is used of
// the first is what the software, the processes and the files in memory hold.
func memoryPools(b modes.Device, all []process) (processor, io pool) {
	h := modes.Platforms[b.Release()]
	total := h.Memory
	if b.Release() == debuglog.IOS124 { // its software lies in the same memory, before the pool
		total -= processorHead - memoryStart
	}
	used := initialHold(total) + b.Usage().MemoryUsed
	for _, p := range all {
		used += p.held
	}
	return pool{total, min(used, total)}, pool{h.IOMem, h.IOMem / 3}
}

// Where memory begins, and where the pools do.
const memoryStart, processorHead, ioHead = 0x40000000, 0x4664FB10, 0xF600000

func percent(f float64) int { return int(math.Round(f)) }

const processesHelp = "Active process statistics"

func printCPULoad(x *modes.Context, u modes.Usage) {
	x.Printf("CPU utilization for five seconds: %d%%/0%%; one minute: %d%%; five minutes: %d%%\n", percent(u.FiveSeconds),
		percent(u.Minute), percent(u.FiveMinutes))
}

func showProcesses() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`processes`, modes.H{"processes": processesHelp},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			w := workloadOf(b)
			printCPULoad(x, w.usage)
			x.Println(" PID QTy       PC Runtime (ms)    Invoked   uSecs    Stacks TTY Process")
			for i, p := range processes(w) {
				x.Printf("%4d %cwe %8X %12d %10d %7d %5d/%-5d%2d %s\n", i+1, p.queue, 0x40015000+i*0x1A4C, p.runtime(), p.invoked, p.micros,
					p.freeStack(), stackSize, 0, p.shownName())
			}
			return nil
		})
}

func showCPU() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`processes cpu [sorted]`, modes.H{"processes": processesHelp, "cpu": "Show CPU use per process",
		"sorted": "Show sorted output based on percentage of usage"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			w := workloadOf(b)
			type row struct {
				process
				pid int
			}
			var rows []row
			for i, p := range processes(w) {
				rows = append(rows, row{p, i + 1})
			}
			if a.Has("sorted") {
				slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(b.percent, a.percent) })
			}
			printCPULoad(x, w.usage)
			x.Println(" PID Runtime(ms)     Invoked      uSecs   5Sec   1Min   5Min TTY Process ")
			for _, p := range rows {
				share := func(all float64) float64 {
					if w.usage.FiveSeconds == 0 {
						return 0
					}
					return p.percent / w.usage.FiveSeconds * all
				}
				x.Printf("%4d %11d %11d %10d %5.2f%% %5.2f%% %5.2f%%   0 %-16s \n", p.pid, p.runtime(), p.invoked, p.micros, p.percent,
					share(w.usage.Minute), share(w.usage.FiveMinutes), p.shownName())
			}
			return nil
		})
}

func showProcessMemory() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`processes memory [sorted]`, modes.H{"processes": processesHelp,
		"memory": "Show memory use per process", "sorted": "Show sorted output based on memory usage"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			all := processes(workloadOf(b))
			processor, io := memoryPools(b, all)
			x.Printf("Processor Pool Total: %10d Used: %10d Free: %10d\n      I/O Pool Total: %10d Used: %10d Free: %10d\n\n",
				processor.total, processor.used, processor.free(), io.total, io.used, io.free())
			x.Println(" PID TTY  Allocated      Freed    Holding    Getbufs    Retbufs Process")
			type row struct {
				pid  int
				held uint64
				name string
			}
			rows := []row{{0, processor.used, "*Init*"}}
			for i, p := range all {
				rows = append(rows, row{i + 1, p.held, p.shownName()})
				rows[0].held -= p.held
			}
			if a.Has("sorted") {
				slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(b.held, a.held) })
			}
			for _, r := range rows {
				x.Printf("%4d %3d %10d %10d %10d %10d %10d %s\n", r.pid, 0, r.held, 0, r.held, 0, 0, r.name)
			}
			x.Printf("%38d Total\n", processor.used)
			return nil
		})
}

func showMemory() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`memory [statistics | summary]`, modes.H{"memory": "Memory statistics", "statistics": "Memory statistics",
		"summary": "Summary of memory usage per alloc PC"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			processor, io := memoryPools(b, processes(workloadOf(b)))
			x.Printf("%20s %11s %11s %11s %11s %11s\n", "Head", "Total(b)", "Used(b)", "Free(b)", "Lowest(b)", "Largest(b)")
			for _, p := range []struct {
				name string
				head uint64
				pool
			}{{"Processor", processorHead, processor}, {"I/O", ioHead, io}} {
				// What was let go lies scattered between what is held.
				x.Printf("%9s %10X %11d %11d %11d %11d %11d\n", p.name, p.head, p.total, p.used, p.free(), p.free()-p.free()/400,
					p.free()-p.free()/300)
			}
			return nil
		})
}

func addShowProcess(l *modes.Language) {
	l.Add("exec", showProcesses(), showCPU(), showCPUHistory(), showProcessMemory(), showMemory())
}
