package access

import (
	"net/netip"
	"path"
	"slices"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// The servers that judge users by RADIUS, and what they have in common. Their groups are in radius_group.go.

type radiusServer = *config.RADIUSServer

// radiusHelp explains a syntax: its own words, and of those that many lines have the ones that stand in it.
func radiusHelp(syntax string, own modes.H) modes.H {
	help := modes.MergeHelp(own)
	for word, text := range radiusWords {
		if slices.Contains(strings.FieldsFunc(syntax, func(r rune) bool { return strings.ContainsRune(" []{}|=:", r) }), path.Base(word)) {
			help[word] = text
		}
	}
	return help
}

var radiusWords = modes.H{"radius-server": "Modify RADIUS query parameters", "0": "Specifies an UNENCRYPTED key will follow",
	"7": "Specifies HIDDEN key will follow", "auth-port": "UDP port for RADIUS authentication server (default is 1645)",
	"acct-port": "UDP port for RADIUS accounting server (default is 1646)", "auth": "Port number", "acct": "Port number",
	"timeout": "Time to wait for a RADIUS server to reply", "secs": "Wait time (default 5 seconds)",
	"retransmit": "Specify the number of retries to active server", "retries": "Number of retries for a transaction (default is 3)",
	"key": "encryption key shared with the radius servers", "text": "The UNENCRYPTED (cleartext) shared key"}

// nameServer writes who is meant by an argument of a name or an address.
func nameServer(s radiusServer, typed string) {
	s.Addr, s.Host = netip.Addr{}, typed
	if a, err := netip.ParseAddr(typed); err == nil {
		s.Addr, s.Host = a, ""
	}
}

// hostOf is the inverse.
func hostOf(s radiusServer) string {
	if s.Addr.IsValid() {
		return s.Addr.String()
	}
	return s.Host
}

// portsOf reads the ports of a line.
func portsOf(s radiusServer, a parser.Args) {
	s.AuthPort, s.AcctPort = config.DefaultRADIUSAuthPort, config.DefaultRADIUSAcctPort
	if a.Has("auth") {
		s.AuthPort = a.Int("auth")
	}
	if a.Has("acct") {
		s.AcctPort = a.Int("acct")
	}
}

func addPorts(a parser.Args, s radiusServer) parser.Args {
	a["auth-port"], a["auth"], a["acct-port"], a["acct"] = true, s.AuthPort, true, s.AcctPort
	return a
}

// optionsOf reads what a line says besides of a server.
func optionsOf(x *modes.Context, s radiusServer, a parser.Args) error {
	s.Timeout, s.Retransmit, s.Key = 0, config.Retries{}, ""
	if a.Has("secs") {
		s.Timeout = modes.Seconds(a.Int("secs"))
	}
	if a.Has("retries") {
		s.Retransmit = config.Retries{Set: true, Times: a.Int("retries")}
	}
	if !a.Has("text") {
		return nil
	}
	key, err := sharedKey(x, a)
	s.Key = key
	return err
}

// ClearKey is a key as it is stored, in clear.
func ClearKey(stored string) string { return reveal(stored) }

// sharedKey is the key of a line; the least length of passwords is none of keys.
func sharedKey(x *modes.Context, a parser.Args) (string, error) {
	text := a.Str("text")
	switch {
	case a.Has("type7"):
		if _, ok := revealType7(text); !ok {
			return "", modes.Refuse("Invalid encrypted password: " + text)
		}
		return obfuscated + text, nil
	case x.Config.Services.PasswordEncryption:
		return obfuscate(text, len(text)%10+2), nil
	}
	return text, nil
}

func addOptions(a parser.Args, s radiusServer) parser.Args {
	if s.Timeout != 0 {
		a["timeout"], a["secs"] = true, modes.InSeconds(s.Timeout)
	}
	if s.Retransmit.Set {
		a["retransmit"], a["retries"] = true, s.Retransmit.Times
	}
	if s.Key != "" {
		a["key"] = true
		for name, value := range passwordArgs(s.Key, false) {
			a[name] = value
		}
	}
	return a
}

func radiusServerHost() modes.Cmd[modes.Global] {
	read := func(a parser.Args) radiusServer {
		s := &config.RADIUSServer{}
		nameServer(s, a.Str("addr"))
		portsOf(s, a)
		return s
	}
	const syntax = `radius-server host addr:HOST` + memberPorts + memberOptions
	return modes.Cmd[modes.Global]{
		Syntax: syntax,
		Help:   radiusHelp(syntax, modes.H{"host": "Specify a RADIUS server", "addr": "IP address of RADIUS server"}),
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			s := read(a)
			if err := optionsOf(x, s, a); err != nil {
				return err
			}
			if have := c.RADIUS.Host(s); have != nil {
				*have = *s
				return nil
			}
			c.RADIUS.Hosts = append(c.RADIUS.Hosts, s)
			return nil
		},
		No: `radius-server host addr:HOST` + memberPorts,
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			s := read(a)
			c.RADIUS.Hosts = slices.DeleteFunc(c.RADIUS.Hosts, func(have radiusServer) bool {
				return hostOf(have) == hostOf(s) && (!a.Has("auth") || have.AuthPort == s.AuthPort) &&
					(!a.Has("acct") || have.AcctPort == s.AcctPort)
			})
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, s := range c.RADIUS.Hosts {
				lines = append(lines, addOptions(addPorts(parser.Args{"addr": hostOf(s)}, s), s))
			}
			return lines
		},
	}
}

