package debuglog

import "strconv"

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
