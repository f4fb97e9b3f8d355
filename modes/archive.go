package modes

import (
	"time"

	"ruthere/config"
	"ruthere/parser"
)

// ArchiveMode is the mode of `archive`, ArchiveLog that of its `log config`.
var (
	ArchiveMode = newMode("config-archive", "Archive configuration commands:", Global, findArchive)
	ArchiveLog  = newMode("config-archive-log-cfg", "Configuration logger configuration commands:", ArchiveMode, findArchive)
)

type archive = *config.Archive

func findArchive(c *config.Config, _ parser.Args) []archive { return []archive{&c.Archive} }

// hasLog says whether the log of commands is configured in any way.
func hasLog(a archive) bool { return a.LogEnable || a.HideKeys || a.NotifySyslog || a.LogSize != 0 }

var archiveCommand = Cmd[global]{
	Syntax: `archive`,
	Help:   H{"archive": "Archive the configuration"},
	Set:    func(*Context, global, parser.Args) error { return nil },
	Unset:  func(_ *Context, c global, _ parser.Args) error { c.Archive = config.Archive{}; return nil },
	Show:   func(c global) []parser.Args { return when(c.Archive != config.Archive{}) },
	Enter:  ArchiveMode,
}

// archiveValue is a setting of the archive with a number or a text; zero is its default.
func archiveValue(syntax string, help H, set func(t archive, a parser.Args), show func(t archive) parser.Args) Cmd[archive] {
	return Cmd[archive]{
		Syntax: syntax,
		Help:   help,
		Set:    func(_ *Context, t archive, a parser.Args) error { set(t, a); return nil },
		Unset:  func(_ *Context, t archive, _ parser.Args) error { set(t, parser.Args{}); return nil },
		Show: func(t archive) []parser.Args {
			if a := show(t); len(a) > 0 {
				return []parser.Args{a}
			}
			return nil
		},
	}
}

func numbered(name string, value int) parser.Args {
	if value == 0 {
		return nil
	}
	return parser.Args{name: value}
}

var archivePath = archiveValue(`path file:FILE`, H{"path": "path for backups", "file": "Where the copies are kept; $h is the host name, $t the time"},
	func(t archive, a parser.Args) { t.Path = a.Str("file") },
	func(t archive) parser.Args {
		if t.Path == "" {
			return nil
		}
		return parser.Args{"file": t.Path}
	})

var logConfig = Cmd[archive]{
	Syntax: `log config`,
	Help:   H{"log": "Logging commands", "config": "Logging changes to the running configuration"},
	Set:    func(*Context, archive, parser.Args) error { return nil },
	Unset: func(_ *Context, t archive, _ parser.Args) error {
		t.LogEnable, t.HideKeys, t.NotifySyslog, t.LogSize = false, false, false, 0
		return nil
	},
	Show:  func(t archive) []parser.Args { return when(hasLog(t)) },
	Enter: ArchiveLog,
}

func init() {
	logging := H{"logging": "Modify config logger parameters"}
	archivePath.Types = []parser.Type{fileType{}}
	ArchiveMode.Add(
		logConfig,
		archivePath,
		archiveValue(`maximum copies:<1-14>`, H{"maximum": "maximum number of backup copies", "copies": "maximum number of backup copies"},
			func(t archive, a parser.Args) { t.Maximum = a.Int("copies") },
			func(t archive) parser.Args { return numbered("copies", t.Maximum) }),
		flag(`write-memory`, H{"write-memory": "Enable automatic backup generation during write memory"}, func(t archive) *bool { return &t.WriteMemory }),
		archiveValue(`time-period minutes:<1-525600>`, H{"time-period": "Period of time in minutes to automatically archive the running-config",
			"minutes": "Number of minutes to wait between archive creation"},
			func(t archive, a parser.Args) { t.TimePeriod = time.Duration(a.Int("minutes")) * time.Minute },
			func(t archive) parser.Args { return numbered("minutes", int(t.TimePeriod/time.Minute)) }),
		exitFrom[archive]("archive configuration mode"))
	ArchiveLog.Add(
		flag(`logging enable`, with(logging, H{"enable": "Enable the config logger"}), func(t archive) *bool { return &t.LogEnable }),
		archiveValue(`logging size entries:<1-1000>`, with(logging, H{"size": "Set maximum number of log entries", "entries": "Number of entries"}),
			func(t archive, a parser.Args) { t.LogSize = a.Int("entries") },
			func(t archive) parser.Args { return numbered("entries", t.LogSize) }),
		notifySyslog,
		flag(`hidekeys`, H{"hidekeys": "suppress output (e.g. passwords) when displaying logged commands"}, func(t archive) *bool { return &t.HideKeys }),
		exitFrom[archive]("configuration logger configuration mode"))
	Global.Add(archiveCommand)
}

// notifySyslog: how the contents are written means nothing here, plain text is shown.
var notifySyslog = Cmd[archive]{
	Syntax: `notify syslog [contenttype {plaintext | xml}]`,
	Help: H{"notify": "Send config change notifications", "syslog": "Send config change messages to syslog", "contenttype": "Config log msg content type",
		"plaintext": "Config log message in plaintext", "xml": "Config log message in XML format"},
	Set:   func(_ *Context, t archive, _ parser.Args) error { t.NotifySyslog = true; return nil },
	Unset: func(_ *Context, t archive, _ parser.Args) error { t.NotifySyslog = false; return nil },
	Show: func(t archive) []parser.Args {
		if !t.NotifySyslog {
			return nil
		}
		return []parser.Args{{}}
	},
}