// serverKey is a line with a key, of servers with or without a name.
func serverKey[T any](lead string, of func(T) *string) modes.Cmd[T] {
	return modes.Cmd[T]{
		Syntax: lead + ` [type0=0 | type7=7] text:LINE!`,
		Help:   radiusHelp(lead+" 0 7 text", nil),
		Set: func(x *modes.Context, t T, a parser.Args) error {
			key, err := sharedKey(x, a)
			if err == nil {
				*of(t) = key
			}
			return err
		},
		No:    lead + ` [text:LINE!]`,
		Unset: func(_ *modes.Context, t T, _ parser.Args) error { *of(t) = ""; return nil },
		Show: func(t T) []parser.Args {
			if *of(t) == "" {
				return nil
			}
			return []parser.Args{passwordArgs(*of(t), false)}
		},
	}
}

func serverRetransmit[T any](lead string, of func(T) *config.Retries) modes.Cmd[T] {
	return modes.Cmd[T]{
		Syntax: lead + ` retries:<0-100>`,
		Help:   radiusHelp(lead+" retries", nil),
		Set: func(_ *modes.Context, t T, a parser.Args) error {
			*of(t) = config.Retries{Set: true, Times: a.Int("retries")}
			return nil
		},
		No:    lead + ` [retries:<0-100>]`,
		Unset: func(_ *modes.Context, t T, _ parser.Args) error { *of(t) = config.Retries{}; return nil },
		Show: func(t T) []parser.Args {
			if !of(t).Set {
				return nil
			}
			return []parser.Args{{"retries": of(t).Times}}
		},
	}
}

func radiusNamed() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `<15,xe> radius server name:WORD`,
		Help: modes.H{"radius": "RADIUS server configuration command", "server": "Specify a RADIUS server",
			"name": "Name for the radius server configuration"},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if c.RADIUS.Server(a.Str("name")) == nil {
				c.RADIUS.Servers = append(c.RADIUS.Servers, &config.RADIUSServer{Name: a.Str("name")})
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("name") {
				return modes.ErrIncomplete
			}
			c.RADIUS.Servers = slices.DeleteFunc(c.RADIUS.Servers, func(s radiusServer) bool { return s.Name == a.Str("name") })
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, s := range c.RADIUS.Servers {
				lines = append(lines, parser.Args{"name": s.Name})
			}
			return lines
		},
		Enter: "radius-server",
	}
}

