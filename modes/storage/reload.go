package storage

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// A scheduledReload is a restart to come.
type scheduledReload struct {
	at, asked time.Time // by the router's clock
	due       time.Time // by the driver's, which nobody sets
	reason    string
	by        string
	cancel    []func()
}

// warnings are how long before a restart everybody is told.
var warnings = []time.Duration{time.Hour, 30 * time.Minute, 5 * time.Minute, time.Minute}

func reload() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `reload [in delay:DELAY [in-reason:LINE] | at time:hh:mm [at-day:<1-31> at-month:MONTH] [at-reason:LINE] | cancel | reason:LINE]`,
		Help: modes.H{"reload": "Halt and perform a cold restart", "in": "Reload after a time interval",
			"delay":     "Delay before reload (mmm or hh:mm)",
			"in-reason": "Reason for reload", "at": "Reload at a specific time/date", "time": "Time to reload (hh:mm)", "at-day": "Day of the month",
			"at-month": "Month of the year", "at-reason": "Reason for reload", "cancel": "Cancel pending reload", "reason": "Reason for reload"},
		Types: []parser.Type{delayType{}, minuteType{}},
		Level: 15,
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			r := &scheduledReload{reason: "Reload Command"}
			for _, name := range []string{"reason", "in-reason", "at-reason"} {
				if text := strings.TrimSpace(a.Str(name)); text != "" {
					r.reason = text
				}
			}
			now, state := b.Clock()
			switch {
			case a.Has("cancel"), a.Has("reason") && strings.HasPrefix("cancel", a.Str("reason")):
				return cancelReload(x)
			case a.Has("delay"):
				delay, _ := a["delay"].(time.Duration)
				if delay > maxDelay || delay == 0 {
					return modes.Refuse("% Invalid delay: a reload can be scheduled up to 24 days ahead")
				}
				r.at = now.Add(delay)
			case a.Has("time"):
				if state == debuglog.NeverSet {
					return modes.Refuse("The date and time must be set first.")
				}
				r.at = nextTime(now, a)
			}
			r.asked = now
			askSave(x, func() { confirmReload(x, r) })
			return nil
		},
	}
}

const maxDelay = 24 * 24 * time.Hour

// nextTime is when the clock shows a time next, or on a day of a month.
func nextTime(now time.Time, a parser.Args) time.Time {
	at, _ := a["time"].(time.Duration)
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	if a.Has("at-day") {
		midnight = time.Date(now.Year(), a.Month("at-month"), a.Int("at-day"), 0, 0, 0, 0, now.Location())
		if midnight.Add(at).Before(now) {
			midnight = midnight.AddDate(1, 0, 0)
		}
	}
	if !midnight.Add(at).After(now) {
		midnight = midnight.AddDate(0, 0, 1)
	}
	return midnight.Add(at)
}

// askSave offers to save what was changed, before the rest.
func askSave(x *modes.Context, then func()) {
	if !x.Device.Unsaved() {
		then()
		return
	}
	x.Terminal.Ask("System configuration has been modified. Save? [yes/no]: ", false, func(text string, ok bool) {
		text = strings.ToLower(strings.TrimSpace(text))
		switch {
		case !ok:
		case text != "" && strings.HasPrefix("yes", text):
			save(x, then)
		case text != "" && strings.HasPrefix("no", text):
			then()
		default:
			x.Println("% Please answer 'yes' or 'no'.")
			askSave(x, then)
		}
	})
}

func confirmReload(x *modes.Context, r *scheduledReload) {
	user, line, from := x.Actor()
	if r.at.IsZero() {
		x.Terminal.Confirm("Proceed with reload? [confirm]", func(yes bool) {
			if yes {
				x.Device.Log(debuglog.ReloadRequested(user, line, from, r.reason))
				x.Device.Reload()
				// The prompt never comes again: the router that would show it ends here.
				_ = x.Terminal.Run(func(modes.Runner) (modes.Job, error) { return modes.Unstoppable{}, nil }) // which always starts
			}
		})
		return
	}
	r.by = line
	in := r.at.Sub(r.asked).Round(time.Minute)
	x.Printf("Reload scheduled for %s (in %s) by %s\nReload reason: %s\n", reloadTime(r.at), inWords(in), line, r.reason)
	x.Terminal.Confirm("Proceed with reload? [confirm]", func(yes bool) {
		if !yes {
			return
		}
		if old := lifeOf(x.Device).reload; old != nil {
			old.stop()
		}
		schedule(x, r)
		x.Terminal.Later(func() {
			x.Device.Log(debuglog.ScheduledReload(reloadTime(r.at), reloadTime(r.asked), user, line, from, r.reason))
		})
	})
}

