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
func Running(c *config.Config, r debuglog.Release) string {
	p := &printer{c: c, r: r}
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

// runningInterface is `show running-config interface`.
func runningInterface(c *config.Config, r debuglog.Release, name string) string {
	p := &printer{c: c, r: r}
	p.bang()
	p.block(Global, interfaceCommand, parser.Args{"interface": name}, 0)
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
	c *config.Config
	r debuglog.Release
	b strings.Builder

	left map[int][]*config.InertLine // global inert lines not printed yet, by their command
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
	if e.inert {
		for l := range e.mode.inert(target).All() {
			p.inertLine(e.mode, l, indent)
		}
		return
	}
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
}

// block prints the one line of a command with these values, and its mode.
func (p *printer) block(m *Mode, c Command, a parser.Args, indent int) {
	e := m.find(c)
	p.printed(e, e.syntax, a, nil, indent)
}

func (p *printer) printed(e *command, syntax *parser.Syntax, a, path parser.Args, indent int) {
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
	if e.enter == nil || syntax != e.syntax {
		return
	}
	path = joined(path, a)
	targets := e.enter.targets(p.c, path)
	if len(targets) == 0 {
		return
	}
	for _, inner := range e.enter.commands {
		p.command(inner, targets[0], path, indent+e.enter.indent)
	}
	if e.enter.closing != "" {
		p.line(strings.Repeat(" ", indent) + e.enter.closing)
	}
}

func (p *printer) system() {
	p.line("version " + versions[p.r])
	p.show(serviceTimestamps)
	p.inert("service")
	p.show(servicePasswordEncryption, serviceSequenceNumbers)
	p.bang()
	p.show(hostname)
	p.bang()
	p.line("boot-start-marker")
	p.line("boot-end-marker")
	p.bang()
	if p.r != debuglog.IOS124 {
		p.bang()
	}
	p.group(func() {
		p.show(loggingOn, loggingUserInfo, loggingBuffered, loggingConsole, loggingMonitor)
		p.inert("logging rate-limit")
		p.show(passwordMinLength)
		p.show(enableSecret, enablePassword)
	})
	if p.r == debuglog.IOSXE {
		p.vrfs()
	}
	p.group(func() { p.show(aaaNewModel) })
	p.group(func() {
		p.show(aaaLogin, aaaEnable, aaaAttempts, aaaPasswordPrompt, aaaUsernamePrompt, aaaConsole, aaaExec)
		p.inert("aaa")
	})
	p.group(func() { p.show(aaaSession) })
	p.group(func() { p.inert("clock") })
	p.group(func() { p.inert("memory-size") })
}

// vrfs prints the routing tables beside the global one.
func (p *printer) vrfs() {
	for _, v := range p.c.VRFs {
		c := vrfDefinition
		if v.Classic {
			c = ipVRF
		}
		p.block(Global, c, parser.Args{"vrf-name": v.Name}, 0)
		p.bang()
	}
}

func (p *printer) names() {
	if p.r != debuglog.IOSXE {
		p.vrfs()
	}
	later := p.r != debuglog.IOS124
	p.group(func() {
		p.show(ipDomainLookup)
		p.inert("ip domain list")
		p.show(ipDomainName, ipHost, ipNameServer)
		for _, lead := range []string{"ip source-route", "ip subnet-zero", "ip routing", "ip bootp server"} {
			p.inert(lead)
		}
		p.inert("ip cef", "ip cef")
		p.show(loginBlockFor, loginDelay, loginQuietMode, loginOnFailure, loginOnSuccess)
		if later {
			p.inert("ipv6 cef", "no ipv6 cef")
		} else {
			p.inert("ipv6 cef")
		}
	})
	if later {
		p.group(func() { p.inert("multilink", "multilink bundle-name authenticated") })
	} else {
		p.group(func() { p.inert("multilink") })
	}
	p.group(func() { p.inert("license") })
	p.group(func() { p.show(username) })
	p.group(func() {
		if later {
			p.inert("redundancy", "redundancy")
		} else {
			p.inert("redundancy")
		}
	})
	p.group(func() { p.inert("ip ssh") })
}

func (p *printer) crypto() {
	p.group(func() { p.show(cryptoKeyring) })
	p.group(func() { p.show(cryptoLogging) })
	for i, policy := range p.c.ISAKMP.Policies {
		if i > 0 {
			p.bang()
		}
		p.block(Global, isakmpPolicy, parser.Args{"priority": policy.Priority}, 0)
	}
	p.show(isakmpEnable, isakmpDefaultPolicy, isakmpIdentity, isakmpKey, isakmpInvalidSPIRecovery,
		isakmpKeepalive, isakmpNATKeepalive, isakmpAggressiveMode, isakmpProfile)
	p.inert("crypto isakmp fragmentation")
	p.bang()
	p.bang()
	p.group(func() {
		p.show(ipsecLifetime, ipsecIdleTime)
		p.inert("crypto ipsec security-association")
	})
	p.group(func() {
		p.show(ipsecTransformSet)
		for _, lead := range []string{"crypto ipsec df-bit", "crypto ipsec fragmentation", "crypto ipsec nat-transparency"} {
			p.inert(lead)
		}
	})
	p.bang()
	p.bang()
	p.group(func() { p.show(cryptoMapProfile, cryptoMap) })
	p.bang()
}

func (p *printer) interfaces() {
	for _, i := range p.c.Interfaces {
		p.block(Global, interfaceCommand, parser.Args{"interface": i.Name}, 0)
		p.bang()
	}
}

func (p *printer) routing() {
	p.group(func() { p.inert("ip forward-protocol", "ip forward-protocol nd") })
	p.group(func() {
		p.inert("ip classless")
		p.inert("ip http server", "no ip http server")
		p.inert("ip http secure-server", "no ip http secure-server")
		p.show(ipRoute)
	})
	for _, l := range p.c.AccessLists {
		if l.Numbered() && p.r != debuglog.IOSXE {
			continue
		}
		c := ipAccessListStandard
		if l.Extended {
			c = ipAccessListExtended
		}
		p.block(Global, c, parser.Args{"name": l.Name}, 0)
		p.bang()
	}
	p.group(func() {
		p.inert("logging")
		p.show(accessListStandard, accessListExtended)
	})
}

func (p *printer) tail() {
	p.group(func() { p.inertBut("control-plane", "alias", "scheduler", "ntp") }) // what has no place of its own
	p.group(func() { p.inert("control-plane", "control-plane") })
	p.group(func() {
		for _, line := range bannerLines(p.c) {
			p.line(line)
		}
	})
	p.group(func() { p.inert("alias") })
	p.group(func() { p.show(line) })
	p.group(func() {
		p.inert("scheduler")
		p.inert("ntp")
		p.show(filePrompt)
	})
}

// find is the compiled form of a command of the mode.
func (m *Mode) find(c Command) *command {
	if e := m.byText[c.syntaxText()]; e != nil {
		return e
	}
	panic("modes: " + c.syntaxText() + " is no command of " + m.Title)
}
