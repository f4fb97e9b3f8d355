package config

import (
	"testing"
	"time"
)

// Summer time by rule, by date, by default, and south of the equator; what the wall shows leads back to the instant.
func TestClockZone(t *testing.T) {
	hour := time.Hour
	sydney := ClockZone{Name: "AEST", Offset: 10 * hour, Summer: SummerTime{Name: "AEDT", Offset: hour,
		Starts: SummerChange{Month: time.October, Week: 1, At: 2 * hour}, Ends: SummerChange{Month: time.April, Week: 1, At: 3 * hour}}}
	newYork := ClockZone{Name: "EST", Offset: -5 * hour, Summer: SummerTime{Name: "EDT", Offset: hour, ByDefault: true}}
	once := ClockZone{Name: "X", Summer: SummerTime{Name: "Y", Offset: 30 * time.Minute,
		Starts: SummerChange{Year: 2026, Month: time.May, Day: 3, At: hour},
		Ends:   SummerChange{Year: 2026, Month: time.June, Day: 4, At: hour}}}
	for _, c := range []struct {
		zone      ClockZone
		utc, want string
	}{
		{ClockZone{}, "2026-07-01 12:00", "2026-07-01 12:00 UTC"},
		{sydney, "2026-01-01 00:00", "2026-01-01 11:00 AEDT"},
		{sydney, "2026-04-04 15:59", "2026-04-05 02:59 AEDT"},
		{sydney, "2026-04-04 16:00", "2026-04-05 02:00 AEST"},
		{sydney, "2026-10-03 16:00", "2026-10-04 03:00 AEDT"},
		{newYork, "2026-03-08 06:59", "2026-03-08 01:59 EST"},
		{newYork, "2026-03-08 07:00", "2026-03-08 03:00 EDT"},
		{newYork, "2026-11-01 06:00", "2026-11-01 01:00 EST"},
		{once, "2026-05-03 01:00", "2026-05-03 01:30 Y"},
		{once, "2027-05-10 01:00", "2027-05-10 01:00 X"},
	} {
		at, err := time.Parse("2006-01-02 15:04", c.utc)
		if err != nil {
			t.Fatal(err)
		}
		local := c.zone.Local(at)
		if got := local.Format("2006-01-02 15:04 MST"); got != c.want {
			t.Errorf("%s in %s: %s, want %s", c.utc, c.zone.Name, got, c.want)
		}
		if back := c.zone.Instant(local); local.Format("MST") == c.zone.Summer.Name && !back.Equal(at) {
			t.Errorf("%s in %s comes back as %s", c.utc, c.zone.Name, back.UTC())
		}
	}
}
