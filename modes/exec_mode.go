package modes

import (
	"strings"

	"ruthere/config"
	"ruthere/parser"
)

// maxAttempts is how often a password may be typed.
const maxAttempts = 3

var enable = Cmd[Box]{
	Syntax: `enable [level:<0-15>]`,
	Help:   H{"enable": "Turn on privileged commands", "level": "Enable level"},
	Set: func(x *Context, b Box, a parser.Args) error {
		level := 15
		if a.Has("level") {
			level = a.Int("level")
		}
		if level <= x.Session.Level {
			x.Session.Level = level
			return nil
		}
		wanted := b.Config().Enable[level]
		if wanted.Secret == "" && wanted.Password == "" {
			if x.Terminal.Status().Kind != "con" {
				if b.Release() < 1 {
					return refuse("% No password set")
				}
				return refuse("% Error in authentication.\n\n")
			}
			x.Session.Level = level
			return nil
		}
		x.askEnable(level, 1)
		return nil
	},
}

// askEnable asks for the password of a privilege level, the nth time.
func (x *Context) askEnable(level, attempt int) {
	x.Terminal.Ask("Password: ", true, func(typed string, ok bool) {
		wanted := x.Box.Config().Enable[level]
		right := wanted.Secret != "" && MatchesSecret(wanted.Secret, typed) ||
			wanted.Secret == "" && MatchesPassword(wanted.Password, typed)
		switch {
		case !ok:
		case right:
			x.Session.Level = level
		case attempt < maxAttempts:
			x.askEnable(level, attempt+1)
		case wanted.Secret != "":
			x.Printf("%% Bad secrets\n\n")
		default:
			x.Printf("%% Bad passwords\n\n")
		}
	})
}

var disable = Cmd[Box]{
	Syntax: `disable [level:<0-15>]`,
	Help:   H{"disable": "Turn off privileged commands", "level": "Privilege level to go to"},
	Set: func(x *Context, _ Box, a parser.Args) error {
		level := 1
		if a.Has("level") {
			level = a.Int("level")
		}
		if level > x.Session.Level {
			return refuse("New privilege level must be less than current privilege level")
		}
		x.Session.Level = level
		return nil
	},
}

// leave is `exit` and its other names.
func leave(word string) Cmd[Box] {
	return Cmd[Box]{
		Syntax: word,
		Help:   H{word: "Exit from the EXEC"},
		Set:    func(x *Context, _ Box, _ parser.Args) error { x.Terminal.Close(); return nil },
	}
}

var configureTerminal = Cmd[Box]{
	Syntax: `configure terminal`,
	Help:   H{"configure": "Enter configuration mode", "terminal": "Configure from the terminal"},
	Level:  15,
	Set:    func(x *Context, _ Box, _ parser.Args) error { x.enterConfiguration(); return nil },
}

func (x *Context) enterConfiguration() {
	if len(x.Session.stack) > 1 {
		return
	}
	x.Println("Enter configuration commands, one per line.  End with CNTL/Z.")
	x.Session.stack = append(x.Session.stack, frame{mode: Global})
}

var configure = Cmd[Box]{
	Syntax: `configure`,
	Help:   H{"configure": "Enter configuration mode"},
	Level:  15,
	Set: func(x *Context, b Box, _ parser.Args) error {
		x.Terminal.Ask("Configuring from terminal, memory, or network [terminal]? ", false, func(text string, ok bool) {
			text = strings.ToLower(strings.TrimSpace(text))
			switch {
			case !ok:
			case strings.HasPrefix("terminal", text):
				x.enterConfiguration()
			case strings.HasPrefix("memory", text):
				configureMemory(x, b)
			default:
				x.Println("?Must be \"terminal\", \"memory\", or \"network\"")
			}
		})
		return nil
	},
}

func configureMemory(x *Context, b Box) {
	text, ok := b.Startup()
	if !ok {
		x.Println("startup-config is not present")
		return
	}
	x.merge(text)
	x.Session.logConfigured()
}

// merge types a configuration into the running one, and tells what was refused.
func (x *Context) merge(text string) {
	for _, c := range Load(x.Box, text) {
		x.Printf("%s\n", c.Message)
	}
}

var disconnectedEnd = Cmd[Box]{
	Syntax: `end`,
	Help:   H{"end": "Exit from configure mode"},
	Hidden: true,
	Set:    func(*Context, Box, parser.Args) error { return nil },
}

var labCommand = Cmd[Box]{
	Syntax: `lab [line:LINE]`,
	Help:   H{"lab": "Steer the lab this router lives in", "line": "A command of the lab"},
	Hidden: true,
	Set: func(x *Context, b Box, a parser.Args) error {
		lab := b.Lab()
		if lab == nil {
			return &parser.Error{Kind: parser.Invalid, Offset: max(strings.Index(x.Line, "lab"), 0), Line: x.Line}
		}
		if !a.Has("line") {
			for _, row := range lab.Help() {
				x.Printf("  lab %-28s %s\n", row[0], row[1])
			}
			return nil
		}
		text, err := lab.Command(a.Str("line"))
		if err != nil {
			return err
		}
		if text != "" && !strings.HasSuffix(text, "\n") {
			text += "\n"
		}
		x.Printf("%s", text)
		return nil
	},
}

func init() {
	Exec.Add(enable, disable, leave("exit"), leave("logout"), leave("quit"), configureTerminal, configure,
		disconnectedEnd, helpCommand[Box](), labCommand)
}

// lines of the `terminal` command

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

func init() {
	no := H{"no": "Negate a command or set its defaults"}
	history := H{"history": "Enable and control the command history function"}
	Exec.Add(
		terminalSetting(`terminal length lines:<0-512>`, H{"length": "Set number of lines on a screen", "lines": "Number of lines on screen (0 for no pausing)"},
			func(s *Settings, a parser.Args) { s.Length = a.Int("lines") }),
		terminalSetting(`terminal width columns:<0-512>`, H{"width": "Set width of the display terminal", "columns": "Number of characters on a screen line (0 for no limit)"},
			func(s *Settings, a parser.Args) { s.Width = a.Int("columns") }),
		terminalMonitor,
		terminalSetting(`terminal no monitor`, with(no, H{"monitor": "Copy debug output to the current terminal line"}),
			func(s *Settings, _ parser.Args) { s.Monitor = false }),
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
		terminalSetting(`terminal editing`, H{"editing": "Enable command line editing"}, func(s *Settings, _ parser.Args) { s.NoEditing = false }),
		terminalSetting(`terminal no editing`, with(no, H{"editing": "Enable command line editing"}), func(s *Settings, _ parser.Args) { s.NoEditing = true }),
		terminalSetting(`terminal exec-timeout minutes:<0-35791> [secs:<0-2147483>]`, H{"exec-timeout": "Set the EXEC timeout", "minutes": "Timeout in minutes", "secs": "Timeout in seconds"},
			func(s *Settings, a parser.Args) { s.ExecTimeout = seconds(a.Int("minutes")*60 + a.Int("secs")) }),
		terminalSetting(`terminal type name:WORD`, H{"type": "Set the terminal type", "name": "Terminal type"}, func(*Settings, parser.Args) {}),
	)
}
