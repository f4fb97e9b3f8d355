package access

import (
	"fmt"
	"strings"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// Commands by which users see each other, talk, and are thrown out.

func clearLine() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `clear line {` + lineSyntax + `}`,
		Help:   modes.MergeHelp(lineHelp(), modes.H{"clear": "Reset functions", "line": "Reset a terminal line"}),
		Level:  modes.TopLevel,
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			n, err := theLine(x, b, a)
			if err != nil {
				return err
			}
			if n.user != nil && n.user.ID == x.Terminal.Status().ID {
				return modes.Refuse("% Not allowed to clear current line")
			}
			x.Terminal.Confirm("[confirm]", func(yes bool) {
				if !yes {
					return
				}
				for _, t := range b.Terminals() { // those who have not logged in yet, too
					if t.Kind == n.kind && t.Number == n.number {
						b.Disconnect(t.ID)
					}
				}
				x.Println(" [OK]")
			})
			return nil
		},
	}
}

func send() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `send {everybody=* | ` + lineSyntax + ` | log text:LINE}`,
		Help: modes.MergeHelp(lineHelp(), modes.H{"send": "Send a message to other tty lines", "*": "All tty lines",
			"number": "Send a message to a specific line",
			"log":    "Logging destinations", "text": "Message"}),
		Level: modes.TopLevel,
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			if a.Has("text") {
				user, _, _ := x.Actor()
				b.Log(debuglog.UserLog(x.TTY(), user, a.Str("text")))
				return nil
			}
			to := "all terminals"
			var only lineName
			if !a.Has("everybody") {
				var err error
				if only, err = theLine(x, b, a); err != nil {
					return err
				}
				to = fmt.Sprintf("tty%d", only.tty())
			}
			x.Println("Enter message, end with CTRL/Z; abort with CTRL/C:")
			x.Terminal.Compose(func(lines []string, ok bool) {
				if !ok {
					return
				}
				x.Terminal.Confirm("Send message? [confirm]", func(yes bool) {
					if yes {
						deliver(x, lines, to, only)
					}
				})
			})
			return nil
		},
	}
}

// deliver shows a message on one line, or on all.
func deliver(x *modes.Context, lines []string, to string, only lineName) {
	text := fmt.Sprintf("\a***\n***\n*** Message from tty%d to %s:\n***\n%s\n", x.TTY(), to, strings.Join(lines, "\n"))
	for _, t := range x.Device.Terminals() {
		if t.Active && (only.kind == "" || t.Kind == only.kind && t.Number == only.number) {
			x.Terminal.Later(func() { x.Device.Send(t.ID, text) })
		}
	}
}

func lock() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `lock`,
		Help:   modes.H{"lock": "Lock the terminal"},
		Set: func(x *modes.Context, _ modes.Device, _ parser.Args) error {
			x.Terminal.Ask("Password: ", true, func(password string, ok bool) {
				if !ok {
					return
				}
				x.Terminal.Ask("Again: ", true, func(again string, ok bool) {
					switch {
					case !ok:
					case again != password || password == "":
						x.Println("Passwords don't match")
					default:
						x.Printf("\n                                Locked\n\n")
						locked(x, password)
					}
				})
			})
			return nil
		},
	}
}

// locked asks for the password until it is right.
func locked(x *modes.Context, password string) {
	x.Terminal.Ask("Password: ", true, func(typed string, _ bool) {
		if !matchesPassword(password, typed) {
			locked(x, password)
		}
	})
}

func addExecUsers(l *modes.Language) { l.Add("exec", clearLine(), send(), lock()) }
