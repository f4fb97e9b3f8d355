package crypto

import (
	"slices"
	"strconv"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// IPsec profiles: what tunnel interfaces are protected with (`tunnel protection ipsec profile`).

func ipsecProfile() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto ipsec profile name:WORD`,
		Help:   ipsecHelp(modes.H{"profile": "Configure an ipsec policy profile", "name": "Profile Name"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if c.IPsec.Profile(a.Str("name")) == nil {
				c.IPsec.Profiles = append(c.IPsec.Profiles, &config.CryptoMapEntry{Map: a.Str("name")})
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("name") {
				return modes.ErrIncomplete
			}
			c.IPsec.Profiles = slices.DeleteFunc(c.IPsec.Profiles, func(p mapEntry) bool { return p.Map == a.Str("name") })
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, p := range c.IPsec.Profiles {
				lines = append(lines, parser.Args{"name": p.Map})
			}
			return lines
		},
		Enter: "ipsec-profile",
	}
}

func responderOnly() modes.Cmd[mapEntry] {
	return modes.Flag(`<15,xe> responder-only`, modes.H{"responder-only": "Do not initiate SAs from this device"},
		func(p mapEntry) *bool { return &p.ResponderOnly }).WithoutDefaultLine()
}

// setPolicyLimit bounds the flows of each interface that is cloned from a virtual template with the profile.
func setPolicyLimit() modes.Cmd[mapEntry] {
	return modes.Number(`set security-policy limit number:<1-50000>`, modes.MergeHelp(setHelp(), modes.H{
		"security-policy": "Security policy parameters", "limit": "Set the security policy limit", "number": "Maximum security policy limit"}),
		0, func(e mapEntry) *int { return &e.FlowLimit }).WithoutDefaultLine()
}

func showIPsecProfile() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto ipsec profile [name:WORD]`, modes.H{"crypto": modes.ShowCryptoHelp, "ipsec": "Show IPSEC policy",
		"profile": "Show ipsec profile information", "name": "Profile name"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			all := slices.Clone(b.Config().IPsec.Profiles)
			if b.Release() != debuglog.IOS124 && b.Config().IPsec.Profile(config.DefaultIPsecProfile.Map) == nil {
				all = append(all, &config.DefaultIPsecProfile)
			}
			for _, p := range all {
				if !a.Has("name") || a.Str("name") == p.Map {
					printIPsecProfile(x, b, p)
				}
			}
			return nil
		})
}

func printIPsecProfile(x *modes.Context, b modes.Device, p mapEntry) {
	x.Printf("IPSEC profile %s\n", p.Map)
	if l := p.Inert.Get("set ikev2-profile"); l != nil {
		x.Printf("\tIKEv2 Profile: %s\n", strings.TrimPrefix(l.Text, l.Key+" "))
	}
	if p.Profile != "" {
		x.Printf("\tISAKMP Profile: %s\n", p.Profile)
	}
	printProtection(x, b, p)
	x.Println("")
}

// printProtection tells how long the SAs of an entry or a profile live, and what they are made of.
func printProtection(x *modes.Context, b modes.Device, e mapEntry) {
	c := b.InForce()
	template := c.DynamicMapEntry(e.Map, e.Sequence) == e
	seconds, limit := c.SALifetime(e)
	kilobytes := strconv.Itoa(limit)
	if e.LifetimeKilobytes == config.NoVolumeLimit {
		kilobytes = "disable"
	}
	x.Printf("\tSecurity association lifetime: %s kilobytes/%d seconds\n", kilobytes, seconds)
	if idle := c.IdleTime(e); idle > 0 {
		x.Printf("\tSecurity association idletime: %d seconds\n", modes.InSeconds(idle))
	}
	yes := map[bool]string{true: "Y", false: "N"}
	classic := b.Release() == debuglog.IOS124
	if !classic {
		x.Printf("\tResponder-Only (Y/N): %s\n", yes[e.ResponderOnly])
	}
	x.Printf("\tPFS (Y/N): %s\n", yes[e.PFSGroup > 0])
	if e.PFSGroup > 0 {
		x.Printf("\tDH group:  group%d\n", e.PFSGroup)
	}
	if e.ReverseRoute != nil && !template {
		printReverseRoute(x)
	}
	if !classic {
		x.Printf("\tMixed-mode : Disabled\n")
	}
	printTransformSets(x, b, e)
	if e.ReverseRoute != nil && template {
		printReverseRoute(x)
	}
}

// printTransformSets lists what an entry offers, or protects with.
func printTransformSets(x *modes.Context, b modes.Device, e mapEntry) {
	c := b.InForce()
	x.Printf("\tTransform sets={ \n")
	for _, name := range e.TransformSets {
		parts := []string{""}
		switch set := c.IPsec.TransformSet(name); {
		case set != nil:
			parts = transformParts(set)
		case name == config.DefaultTransformSet.Name:
			parts = transformParts(&config.DefaultTransformSet)
		}
		if b.Release() == debuglog.IOS124 {
			x.Printf("\t\t%s, \n", name)
		} else {
			x.Printf("\t\t%s:  { %s  } , \n", name, strings.Join(parts, "  } , { "))
		}
	}
	x.Printf("\t}\n")
}

func printReverseRoute(x *modes.Context) { x.Printf("\tReverse Route Injection Enabled\n") }

// showIPsecPolicy lists the policies that OSPFv3 and RIPng would have made for their neighbours: none here.
func showIPsecPolicy() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto ipsec policy [name of-policy:WORD]`, modes.H{"crypto": modes.ShowCryptoHelp, "ipsec": "Show IPSEC policy",
		"policy": "Show IPSEC client policies", "name": "Show a specific policy", "of-policy": "Policy name"},
		func(x *modes.Context, _ modes.Device, _ parser.Args) error {
			x.Println("Crypto IPsec client security policy data")
			x.Println("")
			return nil
		})
}

func addIPsecProfile(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[mapEntry]{ID: "ipsec-profile", Prompt: "ipsec-profile", Title: "Crypto Map configuration commands:",
		Parent: modes.GlobalMode,
		Find: func(c *config.Config, path parser.Args) []mapEntry {
			return modes.OneTarget(c.IPsecProfile(path.Str("name")))
		},
		Inert: func(e mapEntry) *config.Inert { return &e.Inert }})
	l.Add("global", ipsecProfile())
	l.Add("exec", showIPsecProfile(), showIPsecPolicy())
	for _, c := range []modes.Cmd[mapEntry]{mapDescription(), setLifetime(), setIdleTime(), setNoReplayCheck(), setReplayWindow(),
		setPolicyLimit(), setTransformSet(), setPFS(), setProfile(), responderOnly()} {
		l.Add("ipsec-profile", c)
	}
	l.Add("ipsec-profile", modes.ExitFrom[mapEntry]("Crypto ipsec profile configuration mode"))
}
