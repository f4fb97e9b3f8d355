package network

import (
	"fmt"
	"slices"
	"time"

	"ruthere/modes"
	"ruthere/parser"
)

// Commands for the connections that a user has opened to other hosts.

// findOutgoing is the connection of a number, or the last one for 0; nil if there is none.
func findOutgoing(x *modes.Context, number int) *modes.Outgoing {
	if number == 0 {
		return x.Session.LastOutgoing()
	}
	all := x.Session.Outgoing()
	at := slices.IndexFunc(all, func(o *modes.Outgoing) bool { return o.Number == number })
	if at < 0 {
		return nil
	}
	return all[at]
}

// onSession is a command about one of the connections.
func onSession(word, help string, do func(x *modes.Context, o *modes.Outgoing) error) modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: word + ` [number:<1-100>]`,
		Help:   modes.H{word: help, "number": "The number of an active network connection"},
		Set: func(x *modes.Context, _ modes.Device, a parser.Args) error {
			o := findOutgoing(x, a.Int("number"))
			switch {
			case o == nil && a.Has("number"):
				return modes.Refuse(fmt.Sprintf("%% %d is not an open connection", a.Int("number")))
			case o == nil:
				return modes.Refuse("% No current connection")
			}
			return do(x, o)
		},
	}
}

func resume() modes.Cmd[modes.Device] {
	return onSession("resume", "Resume an active network connection", func(x *modes.Context, o *modes.Outgoing) error {
		return x.Session.ResumeOutgoing(o)
	})
}

func disconnect() modes.Cmd[modes.Device] {
	return onSession("disconnect", "Disconnect an existing network connection", func(x *modes.Context, o *modes.Outgoing) error {
		x.Terminal.Confirm(fmt.Sprintf("Closing connection to %s [confirm]", o.Host), func(yes bool) {
			if yes {
				o.End()
				x.Session.DropOutgoing(o)
			}
		})
		return nil
	})
}

// printSessions is `show sessions`. Byte is what has come and was not seen, Idle are minutes.
func printSessions(x *modes.Context, _ modes.Device, _ parser.Args) error {
	all := x.Session.Outgoing()
	if len(all) == 0 {
		x.Println("% No connections open")
		return nil
	}
	x.Println("Conn Host                Address             Byte  Idle Conn Name")
	for _, o := range all {
		mark := " "
		if o == x.Session.LastOutgoing() {
			mark = "*"
		}
		idle := int(x.Device.Now().Sub(o.Used) / time.Minute)
		x.Printf("%s%3d %-20s%-20s%4d%6d %s\n", mark, o.Number, o.Host, o.To.Addr(), o.Waiting(), idle, o.Host)
	}
	return nil
}

func addSessions(l *modes.Language) {
	l.Add("exec", modes.ShowCommand(`sessions`, modes.H{"sessions": "Information about Telnet connections"}, printSessions),
		modes.Cmd[modes.Device]{Syntax: `where`, Help: modes.H{"where": "List active connections"}, Set: printSessions}, resume(), disconnect())
}
