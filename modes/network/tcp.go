package network

import (
	"net/netip"
	"strconv"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// Settings of TCP, and what there is of it.

func tcpHelp(help modes.H) modes.H {
	return modes.MergeHelp(modes.H{"ip": modes.IPHelp, "tcp": "Global TCP parameters"}, help)
}

func tcpSynWait() modes.Cmd[modes.Global] {
	return modes.Time(`ip tcp synwait-time secs:<5-300>`,
		tcpHelp(modes.H{"synwait-time": "Set time to wait on new TCP connections", "secs": "Wait time"}),
		time.Second, config.DefaultSynWait, func(c modes.Global) *time.Duration { return &c.TCP.SynWait })
}

func tcpWindow() modes.Cmd[modes.Global] {
	return modes.Number(`ip tcp window-size bytes:<0-1073741823>`,
		tcpHelp(modes.H{"window-size": "TCP window size", "bytes": "Window size"}),
		config.DefaultTCPWindow, func(c modes.Global) *int { return &c.TCP.Window })
}

func tcpMSS() modes.Cmd[modes.Global] {
	return modes.Number(`ip tcp mss bytes:<68-10000>`, tcpHelp(modes.H{"mss": "TCP initial maximum segment size", "bytes": "MSS"}),
		0, func(c modes.Global) *int { return &c.TCP.MSS })
}

func telnetSource() modes.Cmd[modes.Global] {
	return modes.Text(`ip telnet source-interface interface:INTERFACE`, modes.H{"ip": modes.IPHelp, "telnet": "Specify telnet options",
		"source-interface": "Specify source interface", "interface": "Interface"},
		func(c modes.Global) *string { return &c.TCP.TelnetSource })
}

func tftpSource() modes.Cmd[modes.Global] {
	return modes.Text(`ip tftp source-interface interface:INTERFACE`, modes.H{"ip": modes.IPHelp, "tftp": "tftp configuration commands",
		"source-interface": "Specify interface for source address in TFTP connections", "interface": "Interface"},
		func(c modes.Global) *string { return &c.TCP.TFTPSource })
}

// tcpAdjustMSS lowers what SYNs announce that pass the interface.
func tcpAdjustMSS() modes.Cmd[iface] {
	return modes.Number(`ip tcp adjust-mss bytes:<500-1460>`, modes.MergeHelp(ipHelp("tcp", "TCP interface commands"),
		modes.H{"adjust-mss": "Adjust the mss of transit packets", "bytes": "Maximum segment size in bytes"}),
		0, func(i iface) *int { return &i.AdjustMSS }).WithoutDefaultLine()
}

// showTCPBrief lists the connections; with `all` the open ports too.
func showTCPBrief() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`tcp brief [all]`, modes.H{"tcp": "Status of TCP connections", "brief": "Brief display",
		"all": "Display information about all endpoints"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			row := "%08X  %-28s%-28s%s\n"
			heading := "TCB       Local Address               Foreign Address             (state)"
			if b.Release() == debuglog.IOS124 {
				row = "%08X  %-24s%-23s%s\n"
				heading = "TCB       Local Address           Foreign Address        (state)"
			}
			shown := 0
			for _, c := range b.Connections() {
				if c.State == "LISTEN" && !a.Has("all") {
					continue
				}
				if shown++; shown == 1 {
					x.Println(heading)
				}
				x.Printf(row, c.TCB, endText(c.Local), endText(c.Remote), c.State)
			}
			return nil
		})
}

func addTCP(l *modes.Language) {
	l.Add("global", tcpSynWait(), tcpWindow(), tcpMSS(), telnetSource(), tftpSource())
	l.Add("interface", tcpAdjustMSS())
	l.Add("exec", showTCPBrief())
}

// endText is one end of a connection as these lists write it: the address, a dot, the port; * stands for any.
func endText(end netip.AddrPort) string {
	address, port := "*", "*"
	if end.Addr().IsValid() {
		address = end.Addr().String()
	}
	if end.Port() != 0 {
		port = strconv.Itoa(int(end.Port()))
	}
	return address + "." + port
}
