package modes

import (
	"strings"

	"ruthere/parser"
)

// The parts of `show tech-support`, and of its crypto part alone.
var (
	techParts = []string{"show version", "show running-config", "show interfaces", "show ip interface brief", "show ip route",
		"show access-lists", "show processes cpu", "show memory statistics", "show logging"}
	cryptoTechParts = []string{"show version", "show running-config", "show crypto isakmp policy", "show crypto isakmp sa detail", "show crypto isakmp peers",
		"show crypto ipsec transform-set", "show crypto ipsec sa", "show crypto map", "show crypto session detail", "show crypto engine connections active",
		"show crypto engine brief", "show crypto eli", "show ip route", "show ip interface brief", "show logging"}
)

// tech runs commands one after the other, each under a heading.
func tech(x *Context, parts []string) error {
	for _, line := range parts {
		x.Printf("\n%s %s %s\n\n", strings.Repeat("-", 18), line, strings.Repeat("-", 18))
		m, err := Exec.grammar.Match(line, 15)
		if err != nil {
			return err
		}
		act := m.Tag.(action)
		part := &Context{Box: x.Box, Terminal: x.Terminal, Session: x.Session, Config: x.Config, Line: line, withoutSecrets: true}
		if err := act.do(part, x.Box, m.Args); err != nil {
			x.Printf("%s", x.Session.errorText(err))
		}
	}
	x.Println("")
	return nil
}

// removeSecrets takes the secrets out of output that will be sent to somebody.
func removeSecrets(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = maskSecrets(line, "<removed>")
	}
	return strings.Join(lines, "\n")
}

var (
	showTech = Cmd[Box]{
		Syntax: `show tech-support [ipsec | crypto]`, Level: 15,
		Help: with(showing, H{"tech-support": "Show system information for Tech-Support", "ipsec": "IPSEC related information", "crypto": "Crypto related information"}),
		Set: func(x *Context, _ Box, a parser.Args) error {
			if a.Has("ipsec") || a.Has("crypto") {
				return tech(x, cryptoTechParts)
			}
			return tech(x, append(append([]string(nil), techParts...), cryptoTechParts[2:12]...))
		},
	}
	showCryptoTech = Cmd[Box]{
		Syntax: `show crypto tech-support`, Level: 15,
		Help: with(showing, H{"crypto": showCryptoHelp, "tech-support": "Displays relevant crypto information"}),
		Set:  func(x *Context, _ Box, _ parser.Args) error { return tech(x, cryptoTechParts) },
	}
)

func init() { Exec.Add(showTech, showCryptoTech) }
