package modes

import (
	"strings"
	"time"

	"ruthere/debuglog"
	"ruthere/parser"
)

var banners = map[debuglog.Release][4]string{
	debuglog.IOS124: {"Cisco IOS Software, 2800 Software (C2800NM-ADVENTERPRISEK9-M), Version 12.4(25d), RELEASE SOFTWARE (fc1)",
		"System Bootstrap, Version 12.4(13r)T", "flash:c2800nm-adventerprisek9-mz.124-25d.bin", "Cisco 2811 (revision 1.0) with 251904K/10240K bytes of memory."},
	debuglog.IOS15: {"Cisco IOS Software, IOSv Software (VIOS-ADVENTERPRISEK9-M), Version 15.4(3)M, RELEASE SOFTWARE (fc1)",
		"Bootstrap program is IOSv", "flash0:/vios-adventerprisek9-m", "Cisco IOSv (revision 1.0) with 460137K/62464K bytes of memory."},
	debuglog.IOSXE: {"Cisco IOS Software [Amsterdam], Virtual XE Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 17.3.4, RELEASE SOFTWARE (fc1)",
		"IOS-XE ROMMON", "bootflash:packages.conf", "cisco CSR1000V (VXE) processor (revision VXE) with 2071861K/3075K bytes of memory."},
}

// VersionBanner is what is said of the software at boot, and first by `show version`.
func VersionBanner(r debuglog.Release) string { return banners[r][0] }

var showVersion = show(`version`, H{"version": "System hardware and software status"},
	func(x *Context, b Box, _ parser.Args) error {
		text := banners[b.Release()]
		x.Printf("%s\n\nROM: %s\n\n", text[0], text[1])
		x.Printf("%s uptime is %s\nSystem returned to ROM by reload\n", b.Config().Hostname, uptimeText(b.Now().Sub(b.Booted())))
		if now, state := b.Clock(); state == debuglog.Authoritative {
			x.Printf("System restarted at %s\n", clockText(now.Add(b.Booted().Sub(b.Now()))))
		}
		x.Printf("System image file is \"%s\"\nLast reload reason: Reload Command\n\n%s\nProcessor board ID 9RUTHERE001\n", text[2], text[3])
		x.Printf("%s", interfaceCounts(b.Interfaces()))
		x.Printf("256K bytes of non-volatile configuration memory.\n\n\nConfiguration register is 0x2102\n\n")
		return nil
	})

// interfaceCounts is one line per kind of hardware: `2 Gigabit Ethernet interfaces`.
func interfaceCounts(all []InterfaceStatus) (text string) {
	for _, kind := range [][2]string{{"Ethernet", "Ethernet"}, {"FastEthernet", "FastEthernet"}, {"GigabitEthernet", "Gigabit Ethernet"}, {"Serial", "Serial"}} {
		n := 0
		for _, i := range all {
			if strings.TrimRight(i.Name, "0123456789/.") == kind[0] {
				n++
			}
		}
		if n > 0 {
			text += plural(n, kind[1]+" interface") + "\n"
		}
	}
	return text
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
			parts = append(parts, plural(n, unit.name))
			minutes -= n * unit.minutes
		}
	}
	if len(parts) == 0 {
		return "0 minutes"
	}
	return strings.Join(parts, ", ")
}

func init() { Exec.Add(showVersion) }
