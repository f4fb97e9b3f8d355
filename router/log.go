package router

import (
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// A logger lets lines out: to the console, to terminals that monitor, to the buffer.
type logger struct {
	r                          *Router
	buffer                     *debuglog.Buffer
	console, monitor, buffered uint64 // lines let out
	number                     uint64

	syslog  syslog
	counts  []modes.LogCount // by the time of their first message
	paced   debuglog.Limiter // of what those outside can cause
	limited uint64           // messages left out by the rate limit
	second  time.Time        // the rate limit's second began
	inside  int              // messages since

	unread      []string // by whoever opens the console first: it stood on its screen
	consoleRead bool     // the console was opened since boot
}

// unreadLimit bounds what is kept for a console that was never opened: some screens.
const unreadLimit = 100

func newLogger(r *Router) *logger { return &logger{r: r, syslog: newSyslog()} }

// followConfig makes the buffer what the configuration says.
func (l *logger) followConfig(c *config.Config) {
	switch size := c.Logging.BufferSize; {
	case size == 0:
		l.buffer = nil
	case l.buffer == nil:
		l.buffer = debuglog.NewBuffer(size)
	case l.buffer.Size() != size:
		l.buffer.Resize(size)
	}
}

// logLine stamps a line and shows it wherever its level and debug switch let it.
func (l *logger) logLine(line debuglog.Line) {
	r := l.r
	if !r.switches.Prints(line.Switch()) || !r.configOrDefault().Logging.Enabled {
		return
	}
	if !l.paced.Admits(line, r.now) {
		return
	}
	text, ok := line.Text(r.options.Release)
	if !ok {
		return
	}
	l.countMessage(text)
	stamp := l.stampFor(line)
	r.spendTime(r.pace.Line)
	r.tellLine(line, stamp, text)
	text = stamp + text
	level := line.Severity()
	limited := l.overRate(level, line.Switch() != debuglog.Always)
	if limited && !r.configOrDefault().Logging.Rate.Console {
		return
	}
	l.syslog.queueMessage(r, level, text)
	if l.consoleSink().Admits(level) && !limited {
		l.console++
		l.showOnTerminals(config.LineConsole, text)
	}
	if l.monitorSink().Admits(level) {
		l.monitor++
		l.showOnTerminals(config.LineVTY, text)
	}
	if l.buffer != nil && l.bufferSink().Admits(level) {
		l.buffered++
		l.buffer.Append(text)
	}
}

// overRate says whether a message is one too many this second.
func (l *logger) overRate(level debuglog.Level, debug bool) bool {
	rate := l.r.configOrDefault().Logging.Rate
	if rate.PerSecond == 0 || int(level) <= rate.Except || debug && !rate.All {
		return false
	}
	if l.r.now.Sub(l.second) >= time.Second {
		l.second, l.inside = l.r.now, 0
	}
	l.inside++
	if l.inside > rate.PerSecond {
		l.limited++
		return true
	}
	return false
}

// countMessage keeps the table of `logging count`: messages by facility, severity and name.
func (l *logger) countMessage(text string) {
	if !l.r.configOrDefault().Logging.Count || !strings.HasPrefix(text, "%") {
		return
	}
	name, _, _ := strings.Cut(text[1:], ":")
	now, _ := l.r.Clock()
	for i := range l.counts {
		if l.counts[i].Message == name {
			l.counts[i].Times++
			l.counts[i].Last = now
			return
		}
	}
	l.counts = append(l.counts, modes.LogCount{Message: name, Times: 1, Last: now})
}

// showOnTerminals hands a line to the terminals of a kind; virtual lines must have asked for it.
func (l *logger) showOnTerminals(kind config.LineKind, text string) {
	if kind == config.LineConsole && !l.consoleRead && len(l.unread) < unreadLimit {
		l.unread = append(l.unread, text)
	}
	for _, t := range l.r.terminals {
		if t.takesLog(kind) {
			t.Terminal.Log(text)
		}
	}
}

// takesLog says whether a terminal shows lines that are for those of a kind: a virtual line, and a quiet console, shows
// those for virtual lines, once its user has asked for them.
func (t *connection) takesLog(kind config.LineKind) bool {
	monitors := t.kind != config.LineConsole || t.quiet
	return monitors == (kind != config.LineConsole) && (!monitors || t.Settings().Monitor)
}

// configOrDefault is the configuration, or the default one while there is none yet.
func (r *Router) configOrDefault() *config.Config {
	if r.config == nil {
		return config.New()
	}
	return r.config
}

// stampFor is what stands before a line.
func (l *logger) stampFor(line debuglog.Line) string {
	c := l.r.configOrDefault()
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
	return sinkFor(l.r.configOrDefault().Logging.Console, l.console)
}

func (l *logger) monitorSink() debuglog.Sink {
	return sinkFor(l.r.configOrDefault().Logging.Monitor, l.monitor)
}

func (l *logger) bufferSink() debuglog.Sink {
	s := sinkFor(l.r.configOrDefault().Logging.BufferLevel, l.buffered)
	s.Enabled = l.buffer != nil
	return s
}

func sinkFor(level int, messages uint64) debuglog.Sink {
	return debuglog.Sink{Enabled: level >= 0, Level: debuglog.Level(max(level, 0)), Messages: messages}
}

// statusPage is what `show logging` prints.
func (l *logger) statusPage() debuglog.LoggingPage {
	c := l.r.configOrDefault().Logging
	p := debuglog.LoggingPage{
		Disabled: !c.Enabled,
		Console:  l.consoleSink(), Monitor: l.monitorSink(), Buffer: l.bufferSink(),
		Trap: sinkFor(c.Trap, l.syslog.messages), RateLimited: l.limited + l.paced.Held(), Dropped: l.syslog.dropped,
		CountMessages: c.Count, SourceInterface: c.Source,
	}
	if i := l.r.configOrDefault().Interface(c.Source); i != nil {
		p.SourceVRF = i.VRF
	}
	for _, h := range c.Hosts {
		p.Hosts = append(p.Hosts, debuglog.LogHost{Addr: h.Addr, Port: uint16(h.Port), Messages: l.syslog.sent[h]})
	}
	if l.buffer != nil {
		p.BufferSize, p.Messages = l.buffer.Size(), l.buffer.Lines()
	}
	return p
}

func (l *logger) clearBuffer() {
	if l.buffer != nil {
		l.buffer.Clear()
	}
}
