package modes

import (
	"fmt"
	"time"

	"ruthere/parser"
)

func printUsers(x *Context, b Box, _ parser.Args) error {
	x.Println("    Line       User       Host(s)              Idle       Location")
	own := x.Terminal.Status().ID
	for _, t := range b.Terminals() {
		if !t.Active {
			continue
		}
		mark, location, number := " ", "", 0
		if t.ID == own {
			mark = "*"
		}
		if t.From.IsValid() {
			location = t.From.String()
		}
		if t.Kind == "vty" {
			number = 2 + t.Number
		}
		x.Printf("%s%3d %-3s %-6d %-10s %-20s %s   %s\n", mark, number, t.Kind, t.Number, t.User, "idle", idleText(t.Idle), location)
	}
	x.Println("")
	x.Println("  Interface    User               Mode         Idle     Peer Address")
	x.Println("")
	return nil
}

func idleText(d time.Duration) string {
	s := inSeconds(d)
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}

var showUsers = show(`users`, H{"users": "Display information about terminal lines"}, printUsers)

var who = Cmd[Box]{Syntax: `who`, Help: H{"who": "List active lines"}, Set: printUsers}

// where is an alias's target: no connection is ever open.
var where = Cmd[Box]{
	Syntax: `where`,
	Help:   H{"where": "List active connections"},
	Set:    func(x *Context, _ Box, _ parser.Args) error { x.Println("% No connections open"); return nil },
}

func init() { Exec.Add(showUsers, who, where) }
