package debuglog

import (
	"fmt"
	"time"
)

// A StampForm is the first word of "service timestamps debug|log".
type StampForm int

const (
	StampNone     StampForm = iota // no service timestamps
	StampUptime                    // 00:27:07
	StampDatetime                  // Mar 25 15:47:35
)

// A Stamp is how the time in front of a line is written. Debug lines and log messages each
// have one. The zero Stamp writes nothing; [DefaultStamp] is what routers come with. The
// options are for datetime only.
type Stamp struct {
	Form         StampForm
	Msec         bool
	Localtime    bool // in the router's time zone, not UTC
	ShowTimezone bool
	Year         bool
}

// DefaultStamp is "datetime msec", for both kinds of line.
var DefaultStamp = Stamp{Form: StampDatetime, Msec: true}

// ClockState is how far the router trusts its clock.
type ClockState int

const (
	Authoritative ClockState = iota // set by hand or by NTP: no mark
	NeverSet                        // "*"
	Lost                            // ".": NTP had set it, and is gone
)

// The hardware of 12.4 counts time in ticks of 4 ms, and in a given run always shows the same
// remainder: every stamp in the chapter's log is 3 ms past a multiple of 4.
const (
	HardwareTick = 4 * time.Millisecond
	tickPhase    = 3 * time.Millisecond
)

// Quantise moves t back to the last tick: tick is HardwareTick on 12.4; 0 or less leaves t.
func Quantise(t time.Time, tick time.Duration) time.Time {
	if tick <= 0 {
		return t
	}
	since := (time.Duration(t.Nanosecond()) - tickPhase%tick) % tick
	if since < 0 {
		since += tick
	}
	return t.Add(-since)
}

// Format writes the stamp with its mark and the ": " that ends it, "" for no stamp. The location
// of now is the router's time zone; uptime is the time since boot; tick is as in Quantise.
func (s Stamp) Format(now time.Time, uptime time.Duration, clock ClockState, tick time.Duration) string {
	switch s.Form {
	case StampUptime:
		return formatUptime(uptime) + ": "
	case StampDatetime:
		return s.datetime(now, clock, tick) + ": "
	default:
		return ""
	}
}

func (s Stamp) datetime(now time.Time, clock ClockState, tick time.Duration) string {
	if !s.Localtime {
		now = now.UTC()
	}
	layout := "Jan _2 "
	if s.Year {
		layout += "2006 "
	}
	layout += "15:04:05"
	if s.Msec {
		layout += ".000"
	}
	stamp := Quantise(now, tick).Format(layout)
	if s.ShowTimezone {
		zone, _ := now.Zone()
		stamp += " " + zone
	}
	switch clock {
	case NeverSet:
		return "*" + stamp
	case Lost:
		return "." + stamp
	default:
		return stamp
	}
}

// formatUptime writes hh:mm:ss for the first day, then days and hours, weeks and days, years
// and weeks.
func formatUptime(d time.Duration) string {
	const day = 24 * time.Hour
	days := int(d / day)
	switch {
	case days < 1:
		return fmt.Sprintf("%02d:%02d:%02d", int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60)
	case days < 7:
		return fmt.Sprintf("%dd%02dh", days, int(d.Hours())%24)
	case days < 365:
		return fmt.Sprintf("%dw%dd", days/7, days%7)
	default:
		return fmt.Sprintf("%dy%dw", days/365, days%365/7)
	}
}

// SequenceNumber is what "service sequence-numbers" puts before the stamp: "000123: ".
func SequenceNumber(n uint64) string { return fmt.Sprintf("%06d: ", n) }
