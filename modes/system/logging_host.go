package system

import (
	"fmt"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/network"
	"ruthere/parser"
)

const loggingText = "Modify message logging facilities"

// loggingHost is a syslog server; `logging ADDRESS` is its older spelling.
func syslogServer(lead string, help modes.H) modes.Cmd[modes.Global] {
	syntax := lead + ` host:OTHERHOST [vrf vrf-name:WORD] [transport udp [port port:<1-65535>]]`
	return modes.Cmd[modes.Global]{
		Syntax: syntax,
		Help: modes.UsedHelp(syntax, modes.MergeHelp(help, modes.H{"logging": loggingText, "host": "IP address of the syslog server",
			"vrf":      "Set VRF option",
			"vrf-name": modes.VRFNameHelp, "transport": "Specify the transport protocol (default=UDP)", "udp": "User Datagram Protocol",
			"port": "Specify the UDP port number (default=514)", "port/port": "Port number"})),
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			h, err := logHost(c, a)
			if err == nil {
				c.Logging.Hosts = slices.DeleteFunc(c.Logging.Hosts, func(have config.LogHost) bool { return have.Addr == h.Addr && have.VRF == h.VRF })
				c.Logging.Hosts = append(c.Logging.Hosts, h)
			}
			return err
		},
		Unset: func(x *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("host") {
				return modes.ErrIncomplete
			}
			h, err := logHost(c, a)
			if err == nil {
				c.Logging.Hosts = slices.DeleteFunc(c.Logging.Hosts, func(have config.LogHost) bool { return have.Addr == h.Addr && have.VRF == h.VRF })
			}
			return err
		},
	}
}

func logHost(c modes.Global, a parser.Args) (config.LogHost, error) {
	h := config.LogHost{VRF: a.Str("vrf-name"), Port: config.SyslogPort}
	if a.Has("port") {
		h.Port = a.Int("port")
	}
	if !c.HasVRF(h.VRF) {
		return h, modes.Refuse(fmt.Sprintf("%% VRF %s does not exist", h.VRF))
	}
	addr, ok := network.KnownHost(c, a.Str("host"))
	if h.Addr = addr; !ok {
		return h, modes.Refuse("% Unrecognized host or address.")
	}
	return h, nil
}

func loggingAddress() modes.Cmd[modes.Global] {
	return syslogServer("logging", modes.H{})
}

func loggingHost() modes.Cmd[modes.Global] {
	c := syslogServer("logging host", modes.H{"logging/host": "Set syslog server IP address and parameters"})
	c.Show = func(c modes.Global) (lines []parser.Args) {
		for _, h := range c.Logging.Hosts {
			a := parser.Args{"host": h.Addr.String()}
			if h.VRF != "" {
				a["vrf"], a["vrf-name"] = true, h.VRF
			}
			if h.Port != config.SyslogPort {
				a["transport"], a["udp"], a["port"] = true, true, h.Port
			}
			lines = append(lines, a)
		}
		return lines
	}
	c.Spell = func(r debuglog.Release, line string) string {
		if r == debuglog.IOS124 {
			return strings.Replace(line, "logging host", "logging", 1)
		}
		return line
	}
	return c
}

func loggingTrap() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `logging trap [level:LEVEL]`,
		Help:   modes.H{"logging": loggingText, "trap": "Set syslog server logging level"},
		Types:  levels,
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.Logging.Trap = config.LevelInformational
			if a.Has("level") {
				c.Logging.Trap = a.Int("level")
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.Logging.Trap = config.LevelOff
			return nil
		},
		Reset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.Logging.Trap = config.LevelInformational
			return nil
		},
		Show: func(c modes.Global) []parser.Args {
			if l := c.Logging.Trap; l != config.LevelOff && l != config.LevelInformational {
				return []parser.Args{{"level": l}}
			}
			return nil
		},
		ShowNo: func(c modes.Global) []parser.Args { return modes.LineIf(c.Logging.Trap == config.LevelOff) },
	}
}

// facilityWords are the facilities that can be chosen, and their help.
func facilityWords() (syntax string, help modes.H) {
	help = modes.H{"logging": loggingText, "facility": "Facility parameter for syslog messages"}
	texts := map[string]string{"kern": "Kernel", "user": "User process", "mail": "Mail system", "daemon": "System daemons",
		"auth": "Authorization system", "syslog": "Syslog itself", "lpr": "Line printer system", "news": "USENET news",
		"uucp": "Unix-to-Unix copy system", "cron": "Cron/at facility"}
	names := config.Facilities()
	for _, name := range names {
		text := texts[name]
		if text == "" && strings.HasPrefix(name, "sys") {
			text = "System use"
		} else if text == "" {
			text = "Local use"
		}
		help[name] = text
	}
	return `logging facility {` + strings.Join(names, " | ") + `}`, help
}

