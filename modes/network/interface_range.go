package network

import (
	"strconv"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// maxRange bounds the interfaces of one `interface range`.
const maxRange = 4096

// interfaceRange opens the mode of several interfaces at once: what is typed there is
// done to each. It never shows in the running-config.
func interfaceRange() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `interface range list:INTERFACES`,
		Help: modes.H{"interface": "Select an interface to configure", "range": "interface range command",
			"list": "Interfaces: GigabitEthernet0/0 - 3 , Loopback1"},
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			names, bad := rangeNames(a.Str("list"))
			start := strings.LastIndex(x.Line, a.Str("list"))
			if bad >= 0 {
				return &parser.Error{Kind: parser.Invalid, Offset: start + bad, Line: x.Line}
			}
			for _, name := range names {
				if err := canMake(x, name); err != nil && c.Interface(name) == nil {
					return err
				}
			}
			for _, name := range names {
				if c.Interface(name) == nil {
					c.AddInterface(name).Shutdown = startsShut(name)
				}
			}
			return nil
		},
		Enter: "interface",
	}
}

// rangeNames lists the interfaces of a range in full; bad is where it is wrong, -1 if
// it is not.
func rangeNames(list string) (names []string, bad int) {
	at := 0
	for part := range strings.SplitSeq(list, ",") {
		first, last, isRange := strings.Cut(part, "-")
		name, ok := parser.ParseInterface(first)
		if !ok {
			return nil, at + len(part) - len(strings.TrimLeft(part, " \t"))
		}
		stem := strings.TrimRight(name, "0123456789")
		from, _ := strconv.Atoi(name[len(stem):])
		to := from
		if isRange {
			text := strings.TrimSpace(last)
			to, ok = rangeEnd(stem, text)
			if !ok || to < from || to-from+len(names) >= maxRange {
				return nil, at + len(first) + 1 + len(last) - len(strings.TrimLeft(last, " \t"))
			}
		}
		for n := from; n <= to; n++ {
			names = append(names, stem+strconv.Itoa(n))
		}
		at += len(part) + 1
	}
	return names, -1
}

// rangeEnd is the last number of a range, which may be written out as an interface.
func rangeEnd(stem, text string) (n int, ok bool) {
	if name, isName := parser.ParseInterface(text); isName {
		if text, ok = strings.CutPrefix(name, stem); !ok {
			return 0, false
		}
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// interfacesAt are the interfaces that a way into the mode leads to.
func interfacesAt(c *config.Config, path parser.Args) (found []*config.Interface) {
	if !path.Has("list") {
		return modes.OneTarget(c.Interface(path.Str("interface")))
	}
	names, _ := rangeNames(path.Str("list"))
	for _, name := range names {
		found = append(found, modes.OneTarget(c.Interface(name))...)
	}
	return found
}

// interfacePrompt tells a range and a subinterface from an interface.
func interfacePrompt(path parser.Args) string {
	switch {
	case path.Has("list"):
		return "config-if-range"
	case strings.Contains(path.Str("interface"), "."):
		return "config-subif"
	}
	return "config-if"
}

// interfaceKind is the kind of the interface that is being configured: its type, or
// subinterface. A range is of its first one's kind, as all of it mostly is.
func interfaceKind(path parser.Args) string {
	name := path.Str("interface")
	if names, _ := rangeNames(path.Str("list")); path.Has("list") && len(names) > 0 {
		name = names[0]
	}
	if strings.Contains(name, ".") {
		return "subinterface"
	}
	return strings.TrimRight(name, "0123456789/:")
}

func addInterfaceRange(l *modes.Language) {
	l.Add("global", interfaceRange())
}
