package storage

import (
	"time"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

type archive = *config.Archive

func findArchive(c *config.Config, _ parser.Args) []archive { return []archive{&c.Archive} }

// hasLog says whether the log of commands is configured in any way.
func hasLog(a archive) bool { return a.LogEnable || a.HideKeys || a.NotifySyslog || a.LogSize != 0 }

func archiveCommand() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `archive`,
		Help:   modes.H{"archive": "Archive the configuration"},
		Set:    func(*modes.Context, modes.Global, parser.Args) error { return nil },
		Unset:  func(_ *modes.Context, c modes.Global, _ parser.Args) error { c.Archive = config.Archive{}; return nil },
		Show:   func(c modes.Global) []parser.Args { return modes.LineIf(c.Archive != config.Archive{}) },
		Enter:  "archive",
	}
}

func archivePath() modes.Cmd[archive] {
	return modes.Cmd[archive]{
		Syntax: `path file:FILE`,
		Help:   modes.H{"path": "path for backups", "file": "Where the copies are kept; $h is the host name, $t the time"},
		Set:    func(_ *modes.Context, t archive, a parser.Args) error { t.Path = a.Str("file"); return nil },
		Unset:  func(_ *modes.Context, t archive, _ parser.Args) error { t.Path = ""; return nil },
		Show:   func(t archive) []parser.Args { return modes.TextLine("file", t.Path) },
	}
}

func logConfig() modes.Cmd[archive] {
	return modes.Cmd[archive]{
		Syntax: `log config`,
		Help:   modes.H{"log": "Logging commands", "config": "Logging changes to the running configuration"},
		Set:    func(*modes.Context, archive, parser.Args) error { return nil },
		Unset: func(_ *modes.Context, t archive, _ parser.Args) error {
			t.LogEnable, t.HideKeys, t.NotifySyslog, t.LogSize = false, false, false, 0
			return nil
		},
		Show:  func(t archive) []parser.Args { return modes.LineIf(hasLog(t)) },
		Enter: "archive-log",
	}
}

func addArchive(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[archive]{ID: "archive", Prompt: "config-archive", Title: "Archive configuration commands:",
		Parent: modes.GlobalMode, Find: findArchive})
	modes.DefineMode(l, modes.ModeOf[archive]{ID: "archive-log", Prompt: "config-archive-log-cfg",
		Title:  "Configuration logger configuration commands:",
		Parent: "archive", Find: findArchive})
	logging := modes.H{"logging": "Modify config logger parameters"}
	l.Add("archive",
		logConfig(),
		archivePath(),
		modes.Number(`maximum copies:<1-14>`, modes.H{"maximum": "maximum number of backup copies", "copies": "maximum number of backup copies"},
			0, func(t archive) *int { return &t.Maximum }).WithoutDefaultLine(),
		modes.Flag(`write-memory`, modes.H{"write-memory": "Enable automatic backup generation during write memory"},
			func(t archive) *bool { return &t.WriteMemory }),
		modes.Time(`time-period minutes:<1-525600>`,
			modes.H{"time-period": "Period of time in minutes to automatically archive the running-config",
				"minutes": "Number of minutes to wait between archive creation"},
			time.Minute, 0, func(t archive) *time.Duration { return &t.TimePeriod }).WithoutDefaultLine(),
		modes.ExitFrom[archive]("archive configuration mode"))
	l.Add("archive-log",
		modes.Flag(`logging enable`, modes.MergeHelp(logging, modes.H{"enable": "Enable the config logger"}),
			func(t archive) *bool { return &t.LogEnable }),
		modes.Number(`logging size entries:<1-1000>`, modes.MergeHelp(logging, modes.H{"size": "Set maximum number of log entries",
			"entries": "Number of entries"}),
			0, func(t archive) *int { return &t.LogSize }).WithoutDefaultLine(),
		notifySyslog(),
		modes.Flag(`hidekeys`, modes.H{"hidekeys": "suppress output (e.g. passwords) when displaying logged commands"},
			func(t archive) *bool { return &t.HideKeys }),
		modes.ExitFrom[archive]("configuration logger configuration mode"))
	l.Add("global", archiveCommand())
}

// notifySyslog: how the contents are written means nothing here, plain text is shown.
func notifySyslog() modes.Cmd[archive] {
	return modes.Cmd[archive]{
		Syntax: `notify syslog [contenttype {plaintext | xml}]`,
		Help: modes.H{"notify": "Send config change notifications", "syslog": "Send config change messages to syslog",
			"contenttype": "Config log msg content type",
			"plaintext":   "Config log message in plaintext", "xml": "Config log message in XML format"},
		Set:   func(_ *modes.Context, t archive, _ parser.Args) error { t.NotifySyslog = true; return nil },
		Unset: func(_ *modes.Context, t archive, _ parser.Args) error { t.NotifySyslog = false; return nil },
		Show: func(t archive) []parser.Args {
			if !t.NotifySyslog {
				return nil
			}
			return []parser.Args{{}}
		},
	}
}
