package crypto

import (
	"slices"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/modes/network"
	"ruthere/parser"
)

// A router calls a peer in aggressive mode if a `crypto isakmp peer` says with which password and under which name.

type isakmpPeerEntry = *config.ISAKMPPeer

func isakmpPeer() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto isakmp peer {address addr:A.B.C.D [vrf vrf-name:WORD] | hostname host:WORD}`,
		Help: isakmpHelp(modes.H{"peer": "Set Peer Policy", "address": "Define peer by IP address", "addr": "Peer IP address",
			"vrf": "Specify the VRF of the peer", "vrf-name": modes.VRFNameHelp, "hostname": "Define peer by hostname", "host": "Peer hostname"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !c.HasVRF(a.Str("vrf-name")) {
				return network.NoVRF(a.Str("vrf-name"))
			}
			c.ISAKMP.AddPeer(peerOf(a))
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("addr") && !a.Has("host") {
				return modes.ErrIncomplete
			}
			c.ISAKMP.Peers = slices.DeleteFunc(c.ISAKMP.Peers, peerOf(a).SamePeer)
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, p := range c.ISAKMP.Peers {
				lines = append(lines, peerArgs(p))
			}
			return lines
		},
		Enter: "isakmp-peer",
	}
}

// peerOf is the peer that a line names, and nothing else of it.
func peerOf(a parser.Args) isakmpPeerEntry {
	p := &config.ISAKMPPeer{Host: a.Str("host"), VRF: a.Str("vrf-name")}
	if a.Has("addr") {
		p.Addr = a.Addr("addr")
	}
	return p
}

// peerArgs is the inverse of peerOf.
func peerArgs(p isakmpPeerEntry) parser.Args {
	if p.Host != "" {
		return parser.Args{"hostname": true, "host": p.Host}
	}
	a := parser.Args{"address": true, "addr": p.Addr}
	if p.VRF != "" {
		a["vrf"], a["vrf-name"] = true, p.VRF
	}
	return a
}

func aggressiveHelp(more modes.H) modes.H {
	return modes.MergeHelp(modes.H{"set": "Set attributes", "aggressive-mode": "Set aggressive mode attributes"}, more)
}

func peerPassword() modes.Cmd[isakmpPeerEntry] {
	return modes.Cmd[isakmpPeerEntry]{
		Syntax: `set aggressive-mode password [type0=0 | type6=6] password:LINE!`,
		Help: aggressiveHelp(modes.H{"password": "Set the password", "0": "Specifies an UNENCRYPTED password will follow",
			"6": "Specifies an ENCRYPTED password will follow", "password/password": "The password"}),
		Set: func(_ *modes.Context, p isakmpPeerEntry, a parser.Args) error {
			if len(a.Str("password")) > maxKey {
				return keyTooLong()
			}
			p.Password, p.Encrypted = a.Str("password"), a.Has("type6")
			return nil
		},
		Unset: func(_ *modes.Context, p isakmpPeerEntry, _ parser.Args) error {
			p.Password, p.Encrypted = "", false
			return nil
		},
		Show: func(p isakmpPeerEntry) []parser.Args {
			if p.Password == "" {
				return nil
			}
			a := parser.Args{"password": p.Password}
			if p.Encrypted {
				a["type6"] = true
			}
			return []parser.Args{a}
		},
	}
}

func peerEndpoint() modes.Cmd[isakmpPeerEntry] {
	return modes.Cmd[isakmpPeerEntry]{
		Syntax: `set aggressive-mode client-endpoint {fqdn fqdn:WORD | ipv4-address addr:A.B.C.D | user-fqdn user:WORD}`,
		Help: aggressiveHelp(modes.H{"client-endpoint": "Set client endpoint", "fqdn": "Fully qualified domain name",
			"fqdn/fqdn": "Name", "ipv4-address": "IP address of the client endpoint", "addr": "IP address",
			"user-fqdn": "User fully qualified domain name", "user": "User FQDN, as user@domain"}),
		Set: func(_ *modes.Context, p isakmpPeerEntry, a parser.Args) error {
			switch {
			case a.Has("fqdn"):
				p.Endpoint = config.Identity{Kind: config.IdentityFQDN, Name: a.Str("fqdn")}
			case a.Has("user"):
				p.Endpoint = config.Identity{Kind: config.IdentityUserFQDN, Name: a.Str("user")}
			default:
				p.Endpoint = config.Identity{Kind: config.IdentityAddress, Addr: a.Addr("addr")}
			}
			return nil
		},
		Unset: func(_ *modes.Context, p isakmpPeerEntry, _ parser.Args) error {
			p.Endpoint = config.Identity{}
			return nil
		},
		Show: func(p isakmpPeerEntry) []parser.Args {
			switch p.Endpoint.Kind {
			case config.IdentityFQDN:
				return []parser.Args{{"fqdn": p.Endpoint.Name}}
			case config.IdentityUserFQDN:
				return []parser.Args{{"user-fqdn": true, "user": p.Endpoint.Name}}
			case config.IdentityAddress:
				return []parser.Args{{"ipv4-address": true, "addr": p.Endpoint.Addr}}
			}
			return nil
		},
	}
}

func profileAggressive() modes.Cmd[profile] {
	return modes.Flag(`initiate mode aggressive`, modes.H{"initiate": "Initiate a Security Association with peer",
		"mode": "Specify mode to initiate", "aggressive": "Aggressive mode"}, func(p profile) *bool { return &p.Aggressive })
}

func addISAKMPPeer(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[isakmpPeerEntry]{ID: "isakmp-peer", Prompt: "config-isakmp-peer",
		Title: "Crypto ISAKMP Peer configuration commands:", Parent: modes.GlobalMode,
		Find: func(c *config.Config, path parser.Args) []isakmpPeerEntry {
			return modes.OneTarget(c.ISAKMP.Peer(peerOf(path)))
		}})
	l.Add("global", isakmpPeer())
	l.Add("isakmp-peer", description("peer", func(p isakmpPeerEntry) *string { return &p.Description }), peerPassword(), peerEndpoint(),
		modes.ExitFrom[isakmpPeerEntry]("isakmp peer configuration mode"))
	l.Add("isakmp-profile", profileAggressive())
}
