package network

import (
	"fmt"
	"time"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

func tunnelDiscovery() modes.Cmd[iface] {
	return modes.Cmd[iface]{
		Syntax: `<tunnel> tunnel path-mtu-discovery [age-timer {minutes:<10-30> | infinite}] [min-mtu bytes:<92-65535>]`,
		Help: modes.MergeHelp(tunnelHelp("path-mtu-discovery", "Enable Path MTU Discovery on tunnel"), modes.H{
			"age-timer": "Set PMTUD aging timer", "minutes": "Aging time", "infinite": "Disable pathmtu aging timer",
			"min-mtu": "Min pathmtu allowed", "bytes": "Minimum allowed path MTU (bytes)"}),
		Set: func(_ *modes.Context, i iface, a parser.Args) error {
			i.Tunnel.Discovery = config.TunnelDiscovery{On: true, Minutes: a.Int("minutes"), Forever: a.Has("infinite"), Least: a.Int("bytes")}
			return nil
		},
		Unset: func(_ *modes.Context, i iface, _ parser.Args) error {
			i.Tunnel.Discovery = config.TunnelDiscovery{}
			return nil
		},
		Show: func(i iface) []parser.Args {
			d, line := i.Tunnel.Discovery, parser.Args{}
			switch {
			case !d.On:
				return nil
			case d.Forever:
				line["age-timer"], line["infinite"] = true, true
			case d.Minutes != 0 && d.Age() != config.TunnelDiscovery{}.Age():
				line["age-timer"], line["minutes"] = true, d.Minutes
			}
			if d.Least != 0 && d.LeastMTU() != (config.TunnelDiscovery{}).LeastMTU() {
				line["min-mtu"], line["bytes"] = true, d.Least
			}
			return []parser.Args{line}
		},
	}
}

// discoveryLine is what `show interfaces` says of path MTU discovery; what was found and when that is forgotten is worded after older
// releases, which say `MTU 0, expires never` where nothing is.
func discoveryLine(now time.Time, i shownInterface) string {
	d := i.config.Tunnel.Discovery
	ager := fmt.Sprintf("%d mins", int(d.Age()/time.Minute))
	if d.Forever {
		ager = "infinite"
	}
	line := fmt.Sprintf("Path MTU Discovery, ager %s, min MTU %d", ager, d.LeastMTU())
	if i.FoundMTU == 0 {
		return line
	}
	expires := "never"
	if !i.FoundUntil.IsZero() {
		expires = ago(i.FoundUntil.Sub(now))
	}
	return fmt.Sprintf("%s, MTU %d, expires %s", line, i.FoundMTU, expires)
}
