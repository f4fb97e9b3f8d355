package system

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// hoursType is the offset of a time zone, -23 to 23 hours.
type hoursType struct{}

func (hoursType) Name() string { return "HOURS" }

func (hoursType) Accept(word string) (any, int, bool) {
	n, err := strconv.Atoi(word)
	return n, 0, err == nil && n >= -23 && n <= 23
}

func (hoursType) Print(value any) string {
	n, ok := value.(int)
	if !ok {
		return ""
	}
	return strconv.Itoa(n)
}

// weekType is the week of a month: first, 1 to 4, or last.
type weekType struct{}

func (weekType) Name() string { return "WEEK" }

func (weekType) Accept(word string) (any, int, bool) {
	switch n, err := strconv.Atoi(word); {
	case err == nil:
		return n, 0, n >= 1 && n <= 4
	case strings.EqualFold(word, "first"):
		return 1, 0, true
	}
	return config.LastWeek, 0, strings.EqualFold(word, "last")
}

func (weekType) Print(value any) string {
	n, ok := value.(int)
	switch {
	case !ok:
		return ""
	case n == config.LastWeek:
		return "last"
	}
	return strconv.Itoa(n)
}

// weekdayType is a day of the week, by three letters or more of its name.
type weekdayType struct{}

func (weekdayType) Name() string { return "WEEKDAY" }

func (weekdayType) Accept(word string) (any, int, bool) {
	for day := time.Sunday; day <= time.Saturday && len(word) >= 3; day++ {
		if strings.HasPrefix(strings.ToLower(day.String()), strings.ToLower(word)) {
			return day, 0, true
		}
	}
	return nil, 0, false
}

func (weekdayType) Print(value any) string {
	day, ok := value.(time.Weekday)
	if !ok {
		return ""
	}
	return day.String()[:3]
}

func clockTimezone() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `clock timezone zone:WORD hours:HOURS [minutes:<0-59>]`,
		No:     `clock timezone`,
		Help: modes.H{"clock": "Configure time-of-day clock", "timezone": "Configure time zone", "zone": "name of time zone",
			"hours": "Hours offset from UTC", "minutes": "Minutes offset from UTC"},
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			minutes := a.Int("minutes")
			if a.Int("hours") < 0 {
				minutes = -minutes
			}
			c.Clock.Name, c.Clock.Offset = a.Str("zone"), time.Duration(60*a.Int("hours")+minutes)*time.Minute
			logClockUpdate(x)
			return nil
		},
		Unset: func(x *modes.Context, c modes.Global, _ parser.Args) error {
			c.Clock.Name, c.Clock.Offset = "", 0
			logClockUpdate(x)
			return nil
		},
		Show: func(c modes.Global) []parser.Args {
			if c.Clock.Name == "" {
				return nil
			}
			minutes := int(c.Clock.Offset.Minutes())
			return []parser.Args{{"zone": c.Clock.Name, "hours": minutes / 60, "minutes": max(minutes%60, -(minutes % 60))}}
		},
		Spell: spellTimezone,
	}
}

// spellTimezone: 12.4 leaves minutes out that are none.
func spellTimezone(r debuglog.Release, line string) string {
	if r == debuglog.IOS124 && strings.Count(line, " ") == 4 {
		return strings.TrimSuffix(line, " 0")
	}
	return line
}

const defaultSummerOffset = time.Hour

func clockSummerTime() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `clock summer-time zone:WORD {recurring [first-week:WEEK first-day:WEEKDAY first-month:MONTH first-time:hh:mm
			last-week:WEEK last-day:WEEKDAY last-month:MONTH last-time:hh:mm [offset:<1-1440>]] |
			date {month:MONTH day:<1-31> | first-date:<1-31> after-date:MONTH} year:<1993-2035> time:hh:mm
			{end-month:MONTH end-day:<1-31> | last-date:<1-31> after-last:MONTH} end-year:<1993-2035> end-time:hh:mm [date-offset:<1-1440>]}`,
		No: `clock summer-time`,
		Help: modes.H{"clock": "Configure time-of-day clock", "summer-time": "Configure summer (daylight savings) time",
			"zone": "name of time zone in summer", "recurring": "Configure recurring summer time", "date": "Configure absolute summer time",
			"first-week": "Week number to start", "first-day": "Weekday to start", "first-month": "Month to start",
			"first-time": "Time to start (hh:mm)", "last-week": "Week number to end", "last-day": "Weekday to end",
			"last-month": "Month to end", "last-time": "Time to end (hh:mm)", "offset": "Offset to add in minutes",
			"day": "Date to start", "month": "Month to start", "year": "Year to start", "time": "Time to start (hh:mm)",
			"end-day": "Date to end", "end-month": "Month to end", "end-year": "Year to end", "end-time": "Time to end (hh:mm)",
			"first-date": "Date to start", "after-date": "Month to start", "last-date": "Date to end", "after-last": "Month to end",
			"date-offset": "Offset to add in minutes"},
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			c.Clock.Summer = summerOf(a)
			logClockUpdate(x)
			return nil
		},
		Unset: func(x *modes.Context, c modes.Global, _ parser.Args) error {
			c.Clock.Summer = config.SummerTime{}
			logClockUpdate(x)
			return nil
		},
		Show: func(c modes.Global) []parser.Args {
			if c.Clock.Summer.Name == "" {
				return nil
			}
			return []parser.Args{summerArgs(c.Clock.Summer)}
		},
	}
}

