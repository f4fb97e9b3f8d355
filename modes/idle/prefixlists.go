package idle

import (
	"strconv"
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

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

func addPrefixLists(l *modes.Language) {
	show(l, `ip prefix-list [name:WORD]`, ipHelp(modes.H{"prefix-list": "List IP prefix lists", "name": "Name of a prefix list"}),
		showPrefixLists)
}
