package network

import (
	"net/netip"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

const tunnelText = "protocol-over-protocol tunneling"

func tunnelHelp(word, text string) modes.H { return modes.H{"tunnel": tunnelText, word: text} }

// tunnelEnd is a setting that is an address, or one of the other arguments, kept as text.
func tunnelEnd(syntax string, help modes.H, of func(iface) *string, others ...string) modes.Cmd[iface] {
	return modes.Cmd[iface]{
		Syntax: syntax,
		Help:   help,
		Set: func(_ *modes.Context, i iface, a parser.Args) error {
			for _, name := range others {
				switch {
				case a.Has("addr"):
					*of(i) = a.Addr("addr").String()
				case name == "dynamic" && a.Has(name):
					*of(i) = name
				case a.Has(name):
					*of(i) = a.Str(name)
				}
			}
			return nil
		},
		Unset: func(_ *modes.Context, i iface, _ parser.Args) error { *of(i) = ""; return nil },
		Show: func(i iface) []parser.Args {
			text := *of(i)
			addr, err := netip.ParseAddr(text)
			switch {
			case text == "":
				return nil
			case text == "dynamic":
				return []parser.Args{{text: true}}
			case err == nil && addr.Is4():
				return []parser.Args{{"addr": addr}}
			case strings.Contains(text, ":") && err == nil:
				return []parser.Args{{"addr6": text}}
			}
			return []parser.Args{{others[0]: text}}
		},
	}
}

func tunnelSourceCommand() modes.Cmd[iface] {
	return tunnelEnd(`<tunnel> tunnel source {addr:A.B.C.D | interface:INTERFACE | addr6:X:X:X:X::X}`,
		modes.MergeHelp(tunnelHelp("source", "source of tunnel packets"), modes.H{"addr": "ip address", "addr6": "ipv6 address"}),
		func(i iface) *string { return &i.Tunnel.Source }, "interface", "addr6")
}

// tunnelDestination is an address. A name is looked up once, when it is typed, and its address is what is kept.
func tunnelDestination() modes.Cmd[iface] {
	c := tunnelEnd(`<tunnel> tunnel destination {addr:A.B.C.D | dynamic | addr6:X:X:X:X::X | host:WORD}`,
		modes.MergeHelp(tunnelHelp("destination", "destination of tunnel"), modes.H{"addr": "ip address",
			"dynamic": "Dynamic destination", "addr6": "ipv6 address", "host": "Host name"}),
		func(i iface) *string { return &i.Tunnel.Destination }, "host", "addr6", "dynamic")
	keep := c.Set
	c.Set = func(x *modes.Context, i iface, a parser.Args) error {
		if !a.Has("host") {
			return keep(x, i, a)
		}
		addr, known := KnownHost(x.Config, a.Str("host"))
		switch {
		case known:
			i.Tunnel.Destination = addr.String()
		case x.Loading: // nobody can be asked yet
			return keep(x, i, a)
		default: // typed again when the name servers have told the address
			return LookUpHost(x, a.Str("host"), UnknownTarget, func(addr netip.Addr) error {
				return x.Session.Configure("tunnel destination " + addr.String())
			})
		}
		return nil
	}
	return c
}

// tunnelModes are the modes as typed: of those whose words were all typed the last one is meant.
var tunnelModes = []string{"gre ip", "gre multipoint", "gre ipv6", "ipip", "ipip decapsulate-any", "ipsec ipv4", "ipsec ipv6", "ipv6ip",
	"ipv6ip 6to4", "ipv6ip auto-tunnel", "ipv6ip isatap", "udp ip"}

func tunnelMode() modes.Cmd[iface] {
	return modes.Cmd[iface]{
		Syntax: `<tunnel> tunnel mode {gre {ip | multipoint | ipv6} | ipip [decapsulate-any] | ipsec {ipv4 | ipv6} |
			ipv6ip [6to4 | auto-tunnel | isatap] | udp ip}`,
		Help: modes.MergeHelp(tunnelHelp("mode", "tunnel encapsulation method"), modes.H{
			"gre": "Generic Route Encapsulation Protocol", "ip": "over IP", "multipoint": "over IP (multipoint)", "ipv6": "over IPv6",
			"ipip": "IP over IP encapsulation", "decapsulate-any": "Allow any IPIP tunnel packets", "ipsec": "IPSec tunnel encapsulation",
			"ipv4": "over IPv4", "ipv6ip": "IPv6 over IP encapsulation", "6to4": "IPv6 automatic tunnelling using 6to4",
			"auto-tunnel": "IPv6 automatic tunnelling using IPv4 compatible addresses",
			"isatap":      "IPv6 automatic tunnelling using ISATAP", "udp": "UDP encapsulation protocol"}),
		Set: func(_ *modes.Context, i iface, a parser.Args) error {
			for _, mode := range tunnelModes {
				words := strings.Fields(mode)
				if a.Has(words[0]) && (len(words) == 1 || a.Has(words[1])) {
					i.Tunnel.Mode = mode
				}
			}
			if i.Tunnel.Mode == config.TunnelGRE {
				i.Tunnel.Mode = ""
			}
			return nil
		},
		Unset: func(_ *modes.Context, i iface, _ parser.Args) error { i.Tunnel.Mode = ""; return nil },
		Show: func(i iface) []parser.Args {
			if i.Tunnel.Mode == "" {
				return nil
			}
			line := parser.Args{}
			for _, word := range strings.Fields(i.Tunnel.Mode) {
				line[word] = true
			}
			return []parser.Args{line}
		},
	}
}

// tunnelNumber is a setting that is a number which may be 0, so that whether it is set is kept beside it.
func tunnelNumber(syntax, name string, help modes.H, of func(iface) (number *int, set *bool)) modes.Cmd[iface] {
	put := func(i iface, number int, is bool) error {
		n, set := of(i)
		*n, *set = number, is
		return nil
	}
	return modes.Cmd[iface]{
		Syntax: syntax,
		Help:   help,
		Set:    func(_ *modes.Context, i iface, a parser.Args) error { return put(i, a.Int(name), true) },
		Unset:  func(_ *modes.Context, i iface, _ parser.Args) error { return put(i, 0, false) },
		Show: func(i iface) []parser.Args {
			if n, set := of(i); *set {
				return []parser.Args{{name: *n}}
			}
			return nil
		},
	}
}

func tunnelVRF() modes.Cmd[iface] {
	return modes.Cmd[iface]{
		Syntax: `<tunnel> tunnel vrf vrf-name:WORD`,
		Help:   modes.MergeHelp(tunnelHelp("vrf", "tunnel vrf membership"), modes.H{"vrf-name": modes.VRFNameHelp}),
		Set:    func(_ *modes.Context, i iface, a parser.Args) error { i.Tunnel.VRF = a.Str("vrf-name"); return nil },
		Unset:  func(_ *modes.Context, i iface, _ parser.Args) error { i.Tunnel.VRF = ""; return nil },
		Show:   func(i iface) []parser.Args { return modes.TextLine("vrf-name", i.Tunnel.VRF) },
	}
}

func tunnelTTL() modes.Cmd[iface] {
	return modes.Cmd[iface]{
		Syntax: `<tunnel> tunnel ttl hops:<1-255>`,
		Help:   modes.MergeHelp(tunnelHelp("ttl", "set time to live"), modes.H{"hops": "ttl"}),
		Set:    func(_ *modes.Context, i iface, a parser.Args) error { i.Tunnel.TTL = a.Int("hops"); return nil },
		Unset:  func(_ *modes.Context, i iface, _ parser.Args) error { i.Tunnel.TTL = 0; return nil },
		Show: func(i iface) []parser.Args {
			if i.Tunnel.TTL == 0 {
				return nil
			}
			return []parser.Args{{"hops": i.Tunnel.TTL}}
		},
	}
}

const protectionKey = "tunnel protection ipsec profile"

// tunnelProtection takes the place of what another form of the command has said, which is kept without effect.
func tunnelProtection() modes.Cmd[iface] {
	return modes.Cmd[iface]{
		Syntax: `<tunnel> tunnel protection ipsec profile profile-name:WORD [shared] [isakmp-profile isakmp-name:WORD]`,
		Help: modes.MergeHelp(tunnelHelp("protection", "Enable tunnel protection"), modes.H{"ipsec": "Use ipsec to protect this tunnel interface",
			"profile": "Determine the ipsec policy profile to use.", "profile-name": "ipsec policy profile name",
			"shared":         "Use a shared socket for this tunnel",
			"isakmp-profile": "Specify isakmp Profile", "isakmp-name": "ISAKMP profile name"}),
		Set: func(_ *modes.Context, i iface, a parser.Args) error {
			i.Inert.Remove(protectionKey)
			i.Tunnel.Protection = config.TunnelProtection{Profile: a.Str("profile-name"), Shared: a.Has("shared"),
				ISAKMPProfile: a.Str("isakmp-name")}
			return nil
		},
		Unset: func(_ *modes.Context, i iface, _ parser.Args) error {
			i.Tunnel.Protection = config.TunnelProtection{}
			return nil
		},
		Show: func(i iface) []parser.Args {
			p := i.Tunnel.Protection
			if p.Profile == "" {
				return nil
			}
			line := parser.Args{"profile-name": p.Profile}
			if p.Shared {
				line["shared"] = true
			}
			if p.ISAKMPProfile != "" {
				line["isakmp-profile"], line["isakmp-name"] = true, p.ISAKMPProfile
			}
			return []parser.Args{line}
		},
	}
}

func addTunnel(l *modes.Language) {
	l.Add("interface", tunnelSourceCommand(), tunnelMode(), tunnelDestination(),
		tunnelNumber(`<tunnel> tunnel key number:<0-4294967295>`, "number", modes.MergeHelp(tunnelHelp("key",
			"security or selector key"), modes.H{"number": "key"}), func(i iface) (*int, *bool) { return &i.Tunnel.Key, &i.Tunnel.Keyed }),
		modes.Flag(`<tunnel> tunnel checksum`, tunnelHelp("checksum", "enable end to end checksumming of packets"),
			func(i iface) *bool { return &i.Tunnel.Checksum }).WithoutDefaultLine(),
		modes.Flag(`<tunnel> tunnel sequence-datagrams`, tunnelHelp("sequence-datagrams", "drop datagrams arriving out of order"),
			func(i iface) *bool { return &i.Tunnel.Sequence }).WithoutDefaultLine(),
		tunnelVRF(), tunnelDiscovery(),
		tunnelNumber(`<tunnel> tunnel tos tos-byte:<0-255>`, "tos-byte", modes.MergeHelp(tunnelHelp("tos", "set type of service byte"),
			modes.H{"tos-byte": "tos"}), func(i iface) (*int, *bool) { return &i.Tunnel.TOS, &i.Tunnel.TOSFixed }), tunnelTTL(),
		tunnelProtection())
}
