package crypto

import (
	"slices"
	"time"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// The Easy VPN remote: of which servers this router is a client, and where.

type ezvpn = *config.EasyVPN

func ezvpnHelp(more modes.H) modes.H {
	return modes.MergeHelp(modes.H{"crypto": "Encryption module", "ipsec": "Configure IPSEC policy", "client": "Configure a client",
		"ezvpn": "Easy VPN client", "name": "Name of the client"}, more)
}

func ezvpnClient() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto ipsec client ezvpn name:WORD`,
		Help:   ezvpnHelp(nil),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.AddEasyVPN(a.Str("name"))
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("name") {
				return modes.ErrIncomplete
			}
			c.EasyVPNs = slices.DeleteFunc(c.EasyVPNs, func(v ezvpn) bool { return v.Name == a.Str("name") })
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, v := range c.EasyVPNs {
				lines = append(lines, parser.Args{"name": v.Name})
			}
			return lines
		},
		Enter: "ezvpn",
	}
}

func ezvpnConnect() modes.Cmd[ezvpn] {
	return modes.Cmd[ezvpn]{
		Syntax: `connect {auto | manual | acl list:WORD}`,
		Help: modes.H{"connect": "Connect options", "auto": "Automatically connect and reconnect", "manual": "Connect when it is asked for",
			"acl": "Connect for the traffic that an access list permits", "list": "Access list"},
		Set: func(_ *modes.Context, v ezvpn, a parser.Args) error {
			v.Connect, v.ConnectList = config.ConnectAuto, ""
			switch {
			case a.Has("manual"):
				v.Connect = config.ConnectManual
			case a.Has("acl"):
				v.Connect, v.ConnectList = config.ConnectACL, a.Str("list")
			}
			return nil
		},
		Unset: func(_ *modes.Context, v ezvpn, _ parser.Args) error {
			v.Connect, v.ConnectList = config.ConnectAuto, ""
			return nil
		},
		Show: func(v ezvpn) []parser.Args {
			if v.Connect == config.ConnectACL {
				return []parser.Args{{"acl": true, "list": v.ConnectList}}
			}
			return []parser.Args{{v.Connect: true}}
		},
	}
}

func ezvpnGroup() modes.Cmd[ezvpn] {
	return modes.Cmd[ezvpn]{
		Syntax: `group group-name:WORD key [type0=0 | type6=6] key:WORD!`,
		Help: modes.H{"group": "Group of the server", "group-name": "Group name", "key": "Key of the group",
			"0": "Specifies an UNENCRYPTED password will follow", "6": "Specifies an ENCRYPTED password will follow", "key/key": "The key"},
		Set: func(_ *modes.Context, v ezvpn, a parser.Args) error {
			if len(a.Str("key")) > maxKey {
				return keyTooLong()
			}
			v.Group, v.Key, v.KeyEncrypted = a.Str("group-name"), a.Str("key"), a.Has("type6")
			return nil
		},
		Unset: func(_ *modes.Context, v ezvpn, _ parser.Args) error {
			v.Group, v.Key, v.KeyEncrypted = "", "", false
			return nil
		},
		Show: func(v ezvpn) []parser.Args {
			if v.Group == "" {
				return nil
			}
			a := parser.Args{"group-name": v.Group, "key": v.Key}
			if v.KeyEncrypted {
				a["type6"] = true
			}
			return []parser.Args{a}
		},
	}
}

func ezvpnMode() modes.Cmd[ezvpn] {
	return modes.Cmd[ezvpn]{
		Syntax: `mode {client | network-extension | network-plus}`,
		Help: modes.H{"mode": "Mode of the client", "client": "Hosts inside share the address that the server assigns",
			"network-extension": "Hosts inside keep their addresses", "network-plus": "Both"},
		Set: func(_ *modes.Context, v ezvpn, a parser.Args) error {
			for _, m := range []string{config.ModeClient, config.ModeNetworkExtension, config.ModeNetworkPlus} {
				if a.Has(m) {
					v.Mode = m
				}
			}
			return nil
		},
		Unset: func(_ *modes.Context, v ezvpn, _ parser.Args) error { v.Mode = config.ModeClient; return nil },
		Show:  func(v ezvpn) []parser.Args { return []parser.Args{{v.Mode: true}} },
	}
}

// maxEzVPNPeers is how many servers a client has, as on the device.
const maxEzVPNPeers = 10

func ezvpnPeer() modes.Cmd[ezvpn] {
	peerIn := func(a parser.Args) config.Peer {
		if a.Has("addr") {
			return config.Peer{Addr: a.Addr("addr"), Default: a.Has("default")}
		}
		return config.Peer{Host: a.Str("host"), Dynamic: true, Default: a.Has("default")}
	}
	return modes.Cmd[ezvpn]{
		Syntax: `peer {addr:A.B.C.D | host:WORD} [default]`,
		Help: modes.H{"peer": "Servers, tried in this order", "addr": "IP address of the server", "host": "Host name of the server",
			"default": "Try this one first"},
		Set: func(_ *modes.Context, v ezvpn, a parser.Args) error {
			p := peerIn(a)
			at := slices.IndexFunc(v.Peers, func(q config.Peer) bool { return q.String() == p.String() })
			if at < 0 && len(v.Peers) >= maxEzVPNPeers {
				return modes.Refuse("% No more than 10 peers")
			}
			for i := range v.Peers {
				v.Peers[i].Default = v.Peers[i].Default && !p.Default
			}
			if at < 0 {
				v.Peers = append(v.Peers, p)
			} else {
				v.Peers[at] = p
			}
			return nil
		},
		Unset: func(_ *modes.Context, v ezvpn, a parser.Args) error {
			v.Peers = slices.DeleteFunc(v.Peers, func(q config.Peer) bool {
				return !a.Has("addr") && !a.Has("host") || q.String() == peerIn(a).String()
			})
			return nil
		},
		Show: func(v ezvpn) (lines []parser.Args) {
			for _, p := range v.Peers {
				a := parser.Args{"addr": p.Addr}
				if p.Host != "" {
					a = parser.Args{"host": p.Host}
				}
				if p.Default {
					a["default"] = true
				}
				lines = append(lines, a)
			}
			return lines
		},
	}
}

func ezvpnUser() modes.Cmd[ezvpn] {
	return modes.Cmd[ezvpn]{
		Syntax: `username user:WORD password [type0=0 | type6=6] password:WORD!`,
		Help: modes.H{"username": "User to say to the server", "user": "Username", "password": "Password of the user",
			"0": "Specifies an UNENCRYPTED password will follow", "6": "Specifies an ENCRYPTED password will follow",
			"password/password": "The password"},
		Set: func(_ *modes.Context, v ezvpn, a parser.Args) error {
			v.User, v.Password, v.Encrypted = a.Str("user"), a.Str("password"), a.Has("type6")
			return nil
		},
		Unset: func(_ *modes.Context, v ezvpn, _ parser.Args) error {
			v.User, v.Password, v.Encrypted = "", "", false
			return nil
		},
		Show: func(v ezvpn) []parser.Args {
			if v.User == "" {
				return nil
			}
			a := parser.Args{"user": v.User, "password": v.Password}
			if v.Encrypted {
				a["type6"] = true
			}
			return []parser.Args{a}
		},
	}
}

// ezvpnUserMode is who answers the server. By HTTP nobody can here, for there is no browser that would be asked.
func ezvpnUserMode() modes.Cmd[ezvpn] {
	return modes.Cmd[ezvpn]{
		Syntax: `xauth userid mode {http-intercept | interactive | local}`,
		Help: modes.H{"xauth": "Extended authentication", "userid": "Where user and password come from", "mode": "How they are found",
			"http-intercept": "From a user's browser", "interactive": "From somebody at a terminal", "local": "From the configuration"},
		Set: func(_ *modes.Context, v ezvpn, a parser.Args) error {
			if a.Has("http-intercept") {
				return modes.Refuse("% Nobody's browser is asked here: use interactive or local")
			}
			v.Saved = a.Has("local")
			return nil
		},
		Unset: func(_ *modes.Context, v ezvpn, _ parser.Args) error { v.Saved = false; return nil },
		Show: func(v ezvpn) []parser.Args {
			if v.Saved {
				return []parser.Args{{"local": true}}
			}
			return []parser.Args{{"interactive": true}}
		},
	}
}

func ezvpnLocalAddress() modes.Cmd[ezvpn] {
	return modes.Text(`local-address interface:INTERFACE`, modes.H{"local-address": "Interface whose address the server sees",
		"interface": "Interface"}, func(v ezvpn) *string { return &v.LocalAddress })
}

// ezvpnBackup names the client that takes this one's place while a tracked object is down.
func ezvpnBackup() modes.Cmd[ezvpn] {
	return modes.Cmd[ezvpn]{
		Syntax: `backup client:WORD track object:<1-1000>`,
		Help: modes.H{"backup": "Client that takes this one's place", "client": "Name of the client", "track": "While an object is down",
			"object": "Tracked object"},
		No: `backup`,
		Set: func(_ *modes.Context, v ezvpn, a parser.Args) error {
			v.Backup, v.BackupTrack = a.Str("client"), a.Int("object")
			return nil
		},
		Unset: func(_ *modes.Context, v ezvpn, _ parser.Args) error { v.Backup, v.BackupTrack = "", 0; return nil },
		Show: func(v ezvpn) []parser.Args {
			if v.Backup == "" {
				return nil
			}
			return []parser.Args{{"client": v.Backup, "object": v.BackupTrack}}
		},
	}
}

// interfaceEzVPN may be there several times: an interface may be inside for several clients.
func interfaceEzVPN() modes.Cmd[*config.Interface] {
	return modes.Cmd[*config.Interface]{
		Syntax: `crypto ipsec client ezvpn name:WORD [inside | outside]`,
		Help: modes.MergeHelp(ezvpnHelp(nil), modes.H{"crypto": "Encryption/Decryption commands",
			"inside": "The client's own networks are here", "outside": "The server is reached here"}),
		Set: func(x *modes.Context, i *config.Interface, a parser.Args) error {
			use := config.EasyVPNUse{Name: a.Str("name"), Inside: a.Has("inside")}
			if x.Config.EasyVPNNamed(use.Name) == nil && !x.Loading {
				return modes.Refuse("% Easy VPN client " + use.Name + " is not configured")
			}
			if !slices.Contains(i.EasyVPNs, use) {
				i.EasyVPNs = append(i.EasyVPNs, use)
			}
			return nil
		},
		Unset: func(_ *modes.Context, i *config.Interface, a parser.Args) error {
			i.EasyVPNs = slices.DeleteFunc(i.EasyVPNs, func(u config.EasyVPNUse) bool {
				return !a.Has("name") || u.Name == a.Str("name") && (u.Inside == a.Has("inside"))
			})
			return nil
		},
		Show: func(i *config.Interface) (lines []parser.Args) {
			for _, u := range i.EasyVPNs {
				a := parser.Args{"name": u.Name}
				if u.Inside {
					a["inside"] = true
				}
				lines = append(lines, a)
			}
			return lines
		},
	}
}

func addEzVPN(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[ezvpn]{ID: "ezvpn", Prompt: "config-crypto-ezvpn",
		Title: "Crypto IPSEC Client EZVPN configuration commands:", Parent: modes.GlobalMode,
		Find: func(c *config.Config, path parser.Args) []ezvpn {
			return modes.OneTarget(c.EasyVPNNamed(path.Str("name")))
		},
		Inert: func(v ezvpn) *config.Inert { return &v.Inert }})
	l.Add("global", ezvpnClient())
	l.Add("interface", interfaceEzVPN())
	l.Add("ezvpn", ezvpnConnect(), ezvpnGroup(), ezvpnLocalAddress(), ezvpnMode(), ezvpnPeer(),
		modes.Text(`acl list:WORD`, modes.H{"acl": "Networks beside those of the interfaces inside", "list": "Access list"},
			func(v ezvpn) *string { return &v.ACL }),
		ezvpnUser(),
		modes.Time(`idletime secs:<60-86400>`, modes.H{"idletime": "Idle for so long, the tunnel is brought down", "secs": "Seconds"},
			time.Second, 0, func(v ezvpn) *time.Duration { return &v.IdleTime }).WithoutDefaultLine(),
		ezvpnUserMode(), ezvpnBackup(), modes.ExitFrom[ezvpn]("Crypto EzVPN configuration mode"))
	l.Add("exec", showEzVPN(), clearEzVPN(), connectEzVPN(), answerEzVPN())
}
