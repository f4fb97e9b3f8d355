package system

import (
	"strings"
	"time"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func showClock() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`clock [detail]`, modes.H{"clock": "Display the system clock", "detail": "Display detailed information"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			now, state := b.Clock()
			x.Println(clockLine(now, state))
			if a.Has("detail") {
				x.Println(clockSources[b.ClockSource()])
				if zone := b.Config().Clock; zone.Summer.Name != "" {
					starts, ends := zone.SummerIn(now.Year())
					x.Printf("Summer time starts %s\nSummer time ends %s\n", modes.ClockText(starts), modes.ClockText(ends))
				}
			}
			return nil
		})
}

var clockSources = [...]string{modes.NoClockSource: "No time source", modes.ClockSetByUser: "Time source is user configuration",
	modes.ClockSetByNTP: "Time source is NTP"}

// clockLine is the time as `show clock` prints it.
func clockLine(now time.Time, state debuglog.ClockState) string {
	mark := ""
	switch state {
	case debuglog.NeverSet:
		mark = "*"
	case debuglog.Lost:
		mark = "."
	}
	return mark + now.Format(modes.ClockMillis)
}

func clockSet() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `clock set time:hh:mm:ss {day:<1-31> month:MONTH | month-first:MONTH day-second:<1-31>} year:<1993-2035>`,
		Help: modes.H{"clock": "Manage the system clock", "set": "Set the time and date", "time": "Current Time", "day": "Day of the month",
			"month": "Month of the year", "month-first": "Month of the year", "day-second": "Day of the month", "year": "Year"},
		Level: 15,
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			day, month := a.Int("day")+a.Int("day-second"), a.Month("month")+a.Month("month-first")
			at := time.Date(a.Int("year"), month, day, 0, 0, 0, 0, time.UTC)
			if at.Day() != day {
				return modes.Refuse("% Invalid date")
			}
			old, state := b.Clock()
			b.SetClock(b.Config().Clock.Instant(at.Add(a.Duration("time"))))
			now, newState := b.Clock()
			user, line, from := x.Actor()
			x.Terminal.Later(func() {
				b.Log(debuglog.ClockUpdate(strings.TrimLeft(clockLine(old, state), "*."), strings.TrimLeft(clockLine(now, newState), "*."), user,
					line, from))
			})
			return nil
		},
	}
}

func addExecClock(l *modes.Language) { l.Add("exec", showClock(), clockSet()) }
