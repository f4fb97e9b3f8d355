package modes

import (
	"strings"

	"ruthere/config"
	"ruthere/parser"
)

type global = *config.Config

var hostname = Cmd[global]{
	Syntax: `hostname name:WORD`,
	Help:   H{"hostname": "Set system's network name", "name": "This system's network name"},
	Set: func(x *Context, c global, a parser.Args) error {
		if !validHostname(a.Str("name")) {
			return refuse("% Hostname contains one or more illegal characters.\n\n")
		}
		c.Hostname = a.Str("name")
		return nil
	},
	Unset: func(x *Context, c global, _ parser.Args) error { c.Hostname = "Router"; return nil },
	Show:  func(c global) []parser.Args { return []parser.Args{{"name": c.Hostname}} },
}

// validHostname: a letter first, a letter or digit last, at most 63 characters.
func validHostname(name string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	const digits = "0123456789"
	return len(name) <= 63 && strings.Trim(name, letters+digits+"-._") == "" &&
		strings.ContainsAny(name[:1], letters) && strings.ContainsAny(name[len(name)-1:], letters+digits)
}

var timestampHelp = H{
	"service": "Modify use of network based services", "timestamps": "Timestamp debug/log messages",
	"debug": "Timestamp debug messages", "log": "Timestamp log messages",
	"datetime": "Timestamp with date and time", "uptime": "Timestamp with system uptime",
	"localtime": "Use local time zone for timestamps", "msec": "Include milliseconds in timestamp",
	"show-timezone": "Add time zone information to timestamp", "year": "Include year in timestamp",
}

var serviceTimestamps = Cmd[global]{
	Syntax: `service timestamps {debug | log} [uptime | datetime &{msec | localtime | show-timezone | year}]`,
	Help:   timestampHelp,
	Set: func(x *Context, c global, a parser.Args) error {
		*stampOf(c, a) = config.Stamp{
			Uptime: !a.Has("datetime"), Datetime: a.Has("datetime"), Msec: a.Has("msec"),
			Localtime: a.Has("localtime"), ShowTimezone: a.Has("show-timezone"), Year: a.Has("year"),
		}
		return nil
	},
	Unset: func(x *Context, c global, a parser.Args) error {
		if !a.Has("debug") && !a.Has("log") {
			c.Services.DebugStamp, c.Services.LogStamp = config.Stamp{}, config.Stamp{}
			return nil
		}
		*stampOf(c, a) = config.Stamp{}
		return nil
	},
	Reset: func(x *Context, c global, a parser.Args) error {
		*stampOf(c, a) = config.Stamp{Datetime: true, Msec: true}
		return nil
	},
	Show: func(c global) (lines []parser.Args) {
		for _, s := range []struct {
			kind  string
			stamp config.Stamp
		}{{"debug", c.Services.DebugStamp}, {"log", c.Services.LogStamp}} {
			if s.stamp.Uptime || s.stamp.Datetime {
				lines = append(lines, parser.Args{s.kind: true, "uptime": s.stamp.Uptime, "datetime": s.stamp.Datetime,
					"msec": s.stamp.Msec, "localtime": s.stamp.Localtime, "show-timezone": s.stamp.ShowTimezone, "year": s.stamp.Year})
			}
		}
		return present(lines)
	},
	ShowNo: func(c global) (lines []parser.Args) {
		if c.Services.DebugStamp == (config.Stamp{}) {
			lines = append(lines, parser.Args{"debug": true})
		}
		if c.Services.LogStamp == (config.Stamp{}) {
			lines = append(lines, parser.Args{"log": true})
		}
		return lines
	},
}

func stampOf(c global, a parser.Args) *config.Stamp {
	if a.Has("debug") {
		return &c.Services.DebugStamp
	}
	return &c.Services.LogStamp
}

// present takes the keywords that are false out of lines.
func present(lines []parser.Args) []parser.Args {
	for _, a := range lines {
		for name, value := range a {
			if value == false {
				delete(a, name)
			}
		}
	}
	return lines
}

// flag is a command without values that turns something on, and with `no` off.
func flag[T any](syntax string, help H, of func(T) *bool) Cmd[T] {
	return Cmd[T]{
		Syntax:  syntax,
		Help:    help,
		Set:     func(_ *Context, t T, _ parser.Args) error { *of(t) = true; return nil },
		Unset:   func(_ *Context, t T, _ parser.Args) error { *of(t) = false; return nil },
		Show:    func(t T) []parser.Args { return when(*of(t)) },
		Default: "no " + syntax,
	}
}

// flagOn is a flag that is on by default: only its `no` form is shown.
func flagOn[T any](syntax string, help H, of func(T) *bool) Cmd[T] {
	c := flag(syntax, help, of)
	c.Reset = c.Set
	c.Show, c.Default = nil, syntax
	c.ShowNo = func(t T) []parser.Args { return when(!*of(t)) }
	return c
}

// when is one line without values if cond holds.
func when(cond bool) []parser.Args {
	if cond {
		return []parser.Args{{}}
	}
	return nil
}

var serviceSequenceNumbers = flag(`service sequence-numbers`,
	H{"service": "Modify use of network based services", "sequence-numbers": "Stamp logger messages with a sequence number"},
	func(c global) *bool { return &c.Services.SequenceNumbers })

var servicePasswordEncryption = Cmd[global]{
	Syntax: `service password-encryption`,
	Help:   H{"service": "Modify use of network based services", "password-encryption": "Encrypt system passwords"},
	Set: func(_ *Context, c global, _ parser.Args) error {
		c.Services.PasswordEncryption = true
		obfuscateAll(c)
		return nil
	},
	Unset:  func(_ *Context, c global, _ parser.Args) error { c.Services.PasswordEncryption = false; return nil },
	Show:   func(c global) []parser.Args { return when(c.Services.PasswordEncryption) },
	ShowNo: func(c global) []parser.Args { return when(!c.Services.PasswordEncryption) },
}

func init() {
	Global.Add(hostname, serviceTimestamps, serviceSequenceNumbers, servicePasswordEncryption)
}
