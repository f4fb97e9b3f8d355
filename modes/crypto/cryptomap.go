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
		Syntax: `crypto map name:WORD seq:<1-65535> [ipsec-isakmp | ipsec-manual]`,
		Help: modes.H{"crypto": "Encryption module", "map": "Enter a crypto map", "name": "Crypto map tag",
			"seq": "Sequence to insert into crypto map entry", "ipsec-isakmp": "IPSEC w/ISAKMP",
			"ipsec-manual": "IPSEC w/manual keying"},
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			have := c.MapEntry(a.Str("name"), a.Int("seq"))
			if have != nil && have.Dynamic != "" {
				return modes.Refuse("Attempt to change dynamic map tag for existing crypto map is not permitted.")
			}
			typed := a.Has("ipsec-isakmp") || a.Has("ipsec-manual")
			switch {
			case !typed && have == nil:
				return modes.ErrIncomplete
			case typed && have != nil && (have.Manual != nil) != a.Has("ipsec-manual"):
				return modes.Refuse("Attempt to change map type for existing crypto map is not permitted.")
			}
			e, created := c.AddMapEntry(a.Str("name"), a.Int("seq"))
			if created {
				x.Printf(newMapNote)
			}
			if created && a.Has("ipsec-manual") {
				e.Manual = &config.ManualKeys{}
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
				kind := "ipsec-isakmp"
				if e.Manual != nil {
					kind = "ipsec-manual"
				}
				lines = append(lines, parser.Args{"name": e.Map, "seq": e.Sequence, kind: true})
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
			case e.Manual != nil && len(e.Peers) > 0 && i < 0:
				return modes.Refuse("ERROR: A crypto map with manual keys takes one peer. Delete the old one first.")
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
			if e.Manual != nil && len(names) > 1 {
				return modes.Refuse("ERROR: A crypto map with manual keys takes one transform set.")
			}
			if len(names) > maxTransformSets {
				return modes.Refuse(fmt.Sprintf("ERROR: A crypto map takes up to %d transform sets.", maxTransformSets))
			}
			for _, name := range names {
				if x.Config.IPsec.TransformSet(name) == nil {
					return modes.Refuse(fmt.Sprintf("ERROR: transform set with tag %q does not exist.", name))
				}
			}
			was := e.TransformSets
			e.TransformSets = slices.Clone(names)
			if err := checkSessionKeys(x.Config, e); err != nil {
				e.TransformSets = was
				return err
			}
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
	l.Add("crypto-map", mapDescription(), setPeer(), setSessionKey(), setLifetime(), setIdleTime(), setPerHost(),
		setTransformSet(), setPFS(), setProfile(), matchAddress(),
		reverseRoute(), setReverseRoute())
	l.Add("crypto-map", modes.ExitFrom[mapEntry]("crypto map configuration mode"))
}
