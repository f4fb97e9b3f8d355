package modes

import (
	"fmt"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

// versions are what `version` says in the running-config.
var versions = map[debuglog.Release]string{debuglog.IOS124: "12.4", debuglog.IOS15: "15.4", debuglog.IOSXE: "17.3"}

// Running is the running-config without its head: from `version` to `end`.
func Running(c *config.Config, r debuglog.Release) string { return runningAt(maxPrivilege, c, r) }

// runningAt is what a user of a privilege level may see of it: what they may change.
func runningAt(level int, c *config.Config, r debuglog.Release) string {
	return printed(&printer{c: c.Indexed(), r: r, level: level})
}

// runningAll is the running-config with the defaults that it hides otherwise.
func runningAll(level int, c *config.Config, r debuglog.Release) string {
	return printed(&printer{c: c.Indexed(), r: r, level: level, all: true})
}

func printed(p *printer) string {
	p.sortInert()
	p.system()
	p.names()
	p.crypto()
	p.interfaces()
	p.routing()
	p.tail()
	p.line("end")
	return p.b.String()
}

// header tells when the configuration was changed and saved.
func header(b Box) string {
	var text strings.Builder
	text.WriteString("!\n")
	by := func(user string) string {
		if user == "" {
			return ""
		}
		return " by " + user
	}
	changed := false
	if at, user, ok := b.LastChange(); ok {
		fmt.Fprintf(&text, "! Last configuration change at %s%s\n", clockText(at), by(user))
		changed = true
	}
	if at, user, ok := b.LastSave(); ok {
		fmt.Fprintf(&text, "! NVRAM config last updated at %s%s\n", clockText(at), by(user))
		changed = true
	}
	if changed {
		text.WriteString("!\n")
	}
	return text.String()
}

// clockText is an instant as the head of the running-config writes it.
func clockText(at time.Time) string { return at.Format("15:04:05 MST Mon Jan 2 2006") }

// RunningFile is the running-config as a file: what is saved, and what `show
// running-config` counts but for the blank line at its end.
func RunningFile(b Box) string { return header(b) + Running(b.Config(), b.Release()) }

// running is the same for the user at hand.
func (x *Context) running() string {
	return header(x.Box) + runningAt(x.Session.Level, x.Box.Config(), x.Box.Release())
}

// runningInterface is `show running-config interface`.
func runningInterface(level int, c *config.Config, r debuglog.Release, name string) string {
	p := &printer{c: c.Indexed(), r: r, level: level}
	p.bang()
	p.block(Global, interfaceCommand, runningArgs(c, name), 0)
	p.line("end")
	return p.b.String()
}

// currentConfiguration puts the line with the exact size before a configuration.
func currentConfiguration(text string) string {
	text += "\n"
	return fmt.Sprintf("\nCurrent configuration : %d bytes\n%s", len(text), text)
}

// printer writes a configuration: the commands in order, each printed by its grammar.
type printer struct {
	c   *config.Config
	r   debuglog.Release
	b   strings.Builder
	all bool // defaults are shown too

	level int // of the user who reads it

	left map[int][]*config.InertLine // global inert lines not printed yet, by their command
}

// may says whether the reader could type a form of the command.
func (p *printer) may(e *command, form string) bool {
	return p.level == maxPrivilege || requiredLevel(p.c.Privileges, action{command: e, form: form}) <= p.level
}

func (p *printer) line(text string) { p.b.WriteString(text); p.b.WriteByte('\n') }

func (p *printer) bang() { p.line("!") }

// group prints what f prints, and a separator behind it if it printed anything.
func (p *printer) group(f func()) {
	before := p.b.Len()
	f()
	if p.b.Len() > before {
		p.bang()
	}
}

// show prints the lines of global commands.
func (p *printer) show(commands ...Command) {
	for _, c := range commands {
		p.command(Global.find(c), p.c, nil, 0)
	}
}

// command prints all lines of one command for a target, which path leads to.
func (p *printer) command(e *command, target any, path parser.Args, indent int) {
	before := p.b.Len()
	if e.showNo != nil {
		for _, a := range e.showNo(target) {
			p.printed(e, e.no.No("no"), a, path, indent)
		}
	}
	if e.show != nil {
		for _, a := range e.show(p.c, target) {
			p.printed(e, e.syntax, a, path, indent)
		}
	}
	if p.all {
		p.defaults(e, p.b.String()[before:], indent)
	}
}

// defaults prints the defaults of a command that it has not printed something else for.
func (p *printer) defaults(e *command, printed string, indent int) {
	for _, line := range e.byDefault {
		if e.spell != nil {
			line = e.spell(p.r, line)
		}
		if line != "" && !speaksOf(printed, subject(line, e.byDefault)) {
			p.line(strings.Repeat(" ", indent) + line)
		}
	}
}

// subject is what a default is about: the line without its values, which are its numbers
// or else its last word, and without `no`.
func subject(line string, among []string) string {
	words := strings.Fields(line)
	if words[0] == "no" {
		return strings.Join(words[1:], " ")
	}
	n := len(words)
	for n > 1 && strings.Trim(words[n-1], "0123456789") == "" {
		n--
	}
	if n == len(words) && n > 1 && len(among) == 1 {
		n--
	}
	return strings.Join(words[:n], " ")
}

// speaksOf says whether one of the lines is about a subject, or about all it belongs to.
func speaksOf(lines, subject string) bool {
	for line := range strings.Lines(lines) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "no ")
		if line == subject || strings.HasPrefix(line, subject+" ") || strings.HasPrefix(subject, line+" ") {
			return true
		}
	}
	return false
}

// block prints the one line of a command with these values, and its mode.
func (p *printer) block(m *Mode, c Command, a parser.Args, indent int) {
	e := m.find(c)
	p.printed(e, e.syntax, a, nil, indent)
}

func (p *printer) printed(e *command, syntax *parser.Syntax, a, path parser.Args, indent int) {
	form := ""
	if syntax != e.syntax {
		form = "no"
	}
	if !p.may(e, form) {
		return
	}
	line, err := syntax.Print(a)
	if err != nil {
		// A value that no line can say: the reader should see it rather than miss it.
		line = "! " + err.Error()
	} else if e.spell != nil {
		line = e.spell(p.r, line)
	}
	if line == "" {
		return
	}
	p.line(strings.Repeat(" ", indent) + line)
	if e.enter == nil || form != "" {
		return
	}
	path = joined(path, a)
	targets := e.enter.targets(p.c, path)
	if len(targets) == 0 {
		return
	}
	for at, inner := range e.enter.commands {
		if inner.inert {
			for _, l := range e.enter.inert(targets[0]).At(at) {
				p.inertLine(e.enter, l, indent+e.enter.indent)
			}
			continue
		}
		p.command(inner, targets[0], path, indent+e.enter.indent)
	}
	if e.enter.closing != "" {
		p.line(strings.Repeat(" ", indent) + e.enter.closing)
	}
}

// find is the compiled form of a command of the mode.
func (m *Mode) find(c Command) *command {
	if e := m.byText[c.syntaxText()]; e != nil {
		return e
	}
	panic("modes: " + c.syntaxText() + " is no command of " + m.Title)
}
