package crypto

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func ipsecHelp(more modes.H) modes.H {
	return modes.MergeHelp(modes.H{"crypto": "Encryption module", "ipsec": "Configure IPSEC policy"}, more)
}

func lifetimeHelp() modes.H {
	return modes.H{"security-association": "Security association parameters", "lifetime": "security association lifetime",
		"seconds": "Time-based key duration in seconds", "secs": "Security association duration in seconds",
		"kilobytes": "Volume-based key duration in kilobytes", "kb": "Security association duration in kilobytes encrypted",
		"disable": "Disable volume-based rekey"}
}

func ipsecLifetime() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax:  `crypto ipsec security-association lifetime {kilobytes {kb:<2560-4294967295> | disable} | seconds secs:<120-2592000>}`,
		Default: "crypto ipsec security-association lifetime kilobytes 4608000\ncrypto ipsec security-association lifetime seconds 3600",
		Help:    ipsecHelp(lifetimeHelp()),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			switch {
			case a.Has("secs"):
				c.IPsec.LifetimeSeconds = a.Int("secs")
			default:
				c.IPsec.LifetimeKilobytes = a.Int("kb")
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("kilobytes") {
				c.IPsec.LifetimeSeconds = config.DefaultSALifetimeSeconds
			}
			if !a.Has("seconds") {
				c.IPsec.LifetimeKilobytes = config.DefaultSALifetimeKilobytes
			}
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			switch kb := c.IPsec.LifetimeKilobytes; kb {
			case config.DefaultSALifetimeKilobytes:
			case 0:
				lines = append(lines, parser.Args{"kilobytes": true, "disable": true})
			default:
				lines = append(lines, parser.Args{"kilobytes": true, "kb": kb})
			}
			if s := c.IPsec.LifetimeSeconds; s != config.DefaultSALifetimeSeconds {
				lines = append(lines, parser.Args{"seconds": true, "secs": s})
			}
			return lines
		},
	}
}

func idleTimeHelp() modes.H {
	return modes.H{"security-association": "Security association parameters",
		"idle-time": "Automatically delete IPSec SAs after a given idle period.", "secs": "IPSec SA idle-time in seconds"}
}

func ipsecIdleTime() modes.Cmd[modes.Global] {
	return modes.Time(`crypto ipsec security-association idle-time secs:<60-86400>`, ipsecHelp(idleTimeHelp()),
		time.Second, 0, func(c modes.Global) *time.Duration { return &c.IPsec.IdleTime })
}

// A transform is a word of a transform set. Of each kind a set has one at most.
type transform struct {
	word, help, kind string
	keys             bool   // a key length may follow
	marks            string // where it is, as in a syntax; "" everywhere
}

var transforms = []transform{
	{"ah-md5-hmac", "AH-HMAC-MD5 transform", "ah", false, ""},
	{"ah-sha-hmac", "AH-HMAC-SHA transform", "ah", false, ""},
	{"ah-sha256-hmac", "AH-HMAC-SHA256 transform", "ah", false, "<15,xe> "},
	{"ah-sha384-hmac", "AH-HMAC-SHA384 transform", "ah", false, "<15,xe> "},
	{"ah-sha512-hmac", "AH-HMAC-SHA512 transform", "ah", false, "<15,xe> "},
	{"comp-lzs", "IP Compression using the LZS compression algorithm", "comp", false, ""},
	{"esp-3des", "ESP transform using 3DES(EDE) cipher (168 bits)", "cipher", false, ""},
	{"esp-aes", "ESP transform using AES cipher", "cipher", true, ""},
	{"esp-des", "ESP transform using DES cipher (56 bits)", "cipher", false, ""},
	{"esp-gcm", "ESP transform using GCM cipher", "cipher", true, "<15,xe> "},
	{"esp-gmac", "ESP transform using GMAC cipher", "cipher", true, "<15,xe> "},
	{"esp-md5-hmac", "ESP transform using HMAC-MD5 auth", "auth", false, ""},
	{"esp-null", "ESP transform w/o cipher", "cipher", false, ""},
	{"esp-seal", "ESP transform using SEAL cipher (160 bits)", "cipher", false, ""},
	{"esp-sha-hmac", "ESP transform using HMAC-SHA auth", "auth", false, ""},
	{"esp-sha256-hmac", "ESP transform using HMAC-SHA256 auth", "auth", false, "<15,xe> "},
	{"esp-sha384-hmac", "ESP transform using HMAC-SHA384 auth", "auth", false, "<15,xe> "},
	{"esp-sha512-hmac", "ESP transform using HMAC-SHA512 auth", "auth", false, "<15,xe> "},
}

// maxTransforms is how many transforms a set has at most.
const maxTransforms = 4

