package access

import (
	"fmt"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

func showTerminal() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`terminal`, modes.H{"terminal": "Display terminal configuration parameters"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			own := x.Terminal.Status()
			for _, n := range lineNames(b) {
				if n.kind == own.Kind && n.number == own.Number {
					n.user = &own
					n.print(x)
				}
			}
			return nil
		})
}

func showLine() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`line [summary | `+lineSyntax+`]`, modes.MergeHelp(lineHelp(), modes.H{"line": "TTY line information",
		"summary": "Quick line status summary"}),
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			all := lineNames(b)
			named := a.Has("number") || a.Has("aux-number") || a.Has("con-number") || a.Has("vty-number")
			if named {
				n, err := theLine(x, b, a)
				if err != nil {
					return err
				}
				all = []lineName{n}
			}
			if a.Has("summary") {
				printLineSummary(x, all)
				return nil
			}
			x.Println("   Tty Typ     Tx/Rx    A Modem  Roty AccO AccI   Uses   Noise  Overruns   Int")
			for _, n := range all {
				n.printRow(x)
			}
			x.Println("")
			if named {
				all[0].print(x)
			}
			return nil
		})
}

// printLineSummary is one character for each line.
func printLineSummary(x *modes.Context, all []lineName) {
	x.Printf("\n  0: ")
	users := 0
	for _, n := range all {
		mark := "-"
		if n.user != nil {
			mark = "U"
			users++
		}
		x.Printf("%s", mark)
	}
	x.Printf("\n\n%d character mode users.           (U)\n%d lines never used                 (-)\n", users, len(all)-users)
}

func lineTypes() map[config.LineKind]string {
	return map[config.LineKind]string{config.LineConsole: "CTY", config.LineAux: "AUX", config.LineVTY: "VTY"}
}

func (n lineName) printRow(x *modes.Context) {
	mark, speed := " ", ""
	if n.user != nil {
		mark = "*"
	}
	if n.kind == config.LineAux {
		speed = "9600/9600"
	}
	x.Printf("%s%5d %-5s %9s  - %4s %6s %4s %4s %6d %7d %7s %7s\n", mark, n.tty(), lineTypes()[n.kind], speed, "-", "-",
		orDash(n.config.AccessOut.List), orDash(n.config.AccessIn.List), x.Device.LineUses(n.tty()), 0, "0/0", "-")
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

// print tells all about a line: what its user has set if somebody is there, else what
// the next one will find.
func (n lineName) print(x *modes.Context) {
	l := n.config
	s, status, since := modes.NewSettings(l, l.Length, l.Width), "Ready, No Exit Banner", "never"
	if n.kind == config.LineConsole {
		status = "Ready"
	}
	if n.user != nil {
		s, since = n.user.Settings, idleText(n.user.Open)
		status = "PSI Enabled, Ready, Active, No Exit Banner, Automore On"
		if n.kind == config.LineConsole {
			status = "PSI Enabled, Ready, Active, Automore On"
		}
	}
	x.Printf("Line %d, Location: \"%s\", Type: \"%s\"\nLength: %d lines, Width: %d columns\n", n.tty(), l.Location, s.Type, s.Length, s.Width)
	if n.kind != config.LineVTY {
		x.Println("Baud rate (TX/RX) is 9600/9600, no parity, 1 stopbits, 8 databits")
	} else {
		x.Println("Baud rate (TX/RX) is 9600/9600")
	}
	x.Printf("Status: %s\nCapabilities: none\nModem state: Ready\n", status)
	x.Printf("Special Chars: Escape  Hold  Stop  Start  Disconnect  Activation\n                %-7snone   -     -       none         \n",
		escapeText(s.Escape))
	x.Printf("Timeouts:      Idle EXEC    Idle Session   Modem Answer  Session   Dispatch\n")
	x.Printf("               %-16s%-29s%-9snot set\n", orNever(s.ExecTimeout), orNever(s.SessionTimeout), sessionText(l.AbsoluteTimeout))
	x.Printf("                            Idle Session Disconnect Warning\n                              never \n")
	x.Printf("                            Login-sequence User Response\n                             %s\n", orNever(l.LoginResponse))
	x.Printf("                            Autoselect Initial Wait\n                              not set \nModem type is unknown.\n")
	if s.SessionLimit == 0 {
		x.Println("Session limit is not set.")
	} else {
		x.Printf("Session limit is %d.\n", s.SessionLimit)
	}
	x.Printf("Time since activation: %s\nEditing is %s.\n", since, modes.EnabledText(!s.NoEditing))
	if s.NoHistory {
		x.Println("History is disabled.")
	} else {
		x.Printf("History is enabled, history size is %d.\n", s.HistorySize)
	}
	x.Printf("DNS resolution in show commands is enabled\nFull user help is disabled\n")
	x.Printf("Allowed input transports are %s.\nAllowed output transports are %s.\n", transportsText(n.kind, l.TransportInput),
		transportsText("", l.TransportOutput))
	x.Printf("Preferred transport is %s.\nNo output characters are padded\nNo special data dispatching characters\n", s.Preferred)
}

// escapeText is a character as terminals write it: Ctrl-^ followed by X leaves a session.
func escapeText(code int) string {
	switch {
	case code == config.NoEscape:
		return "none"
	case code == config.DefaultEscape:
		return "^^x"
	case code < 32:
		return "^" + string(rune(code+'@'))
	}
	return string(rune(code))
}

func orNever(d time.Duration) string {
	if d == 0 {
		return "never"
	}
	return idleText(d)
}

func sessionText(d time.Duration) string {
	if d == 0 {
		return "none"
	}
	return fmt.Sprint(idleText(d))
}

// transportsText lists protocols; the console and the auxiliary port take none unless
// they are told to.
func transportsText(kind config.LineKind, chosen []string) string {
	switch {
	case len(chosen) == 0 && (kind == config.LineConsole || kind == config.LineAux):
		return "none"
	case len(chosen) == 0 || chosen[0] == "all":
		return "pad telnet rlogin ssh"
	}
	return strings.Join(chosen, " ")
}

func addShowTerminal(l *modes.Language) { l.Add("exec", showTerminal(), showLine()) }
