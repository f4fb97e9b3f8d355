// Package monitor holds the commands with which users have the router keep packets and show them: `monitor capture`, in the
// words of each release. What they say is recalled from manuals and sessions; where those are silent, in the words nearest.
package monitor

import (
	"ruthere/capture/embedded"
	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// Add adds the room's commands. Of two that match the same line the one added first wins.
func Add(l *modes.Language) {
	addBuffer(l)
	addPoint(l)
	addCapture(l)
	addShowBuffer(l)
	addShowPoint(l)
	addShowCapture(l)
}

// command is a command of `monitor capture` and its `no` form.
func command(syntax string, help modes.H, set func(x *modes.Context, b modes.Device, a parser.Args) error) modes.Cmd[modes.Device] {
	help = modes.MergeHelp(modes.H{"monitor": "Monitoring different system events", "capture": "Capture selected data"}, help)
	return modes.Cmd[modes.Device]{Syntax: syntax, Level: 15, Set: set, Help: modes.UsedHelp(syntax, help)}
}

// start has a point look at packets, for as long as its buffer says.
func start(b modes.Device, p *embedded.Point) {
	if p.Active {
		return
	}
	p.Active = true
	p.Run++
	b.Log(debuglog.CapturePointEnabled(p.Name))
	if p.Buffer.Duration > 0 {
		run := p.Run
		b.After(p.Buffer.Duration, "monitor capture", func() {
			if p.Run == run {
				stop(b, p)
			}
		})
	}
}

func stop(b modes.Device, p *embedded.Point) {
	if p.Active {
		p.Active = false
		b.Log(debuglog.CapturePointDisabled(p.Name))
	}
}

// checkInterface refuses an interface that there is not.
func checkInterface(x *modes.Context, b modes.Device, a parser.Args) error {
	if b.Config().Interface(a.Str("interface")) == nil {
		return modes.BadInterfaceNumber(x.Line)
	}
	return nil
}

// checkList refuses an access list that there is not.
func checkList(c *config.Config, name string) error {
	if c.AccessList(name) == nil {
		return modes.Refuse("% Access list " + name + " does not exist")
	}
	return nil
}