func summerOf(a parser.Args) config.SummerTime {
	weekday := func(name string) time.Weekday { d, _ := a[name].(time.Weekday); return d }
	s := config.SummerTime{Name: a.Str("zone"), Offset: defaultSummerOffset}
	switch {
	case a.Has("date"):
		s.Starts = config.SummerChange{Year: a.Int("year"), Month: a.Month("month") + a.Month("after-date"),
			Day: a.Int("day") + a.Int("first-date"), At: timeOfDay(a.Str("time"))}
		s.Ends = config.SummerChange{Year: a.Int("end-year"), Month: a.Month("end-month") + a.Month("after-last"),
			Day: a.Int("end-day") + a.Int("last-date"), At: timeOfDay(a.Str("end-time"))}
	case a.Has("first-week"):
		s.Starts = config.SummerChange{Week: a.Int("first-week"), Weekday: weekday("first-day"), Month: a.Month("first-month"),
			At: timeOfDay(a.Str("first-time"))}
		s.Ends = config.SummerChange{Week: a.Int("last-week"), Weekday: weekday("last-day"), Month: a.Month("last-month"),
			At: timeOfDay(a.Str("last-time"))}
	default:
		s.ByDefault = true
	}
	if minutes := a.Int("offset") + a.Int("date-offset"); minutes > 0 {
		s.Offset = time.Duration(minutes) * time.Minute
	}
	return s
}

func summerArgs(s config.SummerTime) parser.Args {
	a, offset := parser.Args{"zone": s.Name}, "offset"
	switch {
	case s.ByDefault:
		a["recurring"] = true
	case s.Starts.Year != 0:
		offset = "date-offset"
		a["date"], a["month"], a["day"], a["year"], a["time"] = true, s.Starts.Month, s.Starts.Day, s.Starts.Year, hourMinute(s.Starts.At)
		a["end-month"], a["end-day"], a["end-year"], a["end-time"] = s.Ends.Month, s.Ends.Day, s.Ends.Year, hourMinute(s.Ends.At)
	default:
		a["recurring"], a["first-week"], a["first-day"], a["first-month"], a["first-time"] = true, s.Starts.Week, s.Starts.Weekday,
			s.Starts.Month, hourMinute(s.Starts.At)
		a["last-week"], a["last-day"], a["last-month"], a["last-time"] = s.Ends.Week, s.Ends.Weekday, s.Ends.Month, hourMinute(s.Ends.At)
	}
	if s.Offset != defaultSummerOffset && !s.ByDefault {
		a[offset] = int(s.Offset.Minutes())
	}
	return a
}

// timeOfDay is hh:mm since midnight.
func timeOfDay(text string) time.Duration {
	hours, minutes, _ := strings.Cut(text, ":")
	h, _ := strconv.Atoi(hours)
	m, _ := strconv.Atoi(minutes)
	return time.Duration(60*h+m) * time.Minute
}

func hourMinute(at time.Duration) string {
	return fmt.Sprintf("%d:%02d", int(at.Hours()), int(at.Minutes())%60)
}

// logClockUpdate logs, once the line has taken effect, that the clock shows another time.
func logClockUpdate(x *modes.Context) {
	if x.Loading || x.Terminal == nil {
		return
	}
	b := x.Device
	old, _ := b.Clock()
	user, line, from := x.Actor()
	x.Terminal.Later(func() {
		if now, _ := b.Clock(); now.Format(time.RFC822) != old.Format(time.RFC822) {
			b.Log(debuglog.ClockUpdate(modes.ClockText(old), modes.ClockText(now), user, line, from))
		}
	})
}

func addTimezone(l *modes.Language) { l.Add("global", clockTimezone(), clockSummerTime()) }