// schedule sets the alarms of a restart and of the warnings before it.
func schedule(x *modes.Context, r *scheduledReload) {
	b := x.Device
	lifeOf(b).reload = r
	now, _ := b.Clock()
	left := r.at.Sub(now)
	r.due = b.Now().Add(left)
	for _, before := range warnings {
		if left > before {
			r.cancel = append(r.cancel, b.After(left-before, "warning of a reload", func() {
				b.Broadcast(notice("SHUTDOWN in " + clockTime(before)))
			}))
		}
	}
	r.cancel = append(r.cancel, b.After(max(left, 0), "reload", func() {
		b.Broadcast(notice("SHUTDOWN NOW"))
		b.Log(debuglog.ReloadRequested("", r.by, netip.Addr{}, r.reason))
		b.Reload()
	}))
}

func (r *scheduledReload) stop() {
	for _, cancel := range r.cancel {
		cancel()
	}
}

// notice is what all terminals are told.
func notice(text string) string { return "\n\n\a***\n*** --- " + text + " ---\n***\n\n" }

func clockTime(d time.Duration) string {
	return fmt.Sprintf("%d:%02d:%02d", int(d.Hours()), int(d.Minutes())%60, int(d.Seconds())%60)
}

// inWords is a span as messages about restarts write it.
func inWords(d time.Duration) string {
	count := func(n int, what string) string {
		if n == 1 {
			return "1 " + what
		}
		return modes.Itoa(n) + " " + what + "s"
	}
	hours, minutes := int(d.Hours()), int(d.Minutes())%60
	switch {
	case hours == 0:
		return count(minutes, "minute")
	case minutes == 0:
		return count(hours, "hour")
	}
	return count(hours, "hour") + " and " + count(minutes, "minute")
}

func reloadTime(t time.Time) string { return t.Format("15:04:05 MST Mon Jan 2 2006") }

func cancelReload(x *modes.Context) error {
	r := lifeOf(x.Device).reload
	if r == nil {
		return modes.Refuse("%No reload is scheduled.")
	}
	r.stop()
	lifeOf(x.Device).reload = nil
	x.Device.Broadcast(notice("SHUTDOWN ABORTED"))
	now, _ := x.Device.Clock()
	x.Terminal.Later(func() { x.Device.Log(debuglog.ReloadCancelled(reloadTime(now))) })
	return nil
}

func showReload() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`reload`, modes.H{"reload": "Scheduled reload information"}, func(x *modes.Context, b modes.Device,
		_ parser.Args) error {
		r := lifeOf(b).reload
		if r == nil {
			x.Println("No reload is scheduled.")
			return nil
		}
		left := r.due.Sub(b.Now())
		now, _ := b.Clock()
		x.Printf("Reload scheduled for %s (in %s) by %s\nReload reason: %s\n", reloadTime(now.Add(left)), inWords(left.Round(time.Minute)),
			r.by, r.reason)
		return nil
	})
}

// delayType is a span of time: minutes, or hours:minutes.
type delayType struct{}

func (delayType) Name() string { return "DELAY" }

func (delayType) Accept(word string) (any, int, bool) {
	hours, minutes, both := strings.Cut(word, ":")
	if !both {
		hours, minutes = "0", word
	}
	for i := range len(word) {
		if (word[i] < '0' || word[i] > '9') && (word[i] != ':' || i != len(hours)) {
			return nil, i, false
		}
	}
	if minutes == "" || hours == "" || len(minutes) > 6 || len(hours) > 3 || both && (len(minutes) > 2 || modes.ParseNumber(minutes) > 59) {
		return nil, len(word), false
	}
	return time.Duration(modes.ParseNumber(hours))*time.Hour + time.Duration(modes.ParseNumber(minutes))*time.Minute, len(word), true
}

func (delayType) Print(value any) string {
	d, ok := value.(time.Duration)
	if !ok {
		return ""
	}
	return fmt.Sprintf("%d:%02d", int(d.Hours()), int(d.Minutes())%60)
}

// minuteType is a time of day without seconds.
type minuteType struct{}

func (minuteType) Name() string { return "hh:mm" }

func (minuteType) Accept(word string) (any, int, bool) {
	hours, minutes, both := strings.Cut(word, ":")
	value, reach, ok := delayType{}.Accept(word)
	if !ok || !both || len(minutes) != 2 || modes.ParseNumber(hours) > 23 {
		return nil, reach, false
	}
	return value, reach, true
}

func (minuteType) Print(value any) string { return delayType{}.Print(value) }

func addReload(l *modes.Language) {
	l.Add("exec", reload(), showReload().At(modes.TopLevel), setup())
}
