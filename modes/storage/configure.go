package storage

import (
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

func configureTerminal() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `configure terminal`,
		Help:   modes.H{"configure": "Enter configuration mode", "terminal": "Configure from the terminal"},
		Level:  15,
		Set:    func(x *modes.Context, _ modes.Device, _ parser.Args) error { return enterConfiguration(x) },
	}
}

func enterConfiguration(x *modes.Context) error {
	if x.Session.Configuring() {
		return nil
	}
	if err := lockedByOther(x); err != nil {
		return err
	}
	if x.Config.Exclusive == "auto" {
		takeLock(x)
	}
	lifeOf(x.Device).sessions++
	x.Println("Enter configuration commands, one per line.  End with CNTL/Z.")
	x.Session.EnterConfiguration()
	return nil
}

func configure() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `configure`,
		Help:   modes.H{"configure": "Enter configuration mode"},
		Level:  15,
		Set: func(x *modes.Context, b modes.Device, _ parser.Args) error {
			x.Terminal.Ask("Configuring from terminal, memory, or network [terminal]? ", false, func(text string, ok bool) {
				text = strings.ToLower(strings.TrimSpace(text))
				switch {
				case !ok:
				case strings.HasPrefix("terminal", text):
					if err := enterConfiguration(x); err != nil {
						x.Println(err.Error())
					}
				case strings.HasPrefix("memory", text):
					configureMemory(x, b)
				default:
					x.Println("?Must be \"terminal\", \"memory\", or \"network\"")
				}
			})
			return nil
		},
	}
}

func configureMemory(x *modes.Context, b modes.Storage) {
	text, ok := b.Startup()
	if !ok {
		x.Println("startup-config is not present")
		return
	}
	merge(x, text)
	x.Session.LogConfigured()
}

// merge types a configuration into the running one, and tells what was refused.
func merge(x *modes.Context, text string) {
	for _, c := range modes.Load(x.Device, text) {
		if c.Message == "% Invalid input detected" { // the line, and where it is wrong
			x.Printf("%s\n%s^\n%% Invalid input detected at '^' marker.\n\n", c.Text, strings.Repeat(" ", c.Column-1))
			continue
		}
		x.Printf("%s\n", c.Message)
	}
}

func addConfigure(l *modes.Language) { l.Add("exec", configureTerminal(), configure()) }
