package system

import (
	"ruthere/modes"
	"ruthere/parser"
)

// Commands of EXEC that a router obeys without a word, and that mean nothing here: there is no
// memory to debug, and no trace of events.

func unheard(syntax string, help modes.H) modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: syntax, Help: help,
		Set: func(*modes.Context, modes.Device, parser.Args) error { return nil },
	}
}

func addUnheard(l *modes.Language) {
	l.Add("exec",
		unheard(`set memory debug incremental starting-time [none]`, modes.H{"set": "Set system parameter (not config)", "memory": "Memory",
			"debug": "Memory debugging", "incremental": "Incremental memory leak detection",
			"starting-time": "Set the starting time of the detection", "none": "Forget the starting time"}).At(modes.TopLevel),
		unheard(`monitor event-trace {adjacency | all-traces | cef | ipc | ipv6} {clear | continuous | disable | enable | one-shot}`,
			modes.H{"monitor": "Monitoring different system events", "event-trace": "Tracing of system events", "adjacency": "Adjacency traces",
				"all-traces": "All traces", "cef": "CEF traces", "ipc": "IPC traces", "ipv6": "IPv6 traces", "clear": "Clear the trace",
				"continuous": "Continuously display new entries", "disable": "Disable tracing", "enable": "Enable tracing",
				"one-shot": "Clear the trace, enable and disable at wrap point"}).At(modes.TopLevel))
}
