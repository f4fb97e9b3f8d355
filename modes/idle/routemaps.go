package idle

import (
	"strconv"
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

func showRouteMaps(x *modes.Context, d modes.Device, a parser.Args) {
	for _, b := range blocksOf(&d.Config().Inert, "route-map") {
		words := strings.Fields(b.text)
		if len(words) < 3 || a.Has("name") && a.Str("name") != words[0] {
			continue
		}
		x.Printf("route-map %s, %s, sequence %s\n", words[0], words[1], words[2])
		if text := b.value("description", ""); text != "" {
			x.Println("  Description:\n    " + text)
		}
		x.Println("  Match clauses:")
		for _, text := range b.all("match") {
			x.Println("    " + clauseText(text))
		}
		x.Println("  Set clauses:")
		for _, text := range b.all("set") {
			x.Println("    " + text)
		}
		x.Println("  Policy routing matches: 0 packets, 0 bytes")
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

// A prefixList is the entries of one name, in the order of their numbers.
type prefixList struct {
	name, description string
	entries           []string
}

func prefixLists(d modes.Device) (all []*prefixList) {
	find := func(name string) *prefixList {
		for _, l := range all {
			if l.name == name {
				return l
			}
		}
		all = append(all, &prefixList{name: name})
		return all[len(all)-1]
	}
	last := map[string]int{}
	for _, b := range blocksOf(&d.Config().Inert, "ip prefix-list") {
		name, rest, _ := strings.Cut(b.text, " ")
		l := find(name)
		if text, ok := strings.CutPrefix(rest, "description "); ok {
			l.description = text
			continue
		}
		if word := after(rest, "seq"); word != "" {
			last[name], _ = strconv.Atoi(word)
		} else {
			last[name] += 5 - last[name]%5 // the next multiple of five, as the device numbers them
			rest = "seq " + strconv.Itoa(last[name]) + " " + rest
		}
		l.entries = append(l.entries, rest)
	}
	return all
}

func showPrefixLists(x *modes.Context, d modes.Device, a parser.Args) {
	for _, l := range prefixLists(d) {
		if a.Has("name") && a.Str("name") != l.name {
			continue
		}
		x.Printf("ip prefix-list %s: %s\n", l.name, strconv.Itoa(len(l.entries))+" entries")
		if l.description != "" {
			x.Println("   Description: " + l.description)
		}
		for _, e := range l.entries {
			x.Println("   " + e)
		}
	}
}

func showPolicyRouting(x *modes.Context, d modes.Device, _ parser.Args) {
	x.Println("Interface      Route map")
	if name := (block{below: &d.Config().Inert}).value("ip local policy route-map", ""); name != "" {
		x.Printf("%-14s %s\n", "local", name)
	}
	for _, p := range portsOf(d) {
		if name := p.setting("ip policy route-map", ""); name != "" {
			x.Printf("%-14s %s\n", modes.ShortInterface(p.Name), name)
		}
	}
}

func addRouteMaps(l *modes.Language) {
	show(l, `route-map [name:WORD]`, modes.H{"route-map": "route-map information", "name": "route-map name"}, showRouteMaps)
	show(l, `ip prefix-list [name:WORD]`, ipHelp(modes.H{"prefix-list": "List IP prefix lists", "name": "Name of a prefix list"}),
		showPrefixLists)
	show(l, `ip policy`, ipHelp(modes.H{"policy": "Policy routing"}), showPolicyRouting)
}
