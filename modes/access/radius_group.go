package access

import (
	"slices"
	"time"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

type radiusGroup = *config.RADIUSGroup

func aaaGroupServer() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `aaa group server radius name:WORD`,
		Help: modes.MergeHelp(aaaHelp(), modes.H{"group": "AAA group definitions", "server": "AAA server group definitions",
			"radius": "Radius server-group definition", "name": "Server-group name"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if c.RADIUS.Group(a.Str("name")) == nil {
				c.RADIUS.Groups = append(c.RADIUS.Groups, &config.RADIUSGroup{Name: a.Str("name")})
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("name") {
				return modes.ErrIncomplete
			}
			c.RADIUS.Groups = slices.DeleteFunc(c.RADIUS.Groups, func(g radiusGroup) bool { return g.Name == a.Str("name") })
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, g := range c.RADIUS.Groups {
				lines = append(lines, parser.Args{"name": g.Name})
			}
			return lines
		},
		Enter: "radius-group",
	}
}

// sameMember says whether two lines of a group are about the same server.
func sameMember(a, b config.RADIUSMember) bool {
	if (a.Private == nil) != (b.Private == nil) {
		return false
	}
	if a.Private != nil {
		return hostOf(a.Private) == hostOf(b.Private) && a.Private.AuthPort == b.Private.AuthPort
	}
	return a.Name == b.Name && hostOf(&a.Host) == hostOf(&b.Host) && a.Host.AuthPort == b.Host.AuthPort && a.Host.AcctPort == b.Host.AcctPort
}

// groupMember is a line that names a server; read makes the member of it, and show the line of a member, nil if it is another's.
func groupMember(syntax, no string, help modes.H, read func(*modes.Context, parser.Args) (config.RADIUSMember, error),
	show func(config.RADIUSMember) parser.Args) modes.Cmd[radiusGroup] {
	return modes.Cmd[radiusGroup]{
		Syntax: syntax, Help: radiusHelp(syntax, help), No: no,
		Set: func(x *modes.Context, g radiusGroup, a parser.Args) error {
			m, err := read(x, a)
			if err != nil {
				return err
			}
			if at := slices.IndexFunc(g.Members, func(have config.RADIUSMember) bool { return sameMember(have, m) }); at >= 0 {
				g.Members[at] = m
				return nil
			}
			g.Members = append(g.Members, m)
			return nil
		},
		Unset: func(x *modes.Context, g radiusGroup, a parser.Args) error {
			m, err := read(x, a)
			g.Members = slices.DeleteFunc(g.Members, func(have config.RADIUSMember) bool { return sameMember(have, m) })
			return err
		},
		Show: func(g radiusGroup) (lines []parser.Args) {
			for _, m := range g.Members {
				if a := show(m); a != nil {
					lines = append(lines, a)
				}
			}
			return lines
		},
	}
}

// What lines have that name a server.
const (
	memberPorts   = ` [auth-port auth:<0-65535>] [acct-port acct:<0-65535>]`
	memberOptions = ` [timeout secs:<1-1000>] [retransmit retries:<0-100>] [key [type0=0 | type7=7] text:LINE!]`
)

func groupServerName() modes.Cmd[radiusGroup] {
	return groupMember(`<15,xe> server name name:WORD`, ``, modes.H{"server": "Specify a RADIUS server",
		"name":      "Specify a RADIUS server name",
		"name/name": "RADIUS server name"},
		func(_ *modes.Context, a parser.Args) (config.RADIUSMember, error) {
			return config.RADIUSMember{Name: a.Str("name")}, nil
		},
		func(m config.RADIUSMember) parser.Args {
			if m.Name == "" {
				return nil
			}
			return parser.Args{"name": m.Name}
		})
}

func groupServerAddress() modes.Cmd[radiusGroup] {
	return groupMember(`server addr:HOST`+memberPorts, ``, modes.H{"server": "Specify a RADIUS server", "addr": "IP address of RADIUS server"},
		func(_ *modes.Context, a parser.Args) (m config.RADIUSMember, _ error) {
			nameServer(&m.Host, a.Str("addr"))
			portsOf(&m.Host, a)
			return m, nil
		},
		func(m config.RADIUSMember) parser.Args {
			if m.Name != "" || m.Private != nil {
				return nil
			}
			return addPorts(parser.Args{"addr": hostOf(&m.Host)}, &m.Host)
		})
}

func groupServerPrivate() modes.Cmd[radiusGroup] {
	return groupMember(`server-private addr:HOST`+memberPorts+memberOptions, `server-private addr:HOST`+memberPorts,
		modes.H{"server-private": "Configure a private RADIUS server for this group", "addr": "IP address of RADIUS server"},
		func(x *modes.Context, a parser.Args) (config.RADIUSMember, error) {
			s := &config.RADIUSServer{}
			nameServer(s, a.Str("addr"))
			portsOf(s, a)
			return config.RADIUSMember{Private: s}, optionsOf(x, s, a)
		},
		func(m config.RADIUSMember) parser.Args {
			if m.Private == nil {
				return nil
			}
			return addOptions(addPorts(parser.Args{"addr": hostOf(m.Private)}, m.Private), m.Private)
		})
}

func addRADIUSGroup(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[radiusGroup]{ID: "radius-group", Prompt: "config-sg-radius",
		Title: "RADIUS Server-group commands:", Parent: modes.GlobalMode,
		Find: func(c *config.Config, path parser.Args) []radiusGroup {
			return modes.OneTarget(c.RADIUS.Group(path.Str("name")))
		},
		Inert: func(g radiusGroup) *config.Inert { return &g.Inert }})
	l.Add("global", afterNewModel(aaaGroupServer()))
	l.Add("radius-group", groupServerPrivate(), groupServerName(), groupServerAddress(),
		radiusSource("Internet Protocol", func(g radiusGroup) *string { return &g.Source }),
		modes.Time(`deadtime minutes:<1-1440>`, modes.H{"deadtime": "Specify time in minutes to ignore an unresponsive server",
			"minutes": "time in minutes"}, time.Minute, 0, func(g radiusGroup) *time.Duration { return &g.Deadtime }).WithoutDefaultLine(),
		modes.ExitFrom[radiusGroup]("server group configuration mode"))
}
