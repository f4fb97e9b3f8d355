package monitor

import (
	"net/netip"

	"ruthere/capture/embedded"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/packet"
	"ruthere/parser"
)

// In XE a capture is a point with a buffer of its own, of 10 megabytes that hold whole packets.
const (
	megabyte         = 1024 * 1024
	defaultMegabytes = 10
	wholePacket      = 9500
)

var captureHelp = modes.H{"name": "Name of the Capture"}

// captureCommand is one that acts on a capture, and makes it if need be.
func captureCommand(syntax string, help modes.H,
	set func(*modes.Context, modes.Device, *embedded.Point, parser.Args) error) modes.Cmd[modes.Device] {
	return command(`<xe> monitor capture name:WORD `+syntax, modes.MergeHelp(captureHelp, help),
		func(x *modes.Context, d modes.Device, a parser.Args) error {
			all := d.Captures()
			p := all.Point(a.Str("name"))
			if p != nil {
				if p.Active {
					return modes.Refuse("% Capture " + p.Name + " is active")
				}
				return set(x, d, p, a)
			}
			p = &embedded.Point{Name: a.Str("name"), Buffer: embedded.NewBuffer(a.Str("name"), defaultMegabytes*megabyte, wholePacket)}
			if err := set(x, d, p, a); err != nil {
				return err
			}
			all.Points, all.Buffers = append(all.Points, p), append(all.Buffers, p.Buffer)
			d.Log(debuglog.CapturePointCreated(p.Name))
			return nil
		})
}

func captureInterface() modes.Cmd[modes.Device] {
	return captureCommand(`interface interface:INTERFACE {both | in | out}`,
		modes.H{"interface": "Interface", "both": "Inbound and outbound packets", "in": "Inbound packets", "out": "Outbound packets"},
		func(x *modes.Context, d modes.Device, p *embedded.Point, a parser.Args) error {
			if err := checkInterface(x, d, a); err != nil {
				return err
			}
			in, out := directions(a)
			p.Tabs = append(p.Tabs, embedded.Tab{Interface: a.Str("interface"), In: in, Out: out})
			return nil
		})
}

func captureMatch() modes.Cmd[modes.Device] {
	return captureCommand(`match {any | ipv4 [protocol {tcp | udp}] {any-source=any | host source:A.B.C.D | source-net:A.B.C.D/nn}
		{any-destination=any | host destination:A.B.C.D | destination-net:A.B.C.D/nn}}`,
		modes.H{"match": "Describe filters inline", "any": "All packets", "ipv4": "IPv4 packets only", "protocol": "Specify protocol",
			"tcp": "TCP", "udp": "UDP", "host": "A single host", "source": "Source address", "source-net": "Source prefix",
			"destination": "Destination address", "destination-net": "Destination prefix", "any-source": "Any source",
			"any-destination": "Any destination"},
		func(_ *modes.Context, _ modes.Device, p *embedded.Point, a parser.Args) error {
			m := &embedded.Match{Src: prefixOf(a, "source"), Dst: prefixOf(a, "destination")}
			switch {
			case a.Has("tcp"):
				m.Protocol = packet.ProtocolTCP
			case a.Has("udp"):
				m.Protocol = packet.ProtocolUDP
			}
			p.Match, p.Buffer.List = m, ""
			return nil
		})
}

// prefixOf is the address or the prefix of that name; invalid for any.
func prefixOf(a parser.Args, name string) (p netip.Prefix) {
	switch {
	case a.Has(name):
		p = netip.PrefixFrom(a.Addr(name), 32)
	case a.Has(name + "-net"):
		p = a.Prefix(name + "-net")
	}
	return p
}

func captureList() modes.Cmd[modes.Device] {
	return captureCommand(`access-list list:WORD`, modes.H{"access-list": "Specify access-list", "list": "Access-list name"},
		func(_ *modes.Context, d modes.Device, p *embedded.Point, a parser.Args) error {
			if err := checkList(d.Config(), a.Str("list")); err != nil {
				return err
			}
			p.Match, p.Buffer.List = nil, a.Str("list")
			return nil
		})
}

