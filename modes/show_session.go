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

var showTerminal = show(`terminal`, H{"terminal": "Display terminal configuration parameters"},
	func(x *Context, b Box, _ parser.Args) error {
		s, status := x.Terminal.Settings(), x.Terminal.Status()
		number := 0
		if status.Kind == "vty" {
			number = 2 + status.Number
		}
		timeout := "never   "
		if s.ExecTimeout > 0 {
			timeout = idleText(s.ExecTimeout)
		}
		x.Printf("Line %d, Location: \"\", Type: \"\"\nLength: %d lines, Width: %d columns\n", number, s.Length, s.Width)
		x.Printf("Baud rate (TX/RX) is 9600/9600, no parity, 1 stopbits, 8 databits\n")
		x.Printf("Status: PSI Enabled, Ready, Active, Automore On\nCapabilities: none\nModem state: Ready\n")
		x.Printf("Timeouts:      Idle EXEC    Idle Session   Modem Answer  Session   Dispatch\n")
		x.Printf("               %s        never                        none     not set\n", timeout)
		x.Printf("Editing is %s.\n", enabled(!s.NoEditing))
		x.Printf("History is %s, history size is %d.\n", enabled(!s.NoHistory), s.HistorySize)
		return nil
	})

var showAliases = show(`aliases`, H{"aliases": "Display alias commands"},
	func(x *Context, b Box, _ parser.Args) error {
		x.Println("Exec mode aliases:")
		for _, a := range execAliases {
			x.Printf("  %-21s %s\n", a[0], a[1])
		}
		x.Println("")
		return nil
	})

func init() { Exec.Add(showPrivilege, showHistory, showTerminal, showAliases) }
