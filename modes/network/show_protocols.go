package network

import (
	"strings"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func showProtocols() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`protocols`, modes.H{"protocols": "Active network routing protocols"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			x.Printf("Global values:\n  Internet Protocol routing is enabled\n")
			for _, i := range b.Interfaces() {
				x.Printf("%s is %s, line protocol is %s\n", i.Name, i.LinkWord(), modes.UpDown(i.Protocol))
				printAddress(x, i)
			}
			return nil
		})
}

func showCalendar() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`calendar`, modes.H{"calendar": "Display the hardware calendar"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			now, _ := b.Clock()
			x.Println(modes.ClockText(now))
			return nil
		})
}

func showPlatform() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`platform`, modes.H{"platform": "Show platform information"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			if b.Release() != debuglog.IOSXE {
				return &parser.Error{Kind: parser.Invalid, Offset: max(strings.Index(x.Line, "pl"), 0), Line: x.Line}
			}
			now, _ := b.Clock()
			up := ago(now.Sub(b.Booted()))
			x.Printf("Chassis type: CSR1000V            \n\nSlot      Type                State                 Insert time (ago) \n" +
				"--------- ------------------- --------------------- ----------------- \n")
			for _, slot := range [][2]string{{"R0", "ok, active"}, {"F0", "ok, active"}} {
				x.Printf("%-9s %-19s %-21s %-17s \n", slot[0], "CSR1000V", slot[1], up)
			}
			x.Println("")
			return nil
		})
}

// clearRoute and clearHost have nothing to forget: static routes are always there, and
// names are asked for each time.

func clearRoute() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{Syntax: `clear ip route {\* | prefix:A.B.C.D [mask:A.B.C.D]}`, Level: 15,
		Help: modes.H{"clear": "Reset functions", "ip": "IP", "route": "Delete route table entries", "*": "Delete all routes",
			"prefix": "Destination network route to delete", "mask": "Subnet mask"},
		Set: func(*modes.Context, modes.Device, parser.Args) error { return nil }}
}
func clearHost() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{Syntax: `clear host {\* | name:WORD}`, Level: 15,
		Help: modes.H{"clear": "Reset functions", "host": "Delete host table entries", "*": "Delete all", "name": "Hostname to delete"},
		Set:  func(*modes.Context, modes.Device, parser.Args) error { return nil }}
}

func addShowProtocols(l *modes.Language) {
	l.Add("exec", showProtocols(), showCalendar(), showPlatform(), clearRoute(),
		clearHost())
}
