package modes

import (
	"strings"

	"ruthere/config"
	"ruthere/parser"
)

var showInterfaces = show(`interfaces [interface:INTERFACE]`, H{"interfaces": "Interface status and configuration"},
	func(x *Context, b Box, a parser.Args) error {
		found := false
		for _, i := range b.Interfaces() {
			if a.Has("interface") && i.Name != a.Str("interface") {
				continue
			}
			found = true
			x.printInterface(i)
		}
		if !found && a.Has("interface") {
			return badNumber(x.Line)
		}
		return nil
	})

func (x *Context) printInterface(i InterfaceStatus) {
	x.Printf("%s is %s, line protocol is %s \n", i.Name, linkWord(i), upDown(i.Protocol))
	virtual := config.Virtual(i.Name)
	hardware := "Ethernet"
	if virtual {
		hardware = strings.TrimRight(i.Name, "0123456789")
	}
	x.Printf("  Hardware is %s\n", hardware)
	if c := x.Config.Interface(i.Name); c != nil && c.Description != "" {
		x.Printf("  Description: %s\n", c.Description)
	}
	if i.Address.IsValid() {
		x.Printf("  Internet address is %s\n", i.Address)
	}
	mtu := i.MTU
	if mtu == 0 {
		mtu = 1500
	}
	encapsulation := "ARPA, loopback not set"
	if virtual {
		encapsulation = strings.ToUpper(hardware) + ", loopback not set"
	}
	x.Printf("  MTU %d bytes, BW 100000 Kbit/sec, DLY 100 usec, \n     reliability 255/255, txload 1/255, rxload 1/255\n", mtu)
	x.Printf("  Encapsulation %s\n", encapsulation)
	x.Printf("  Last clearing of \"show interface\" counters never\n")
	x.Printf("  Input queue: 0/75/0/0 (size/max/drops/flushes); Total output drops: 0\n  Queueing strategy: fifo\n  Output queue: 0/40 (size/max)\n")
	x.Printf("     %d packets input, %d bytes, 0 no buffer\n", i.InPackets, i.InBytes)
	x.Printf("     0 input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored\n")
	x.Printf("     %d packets output, %d bytes, 0 underruns\n", i.OutPackets, i.OutBytes)
	x.Printf("     0 output errors, 0 collisions, 0 interface resets\n")
}

func init() { Exec.Add(showInterfaces) }
