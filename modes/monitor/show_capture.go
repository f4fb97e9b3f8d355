package monitor

import (
	"fmt"
	"net/netip"
	"time"

	"ruthere/capture/embedded"
	"ruthere/modes"
	"ruthere/packet"
	"ruthere/parser"
)

// showCapture is XE's: what is set of captures, or what a buffer holds.
func showCapture() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`<xe> monitor capture [name:WORD [parameter | buffer [brief | detailed | dump]]]`, modes.MergeHelp(showHelp,
		modes.H{"name": "Name of the Capture", "parameter": "Display capture parameters", "buffer": "Captured packets", "brief": "Brief output",
			"detailed": "Detailed output", "dump": "Hex dump"}),
		func(x *modes.Context, d modes.Device, a parser.Args) error {
			if !a.Has("name") {
				for _, p := range d.Captures().Points {
					printCapture(x, p)
				}
				return nil
			}
			p, err := findCapture(d, a)
			switch {
			case err != nil:
				return err
			case a.Has("parameter"):
				printCommands(x, p)
			case !a.Has("buffer"):
				printCapture(x, p)
			case a.Has("brief"), a.Has("detailed"), a.Has("dump"):
				printPackets(x, p.Buffer, a)
			default:
				printUse(x, d, p.Buffer)
			}
			return nil
		})
}

func printCapture(x *modes.Context, p *embedded.Point) {
	b := p.Buffer
	x.Printf("\nStatus Information for Capture %s\n  Target Type: \n", p.Name)
	for _, t := range p.Tabs {
		x.Printf(" Interface: %s, Direction: %s\n", t.Interface, t.Direction())
	}
	x.Printf("   Status : %s\n  Filter Details: \n", status(p))
	switch {
	case b.List != "":
		x.Printf("   Access-list: %s\n", b.List)
	case p.Match != nil:
		x.Printf("   IPv4 \n    Source IP:  %s\n    Destination IP:  %s\n   Protocol: %s\n", netText(p.Match.Src), netText(p.Match.Dst),
			protocolText(p.Match.Protocol))
	default:
		x.Println("  Filter not attached")
	}
	kind := "LINEAR (default)"
	if b.Circular {
		kind = "CIRCULAR"
	}
	x.Printf("  Buffer Details: \n   Buffer Type: %s\n   Buffer Size (in MB): %d\n", kind, b.Size/megabyte)
	size := b.ElementSize
	if size == wholePacket {
		size = 0
	}
	x.Printf("  Limit Details: \n   Number of Packets to capture: %s\n   Packet Capture duration: %s\n   Packet Size to capture: %s\n",
		limitText(b.Packets), limitText(int(b.Duration/time.Second)), limitText(size))
	x.Printf("   Maximum number of packets to capture per second: %s\n   Packet sampling rate: %s\n",
		limitText(b.PerSecond), samplingText(b.EveryNth))
}

func limitText(n int) string {
	if n == 0 {
		return "0 (no limit)"
	}
	return modes.Itoa(n)
}

func samplingText(n int) string {
	if n <= 1 {
		return "0 (no sampling)"
	}
	return modes.Itoa(n)
}

func netText(p netip.Prefix) string {
	switch {
	case !p.IsValid():
		return "any"
	case p.Bits() == 32:
		return p.Addr().String()
	}
	return p.String()
}

// printCommands lists the lines that make the capture what it is.
func printCommands(x *modes.Context, p *embedded.Point) {
	line := func(format string, args ...any) {
		x.Printf("   monitor capture %s %s\n", p.Name, fmt.Sprintf(format, args...))
	}
	for _, t := range p.Tabs {
		line("interface %s %s", t.Interface, t.Direction())
	}
	b := p.Buffer
	switch {
	case b.List != "":
		line("access-list %s", b.List)
	case p.Match != nil && *p.Match == embedded.Match{}:
		line("match any")
	case p.Match != nil:
		protocol := ""
		if p.Match.Protocol != 0 {
			protocol = "protocol " + map[uint8]string{packet.ProtocolTCP: "tcp", packet.ProtocolUDP: "udp"}[p.Match.Protocol] + " "
		}
		line("match ipv4 %s%s %s", protocol, netWords(p.Match.Src), netWords(p.Match.Dst))
	}
	circular := ""
	if b.Circular {
		circular = " circular"
	}
	line("buffer size %d%s", b.Size/megabyte, circular)
	for _, l := range []struct {
		words string
		value int
	}{{"packets", b.Packets}, {"duration", int(b.Duration / time.Second)}, {"every", b.EveryNth}, {"pps", b.PerSecond}} {
		if l.value > 0 {
			line("limit %s %d", l.words, l.value)
		}
	}
	if b.ElementSize != wholePacket {
		line("limit packet-len %d", b.ElementSize)
	}
}

func netWords(p netip.Prefix) string {
	if p.IsValid() && p.Bits() == 32 {
		return "host " + p.Addr().String()
	}
	return netText(p)
}

func printUse(x *modes.Context, d modes.Device, b *embedded.Buffer) {
	rate := 0
	if n := len(b.Elements); n > 1 {
		rate = n / max(1, int(b.Elements[n-1].At.Sub(b.Elements[0].At)/time.Second))
	}
	x.Printf(" buffer size (KB) : %d\n buffer used (KB) : %d\n packets in buf   : %d\n packets dropped  : %d\n packets per sec  : %d\n",
		b.Size/kilobyte, (b.Used+kilobyte-1)/kilobyte, len(b.Elements), b.Dropped, rate)
}

// printPackets lists the packets of a buffer, with their bytes unless it is to be brief.
func printPackets(x *modes.Context, b *embedded.Buffer, a parser.Args) {
	rule := " ----------------------------------------------------------------------------"
	x.Printf("%s\n #   size   timestamp     source             destination      dscp    protocol\n%s\n", rule, rule)
	for i, e := range b.Elements {
		p, err := packet.ParseQuoted(e.Data)
		if err != nil {
			continue
		}
		after := e.At.Sub(b.Elements[0].At).Seconds()
		x.Printf("%4d %4d %11.6f   %-15s  ->  %-15s  %2d  %-4s %s\n",
			i, e.Length, after, p.Src, p.Dst, p.TOS>>2, codepoint(p.TOS>>2), protocolText(p.Protocol))
		if !a.Has("brief") {
			printHex(x, e.Data, "  ")
			x.Println("")
		}
	}
}

// codepoint is the name of a DSCP: RFC 2474, 2597 and 3246.
func codepoint(n uint8) string {
	switch class, drop := n>>3, n&7; {
	case n == 0:
		return "BE"
	case n == 46:
		return "EF"
	case drop == 0:
		return "CS" + modes.Itoa(int(class))
	case class >= 1 && class <= 4 && drop%2 == 0:
		return "AF" + modes.Itoa(int(class)) + modes.Itoa(int(drop/2))
	}
	return ""
}

func protocolText(n uint8) string {
	switch n {
	case 0:
		return "any"
	case packet.ProtocolICMP:
		return "ICMP"
	case packet.ProtocolTCP:
		return "TCP"
	case packet.ProtocolUDP:
		return "UDP"
	case packet.ProtocolESP:
		return "ESP"
	case packet.ProtocolAH:
		return "AHP"
	}
	return modes.Itoa(int(n))
}

func addShowCapture(l *modes.Language) { l.Add("exec", showCapture()) }
