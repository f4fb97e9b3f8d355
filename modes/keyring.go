package modes

import (
	"net/netip"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

// Keyring is the mode of one crypto keyring.
var Keyring = newMode("conf-keyring", "Crypto Keyring commands:", Global,
	func(c *config.Config, path parser.Args) []keyring {
		return one(c.ISAKMP.Keyring(path.Str("keyring-name")))
	})

type keyring = *config.Keyring

var cryptoKeyring = Cmd[global]{
	Syntax: `crypto keyring keyring-name:WORD [vrf vrf-name:WORD]`,
	Help: H{"crypto": "Encryption module", "keyring": "Key ring commands", "keyring-name": "Key ring name",
		"vrf": "Specify the VRF of the peers", "vrf-name": vrfHelp},
	Set: func(_ *Context, c global, a parser.Args) error {
		if !c.HasVRF(a.Str("vrf-name")) {
			return noVRF(a.Str("vrf-name"))
		}
		k := c.ISAKMP.AddKeyring(a.Str("keyring-name"))
		if a.Has("vrf-name") {
			k.VRF = a.Str("vrf-name")
		}
		return nil
	},
	Unset: func(_ *Context, c global, a parser.Args) error {
		if !a.Has("keyring-name") {
			return errIncomplete
		}
		c.ISAKMP.Keyrings = slices.DeleteFunc(c.ISAKMP.Keyrings, func(k keyring) bool { return k.Name == a.Str("keyring-name") })
		return nil
	},
	Show: func(c global) (lines []parser.Args) {
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
	Enter: Keyring,
}

// description is the command of that name for any T that has a text.
func description[T any](what string, of func(T) *string) Cmd[T] {
	return Cmd[T]{
		Syntax: `description text:LINE`,
		Help:   H{"description": "Specify a description of this " + what, "text": "Up to 80 characters describing this " + what},
		Set: func(_ *Context, t T, a parser.Args) error {
			*of(t) = strings.TrimRight(a.Str("text"), " ")
			return nil
		},
		Unset: func(_ *Context, t T, _ parser.Args) error { *of(t) = ""; return nil },
		Show:  func(t T) []parser.Args { return text("text", *of(t)) },
	}
}

// localAddress binds a keyring or a profile to one end of ours.
func localAddress[T any](of func(T) *config.LocalAddress) Cmd[T] {
	return Cmd[T]{
		Syntax: `local-address {addr:A.B.C.D | interface:INTERFACE} [vrf-name:WORD]`,
		Help: H{"local-address": "Specify a local address or interface to use", "addr": "Local IP address",
			"interface": "Local interface", "vrf-name": vrfHelp},
		Set: func(x *Context, t T, a parser.Args) error {
			if !x.Config.HasVRF(a.Str("vrf-name")) {
				return noVRF(a.Str("vrf-name"))
			}
			*of(t) = config.LocalAddress{Addr: a.Addr("addr"), Interface: a.Str("interface"), VRF: a.Str("vrf-name")}
			return nil
		},
		Unset: func(_ *Context, t T, _ parser.Args) error { *of(t) = config.LocalAddress{}; return nil },
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

var keyringKey = Cmd[keyring]{
	Syntax: `pre-shared-key {address addr:A.B.C.D [mask:A.B.C.D] | hostname host:WORD} key [type0=0 | type6=6] secret:WORD`,
	Help: H{"pre-shared-key": "Specify a pre-shared key to use for peers", "address": "Define shared key by IP address",
		"hostname": "Define shared key by hostname", "addr": "Peer IP address", "mask": "Peer IP subnet mask", "host": "Peer hostname",
		"key": "Specify the pre-shared key", "0": "Specifies an UNENCRYPTED password will follow",
		"6": "Specifies an ENCRYPTED password will follow", "secret": "The UNENCRYPTED (cleartext) user password"},
	Set:   func(_ *Context, k keyring, a parser.Args) error { return addKey(&k.Keys, a) },
	Unset: func(_ *Context, k keyring, a parser.Args) error { return removeKey(&k.Keys, a) },
	Show:  func(k keyring) []parser.Args { return showKeys(k.Keys, isHost) },
}

// isHost says whether an address needs no mask behind it: 0.0.0.0 alone is all hosts.
func isHost(p netip.Prefix) bool { return p.IsSingleIP() && !p.Addr().IsUnspecified() }

func init() {
	Keyring.indent = 2
	Global.Add(cryptoKeyring)
	Keyring.Add(description("keyring", func(k keyring) *string { return &k.Description }),
		localAddress(func(k keyring) *config.LocalAddress { return &k.LocalAddress }),
		keyringKey, exitFrom[keyring]("keyring configuration mode"))
}
