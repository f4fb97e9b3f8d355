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

func (p *printer) system() {
	if p.level == maxPrivilege {
		p.line("version " + versions[p.r])
	}
	p.inertEach("service nagle", "service pad", "service tcp-keepalives-in", "service tcp-keepalives-out")
	p.show(serviceTimestamps)
	p.show(servicePasswordEncryption, serviceSequenceNumbers, servicePromptConfig)
	p.inertEach("service", "platform", "password encryption", "key config-key")
	p.bang()
	p.show(hostname)
	p.bang()
	p.line("boot-start-marker")
	p.inert("boot")
	p.inertEach("boot system", "boot config")
	p.line("boot-end-marker")
	p.bang()
	if p.r != debuglog.IOS124 {
		p.bang()
	}
	p.group(func() {
		p.inertEach("card", "security")
		p.show(loggingOn, loggingCount, loggingUserInfo, loggingBuffered, loggingRateLimit, loggingConsole, loggingMonitor)
		p.show(passwordMinLength)
		p.show(enableSecret, enablePassword)
	})
	if p.r == debuglog.IOSXE {
		p.vrfs()
	}
	p.group(func() { p.show(aaaNewModel) })
	p.group(func() {
		p.show(aaaLogin, aaaEnable, aaaAttempts, aaaPasswordPrompt, aaaUsernamePrompt, aaaConsole, aaaExec)
		p.inertEach("aaa group", "aaa")
	})
	p.group(func() { p.show(aaaSession) })
	p.group(func() {
		p.inertEach("clock", "memory-size", "memory", "network-clock-participate", "network-clock-select", "mmi", "process", "call-home", "hw-module", "diagnostic")
	})
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
		p.inertEach("dot11", "ip source-route", "ip gratuitous-arps", "ip icmp", "ip options", "ip subnet-zero", "ip routing")
	})
	p.group(func() { p.inertEach("ip dhcp excluded-address", "ip dhcp", "service dhcp") })
	p.group(func() {
		p.inertEach("ip multicast-routing", "ip bootp server", "ip finger", "ip identd")
		p.show(ipDomainLookup)
		p.inert("ip domain")
		p.show(ipDomainList, ipDomainName, ipHost, ipNameServer)
		p.inertEach("ip inspect", "ip ips", "ip admission", "ip auth-proxy", "ip reflexive-list", "ip accounting-threshold")
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
	p.group(func() { p.inertEach("subscriber", "parameter-map") })
	p.groups("flow record", "flow exporter", "flow monitor", "sampler", "vpdn", "vpdn-group", "isdn", "chat-script", "key chain", "crypto pki", "crypto ca", "crypto key", "crypto identity", "crypto provisioning", "crypto wui", "crypto vpn", "crypto mib", "voice-card", "license")
	p.group(func() { p.inertEach("spanning-tree", "vtp", "bridge", "errdisable") })
	p.group(func() { p.inertEach("object-group network", "object-group service") })
	p.group(func() { p.show(archiveCommand) })
	p.group(func() { p.show(username) })
	p.group(func() {
		if later {
			p.inert("redundancy", "redundancy")
		} else {
			p.inert("redundancy")
		}
	})
	p.groups("crypto ikev2", "controller", "vlan", "l2tp-class", "pseudowire-class", "bba-group")
	p.group(func() {
		p.inertEach("track", "ip tcp", "ip ftp", "ip tftp", "ip telnet")
		p.show(scpServer)
		p.inertEach("ip ssh")
		p.show(sshCommands...)
	})
	p.groups("class-map", "policy-map", "zone security", "zone-pair")
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
		isakmpKeepalive, isakmpNATKeepalive, isakmpAggressiveMode, inNegotiationLimit, isakmpProfile)
	p.inert("crypto isakmp fragmentation")
	p.groups("crypto isakmp peer", "crypto isakmp client", "crypto isakmp", "crypto xauth", "crypto call", "crypto engine")
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
	p.groups("crypto ipsec profile", "crypto ipsec client ezvpn", "crypto ipsec", "crypto gdoi", "crypto gkm", "crypto dynamic-map")
	p.group(func() {
		p.show(cryptoMapLocal, cryptoMapProfile)
		p.inertBesides("crypto map", dynamicEntries)
		p.show(cryptoMap)
		p.inert(dynamicEntries)
	})
	p.bang()
}

func (p *printer) interfaces() {
	for _, i := range p.c.Interfaces {
		p.block(Global, interfaceCommand, interfaceArgs(i), 0)
		p.bang()
	}
}

func (p *printer) routing() {
	p.groups("router eigrp", "router ospfv3", "router ospf", "router isis", "router rip", "router bgp")
	p.group(func() { p.inertEach("ip default-gateway", "ip local pool", "ip default-network") })
	p.group(func() { p.inert("ip forward-protocol", "ip forward-protocol nd") })
	p.group(func() {
		p.inertEach("ip bgp-community", "ip classless")
		p.inert("ip http server", "no ip http server")
		p.inert("ip http access-class")
		p.inert("ip http authentication")
		p.inert("ip http secure-server", "no ip http secure-server")
		p.inert("ip http")
		if p.r != debuglog.IOS124 {
			p.routes()
		}
	})
	if p.r == debuglog.IOS124 {
		p.group(p.routes)
	}
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
	p.group(func() { p.inertEach("ip prefix-list", "ip sla", "ip access-list") })
	p.group(func() {
		p.inert("logging")
		p.show(loggingTrap, loggingOriginID, loggingFacility, loggingSource, loggingHost)
	})
	p.group(func() {
		p.inertEach("dialer-list", "dialer", "access-list")
		p.show(accessListStandard, accessListExtended)
		p.inertEach("ipv6 route", "ipv6 router", "ipv6 prefix-list", "cdp", "lldp")
	})
	p.groups("kron", "route-map", "snmp-server", "tacacs-server", "radius-server", "ipv6 access-list", "mpls")
}

// routes are the static routes, and what stands beside them.
func (p *printer) routes() {
	p.inertEach("ip as-path", "ip community-list", "ip extcommunity-list", "ip flow-cache", "ip flow-capture", "ip flow-export", "ip flow-top-talkers", "ip pim", "ip msdp", "ip mroute", "ip dns", "ip nat", "ip wccp", "ip local policy")
	p.show(ipRoute)
	p.inertEach("ip tacacs", "ip radius")
}

func (p *printer) tail() {
	p.group(func() {
		p.inertBut("control-plane", "alias", "scheduler", "ntp", "event", "gatekeeper", "time-range", "netconf", "netconf-yang", "restconf", "end-user", "exception", "wsma")
	}) // what has no place of its own
	p.group(func() { p.inert("control-plane", "control-plane") })
	p.group(func() {
		if p.may(Global.find(banner), "") {
			for _, line := range bannerLines(p.c) {
				p.line(line)
			}
		}
	})
	p.groups("gatekeeper")
	p.group(func() { p.show(promptCommand, alias, privilege) })
	p.group(func() {
		p.show(line)
		p.inert("line")
	})
	p.group(func() {
		p.inertEach("exception", "scheduler", "ntp")
		p.show(filePrompt, configurationMode)
	})
	p.groups("event manager environment", "event manager", "time-range", "netconf", "netconf-yang", "restconf", "wsma", "end-user")
}

// find is the compiled form of a command of the mode.
func (m *Mode) find(c Command) *command {
	if e := m.byText[c.syntaxText()]; e != nil {
		return e
	}
	panic("modes: " + c.syntaxText() + " is no command of " + m.Title)
}
