package crypto

import (
	"fmt"
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/network"
	"ruthere/parser"
)

const newMapNote = "%% NOTE: This new crypto map will remain disabled until a peer\n\tand a valid access list have been configured.\n"

func cryptoMap() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto map name:WORD seq:<1-65535> [ipsec-isakmp]`,
		Help: modes.H{"crypto": "Encryption module", "map": "Enter a crypto map", "name": "Crypto map tag",
			"seq": "Sequence to insert into crypto map entry", "ipsec-isakmp": "IPSEC w/ISAKMP"},
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			have := c.MapEntry(a.Str("name"), a.Int("seq"))
			if have != nil && have.Dynamic != "" {
				return modes.Refuse("Attempt to change dynamic map tag for existing crypto map is not permitted.")
			}
			if !a.Has("ipsec-isakmp") && c.MapEntry(a.Str("name"), a.Int("seq")) == nil {
				return modes.ErrIncomplete
			}
			if _, created := c.AddMapEntry(a.Str("name"), a.Int("seq")); created {
				x.Printf(newMapNote)
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("name") {
				return modes.ErrIncomplete
			}
			c.CryptoMaps = slices.DeleteFunc(c.CryptoMaps, func(e *config.CryptoMapEntry) bool {
				return e.Map == a.Str("name") && (!a.Has("seq") || e.Sequence == a.Int("seq"))
			})
			if !a.Has("seq") {
				c.SetMapProfile(a.Str("name"), "")
				c.SetMapLocal(a.Str("name"), "")
				c.Inert.RemoveAll("crypto map " + a.Str("name"))
			} else {
				c.Inert.RemoveAll(fmt.Sprintf("crypto map %s %d", a.Str("name"), a.Int("seq")))
			}
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, e := range c.CryptoMaps {
				if e.Dynamic != "" {
					continue
				}
				lines = append(lines, parser.Args{"name": e.Map, "seq": e.Sequence, "ipsec-isakmp": true})
			}
			return lines
		},
		Spell: func(_ debuglog.Release, line string) string { return line + " " },
		Enter: "crypto-map",
	}
}

type mapEntry = *config.CryptoMapEntry

func mapDescription() modes.Cmd[mapEntry] {
	return modes.Description(modes.H{"description": "Description of the crypto map statement policy",
		"text": "Up to 80 characters describing this crypto map"},
		func(e mapEntry) *string { return &e.Description })
}

func setHelp() modes.H {
	return modes.H{"set": "Set values for encryption/decryption"}
}

func setPeer() modes.Cmd[mapEntry] {
	return modes.Cmd[mapEntry]{
		Syntax: `set peer {addr:A.B.C.D | addr6:X:X:X:X::X | host:WORD [dynamic]} [default]`,
		Types:  []parser.Type{modes.IPv6Type{}},
		Help: modes.MergeHelp(setHelp(), modes.H{"peer": "Allowed Encryption/Decryption peer.", "addr": "IP address of peer",
			"addr6": "IPv6 address of peer", "host": "Host name of the peer",
			"dynamic": "Resolve the peer's host name when it is needed", "default": "Set this peer as the default one"}),
		Set: func(x *modes.Context, e mapEntry, a parser.Args) error {
			if a.Has("addr6") {
				return modes.Refuse("ERROR: An IPv4 crypto map takes no IPv6 peers.")
			}
			p := config.Peer{Addr: a.Addr("addr"), Host: a.Str("host"), Dynamic: a.Has("dynamic"), Default: a.Has("default")}
			if p.Host != "" {
				addr, known := network.KnownHost(x.Config, p.Host)
				switch {
				case known || p.Dynamic:
				case x.Loading:
					return modes.Refuse(network.UnknownTarget)
				default: // typed again when the name servers have told the address
					return network.LookUpHost(x, p.Host, network.UnknownTarget, func(addr netip.Addr) error {
						line := "set peer " + addr.String()
						if p.Default {
							line += " default"
						}
						return x.Session.Configure(line)
					})
				}
				p.Addr = addr
				if !p.Dynamic {
					p.Host = "" // looked up once, and kept as an address
				}
			}
			i := slices.IndexFunc(e.Peers, func(have config.Peer) bool { return have.Host == p.Host && (p.Host != "" || have.Addr == p.Addr) })
			switch {
			case p.Default && slices.ContainsFunc(e.Peers, func(have config.Peer) bool { return have.Default && have.Addr != p.Addr }):
				return modes.Refuse("ERROR: A default peer already exists.")
			case i >= 0:
				e.Peers = slices.Delete(e.Peers, i, i+1)
				fallthrough
			default:
				at := len(e.Peers)
				if i >= 0 {
					at = i
				}
				if p.Default {
					at = 0
				}
				e.Peers = slices.Insert(e.Peers, at, p)
			}
			return nil
		},
		Unset: func(x *modes.Context, e mapEntry, a parser.Args) error {
			if !a.Has("addr") && !a.Has("host") {
				return modes.ErrIncomplete
			}
			addr, host := a.Addr("addr"), a.Str("host")
			if host != "" {
				addr, _ = network.KnownHost(x.Config, host)
			}
			e.Peers = slices.DeleteFunc(e.Peers, func(have config.Peer) bool {
				return have.Host != "" && have.Host == host || have.Host == "" && addr != (netip.Addr{}) && have.Addr == addr
			})
			return nil
		},
		Show: func(e mapEntry) (lines []parser.Args) {
			for _, p := range e.Peers {
				a := parser.Args{"addr": p.Addr}
				if p.Host != "" {
					a = parser.Args{"host": p.Host}
				}
				if p.Dynamic {
					a["dynamic"] = true
				}
				if p.Default {
					a["default"] = true
				}
				lines = append(lines, a)
			}
			return lines
		},
	}
}

func setTransformSet() modes.Cmd[mapEntry] {
	return modes.Cmd[mapEntry]{
		Syntax: `set transform-set names:WORD...`,
		Help:   modes.MergeHelp(setHelp(), modes.H{"transform-set": "Specify list of transform sets in priority order", "names": "Proposal tag"}),
		Set: func(x *modes.Context, e mapEntry, a parser.Args) error {
			names := a.List("names")
			if len(names) > maxTransformSets {
				return modes.Refuse(fmt.Sprintf("ERROR: A crypto map takes up to %d transform sets.", maxTransformSets))
			}
			for _, name := range names {
				if x.Config.IPsec.TransformSet(name) == nil {
					return modes.Refuse(fmt.Sprintf("ERROR: transform set with tag %q does not exist.", name))
				}
			}
			e.TransformSets = slices.Clone(names)
			return nil
		},
		Unset: func(_ *modes.Context, e mapEntry, a parser.Args) error {
			names := a.List("names")
			e.TransformSets = slices.DeleteFunc(e.TransformSets, func(have string) bool {
				return len(names) == 0 || slices.Contains(names, have)
			})
			return nil
		},
		Show: func(e mapEntry) []parser.Args {
			if len(e.TransformSets) == 0 {
				return nil
			}
			return []parser.Args{{"names": e.TransformSets}}
		},
		Spell: func(_ debuglog.Release, line string) string { return line + " " },
	}
}

// maxTransformSets is how many transform sets one entry offers at most.
const maxTransformSets = 6

func setPFS() modes.Cmd[mapEntry] {
	return modes.Cmd[mapEntry]{
		Syntax: `set pfs [group1 | group2 | group5 | group14 |
			<15,xe> group15 | <15,xe> group16 | <15,xe> group19 |
			<15,xe> group20 | <15,xe> group21 | <15,xe> group24]`,
		Default: "no set pfs",
		Help: modes.MergeHelp(setHelp(), modes.H{"pfs": "Specify pfs settings", "group1": "D-H Group1 (768-bit modp)",
			"group2": "D-H Group2 (1024-bit modp)",
			"group5": "D-H Group5 (1536-bit modp)", "group14": "D-H Group14 (2048-bit modp)", "group15": "D-H Group15 (3072-bit modp)",
			"group16": "D-H Group16 (4096-bit modp)", "group19": "D-H Group19 (256-bit ecp)", "group20": "D-H Group20 (384-bit ecp)",
			"group21": "D-H Group21 (521-bit ecp)", "group24": "D-H Group24 (2048-bit modp, 256 bit subgroup)"}),
		Set: func(_ *modes.Context, e mapEntry, a parser.Args) error {
			e.PFSGroup = 1
			for _, g := range groupOptions {
				if a.Has("group" + g.Keyword) {
					e.PFSGroup = g.Value
				}
			}
			return nil
		},
		Unset: func(_ *modes.Context, e mapEntry, _ parser.Args) error { e.PFSGroup = 0; return nil },
		Show: func(e mapEntry) []parser.Args {
			if e.PFSGroup == 0 {
				return nil
			}
			return []parser.Args{{"group" + modes.Itoa(e.PFSGroup): true}}
		},
	}
}

func setLifetime() modes.Cmd[mapEntry] {
	return modes.Cmd[mapEntry]{
		Syntax: `set security-association lifetime {kilobytes {kb:<2560-4294967295> | disable} | seconds secs:<120-2592000>}`,
		Help:   modes.MergeHelp(setHelp(), lifetimeHelp()),
		Set: func(_ *modes.Context, e mapEntry, a parser.Args) error {
			switch {
			case a.Has("secs"):
				e.LifetimeSeconds = a.Int("secs")
			case a.Has("disable"):
				e.LifetimeKilobytes = config.NoVolumeLimit
			default:
				e.LifetimeKilobytes = a.Int("kb")
			}
			return nil
		},
		Unset: func(_ *modes.Context, e mapEntry, a parser.Args) error {
			if !a.Has("kilobytes") {
				e.LifetimeSeconds = 0
			}
			if !a.Has("seconds") {
				e.LifetimeKilobytes = 0
			}
			return nil
		},
		Show: func(e mapEntry) (lines []parser.Args) {
			switch kb := e.LifetimeKilobytes; kb {
			case 0:
			case config.NoVolumeLimit:
				lines = append(lines, parser.Args{"kilobytes": true, "disable": true})
			default:
				lines = append(lines, parser.Args{"kilobytes": true, "kb": kb})
			}
			if e.LifetimeSeconds != 0 {
				lines = append(lines, parser.Args{"seconds": true, "secs": e.LifetimeSeconds})
			}
			return lines
		},
	}
}

func setIdleTime() modes.Cmd[mapEntry] {
	return modes.Cmd[mapEntry]{
		Syntax: `set security-association idle-time secs:<60-86400> [default]`,
		Help:   modes.MergeHelp(setHelp(), idleTimeHelp(), modes.H{"default": "Go back to the default peer when the SAs have been idle"}),
		Set: func(_ *modes.Context, e mapEntry, a parser.Args) error {
			e.IdleTime, e.IdleDefault = modes.Seconds(a.Int("secs")), a.Has("default")
			return nil
		},
		Unset: func(_ *modes.Context, e mapEntry, _ parser.Args) error {
			e.IdleTime, e.IdleDefault = 0, false
			return nil
		},
		Show: func(e mapEntry) []parser.Args {
			if e.IdleTime == 0 {
				return nil
			}
			a := parser.Args{"secs": modes.InSeconds(e.IdleTime)}
			if e.IdleDefault {
				a["default"] = true
			}
			return []parser.Args{a}
		},
	}
}

func matchAddress() modes.Cmd[mapEntry] {
	return modes.Cmd[mapEntry]{
		Syntax: `match address {number:<100-199> | expanded:<2000-2699> | name:WORD}`,
		Help: modes.H{"match": "Match values.", "address": "Match address of packets to encrypt.", "number": "IP access-list number",
			"expanded": "IP access-list number (expanded range)", "name": "Access-list name"},
		Set: func(_ *modes.Context, e mapEntry, a parser.Args) error {
			e.AccessList = a.Str("name")
			if n := a.Int("number") + a.Int("expanded"); n != 0 {
				e.AccessList = modes.Itoa(n)
			}
			return nil
		},
		Unset: func(_ *modes.Context, e mapEntry, _ parser.Args) error { e.AccessList = ""; return nil },
		Show:  func(e mapEntry) []parser.Args { return modes.TextLine("name", e.AccessList) },
	}
}

func addCryptoMap(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[mapEntry]{ID: "crypto-map", Prompt: "config-crypto-map", Title: "Crypto Map configuration commands:",
		Parent: modes.GlobalMode,
		Find: func(c *config.Config, path parser.Args) []mapEntry {
			return modes.OneTarget(c.MapEntry(path.Str("name"), path.Int("seq")))
		},
		Inert: func(e mapEntry) *config.Inert { return &e.Inert }})
	l.Add("global", cryptoMap(), cryptoMapDynamic(), cryptoMapProfile(), cryptoMapLocal())
	l.Add("crypto-map", mapDescription(), setPeer(), setLifetime(), setIdleTime(), setTransformSet(), setPFS(), setProfile(), matchAddress(),
		reverseRoute(), setReverseRoute())
	l.Add("crypto-map", modes.ExitFrom[mapEntry]("crypto map configuration mode"))
}
