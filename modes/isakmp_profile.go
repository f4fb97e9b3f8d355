package modes

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

// ISAKMPProfile is the mode of one ISAKMP profile.
var ISAKMPProfile = newMode("conf-isa-prof", "Crypto ISAKMP Profile Commands are:", Global,
	func(c *config.Config, path parser.Args) []profile {
		return one(c.ISAKMP.Profile(path.Str("profile-name")))
	})

type profile = *config.Profile

var isakmpProfile = Cmd[global]{
	Syntax: `crypto isakmp profile profile-name:WORD`,
	Help:   isakmpHelp(H{"profile": "Define ISAKMP Profiles", "profile-name": "Name of ISAKMP Profile"}),
	Set: func(x *Context, c global, a parser.Args) error {
		if _, created := c.ISAKMP.AddProfile(a.Str("profile-name")); created {
			x.Println("% A profile is deemed incomplete until it has match identity statements")
		}
		return nil
	},
	Unset: func(_ *Context, c global, a parser.Args) error {
		if !a.Has("profile-name") {
			return errIncomplete
		}
		c.ISAKMP.Profiles = slices.DeleteFunc(c.ISAKMP.Profiles, func(p profile) bool { return p.Name == a.Str("profile-name") })
		return nil
	},
	Show: func(c global) (lines []parser.Args) {
		for _, p := range c.ISAKMP.Profiles {
			lines = append(lines, parser.Args{"profile-name": p.Name})
		}
		return lines
	},
	Enter: ISAKMPProfile,
}

var profileVRF = Cmd[profile]{
	Syntax: `vrf vrf-name:WORD`,
	Help:   H{"vrf": "Specify the VRF it is related to", "vrf-name": vrfHelp},
	Set: func(x *Context, p profile, a parser.Args) error {
		if !x.Config.HasVRF(a.Str("vrf-name")) {
			return noVRF(a.Str("vrf-name"))
		}
		p.VRF = a.Str("vrf-name")
		return nil
	},
	Unset: func(_ *Context, p profile, _ parser.Args) error { p.VRF = ""; return nil },
	Show:  func(p profile) []parser.Args { return text("vrf-name", p.VRF) },
}

