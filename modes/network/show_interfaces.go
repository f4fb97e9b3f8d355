package network

import (
	"fmt"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func showInterfaces() modes.Cmd[modes.Device] {
	return modes.ShowStatus(`interfaces [interface:INTERFACE] [descriptions=description | counts=summary]`,
		modes.H{"interfaces": "Interface status and configuration",
			"descriptions": "Show interface description", "counts": "Show interface summary"},
		func(x *modes.Context, b modes.Device, a parser.Args) ([]shownInterface, error) {
			return wantedInterfaces(x, b, a.Str("interface"))
		}, printInterfaces, interfacesDocument)
}

// A shownInterface is an interface's state with what its configuration and its kind add to it.
type shownInterface struct {
	modes.InterfaceStatus
	medium
	config *config.Interface
	duplex string // of a port
}

// wantedInterfaces are all interfaces, or the one of a name.
func wantedInterfaces(x *modes.Context, b modes.Device, only string) (list []shownInterface, err error) {
	for _, i := range b.Interfaces() {
		if c := b.InForce().Interface(i.Name); only == "" || i.Name == only {
			list = append(list, shownInterface{i, mediumOf(b, i), c, duplexLine(b, c)})
		}
	}
	if only != "" && len(list) == 0 {
		return nil, modes.BadInterfaceNumber(x.Line)
	}
	return list, nil
}

func printInterfaces(x *modes.Context, chosen []shownInterface, a parser.Args) {
	switch {
	case a.Has("descriptions"):
		printDescriptions(x, chosen)
	case a.Has("counts"):
		printSummary(x, chosen)
	default:
		for _, i := range chosen {
			printInterface(x, i)
		}
	}
}

func printDescriptions(x *modes.Context, all []shownInterface) {
	row := func(name, status, protocol, text string) {
		x.Printf("%-31s%-15s%-9s%s\n", name, status, protocol, text)
	}
	row("Interface", "Status", "Protocol", "Description")
	for _, i := range all {
		status := modes.UpDown(i.Link)
		if i.AdminDown {
			status = "admin down"
		}
		row(modes.ShortInterface(i.Name), status, modes.UpDown(i.Protocol), i.config.Description)
	}
}

func printSummary(x *modes.Context, all []shownInterface) {
	x.Printf(`
 *: interface is up
 IHQ: pkts in input hold queue     IQD: pkts dropped from input queue
 OHQ: pkts in output hold queue    OQD: pkts dropped from output queue
 RXBS: rx rate (bits/sec)          RXPS: rx rate (pkts/sec)
 TXBS: tx rate (bits/sec)          TXPS: tx rate (pkts/sec)
 TRTL: throttle count

  Interface                   IHQ       IQD       OHQ       OQD      RXBS      RXPS      TXBS      TXPS      TRTL
%s
`, strings.Repeat("-", 113))
	for _, i := range all {
		mark := " "
		if i.Protocol {
			mark = "*"
		}
		x.Printf("%s %-26s%5d%10d%10d%10d%10d%10d%10d%10d%10d\n", mark, i.Name, 0, 0, 0, 0,
			bitsPerSecond(i.InRate), packetsPerSecond(i.InRate), bitsPerSecond(i.OutRate), packetsPerSecond(i.OutRate), 0)
	}
}

// bitsPerSecond rounds as the device does, to thousands.
func bitsPerSecond(r modes.Rate) int { return int(r.Bits/1000+0.5) * 1000 }

func packetsPerSecond(r modes.Rate) int { return int(r.Packets + 0.5) }

// printSubinterface is printInterface of a part of a port, which has no counters.
func printSubinterface(x *modes.Context, m medium) {
	x.Printf("  Encapsulation %s\n  ARP type: ARPA, ARP Timeout %s\n", m.encapsulation, m.arpTimeout)
	if x.Device.Release() != debuglog.IOS124 {
		x.Printf("  Keepalive set (10 sec)\n")
	}
	x.Printf("  Last clearing of \"show interface\" counters never\n")
}

func printInterface(x *modes.Context, i shownInterface) {
	m := i.medium
	x.Printf("%s is %s, line protocol is %s \n  Hardware is %s", i.Name, i.LinkWord(), modes.UpDown(i.Protocol), m.hardware)
	if i.Hardware != "" {
		x.Printf(", address is %s (bia %s)", m.hardwareAddress, i.Hardware)
	}
	x.Println("")
	if i.config.Description != "" {
		x.Printf("  Description: %s\n", i.config.Description)
	}
	printAddress(x, i.InterfaceStatus)
	unit := "Kbit/sec"
	if x.Device.Release() == debuglog.IOS124 {
		unit = "Kbit"
	}
	x.Printf("  MTU %d bytes, BW %d %s, DLY %d usec, \n     reliability 255/255, txload %d/255, rxload %d/255\n", m.mtu,
		m.kilobits, unit, m.delay, loadOf(i.OutRate, m.kilobits), loadOf(i.InRate, m.kilobits))
	if config.TakesVLAN(i.Name) {
		printSubinterface(x, m)
		return
	}
	if i.config.Template == "" {
		x.Printf("  Encapsulation %s, loopback not set\n", m.encapsulation)
	} else {
		printCloned(x, i)
	}
	x.Printf("  %s\n", m.keepalive)
	if i.config != nil && config.IsTunnel(i.Name) {
		printTunnel(x, i)
	}
	if i.Hardware != "" {
		if !modes.IsMade(i.Name) {
			x.Printf("  %s\n", i.duplex)
		}
		if x.Device.Release() != debuglog.IOS124 && !modes.IsMade(i.Name) {
			x.Println("  output flow-control is unsupported, input flow-control is unsupported")
		}
		x.Printf("  ARP type: ARPA, ARP Timeout %s\n", m.arpTimeout)
	}
	printCounters(x, i.InterfaceStatus, m)
}

// printAddress says which address an interface uses, if any.
func printAddress(x *modes.Context, i modes.InterfaceStatus) {
	switch borrowed := i.Borrowed.Addr(); {
	case i.Address.IsValid():
		x.Printf("  Internet address is %s\n", i.Address)
	case i.Lender != "" && !borrowed.IsValid():
		x.Printf("  Interface is unnumbered. Using address of %s (0.0.0.0)\n", i.Lender)
	case i.Lender != "":
		x.Printf("  Interface is unnumbered. Using address of %s (%s)\n", i.Lender, borrowed)
	}
}

// loadOf is a rate as a part of 255 of the bandwidth, one at least.
func loadOf(r modes.Rate, kilobits int) int {
	return min(max(int(r.Bits*255/(float64(kilobits)*1000)), 1), 255)
}

func printCounters(x *modes.Context, i modes.InterfaceStatus, m medium) {
	now := x.Device.Now()
	x.Printf("  Last input %s, output %s, output hang never\n", since(now, i.LastInput), since(now, i.LastOutput))
	x.Printf("  Last clearing of \"show interface\" counters %s\n", since(now, i.Cleared))
	x.Printf("  Input queue: 0/%s/0/0 (size/max/drops/flushes); Total output drops: 0\n  Queueing strategy: fifo\n"+
		"  Output queue: %s (size/max)\n", m.inputQueue, m.queue)
	x.Printf("  %s input rate %d bits/sec, %d packets/sec\n", m.interval, bitsPerSecond(i.InRate), packetsPerSecond(i.InRate))
	x.Printf("  %s output rate %d bits/sec, %d packets/sec\n", m.interval, bitsPerSecond(i.OutRate), packetsPerSecond(i.OutRate))
	x.Printf("     %d packets input, %d bytes, 0 no buffer\n     Received 0 broadcasts (0 IP multicasts)\n"+
		"     0 runts, 0 giants, 0 throttles \n", i.InPackets, i.InBytes)
	abort := ""
	if i.Hardware == "" {
		abort = ", 0 abort"
	}
	x.Printf("     0 input errors, 0 CRC, 0 frame, 0 overrun, 0 ignored%s\n", abort)
	later := x.Device.Release() != debuglog.IOS124
	switch {
	case i.Hardware != "" && later:
		x.Println("     0 watchdog, 0 multicast, 0 pause input")
	case i.Hardware != "":
		x.Printf("     0 watchdog\n     0 input packets with dribble condition detected\n")
	}
	x.Printf("     %d packets output, %d bytes, 0 underruns\n", i.OutPackets, i.OutBytes)
	if config.IsTunnel(i.Name) && x.Device.Release() == debuglog.IOSXE {
		x.Printf("     Output 0 broadcasts (0 IP multicasts)\n")
	}
	x.Printf("     0 output errors, 0 collisions, %d interface resets\n", i.Resets)
	if later {
		x.Println("     0 unknown protocol drops")
	}
	switch {
	case i.Hardware != "" && later:
		x.Printf("     0 babbles, 0 late collision, 0 deferred\n     0 lost carrier, 0 no carrier, 0 pause output\n")
	case i.Hardware != "":
		x.Printf("     0 babbles, 0 late collision, 0 deferred\n     0 lost carrier, 0 no carrier\n")
	}
	x.Println("     0 output buffer failures, 0 output buffers swapped out")
}

// since is how long ago something was, as the interface counters write it.
func since(now, at time.Time) string {
	if at.IsZero() {
		return "never"
	}
	return ago(now.Sub(at))
}

// ago is a time as hh:mm:ss on the first day, then days and hours, then weeks and days.
func ago(d time.Duration) string {
	days := int(d / (24 * time.Hour))
	switch s := modes.InSeconds(d); {
	case days < 1:
		return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
	case days < 7:
		return fmt.Sprintf("%dd%02dh", days, s/3600%24)
	}
	return fmt.Sprintf("%dw%dd", days/7, days%7)
}

func clearCounters() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `clear counters [interface:INTERFACE]`,
		Help:   modes.H{"clear": "Reset functions", "counters": "Clear counters on one or all interfaces"},
		Level:  15,
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			name := a.Str("interface")
			if name != "" && b.InForce().Interface(name) == nil {
				return modes.BadInterfaceNumber(x.Line)
			}
			ask, what := `Clear "show interface" counters on all interfaces [confirm]`, "all interfaces"
			if name != "" {
				ask, what = `Clear "show interface" counters on this interface [confirm]`, "interface "+name
			}
			x.Terminal.Confirm(ask, func(yes bool) {
				if !yes {
					return
				}
				b.ClearCounters(name)
				user, line, from := x.Actor()
				x.Terminal.Later(func() { b.Log(debuglog.CountersCleared(what, user, line, from)) })
			})
			return nil
		},
	}
}

func addShowInterfaces(l *modes.Language) {
	l.Add("exec", showInterfaces(), showCloneConfig(), showDerivedConfig(), clearCounters())
}
