package network

import (
	"fmt"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// What an interface works by may be more than was typed: one that was cloned from a virtual template is in no running-config.

func showDerivedConfig() modes.Cmd[modes.Device] {
	c := modes.ShowCommand(`derived-config interface interface:INTERFACE`, modes.H{"derived-config": "Derived operating configuration",
		"derived-config/interface": "Show interface configuration"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			i := b.InForce().Interface(a.Str("interface"))
			if i == nil {
				return modes.BadInterfaceNumber(x.Line)
			}
			x.Printf("Building configuration...\n\n%s", derivedConfig(x, i))
			return nil
		})
	c.Level = 15
	return c
}

func showCloneConfig() modes.Cmd[modes.Device] {
	c := modes.ShowCommand(`interfaces interface:INTERFACE configuration`, modes.H{"interfaces": "Interface status and configuration",
		"configuration": "Show the derived configuration of an interface"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			i := b.InForce().Interface(a.Str("interface"))
			if i == nil || !config.IsVirtualAccess(i.Name) {
				return modes.BadInterfaceNumber(x.Line)
			}
			x.Printf("%s", derivedConfig(x, i))
			return nil
		})
	c.Level = 15
	return c
}

// derivedConfig is the configuration of an interface as it works by it. Its crypto map was typed by nobody if it protects a tunnel.
func derivedConfig(x *modes.Context, i iface) string {
	b := x.Device
	shown := *i
	if shown.IsProtected() {
		shown.CryptoMap = ""
	}
	c := b.InForce().WithMaps([]iface{&shown}, b.InForce().CryptoMaps)
	text := b.Language().RunningBlock(x.Session.Level, c, "interface", func(parser.Args) bool { return true })
	if config.IsVirtualAccess(i.Name) { // it only answers
		line := " tunnel protection ipsec profile " + i.Tunnel.Protection.Profile + "\n"
		text = strings.Replace(text, line, line+" no tunnel protection ipsec initiate\n", 1)
	}
	text += "\n"
	return fmt.Sprintf("Derived configuration : %d bytes\n%s", len(text), text)
}
