package crypto

import (
	"slices"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// cryptoMapDynamic is the entry of a crypto map that refers to a template. It opens no mode: all that there is to say is in the
// template.
func cryptoMapDynamic() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto map name:WORD seq:<1-65535> ipsec-isakmp dynamic template:WORD [discover]`,
		Help: modes.H{"crypto": "Encryption module", "map": "Enter a crypto map", "name": "Crypto map tag",
			"seq": "Sequence to insert into crypto map entry", "ipsec-isakmp": "IPSEC w/ISAKMP",
			"dynamic": "Enable dynamic crypto map support", "template": "Name of dynamic-map",
			"discover": "enable peer discovery for dynamic crypto map"},
		Place: "crypto map dynamic",
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			name, seq, template := a.Str("name"), a.Int("seq"), a.Str("template")
			if have := c.MapEntry(name, seq); have != nil && have.Dynamic != template {
				return modes.Refuse("Attempt to change dynamic map tag for existing crypto map is not permitted.")
			}
			e, _ := c.AddMapEntry(name, seq)
			e.Dynamic, e.Discover = template, a.Has("discover")
			if e.Discover && !x.Loading {
				x.Println("% Tunnel endpoint discovery is kept, but this router looks for no endpoints: peers have to begin.")
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.CryptoMaps = slices.DeleteFunc(c.CryptoMaps, func(e *config.CryptoMapEntry) bool {
				return e.Map == a.Str("name") && e.Sequence == a.Int("seq") && e.Dynamic == a.Str("template")
			})
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, e := range c.CryptoMaps {
				if e.Dynamic == "" {
					continue
				}
				line := parser.Args{"name": e.Map, "seq": e.Sequence, "template": e.Dynamic}
				if e.Discover {
					line["discover"] = true
				}
				lines = append(lines, line)
			}
			return lines
		},
		Spell: func(_ debuglog.Release, line string) string { return line + " " },
	}
}