func captureBuffer() modes.Cmd[modes.Device] {
	return captureCommand(`buffer &{circular | size megabytes:<1-100>}`,
		modes.H{"buffer": "Buffer options", "circular": "circular buffer", "size": "Size of buffer", "megabytes": "Total size of buffer in MB"},
		func(_ *modes.Context, _ modes.Device, p *embedded.Point, a parser.Args) error {
			p.Buffer.Circular = a.Has("circular")
			if a.Has("megabytes") {
				p.Buffer.Resize(a.Int("megabytes") * megabyte)
			}
			return nil
		})
}

func captureLimit() modes.Cmd[modes.Device] {
	return captureCommand(`limit &{duration secs:<1-1000000> | every nth:<2-100000> | packet-len bytes:<64-9500> |
		packets packets:<1-100000> |
		pps rate:<1-1000000>}`,
		modes.H{"limit": "Limit packets captured", "duration": "Limit total duration of capture in seconds", "secs": "Duration in seconds",
			"every": "Limit capture to one in every nth packet", "nth": "One in how many packets",
			"packet-len": "Limit the packet length to capture",
			"bytes":      "Length in bytes", "packets": "Limit number of packets to capture", "pps": "Limit number of packets per second to capture",
			"rate": "Packets per second"},
		func(_ *modes.Context, _ modes.Device, p *embedded.Point, a parser.Args) error {
			p.Buffer.ElementSize = wholePacket
			setBuffer(p.Buffer, a)
			return nil
		})
}

func captureRun() modes.Cmd[modes.Device] {
	c := command(`<xe> monitor capture name:WORD {clear | start | stop}`,
		modes.MergeHelp(captureHelp, modes.H{"clear": "Clear Buffer", "start": "Enable Capture", "stop": "Disable Capture"}),
		func(x *modes.Context, d modes.Device, a parser.Args) error {
			p, err := findCapture(d, a)
			switch {
			case err != nil:
				return err
			case a.Has("clear"):
				p.Buffer.Clear()
			case a.Has("stop"):
				stop(d, p)
				x.Println("Stopped capture point : " + p.Name)
			case len(p.Tabs) == 0:
				return modes.Refuse("% Unable to activate Capture: no interface is attached")
			case p.Match == nil && p.Buffer.List == "":
				return modes.Refuse("% Unable to activate Capture: no filter is attached")
			default:
				x.Println("Started capture point : " + p.Name)
				start(d, p)
			}
			return nil
		})
	c.No = `monitor capture name:WORD`
	c.Unset = removeCapture
	return c
}

func removeCapture(_ *modes.Context, d modes.Device, a parser.Args) error {
	p, err := findCapture(d, a)
	if err != nil {
		return err
	}
	stop(d, p)
	d.Captures().RemovePoint(p)
	d.Captures().RemoveBuffer(p.Buffer)
	d.Log(debuglog.CapturePointDeleted(p.Name))
	return nil
}

func captureExport() modes.Cmd[modes.Device] {
	return command(`<xe> monitor capture name:WORD export to:FILE`, modes.MergeHelp(captureHelp, modes.H{"export": "Export Buffer"}),
		func(x *modes.Context, d modes.Device, a parser.Args) error {
			p, err := findCapture(d, a)
			if err != nil {
				return err
			}
			return export(x, p.Buffer, a.Str("to"), func() { x.Println("Exported Successfully") })
		})
}

func findCapture(d modes.Device, a parser.Args) (*embedded.Point, error) {
	if p := d.Captures().Point(a.Str("name")); p != nil {
		return p, nil
	}
	return nil, modes.Refuse("% Capture " + a.Str("name") + " does not exist")
}

func addCapture(l *modes.Language) {
	l.Add("exec", captureInterface(), captureMatch(), captureList(), captureBuffer(), captureLimit(),
		captureRun(), captureExport())
}
