package access

import (
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// How a line behaves towards its user.

// maxExecMinutes is the most that exec-timeout takes; seconds come on top.
const maxExecMinutes = 35791

func execTimeout() modes.Cmd[terminalLine] {
	return modes.Cmd[terminalLine]{
		Syntax:  `exec-timeout minutes:<0-35791> [secs:<0-2147483>]`,
		Default: "exec-timeout 10 0",
		Help:    modes.H{"exec-timeout": "Set the EXEC timeout", "minutes": "Timeout in minutes", "secs": "Timeout in seconds"},
		Set: func(_ *modes.Context, l terminalLine, a parser.Args) error {
			l.ExecTimeout = time.Duration(a.Int("minutes"))*time.Minute + modes.Seconds(a.Int("secs"))
			return nil
		},
		Unset: func(_ *modes.Context, l terminalLine, _ parser.Args) error { l.ExecTimeout = 0; return nil },
		Reset: func(_ *modes.Context, l terminalLine, _ parser.Args) error {
			l.ExecTimeout = config.DefaultExecTimeout
			return nil
		},
		Show: func(l terminalLine) []parser.Args {
			if l.ExecTimeout == config.DefaultExecTimeout {
				return nil
			}
			minutes := min(int(l.ExecTimeout/time.Minute), maxExecMinutes)
			return []parser.Args{{"minutes": minutes, "secs": modes.InSeconds(l.ExecTimeout - time.Duration(minutes)*time.Minute)}}
		},
	}
}

func lineLoggingSynchronous() modes.Cmd[terminalLine] {
	return modes.Cmd[terminalLine]{
		Default: "no logging synchronous",
		Syntax:  `logging synchronous [level {severity:<0-7> | all}] [limit buffers:<0-2147483647>]`,
		Help: modes.H{"logging": "Modify message logging facilities", "synchronous": "Synchronized message output",
			"level": "Severity level to output asynchronously", "severity": "Severity level", "all": "All severity levels",
			"limit": "Messages queue size", "buffers": "Number of message buffers"},
		Set: func(_ *modes.Context, l terminalLine, a parser.Args) error {
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
		Unset: func(_ *modes.Context, l terminalLine, _ parser.Args) error {
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
}

// lineText is a setting of a line that is the rest of what is typed.
func lineText(syntax string, help modes.H, name string, of func(terminalLine) *string) modes.Cmd[terminalLine] {
	return modes.Cmd[terminalLine]{
		Syntax: syntax,
		Help:   help,
		Set:    func(_ *modes.Context, l terminalLine, a parser.Args) error { *of(l) = a.Str(name); return nil },
		Unset:  func(_ *modes.Context, l terminalLine, _ parser.Args) error { *of(l) = ""; return nil },
		Show: func(l terminalLine) []parser.Args {
			if *of(l) == "" {
				return nil
			}
			return []parser.Args{{name: *of(l)}}
		},
	}
}

func linePrivilege() modes.Cmd[terminalLine] {
	return modes.Number(`privilege level number:<0-15>`,
		modes.H{"privilege": "Change privilege level for line", "level": "Assign default privilege level for line",
			"number": "Default privilege level for line"},
		1, func(l terminalLine) *int { return &l.Privilege })
}
func lineLength() modes.Cmd[terminalLine] {
	return modes.Number(`length lines:<0-512>`,
		modes.H{"length": "Set number of lines on a screen", "lines": "Number of lines on screen (0 for no pausing)"},
		config.DefaultLength, func(l terminalLine) *int { return &l.Length })
}
func lineWidth() modes.Cmd[terminalLine] {
	return modes.Number(`width columns:<0-512>`,
		modes.H{"width": "Set width of the display terminal", "columns": "Number of characters on a screen line"},
		config.DefaultWidth, func(l terminalLine) *int { return &l.Width })
}
func lineLocation() modes.Cmd[terminalLine] {
	return lineText(`location text:LINE`, modes.H{"location": "Enter terminal location description",
		"text": "One text line describing the terminal's location"},
		"text", func(l terminalLine) *string { return &l.Location })
}
func lineExec() modes.Cmd[terminalLine] {
	return modes.FlagNegated(`exec`, modes.H{"exec": "Start an EXEC process"}, func(l terminalLine) *bool { return &l.NoExec })
}
func lineMOTDBanner() modes.Cmd[terminalLine] {
	return modes.FlagNegated(`motd-banner`, modes.H{"motd-banner": "Enable the display of the MOTD banner"},
		func(l terminalLine) *bool { return &l.NoMOTDBanner })
}
func lineExecBanner() modes.Cmd[terminalLine] {
	return modes.FlagNegated(`exec-banner`, modes.H{"exec-banner": "Enable the display of the EXEC banner"},
		func(l terminalLine) *bool { return &l.NoExecBanner })
}
func lineEditing() modes.Cmd[terminalLine] {
	return modes.FlagNegated(`editing`, modes.H{"editing": "Enable command line editing"}, func(l terminalLine) *bool { return &l.NoEditing })
}

func lineAutocommand() modes.Cmd[terminalLine] {
	c := lineText(`autocommand command:LINE?`, modes.H{"autocommand": "Automatically execute an EXEC command",
		"command": "Appropriate EXEC command"},
		"command", func(l terminalLine) *string { return &l.AutoCommand })
	c.Spell = func(_ debuglog.Release, line string) string {
		return strings.Replace(line, "autocommand ", "autocommand  ", 1)
	}
	return c
}

func lineHistory() modes.Cmd[terminalLine] {
	return modes.Cmd[terminalLine]{
		Syntax:  `history [size lines:<0-256>]`,
		Default: "history size 10",
		Help: modes.H{"history": "Enable and control the command history function", "size": "Set history buffer size",
			"lines": "Size of history buffer"},
		Set: func(_ *modes.Context, l terminalLine, a parser.Args) error {
			if a.Has("lines") { // how long it would be: `no history` stands
				l.HistorySize = a.Int("lines")
			} else {
				l.NoHistory = false
			}
			return nil
		},
		Unset: func(_ *modes.Context, l terminalLine, a parser.Args) error {
			if a.Has("size") {
				l.HistorySize = config.DefaultHistory
			} else {
				l.NoHistory = true
			}
			return nil
		},
		Reset: func(_ *modes.Context, l terminalLine, _ parser.Args) error {
			l.HistorySize, l.NoHistory = config.DefaultHistory, false
			return nil
		},
		Show: func(l terminalLine) []parser.Args {
			if l.HistorySize == config.DefaultHistory {
				return nil
			}
			return []parser.Args{{"size": true, "lines": l.HistorySize}}
		},
		ShowNo: func(l terminalLine) []parser.Args { return modes.LineIf(l.NoHistory) },
	}
}

func lineEscape() modes.Cmd[terminalLine] {
	return modes.Cmd[terminalLine]{
		Syntax: `escape-character {code:<0-255> | BREAK | DEFAULT | NONE | SOFT}`,
		Help: modes.H{"escape-character": "Change the current line's escape character",
			"code":  "Escape character or its ASCII decimal equivalent <0-255>",
			"BREAK": "Cause escape on BREAK", "DEFAULT": "Use default escape character", "NONE": "Disable escape entirely",
			"SOFT": "Set both soft escape character and regular escape character"},
		Set: func(_ *modes.Context, l terminalLine, a parser.Args) error {
			l.EscapeCharacter = escapeOf(a)
			return nil
		},
		Unset: func(_ *modes.Context, l terminalLine, _ parser.Args) error {
			l.EscapeCharacter = config.NoEscape
			return nil
		},
		Reset: func(_ *modes.Context, l terminalLine, _ parser.Args) error {
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
}

func addLineSettings(l *modes.Language) {
	l.Add("line", sessionTimeout(), accessClass(), execTimeout(), absoluteTimeout(), sessionLimit(), lineLoginResponse(), linePrivilege(),
		linePassword(),
		lineAuthorization(), lineLoggingSynchronous(), lineLogin(), lineMOTDBanner(), lineExecBanner(), lineExec(), lineEditing(),
		lineAutocommand(),
		lineLocation(), lineLength(), lineWidth(), lineHistory(), transportPreferred(), transportInput(), transportOutput(), lineEscape())
	l.Add("line", modes.ExitFrom[terminalLine]("line configuration mode"))
}
