package modes

import (
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

// How a line behaves towards its user.

// maxExecMinutes is the most that exec-timeout takes; seconds come on top.
const maxExecMinutes = 35791

var execTimeout = Cmd[terminalLine]{
	Syntax:  `exec-timeout minutes:<0-35791> [secs:<0-2147483>]`,
	Default: "exec-timeout 10 0",
	Help:    H{"exec-timeout": "Set the EXEC timeout", "minutes": "Timeout in minutes", "secs": "Timeout in seconds"},
	Set: func(_ *Context, l terminalLine, a parser.Args) error {
		l.ExecTimeout = time.Duration(a.Int("minutes"))*time.Minute + seconds(a.Int("secs"))
		return nil
	},
	Unset: func(_ *Context, l terminalLine, _ parser.Args) error { l.ExecTimeout = 0; return nil },
	Reset: func(_ *Context, l terminalLine, _ parser.Args) error {
		l.ExecTimeout = config.DefaultExecTimeout
		return nil
	},
	Show: func(l terminalLine) []parser.Args {
		if l.ExecTimeout == config.DefaultExecTimeout {
			return nil
		}
		minutes := min(int(l.ExecTimeout/time.Minute), maxExecMinutes)
		return []parser.Args{{"minutes": minutes, "secs": inSeconds(l.ExecTimeout - time.Duration(minutes)*time.Minute)}}
	},
}

var lineLoggingSynchronous = Cmd[terminalLine]{
	Default: "no logging synchronous",
	Syntax:  `logging synchronous [level {severity:<0-7> | all}] [limit buffers:<0-2147483647>]`,
	Help: H{"logging": "Modify message logging facilities", "synchronous": "Synchronized message output",
		"level": "Severity level to output asynchronously", "severity": "Severity level", "all": "All severity levels",
		"limit": "Messages queue size", "buffers": "Number of message buffers"},
	Set: func(_ *Context, l terminalLine, a parser.Args) error {
		l.LoggingSynchronous, l.SynchronousLevel, l.SynchronousLimit = true, config.DefaultSyncLevel, config.DefaultSyncLimit
		switch {
		case a.Has("all"):
			l.SynchronousLevel = config.SynchronousAll
		case a.Has("severity"):
			l.SynchronousLevel = a.Int("severity")
		}
		if a.Has("buffers") {
			l.SynchronousLimit = a.Int("buffers")
		}
		return nil
	},
	Unset: func(_ *Context, l terminalLine, _ parser.Args) error {
		l.LoggingSynchronous, l.SynchronousLevel, l.SynchronousLimit = false, config.DefaultSyncLevel, config.DefaultSyncLimit
		return nil
	},
	Show: func(l terminalLine) []parser.Args {
		if !l.LoggingSynchronous {
			return nil
		}
		a := parser.Args{}
		switch l.SynchronousLevel {
		case config.DefaultSyncLevel:
		case config.SynchronousAll:
			a["level"], a["all"] = true, true
		default:
			a["level"], a["severity"] = true, l.SynchronousLevel
		}
		if l.SynchronousLimit != config.DefaultSyncLimit {
			a["limit"], a["buffers"] = true, l.SynchronousLimit
		}
		return []parser.Args{a}
	},
}

// lineNumber is a setting of a line that is one number.
func lineNumber(syntax string, help H, name string, normal int, of func(terminalLine) *int) Cmd[terminalLine] {
	return Cmd[terminalLine]{
		Syntax:  syntax,
		Default: leadingKeywords(syntax) + " " + itoa(normal),
		Help:    help,
		Set:     func(_ *Context, l terminalLine, a parser.Args) error { *of(l) = a.Int(name); return nil },
		Unset:   func(_ *Context, l terminalLine, _ parser.Args) error { *of(l) = normal; return nil },
		Show: func(l terminalLine) []parser.Args {
			if *of(l) == normal {
				return nil
			}
			return []parser.Args{{name: *of(l)}}
		},
	}
}

// lineText is a setting of a line that is the rest of what is typed.
func lineText(syntax string, help H, name string, of func(terminalLine) *string) Cmd[terminalLine] {
	return Cmd[terminalLine]{
		Syntax: syntax,
		Help:   help,
		Set:    func(_ *Context, l terminalLine, a parser.Args) error { *of(l) = a.Str(name); return nil },
		Unset:  func(_ *Context, l terminalLine, _ parser.Args) error { *of(l) = ""; return nil },
		Show: func(l terminalLine) []parser.Args {
			if *of(l) == "" {
				return nil
			}
			return []parser.Args{{name: *of(l)}}
		},
	}
}

// lineOff is a flag that is on unless its `no` form was typed.
func lineOff(syntax string, help H, off func(terminalLine) *bool) Cmd[terminalLine] {
	return Cmd[terminalLine]{
		Syntax: syntax,
		Help:   help,
		Set:    func(_ *Context, l terminalLine, _ parser.Args) error { *off(l) = false; return nil },
		Unset:  func(_ *Context, l terminalLine, _ parser.Args) error { *off(l) = true; return nil },
		Reset:  func(_ *Context, l terminalLine, _ parser.Args) error { *off(l) = false; return nil },
		ShowNo: func(l terminalLine) []parser.Args { return when(*off(l)) },
	}
}

var (
	linePrivilege = lineNumber(`privilege level number:<0-15>`,
		H{"privilege": "Change privilege level for line", "level": "Assign default privilege level for line", "number": "Default privilege level for line"},
		"number", 1, func(l terminalLine) *int { return &l.Privilege })
	lineLength = lineNumber(`length lines:<0-512>`,
		H{"length": "Set number of lines on a screen", "lines": "Number of lines on screen (0 for no pausing)"},
		"lines", config.DefaultLength, func(l terminalLine) *int { return &l.Length })
	lineWidth = lineNumber(`width columns:<0-512>`,
		H{"width": "Set width of the display terminal", "columns": "Number of characters on a screen line"},
		"columns", config.DefaultWidth, func(l terminalLine) *int { return &l.Width })
	lineLocation = lineText(`location text:LINE`, H{"location": "Enter terminal location description", "text": "One text line describing the terminal's location"},
		"text", func(l terminalLine) *string { return &l.Location })
	lineExec       = lineOff(`exec`, H{"exec": "Start an EXEC process"}, func(l terminalLine) *bool { return &l.NoExec })
	lineMOTDBanner = lineOff(`motd-banner`, H{"motd-banner": "Enable the display of the MOTD banner"}, func(l terminalLine) *bool { return &l.NoMOTDBanner })
	lineExecBanner = lineOff(`exec-banner`, H{"exec-banner": "Enable the display of the EXEC banner"}, func(l terminalLine) *bool { return &l.NoExecBanner })
	lineEditing    = lineOff(`editing`, H{"editing": "Enable command line editing"}, func(l terminalLine) *bool { return &l.NoEditing })
)

var lineAutocommand = func() Cmd[terminalLine] {
	c := lineText(`autocommand command:LINE`, H{"autocommand": "Automatically execute an EXEC command", "command": "Appropriate EXEC command"},
		"command", func(l terminalLine) *string { return &l.AutoCommand })
	c.Spell = func(_ debuglog.Release, line string) string {
		return strings.Replace(line, "autocommand ", "autocommand  ", 1)
	}
	return c
}()

var lineHistory = Cmd[terminalLine]{
	Syntax:  `history [size lines:<0-256>]`,
	Default: "history size 10",
	Help:    H{"history": "Enable and control the command history function", "size": "Set history buffer size", "lines": "Size of history buffer"},
	Set: func(_ *Context, l terminalLine, a parser.Args) error {
		l.NoHistory = false
		if a.Has("lines") {
			l.HistorySize = a.Int("lines")
		}
		return nil
	},
	Unset: func(_ *Context, l terminalLine, a parser.Args) error {
		if a.Has("size") {
			l.HistorySize = config.DefaultHistory
		} else {
			l.NoHistory = true
		}
		return nil
	},
	Reset: func(_ *Context, l terminalLine, _ parser.Args) error {
		l.HistorySize, l.NoHistory = config.DefaultHistory, false
		return nil
	},
	Show: func(l terminalLine) []parser.Args {
		if l.HistorySize == config.DefaultHistory {
			return nil
		}
		return []parser.Args{{"size": true, "lines": l.HistorySize}}
	},
	ShowNo: func(l terminalLine) []parser.Args { return when(l.NoHistory) },
}

var lineEscape = Cmd[terminalLine]{
	Syntax: `escape-character {code:<0-255> | BREAK | DEFAULT | NONE | SOFT}`,
	Help: H{"escape-character": "Change the current line's escape character", "code": "Escape character or its ASCII decimal equivalent <0-255>",
		"BREAK": "Cause escape on BREAK", "DEFAULT": "Use default escape character", "NONE": "Disable escape entirely", "SOFT": "Set both soft escape character and regular escape character"},
	Set: func(_ *Context, l terminalLine, a parser.Args) error {
		l.EscapeCharacter = escapeOf(a)
		return nil
	},
	Unset: func(_ *Context, l terminalLine, _ parser.Args) error { l.EscapeCharacter = config.NoEscape; return nil },
	Reset: func(_ *Context, l terminalLine, _ parser.Args) error {
		l.EscapeCharacter = config.DefaultEscape
		return nil
	},
	Show: func(l terminalLine) []parser.Args {
		switch l.EscapeCharacter {
		case config.DefaultEscape:
			return nil
		case config.NoEscape:
			return []parser.Args{{"NONE": true}}
		}
		return []parser.Args{{"code": l.EscapeCharacter}}
	},
}

func init() {
	Line.inert = func(t any) *config.Inert { return &t.(terminalLine).Inert }
	Line.Add(sessionTimeout, accessClass, execTimeout, absoluteTimeout, sessionLimit, lineLoginResponse, linePrivilege, linePassword,
		lineAuthorization, lineLoggingSynchronous, lineLogin, lineMOTDBanner, lineExecBanner, lineExec, lineEditing, lineAutocommand,
		lineLocation, lineLength, lineWidth, lineHistory, transportPreferred, transportInput, transportOutput, lineEscape)
	bits := func(word, what string) inertCommand {
		return inert(word+` {7 | 8}`, H{word: "Size of " + what, "7": "Seven bit characters", "8": "Eight bit characters"})
	}
	Line.addInert(
		inert(`stopbits {1 | 1.5 | 2}`, H{"stopbits": "Set async line stop bits", "1": "One stop bit", "1.5": "One and one-half stop bits", "2": "Two stop bits"}),
		inert(`speed bits:<0-4294967295>`, H{"speed": "Set the transmit and receive speeds", "bits": "Transmit and receive speeds"}),
		inert(`databits {5 | 6 | 7 | 8}`, H{"databits": "Set number of data bits per character", "5": "Five bits", "6": "Six bits", "7": "Seven bits", "8": "Eight bits"}),
		inert(`parity {even | mark | none | odd | space}`, H{"parity": "Set terminal parity", "even": "Even parity", "mark": "Mark parity", "none": "No parity", "odd": "Odd parity", "space": "Space parity"}),
		inert(`flowcontrol {none | software | hardware} [in | out]`, H{"flowcontrol": "Set the flow control", "none": "Set no flow control", "software": "Set software flow control",
			"hardware": "Set hardware flow control", "in": "Listen to flow control from the attached device", "out": "Send flow control information to the attached device"}),
		inert(`rotary group:<0-127>`, H{"rotary": "Add line to a rotary group", "group": "Rotary group to add line to"}),
		inert(`modem {InOut | host | dialin | Callin}`, H{"modem": "Configure the Modem Control Lines", "InOut": "Configure line for both incoming and outgoing use of modem",
			"host": "Devices that expect an incoming modem call", "dialin": "Configure line for a modern dial-in modem", "Callin": "Support dial-in modems that use CTS for ring"}),
		inert(`logout-warning secs:<0-4294967295>`, H{"logout-warning": "Set Warning countdown for absolute timeout of line", "secs": "Seconds (default is 20)"}),
		inert(`notify`, H{"notify": "Inform users of output from concurrent sessions"}),
		inert(`monitor`, H{"monitor": "Copy debug output to the current terminal line"}),
		inert(`refuse-message text:LINE`, H{"refuse-message": "Define a refuse banner", "text": "c message-text c, where 'c' is a delimiting character"}),
		inert(`vacant-message text:LINE`, H{"vacant-message": "Define a vacant banner", "text": "c message-text c, where 'c' is a delimiting character"}),
		inert(`terminal-type name:WORD`, H{"terminal-type": "Set the terminal type", "name": "Terminal type"}),
		inertList(`authorization {commands level:<0-15> | reverse-access} list:WORD`, H{"authorization": "Authorization parameters", "commands": "For exec (shell) commands",
			"level": "Enable level", "reverse-access": "For reverse telnet connections", "list": "Use an authorization list with this name"}),
		inertList(`accounting {commands level:<0-15> | connection | exec} list:WORD`, H{"accounting": "Accounting parameters", "commands": "For exec (shell) commands",
			"level": "Enable level", "connection": "For connection accounting", "exec": "For starting an exec (shell)", "list": "Use an accounting list with this name"}),
		bits("exec-character-bits", "characters to the command exec"), bits("special-character-bits", "the escape (and other special) characters"),
		bits("data-character-bits", "characters being handled"), bits("default-value-bits", "default characters"),
		inert(`padding character:<0-127> number:<0-255>`, H{"padding": "Set padding for a specified output character", "character": "ASCII decimal code", "number": "Number of NULs"}),
		inert(`ip tcp input-coalesce-threshold bytes:<0-65535>`, H{"ip": "IP options", "tcp": "Set TCP parameters", "input-coalesce-threshold": "Set the tty output pause level", "bytes": "Bytes"}),
		inert(`ip netmask-format {bit-count | decimal | hexadecimal}`, H{"ip": "IP options", "netmask-format": "Select the format for displaying netmasks",
			"bit-count": "Display netmask as number of significant bits", "decimal": "Display netmask in dotted decimal", "hexadecimal": "Display netmask in hexadecimal"}),
	)
	Line.Add(exitFrom[terminalLine]("line configuration mode"))
}