func loggingFacility() modes.Cmd[modes.Global] {
	syntax, help := facilityWords()
	return modes.Cmd[modes.Global]{
		Syntax: syntax,
		Help:   help,
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			for _, name := range config.Facilities() {
				if a.Has(name) {
					c.Logging.Facility = name
				}
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.Logging.Facility = config.DefaultFacility
			return nil
		},
		Show: func(c modes.Global) []parser.Args {
			if c.Logging.Facility == config.DefaultFacility {
				return nil
			}
			return []parser.Args{{c.Logging.Facility: true}}
		},
	}
}

func loggingSource() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `logging source-interface interface:INTERFACE [vrf vrf-name:WORD]`,
		Help: modes.H{"logging": loggingText, "source-interface": "Specify interface for source address in logging transactions",
			"vrf": "Specify the vrf of source interface for logging transactions", "vrf-name": modes.VRFNameHelp},
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			if c.Interface(a.Str("interface")) == nil && !x.Loading {
				return modes.BadInterfaceNumber(x.Line)
			}
			c.Logging.Source, c.Logging.SourceVRF = a.Str("interface"), a.Str("vrf-name")
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.Logging.Source, c.Logging.SourceVRF = "", ""
			return nil
		},
		Show: func(c modes.Global) []parser.Args {
			lines := modes.TextLine("interface", c.Logging.Source)
			if len(lines) > 0 && c.Logging.SourceVRF != "" {
				lines[0]["vrf"], lines[0]["vrf-name"] = true, c.Logging.SourceVRF
			}
			return lines
		},
	}
}

func loggingOriginID() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `logging origin-id {hostname | ip | string text:LINE}`,
		Help: modes.H{"logging": loggingText, "origin-id": "Add origin ID to syslog messages", "hostname": "Use origin hostname as ID",
			"ip": "Use origin IP address as ID", "string": "Define a unique text string as ID", "text": "Unique ID text string"},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			switch {
			case a.Has("hostname"):
				c.Logging.OriginID = "hostname"
			case a.Has("ip"):
				c.Logging.OriginID = "ip"
			default:
				c.Logging.OriginID = "string " + a.Str("text")
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error { c.Logging.OriginID = ""; return nil },
		Show: func(c modes.Global) []parser.Args {
			id := c.Logging.OriginID
			switch own, isString := strings.CutPrefix(id, "string "); {
			case id == "":
				return nil
			case isString:
				return []parser.Args{{"string": true, "text": own}}
			}
			return []parser.Args{{id: true}}
		},
	}
}

func loggingCount() modes.Cmd[modes.Global] {
	return modes.Flag(`logging count`, modes.H{"logging": loggingText, "count": "Count every log message and timestamp last occurrence"},
		func(c modes.Global) *bool { return &c.Logging.Count })
}

func loggingRateLimit() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `logging rate-limit {console [console-all=all] console-messages:<1-10000> | all all-messages:<1-10000> | messages:<1-10000>}
			[except level:LEVEL]`,
		Help: modes.H{"logging": loggingText, "rate-limit": "Set messages per second limit", "console": "Rate limit only messages to the console",
			"all": "Rate limit all messages, including debug messages", "messages": "Messages per second", "all-messages": "Messages per second",
			"console-messages": "Messages per second", "except": "Messages of this severity or higher"},
		Types: levels,
		No:    `logging rate-limit`,
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.Logging.Rate = config.LogRate{PerSecond: a.Int("messages") + a.Int("all-messages") + a.Int("console-messages"),
				Console: a.Has("console"), All: a.Has("all") || a.Has("console-all"), Except: config.LevelOff}
			if a.Has("level") {
				c.Logging.Rate.Except = a.Int("level")
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.Logging.Rate = config.LogRate{Except: config.LevelOff}
			return nil
		},
		Show: func(c modes.Global) []parser.Args {
			r := c.Logging.Rate
			if r.PerSecond == 0 {
				return nil
			}
			a := parser.Args{}
			switch {
			case r.Console:
				a["console"], a["console-messages"] = true, r.PerSecond
				if r.All {
					a["console-all"] = true
				}
			case r.All:
				a["all"], a["all-messages"] = true, r.PerSecond
			default:
				a["messages"] = r.PerSecond
			}
			if r.Except != config.LevelOff {
				a["except"], a["level"] = true, r.Except
			}
			return []parser.Args{a}
		},
	}
}

func addLoggingHost(l *modes.Language) {
	l.Add("global", loggingHost(), loggingAddress(), loggingTrap(), loggingFacility(), loggingSource(), loggingOriginID(), loggingCount(),
		loggingRateLimit())
}
