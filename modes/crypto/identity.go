package crypto

import (
	"slices"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

type identity = *config.CryptoIdentity

func cryptoIdentity() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto identity name:WORD`,
		Help:   modes.H{"crypto": "Encryption module", "identity": "Enter a crypto identity list", "name": "Name"},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if c.CryptoIdentity(a.Str("name")) == nil {
				c.CryptoIdentities = append(c.CryptoIdentities, &config.CryptoIdentity{Name: a.Str("name")})
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.CryptoIdentities = slices.DeleteFunc(c.CryptoIdentities, func(i identity) bool { return !a.Has("name") || i.Name == a.Str("name") })
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, i := range c.CryptoIdentities {
				lines = append(lines, parser.Args{"name": i.Name})
			}
			return lines
		},
		Enter: "crypto-identity",
	}
}

// identityName is a list of names of one kind, a line each.
func identityName(kind, help string, of func(identity) *[]string) modes.Cmd[identity] {
	return modes.Cmd[identity]{
		Syntax: kind + ` name:LINE`,
		Help:   modes.H{kind: help, "name": "Name"},
		Set: func(_ *modes.Context, i identity, a parser.Args) error {
			if !slices.Contains(*of(i), a.Str("name")) {
				*of(i) = append(*of(i), a.Str("name"))
			}
			return nil
		},
		Unset: func(_ *modes.Context, i identity, a parser.Args) error {
			*of(i) = slices.DeleteFunc(*of(i), func(name string) bool { return !a.Has("name") || name == a.Str("name") })
			return nil
		},
		Show: func(i identity) (lines []parser.Args) {
			for _, name := range *of(i) {
				lines = append(lines, parser.Args{"name": name})
			}
			return lines
		},
	}
}

func identityDescription() modes.Cmd[identity] {
	return modes.Text(`description text:LINE`, modes.H{"description": "Description", "text": "Text"},
		func(i identity) *string { return &i.Description })
}

func showIdentities() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto identity`, modes.H{"crypto": modes.ShowCryptoHelp, "identity": "Show crypto identity list"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			for _, i := range b.Config().CryptoIdentities {
				x.Printf("crypto identity %s:\n", i.Name)
				if i.Description != "" {
					x.Printf("\tdescription %s\n", i.Description)
				}
				for _, name := range i.Distinguished {
					x.Printf("\tdn %s\n", name)
				}
				for _, name := range i.DNS {
					x.Printf("\tfqdn %s\n", name)
				}
			}
			return nil
		})
}

func addIdentity(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[identity]{ID: "crypto-identity", Prompt: "config-crypto-identity",
		Title: "Crypto identity configuration commands:", Parent: modes.GlobalMode,
		Find: func(c *config.Config, path parser.Args) []identity {
			return modes.OneTarget(c.CryptoIdentity(path.Str("name")))
		}})
	const feature = "Certificates"
	l.Add("global", cryptoIdentity().ForShow(feature))
	l.Add("exec", showIdentities())
	l.Add("crypto-identity", identityDescription().ForShow(feature),
		identityName("dn", "Distinguished name of the peer", func(i identity) *[]string { return &i.Distinguished }).ForShow(feature),
		identityName("fqdn", "Fully qualified domain name", func(i identity) *[]string { return &i.DNS }).ForShow(feature),
		modes.ExitFrom[identity]("crypto identity configuration mode"))
}
