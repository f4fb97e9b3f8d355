package network

import (
	"cmp"
	"fmt"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// keepalive is how often an interface asks whether its other end is there: on a tunnel by packets that come back through it.
func keepalive() modes.Cmd[iface] {
	return modes.Cmd[iface]{
		Syntax: `keepalive [secs:<0-32767> [retries:<1-255>]]`,
		Help: modes.H{"keepalive": "Enable keepalive", "secs": "Keepalive period (default 10 seconds)",
			"retries": "Number of keepalive retries"},
		Set: func(_ *modes.Context, i iface, a parser.Args) error {
			k := config.InterfaceKeepalive{Period: a.Int("secs"), Retries: a.Int("retries")}
			switch {
			case a.Has("secs") && k.Period == 0:
				k = config.InterfaceKeepalive{Off: !config.IsTunnel(i.Name)}
			case config.IsTunnel(i.Name):
				k.Period, k.Retries = cmp.Or(k.Period, config.KeepalivePeriod), cmp.Or(k.Retries, config.KeepaliveRetries)
			}
			i.Keepalive = k
			return nil
		},
		Unset: func(_ *modes.Context, i iface, _ parser.Args) error {
			i.Keepalive = config.InterfaceKeepalive{Off: !config.IsTunnel(i.Name)}
			return nil
		},
		Reset: func(_ *modes.Context, i iface, _ parser.Args) error {
			i.Keepalive = config.InterfaceKeepalive{}
			return nil
		},
		Show: func(i iface) []parser.Args {
			switch k := i.Keepalive; {
			case k.Retries != 0:
				return []parser.Args{{"secs": k.Period, "retries": k.Retries}}
			case k.Period != 0 && k.Period != config.KeepalivePeriod:
				return []parser.Args{{"secs": k.Period}}
			}
			return nil
		},
		ShowNo: func(i iface) []parser.Args { return modes.LineIf(i.Keepalive.Off) },
	}
}

// keepaliveText is what `show interfaces` says of an interface's keepalives, if anything was typed about them.
func keepaliveText(k config.InterfaceKeepalive) string {
	switch {
	case k.Off:
		return "Keepalive not set"
	case k.Retries != 0:
		return fmt.Sprintf("Keepalive set (%d sec), retries %d", k.Period, k.Retries)
	case k.Period != 0:
		return fmt.Sprintf("Keepalive set (%d sec)", k.Period)
	}
	return ""
}
