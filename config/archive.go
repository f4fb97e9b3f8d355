package config

import "time"

// Archive is `archive`: where copies of the configuration are kept, and the log of the
// commands that changed it.
type Archive struct {
	Path        string // what the names of the copies begin with; "" = nothing is kept
	Maximum     int    // copies, 1..14; 0 = DefaultArchiveMaximum
	WriteMemory bool   // one is made whenever the configuration is saved
	TimePeriod  time.Duration

	LogEnable, HideKeys, NotifySyslog bool
	LogSize                           int // commands, 1..1000; 0 = DefaultArchiveLogSize
}

// Defaults of the archive.
const (
	DefaultArchiveMaximum = 10
	DefaultArchiveLogSize = 100
)
