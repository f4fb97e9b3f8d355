package crypto

import (
	"time"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// Which remote users are asked for a name and a password (XAUTH), and told an address (mode configuration): those of a crypto map,
// or of an ISAKMP profile.

func xauthHelp() modes.H {
	return modes.H{"client": "Specify client configuration settings", "authentication": "Set parameters for XAUTH", "list": "Specify AAA list",
		"methods": "Named authentication list"}
}

func authorizationHelp() modes.H {
	return modes.H{"isakmp": "Specify isakmp configuration settings", "authorization": "Authorization parameters", "list": "Specify AAA list",
		"groups": "Named authorization list"}
}

func cryptoMapXAuth() modes.Cmd[modes.Global] {
	return mapSetting{
		keywords: "client authentication list", argument: "methods", kind: "WORD", help: xauthHelp(),
		set: (*config.Config).SetMapXAuth,
		of:  func(m config.MapSettings) string { return m.Clients.XAuth },
	}.command()
}

func cryptoMapAuthorization() modes.Cmd[modes.Global] {
	return mapSetting{
		keywords: "isakmp authorization list", argument: "groups", kind: "WORD", help: authorizationHelp(),
		set: (*config.Config).SetMapAuthorization,
		of:  func(m config.MapSettings) string { return m.Clients.Authorization },
	}.command()
}

func addressHelp() modes.H {
	return modes.H{"client": "Specify client configuration settings", "configuration": "Specify client configuration settings",
		"address": "Configure network address for client", "initiate": "Push a client IP address", "respond": "Respond to a client request"}
}

// cryptoMapAddress may be there twice, once with each word.
func cryptoMapAddress() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto map name:WORD client configuration address {initiate | respond}`,
		Place:  "crypto map client configuration address",
		Help:   modes.MergeHelp(addressHelp(), modes.H{"crypto": "Encryption module", "map": "Enter a crypto map", "name": "Crypto map tag"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.SetMapAddress(a.Str("name"), a.Has("initiate"), true)
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("respond") {
				c.SetMapAddress(a.Str("name"), true, false)
			}
			if !a.Has("initiate") {
				c.SetMapAddress(a.Str("name"), false, false)
			}
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, m := range c.MapSettings {
				if m.Clients.Initiate {
					lines = append(lines, parser.Args{"name": m.Map, "initiate": true})
				}
				if m.Clients.Respond {
					lines = append(lines, parser.Args{"name": m.Map, "respond": true})
				}
			}
			return lines
		},
	}
}

func profileAddress() modes.Cmd[profile] {
	return modes.Cmd[profile]{
		Syntax: `client configuration address {initiate | respond}`,
		Help:   addressHelp(),
		Set: func(_ *modes.Context, p profile, a parser.Args) error {
			p.Clients.Initiate, p.Clients.Respond = p.Clients.Initiate || a.Has("initiate"), p.Clients.Respond || a.Has("respond")
			return nil
		},
		Unset: func(_ *modes.Context, p profile, a parser.Args) error {
			p.Clients.Initiate, p.Clients.Respond = p.Clients.Initiate && a.Has("respond"), p.Clients.Respond && a.Has("initiate")
			return nil
		},
		Show: func(p profile) (lines []parser.Args) {
			if p.Clients.Initiate {
				lines = append(lines, parser.Args{"initiate": true})
			}
			if p.Clients.Respond {
				lines = append(lines, parser.Args{"respond": true})
			}
			return lines
		},
	}
}

func xauthTimeout() modes.Cmd[modes.Global] {
	return modes.Time(`crypto isakmp xauth timeout secs:<5-90>`, isakmpHelp(modes.H{"xauth": "Set Extended Authentication values",
		"timeout": "Set time for XAUTH to be done in", "secs": "Time in seconds"}), time.Second, 0,
		func(c modes.Global) *time.Duration { return &c.ISAKMP.XAuthTimeout }).WithoutDefaultLine()
}

func clientAddressPool() modes.Cmd[modes.Global] {
	return modes.Text(`crypto isakmp client configuration address-pool local pool:WORD`, clientConfigurationHelp(modes.H{
		"address-pool": "Set network address for client", "local": "Configure a local pool", "pool": "Pool name"}),
		func(c modes.Global) *string { return &c.ISAKMP.AddressPool })
}

func loggingEzVPN() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto logging ezvpn [group group-name:WORD]`,
		Help: modes.H{"crypto": "Encryption module", "logging": "logging messages", "ezvpn": "ezvpn logging enable/disable",
			"group": "Log for one group alone", "group-name": "Group name"},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.EzVPNLogging, c.EzVPNLogGroup = true, a.Str("group-name")
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.EzVPNLogging, c.EzVPNLogGroup = false, ""
			return nil
		},
		Show: func(c modes.Global) []parser.Args {
			if c.EzVPNLogGroup != "" {
				return []parser.Args{{"group": true, "group-name": c.EzVPNLogGroup}}
			}
			return modes.LineIf(c.EzVPNLogging)
		},
	}
}

func addXAuth(l *modes.Language) {
	l.Add("global", cryptoMapXAuth(), cryptoMapAuthorization(), cryptoMapAddress(), xauthTimeout(), clientAddressPool(), loggingEzVPN())
	l.Add("isakmp-profile",
		modes.Text(`client authentication list methods:WORD`, xauthHelp(), func(p profile) *string { return &p.Clients.XAuth }),
		modes.Text(`isakmp authorization list groups:WORD`, authorizationHelp(), func(p profile) *string { return &p.Clients.Authorization }),
		profileAddress(),
		modes.Text(`client configuration group group-name:WORD`, modes.H{"client": "Specify client configuration settings",
			"configuration": "Specify client configuration settings", "group": "Set the group of clients that present none",
			"group-name": "Group name"}, func(p profile) *string { return &p.ClientGroup }))
}
