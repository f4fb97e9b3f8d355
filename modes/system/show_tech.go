package system

import (
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

// The parts of `show tech-support`, and of its crypto part alone.
var (
	techParts = []string{"show version", "show running-config", "show interfaces", "show ip interface brief", "show ip route",
		"show access-lists", "show processes cpu", "show memory statistics", "show logging"}
	cryptoTechParts = []string{"show version", "show running-config", "show crypto isakmp policy", "show crypto isakmp sa detail",
		"show crypto isakmp peers",
		"show crypto ipsec transform-set", "show crypto ipsec sa", "show crypto map", "show crypto session detail",
		"show crypto engine connections active",
		"show crypto engine brief", "show crypto eli", "show ip route", "show ip interface brief", "show logging"}
)

// tech runs commands one after the other, each under a heading.
func tech(x *modes.Context, parts []string) error {
	for _, line := range parts {
		x.Printf("\n%s %s %s\n\n", strings.Repeat("-", 18), line, strings.Repeat("-", 18))
		if err := x.RunWithoutSecrets(line); err != nil {
			return err
		}
	}
	x.Println("")
	return nil
}

// removeSecrets takes the secrets out of output that will be sent to somebody.

func showTech() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `show tech-support [ipsec | crypto]`, Level: 15,
		Help: modes.MergeHelp(modes.ShowHelp(), modes.H{"tech-support": "Show system information for Tech-Support",
			"ipsec": "IPSEC related information", "crypto": "Crypto related information"}),
		Set: func(x *modes.Context, _ modes.Device, a parser.Args) error {
			if a.Has("ipsec") || a.Has("crypto") {
				return tech(x, cryptoTechParts)
			}
			return tech(x, append(append([]string(nil), techParts...), cryptoTechParts[2:12]...))
		},
	}
}
func showCryptoTech() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `show crypto tech-support`, Level: 15,
		Help: modes.MergeHelp(modes.ShowHelp(), modes.H{"crypto": modes.ShowCryptoHelp, "tech-support": "Displays relevant crypto information"}),
		Set:  func(x *modes.Context, _ modes.Device, _ parser.Args) error { return tech(x, cryptoTechParts) },
	}
}

func addShowTech(l *modes.Language) { l.Add("exec", showTech(), showCryptoTech()) }
