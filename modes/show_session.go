package modes

import (
	"ruthere/parser"
)

var showPrivilege = show(`privilege`, H{"privilege": "Show current privilege level"},
	func(x *Context, b Box, _ parser.Args) error {
		x.Printf("Current privilege level is %d\n", x.Session.Level)
		return nil
	})

var showHistory = show(`history`, H{"history": "Display the session command history"},
	func(x *Context, b Box, _ parser.Args) error {
		for _, line := range x.Terminal.History() {
			x.Println("  " + line)
		}
		return nil
	})

func init() { Exec.Add(showPrivilege, showHistory, showAliases) }
