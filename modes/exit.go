package modes

import (
	"ruthere/parser"
)

// exitFrom is the `exit` of a configuration mode; the help names what is left.
func ExitFrom[T any](what string) Cmd[T] {
	return Cmd[T]{
		Syntax:  `exit`,
		Help:    H{"exit": "Exit from " + what},
		Passive: true,
		Set:     func(x *Context, _ T, _ parser.Args) error { x.Session.LeaveMode(); return nil },
	}
}
