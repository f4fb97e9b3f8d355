package monitor

import (
	"ruthere/capture/embedded"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

var pointHelp = modes.H{"point": "Control Capture Points", "name": "Name of the Capture Point", "ip": "IPv4", "cef": "IPv4 CEF",
	"process-switched": "Process switched packets", "both": "Inbound and outbound packets", "in": "Inbound packets",
	"out": "Outbound packets", "from-us": "Packets originating locally"}

func cefPoint() modes.Cmd[modes.Device] {
	return newPoint(`<12.4,15> monitor capture point ip cef name:WORD interface:INTERFACE {both | in | out}`,
		`monitor capture point ip cef name:WORD [interface:INTERFACE {both | in | out}]`,
		func(x *modes.Context, d modes.Device, a parser.Args) (*embedded.Point, error) {
			if err := checkInterface(x, d, a); err != nil {
				return nil, err
			}
			in, out := directions(a)
			return &embedded.Point{Path: embedded.CEF, Tabs: []embedded.Tab{{Interface: a.Str("interface"), In: in, Out: out}}}, nil
		})
}

func processPoint() modes.Cmd[modes.Device] {
	return newPoint(`<12.4,15> monitor capture point ip process-switched name:WORD {both | from-us | in | out}`,
		`monitor capture point ip process-switched name:WORD [both | from-us | in | out]`,
		func(_ *modes.Context, _ modes.Device, a parser.Args) (*embedded.Point, error) {
			in, out := directions(a)
			return &embedded.Point{Path: embedded.Process, In: in, Out: out || a.Has("from-us"), FromUs: a.Has("from-us")}, nil
		})
}

func directions(a parser.Args) (in, out bool) {
	return !a.Has("out") && !a.Has("from-us"), a.Has("out") || a.Has("both")
}

// newPoint makes a point, and takes it away.
func newPoint(syntax, no string, create func(*modes.Context, modes.Device, parser.Args) (*embedded.Point, error)) modes.Cmd[modes.Device] {
	c := command(syntax, pointHelp, func(x *modes.Context, d modes.Device, a parser.Args) error {
		name := a.Str("name")
		if d.Captures().Point(name) != nil {
			return modes.Refuse("% Capture Point " + name + " already exists")
		}
		p, err := create(x, d, a)
		if err != nil {
			return err
		}
		p.Name = name
		d.Captures().Points = append(d.Captures().Points, p)
		d.Log(debuglog.CapturePointCreated(name))
		return nil
	})
	c.No = no
	c.Unset = func(_ *modes.Context, d modes.Device, a parser.Args) error {
		p, err := findPoint(d, a.Str("name"))
		if err != nil {
			return err
		}
		stop(d, p)
		d.Captures().RemovePoint(p)
		d.Log(debuglog.CapturePointDeleted(p.Name))
		return nil
	}
	return c
}

func findPoint(d modes.Device, name string) (*embedded.Point, error) {
	if p := d.Captures().Point(name); p != nil {
		return p, nil
	}
	return nil, modes.Refuse("% Capture Point " + name + " does not exist")
}

// pointsAsked are all points, or the one that is named.
func pointsAsked(d modes.Device, a parser.Args) ([]*embedded.Point, error) {
	if a.Has("all") {
		return d.Captures().Points, nil
	}
	p, err := findPoint(d, a.Str("name"))
	if err != nil {
		return nil, err
	}
	return []*embedded.Point{p}, nil
}

// associatePoint joins a point to a buffer, and parts it.
func associatePoint() modes.Cmd[modes.Device] {
	return command(`<12.4,15> monitor capture point {associate name:WORD buffer:WORD | disassociate name:WORD}`,
		modes.MergeHelp(pointHelp, modes.H{"associate": "Associate capture point with capture buffer", "buffer": "Name of the Capture Buffer",
			"disassociate": "Disassociate capture point from capture buffer"}),
		func(_ *modes.Context, d modes.Device, a parser.Args) error {
			p, err := findPoint(d, a.Str("name"))
			switch {
			case err != nil:
				return err
			case p.Active:
				return modes.Refuse("% Capture Point " + p.Name + " is active")
			case a.Has("disassociate"):
				p.Buffer = nil
				return nil
			}
			b := d.Captures().Buffer(a.Str("buffer"))
			if b == nil {
				return modes.Refuse("% Capture Buffer " + a.Str("buffer") + " does not exist")
			}
			p.Buffer = b
			return nil
		})
}

// runPoint starts and stops points.
func runPoint() modes.Cmd[modes.Device] {
	return command(`<12.4,15> monitor capture point {start | stop} {all | name:WORD}`,
		modes.MergeHelp(pointHelp, modes.H{"start": "Enable Capture Point", "stop": "Disable Capture Point", "all": "All Capture Points"}),
		func(_ *modes.Context, d modes.Device, a parser.Args) error {
			points, err := pointsAsked(d, a)
			if err != nil {
				return err
			}
			for _, p := range points {
				switch {
				case a.Has("stop"):
					stop(d, p)
				case p.Buffer == nil:
					return modes.Refuse("% Capture Point " + p.Name + " is not associated with a capture buffer")
				default:
					start(d, p)
				}
			}
			return nil
		})
}

func addPoint(l *modes.Language) {
	l.Add("exec", cefPoint(), processPoint(), associatePoint(), runPoint())
}
