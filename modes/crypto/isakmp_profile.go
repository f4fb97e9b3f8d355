package crypto

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/network"
	"ruthere/parser"
)

type profile = *config.Profile

func isakmpProfile() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto isakmp profile profile-name:WORD`,
		Help:   isakmpHelp(modes.H{"profile": "Define ISAKMP Profiles", "profile-name": "Name of ISAKMP Profile"}),
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			if _, created := c.ISAKMP.AddProfile(a.Str("profile-name")); created {
				x.Println("% A profile is deemed incomplete until it has match identity statements")
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("profile-name") {
				return modes.ErrIncomplete
			}
			c.ISAKMP.Profiles = slices.DeleteFunc(c.ISAKMP.Profiles, func(p profile) bool { return p.Name == a.Str("profile-name") })
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, p := range c.ISAKMP.Profiles {
				lines = append(lines, parser.Args{"profile-name": p.Name})
			}
			return lines
		},
		Enter: "isakmp-profile",
	}
}

func profileVRF() modes.Cmd[profile] {
	return modes.Cmd[profile]{
		Syntax: `vrf vrf-name:WORD`,
		Help:   modes.H{"vrf": "Specify the VRF it is related to", "vrf-name": modes.VRFNameHelp},
		Set: func(x *modes.Context, p profile, a parser.Args) error {
			if !x.Config.HasVRF(a.Str("vrf-name")) {
				return network.NoVRF(a.Str("vrf-name"))
			}
			p.VRF = a.Str("vrf-name")
			return nil
		},
		Unset: func(_ *modes.Context, p profile, _ parser.Args) error { p.VRF = ""; return nil },
		Show:  func(p profile) []parser.Args { return modes.TextLine("vrf-name", p.VRF) },
	}
}

func profileKeyring() modes.Cmd[profile] {
	return modes.Cmd[profile]{
		Syntax: `keyring names:WORD...`,
		Help:   modes.H{"keyring": "Specify keyring to use", "names": "Keyring name"},
		Set: func(x *modes.Context, p profile, a parser.Args) error {
			for _, name := range a.List("names") {
				if x.Config.ISAKMP.Keyring(name) == nil {
					return modes.Refuse(fmt.Sprintf("%% Keyring %s does not exist", name))
				}
				if !slices.Contains(p.Keyrings, name) {
					p.Keyrings = append(p.Keyrings, name)
				}
			}
			return nil
		},
		Unset: func(_ *modes.Context, p profile, a parser.Args) error {
			names := a.List("names")
			p.Keyrings = slices.DeleteFunc(p.Keyrings, func(have string) bool { return len(names) == 0 || slices.Contains(names, have) })
			return nil
		},
		Show: func(p profile) (lines []parser.Args) {
			for _, name := range p.Keyrings {
				lines = append(lines, parser.Args{"names": []string{name}})
			}
			return lines
		},
	}
}

func profileSelfIdentity() modes.Cmd[profile] {
	return modes.Cmd[profile]{
		Syntax: `self-identity {address | fqdn [name:WORD] | user-fqdn user:WORD}`,
		Help: modes.H{"self-identity": "Specify Identity to use", "address": "Use the IP address of the interface for the identity",
			"fqdn": "Use the fully qualified domain name of the router for the identity", "name": "Fully qualified domain name",
			"user-fqdn": "Use a user FQDN for the identity",
			"user":      "User FQDN, as user@domain"},
		Set: func(_ *modes.Context, p profile, a parser.Args) error {
			p.FQDN, p.UserFQDN = a.Str("name"), a.Str("user")
			for _, kind := range []string{config.IdentityAddress, config.IdentityFQDN, config.IdentityUserFQDN} {
				if a.Has(kind) {
					p.SelfIdentity = kind
				}
			}
			return nil
		},
		Unset: func(_ *modes.Context, p profile, _ parser.Args) error {
			p.SelfIdentity, p.FQDN, p.UserFQDN = "", "", ""
			return nil
		},
		Show: func(p profile) []parser.Args {
			if p.SelfIdentity == "" {
				return nil
			}
			a := parser.Args{p.SelfIdentity: true}
			if p.SelfIdentity == config.IdentityUserFQDN {
				a["user"] = p.UserFQDN
			}
			if p.FQDN != "" {
				a["name"] = p.FQDN
			}
			return []parser.Args{a}
		},
	}
}

func profileMatch() modes.Cmd[profile] {
	return modes.Cmd[profile]{
		Syntax: `match identity {address addr:A.B.C.D [mask:A.B.C.D] [vrf-name:WORD] | group group-name:WORD |
		host {host-domain=domain hosts:WORD | host-name:WORD} | user {user-domain=domain users:WORD | user-name:WORD}}`,
		Help: modes.H{"match": "Match values of peer", "identity": "Match identity of peer", "address": "IP Address(es)",
			"addr": "IP address of peer",
			"mask": "Specify mask", "vrf-name": modes.VRFNameHelp, "group": "Match group name", "group-name": "Group name",
			"host":   "Match fully qualified host name",
			"domain": "Match all names of a domain", "hosts": "Domain name", "host-name": "Fully qualified host name", "user": "Match user FQDN",
			"users":     "Domain name",
			"user-name": "User FQDN, as user@domain"},
		Set: func(x *modes.Context, p profile, a parser.Args) error {
			m, err := identityOf(a)
			if err != nil {
				return err
			}
			if !x.Config.HasVRF(m.VRF) {
				return network.NoVRF(m.VRF)
			}
			if !slices.Contains(p.Matches, m) {
				p.Matches = append(p.Matches, m)
			}
			return nil
		},
		Unset: func(_ *modes.Context, p profile, a parser.Args) error {
			m, err := identityOf(a)
			if err != nil {
				return err
			}
			p.Matches = slices.DeleteFunc(p.Matches, func(have config.IdentityMatch) bool { return have == m })
			return nil
		},
		Show: func(p profile) (lines []parser.Args) {
			for _, m := range p.Matches {
				lines = append(lines, identityArgs(m))
			}
			return lines
		},
		Spell: func(_ debuglog.Release, line string) string {
			f := strings.Fields(line)
			if _, err := netip.ParseAddr(f[len(f)-1]); err == nil && f[2] == config.MatchAddress {
				return line + " " // where the VRF would stand
			}
			return line
		},
	}
}

// identityKinds are the values that name each kind of match but the address.
var identityKinds = []struct {
	kind, value string
	keywords    []string
}{
	{config.MatchGroup, "group-name", []string{"group"}},
	{config.MatchHost, "host-name", []string{"host"}},
	{config.MatchHostDomain, "hosts", []string{"host", "host-domain"}},
	{config.MatchUser, "user-name", []string{"user"}},
	{config.MatchUserDomain, "users", []string{"user", "user-domain"}},
}

func identityOf(a parser.Args) (config.IdentityMatch, error) {
	for _, w := range identityKinds {
		if a.Has(w.value) {
			return config.IdentityMatch{Kind: w.kind, Text: a.Str(w.value)}, nil
		}
	}
	if !a.Has("addr") {
		return config.IdentityMatch{}, modes.ErrIncomplete
	}
	bits, ok := 32, true
	switch {
	case a.Has("mask"):
		bits, ok = modes.MaskBits(a.Addr("mask"))
	case a.Addr("addr").IsUnspecified():
		bits = 0
	}
	if !ok {
		return config.IdentityMatch{}, modes.Refuse("%Inconsistent address and mask")
	}
	return config.IdentityMatch{Kind: config.MatchAddress, Prefix: netip.PrefixFrom(a.Addr("addr"), bits), VRF: a.Str("vrf-name")}, nil
}

// identityArgs is the inverse of identityOf.
func identityArgs(m config.IdentityMatch) parser.Args {
	for _, w := range identityKinds {
		if w.kind == m.Kind {
			a := parser.Args{w.value: m.Text}
			for _, word := range w.keywords {
				a[word] = true
			}
			return a
		}
	}
	a := parser.Args{"address": true, "addr": m.Prefix.Addr()}
	if m.Prefix.Bits() > 0 { // who matches everybody has no mask
		a["mask"] = modes.MaskOf(m.Prefix.Bits())
	}
	if m.VRF != "" {
		a["vrf-name"] = m.VRF
	}
	return a
}

// profileTrustpoint names a trustpoint that counts for the profile's peers: others count for none of them then.
func profileTrustpoint() modes.Cmd[profile] {
	return profileNames(`ca trust-point`, "trustpoint", modes.H{"ca": "Specify certificate authorities to trust",
		"trust-point": "Specify trustpoint to use", "trustpoint": "Trustpoint name"}, func(p profile) *[]string { return &p.Trustpoints })
}

// profileCertificate has a peer be one of the profile's if a certificate map takes its certificate.
func profileCertificate() modes.Cmd[profile] {
	return profileNames(`match certificate`, "certificate-map", modes.H{"match": "Match values of peer",
		"certificate": "Peer certificate attributes", "certificate-map": "Certificate map name"},
		func(p profile) *[]string { return &p.Certificates })
}

// profileNames is a line with one name, which may be there several times with others.
func profileNames(lead, argument string, help modes.H, of func(profile) *[]string) modes.Cmd[profile] {
	return modes.Cmd[profile]{
		Syntax: lead + " " + argument + ":WORD",
		Help:   help,
		Set: func(_ *modes.Context, p profile, a parser.Args) error {
			if name := a.Str(argument); !slices.Contains(*of(p), name) {
				*of(p) = append(*of(p), name)
			}
			return nil
		},
		Unset: func(_ *modes.Context, p profile, a parser.Args) error {
			*of(p) = slices.DeleteFunc(*of(p), func(have string) bool { return have == a.Str(argument) })
			return nil
		},
		Show: func(p profile) []parser.Args { return eachOf(argument, *of(p)) },
	}
}

// eachOf is a line for each value of an argument.
func eachOf(argument string, values []string) (lines []parser.Args) {
	for _, value := range values {
		lines = append(lines, parser.Args{argument: value})
	}
	return lines
}

func profileKeepalive() modes.Cmd[profile] {
	return modes.Cmd[profile]{
		Syntax: `keepalive secs:<10-3600> retry retry-secs:<2-60>`,
		Help: modes.H{"keepalive": "Set a keepalive interval for use with IOS peers", "secs": "Number of seconds between keep alives",
			"retry": "Set the keepalive retry interval", "retry-secs": "Number of seconds between retries if keepalive fails"},
		Set: func(_ *modes.Context, p profile, a parser.Args) error {
			p.Keepalive = &config.Keepalive{Interval: modes.Seconds(a.Int("secs")), Retry: modes.Seconds(a.Int("retry-secs"))}
			return nil
		},
		Unset: func(_ *modes.Context, p profile, _ parser.Args) error { p.Keepalive = nil; return nil },
		Show: func(p profile) []parser.Args {
			if p.Keepalive == nil {
				return nil
			}
			return []parser.Args{{"secs": modes.InSeconds(p.Keepalive.Interval), "retry-secs": modes.InSeconds(p.Keepalive.Retry)}}
		},
	}
}

// profileVirtualTemplate names what interfaces for the profile's peers would be made from.
func profileVirtualTemplate() modes.Cmd[profile] {
	return modes.Number(`virtual-template number:<1-4095>`,
		modes.H{"virtual-template": "Specify the virtual-template for dynamic interface creation", "number": "Virtual-Template interface number"},
		0, func(p profile) *int { return &p.VirtualTemplate }).WithoutDefaultLine()
}

func addISAKMPProfile(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[profile]{ID: "isakmp-profile", Prompt: "conf-isa-prof", Title: "Crypto ISAKMP Profile Commands are:",
		Parent: modes.GlobalMode, Indent: 3,
		Find: func(c *config.Config, path parser.Args) []profile {
			return modes.OneTarget(c.ISAKMP.Profile(path.Str("profile-name")))
		},
		Inert: func(p profile) *config.Inert { return &p.Inert }})
	l.Add("global", isakmpProfile())
	l.Add("isakmp-profile", description("profile", func(p profile) *string { return &p.Description }), profileVRF(), profileKeyring(),
		profileSelfIdentity(), profileTrustpoint(), profileMatch(), profileCertificate(), profileKeepalive(),
		localAddress(func(p profile) *config.LocalAddress { return &p.LocalAddress }), profileVirtualTemplate().ForShow("IPsec options"))
	l.Add("isakmp-profile", modes.ExitFrom[profile]("crypto isakmp profile configuration mode"))
}
