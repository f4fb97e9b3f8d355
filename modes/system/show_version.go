package system

import (
	"fmt"
	"strings"
	"time"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func showVersion() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`version`, modes.H{"version": "System hardware and software status"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			printVersion(x, b)
			return nil
		})
}

func showHardware() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`hardware`, modes.H{"hardware": "Hardware specific information"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			printVersion(x, b)
			return nil
		})
}

func printVersion(x *modes.Context, b modes.Device) {
	now, clock := b.Clock()
	h, uptime := modes.Platforms[b.Release()], uptimeText(now.Sub(b.Booted()))
	if h.Bundle != "" {
		x.Println(h.Bundle)
	}
	x.Printf("%s\n\n", modes.VersionBanner(b.Release()))
	if b.Release() != debuglog.IOS124 {
		x.Println("")
	}
	x.Printf("ROM: %s\n\n%s uptime is %s\n", h.ROM, b.Config().Hostname, uptime)
	if b.Release() == debuglog.IOSXE {
		x.Printf("Uptime for this control processor is %s\n", uptime)
	}
	x.Printf("System returned to ROM by %s\n", b.Reloaded())
	if clock != debuglog.NeverSet {
		x.Printf("System restarted at %s\n", modes.ClockText(b.Booted()))
	}
	x.Printf("System image file is %q\n", h.Image)
	if b.Release() != debuglog.IOS124 {
		x.Printf("Last reload reason: %s\n\n", lastReload(b.Reloaded()))
	}
	x.Printf("\n%s\n", modes.HardwareText(b))
	if b.Release() == debuglog.IOS15 {
		x.Println("")
	}
	x.Printf("%s\n\n", modes.RegisterText(b))
}

// lastReload is the reason of the line that 15.x and XE have.
func lastReload(reason string) string {
	if reason == "reload" {
		return "Reload Command"
	}
	return "Unknown reason"
}

// uptimeText is a time since boot in words; what is zero is left out.
func uptimeText(d time.Duration) string {
	minutes := int(d / time.Minute)
	var parts []string
	for _, unit := range []struct {
		name    string
		minutes int
	}{{"year", 365 * 24 * 60}, {"week", 7 * 24 * 60}, {"day", 24 * 60}, {"hour", 60}, {"minute", 1}} {
		if n := minutes / unit.minutes; n > 0 {
			parts = append(parts, modes.Plural(n, unit.name))
			minutes -= n * unit.minutes
		}
	}
	if len(parts) == 0 {
		return "0 minutes"
	}
	return strings.Join(parts, ", ")
}

func showInventory() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`inventory [raw]`, modes.H{"inventory": "Show the physical inventory",
		"raw": "Every entity, field replaceable or not"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			x.PrintInventory(b)
			return nil
		})
}

func showLicense() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`<15,xe> license udi`, modes.H{"license": "Show license information", "udi": "Unique Device Identifier"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			pid, serial := modes.Platforms[b.Release()].PID, b.Serial()
			if b.Release() == debuglog.IOSXE {
				x.Printf("UDI: PID:%s,SN:%s\n\n", pid, serial)
				return nil
			}
			x.Printf("Device#   PID                   SN                      UDI\n%s\n", strings.Repeat("-", 77))
			x.Printf("*0        %-22s%-24s%s\n\n", pid, serial, fmt.Sprintf("%s:%s", pid, serial))
			return nil
		})
}

func addShowVersion(l *modes.Language) {
	l.Add("exec", showVersion(), showHardware(), showInventory(), showLicense())
}
