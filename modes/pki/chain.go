package pki

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strings"

	"ruthere/config"
	certificates "ruthere/crypto/pki"
	"ruthere/modes"
	"ruthere/parser"
)

// Chains are where the running-config has certificates, in hexadecimal digits.

func chainCommand() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto pki certificate chain trustpoint-name:WORD`,
		Help: pkiHelp(modes.H{"certificate": "Actions on certificates", "chain": "Identify certificate chain",
			"trustpoint-name": "Name of the trustpoint"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.AddTrustpoint(a.Str("trustpoint-name")) // a chain that comes before its trustpoint, or alone, is not lost
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("trustpoint-name") {
				return modes.ErrIncomplete
			}
			if t := c.Trustpoint(a.Str("trustpoint-name")); t != nil {
				t.Certificates = nil
			}
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, t := range c.PKI.Trustpoints {
				if slices.ContainsFunc(t.Certificates, func(c config.StoredCertificate) bool { return c.IsWhole() }) {
					lines = append(lines, parser.Args{"trustpoint-name": t.Name})
				}
			}
			return lines
		},
		Enter: "certificate-chain",
	}
}

const storedSyntax = `certificate {self-signed self-serial:HEX | ca ca-serial:HEX | rollback rollback-serial:HEX | serial:HEX}`

func storedHelp(more modes.H) modes.H {
	serial := "Certificate serial number (hexadecimal)"
	return modes.MergeHelp(modes.H{"certificate": "Specify the certificate", "self-signed": "Self-signed certificate", "ca": "CA certificate",
		"rollback": "Rollback certificate", "self-serial": serial, "ca-serial": serial, "rollback-serial": serial, "serial": serial}, more)
}

// storedOf is which certificate a line, or the path to a mode, names.
func storedOf(a parser.Args) config.StoredCertificate {
	for _, kind := range []config.CertificateKind{config.SelfSigned, config.CACertificate, config.Rollback} {
		label := strings.TrimSuffix(string(kind), "-signed") + "-serial"
		if a.Has(label) {
			return config.StoredCertificate{Kind: kind, Serial: strings.ToUpper(a.Str(label))}
		}
	}
	return config.StoredCertificate{Serial: strings.ToUpper(a.Str("serial"))}
}

// storedArgs is the inverse of storedOf.
func storedArgs(c config.StoredCertificate) parser.Args {
	if c.Kind == config.OwnCertificate {
		return parser.Args{"serial": c.Serial}
	}
	return parser.Args{string(c.Kind): true, strings.TrimSuffix(string(c.Kind), "-signed") + "-serial": c.Serial}
}

// storedHere is a certificate whose digits follow.
func storedHere() modes.Cmd[trustpoint] {
	return modes.Cmd[trustpoint]{
		Syntax: storedSyntax,
		Help:   storedHelp(nil),
		Set: func(x *modes.Context, t trustpoint, a parser.Args) error {
			beginTyping(t, storedOf(a))
			x.Println("Enter the certificate in hexidecimal representation....")
			return nil
		},
		Unset: func(_ *modes.Context, t trustpoint, a parser.Args) error {
			c := storedOf(a)
			if c.Serial == "" {
				return modes.ErrIncomplete
			}
			t.Certificates = slices.DeleteFunc(t.Certificates, func(have config.StoredCertificate) bool {
				return have.Serial == c.Serial && (have.Kind == c.Kind || c.Kind == config.OwnCertificate)
			})
			return nil
		},
		Show: func(t trustpoint) (lines []parser.Args) {
			for i, c := range t.Certificates {
				if c.DER != nil {
					a := storedArgs(c)
					a[placeInChain] = i
					lines = append(lines, a)
				}
			}
			return lines
		},
		Enter: "certificate",
	}
}

// placeInChain tells certificates of authorities apart that have one number, on the way to what is printed of each.
const placeInChain = modes.Unspoken + "place in chain"

// beginTyping makes room for a certificate whose digits follow. What was there stays until it is complete; it may be another authority's.
func beginTyping(t trustpoint, c config.StoredCertificate) {
	for _, have := range t.Numbered(c.Kind, c.Serial) {
		if !have.IsWhole() || c.Kind != config.CACertificate {
			have.Typed = nil
			return
		}
	}
	t.Add(c)
}

// typedInto is the certificate whose digits are typed, or, on the way to what is printed, the one at its place.
func typedInto(t trustpoint, path parser.Args) *config.StoredCertificate {
	if path.Has(placeInChain) {
		return &t.Certificates[path.Int(placeInChain)]
	}
	which := storedOf(path)
	list := t.Numbered(which.Kind, which.Serial)
	for _, c := range list {
		if !c.IsWhole() {
			return c
		}
	}
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// endTyping keeps what was typed, in place of a certificate of the same number and holder.
func endTyping(t trustpoint, c *config.StoredCertificate, der []byte) {
	for _, have := range t.Numbered(c.Kind, c.Serial) {
		if have != c && (bytes.Equal(have.DER, der) || holder(have.DER) == holder(der)) {
			have.DER, have.File = der, ""
			dropTyped(t)
			return
		}
	}
	c.DER, c.File = der, ""
}

// dropTyped forgets what was not typed to its end.
func dropTyped(t trustpoint) {
	t.Certificates = slices.DeleteFunc(t.Certificates, func(c config.StoredCertificate) bool { return !c.IsWhole() })
}

// holder is whose certificate it is; "" if it is none.
func holder(der []byte) string {
	c, err := certificates.ParseCertificate(der)
	if err != nil {
		return ""
	}
	return string(c.RawSubject)
}

// storedElsewhere is a certificate in a file: how a saved configuration names it.
func storedElsewhere() modes.Cmd[trustpoint] {
	return modes.Cmd[trustpoint]{
		Syntax: storedSyntax + ` file:WORD`,
		Help:   storedHelp(modes.H{"file": "File that holds the certificate"}),
		No:     "-",
		Set: func(_ *modes.Context, t trustpoint, a parser.Args) error {
			c := storedOf(a)
			c.File = a.Str("file")
			t.Store(c)
			return nil
		},
		Show: func(t trustpoint) (lines []parser.Args) {
			for _, c := range t.Certificates {
				if c.DER == nil && c.File != "" {
					a := storedArgs(c)
					a["file"] = c.File
					lines = append(lines, a)
				}
			}
			return lines
		},
		KeptFor: "Certificates",
	}
}

type stored = *config.StoredCertificate

// ownerOf is the trustpoint in whose chain a certificate is.
func ownerOf(c *config.Config, s stored) trustpoint {
	for _, t := range c.PKI.Trustpoints {
		for i := range t.Certificates {
			if &t.Certificates[i] == s {
				return t
			}
		}
	}
	return nil
}

// digits are a line of a certificate. What was there before stays until the certificate is complete.
func digits() modes.Cmd[stored] {
	return modes.Cmd[stored]{
		Syntax: `words:HEX...`,
		Help:   modes.H{"words": "Certificate data (hexadecimal)"},
		Set: func(_ *modes.Context, c stored, a parser.Args) error {
			data, err := hex.DecodeString(strings.Join(a.List("words"), ""))
			if err != nil || len(c.Typed)+len(data) > certificates.MostCertificate {
				return modes.Refuse("% Error in saving certificate: status = FAIL")
			}
			c.Typed = slices.Concat(c.Typed, data)
			return nil
		},
		Unset: func(_ *modes.Context, c stored, _ parser.Args) error { c.Typed = nil; return nil },
		Show: func(c stored) (lines []parser.Args) {
			for _, line := range certificates.HexLines(c.DER) {
				lines = append(lines, parser.Args{"words": strings.Fields(line)})
			}
			return lines
		},
	}
}

// endOfDigits judges what was typed. What a configuration holds is taken as it is: whoever needs it finds out.
func endOfDigits() modes.Cmd[stored] {
	return modes.Cmd[stored]{
		Syntax: `quit`,
		Help:   modes.H{"quit": "End the certificate data"},
		Set: func(x *modes.Context, c stored, _ parser.Args) error {
			typed, t := c.Typed, ownerOf(x.Config, c)
			c.Typed = nil
			x.Session.LeaveMode()
			read, err := certificates.ParseCertificate(typed)
			switch {
			case t == nil: // it went while it was typed
			case x.Terminal != nil && !x.Loading && (err != nil || read.Serial() != c.Serial):
				dropTyped(t)
				return modes.Refuse("% Error in saving certificate: status = FAIL")
			case len(typed) > 0:
				endTyping(t, c, typed)
			}
			return nil
		},
	}
}

func addChain(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[trustpoint]{ID: "certificate-chain", Prompt: "config-cert-chain",
		Title: "Certificate chain configuration commands:", Parent: modes.GlobalMode,
		Find: func(c *config.Config, path parser.Args) []trustpoint {
			return modes.OneTarget(c.Trustpoint(path.Str("trustpoint-name")))
		}})
	modes.DefineMode(l, modes.ModeOf[stored]{ID: "certificate", Prompt: "config-pubkey", Title: "Certificate data:",
		Parent: "certificate-chain", Closing: " \tquit",
		Find: func(c *config.Config, path parser.Args) []stored {
			t := c.Trustpoint(path.Str("trustpoint-name"))
			if t == nil {
				return nil
			}
			return modes.OneTarget(typedInto(t, path))
		}})
	addBoth(l, modes.GlobalMode, chainCommand())
	l.Add("certificate-chain", storedHere(), storedElsewhere(), modes.ExitFrom[trustpoint]("crypto certificate chain mode"))
	l.Add("certificate", endOfDigits(), digits(), modes.ExitFrom[stored]("certificate data mode"))
}
