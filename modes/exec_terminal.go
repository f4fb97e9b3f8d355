package modes

import (
	"time"

	"ruthere/config"
	"ruthere/parser"
)

// The `terminal` command: what a user sets for the login at hand.

func terminalSetting(syntax string, help H, set func(s *Settings, a parser.Args)) Cmd[Box] {
	return Cmd[Box]{
		Syntax: syntax,
		Help:   with(H{"terminal": "Set terminal line parameters"}, help),
		Set: func(x *Context, _ Box, a parser.Args) error {
			set(x.Terminal.Settings(), a)
			return nil
		},
	}
}

var terminalMonitor = Cmd[Box]{
	Syntax: `terminal monitor`,
	Help:   H{"terminal": "Set terminal line parameters", "monitor": "Copy debug output to the current terminal line"},
	Set: func(x *Context, _ Box, _ parser.Args) error {
		if x.Terminal.Status().Kind == "con" {
			return refuse("% Console already monitors")
		}
		x.Terminal.Settings().Monitor = true
		return nil
	},
}

// terminalDuration is a `terminal` setting that is a time in minutes, and its `no` form.
func terminalDuration(word, help string, of func(*Settings) *time.Duration) (set, unset Cmd[Box]) {
	set = terminalSetting(`terminal `+word+` minutes:<0-35791> [secs:<0-2147483>]`, H{word: help, "minutes": "Timeout in minutes", "secs": "Timeout in seconds"},
		func(s *Settings, a parser.Args) { *of(s) = seconds(a.Int("minutes")*60 + a.Int("secs")) })
	unset = terminalSetting(`terminal no `+word, H{"no": "Negate a command or set its defaults", word: help},
		func(s *Settings, _ parser.Args) { *of(s) = 0 })
	return set, unset
}

func addTerminalTimers() {
	execTimeout, noExecTimeout := terminalDuration("exec-timeout", "Set the EXEC timeout", func(s *Settings) *time.Duration { return &s.ExecTimeout })
	sessionTimeout, noSessionTimeout := terminalDuration("session-timeout", "Set interval for closing connection when there is no input traffic",
		func(s *Settings) *time.Duration { return &s.SessionTimeout })
	Exec.Add(execTimeout, noExecTimeout, sessionTimeout, noSessionTimeout)
}

func addTerminalHistory() {
	no := H{"no": "Negate a command or set its defaults"}
	history := H{"history": "Enable and control the command history function"}
	Exec.Add(
		terminalSetting(`terminal history [size lines:<0-256>]`, with(history, H{"size": "Set history buffer size", "lines": "Size of history buffer"}),
			func(s *Settings, a parser.Args) {
				s.NoHistory = false
				if a.Has("lines") {
					s.HistorySize = a.Int("lines")
				}
			}),
		terminalSetting(`terminal no history [size]`, with(no, history, H{"size": "Set history buffer size"}),
			func(s *Settings, a parser.Args) {
				if a.Has("size") {
					s.HistorySize = config.DefaultHistory
				} else {
					s.NoHistory = true
				}
			}),
	)
}

// terminalInert are settings of serial lines and outgoing connections, which are not here.
func terminalInert() {
	for _, c := range []struct {
		syntax string
		help   H
	}{
		{`terminal databits {5 | 6 | 7 | 8}`, H{"databits": "Set number of data bits per character", "5": "Five bits", "6": "Six bits", "7": "Seven bits", "8": "Eight bits"}},
		{`terminal data-character-bits {7 | 8}`, H{"data-character-bits": "Size of characters being handled", "7": "Seven bit characters", "8": "Eight bit characters"}},
		{`terminal exec-character-bits {7 | 8}`, H{"exec-character-bits": "Size of characters to the command exec", "7": "Seven bit characters", "8": "Eight bit characters"}},
		{`terminal special-character-bits {7 | 8}`, H{"special-character-bits": "Size of the escape (and other special) characters", "7": "Seven bit characters", "8": "Eight bit characters"}},
		{`terminal stopbits {1 | 1.5 | 2}`, H{"stopbits": "Set async line stop bits", "1": "One stop bit", "1.5": "One and one-half stop bits", "2": "Two stop bits"}},
		{`terminal speed bits:<0-4294967295>`, H{"speed": "Set the transmit and receive speeds", "bits": "Transmit and receive speeds"}},
		{`terminal parity {even | mark | none | odd | space}`, H{"parity": "Set terminal parity", "even": "Even parity", "mark": "Mark parity", "none": "No parity", "odd": "Odd parity", "space": "Space parity"}},
		{`terminal notify`, H{"notify": "Inform users of output from concurrent sessions"}},
		{`terminal full-help`, H{"full-help": "Provide help to unprivileged user"}},
		{`terminal international`, H{"international": "Enable international 8-bit character support"}},
		{`terminal ip netmask-format {bit-count | decimal | hexadecimal}`, H{"ip": "IP options", "netmask-format": "Select the format for displaying netmasks",
			"bit-count": "Display netmask as number of significant bits", "decimal": "Display netmask in dotted decimal", "hexadecimal": "Display netmask in hexadecimal"}},
	} {
		Exec.Add(terminalSetting(c.syntax, c.help, func(*Settings, parser.Args) {}))
	}
}

