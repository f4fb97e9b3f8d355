package crypto

import (
	"cmp"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// What is kept of the crypto configuration without effect, and what never exists here.

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
							x.Printf(" %s %s %s\n", matchWords(ace.Src), matchWords(ace.Dst), map[bool]string{true: "IPSec Cryptomap",
								false: "DENY"}[ace.Permit])
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

// isakmpDiagnoseError is how many failures would be kept.
func isakmpDiagnoseError() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto isakmp <15,xe> diagnose error [count:<1-100>]`,
		Help:   isakmpHelp(modes.H{"diagnose": "Diagnostic configuration", "error": "Error diagnostics", "count": "Number of errors"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.ISAKMP.ErrorPaths = cmp.Or(a.Int("count"), config.DefaultErrorPaths)
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error { c.ISAKMP.ErrorPaths = 0; return nil },
		Reset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.ISAKMP.ErrorPaths = config.DefaultErrorPaths
			return nil
		},
		Show: func(c modes.Global) []parser.Args {
			if n := c.ISAKMP.ErrorPaths; n != 0 && n != config.DefaultErrorPaths {
				return []parser.Args{{"count": n}}
			}
			return nil
		},
		ShowNo: func(c modes.Global) []parser.Args { return modes.LineIf(c.ISAKMP.ErrorPaths == 0) },
	}
}

// errorPaths are the failures that `crypto isakmp diagnose error` would keep: none here.
func errorPaths() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto isakmp <15,xe> diagnose error [count]`, modes.H{"crypto": modes.ShowCryptoHelp, "isakmp": "Show ISAKMP",
		"diagnose": "Diagnostic outputs", "error": "Error diagnostics", "count": "Number of errors"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			status, most := "enable", b.Config().ISAKMP.ErrorPaths
			if most == 0 {
				status, most = "disable", config.DefaultErrorPaths
			}
			x.Printf("Exit Path Table - status: %s, current entry 0, deleted 0, max allow %d\n", status, most)
			return nil
		})
}

func addShowCryptoParts(l *modes.Language) {
	l.Add("global", isakmpDiagnoseError().ForShow("IPsec options"))
	l.Add("exec", showRuleset(), showSockets(), errorPaths())
}
