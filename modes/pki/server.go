package pki

import (
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/access"
	"ruthere/parser"
)

type authority = *config.CertificateServer

// certificateServer is `crypto pki server`. There is at most one, for it is reached by the router's address alone.
func certificateServer() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto pki server name:WORD`,
		Help:   pkiHelp(modes.H{"server": "Define a CA server", "name": "Certificate Server Name"}),
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			name := a.Str("name")
			switch {
			case c.Authority == nil:
				c.Authority = config.NewCertificateServer(name)
				c.Authority.Shutdown = !x.Loading
			case c.Authority.Name != name:
				return modes.Refuse("% Only one certificate server can be configured: " + c.Authority.Name + "\n")
			}
			return nil
		},
		Unset: func(x *modes.Context, c modes.Global, a parser.Args) error {
			switch {
			case !a.Has("name"):
				return modes.ErrIncomplete
			case c.Authority == nil || c.Authority.Name != a.Str("name"):
				return modes.Refuse("% Certificate server " + a.Str("name") + " is not configured.\n")
			case x.Terminal == nil || x.Loading:
				c.Authority = nil
				return nil
			}
			x.Println("% This will stop the Certificate Server process and delete the server\n configuration")
			yesOrNo(x, "Are you sure you want to do this? [yes/no]: ", func() {
				x.Session.ChangeConfig(func(c *config.Config) { c.Authority = nil })
			}, nil)
			return nil
		},
		Show: func(c modes.Global) []parser.Args {
			if c.Authority == nil {
				return nil
			}
			return []parser.Args{{"name": c.Authority.Name}}
		},
		Enter: "certificate-server",
	}
}

// locked refuses to change what the certificate that is there says already.
func locked(x *modes.Context, c authority) error {
	if t := x.Config.Trustpoint(c.Name); !x.Loading && t != nil && t.CA() != nil {
		return modes.Refuse("% Some server settings cannot be changed after CA certificate generation.\n")
	}
	return nil
}

// unlocked is a setting that may be changed only as long as there is no certificate.
func unlocked(c modes.Cmd[authority]) modes.Cmd[authority] {
	for _, act := range []*func(*modes.Context, authority, parser.Args) error{&c.Set, &c.Unset} {
		do := *act
		*act = func(x *modes.Context, s authority, a parser.Args) error {
			if err := locked(x, s); err != nil {
				return err
			}
			return do(x, s, a)
		}
	}
	return c
}

func databaseLevel() modes.Cmd[authority] {
	return modes.Choice(`database level`, modes.H{"database": "Certificate Server database config parameters",
		"level": "Level of data stored in database"}, "", func(s authority) *string { return &s.Level },
		modes.OptionOf("minimum", "Minimum certificate info stored in database (default)", "minimum"),
		modes.OptionOf("names", "Specify certificate DN and serial number stored in database", "names"),
		modes.OptionOf("complete", "Each issued certificate is saved to the database", "complete"))
}

// databaseArchive is shown in its `no` form too.
func databaseArchive() modes.Cmd[authority] {
	return modes.Cmd[authority]{
		Syntax: `database archive {pem | pkcs12} [password [type0=0 | type7=7] secret:LINE!]`,
		No:     `database archive`,
		Help: modes.H{"database": "Certificate Server database config parameters", "archive": "Backup of the CA key and certificate",
			"pem": "PEM format archive", "pkcs12": "PKCS12 format archive", "password": "Password to protect the archive",
			"0": "Specifies an UNENCRYPTED password will follow", "7": "Specifies a HIDDEN password will follow", "secret": "The password"},
		Set: func(x *modes.Context, s authority, a parser.Args) error {
			password := a.Str("secret")
			switch _, readable := access.FromTypeSeven(password); {
			case a.Has("type7") && !readable:
				return modes.Refuse("Invalid encrypted password: " + password)
			case a.Has("type7"):
				password = hidden + password
			case password != "" && x != nil && x.Config.Services.PasswordEncryption:
				password = hidden + access.TypeSeven(password)
			}
			if s.Archive, s.Password = "pkcs12", password; a.Has("pem") {
				s.Archive = "pem"
			}
			return nil
		},
		Unset: func(_ *modes.Context, s authority, _ parser.Args) error {
			s.Archive, s.Password = config.None, ""
			return nil
		},
		Reset: func(_ *modes.Context, s authority, _ parser.Args) error {
			s.Archive, s.Password = "", ""
			return nil
		},
		Show: func(s authority) []parser.Args {
			if s.Archive == "" || s.Archive == config.None {
				return nil
			}
			a := parser.Args{s.Archive: true}
			if s.Password != "" {
				text, isHidden := strings.CutPrefix(s.Password, hidden)
				a["password"], a["secret"] = true, text
				if isHidden {
					a["type7"] = true
				}
			}
			return []parser.Args{a}
		},
		ShowNo: func(s authority) []parser.Args { return modes.LineIf(s.Archive == config.None) },
	}
}

func databaseURL() modes.Cmd[authority] {
	return modes.Text(`database url url:WORD`, modes.H{"database": "Certificate Server database config parameters",
		"url": "URL used to access Certificate Server database", "url/url": "URL of the database: nvram: or flash:"},
		func(s authority) *string { return &s.Storage })
}

func issuerName() modes.Cmd[authority] {
	return unlocked(modes.Text(`issuer-name name:LINE`, modes.H{"issuer-name": "Issuer name", "name": "Issuer name"},
		func(s authority) *string { return &s.Issuer }))
}

func grantRequests() modes.Cmd[authority] {
	c := modes.Choice(`grant`, modes.H{"grant": "Certificate granting options"}, "", func(s authority) *string { return &s.Grant },
		modes.OptionOf("auto", "Automatically grant incoming SCEP enrollment requests", "auto"),
		modes.OptionOf("none", "Automatically reject any incoming SCEP enrollment request", config.None),
		modes.OptionOf("ra-auto", "Automatically grant RA-authorized incoming SCEP enrollment requests", "ra-auto"))
	set := c.Set
	c.Set = func(x *modes.Context, s authority, a parser.Args) error {
		if a.Has("auto") {
			x.Println("% This will cause all certificate requests to be automatically granted.")
			if x.Terminal != nil && !x.Loading {
				yesOrNo(x, "Are you sure you want to do this? [yes/no]: ", func() {
					x.Session.ChangeConfig(func(c *config.Config) {
						if c.Authority != nil {
							c.Authority.Grant = "auto"
						}
					})
				}, nil)
				return nil
			}
		}
		return set(x, s, a)
	}
	return c
}

// serverLifetime is one of the lifetimes.
func serverLifetime(words, text, unit string, most string, byDefault int, of func(authority) *int) modes.Cmd[authority] {
	return modes.Number(`lifetime `+words+` `+unit+`:<1-`+most+`>`,
		modes.H{"lifetime": "Lifetime parameters", words: text, unit: "Lifetime in " + unit}, byDefault, of)
}

func serverLifetimes() []modes.Command {
	return []modes.Command{
		serverLifetime("crl", "Lifetime of a CRL", "hours", "336", config.DefaultListLifetime,
			func(s authority) *int { return &s.ListLifetime }),
		serverLifetime("certificate", "Lifetime of the issued certificates", "days", "7305", config.DefaultIssuedLifetime,
			func(s authority) *int { return &s.Lifetime }),
		unlocked(serverLifetime("ca-certificate", "Lifetime of the CA certificate", "days", "7305", config.DefaultCALifetime,
			func(s authority) *int { return &s.CALifetime })),
		serverLifetime("enrollment-request", "Lifetime of an enrollment request", "hours", "1000", config.DefaultAskLifetime,
			func(s authority) *int { return &s.AskLifetime }),
	}
}

func serverHash() modes.Cmd[authority] {
	return modes.Choice(`hash`, modes.H{"hash": "Hash algorithm"}, "", func(s authority) *string { return &s.Hash },
		modes.OptionOf("md5", "use md5 hash algorithm", "md5"), modes.OptionOf("sha1", "use sha1 hash algorithm", "sha1"),
		modes.OptionOf("sha256", "use sha256 hash algorithm", "sha256").In("15,xe"),
		modes.OptionOf("sha384", "use sha384 hash algorithm", "sha384").In("15,xe"),
		modes.OptionOf("sha512", "use sha512 hash algorithm", "sha512").In("15,xe"))
}

func distributionPoint() modes.Cmd[authority] {
	return modes.Text(`cdp-url url:WORD`, modes.H{"cdp-url": "CRL Distribution Point to be included in the issued certs",
		"url": "CDP URL"}, func(s authority) *string { return &s.CDP })
}

func autoRollover() modes.Cmd[authority] {
	return modes.Cmd[authority]{
		Syntax: `auto-rollover [days:<0-1826>]`,
		No:     `auto-rollover`,
		Help:   modes.H{"auto-rollover": "Rollover the CA key and certificate", "days": "Days before expiration"},
		Set: func(_ *modes.Context, s authority, a parser.Args) error {
			s.Rollover, s.RolloverDays = true, a.Int("days")
			return nil
		},
		Unset: func(_ *modes.Context, s authority, _ parser.Args) error {
			s.Rollover, s.RolloverDays = false, 0
			return nil
		},
		Show: func(s authority) []parser.Args {
			switch {
			case !s.Rollover:
				return nil
			case s.RolloverDays > 0:
				return []parser.Args{{"days": s.RolloverDays}}
			}
			return []parser.Args{{}}
		},
	}.ForShow("Rollover of certificate servers")
}

// serverShutdown stops the server; its `no` starts it, with a dialogue.
func serverShutdown() modes.Cmd[authority] {
	return modes.Cmd[authority]{
		Syntax: `shutdown`,
		Help:   modes.H{"shutdown": "Shutdown the Certificate Server"},
		Set: func(x *modes.Context, s authority, _ parser.Args) error {
			if !s.Shutdown && x.Device.Release() == debuglog.IOSXE {
				x.Println("Certificate server 'shut' event has been queued for processing.")
			}
			s.Shutdown = true
			return nil
		},
		Unset: func(x *modes.Context, s authority, _ parser.Args) error {
			if x.Terminal == nil || x.Loading {
				s.Shutdown = false
				return nil
			}
			return startServer(x, x.Config)
		},
		Show: func(s authority) []parser.Args { return modes.LineIf(s.Shutdown) },
	}
}

// archivePassword is the password of `database archive`, in clear.
func archivePassword(s authority) string {
	text, isHidden := strings.CutPrefix(s.Password, hidden)
	if isHidden {
		text, _ = access.FromTypeSeven(text)
	}
	return text
}

func addServer(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[authority]{ID: "certificate-server", Prompt: "cs-server",
		Title: "Certificate Server configuration commands:", Parent: modes.GlobalMode,
		Find: func(c *config.Config, path parser.Args) []authority {
			if c.Authority == nil || c.Authority.Name != path.Str("name") {
				return nil
			}
			return []authority{c.Authority}
		},
		Inert: func(s authority) *config.Inert { return &s.Inert }})
	addBoth(l, "global", certificateServer())
	l.Add("certificate-server", databaseLevel(), databaseArchive(), databaseURL(), issuerName(), grantRequests())
	l.Add("certificate-server", serverLifetimes()...)
	l.Add("certificate-server", serverHash(), distributionPoint(), autoRollover(), serverShutdown(),
		modes.ExitFrom[authority]("Certificate Server configuration mode"))
	addServerCommands(l)
	addServerShow(l)
	addListRequest(l)
}
