package system

import (
	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// levelType is a severity of log messages, by name or number.
type levelType struct{}

var levelTexts = [...]string{
	"System is unusable                (severity=0)",
	"Immediate action needed           (severity=1)",
	"Critical conditions               (severity=2)",
	"Error conditions                  (severity=3)",
	"Warning conditions                (severity=4)",
	"Normal but significant conditions (severity=5)",
	"Informational messages            (severity=6)",
	"Debugging messages                (severity=7)",
}

func (levelType) Name() string { return "LEVEL" }

func (levelType) Rows() []parser.Row {
	rows := []parser.Row{{Item: "<0-7>", Text: "Logging severity level"}}
	for l, text := range levelTexts {
		rows = append(rows, parser.Row{Item: debuglog.Level(l).String(), Text: text})
	}
	return rows
}

func (levelType) Accept(word string) (any, int, bool) {
	if len(word) == 1 && word[0] >= '0' && word[0] <= '7' {
		return int(word[0] - '0'), 1, true
	}
	reach, found := 0, -1
	for l := range levelTexts {
		name := debuglog.Level(l).String()
		n := 0
		for n < len(word) && n < len(name) && word[n]|0x20 == name[n] {
			n++
		}
		reach = max(reach, n)
		if n < len(word) || n == 0 {
			continue
		}
		if found >= 0 {
			return nil, reach, false
		}
		found = l
	}
	return found, reach, found >= 0
}

func (levelType) Print(value any) string {
	if l, ok := value.(int); ok && l >= 0 && l < len(levelTexts) {
		return debuglog.Level(l).String()
	}
	return ""
}

var levels = []parser.Type{levelType{}}

// sink is `logging console` and `logging monitor`.
func sink(word, help string, level func(c modes.Global) *int) modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `logging ` + word + ` [level:LEVEL]`,
		Help:   modes.H{"logging": "Modify message logging facilities", word: help},
		Types:  levels,
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			*level(c) = config.LevelDebugging
			if a.Has("level") {
				*level(c) = a.Int("level")
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error { *level(c) = config.LevelOff; return nil },
		Reset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			*level(c) = config.LevelDebugging
			return nil
		},
		Show: func(c modes.Global) []parser.Args {
			if l := *level(c); l != config.LevelOff && l != config.LevelDebugging {
				return []parser.Args{{"level": l}}
			}
			return nil
		},
		ShowNo: func(c modes.Global) []parser.Args { return modes.LineIf(*level(c) == config.LevelOff) },
	}
}

func loggingConsole() modes.Cmd[modes.Global] {
	return sink("console", "Set console logging parameters", func(c modes.Global) *int { return &c.Logging.Console })
}
func loggingMonitor() modes.Cmd[modes.Global] {
	return sink("monitor", "Set terminal line (monitor) logging parameters", func(c modes.Global) *int { return &c.Logging.Monitor })
}

// defaultLogBuffer is the size that `logging buffered` alone gives, in bytes.
const defaultLogBuffer = 4096

func loggingBuffered() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `logging buffered [size:<4096-2147483647>] [level:LEVEL]`,
		Help: modes.H{"logging": "Modify message logging facilities", "buffered": "Set buffered logging parameters",
			"size": "Logging buffer size"},
		Types: levels,
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if c.Logging.BufferSize == 0 {
				c.Logging.BufferSize = defaultLogBuffer
			}
			if a.Has("size") {
				c.Logging.BufferSize = a.Int("size")
			}
			c.Logging.BufferLevel = config.LevelDebugging
			if a.Has("level") {
				c.Logging.BufferLevel = a.Int("level")
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.Logging.BufferSize, c.Logging.BufferLevel = 0, config.LevelDebugging
			return nil
		},
		Show: func(c modes.Global) []parser.Args {
			if c.Logging.BufferSize == 0 {
				return nil
			}
			a := parser.Args{"size": c.Logging.BufferSize}
			if c.Logging.BufferLevel != config.LevelDebugging {
				a["level"] = c.Logging.BufferLevel
			}
			return []parser.Args{a}
		},
	}
}

func loggingOn() modes.Cmd[modes.Global] {
	return modes.FlagOn(`logging on`,
		modes.H{"logging": "Modify message logging facilities", "on": "Enable logging to all enabled destinations"},
		func(c modes.Global) *bool { return &c.Logging.Enabled })
}

func loggingUserInfo() modes.Cmd[modes.Global] {
	return modes.Flag(`logging userinfo`, modes.H{"logging": "Modify message logging facilities",
		"userinfo": "Enable logging of user info on privileged mode enabling"},
		func(c modes.Global) *bool { return &c.Logging.UserInfo })
}

func addLogging(l *modes.Language) {
	l.AddTypes(hoursType{}, weekType{}, weekdayType{}, levelType{})
	l.Add("global", loggingConsole(), loggingMonitor(), loggingBuffered(), loggingOn(), loggingUserInfo())
}
