package system

import (
	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

func configEnd() modes.Cmd[*config.Config] {
	return modes.Cmd[*config.Config]{
		Syntax:  `end`,
		Help:    modes.H{"end": "Exit from configure mode"},
		Passive: true,
		Set:     func(x *modes.Context, _ *config.Config, _ parser.Args) error { x.Session.Leave(); return nil },
	}
}

const helpText = `Help may be requested at any point in a command by entering
a question mark '?'.  If nothing matches, the help list will
be empty and you must backup until entering a '?' shows the
available options.
Two styles of help are provided:
1. Full help is available when you are ready to enter a
   command argument (e.g. 'show ?') and describes each possible
   argument.
2. Partial help is provided when an abbreviated argument is entered
   and you want to know what arguments match the input
   (e.g. 'show pr?'.)

`

// helpCommand is `help`, the same everywhere.
func helpCommand[T any]() modes.Cmd[T] {
	return modes.Cmd[T]{
		Syntax:  `help`,
		Level:   modes.Anybody,
		Help:    modes.H{"help": "Description of the interactive help system"},
		Passive: true,
		Set:     func(x *modes.Context, _ T, _ parser.Args) error { x.Printf("%s", helpText); return nil },
	}
}

// configDo shows `do-exec` among the commands. Lines that begin with it never come
// this far: Session.run takes them first.
func configDo() modes.Cmd[*config.Config] {
	return modes.Cmd[*config.Config]{
		Syntax:  `do-exec command:LINE`,
		Help:    modes.H{"do-exec": "To run exec commands in config mode", "command": "Exec Command"},
		Passive: true,
		Set:     func(*modes.Context, *config.Config, parser.Args) error { return nil },
	}
}

func addExit(l *modes.Language) {
	l.Add("global", modes.ExitFrom[*config.Config]("configure mode"), configEnd(), helpCommand[*config.Config](), configDo())
}
