package system

import (
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/modes/access"
	"ruthere/modes/network"
	"ruthere/parser"
)

func hostname() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `hostname name:WORD`,
		Help:   modes.H{"hostname": "Set system's network name", "name": "This system's network name"},
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			if !validHostname(a.Str("name")) {
				return modes.Refuse("% Hostname contains one or more illegal characters.\n\n")
			}
			c.Hostname = a.Str("name")
			return nil
		},
		Unset: func(x *modes.Context, c modes.Global, _ parser.Args) error { c.Hostname = "Router"; return nil },
		Show:  func(c modes.Global) []parser.Args { return []parser.Args{{"name": c.Hostname}} },
	}
}

// validHostname: a letter first, a letter or digit last, at most 63 characters.
func validHostname(name string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	const digits = "0123456789"
	return len(name) <= 63 && strings.Trim(name, letters+digits+"-._") == "" &&
		strings.ContainsAny(name[:1], letters) && strings.ContainsAny(name[len(name)-1:], letters+digits)
}

func timestampHelp() modes.H {
	return modes.H{
		"service": "Modify use of network based services", "timestamps": "Timestamp debug/log messages",
		"debug": "Timestamp debug messages", "log": "Timestamp log messages",
		"datetime": "Timestamp with date and time", "uptime": "Timestamp with system uptime",
		"localtime": "Use local time zone for timestamps", "msec": "Include milliseconds in timestamp",
		"show-timezone": "Add time zone information to timestamp", "year": "Include year in timestamp",
	}
}

func serviceTimestamps() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `service timestamps {debug | log} [uptime | datetime &{msec | localtime | show-timezone | year}]`,
		Help:   timestampHelp(),
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			*stampOf(c, a) = config.Stamp{
				Uptime: !a.Has("datetime"), Datetime: a.Has("datetime"), Msec: a.Has("msec"),
				Localtime: a.Has("localtime"), ShowTimezone: a.Has("show-timezone"), Year: a.Has("year"),
			}
			return nil
		},
		Unset: func(x *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("debug") && !a.Has("log") {
				c.Services.DebugStamp, c.Services.LogStamp = config.Stamp{}, config.Stamp{}
				return nil
			}
			*stampOf(c, a) = config.Stamp{}
			return nil
		},
		Reset: func(x *modes.Context, c modes.Global, a parser.Args) error {
			*stampOf(c, a) = config.Stamp{Datetime: true, Msec: true}
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, s := range []struct {
				kind  string
				stamp config.Stamp
			}{{"debug", c.Services.DebugStamp}, {"log", c.Services.LogStamp}} {
				if s.stamp.Uptime || s.stamp.Datetime {
					lines = append(lines, parser.Args{s.kind: true, "uptime": s.stamp.Uptime, "datetime": s.stamp.Datetime,
						"msec": s.stamp.Msec, "localtime": s.stamp.Localtime, "show-timezone": s.stamp.ShowTimezone, "year": s.stamp.Year})
				}
			}
			return modes.DropFalse(lines)
		},
		ShowNo: func(c modes.Global) (lines []parser.Args) {
			if c.Services.DebugStamp == (config.Stamp{}) {
				lines = append(lines, parser.Args{"debug": true, "uptime": true})
			}
			if c.Services.LogStamp == (config.Stamp{}) {
				lines = append(lines, parser.Args{"log": true, "uptime": true})
			}
			return lines
		},
	}
}

func stampOf(c modes.Global, a parser.Args) *config.Stamp {
	if a.Has("debug") {
		return &c.Services.DebugStamp
	}
	return &c.Services.LogStamp
}

func serviceSequenceNumbers() modes.Cmd[modes.Global] {
	return modes.Flag(`service sequence-numbers`,
		modes.H{"service": "Modify use of network based services", "sequence-numbers": "Stamp logger messages with a sequence number"},
		func(c modes.Global) *bool { return &c.Services.SequenceNumbers })
}

func servicePasswordEncryption() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `service password-encryption`,
		Help:   modes.H{"service": "Modify use of network based services", "password-encryption": "Encrypt system passwords"},
		Set: func(x *modes.Context, c modes.Global, _ parser.Args) error {
			c.Services.PasswordEncryption = true
			access.ObfuscateAll(c)
			network.HideStandbyKeys(c, access.TypeSeven)
			x.Device.Language().HidePasswords(c)
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.Services.PasswordEncryption = false
			return nil
		},
		Show:   func(c modes.Global) []parser.Args { return modes.LineIf(c.Services.PasswordEncryption) },
		ShowNo: func(c modes.Global) []parser.Args { return modes.LineIf(!c.Services.PasswordEncryption) },
	}
}

func addServices(l *modes.Language) {
	l.Add("global", hostname(), serviceTimestamps(), serviceSequenceNumbers(), servicePasswordEncryption())
}
