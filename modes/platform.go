package modes

import (
	"fmt"
	"strings"
	"time"

	"ruthere/debuglog"
	"ruthere/files"
)

// hardware is what a release runs on, as the device tells it.
type Platform struct {
	software  string // the first line of show version
	Bundle    string // the line before it, on XE
	years     string
	compiled  string
	ROM       string
	Image     string
	imageSize int // of its file, in bytes
	installed time.Time
	Chassis   string // the line that ends in bytes of memory
	name      string // of the chassis in the inventory
	descr     string
	PID, vid  string
	Memory    uint64 // bytes of the processor pool
	IOMem     uint64 // and of the I/O pool
	Interface string // what Hardware is says of an interface
	Duplex    string // the line of duplex and media
}

var Platforms = map[debuglog.Release]Platform{
	debuglog.IOS124: {
		software: "Cisco IOS Software, 2800 Software (C2800NM-ADVENTERPRISEK9-M), Version 12.4(25d), RELEASE SOFTWARE (fc1)",
		years:    "1986-2010", compiled: "Wed 18-Aug-10 07:55 by prod_rel_team",
		ROM: "System Bootstrap, Version 12.4(13r)T, RELEASE SOFTWARE (fc1)", Image: "flash:c2800nm-adventerprisek9-mz.124-25d.bin",
		imageSize: 44254224, installed: time.Date(2010, time.October, 5, 9, 41, 26, 0, time.UTC),
		Chassis: "Cisco 2811 (revision 1.0) with 251904K/10240K bytes of memory.",
		name:    "2811 chassis", descr: "2811 chassis", PID: "CISCO2811", vid: "V01",
		Memory: 251904 << 10, IOMem: 10240 << 10, Interface: "MV96340 Ethernet", Duplex: "Full-duplex, 100Mb/s, 100BaseTX/FX",
	},
	debuglog.IOS15: {
		software: "Cisco IOS Software, IOSv Software (VIOS-ADVENTERPRISEK9-M), Version 15.4(3)M, RELEASE SOFTWARE (fc1)",
		years:    "1986-2014", compiled: "Tue 22-Jul-14 05:51 by prod_rel_team",
		ROM: "Bootstrap program is IOSv", Image: "flash0:/vios-adventerprisek9-m",
		imageSize: 107848704, installed: time.Date(2014, time.July, 22, 7, 2, 18, 0, time.UTC),
		Chassis: "Cisco IOSv (revision 1.0) with  with 460137K/62464K bytes of memory.",
		name:    "IOSv", descr: "IOSv chassis", PID: "IOSv", vid: "1.0",
		Memory: 460137 << 10, IOMem: 62464 << 10, Interface: "iGbE", Duplex: "Auto Duplex, Auto Speed, link type is auto, media type is RJ45",
	},
	debuglog.IOSXE: {
		Bundle:   "Cisco IOS XE Software, Version 17.03.04",
		software: "Cisco IOS Software [Amsterdam], Virtual XE Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 17.3.4, RELEASE SOFTWARE (fc1)",
		years:    "1986-2021", compiled: "Tue 20-Jul-21 04:59 by mcpre",
		ROM: "IOS-XE ROMMON", Image: "bootflash:packages.conf",
		imageSize: 5378, installed: time.Date(2021, time.July, 27, 13, 20, 44, 0, time.UTC),
		Chassis: "cisco CSR1000V (VXE) processor (revision VXE) with 2071861K/3075K bytes of memory.",
		name:    "Chassis", descr: "Cisco CSR1000V Chassis", PID: "CSR1000V", vid: "V00",
		Memory: 2071861 << 10, IOMem: 3075 << 10, Interface: "CSR vNIC",
		Duplex: "Full Duplex, 1000Mbps, link type is auto, media type is Virtual",
	},
}

// Software is the first line that `show version` says of it.
func (p Platform) Software() string { return p.software }

// SoftwareFile is the file in flash memory that a router booted.
func SoftwareFile(r debuglog.Release) files.File {
	p := Platforms[r]
	_, path, _ := strings.Cut(p.Image, ":")
	return files.File{System: files.Flash, Path: strings.TrimPrefix(path, "/"), Withheld: p.imageSize, Written: p.installed}
}

// VersionBanner is what is said of the software at boot, and first by `show version`: four
// lines, the last one without its end.
func VersionBanner(r debuglog.Release) string {
	p := Platforms[r]
	return fmt.Sprintf("%s\nTechnical Support: http://www.cisco.com/techsupport\nCopyright (c) %s by Cisco Systems, Inc.\nCompiled %s",
		p.software, p.years, p.compiled)
}

// inventory lists the parts of the chassis.
func inventory(b Device) (parts [][5]string) {
	h := Platforms[b.Release()]
	descr := h.descr
	if b.Release() == debuglog.IOS15 {
		descr += ", Hw Serial#: " + b.Serial() + ", Hw Revision: 1.0"
	}
	parts = append(parts, [5]string{h.name, descr, h.PID, h.vid, b.Serial()})
	if b.Release() == debuglog.IOSXE {
		parts = append(parts, [5]string{"module R0", "Cisco CSR1000V Route Processor", "CSR1000V", "V00", "JAB1303001C"},
			[5]string{"module F0", "Cisco CSR1000V Embedded Services Processor", "CSR1000V", "", ""})
	}
	return parts
}

func (x *Context) PrintInventory(b Device) {
	for _, p := range inventory(b) {
		x.Printf("NAME: %q, DESCR: %q\nPID: %-18s, VID: %-5s, SN: %s\n\n", p[0], p[1], p[2], p[3], p[4])
	}
}

// ethernet is the kind of an interface as lists of hardware write it.
func EthernetHardware(name string) string {
	kind := strings.TrimRight(name, "0123456789/.:")
	return strings.Replace(kind, "GigabitEthernet", "Gigabit Ethernet", 1)
}

// SerialHardware is what the controllers of serial lines are.
func SerialHardware(r debuglog.Release) string {
	if r == debuglog.IOS124 {
		return "GT96K Serial"
	}
	return "M4T"
}

func Kilobytes(n int) string { return fmt.Sprintf("%dK", n/1024) }
