package modes

import (
	"fmt"

	"ruthere/debuglog"
	"ruthere/parser"
)

var showInterfaceBrief = show(`ip interface brief`, H{"ip": "IP information", "interface": "IP interface status and configuration",
	"brief": "Brief summary of IP status and configuration"},
	func(x *Context, b Box, _ parser.Args) error {
		width := 27
		if b.Release() == debuglog.IOSXE {
			width = 23
		}
		row := func(name, addr, ok, method, status, protocol string) {
			x.Printf("%-*s%-16s%-4s%-7s%-22s%s\n", width, name, addr, ok, method, status, protocol)
		}
		row("Interface", "IP-Address", "OK?", "Method", "Status", "Protocol")
		for _, i := range b.Interfaces() {
			addr := "unassigned"
			if i.Address.IsValid() {
				addr = i.Address.Addr().String()
			}
			row(i.Name, addr, "YES", i.Method, linkWord(i), fmt.Sprintf("%-8s", upDown(i.Protocol)))
		}
		return nil
	})

func linkWord(i InterfaceStatus) string {
	if i.AdminDown {
		return "administratively down"
	}
	return upDown(i.Link)
}

func upDown(up bool) string {
	if up {
		return "up"
	}
	return "down"
}

func init() { Exec.Add(showInterfaceBrief) }
