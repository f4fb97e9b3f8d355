package network

import (
	"fmt"
	"time"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
	"ruthere/sla"
)

// What is refused when operations of IP SLA are configured at a console.

// mayEditOperation refuses to open one that runs: it has to be taken away, or its schedule.
func mayEditOperation(x *modes.Context, _ any, a parser.Args) error {
	for _, o := range x.Device.Operations() {
		if o.Number == a.Int("number") && o.Schedule.Set && !o.Schedule.Pending && o.State != sla.Inactive {
			return modes.Refuse("Entry already running and cannot be modified\n        (only can delete (no) and start over)\n" +
				"        (check to see if the probe has finished exiting)")
		}
	}
	return nil
}

// The frequency, the time-out and the threshold of an operation are held to their order. The words about the frequency are the device's,
// as recalled; the others follow them. That a time-out is typed below the threshold is let pass: both have the same default, and no
// configuration with a shorter time-out could be typed otherwise.

func mayRunEvery(_ *modes.Context, target any, a parser.Args) error {
	return refuseTime(timesOf(target).Timeout > time.Duration(a.Int("secs"))*time.Second, "Frequency", "less", "Timeout")
}

func mayWaitFor(_ *modes.Context, target any, a parser.Args) error {
	return refuseTime(milliseconds(a) > timesOf(target).Frequency, "Timeout", "greater", "Frequency")
}

func mayWarnFrom(_ *modes.Context, target any, a parser.Args) error {
	return refuseTime(milliseconds(a) > timesOf(target).Timeout, "Threshold", "greater", "Timeout")
}

func milliseconds(a parser.Args) time.Duration {
	return time.Duration(a.Int("msecs")) * time.Millisecond
}

// timesOf are the times that the lines say below which another is typed.
func timesOf(target any) config.Operation {
	lines, ok := target.(*config.Inert)
	if !ok {
		lines = &config.Inert{}
	}
	return config.OperationTimes(lines)
}

func refuseTime(wrong bool, what, than, limit string) error {
	if !wrong {
		return nil
	}
	return modes.Refuse(fmt.Sprintf("%%Illegal Value: Cannot set %s to be %s than %s", what, than, limit))
}

func addOperation(l *modes.Language) {
	l.Checks = map[string]func(*modes.Context, any, parser.Args) error{
		"operation that runs":       mayEditOperation,
		"frequency of an operation": mayRunEvery,
		"timeout of an operation":   mayWaitFor,
		"threshold of an operation": mayWarnFrom,
	}
}
