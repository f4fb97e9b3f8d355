package system

import (
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

// leave is `exit` and its other names.
func leave(word string, level int) modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: word,
		Level:  level,
		Help:   modes.H{word: "Exit from the EXEC"},
		Set: func(x *modes.Context, _ modes.Device, _ parser.Args) error {
			if len(x.Session.Outgoing()) == 0 {
				x.Terminal.Close()
				return nil
			}
			x.Terminal.Confirm("(You have open connections) [confirm]", func(yes bool) {
				if !yes {
					return
				}
				for _, o := range x.Session.Outgoing() {
					x.Printf("Closing: %s !\n", o.Host)
				}
				x.Terminal.Close()
			})
			return nil
		},
	}
}

func disconnectedEnd() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `end`,
		Help:   modes.H{"end": "Exit from configure mode"},
		Hidden: true,
		Set:    func(*modes.Context, modes.Device, parser.Args) error { return nil },
	}
}

func labCommand() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `lab [line:LINE]`,
		Help:   modes.H{"lab": "Steer the lab this router lives in", "line": "A command of the lab"},
		Hidden: true,
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			lab := b.Lab()
			if lab == nil {
				return &parser.Error{Kind: parser.Invalid, Offset: max(strings.Index(x.Line, "lab"), 0), Line: x.Line}
			}
			if !a.Has("line") {
				x.Printf("%s", modes.LabHelp(lab.Help(), "lab ", x.Terminal.Settings().Width))
				return nil
			}
			text, err := lab.Command(a.Str("line"))
			if err != nil {
				x.Printf("%s", modes.Wrap(err.Error(), x.Terminal.Settings().Width))
				return nil
			}
			if text != "" && !strings.HasSuffix(text, "\n") {
				text += "\n"
			}
			x.Printf("%s", text)
			return nil
		},
	}
}

func addExecMode(l *modes.Language) {
	quit := leave("quit", 1)
	quit.Hidden = true
	l.Add("exec", leave("exit", modes.Anybody), leave("logout", modes.Anybody), quit,
		disconnectedEnd(), helpCommand[modes.Device](), labCommand())
}
