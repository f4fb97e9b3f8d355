package router

import (
	"ruthere/config"
	"ruthere/debuglog"
)

// A logger lets lines out: to the console, to terminals that monitor, to the buffer.
type logger struct {
	r                                *Router
	buffer                           *debuglog.Buffer
	console, monitor, buffered, trap uint64 // lines let out
	number                           uint64
}

func newLogger(r *Router) *logger { return &logger{r: r} }

// follow makes the buffer what the configuration says.
func (l *logger) follow(c *config.Config) {
	switch size := c.Logging.BufferSize; {
	case size == 0:
		l.buffer = nil
	case l.buffer == nil:
		l.buffer = debuglog.NewBuffer(size)
	case l.buffer.Size() != size:
		l.buffer.Resize(size)
	}
}

// say stamps a line and shows it wherever its level and debug switch let it.
func (l *logger) say(line debuglog.Line) {
	r := l.r
	if !r.switches.Lets(line.Switch()) || !r.config0().Logging.Enabled {
		return
	}
	text, ok := line.Text(r.options.Release)
	if !ok {
		return
	}
	text = l.stamp(line) + text
	level := line.Severity()
	if l.consoleSink().Admits(level) {
		l.console++
		l.show("con", text)
	}
	if l.monitorSink().Admits(level) {
		l.monitor++
		l.show("vty", text)
	}
	if l.buffer != nil && l.bufferSink().Admits(level) {
		l.buffered++
		l.buffer.Append(text)
	}
}

// show hands a line to the terminals of a kind; virtual lines must have asked for it.
func (l *logger) show(kind, text string) {
	for _, t := range l.r.terminals {
		if (t.kind == "con") == (kind == "con") && (kind == "con" || t.Settings().Monitor) {
			t.Terminal.Log(text)
		}
	}
}

// config0 is the configuration, or the default one while there is none yet.
func (r *Router) config0() *config.Config {
	if r.config == nil {
		return config.New()
	}
	return r.config
}

// stamp is what stands before a line.
func (l *logger) stamp(line debuglog.Line) string {
	c := l.r.config0()
	form := c.Services.LogStamp
	if line.Switch() != debuglog.Always {
		form = c.Services.DebugStamp
	}
	s := debuglog.Stamp{Msec: form.Msec, Localtime: form.Localtime, ShowTimezone: form.ShowTimezone, Year: form.Year}
	switch {
	case form.Uptime:
		s.Form = debuglog.StampUptime
	case form.Datetime:
		s.Form = debuglog.StampDatetime
	}
	now, state := l.r.Clock()
	out := s.Format(now, l.r.now.Sub(l.r.boot), state, l.r.tickLength())
	if c.Services.SequenceNumbers {
		l.number++
		out = debuglog.SequenceNumber(l.number) + out
	}
	return out
}

func (l *logger) consoleSink() debuglog.Sink {
	return sink(l.r.config0().Logging.Console, l.console)
}

func (l *logger) monitorSink() debuglog.Sink {
	return sink(l.r.config0().Logging.Monitor, l.monitor)
}

func (l *logger) bufferSink() debuglog.Sink {
	s := sink(l.r.config0().Logging.BufferLevel, l.buffered)
	s.Enabled = l.buffer != nil
	return s
}

func sink(level int, messages uint64) debuglog.Sink {
	return debuglog.Sink{Enabled: level >= 0, Level: debuglog.Level(max(level, 0)), Messages: messages}
}

// page is what `show logging` prints.
func (l *logger) page() debuglog.LoggingPage {
	p := debuglog.LoggingPage{
		Disabled: !l.r.config0().Logging.Enabled,
		Console:  l.consoleSink(), Monitor: l.monitorSink(), Buffer: l.bufferSink(),
		Trap: debuglog.Sink{Enabled: true, Level: debuglog.Informational, Messages: l.trap},
	}
	if l.buffer != nil {
		p.BufferSize, p.Messages = l.buffer.Size(), l.buffer.Lines()
	}
	return p
}

func (l *logger) clear() {
	if l.buffer != nil {
		l.buffer.Clear()
	}
}
