package crypto

import (
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func showISAKMPProfile() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto isakmp profile [tag tag:WORD]`,
		modes.H{"crypto": modes.ShowCryptoHelp, "isakmp": "Show ISAKMP", "profile": "Show ISAKMP profiles",
			"profile/tag": "Show the profile of this name",
			"tag/tag":     "Name of ISAKMP Profile"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			for _, p := range b.Config().ISAKMP.Profiles {
				if !a.Has("tag") || a.Str("tag") == p.Name {
					printProfile(x, b, p)
				}
			}
			return nil
		})
}

func printProfile(x *modes.Context, b modes.Configuration, p profile) {
	if b.Release() == debuglog.IOS124 {
		x.Printf("\nISAKMP PROFILE %s\n", p.Name)
	} else {
		x.Printf("\nIKEv1 PROFILE %s\nRef Count = %d\n", p.Name, 1+references(b.Config(), p.Name))
	}
	x.Printf("   Identities matched are:\n")
	for _, m := range p.Matches {
		x.Printf("    %s \n", identityWords(m))
	}
	x.Printf("   Certificate maps matched are:\n")
	for _, name := range p.Certificates {
		x.Printf("    %s \n", name)
	}
	switch p.SelfIdentity {
	case "":
	case config.IdentityAddress:
		x.Printf("   Identity presented is: ip-address\n")
	default:
		x.Printf("   Identity presented is: %s\n", p.SelfIdentity)
	}
	rings := strings.Join(p.Keyrings, " ")
	if rings == "" {
		rings = "<none>"
	}
	trustpoints := strings.Join(p.Trustpoints, " ")
	if trustpoints == "" {
		trustpoints = "<all>"
	}
	x.Printf("   keyring(s): %s\n   trustpoint(s): %s\n", rings, trustpoints)
	if p.VirtualTemplate != 0 {
		x.Printf("   virtual-template: %d\n", p.VirtualTemplate)
	}
}

// references counts the crypto maps that name a profile.
func references(c modes.Global, name string) (n int) {
	for _, e := range c.CryptoMaps {
		if e.Profile == name {
			n++
		}
	}
	for _, m := range c.MapSettings {
		if m.Profile == name {
			n++
		}
	}
	return n
}

func identityWords(m config.IdentityMatch) string {
	switch m.Kind {
	case config.MatchAddress:
		return strings.TrimSpace("ip-address " + m.Prefix.Addr().String() + " " + modes.MaskOf(m.Prefix.Bits()).String() + " " + m.VRF)
	case config.MatchHost, config.MatchUser:
		return strings.Replace(m.Kind, "user", "fqdn", 1) + " " + m.Text
	}
	return m.Kind + " " + m.Text
}

func addISAKMPProfileShow(l *modes.Language) { l.Add("exec", showISAKMPProfile()) }
