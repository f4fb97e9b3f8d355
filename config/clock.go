package config

import "time"

// A ClockZone is how the router writes the time: `clock timezone` and `clock summer-time`.
type ClockZone struct {
	Name   string        // of the standard time; "" = UTC
	Offset time.Duration // ahead of UTC; negative to the west
	Summer SummerTime
}

// SummerTime is the time in summer. The zero SummerTime is none.
type SummerTime struct {
	Name         string // "" = there is none
	ByDefault    bool   // recurring, without saying when: as in the United States
	Starts, Ends SummerChange
	Offset       time.Duration // ahead of the standard time
}

// A SummerChange is when summer time starts, in standard time, or ends, in summer time: on a
// date, or each year on a weekday of a week of a month.
type SummerChange struct {
	Year    int // 0 = each year
	Month   time.Month
	Day     int // with a Year
	Week    int // without one: 1 to 4, or LastWeek
	Weekday time.Weekday
	At      time.Duration // since midnight
}

// LastWeek is the last week of a month.
const LastWeek = 5

// DefaultSummer are the changes of summer time that recurs and does not say when: those of
// the United States since 2007.
func DefaultSummer() (starts, ends SummerChange) {
	return SummerChange{Month: time.March, Week: 2, At: 2 * time.Hour}, SummerChange{Month: time.November, Week: 1, At: 2 * time.Hour}
}

// wallTime is the change in a year, on the clock on the wall, which counts as UTC here.
func (c SummerChange) wallTime(year int) time.Time {
	if c.Year != 0 {
		return time.Date(c.Year, c.Month, c.Day, 0, 0, 0, 0, time.UTC).Add(c.At)
	}
	first := time.Date(year, c.Month, 1, 0, 0, 0, 0, time.UTC)
	day := first.AddDate(0, 0, (int(c.Weekday-first.Weekday())+7)%7+7*(c.Week-1))
	for day.Month() != c.Month { // there is no fifth one
		day = day.AddDate(0, 0, -7)
	}
	return day.Add(c.At)
}

// SummerIn says when summer time starts and ends in a year, each in the time that ends then.
func (z ClockZone) SummerIn(year int) (starts, ends time.Time) {
	from, to := z.Summer.Starts, z.Summer.Ends
	if z.Summer.ByDefault {
		from, to = DefaultSummer()
	}
	standard, summer := z.standard(), z.summer()
	return inZone(from.wallTime(year), standard), inZone(to.wallTime(year), summer)
}

// inZone is what a clock shows in a zone, as the instant that it is.
func inZone(wall time.Time, zone *time.Location) time.Time {
	return time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), wall.Nanosecond(), zone)
}

func (z ClockZone) standard() *time.Location {
	if z.Name == "" {
		return time.UTC
	}
	return time.FixedZone(z.Name, int(z.Offset.Seconds()))
}

func (z ClockZone) summer() *time.Location {
	return time.FixedZone(z.Summer.Name, int((z.Offset + z.Summer.Offset).Seconds()))
}

// Local is an instant in the router's time zone.
func (z ClockZone) Local(t time.Time) time.Time {
	t = t.In(z.standard())
	if z.Summer.Name == "" {
		return t
	}
	starts, ends := z.SummerIn(t.Year())
	isSummer := !t.Before(starts) && t.Before(ends)
	if ends.Before(starts) && z.Summer.Starts.Year == 0 { // south of the equator
		isSummer = !t.Before(starts) || t.Before(ends)
	}
	if isSummer {
		t = t.In(z.summer())
	}
	return t
}

// Instant is when the clock on the wall shows a time, of which only date and time of day
// count. Of an hour that comes twice it is the first.
func (z ClockZone) Instant(wall time.Time) time.Time {
	if z.Summer.Name != "" {
		if t := inZone(wall, z.summer()); z.Local(t).Location().String() == z.Summer.Name {
			return t
		}
	}
	return inZone(wall, z.standard())
}