func radiusAddress() modes.Cmd[radiusServer] {
	return modes.Cmd[radiusServer]{
		Syntax: `address ipv4 addr:HOST` + memberPorts,
		Help: radiusHelp(memberPorts, modes.H{"address": "Specify the radius server address", "ipv4": "IPv4 Address",
			"addr": "IPv4 Address or Hostname for the radius server"}),
		Set: func(_ *modes.Context, s radiusServer, a parser.Args) error {
			nameServer(s, a.Str("addr"))
			portsOf(s, a)
			return nil
		},
		No: `address ipv4 [addr:HOST]`,
		Unset: func(_ *modes.Context, s radiusServer, _ parser.Args) error {
			s.Addr, s.Host, s.AuthPort, s.AcctPort = netip.Addr{}, "", 0, 0
			return nil
		},
		Show: func(s radiusServer) []parser.Args {
			if hostOf(s) == "" {
				return nil
			}
			return []parser.Args{addPorts(parser.Args{"addr": hostOf(s)}, s)}
		},
	}
}

// radiusSource is from where servers are asked, of all or of a group.
func radiusSource[T any](ip string, of func(T) *string) modes.Cmd[T] {
	return modes.Text(`ip radius source-interface interface:INTERFACE`, modes.H{"ip": ip, "radius": "RADIUS configuration commands",
		"source-interface": "Source interface", "interface": "Interface"}, of)
}

func addRADIUS(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[radiusServer]{ID: "radius-server", Prompt: "config-radius-server",
		Title: "RADIUS server sub-mode commands:", Parent: modes.GlobalMode,
		Find: func(c *config.Config, path parser.Args) []radiusServer {
			return modes.OneTarget(c.RADIUS.Server(path.Str("name")))
		},
		Inert: func(s radiusServer) *config.Inert { return &s.Inert }})
	l.Add("global", radiusServerHost(), radiusNamed(),
		serverRetransmit(`radius-server retransmit`, func(c modes.Global) *config.Retries { return &c.RADIUS.Retransmit }),
		modes.Time(`radius-server timeout secs:<1-1000>`, radiusHelp(`radius-server timeout secs`, nil), time.Second, 0,
			func(c modes.Global) *time.Duration { return &c.RADIUS.Timeout }).WithoutDefaultLine(),
		modes.Time(`radius-server deadtime minutes:<1-1440>`, radiusHelp(`radius-server`, modes.H{
			"deadtime": "Time to stop using a server that doesn't respond",
			"minutes":  "Length of time, in minutes, for which a RADIUS server is skipped over by transaction requests"}), time.Minute, 0,
			func(c modes.Global) *time.Duration { return &c.RADIUS.Deadtime }).WithoutDefaultLine(),
		serverKey(`radius-server key`, func(c modes.Global) *string { return &c.RADIUS.Key }),
		radiusSource(modes.IPHelp, func(c modes.Global) *string { return &c.RADIUS.Source }))
	l.Add("radius-server", radiusAddress(),
		modes.Time(`timeout secs:<1-1000>`, radiusHelp(`timeout secs`, nil), time.Second, 0,
			func(s radiusServer) *time.Duration { return &s.Timeout }).WithoutDefaultLine(),
		serverRetransmit(`retransmit`, func(s radiusServer) *config.Retries { return &s.Retransmit }),
		serverKey(`key`, func(s radiusServer) *string { return &s.Key }),
		modes.ExitFrom[radiusServer]("RADIUS server configuration mode"))
	l.Add("exec", showRADIUS())
	addRADIUSGroup(l)
}

// obfuscateKeys is ObfuscateAll for the keys of servers.
func obfuscateKeys(r *config.RADIUS) {
	r.Key = obfuscate(r.Key, 10)
	for _, s := range slices.Concat(r.Servers, r.Hosts) {
		s.Key = obfuscate(s.Key, 11)
	}
	for _, g := range r.Groups {
		for _, m := range g.Members {
			if m.Private != nil {
				m.Private.Key = obfuscate(m.Private.Key, 12)
			}
		}
	}
}
