package system

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

func showLogging() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`logging [counts=count]`, modes.H{"logging": "Show the contents of logging buffers",
		"counts": "Show counts of each logging message"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			if a.Has("counts") {
				printLogCounts(x, b)
				return nil
			}
			for _, line := range b.LogPage().Lines() {
				x.Println(line)
			}
			return nil
		})
}

// printLogCounts prints the messages by facility, each facility with its sum.
func printLogCounts(x *modes.Context, b modes.Device) {
	if !b.Config().Logging.Count {
		x.Println("Logging counting is not enabled")
		return
	}
	x.Println("Facility        Message Name                     Sev Occur     Last Time")
	x.Println(strings.Repeat("=", 77))
	counts := slices.Clone(b.LogCounts())
	slices.SortStableFunc(counts, func(a, b modes.LogCount) int { return cmp.Compare(facilityOf(a), facilityOf(b)) })
	for len(counts) > 0 {
		facility, sum := facilityOf(counts[0]), 0
		for len(counts) > 0 && facilityOf(counts[0]) == facility {
			c := counts[0]
			rest := strings.TrimPrefix(c.Message, facility+"-")
			severity, name, _ := strings.Cut(rest, "-")
			x.Printf("%-15s%-33s%3s%6d     %s\n", facility, name, severity, c.Times, c.Last.Format("Jan _2 2006 15:04:05.000"))
			sum += c.Times
			counts = counts[1:]
		}
		x.Println("-------------  -------------------------------  -----------------------------")
		x.Println(fmt.Sprintf("%-50s%7d", facility+" TOTAL", sum))
	}
}

// facilityOf is the part of a message's name before its severity.
func facilityOf(c modes.LogCount) string {
	parts := strings.Split(c.Message, "-")
	return strings.Join(parts[:max(len(parts)-2, 1)], "-")
}

// showLog is the short word that everybody types, though it begins `show login` too.
func showLog() modes.Cmd[modes.Device] {
	c := modes.ShowCommand(`log`, modes.H{"log": "Show the contents of logging buffers"}, showLogging().Set)
	c.Hidden = true
	return c
}

func addShowLogging(l *modes.Language) { l.Add("exec", showLogging(), showLog()) }
