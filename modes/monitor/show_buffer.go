package monitor

import (
	"fmt"
	"time"

	"ruthere/capture/embedded"
	"ruthere/modes"
	"ruthere/parser"
)

var showHelp = modes.H{"monitor": "Monitoring different system events", "capture": "Capture selected data"}

// showBuffer lists the packets of buffers, or what is set.
func showBuffer() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`<12.4,15> monitor capture buffer {all | name:WORD} [dump | parameters]`, modes.MergeHelp(showHelp, modes.H{
		"buffer": "Contents of capture buffer", "all": "All Capture buffers", "name": "Name of the Capture Buffer",
		"dump": "Hex dump of the captured packets", "parameters": "Parameters of the Capture Buffer"}),
		func(x *modes.Context, d modes.Device, a parser.Args) error {
			buffers := d.Captures().Buffers
			if !a.Has("all") {
				b, err := findBuffer(d, a)
				if err != nil {
					return err
				}
				buffers = []*embedded.Buffer{b}
			}
			for _, b := range buffers {
				if a.Has("parameters") {
					printParameters(x, d, b)
					continue
				}
				for _, e := range b.Elements {
					printElement(x, d, b, e)
					if a.Has("dump") {
						x.Println("")
						printHex(x, e.Data, "  ")
						x.Println("")
					}
				}
			}
			return nil
		})
}

// printElement is the line of one packet: when, on which path, by which interfaces it came and left.
func printElement(x *modes.Context, d modes.Device, b *embedded.Buffer, e embedded.Element) {
	path := "IPv4 LES CEF"
	for _, p := range d.Captures().Points {
		if p.Buffer == b && p.Path == embedded.Process {
			path = "IPv4 Process"
		}
	}
	in, out := modes.ShortInterface(e.Interface), "None"
	if e.Out {
		in, out = out, in
	}
	x.Printf("%s : %-16s: %s %s\n", e.At.Format("15:04:05.000 MST Jan _2 2006"), path, in, out)
}

// printHex dumps bytes, sixteen a line, with the characters that they are.
func printHex(x *modes.Context, data []byte, indent string) {
	const width = 16
	for at := 0; at < len(data); at += width {
		row := data[at:min(at+width, len(data))]
		hex, text := "", make([]byte, len(row))
		for i, c := range row {
			if i > 0 && i%4 == 0 {
				hex += " "
			}
			hex += fmt.Sprintf("%02X", c)
			if text[i] = '.'; c >= ' ' && c < 0x7f {
				text[i] = c
			}
		}
		x.Printf("%s%04X: %-35s   %s\n", indent, at, hex, text)
	}
}

// printParameters is what is set of a buffer, and the lines that set it.
func printParameters(x *modes.Context, d modes.Device, b *embedded.Buffer) {
	kind := "linear"
	if b.Circular {
		kind = "circular"
	}
	x.Printf("Capture buffer %s (%s buffer)\n", b.Name, kind)
	x.Printf("Buffer Size : %d bytes, Max Element Size : %d bytes, Packets : %d\n", b.Size, b.ElementSize, len(b.Elements))
	x.Printf("Allow-nth-pak : %d, Duration : %d (seconds), Max packets : %d, pps : %d\n",
		b.EveryNth, b.Duration/time.Second, b.Packets, b.PerSecond)
	x.Println("Associated Capture Points:")
	for _, p := range d.Captures().Points {
		if p.Buffer == b {
			x.Printf("Name : %s, Status : %s\n", p.Name, status(p))
		}
	}
	x.Println("Configuration:")
	x.Printf("monitor capture buffer %s size %d max-size %d %s\n", b.Name, b.Size/kilobyte, b.ElementSize, kind)
	for _, p := range d.Captures().Points {
		if p.Buffer == b {
			x.Printf("monitor capture point associate %s %s\n", p.Name, b.Name)
		}
	}
	if b.List != "" {
		x.Printf("monitor capture buffer %s filter access-list %s\n", b.Name, b.List)
	}
}

func status(p *embedded.Point) string {
	if p.Active {
		return "Active"
	}
	return "Inactive"
}

func addShowBuffer(l *modes.Language) { l.Add("exec", showBuffer()) }
