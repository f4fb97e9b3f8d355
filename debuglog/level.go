package debuglog

import (
	"fmt"
	"strconv"
	"strings"
)

// A Level is a syslog severity; the smaller the worse. A sink set to a level lets out the
// messages of that level and of the worse ones.
type Level int

const (
	Emergencies Level = iota
	Alerts
	Critical
	Errors
	Warnings
	Notifications
	Informational
	Debugging
)

var levelNames = [...]string{
	"emergencies", "alerts", "critical", "errors", "warnings", "notifications", "informational", "debugging",
}

// String is the level's name in "logging console LEVEL" and "show logging".
func (l Level) String() string {
	if l < Emergencies || l > Debugging {
		return strconv.Itoa(int(l))
	}
	return levelNames[l]
}

// ParseLevel reads a level's number (0-7), its name, or a beginning of the name that fits no other.
func ParseLevel(s string) (Level, error) {
	if n, err := strconv.Atoi(s); err == nil && n >= 0 && n <= int(Debugging) {
		return Level(n), nil
	}
	found := Level(-1)
	for i, name := range levelNames {
		if s == "" || !strings.HasPrefix(name, strings.ToLower(s)) {
			continue
		}
		if found >= 0 {
			return 0, fmt.Errorf("logging level %q may be %v or %v", s, found, name)
		}
		found = Level(i)
	}
	if found < 0 {
		return 0, fmt.Errorf("logging level %q is neither 0-7 nor a name from emergencies to debugging", s)
	}
	return found, nil
}
