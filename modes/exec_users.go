package modes

import (
	"fmt"
	"strings"

	"ruthere/debuglog"
	"ruthere/parser"
)

// Commands by which users see each other, talk, and are thrown out.

var clearLine = Cmd[Box]{
	Syntax: `clear line {` + lineSyntax + `}`,
	Help:   with(lineHelp, H{"clear": "Reset functions", "line": "Reset a terminal line"}),
	Level:  topLevel,
	Set: func(x *Context, b Box, a parser.Args) error {
		n, err := theLine(x, b, a)
		if err != nil {
			return err
		}
		if n.user != nil && n.user.ID == x.Terminal.Status().ID {
			return refuse("% Not allowed to clear current line")
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

var send = Cmd[Box]{
	Syntax: `send {everybody=* | ` + lineSyntax + ` | log text:LINE}`,
	Help: with(lineHelp, H{"send": "Send a message to other tty lines", "*": "All tty lines", "number": "Send a message to a specific line",
		"log": "Logging destinations", "text": "Message"}),
	Level: topLevel,
	Set: func(x *Context, b Box, a parser.Args) error {
		if a.Has("text") {
			user, _, _ := x.who()
			b.Log(debuglog.UserLog(x.tty(), user, a.Str("text")))
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
					x.deliver(lines, to, only)
				}
			})
		})
		return nil
	},
}

// deliver shows a message on one line, or on all.
func (x *Context) deliver(lines []string, to string, only lineName) {
	text := fmt.Sprintf("\a***\n***\n*** Message from tty%d to %s:\n***\n%s\n", x.tty(), to, strings.Join(lines, "\n"))
	for _, t := range x.Box.Terminals() {
		if t.Active && (only.kind == "" || t.Kind == only.kind && t.Number == only.number) {
			x.Terminal.Later(func() { x.Box.Send(t.ID, text) })
		}
	}
}

func (x *Context) tty() int {
	s := x.Terminal.Status()
	return TTY(s.Kind, s.Number)
}

var lock = Cmd[Box]{
	Syntax: `lock`,
	Help:   H{"lock": "Lock the terminal"},
	Set: func(x *Context, _ Box, _ parser.Args) error {
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
					x.locked(password)
				}
			})
		})
		return nil
	},
}

// locked asks for the password until it is right.
func (x *Context) locked(password string) {
	x.Terminal.Ask("Password: ", true, func(typed string, _ bool) {
		if !MatchesPassword(password, typed) {
			x.locked(password)
		}
	})
}

// notConnected is a command about outgoing connections. There never is one.
func notConnected(syntax string, help H, says string) Cmd[Box] {
	return Cmd[Box]{Syntax: syntax, Help: help, Set: func(x *Context, _ Box, a parser.Args) error {
		if a.Has("number") {
			return refuse(fmt.Sprintf("%% %d is not an open connection", a.Int("number")))
		}
		x.Println(says)
		return nil
	}}
}

var showSessions = show(`sessions`, H{"sessions": "Information about Telnet connections"},
	func(x *Context, _ Box, _ parser.Args) error { x.Println("% No connections open"); return nil })

func init() {
	number := H{"number": "The number of an active network connection"}
	Exec.Add(clearLine, send, lock, showSessions,
		notConnected(`where`, H{"where": "List active connections"}, "% No connections open"),
		notConnected(`resume [number:<1-100>]`, with(number, H{"resume": "Resume an active network connection"}), "% No current connection"),
		notConnected(`disconnect [number:<1-100>]`, with(number, H{"disconnect": "Disconnect an existing network connection"}), "% No current connection"))
}
