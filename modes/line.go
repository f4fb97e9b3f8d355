package modes

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

// Line is the mode of terminal lines. It may be about several: vty 0 15 where 0 4 and
// 5 15 are configured apart.
var Line = newMode("config-line", "Line configuration commands:", Global,
	func(c *config.Config, path parser.Args) (found []*config.Line) {
		kind, first, last := linesOf(path)
		for _, l := range c.Lines {
			if l.Kind == kind && l.First <= last && first <= l.Last {
				found = append(found, l)
			}
		}
		return found
	})

func linesOf(a parser.Args) (kind string, first, last int) {
	for _, kind := range []string{"aux", "con"} {
		if a.Has(kind) {
			return kind, 0, 0
		}
	}
	first = a.Int("first")
	return "vty", first, max(first, a.Int("last"))
}

var line = Cmd[global]{
	Syntax: `line {aux aux-number:<0-0> | con=console con-number:<0-0> | vty first:<0-15> [last:<0-15>]}`,
	Help: H{"line": "Configure a terminal line", "aux": "Auxiliary line", "console": "Primary terminal line", "vty": "Virtual terminal",
		"aux-number": "First Line number", "con-number": "First Line number", "first": "First Line number", "last": "Last Line number"},
	Set: func(_ *Context, c global, a parser.Args) error {
		kind, first, last := linesOf(a)
		splitLines(c, kind, first, last)
		return nil
	},
	No: `line vty first:<0-15> [last:<0-15>]`,
	Unset: func(_ *Context, c global, a parser.Args) error {
		if !a.Has("first") {
			return errIncomplete
		}
		if a.Int("first") < 5 {
			return refuse("% Can't delete last 5 VTY lines")
		}
		c.Lines = slices.DeleteFunc(c.Lines, func(l *config.Line) bool { return l.Kind == "vty" && l.First >= a.Int("first") })
		return nil
	},
	Show: func(c global) (lines []parser.Args) {
		for _, l := range c.Lines {
			a := parser.Args{l.Kind: true}
			if l.Kind == "vty" {
				a["first"] = l.First
				if l.Last != l.First {
					a["last"] = l.Last
				}
			} else {
				a[l.Kind+"-number"] = 0
			}
			lines = append(lines, a)
		}
		return lines
	},
	Spell: func(_ debuglog.Release, line string) string {
		return strings.Replace(line, "line console", "line con", 1)
	},
	Enter: Line,
}

// splitLines makes the lines first to last ones of their own: a range that reaches
// beyond them is cut, and what is missing is made.
func splitLines(c global, kind string, first, last int) {
	var lines []*config.Line
	next := first // the first line not there yet
	for _, l := range c.Lines {
		if l.Kind != kind || l.Last < first || l.First > last {
			lines = append(lines, l)
			continue
		}
		for _, part := range [][2]int{{l.First, first - 1}, {max(l.First, first), min(l.Last, last)}, {last + 1, l.Last}} {
			if part[0] <= part[1] {
				m := *l
				m.First, m.Last, m.Inert = part[0], part[1], slices.Clone(l.Inert)
				lines = append(lines, &m)
			}
		}
		next = min(l.Last, last) + 1
	}
	if next <= last {
		lines = append(lines, config.NewLine(kind, next, last))
	}
	slices.SortStableFunc(lines, func(a, b *config.Line) int {
		order := []string{"con", "aux", "vty"}
		return cmp.Or(slices.Index(order, a.Kind)-slices.Index(order, b.Kind), a.First-b.First)
	})
	c.Lines = lines
}

type terminalLine = *config.Line

var execTimeout = Cmd[terminalLine]{
	Syntax: `exec-timeout minutes:<0-35791> [secs:<0-2147483>]`,
	Help:   H{"exec-timeout": "Set the EXEC timeout", "minutes": "Timeout in minutes", "secs": "Timeout in seconds"},
	Set: func(_ *Context, l terminalLine, a parser.Args) error {
		l.ExecTimeout = time.Duration(a.Int("minutes"))*time.Minute + seconds(a.Int("secs"))
		return nil
	},
	Unset: func(_ *Context, l terminalLine, _ parser.Args) error { l.ExecTimeout = 0; return nil },
	Reset: func(_ *Context, l terminalLine, _ parser.Args) error {
		l.ExecTimeout = config.DefaultExecTimeout
		return nil
	},
	Show: func(l terminalLine) []parser.Args {
		if l.ExecTimeout == config.DefaultExecTimeout {
			return nil
		}
		return []parser.Args{{"minutes": int(l.ExecTimeout / time.Minute), "secs": inSeconds(l.ExecTimeout % time.Minute)}}
	},
}

var lineLoggingSynchronous = flag(`logging synchronous`,
	H{"logging": "Modify message logging facilities", "synchronous": "Synchronized message output"},
	func(l terminalLine) *bool { return &l.LoggingSynchronous })

