package pki

import (
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/modes/access"
	"ruthere/parser"
)

// What the router calls itself in a request.

// usages are what a certificate may be for, as they are typed and printed.
var usages = []string{"ike", "ssl-client", "ssl-server"}

func usage() modes.Cmd[trustpoint] {
	return modes.Cmd[trustpoint]{
		Syntax: `usage &{ike | ssl-client | ssl-server}`,
		Help:   modes.H{"usage": "Certificate Usage", "ike": "IKE", "ssl-client": "SSL client", "ssl-server": "SSL server"},
		Set: func(_ *modes.Context, t trustpoint, a parser.Args) error {
			t.Usage = slices.DeleteFunc(slices.Clone(usages), func(u string) bool { return !a.Has(u) })
			return nil
		},
		Unset: func(_ *modes.Context, t trustpoint, _ parser.Args) error { t.Usage = nil; return nil },
		Show: func(t trustpoint) []parser.Args {
			if len(t.Usage) == 0 {
				return nil
			}
			a := parser.Args{}
			for _, u := range t.Usage {
				a[u] = true
			}
			return []parser.Args{a}
		},
		KeptFor: "Certificates",
	}
}

func serialNumber() modes.Cmd[trustpoint] {
	return modes.Cmd[trustpoint]{
		Syntax: `serial-number [none]`,
		Help:   modes.H{"serial-number": "Include serial number", "none": "Exclude the serial number"},
		Set: func(_ *modes.Context, t trustpoint, a parser.Args) error {
			t.Serial = config.Included
			if a.Has("none") {
				t.Serial = config.None
			}
			return nil
		},
		Unset: func(_ *modes.Context, t trustpoint, _ parser.Args) error { t.Serial = ""; return nil },
		Show: func(t trustpoint) []parser.Args {
			switch t.Serial {
			case config.None:
				return []parser.Args{{"none": true}}
			case config.Included:
				return []parser.Args{{}}
			}
			return nil
		},
	}
}

func fqdn() modes.Cmd[trustpoint] {
	return modes.Cmd[trustpoint]{
		Syntax: `fqdn {none | name:WORD}`,
		Help:   modes.H{"fqdn": "Include fully-qualified domain name", "none": "Exclude FQDN", "name": "Fully-qualified domain name"},
		Set: func(_ *modes.Context, t trustpoint, a parser.Args) error {
			t.FQDN = a.Str("name")
			if a.Has("none") {
				t.FQDN = config.None
			}
			return nil
		},
		Unset: func(_ *modes.Context, t trustpoint, _ parser.Args) error { t.FQDN = ""; return nil },
		Show: func(t trustpoint) []parser.Args {
			if t.FQDN == config.None {
				return []parser.Args{{"none": true}}
			}
			return modes.TextLine("name", t.FQDN)
		},
	}
}

func ipAddress() modes.Cmd[trustpoint] {
	return modes.Cmd[trustpoint]{
		Syntax: `ip-address {none | addr:A.B.C.D | interface:INTERFACE}`,
		Help: modes.H{"ip-address": "Include IP address", "none": "Exclude the IP address", "addr": "IP address",
			"interface": "Interface whose address it is"},
		Set: func(_ *modes.Context, t trustpoint, a parser.Args) error {
			switch {
			case a.Has("none"):
				t.Address = config.None
			case a.Has("addr"):
				t.Address = a.Addr("addr").String()
			default:
				t.Address = a.Str("interface")
			}
			return nil
		},
		Unset: func(_ *modes.Context, t trustpoint, _ parser.Args) error { t.Address = ""; return nil },
		Show: func(t trustpoint) []parser.Args {
			if t.Address == config.None {
				return []parser.Args{{"none": true}}
			}
			if addr, err := modes.ParseAddr(t.Address); err == nil {
				return []parser.Args{{"addr": addr}}
			}
			return modes.TextLine("interface", t.Address)
		},
	}
}

// hidden is what stands before a password that is written as type 7.
const hidden = "7 "

// password is the challenge password of requests, with which a certificate may be revoked.
func password() modes.Cmd[trustpoint] {
	return modes.Cmd[trustpoint]{
		Syntax: `password [type0=0 | type7=7] text:WORD!`,
		Help: modes.H{"password": "Revocation password", "0": "Specifies an UNENCRYPTED password will follow",
			"7": "Specifies a HIDDEN password will follow", "text": "Revocation password"},
		Set: func(x *modes.Context, t trustpoint, a parser.Args) error {
			t.Password = a.Str("text")
			switch _, readable := access.FromTypeSeven(t.Password); {
			case a.Has("type7") && !readable:
				return modes.Refuse("Invalid encrypted password: " + t.Password)
			case a.Has("type7"):
				t.Password = hidden + t.Password
			case x != nil && x.Config.Services.PasswordEncryption:
				t.Password = hidden + access.TypeSeven(t.Password)
			}
			return nil
		},
		Unset: func(_ *modes.Context, t trustpoint, _ parser.Args) error { t.Password = ""; return nil },
		Show: func(t trustpoint) []parser.Args {
			if t.Password == "" {
				return nil
			}
			if text, isHidden := strings.CutPrefix(t.Password, hidden); isHidden {
				return []parser.Args{{"type7": true, "text": text}}
			}
			return []parser.Args{{"text": t.Password}}
		},
	}
}

// clearPassword is the challenge password in clear; "" if there is none.
func clearPassword(t trustpoint) string {
	text, isHidden := strings.CutPrefix(t.Password, hidden)
	if !isHidden {
		return text
	}
	text, _ = access.FromTypeSeven(text)
	return text
}
