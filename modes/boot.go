package modes

import (
	"fmt"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
)

// BootText is what a console shows while its router starts: what the bootstrap program says
// of the machine, then what the software says of itself and of the hardware, as `show
// version` does. Legal notices are left out.
func BootText(b Device) string {
	return "\n" + bootstrapText(b.Release()) + VersionBanner(b.Release()) + "\n" + HardwareText(b) + "\n"
}

// bootstrapText is what comes before the software runs. The virtual machines of 15.x and XE
// have no bootstrap program that speaks at the router's console.
func bootstrapText(r debuglog.Release) string {
	if r != debuglog.IOS124 {
		return ""
	}
	p := Platforms[r]
	return fmt.Sprintf("%s\nTechnical Support: http://www.cisco.com/techsupport\n\n%s platform with %d Kbytes of main memory\n"+
		"Main memory is configured to 64 bit mode with parity enabled\n\nprogram load complete\nSelf decompressing the image : %s [OK]\n\n",
		p.ROM, "c"+strings.TrimPrefix(p.PID, "CISCO"), (p.Memory+p.IOMem)>>10, strings.Repeat("#", decompressionMarks))
}

// decompressionMarks fill a row of 80 columns with the words around them.
const decompressionMarks = 44

// HardwareText is what boot and `show version` say of the hardware: chassis, interfaces,
// memory; the last line has its end.
func HardwareText(b Device) string {
	text := fmt.Sprintf("%s\nProcessor board ID %s\n", Platforms[b.Release()].Chassis, b.Serial())
	if b.Release() == debuglog.IOSXE {
		text += "Router operating mode: Autonomous\n"
	}
	text += interfaceCounts(b.Interfaces()) + vpnModule(b.Release())
	nvram, flash := Kilobytes(NVRAMSize(b.Release())), Kilobytes(FlashSize(b.Release()))
	switch b.Release() {
	case debuglog.IOS124:
		return text + fmt.Sprintf("DRAM configuration is 64 bits wide with parity enabled.\n%s bytes of non-volatile configuration memory.\n"+
			"%s bytes of ATA CompactFlash (Read/Write)\n", nvram, flash)
	case debuglog.IOS15:
		return text + fmt.Sprintf("DRAM configuration is 72 bits wide with parity disabled.\n%s bytes of non-volatile configuration memory.\n"+
			"%s bytes of ATA System CompactFlash 0 (Read/Write)\n", nvram, flash)
	}
	return text + fmt.Sprintf("%s bytes of non-volatile configuration memory.\n3978420K bytes of physical memory.\n"+
		"%s bytes of virtual hard disk at bootflash:.\n", nvram, flash)
}

// vpnModule is the line about the module that encrypts, if the router has one.
func vpnModule(r debuglog.Release) string {
	if !r.Processor().InHardware() {
		return ""
	}
	return "1 Virtual Private Network (VPN) Module\n"
}

// interfaceCounts is one line per kind of hardware: `2 Gigabit Ethernet interfaces`.
func interfaceCounts(all []InterfaceStatus) (text string) {
	for _, kind := range []string{"Ethernet", "FastEthernet", "Gigabit Ethernet", "Serial"} {
		n := 0
		for _, i := range all {
			if !config.Virtual(i.Name) && !strings.Contains(i.Name, ".") && EthernetHardware(i.Name) == kind {
				n++
			}
		}
		if n > 0 {
			text += Plural(n, kind+" interface") + "\n"
		}
	}
	return text
}

// RegisterText is the line about the configuration register, and what it will be if that is something else.
func RegisterText(b Device) string {
	now, next := b.Register(), b.Config().Register
	if now == next {
		return fmt.Sprintf("Configuration register is %v", now)
	}
	return fmt.Sprintf("Configuration register is %v (will be %v at next reload)", now, next)
}
