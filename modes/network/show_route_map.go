package network

import (
	"fmt"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

func showRouteMaps() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`route-map [name:WORD]`, modes.H{"route-map": "route-map information", "name": "route-map name"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			maps := b.InForce().RouteMaps()
			for _, name := range b.InForce().RouteMapNames() {
				if !a.Has("name") || a.Str("name") == name {
					printRouteMap(x, b, maps[name])
				}
			}
			return nil
		})
}

func printRouteMap(x *modes.Context, b modes.Device, entries []config.RouteMapEntry) {
	for _, e := range entries {
		verb := "deny"
		if e.Permit {
			verb = "permit"
		}
		x.Printf("route-map %s, %s, sequence %d\n", e.Map, verb, e.Sequence)
		if e.Description != "" {
			x.Println("  Description:\n    " + e.Description)
		}
		x.Println("  Match clauses:")
		for _, text := range e.Matches {
			x.Println("    " + clauseText(text))
		}
		x.Println("  Set clauses:")
		for _, text := range e.Sets {
			x.Println("    " + text + verifiedText(b, text))
		}
		packets, bytes := b.PolicyMatches(e.Map, e.Sequence)
		x.Printf("  Policy routing matches: %d packets, %d bytes\n", packets, bytes)
	}
}

// clauseText is a match of a route map, which says what kind of lists it names.
func clauseText(text string) string {
	lists, ok := strings.CutPrefix(text, "ip address ")
	if !ok {
		return text
	}
	if names, ok := strings.CutPrefix(lists, "prefix-list "); ok {
		return "ip address prefix-lists: " + names + " "
	}
	return "ip address (access-lists): " + lists + " "
}

// verifiedText is the state of the object that a next hop depends on.
func verifiedText(b modes.Device, text string) string {
	rest, ok := strings.CutPrefix(text, "ip next-hop verify-availability ")
	if !ok {
		return ""
	}
	words := strings.Fields(rest)
	for _, t := range b.Tracks() {
		if fmt.Sprint(t.Number) == words[len(words)-1] {
			return "  [" + strings.ToLower(upDownWord(t.Up)) + "]"
		}
	}
	return "  [undefined]"
}

func showPolicy() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip policy`, modes.H{"ip": "IP information", "policy": "Policy routing"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			x.Println("Interface      Route map")
			if name := b.InForce().LocalPolicy(); name != "" {
				x.Printf("%-14s %s\n", "local", name)
			}
			for _, s := range b.Interfaces() {
				if i := b.InForce().Interface(s.Name); i != nil && i.Policy() != "" {
					x.Printf("%-14s %s\n", modes.ShortInterface(i.Name), i.Policy())
				}
			}
			return nil
		})
}

func showLocalPolicy() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip local policy`, modes.H{"ip": "IP information", "local": "IP local options", "policy": "Policy routing"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			name := b.InForce().LocalPolicy()
			if name == "" {
				x.Println("Local policy routing is disabled")
				return nil
			}
			x.Printf("Local policy routing is enabled, using route map %s\n", name)
			printRouteMap(x, b, b.InForce().RouteMaps()[name])
			return nil
		})
}

// clearRouteMapCounters is silent.
func clearRouteMapCounters() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `clear route-map counters [name:WORD]`,
		Help: modes.H{"clear": "Reset functions", "route-map": "Route map", "counters": "Counters of policy routing",
			"name": "route-map name"},
		Level: 15,
		Set: func(_ *modes.Context, b modes.Device, a parser.Args) error {
			b.ClearPolicyMatches(a.Str("name"))
			return nil
		},
	}
}

func addShowRouteMap(l *modes.Language) {
	l.Add("exec", showRouteMaps(), showPolicy(), showLocalPolicy(), clearRouteMapCounters())
}