func init() {
	no := H{"no": "Negate a command or set its defaults"}
	editing := H{"editing": "Enable command line editing"}
	escape := H{"escape-character": "Change the current line's escape character"}
	Exec.Add(
		terminalSetting(`terminal length lines:<0-512>`, H{"length": "Set number of lines on a screen", "lines": "Number of lines on screen (0 for no pausing)"},
			func(s *Settings, a parser.Args) { s.Length = a.Int("lines") }),
		terminalSetting(`terminal no length`, with(no, H{"length": "Set number of lines on a screen"}),
			func(s *Settings, _ parser.Args) { s.Length = config.DefaultLength }),
		terminalSetting(`terminal width columns:<0-512>`, H{"width": "Set width of the display terminal", "columns": "Number of characters on a screen line (0 for no limit)"},
			func(s *Settings, a parser.Args) { s.Width = a.Int("columns") }),
		terminalSetting(`terminal no width`, with(no, H{"width": "Set width of the display terminal"}),
			func(s *Settings, _ parser.Args) { s.Width = config.DefaultWidth }),
		terminalMonitor,
		terminalSetting(`terminal no monitor`, with(no, H{"monitor": "Copy debug output to the current terminal line"}),
			func(s *Settings, _ parser.Args) { s.Monitor = false }),
		terminalSetting(`terminal editing`, editing, func(s *Settings, _ parser.Args) { s.NoEditing = false }),
		terminalSetting(`terminal no editing`, with(no, editing), func(s *Settings, _ parser.Args) { s.NoEditing = true }),
		terminalSetting(`terminal type name:WORD`, H{"type": "Set the terminal type", "name": "Terminal type"}, func(s *Settings, a parser.Args) { s.Type = a.Str("name") }),
		terminalSetting(`terminal terminal-type name:WORD`, H{"terminal-type": "Set the terminal type", "name": "Terminal type"}, func(s *Settings, a parser.Args) { s.Type = a.Str("name") }),
		terminalSetting(`terminal escape-character {code:<0-255> | NONE | DEFAULT}`, with(escape, H{"code": "Escape character or its ASCII decimal equivalent <0-255>",
			"NONE": "Disable escape entirely", "DEFAULT": "Use default escape character"}), func(s *Settings, a parser.Args) { s.Escape = escapeOf(a) }),
		terminalSetting(`terminal no escape-character`, with(no, escape), func(s *Settings, _ parser.Args) { s.Escape = config.NoEscape }),
		terminalSetting(`terminal session-limit sessions:<0-4294967295>`, H{"session-limit": "Set maximum number of sessions", "sessions": "Maximum number of sessions"},
			func(s *Settings, a parser.Args) { s.SessionLimit = a.Int("sessions") }),
		terminalPreferred,
	)
	addTerminalTimers()
	addTerminalHistory()
	terminalInert()
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

var terminalPreferred = Cmd[Box]{
	Syntax: `terminal transport preferred {none | protocol:TRANSPORT}`,
	Help: H{"terminal": "Set terminal line parameters", "transport": "Define transport protocols for line",
		"preferred": "Specify the preferred protocol to use", "none": "No protocols"},
	Types: []parser.Type{transportType{}},
	Set: func(x *Context, _ Box, a parser.Args) error {
		x.Terminal.Settings().Preferred = "none"
		if a.Has("protocol") {
			x.Terminal.Settings().Preferred = a.Str("protocol")
		}
		return nil
	},
}
