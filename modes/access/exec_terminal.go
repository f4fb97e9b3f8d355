package access

import (
	"time"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// The `terminal` command: what a user sets for the login at hand.

func terminalSetting(syntax string, help modes.H, set func(s *modes.Settings, a parser.Args)) modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: syntax,
		Help:   modes.MergeHelp(modes.H{"terminal": "Set terminal line parameters"}, help),
		Set: func(x *modes.Context, _ modes.Device, a parser.Args) error {
			set(x.Terminal.Settings(), a)
			return nil
		},
	}
}

func terminalMonitor() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `terminal monitor`,
		Help:   modes.H{"terminal": "Set terminal line parameters", "monitor": "Copy debug output to the current terminal line"},
		Set: func(x *modes.Context, _ modes.Device, _ parser.Args) error {
			if x.Terminal.Status().Kind == config.LineConsole {
				return modes.Refuse("% Console already monitors")
			}
			x.Terminal.Settings().Monitor = true
			return nil
		},
	}
}

// terminalDuration is a `terminal` setting that is a time in minutes, and its `no` form.
func terminalDuration(word, help string, of func(*modes.Settings) *time.Duration) (set, unset modes.Cmd[modes.Device]) {
	set = terminalSetting(`terminal `+word+` minutes:<0-35791> [secs:<0-2147483>]`, modes.H{word: help, "minutes": "Timeout in minutes",
		"secs": "Timeout in seconds"},
		func(s *modes.Settings, a parser.Args) { *of(s) = modes.Seconds(a.Int("minutes")*60 + a.Int("secs")) })
	unset = terminalSetting(`terminal no `+word, modes.H{"no": "Negate a command or set its defaults", word: help},
		func(s *modes.Settings, _ parser.Args) { *of(s) = 0 })
	return set, unset
}

func addTerminalTimers(l *modes.Language) {
	execTimeout, noExecTimeout := terminalDuration("exec-timeout", "Set the EXEC timeout",
		func(s *modes.Settings) *time.Duration { return &s.ExecTimeout })
	sessionTimeout, noSessionTimeout := terminalDuration("session-timeout",
		"Set interval for closing connection when there is no input traffic",
		func(s *modes.Settings) *time.Duration { return &s.SessionTimeout })
	l.Add("exec", execTimeout, noExecTimeout, sessionTimeout, noSessionTimeout)
}

func addTerminalHistory(l *modes.Language) {
	no := modes.H{"no": "Negate a command or set its defaults"}
	history := modes.H{"history": "Enable and control the command history function"}
	l.Add("exec",
		terminalSetting(`terminal history [size lines:<0-256>]`, modes.MergeHelp(history, modes.H{"size": "Set history buffer size",
			"lines": "Size of history buffer"}),
			func(s *modes.Settings, a parser.Args) {
				s.NoHistory = false
				if a.Has("lines") {
					s.HistorySize = a.Int("lines")
				}
			}),
		terminalSetting(`terminal no history [size]`, modes.MergeHelp(no, history, modes.H{"size": "Set history buffer size"}),
			func(s *modes.Settings, a parser.Args) {
				if a.Has("size") {
					s.HistorySize = config.DefaultHistory
				} else {
					s.NoHistory = true
				}
			}),
	)
}

// terminalInert are settings of serial lines and outgoing connections, which are not here.
func addTerminalInert(l *modes.Language) {
	for _, c := range []struct {
		syntax string
		help   modes.H
	}{
		{`terminal databits {5 | 6 | 7 | 8}`, modes.H{"databits": "Set number of data bits per character", "5": "Five bits", "6": "Six bits",
			"7": "Seven bits", "8": "Eight bits"}},
		{`terminal data-character-bits {7 | 8}`, modes.H{"data-character-bits": "Size of characters being handled", "7": "Seven bit characters",
			"8": "Eight bit characters"}},
		{`terminal exec-character-bits {7 | 8}`, modes.H{"exec-character-bits": "Size of characters to the command exec",
			"7": "Seven bit characters", "8": "Eight bit characters"}},
		{`terminal special-character-bits {7 | 8}`, modes.H{"special-character-bits": "Size of the escape (and other special) characters",
			"7": "Seven bit characters", "8": "Eight bit characters"}},
		{`terminal stopbits {1 | 1.5 | 2}`, modes.H{"stopbits": "Set async line stop bits", "1": "One stop bit",
			"1.5": "One and one-half stop bits", "2": "Two stop bits"}},
		{`terminal speed bits:<0-4294967295>`, modes.H{"speed": "Set the transmit and receive speeds", "bits": "Transmit and receive speeds"}},
		{`terminal parity {even | mark | none | odd | space}`, modes.H{"parity": "Set terminal parity", "even": "Even parity",
			"mark": "Mark parity", "none": "No parity", "odd": "Odd parity", "space": "Space parity"}},
		{`terminal notify`, modes.H{"notify": "Inform users of output from concurrent sessions"}},
		{`terminal full-help`, modes.H{"full-help": "Provide help to unprivileged user"}},
		{`terminal international`, modes.H{"international": "Enable international 8-bit character support"}},
		{`terminal ip netmask-format {bit-count | decimal | hexadecimal}`, modes.H{"ip": "IP options",
			"netmask-format": "Select the format for displaying netmasks",
			"bit-count":      "Display netmask as number of significant bits", "decimal": "Display netmask in dotted decimal",
			"hexadecimal": "Display netmask in hexadecimal"}},
	} {
		l.Add("exec", terminalSetting(c.syntax, c.help, func(*modes.Settings, parser.Args) {}))
	}
}

