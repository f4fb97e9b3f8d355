package pki

import (
	"slices"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

type trustpoint = *config.Trustpoint

func trustpointCommand() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto pki trustpoint trustpoint-name:WORD`,
		Help:   pkiHelp(modes.H{"trustpoint": "Define a CA trustpoint", "trustpoint-name": "CA trustpoint name"}),
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			name := a.Str("trustpoint-name")
			if c.Trustpoint(name) == nil && x.Terminal != nil && !x.Loading {
				x.Device.Log(debuglog.TrustpointCreated(name))
			}
			c.AddTrustpoint(name)
			return nil
		},
		Unset: removeTrustpoint,
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, t := range c.PKI.Trustpoints {
				lines = append(lines, parser.Args{"trustpoint-name": t.Name})
			}
			return lines
		},
		Enter: "trustpoint",
	}
}

// removeTrustpoint asks first if certificates go with the trustpoint.
func removeTrustpoint(x *modes.Context, c modes.Global, a parser.Args) error {
	name := a.Str("trustpoint-name")
	t := c.Trustpoint(name)
	switch {
	case !a.Has("trustpoint-name"):
		return modes.ErrIncomplete
	case t == nil:
		return modes.Refuse("% CA trustpoint for label " + name + " is not known.")
	case len(t.Certificates) == 0 || x.Terminal == nil || x.Loading:
		c.RemoveTrustpoint(name)
		return nil
	}
	x.Printf("%% Removing an enrolled trustpoint will destroy all certificates\n received from the related Certificate Authority.\n\n")
	yesOrNo(x, "Are you sure you want to do this? [yes/no]: ", func() {
		x.Session.ChangeConfig(func(c *config.Config) { c.RemoveTrustpoint(name) })
		x.Println("% Be sure to ask the CA administrator to revoke your certificates.")
	}, nil)
	return nil
}

// text is a setting of one text, about which `show running-config all` says nothing.
func text(syntax string, help modes.H, of func(trustpoint) *string) modes.Cmd[trustpoint] {
	return modes.Text(syntax, help, of).WithoutDefaultLine()
}

// matchCertificate names maps that tell which certificates the trustpoint is for.
func matchCertificate() modes.Cmd[trustpoint] {
	return modes.Cmd[trustpoint]{
		Syntax: `match certificate map-name:WORD [allow expired-certificate | skip {revocation-check | authorization-check}]`,
		Help: modes.H{"match": "Match a certificate attributes map", "certificate": "Match a certificate attributes map",
			"map-name": "Certificate map name", "allow": "Override the validation of a matching certificate",
			"expired-certificate": "Ignore the expiration date of a matching certificate", "skip": "Skip a check of a matching certificate",
			"revocation-check":    "Skip the revocation check of a matching certificate",
			"authorization-check": "Skip the authorization check of a matching certificate"},
		Set: func(_ *modes.Context, t trustpoint, a parser.Args) error {
			m := config.CertificateMatch{Map: a.Str("map-name"), AllowExpired: a.Has("allow"), SkipRevocation: a.Has("revocation-check"),
				SkipAuthorization: a.Has("authorization-check")}
			dropMatch(t, m.Map)
			t.Match = append(t.Match, m)
			return nil
		},
		Unset: func(_ *modes.Context, t trustpoint, a parser.Args) error {
			if !a.Has("map-name") {
				return modes.ErrIncomplete
			}
			dropMatch(t, a.Str("map-name"))
			return nil
		},
		Show: func(t trustpoint) (lines []parser.Args) {
			for _, m := range t.Match {
				a := parser.Args{"map-name": m.Map}
				switch {
				case m.AllowExpired:
					a["allow"], a["expired-certificate"] = true, true
				case m.SkipRevocation:
					a["skip"], a["revocation-check"] = true, true
				case m.SkipAuthorization:
					a["skip"], a["authorization-check"] = true, true
				}
				lines = append(lines, a)
			}
			return lines
		},
	}
}

func dropMatch(t trustpoint, name string) {
	t.Match = slices.DeleteFunc(t.Match, func(m config.CertificateMatch) bool { return m.Map == name })
}

func addTrustpoint(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[trustpoint]{ID: "trustpoint", Prompt: "ca-trustpoint",
		Title: "Certificate Authority Server configuration commands:", Parent: modes.GlobalMode,
		Find: func(c *config.Config, path parser.Args) []trustpoint {
			return modes.OneTarget(c.Trustpoint(path.Str("trustpoint-name")))
		},
		Inert: func(t trustpoint) *config.Inert { return &t.Inert }})
	addBoth(l, modes.GlobalMode, trustpointCommand())
	l.Add("trustpoint", enrollmentCommands()...)
	l.Add("trustpoint", usage(), serialNumber(), fqdn(), ipAddress(), password(),
		text(`subject-name name:LINE`, modes.H{"subject-name": "Subject Name", "name": "LDAP-style subject name"},
			func(t trustpoint) *string { return &t.Subject }),
		text(`subject-alt-name name:LINE`, modes.H{"subject-alt-name": "Include subject alternative name", "name": "Names, parted by commas"},
			func(t trustpoint) *string { return &t.AltNames }),
		chainValidation(), revocationCheck(),
		text(`ocsp url url:WORD`, modes.H{"ocsp": "OCSP parameters", "url": "OCSP server URL", "url/url": "OCSP server URL"},
			func(t trustpoint) *string { return &t.Responder }),
		modes.Flag(`ocsp disable-nonce`, modes.H{"ocsp": "OCSP parameters", "disable-nonce": "Disable OCSP nonce"},
			func(t trustpoint) *bool { return &t.NoNonce }).WithoutDefaultLine(),
		text(`source interface interface:INTERFACE`, modes.H{"source": "Specify source interface",
			"interface": "Specify interface", "interface/interface": "Interface"}, func(t trustpoint) *string { return &t.Source }),
		text(`vrf vrf-name:WORD`, modes.H{"vrf": "Specify VRF", "vrf-name": modes.VRFNameHelp}, func(t trustpoint) *string { return &t.VRF }),
		text(`fingerprint digits:WORD`, modes.H{"fingerprint": "Fingerprint of the CA certificate", "digits": "MD5 or SHA1 fingerprint"},
			func(t trustpoint) *string { return &t.Fingerprint }),
		matchCertificate(), keyPair(), autoEnroll(), hash(),
		modes.Flag(`regenerate`, modes.H{"regenerate": "Regenerate keys on re-enrollment"},
			func(t trustpoint) *bool { return &t.Regenerate }).WithoutDefaultLine().ForShow("Certificates"),
		modes.ExitFrom[trustpoint]("certificate authority trustpoint entry mode"))
}
