package crypto

import (
	"fmt"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// What is kept of the crypto configuration without effect, and what never exists here.

func showDynamicMap() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto dynamic-map [tag name:WORD]`, modes.H{"crypto": modes.ShowCryptoHelp, "dynamic-map": "Crypto map templates", "tag": "Crypto map template with the given tag", "name": "Crypto map template tag"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			found := false
			for l := range b.Config().Inert.All() {
				words := strings.Fields(l.Text)
				if len(words) == 4 && words[1] == "dynamic-map" && l.Block != nil && (!a.Has("name") || a.Str("name") == words[2]) {
					printTemplate(x, b.Config(), words[2], words[3], l.Block)
					found = true
				}
			}
			if !found {
				x.Println("No crypto map templates found.")
			}
			return nil
		})
}

// printTemplate prints an entry of a dynamic map.
func printTemplate(x *modes.Context, c *config.Config, name, sequence string, lines *config.Inert) {
	x.Printf("Crypto Map Template\"%s\" %s\n", name, sequence)
	value := func(words string) string {
		for l := range lines.All() {
			if rest, ok := strings.CutPrefix(l.Text, words+" "); ok {
				return strings.TrimSpace(rest)
			}
		}
		return ""
	}
	if list := value("match address"); list != "" {
		x.Printf("\tExtended IP access list %s\n", list)
	} else {
		x.Printf("\tNo matching address list set.\n")
	}
	seconds, kilobytes := fmt.Sprint(c.IPsec.LifetimeSeconds), fmt.Sprint(c.IPsec.LifetimeKilobytes)
	if own := value("set security-association lifetime seconds"); own != "" {
		seconds = own
	}
	if own := value("set security-association lifetime kilobytes"); own != "" {
		kilobytes = own
	}
	x.Printf("\tSecurity association lifetime: %s kilobytes/%s seconds\n\tResponder-Only (Y/N): N\n", kilobytes, seconds)
	if group := value("set pfs"); group != "" {
		x.Printf("\tPFS (Y/N): Y\n\tDH group:  %s\n", group)
	} else {
		x.Printf("\tPFS (Y/N): N\n")
	}
	x.Printf("\tTransform sets={ \n")
	for _, name := range strings.Fields(value("set transform-set")) {
		words := ""
		if set := c.IPsec.TransformSet(name); set != nil {
			words = transformWords(set)
		}
		x.Printf("\t\t%s:  { %s  } , \n", name, words)
	}
	x.Printf("\t}\n")
}

func showIdentities() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto identity`, modes.H{"crypto": modes.ShowCryptoHelp, "identity": "Show crypto identity list"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			for l := range b.Config().Inert.All() {
				if name, ok := strings.CutPrefix(l.Text, "crypto identity "); ok && l.Block != nil {
					x.Printf("crypto identity %s:\n", name)
					for inner := range l.Block.All() {
						x.Printf("\t%s\n", inner.Text)
					}
				}
			}
			return nil
		})
}

// showRuleset lists what the interfaces with crypto maps look for in packets.
func showRuleset() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto ruleset`, modes.H{"crypto": modes.ShowCryptoHelp, "ruleset": "Show crypto rules on outgoing packets"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			c := b.Config()
			for _, i := range c.Interfaces {
				if i.CryptoMap == "" {
					continue
				}
				x.Printf("%s:\n", i.Name)
				for _, e := range c.CryptoMap(i.CryptoMap) {
					list := c.AccessList(e.AccessList)
					if list == nil || !e.Complete() {
						continue
					}
					for _, ace := range list.Entries {
						if ace.Remark == "" {
							x.Printf(" %s %s %s\n", matchWords(ace.Src), matchWords(ace.Dst), map[bool]string{true: "IPSec Cryptomap", false: "DENY"}[ace.Permit])
						}
					}
				}
			}
			return nil
		})
}

func matchWords(m config.Match) string {
	switch {
	case m.Group != "":
		return m.Group
	case m == config.Any:
		return "ANY"
	}
	text := m.Addr.String()
	if m.Wildcard != config.HostMatch(m.Addr).Wildcard {
		text += "/" + m.Wildcard.String()
	}
	return text
}

// errorPaths are the failures that `crypto isakmp diagnose error` would keep: none here.
func errorPaths() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto isakmp diagnose error [count]`, modes.H{"crypto": modes.ShowCryptoHelp, "isakmp": "Show ISAKMP", "diagnose": "Diagnostic outputs", "error": "Error diagnostics", "count": "Number of errors"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			status := "enable"
			if l := b.Config().Inert.Get("crypto isakmp diagnose error"); l != nil && strings.HasPrefix(l.Text, "no ") {
				status = "disable"
			}
			x.Printf("Exit Path Table - status: %s, current entry 0, deleted 0, max allow 50\n", status)
			return nil
		})
}

func addShowCryptoParts(l *modes.Language) {
	l.Add("exec", showDynamicMap(), showIdentities(), showRuleset(), errorPaths())
}
