package system

import (
	"ruthere/modes"
	"ruthere/parser"
)

func showPrivilege() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`privilege`, modes.H{"privilege": "Show current privilege level"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			x.Printf("Current privilege level is %d\n", x.Session.Level)
			return nil
		})
}

func showHistory() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`history`, modes.H{"history": "Display the session command history"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			for _, line := range x.Terminal.History() {
				x.Println("  " + line)
			}
			return nil
		})
}

func addShowSession(l *modes.Language) { l.Add("exec", showPrivilege(), showHistory(), showAliases()) }