// transformSetSyntax lists all transforms at each of the positions, labelled 1- to 4-,
// so that their order is kept.
func transformSetSyntax() (syntax string, help modes.H) {
	help = ipsecHelp(modes.H{"transform-set": "Define transform and settings", "name": "Transform set tag"})
	for position := maxTransforms; position > 0; position-- {
		var words []string
		for _, t := range transforms {
			help[t.word] = t.help
			word := fmt.Sprintf("%s%d-%s=%s", t.marks, position, t.word, t.word)
			if t.keys {
				word += fmt.Sprintf(" [%d-%s-128=128 | %d-%s-192=192 | %d-%s-256=256]",
					position, t.word, position, t.word, position, t.word)
			}
			words = append(words, word)
		}
		syntax = "{" + strings.Join(words, " | ") + "}" + syntax
		if position > 1 {
			syntax = " [" + syntax + "]"
		}
	}
	for _, bits := range []string{"128", "192", "256"} {
		help[bits] = bits + " bit keys."
	}
	return "crypto ipsec transform-set name:WORD " + syntax, help
}

// takenTransforms are those of the kinds that a line has already.
func takenTransforms(line string) (words []string) {
	rest, ok := strings.CutPrefix(line, "crypto ipsec transform-set ")
	if !ok {
		return nil
	}
	_, chosen, _ := strings.Cut(rest, " ")
	for _, word := range strings.Fields(chosen) {
		for _, t := range transforms {
			if at := slices.IndexFunc(transforms, func(u transform) bool { return u.word == word }); at >= 0 && transforms[at].kind == t.kind {
				words = append(words, t.word)
			}
		}
	}
	return words
}

func ipsecTransformSet() modes.Cmd[modes.Global] {
	syntax, help := transformSetSyntax()
	return modes.Cmd[modes.Global]{
		Syntax: syntax,
		Help:   help,
		Set:    setTransforms,
		Unset:  unsetTransforms,
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, t := range c.IPsec.TransformSets {
				a := parser.Args{"name": t.Name}
				for i, tr := range t.Transforms {
					label := fmt.Sprintf("%d-%s", i+1, tr.Name)
					a[label] = true
					if tr.KeyBits != 0 && tr.KeyBits != 128 {
						a[fmt.Sprintf("%s-%d", label, tr.KeyBits)] = true
					}
				}
				lines = append(lines, a)
			}
			return lines
		},
		Spell: func(_ debuglog.Release, line string) string { return line + " " },
		Enter: "transform-set",
	}
}

func setTransforms(_ *modes.Context, c modes.Global, a parser.Args) error {
	var chosen []config.Transform
	kinds := map[string]bool{}
	for position := 1; position <= maxTransforms; position++ {
		for _, t := range transforms {
			label := fmt.Sprintf("%d-%s", position, t.word)
			if !a.Has(label) {
				continue
			}
			if kinds[t.kind] {
				return modes.Refuse("ERROR: Conflicting transforms in proposal")
			}
			kinds[t.kind] = true
			tr := config.Transform{Name: t.word}
			if t.keys {
				tr.KeyBits = keyBits(a, label+"-")
			}
			chosen = append(chosen, tr)
		}
	}
	set := c.IPsec.TransformSet(a.Str("name"))
	if set == nil {
		set = &config.TransformSet{Name: a.Str("name")}
		c.IPsec.TransformSets = append(c.IPsec.TransformSets, set)
	}
	set.Transforms = chosen
	return nil
}

func unsetTransforms(_ *modes.Context, c modes.Global, a parser.Args) error {
	if !a.Has("name") {
		return modes.ErrIncomplete
	}
	for _, e := range c.CryptoMaps {
		if slices.Contains(e.TransformSets, a.Str("name")) {
			return modes.Refuse("ERROR: Transform set is still referenced by a crypto map.")
		}
	}
	c.IPsec.TransformSets = slices.DeleteFunc(c.IPsec.TransformSets, func(t *config.TransformSet) bool { return t.Name == a.Str("name") })
	return nil
}

type transformSet = *config.TransformSet

func transformSetMode() modes.Cmd[transformSet] {
	return modes.Cmd[transformSet]{
		Syntax:  `mode {transport [require] | tunnel}`,
		Default: "mode tunnel",
		Help: modes.H{"mode": "encapsulation mode (transport/tunnel)", "transport": "transport (payload encapsulation) mode",
			"require": "Require this mode", "tunnel": "tunnel (datagram encapsulation) mode"},
		Set: func(_ *modes.Context, t transformSet, a parser.Args) error {
			t.Transport = a.Has("transport")
			return nil
		},
		Unset: func(_ *modes.Context, t transformSet, _ parser.Args) error { t.Transport = false; return nil },
		Show: func(t transformSet) []parser.Args {
			if t.Transport {
				return []parser.Args{{"transport": true}}
			}
			return []parser.Args{{"tunnel": true}}
		},
		Spell: func(r debuglog.Release, line string) string {
			if r == debuglog.IOS124 && line == "mode tunnel" {
				return ""
			}
			return line
		},
	}
}

func addIPsec(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[transformSet]{ID: "transform-set", Prompt: "cfg-crypto-trans",
		Title: "Crypto transform configuration commands:", Parent: modes.GlobalMode,
		Find: func(c *config.Config, path parser.Args) []transformSet {
			return modes.OneTarget(c.IPsec.TransformSet(path.Str("name")))
		}})
	l.Add("global", ipsecLifetime(), ipsecIdleTime(), ipsecTransformSet())
	l.Unoffered("global", takenTransforms)
	l.Add("transform-set", transformSetMode(), modes.ExitFrom[transformSet]("crypto transform configuration mode"))
}
