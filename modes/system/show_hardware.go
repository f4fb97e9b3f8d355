package system

import (
	"fmt"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// What the hardware says of itself beyond `show version`: controllers, modules, buffers, stacks and
// regions of memory. The figures follow from the interfaces, the processes and the memory pools.

func showControllers() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`controllers [interface:INTERFACE]`, modes.H{"controllers": "Interface controller status"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			found := false
			for _, i := range b.Interfaces() {
				if config.Virtual(i.Name) || strings.Contains(i.Name, ".") || a.Has("interface") && i.Name != a.Str("interface") {
					continue
				}
				found = true
				printController(x, b, i)
			}
			if a.Has("interface") && !found {
				return modes.BadInterfaceNumber(x.Line)
			}
			return nil
		})
}

func printController(x *modes.Context, b modes.Device, i modes.InterfaceStatus) {
	x.Printf("Interface %s\n", i.Name)
	if strings.HasPrefix(i.Name, "Serial") {
		x.Printf("Hardware is %s\nDTE V.35 TX and RX clocks detected.\n", modes.SerialHardware(b.Release()))
	} else {
		x.Printf("Hardware is %s\n", modes.Platforms[b.Release()].Interface)
		x.Printf("network connection mode is auto\nduplex full (autonegotiated), loopback off\nlink is %s, address is %s\n", modes.UpDown(i.Link),
			i.Hardware)
	}
	x.Printf("rx packets %d, rx bytes %d, rx errors 0\ntx packets %d, tx bytes %d, tx errors 0\n\n", i.InPackets, i.InBytes, i.OutPackets,
		i.OutBytes)
}

func showDiag() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`<12.4> diag`, modes.H{"diag": "Show diagnostic information for port adapters/modules"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			ports := 0
			for _, i := range b.Interfaces() {
				if modes.EthernetHardware(i.Name) == "FastEthernet" && !strings.Contains(i.Name, ".") {
					ports++
				}
			}
			h := modes.Platforms[b.Release()]
			model := strings.TrimPrefix(h.PID, "CISCO")
			x.Printf("Slot 0:\n\tC%s Motherboard with %dFE and integrated VPN Port adapter, %s\n", model, ports, modes.Plural(ports, "port"))
			x.Printf("\tPort adapter is analyzed \n\tPort adapter insertion time %s ago\n", timeInSlot(b))
			x.Printf("\tEEPROM contents at hardware discovery:\n")
			for _, line := range [][2]string{{"Hardware Revision", "1.0"}, {"Chassis Serial Number", b.Serial()},
				{"Product (FRU) Number", h.PID}, {"EEPROM format version", "4"}} {
				x.Printf("\t%-25s: %s\n", line[0], line[1])
			}
			x.Println("")
			return nil
		})
}

// timeInSlot is how long what came with the chassis has been there: since boot.
func timeInSlot(b modes.Device) string {
	now, _ := b.Clock()
	s := modes.InSeconds(now.Sub(b.Booted()))
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}

// bufferPools are the public pools: name, size of a buffer in bytes, how many there always are, how few
// and how many are kept free.
var bufferPools = []struct {
	name                          string
	size, permanent, least, limit int
}{
	{"Small", 104, 50, 20, 150}, {"Middle", 600, 25, 10, 150}, {"Big", 1536, 50, 5, 150}, {"VeryBig", 4520, 10, 0, 100},
	{"Large", 5024, 0, 0, 10}, {"Huge", 18024, 0, 0, 4},
}

func showBuffers() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`buffers`, modes.H{"buffers": "Buffer pool statistics"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			hits := uint64(0) // of packets that the router itself sends, which are few and small
			for _, i := range b.Interfaces() {
				hits += i.OutPackets
			}
			x.Printf("Buffer elements:\n     1118 in free list (500 max allowed)\n     %d hits, 0 misses, 1119 created\n\nPublic buffer pools:\n",
				3*hits)
			for n, p := range bufferPools {
				x.Printf("%s buffers, %d bytes (total %d, permanent %d):\n     %d in free list (%d min, %d max allowed)\n"+
					"     %d hits, 0 misses, 0 trims, 0 created\n     0 failures (0 no memory)\n", p.name, p.size, p.permanent, p.permanent, p.permanent,
					p.least, p.limit, map[bool]uint64{true: hits}[n == 0])
			}
			x.Printf("\nInterface buffer pools:\n")
			for _, i := range b.Interfaces() {
				if i.Hardware != "" && !strings.Contains(i.Name, ".") {
					x.Printf("%s buffers, %d bytes (total 192, permanent 192):\n     64 in free list (0 min, 192 max allowed)\n"+
						"     128 hits, 0 fallbacks\n     128 max cache size, 128 in cache\n     %d hits in cache, 0 misses in cache\n", i.Name, i.MTU+48,
						i.InPackets)
				}
			}
			return nil
		})
}

func showStacks() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`stacks`, modes.H{"stacks": "Process stack utilization"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			x.Printf("Minimum process stacks:\n Free/Size   Name\n")
			for _, p := range processes(workloadOf(b)) {
				if p.invoked > 1 {
					x.Printf("%5d/%-5d  %s\n", p.freeStack(), stackSize, p.name)
				}
			}
			packets := uint64(0)
			for _, i := range b.Interfaces() {
				packets += i.InPackets + i.OutPackets
			}
			now, _ := b.Clock()
			x.Printf("\nInterrupt level stacks:\nLevel    Called Unused/Size  Name\n")
			interrupt := func(level int, called uint64, name string) {
				x.Printf("%3d %12d %6d/%-5d %s\n", level, called, 8364, 9000, name)
			}
			interrupt(1, packets, "Network interfaces")
			interrupt(7, uint64(now.Sub(b.Booted())/clockTick), "NMI Interrupt Handler")
			return nil
		})
}

// clockTick is how often the clock interrupts the processor.
const clockTick = 4 * time.Millisecond

func showRegion() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`<12.4> region`, modes.H{"region": "Region Manager"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			h := modes.Platforms[b.Release()]
			x.Printf("Region Manager:\n\n      Start         End     Size(b)  Class  Media  Name\n")
			const heap, io, begin, software = processorHead, ioHead, memoryStart, processorHead - memoryStart
			for _, r := range []struct {
				start, size        uint64
				class, media, name string
			}{{io, h.IOMem, "Iomem", "R/W", "iomem"}, {begin, h.Memory, "Local", "R/W", "main"},
				{begin + 0x10000, software * 3 / 5, "IText", "R/O", "main:text"},
				{begin + 0x10000 + software*3/5, software / 4, "IData", "R/W", "main:data"},
				{heap, h.Memory - software, "Local", "R/W", "main:heap"}} {
				x.Printf(" 0x%08X  0x%08X  %10d  %-7s%-7s%s\n", r.start, r.start+r.size-1, r.size, r.class, r.media, r.name)
			}
			return nil
		})
}

func addShowHardware(l *modes.Language) {
	l.Add("exec", showControllers(), showDiag(), showBuffers(), showStacks(), showRegion())
}
