package debuglog

import (
	"testing"
	"testing/quick"
	"time"
)

func TestStamp(t *testing.T) {
	at := time.Date(2004, time.March, 25, 15, 47, 35, 335e6, time.UTC)
	boot := time.Date(1993, time.March, 1, 0, 13, 31, 891e6, time.UTC)
	est := time.FixedZone("EST", -5*3600)
	all := Stamp{StampDatetime, true, true, true, true}
	tests := []struct {
		name   string
		stamp  Stamp
		now    time.Time
		uptime time.Duration
		clock  ClockState
		want   string
	}{
		{"none", Stamp{}, at, 0, NeverSet, ""},
		{"default", DefaultStamp, at, 0, NeverSet, "*Mar 25 15:47:35.335: "},
		{"one-digit day", DefaultStamp, boot, 0, NeverSet, "*Mar  1 00:13:31.891: "},
		{"good clock", DefaultStamp, at, 0, Authoritative, "Mar 25 15:47:35.335: "},
		{"NTP lost", DefaultStamp, at, 0, Lost, ".Mar 25 15:47:35.335: "},
		{"seconds", Stamp{Form: StampDatetime}, boot, 0, NeverSet, "*Mar  1 00:13:31: "},
		{"zone", Stamp{Form: StampDatetime, Msec: true, ShowTimezone: true}, at, 0, Authoritative, "Mar 25 15:47:35.335 UTC: "},
		{"UTC by default", DefaultStamp, at.In(est), 0, Authoritative, "Mar 25 15:47:35.335: "},
		{"local time", Stamp{Form: StampDatetime, Localtime: true, ShowTimezone: true}, at.In(est), 0, Authoritative,
			"Mar 25 10:47:35 EST: "},
		{"year", Stamp{Form: StampDatetime, Msec: true, Year: true}, at, 0, NeverSet, "*Mar 25 2004 15:47:35.335: "},
		{"all", all, at, 0, NeverSet, "*Mar 25 2004 15:47:35.335 UTC: "},
		{"uptime", Stamp{Form: StampUptime}, at, 27*time.Minute + 7*time.Second, NeverSet, "00:27:07: "},
		{"uptime of a day", Stamp{Form: StampUptime}, at, 26*time.Hour + 59*time.Minute, NeverSet, "1d02h: "},
		{"uptime of weeks", Stamp{Form: StampUptime}, at, 17 * 24 * time.Hour, NeverSet, "2w3d: "},
		{"uptime of years", Stamp{Form: StampUptime}, at, 380 * 24 * time.Hour, NeverSet, "1y2w: "},
	}
	for _, tt := range tests {
		if got := tt.stamp.Format(tt.now, tt.uptime, tt.clock, 0); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	if got := SequenceNumber(123); got != "000123: " {
		t.Errorf("sequence number %q", got)
	}
}

func TestQuantise(t *testing.T) {
	second := time.Date(2004, time.March, 25, 15, 47, 35, 0, time.UTC)
	for _, tt := range []struct{ in, want time.Duration }{
		{335 * time.Millisecond, 335 * time.Millisecond},
		{338999 * time.Microsecond, 335 * time.Millisecond},
		{339 * time.Millisecond, 339 * time.Millisecond},
		{3 * time.Millisecond, 3 * time.Millisecond},
		{time.Millisecond, -time.Millisecond}, // the last tick of the second before
	} {
		if got := Quantise(second.Add(tt.in), HardwareTick).Sub(second); got != tt.want {
			t.Errorf("%v is shown as %v, want %v", tt.in, got, tt.want)
		}
	}
	if now := second.Add(336 * time.Millisecond); !Quantise(now, 0).Equal(now) || !Quantise(now, time.Millisecond).Equal(now) {
		t.Error("a clock without coarse ticks is changed")
	}
}

// TestQuantiseNeverRunsAhead: a shown time is a tick, not after the true one, and less than a tick before.
func TestQuantiseNeverRunsAhead(t *testing.T) {
	property := func(seconds uint32, nanoseconds uint32) bool {
		now := time.Unix(int64(seconds), int64(nanoseconds%1e9))
		shown := Quantise(now, HardwareTick)
		behind := now.Sub(shown)
		return behind >= 0 && behind < HardwareTick && shown.Nanosecond()%4e6 == 3e6
	}
	if err := quick.Check(property, nil); err != nil {
		t.Error(err)
	}
}
