package pki

import (
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
				if slices.ContainsFunc(t.Certificates, isStored) {
					lines = append(lines, parser.Args{"trustpoint-name": t.Name})
				}
			}
			return lines
		},
		Enter: "certificate-chain",
	}
}

// isStored says whether a certificate is there, here or in a file, and not just being typed.
func isStored(c config.StoredCertificate) bool { return c.DER != nil || c.File != "" }

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
			c := storedOf(a)
			if have := t.Certificate(c.Kind, c.Serial); have != nil {
				c = *have
			}
			c.Typed = nil
			t.Store(c)
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
			for _, c := range t.Certificates {
				if c.DER != nil {
					lines = append(lines, storedArgs(c))
				}
			}
			return lines
		},
		Enter: "certificate",
	}
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
			typed := c.Typed
			c.Typed = nil
			x.Session.LeaveMode()
			read, err := certificates.ParseCertificate(typed)
			if x.Terminal != nil && !x.Loading && (err != nil || read.Serial() != c.Serial) {
				return modes.Refuse("% Error in saving certificate: status = FAIL")
			}
			if len(typed) > 0 {
				c.DER, c.File = typed, ""
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
			t, which := c.Trustpoint(path.Str("trustpoint-name")), storedOf(path)
			if t == nil {
				return nil
			}
			return modes.OneTarget(t.Certificate(which.Kind, which.Serial))
		}})
	addBoth(l, modes.GlobalMode, chainCommand())
	l.Add("certificate-chain", storedHere(), storedElsewhere(), modes.ExitFrom[trustpoint]("crypto certificate chain mode"))
	l.Add("certificate", endOfDigits(), digits(), modes.ExitFrom[stored]("certificate data mode"))
}