func addExecTerminal(l *modes.Language) {
	no := modes.H{"no": "Negate a command or set its defaults"}
	editing := modes.H{"editing": "Enable command line editing"}
	escape := modes.H{"escape-character": "Change the current line's escape character"}
	l.Add("exec",
		terminalSetting(`terminal length lines:<0-512>`, modes.H{"length": "Set number of lines on a screen",
			"lines": "Number of lines on screen (0 for no pausing)"},
			func(s *modes.Settings, a parser.Args) { s.Length = a.Int("lines") }),
		terminalSetting(`terminal no length`, modes.MergeHelp(no, modes.H{"length": "Set number of lines on a screen"}),
			func(s *modes.Settings, _ parser.Args) { s.Length = config.DefaultLength }),
		terminalSetting(`terminal width columns:<0-512>`, modes.H{"width": "Set width of the display terminal",
			"columns": "Number of characters on a screen line (0 for no limit)"},
			func(s *modes.Settings, a parser.Args) { s.Width = a.Int("columns") }),
		terminalSetting(`terminal no width`, modes.MergeHelp(no, modes.H{"width": "Set width of the display terminal"}),
			func(s *modes.Settings, _ parser.Args) { s.Width = config.DefaultWidth }),
		terminalMonitor(),
		terminalSetting(`terminal no monitor`, modes.MergeHelp(no, modes.H{"monitor": "Copy debug output to the current terminal line"}),
			func(s *modes.Settings, _ parser.Args) { s.Monitor = false }),
		terminalSetting(`terminal editing`, editing, func(s *modes.Settings, _ parser.Args) { s.NoEditing = false }),
		terminalSetting(`terminal no editing`, modes.MergeHelp(no, editing), func(s *modes.Settings, _ parser.Args) { s.NoEditing = true }),
		terminalSetting(`terminal type name:WORD`, modes.H{"type": "Set the terminal type", "name": "Terminal type"},
			func(s *modes.Settings, a parser.Args) { s.Type = a.Str("name") }),
		terminalSetting(`terminal terminal-type name:WORD`, modes.H{"terminal-type": "Set the terminal type", "name": "Terminal type"},
			func(s *modes.Settings, a parser.Args) { s.Type = a.Str("name") }),
		terminalSetting(`terminal escape-character {code:<0-255> | NONE | DEFAULT}`, modes.MergeHelp(escape,
			modes.H{"code": "Escape character or its ASCII decimal equivalent <0-255>",
				"NONE": "Disable escape entirely", "DEFAULT": "Use default escape character"}),
			func(s *modes.Settings, a parser.Args) { s.Escape = escapeOf(a) }),
		terminalSetting(`terminal no escape-character`, modes.MergeHelp(no, escape),
			func(s *modes.Settings, _ parser.Args) { s.Escape = config.NoEscape }),
		terminalSetting(`terminal session-limit sessions:<0-4294967295>`, modes.H{"session-limit": "Set maximum number of sessions",
			"sessions": "Maximum number of sessions"},
			func(s *modes.Settings, a parser.Args) { s.SessionLimit = a.Int("sessions") }),
		terminalPreferred(),
	)
	addTerminalTimers(l)
	addTerminalHistory(l)
	addTerminalInert(l)
}

func escapeOf(a parser.Args) int {
	switch {
	case a.Has("code"):
		return a.Int("code")
	case a.Has("NONE"):
		return config.NoEscape
	}
	return config.DefaultEscape
}

func terminalPreferred() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `terminal transport preferred {none | protocol:TRANSPORT}`,
		Help: modes.H{"terminal": "Set terminal line parameters", "transport": "Define transport protocols for line",
			"preferred": "Specify the preferred protocol to use", "none": "No protocols"},
		Types: []parser.Type{transportType{}},
		Set: func(x *modes.Context, _ modes.Device, a parser.Args) error {
			x.Terminal.Settings().Preferred = "none"
			if a.Has("protocol") {
				x.Terminal.Settings().Preferred = a.Str("protocol")
			}
			return nil
		},
	}
}
