package crypto

import (
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/network"
	"ruthere/parser"
)

type keyring = *config.Keyring

func cryptoKeyring() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto keyring keyring-name:WORD [vrf vrf-name:WORD]`,
		Help: modes.H{"crypto": "Encryption module", "keyring": "Key ring commands", "keyring-name": "Key ring name",
			"vrf": "Specify the VRF of the peers", "vrf-name": modes.VRFNameHelp},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !c.HasVRF(a.Str("vrf-name")) {
				return network.NoVRF(a.Str("vrf-name"))
			}
			k := c.ISAKMP.AddKeyring(a.Str("keyring-name"))
			if a.Has("vrf-name") {
				k.VRF = a.Str("vrf-name")
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("keyring-name") {
				return modes.ErrIncomplete
			}
			c.ISAKMP.Keyrings = slices.DeleteFunc(c.ISAKMP.Keyrings, func(k keyring) bool { return k.Name == a.Str("keyring-name") })
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, k := range c.ISAKMP.Keyrings {
				a := parser.Args{"keyring-name": k.Name}
				if k.VRF != "" {
					a["vrf"], a["vrf-name"] = true, k.VRF
				}
				lines = append(lines, a)
			}
			return lines
		},
		Spell: func(_ debuglog.Release, line string) string { return line + "  " },
		Enter: "crypto-keyring",
	}
}

// description is the command of that name for any T that has a text.
func description[T any](what string, of func(T) *string) modes.Cmd[T] {
	return modes.Description(modes.H{"description": "Specify a description of this " + what,
		"text": "Up to 80 characters describing this " + what}, of)
}

// localAddress binds a keyring or a profile to one end of ours.
func localAddress[T any](of func(T) *config.LocalAddress) modes.Cmd[T] {
	return modes.Cmd[T]{
		Syntax: `local-address {addr:A.B.C.D | interface:INTERFACE} [vrf-name:WORD]`,
		Help: modes.H{"local-address": "Specify a local address or interface to use", "addr": "Local IP address",
			"interface": "Local interface", "vrf-name": modes.VRFNameHelp},
		Set: func(x *modes.Context, t T, a parser.Args) error {
			if !x.Config.HasVRF(a.Str("vrf-name")) {
				return network.NoVRF(a.Str("vrf-name"))
			}
			*of(t) = config.LocalAddress{Addr: a.Addr("addr"), Interface: a.Str("interface"), VRF: a.Str("vrf-name")}
			return nil
		},
		Unset: func(_ *modes.Context, t T, _ parser.Args) error { *of(t) = config.LocalAddress{}; return nil },
		Show: func(t T) []parser.Args {
			l := *of(t)
			if l.IsZero() {
				return nil
			}
			a := parser.Args{}
			if l.Interface != "" {
				a["interface"] = l.Interface
			} else {
				a["addr"] = l.Addr
			}
			if l.VRF != "" {
				a["vrf-name"] = l.VRF
			}
			return []parser.Args{a}
		},
	}
}

func keyringKey() modes.Cmd[keyring] {
	return modes.Cmd[keyring]{
		Syntax: `pre-shared-key {address addr:A.B.C.D [mask:A.B.C.D] | hostname host:WORD} key [type0=0 | type6=6] secret:WORD!`,
		Help: modes.H{"pre-shared-key": "Specify a pre-shared key to use for peers", "address": "Define shared key by IP address",
			"hostname": "Define shared key by hostname", "addr": "Peer IP address", "mask": "Peer IP subnet mask", "host": "Peer hostname",
			"key": "Specify the pre-shared key", "0": "Specifies an UNENCRYPTED password will follow",
			"6": "Specifies an ENCRYPTED password will follow", "secret": "The UNENCRYPTED (cleartext) user password"},
		Set:   func(_ *modes.Context, k keyring, a parser.Args) error { return addKey(&k.Keys, a) },
		Unset: func(_ *modes.Context, k keyring, a parser.Args) error { return removeKey(&k.Keys, a) },
		Show:  func(k keyring) []parser.Args { return showKeys(k.Keys, isHost) },
	}
}

// isHost says whether an address needs no mask behind it: 0.0.0.0 alone is all hosts.
func isHost(p netip.Prefix) bool { return p.IsSingleIP() && !p.Addr().IsUnspecified() }

func addKeyring(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[keyring]{ID: "crypto-keyring", Prompt: "conf-keyring", Title: "Crypto Keyring commands:",
		Parent: modes.GlobalMode, Indent: 2,
		Find: func(c *config.Config, path parser.Args) []keyring {
			return modes.OneTarget(c.ISAKMP.Keyring(path.Str("keyring-name")))
		}})
	l.Add("global", cryptoKeyring())
	l.Add("crypto-keyring", description("keyring", func(k keyring) *string { return &k.Description }),
		localAddress(func(k keyring) *config.LocalAddress { return &k.LocalAddress }),
		keyringKey(), modes.ExitFrom[keyring]("keyring configuration mode"))
}
