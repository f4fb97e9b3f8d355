package monitor

import (
	"ruthere/capture/embedded"
	"ruthere/modes"
	"ruthere/parser"
)

// Sizes of buffers in 12.4 and 15, unless users say otherwise.
const (
	kilobyte           = 1024
	defaultBufferSize  = 1024 * kilobyte
	defaultElementSize = 68
)

var bufferHelp = modes.H{"buffer": "Control Capture Buffers", "name": "Name of the Capture Buffer"}

// buffer makes a buffer, or changes one.
func buffer() modes.Cmd[modes.Device] {
	c := command(`<12.4,15> monitor capture buffer name:WORD &{size kbytes:<256-102400> | max-size bytes:<68-9500> | {circular | linear} |
		filter access-list list:WORD | limit {allow-nth-pak nth:<1-2147483647> | duration secs:<1-2147483647> |
		packet-count packets:<1-2147483647> | packets-per-sec rate:<1-2147483647>}}`,
		modes.MergeHelp(bufferHelp, modes.H{
			"size": "Packet Dump buffer size (in Kbytes)", "kbytes": "Buffer size in Kbytes",
			"max-size": "Maximum size of element in buffer", "bytes": "Element size in bytes",
			"circular": "Circular Buffer", "linear": "Linear Buffer(Default)", "filter": "Configure filters", "access-list": "Set access list",
			"list": "IP access list", "limit": "Limit the packets dumped to the buffer", "allow-nth-pak": "Allow only every Nth packet through",
			"nth": "Nth packet", "duration": "Maximum number of seconds that the capture is active", "secs": "Number of seconds",
			"packet-count": "Limit number of packets to capture", "packets": "Number of packets",
			"packets-per-sec": "Limit number of packets to capture per second", "rate": "Packets per second"}),
		func(_ *modes.Context, d modes.Device, a parser.Args) error {
			if a.Has("list") {
				if err := checkList(d.Config(), a.Str("list")); err != nil {
					return err
				}
			}
			all := d.Captures()
			b := all.Buffer(a.Str("name"))
			if b == nil {
				b = embedded.NewBuffer(a.Str("name"), defaultBufferSize, defaultElementSize)
				all.Buffers = append(all.Buffers, b)
			}
			setBuffer(b, a)
			return nil
		})
	c.No = `monitor capture buffer name:WORD [filter | limit]`
	c.Unset = func(_ *modes.Context, d modes.Device, a parser.Args) error {
		b, err := findBuffer(d, a)
		switch {
		case err != nil:
			return err
		case a.Has("filter"):
			b.List = ""
		case a.Has("limit"):
			b.Packets, b.Duration, b.EveryNth, b.PerSecond = 0, 0, 0, 0
		default:
			for _, p := range d.Captures().Points {
				if p.Buffer == b && p.Active {
					return modes.Refuse("% Capture buffer " + b.Name + " is in use by capture point " + p.Name)
				}
			}
			d.Captures().RemoveBuffer(b)
		}
		return nil
	}
	return c
}

// setBuffer takes over what a line says; the other settings stay.
func setBuffer(b *embedded.Buffer, a parser.Args) {
	if a.Has("kbytes") {
		b.Resize(a.Int("kbytes") * kilobyte)
	}
	if a.Has("bytes") {
		b.ElementSize = a.Int("bytes")
	}
	if a.Has("circular") || a.Has("linear") {
		b.Circular = a.Has("circular")
	}
	if a.Has("list") {
		b.List = a.Str("list")
	}
	for _, limit := range []struct {
		name string
		to   *int
	}{{"nth", &b.EveryNth}, {"packets", &b.Packets}, {"rate", &b.PerSecond}} {
		if a.Has(limit.name) {
			*limit.to = a.Int(limit.name)
		}
	}
	if a.Has("secs") {
		b.Duration = modes.Seconds(a.Int("secs"))
	}
}

func findBuffer(d modes.Device, a parser.Args) (*embedded.Buffer, error) {
	if b := d.Captures().Buffer(a.Str("name")); b != nil {
		return b, nil
	}
	return nil, modes.Refuse("% Capture Buffer " + a.Str("name") + " does not exist")
}

func clearBuffer() modes.Cmd[modes.Device] {
	return command(`<12.4,15> monitor capture buffer name:WORD clear`,
		modes.MergeHelp(bufferHelp, modes.H{"clear": "Clear contents of capture buffer"}),
		func(_ *modes.Context, d modes.Device, a parser.Args) error {
			b, err := findBuffer(d, a)
			if err == nil {
				b.Clear()
			}
			return err
		})
}

func exportBuffer() modes.Cmd[modes.Device] {
	return command(`<12.4,15> monitor capture buffer name:WORD export to:FILE`,
		modes.MergeHelp(bufferHelp, modes.H{"export": "Export in Pcap format"}),
		func(x *modes.Context, d modes.Device, a parser.Args) error {
			b, err := findBuffer(d, a)
			if err != nil {
				return err
			}
			return export(x, b, a.Str("to"), func() {})
		})
}

func addBuffer(l *modes.Language) { l.Add("exec", clearBuffer(), exportBuffer(), buffer()) }
