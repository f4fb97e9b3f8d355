package config

import (
	"net/netip"
	"slices"
)

// Levels of log messages, RFC 5424's severities.
const (
	LevelOff           = -1
	LevelInformational = 6
	LevelDebugging     = 7
)

// SyslogPort is the UDP port of syslog servers, RFC 3164.
const SyslogPort = 514

// DefaultFacility is the facility that messages are sent under unless told otherwise.
const DefaultFacility = "local7"

// Logging says where log messages go. Levels are LevelOff, or the least severe
// severity that passes.
type Logging struct {
	Enabled     bool
	Console     int
	Monitor     int
	BufferSize  int // bytes; 0 = no buffer
	BufferLevel int

	Trap     int // to syslog servers
	Hosts    []LogHost
	Facility string
	Source   string // interface; "" = the one a message leaves by
	// SourceVRF is the VRF named with Source, which must be that of the interface.
	SourceVRF string
	OriginID  string // hostname, ip, or string TEXT; "" = none
	Count     bool   // count messages by kind
	UserInfo  bool   // log who changes the privilege level
	DMVPN     bool   // log what happens to next hop servers and clients
	Rate      LogRate
}

// A LogHost is a syslog server.
type LogHost struct {
	Addr netip.Addr
	VRF  string
	Port int
}

// LogRate limits messages a second. The zero value limits nothing.
type LogRate struct {
	PerSecond int
	Console   bool // only those on the console
	All       bool // debug messages too
	Except    int  // this severity and worse ones are exempt; LevelOff = none
}

// facilities are the codes of RFC 3164 section 4.1.1, by the device's names.
var facilities = []string{"kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "sys9", "sys10", "sys11",
	"sys12", "sys13", "sys14", "cron", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"}

// Facilities are the names of the facilities, by code.
func Facilities() []string { return slices.Clone(facilities) }

// Priority is the number in angle brackets that a message is sent with.
func (l Logging) Priority(severity int) int {
	return max(slices.Index(facilities, l.Facility), 0)*8 + severity
}