var profileKeyring = Cmd[profile]{
	Syntax: `keyring names:WORD...`,
	Help:   H{"keyring": "Specify keyring to use", "names": "Keyring name"},
	Set: func(x *Context, p profile, a parser.Args) error {
		for _, name := range a.List("names") {
			if x.Config.ISAKMP.Keyring(name) == nil {
				return refuse(fmt.Sprintf("%% Keyring %s does not exist", name))
			}
			if !slices.Contains(p.Keyrings, name) {
				p.Keyrings = append(p.Keyrings, name)
			}
		}
		return nil
	},
	Unset: func(_ *Context, p profile, a parser.Args) error {
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

var profileSelfIdentity = Cmd[profile]{
	Syntax: `self-identity {address | fqdn | user-fqdn user:WORD}`,
	Help: H{"self-identity": "Specify Identity to use", "address": "Use the IP address of the interface for the identity",
		"fqdn": "Use the fully qualified domain name of the router for the identity", "user-fqdn": "Use a user FQDN for the identity", "user": "User FQDN, as user@domain"},
	Set: func(_ *Context, p profile, a parser.Args) error {
		p.UserFQDN = a.Str("user")
		for _, kind := range []string{config.IdentityAddress, config.IdentityFQDN, config.IdentityUserFQDN} {
			if a.Has(kind) {
				p.SelfIdentity = kind
			}
		}
		return nil
	},
	Unset: func(_ *Context, p profile, _ parser.Args) error { p.SelfIdentity, p.UserFQDN = "", ""; return nil },
	Show: func(p profile) []parser.Args {
		if p.SelfIdentity == "" {
			return nil
		}
		a := parser.Args{p.SelfIdentity: true}
		if p.SelfIdentity == config.IdentityUserFQDN {
			a["user"] = p.UserFQDN
		}
		return []parser.Args{a}
	},
}

var profileMatch = Cmd[profile]{
	Syntax: `match identity {address addr:A.B.C.D [mask:A.B.C.D] [vrf-name:WORD] | group group-name:WORD |
		host {host-domain=domain hosts:WORD | host-name:WORD} | user {user-domain=domain users:WORD | user-name:WORD}}`,
	Help: H{"match": "Match values of peer", "identity": "Match identity of peer", "address": "IP Address(es)", "addr": "IP address of peer",
		"mask": "Specify mask", "vrf-name": vrfHelp, "group": "Match group name", "group-name": "Group name", "host": "Match fully qualified host name",
		"domain": "Match all names of a domain", "hosts": "Domain name", "host-name": "Fully qualified host name", "user": "Match user FQDN", "users": "Domain name",
		"user-name": "User FQDN, as user@domain"},
	Set: func(x *Context, p profile, a parser.Args) error {
		m, err := identityOf(a)
		if err != nil {
			return err
		}
		if !x.Config.HasVRF(m.VRF) {
			return noVRF(m.VRF)
		}
		if !slices.Contains(p.Matches, m) {
			p.Matches = append(p.Matches, m)
		}
		return nil
	},
	Unset: func(_ *Context, p profile, a parser.Args) error {
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
		if f := strings.Fields(line); len(f) == 5 && f[2] == config.MatchAddress {
			return line + " " // where the VRF would stand
		}
		return line
	},
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
		return config.IdentityMatch{}, errIncomplete
	}
	bits, ok := 32, true
	switch {
	case a.Has("mask"):
		bits, ok = maskBits(a.Addr("mask"))
	case a.Addr("addr").IsUnspecified():
		bits = 0
	}
	if !ok {
		return config.IdentityMatch{}, refuse("%Inconsistent address and mask")
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
	a := parser.Args{"address": true, "addr": m.Prefix.Addr(), "mask": maskOf(m.Prefix.Bits())}
	if m.VRF != "" {
		a["vrf-name"] = m.VRF
	}
	return a
}

var profileKeepalive = Cmd[profile]{
	Syntax: `keepalive secs:<10-3600> retry retry-secs:<2-60>`,
	Help: H{"keepalive": "Set a keepalive interval for use with IOS peers", "secs": "Number of seconds between keep alives",
		"retry": "Set the keepalive retry interval", "retry-secs": "Number of seconds between retries if keepalive fails"},
	Set: func(_ *Context, p profile, a parser.Args) error {
		p.Keepalive = &config.Keepalive{Interval: seconds(a.Int("secs")), Retry: seconds(a.Int("retry-secs"))}
		return nil
	},
	Unset: func(_ *Context, p profile, _ parser.Args) error { p.Keepalive = nil; return nil },
	Show: func(p profile) []parser.Args {
		if p.Keepalive == nil {
			return nil
		}
		return []parser.Args{{"secs": inSeconds(p.Keepalive.Interval), "retry-secs": inSeconds(p.Keepalive.Retry)}}
	},
}

func init() {
	ISAKMPProfile.indent = 3
	ISAKMPProfile.inert = func(t any) *config.Inert { return &t.(profile).Inert }
	Global.Add(isakmpProfile)
	ISAKMPProfile.Add(description("profile", func(p profile) *string { return &p.Description }), profileVRF, profileKeyring,
		profileSelfIdentity, profileMatch, profileKeepalive,
		localAddress(func(p profile) *config.LocalAddress { return &p.LocalAddress }))
	ISAKMPProfile.addInert(
		inert(`accounting list:WORD`, H{"accounting": "Enable AAA Accounting for IPSec Sessions", "list": "Accounting list name"}),
		inert(`ca trust-point name:WORD`, H{"ca": "Specify Certificate Authority to use", "trust-point": "Specify trustpoint to use", "name": "Trustpoint name"}),
		inertList(`client rest:LINE`, H{"client": "Specify client configuration settings", "rest": "Client configuration settings"}),
		inert(`initiate mode aggressive`, H{"initiate": "Initiate a Security Association with peer", "mode": "Specify mode to initiate", "aggressive": "Aggressive mode"}),
		inert(`isakmp authorization list name:WORD`, H{"isakmp": "Specify ISAKMP settings", "authorization": "Specify authorization settings",
			"list": "Specify authorization list", "name": "Authorization list name"}),
		inertList(`match certificate map:WORD`, H{"match": "Match values of peer", "certificate": "Match certificate attributes of peer", "map": "Certificate map name"}),
		inert(`qos-group number:<0-1023>`, H{"qos-group": "Apply a QoS group class map for this profile", "number": "QoS group number"}),
		inert(`virtual-template number:<1-4095>`, H{"virtual-template": "Specify the virtual-template for dynamic interface creation", "number": "Virtual-Template interface number"}),
	)
	ISAKMPProfile.Add(exitFrom[profile]("crypto isakmp profile configuration mode"))
}