var lineLogin = Cmd[terminalLine]{
	Syntax: `login [local]`,
	Help:   H{"login": "Enable password checking", "local": "Local password checking"},
	Set: func(_ *Context, l terminalLine, a parser.Args) error {
		l.Login, l.LoginLocal = true, a.Has("local")
		return nil
	},
	Unset: func(_ *Context, l terminalLine, _ parser.Args) error {
		l.Login, l.LoginLocal = false, false
		return nil
	},
	Reset: func(_ *Context, l terminalLine, _ parser.Args) error {
		l.Login, l.LoginLocal = l.Kind == "vty", false
		return nil
	},
	Show: func(l terminalLine) []parser.Args {
		switch {
		case l.LoginLocal:
			return []parser.Args{{"local": true}}
		case l.Login:
			return []parser.Args{{}}
		}
		return nil
	},
	ShowNo: func(l terminalLine) []parser.Args { return when(l.Kind == "vty" && !l.Login) },
}

var linePassword = Cmd[terminalLine]{
	Syntax: `password [type0=0 | type7=7] text:LINE`,
	Help: H{"password": "Set a password", "0": "Specifies an UNENCRYPTED password will follow",
		"7": "Specifies a HIDDEN password will follow", "text": "The UNENCRYPTED (cleartext) line password"},
	Set: func(x *Context, l terminalLine, a parser.Args) error {
		password, err := passwordOf(x.Config, a)
		if err == nil {
			l.Password = password
		}
		return err
	},
	Unset: func(_ *Context, l terminalLine, _ parser.Args) error { l.Password = ""; return nil },
	Show: func(l terminalLine) []parser.Args {
		if l.Password == "" {
			return nil
		}
		return []parser.Args{passwordArgs(l.Password, false)}
	},
}

// lineNumber is a setting of a line that is one number.
func lineNumber(syntax string, help H, name string, normal int, of func(terminalLine) *int) Cmd[terminalLine] {
	return Cmd[terminalLine]{
		Syntax: syntax,
		Help:   help,
		Set:    func(_ *Context, l terminalLine, a parser.Args) error { *of(l) = a.Int(name); return nil },
		Unset:  func(_ *Context, l terminalLine, _ parser.Args) error { *of(l) = normal; return nil },
		Show: func(l terminalLine) []parser.Args {
			if *of(l) == normal {
				return nil
			}
			return []parser.Args{{name: *of(l)}}
		},
	}
}

var (
	linePrivilege = lineNumber(`privilege level number:<0-15>`,
		H{"privilege": "Change privilege level for line", "level": "Assign default privilege level for line", "number": "Default privilege level for line"},
		"number", 1, func(l terminalLine) *int { return &l.Privilege })
	lineLength = lineNumber(`length lines:<0-512>`,
		H{"length": "Set number of lines on a screen", "lines": "Number of lines on screen (0 for no pausing)"},
		"lines", config.DefaultLength, func(l terminalLine) *int { return &l.Length })
	lineWidth = lineNumber(`width columns:<0-512>`,
		H{"width": "Set width of the display terminal", "columns": "Number of characters on a screen line"},
		"columns", config.DefaultWidth, func(l terminalLine) *int { return &l.Width })
	lineHistory = lineNumber(`history size lines:<0-256>`,
		H{"history": "Enable and control the command history function", "size": "Set history buffer size", "lines": "Size of history buffer"},
		"lines", config.DefaultHistory, func(l terminalLine) *int { return &l.HistorySize })
)

func init() {
	Global.Add(line)
	Line.inert = func(t any) *[]string { return &t.(terminalLine).Inert }
	Line.Add(execTimeout, linePrivilege, linePassword, lineLoggingSynchronous, lineLogin, lineHistory, lineLength, lineWidth)
	transport := H{"transport": "Define transport protocols for line", "all": "All protocols", "none": "No protocols",
		"ssh": "TCP/IP SSH protocol", "telnet": "TCP/IP Telnet protocol"}
	Line.addInert(
		inert(`transport input {all | none | telnet [then-ssh=ssh] | ssh [then-telnet=telnet]}`, with(transport, H{"input": "Define which protocols to use when connecting to the terminal server"})),
		inert(`transport output {all | none | telnet [then-ssh=ssh] | ssh [then-telnet=telnet]}`, with(transport, H{"output": "Define which protocols to use for outgoing connections"})),
		inert(`transport preferred {none | telnet | ssh}`, func() H {
			h := with(transport, H{"preferred": "Specify the preferred protocol to use"})
			delete(h, "all")
			return h
		}()),
		inert(`stopbits {1 | 1.5 | 2}`, H{"stopbits": "Set async line stop bits", "1": "One stop bit", "1.5": "One and one-half stop bits", "2": "Two stop bits"}),
		inert(`access-class list:WORD {in | out}`, H{"access-class": "Filter connections based on an IP access list", "list": "Access-list name",
			"in": "Filter incoming connections", "out": "Filter outgoing connections"}),
		inert(`speed bits:<0-4294967295>`, H{"speed": "Set the transmit and receive speeds", "bits": "Transmit and receive speeds"}),
		inert(`exec`, H{"exec": "Configure EXEC"}),
		inert(`session-timeout minutes:<0-35791>`, H{"session-timeout": "Set interval for closing connection when there is no input traffic", "minutes": "Session timeout interval in minutes"}),
	)
	Line.Add(exitFrom[terminalLine]("line configuration mode"))
}
