package modes

import (
	"fmt"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/parser"
)

// Running is the running-config without its head: from `version` to `end`.
func (l *Language) RunningConfig(c *config.Config) string { return l.RunningAt(maxPrivilege, c) }

// runningAt is what a user of a privilege level may see of it: what they may change.
func (l *Language) RunningAt(level int, c *config.Config) string {
	return l.printer(level, c).whole()
}

// runningAll is the running-config with the defaults that it hides otherwise.
func (l *Language) RunningAll(level int, c *config.Config) string {
	p := l.printer(level, c)
	p.all = true
	return p.whole()
}

// header tells when the configuration was changed and saved.
func RunningHeader(b Storage) string {
	var text strings.Builder
	text.WriteString("!\n")
	by := func(user string) string {
		if user == "" {
			return ""
		}
		return " by " + user
	}
	changed := false
	if at, user, ok := b.LastChange(); ok {
		fmt.Fprintf(&text, "! Last configuration change at %s%s\n", ClockText(at), by(user))
		changed = true
	}
	if at, user, ok := b.LastSave(); ok {
		fmt.Fprintf(&text, "! NVRAM config last updated at %s%s\n", ClockText(at), by(user))
		changed = true
	}
	if changed {
		text.WriteString("!\n")
	}
	return text.String()
}

// ClockMillis is the layout of an instant to the millisecond, as `show clock` and what shows NTP write it.
const ClockMillis = "15:04:05.000 MST Mon Jan 2 2006"

// ClockText is an instant as the head of the running-config writes it.
func ClockText(at time.Time) string { return at.Format("15:04:05 MST Mon Jan 2 2006") }

// RunningFile is the running-config as a file: what is saved, and what `show
// running-config` counts but for the blank line at its end.
func RunningFile(b Device) string { return RunningHeader(b) + b.Language().RunningConfig(b.Config()) }

// running is the same for the user at hand.
func (x *Context) RunningConfig() string {
	return RunningHeader(x.Device) + x.Device.Language().RunningAt(x.Session.Level, x.Device.Config())
}

// runningBlock is the part of the running-config that a line of a global command opens: the
// first line that is wanted.
func (l *Language) RunningBlock(level int, c *config.Config, place string, wanted func(parser.Args) bool) string {
	p := l.printer(level, c)
	e := l.Mode(GlobalMode).at(place)[0]
	p.Separator()
	for _, a := range e.show(p.c, p.c) {
		if wanted(a) {
			p.printed(e, e.syntax, a, nil, 0)
			break
		}
	}
	p.Line("end")
	return p.b.String()
}

// currentConfiguration puts the line with the exact size before a configuration.
func CurrentConfiguration(text string) string {
	text += "\n"
	return fmt.Sprintf("\nCurrent configuration : %d bytes\n%s", len(text), text)
}
