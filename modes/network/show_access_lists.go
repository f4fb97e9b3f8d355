package network

import (
	"fmt"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

func showAccessLists() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`access-lists [name:WORD]`, modes.H{"access-lists": "List access lists", "name": "ACL name"}, printAccessLists)
}

func showIPAccessLists() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip access-lists [name:WORD]`, modes.H{"ip": "IP information", "access-lists": "List IP access lists",
		"name": "Access-list name"}, printAccessLists)
}

func printAccessLists(x *modes.Context, b modes.Device, a parser.Args) error {
	lists := slices.Clone(b.InForce().AccessLists)
	slices.SortStableFunc(lists, func(a, b *config.AccessList) int { return rankOf(a) - rankOf(b) })
	for _, l := range lists {
		if a.Has("name") && l.Name != a.Str("name") {
			continue
		}
		kind, mode := "Standard", "standard-access-list"
		if l.Extended {
			kind, mode = "Extended", "extended-access-list"
		}
		x.Printf("%s IP access list %s\n", kind, l.Name)
		for _, e := range l.Entries {
			if e.Remark != "" {
				continue
			}
			line, err := b.Language().Line(mode, entryPlace, entryArgs(e, l.Extended))
			if err != nil {
				return err
			}
			if !l.Extended {
				line = strings.Replace(line, " deny ", " deny   ", 1)
				if at := strings.Index(line, e.Src.Wildcard.String()); e.Src != config.Any && at > 0 && !e.Src.Wildcard.IsUnspecified() {
					line = line[:at-1] + ", wildcard bits " + line[at:]
				}
			}
			x.Println("    " + line + matchesText(b.Matches(l.Name, e.Sequence)))
		}
	}
	return nil
}

// rankOf has standard lists come before extended ones.
func rankOf(l *config.AccessList) int {
	if l.Extended {
		return 1
	}
	return 0
}

func matchesText(n uint64) string {
	switch n {
	case 0:
		return ""
	case 1:
		return " (1 match)"
	}
	return fmt.Sprintf(" (%d matches)", n)
}

// clearAccessListCounters is silent; the device says nothing of a list that is not there.
func clearAccessListCounters(lead string) modes.Cmd[modes.Device] {
	syntax := `clear ` + lead + ` counters [name:WORD]`
	return modes.Cmd[modes.Device]{
		Syntax: syntax,
		Help: modes.UsedHelp(syntax, modes.H{"clear": "Reset functions", "ip": "IP", "access-list": "Clear access list statistical information",
			"counters": "Clear access list counters", "name": "Access list name or number"}),
		Level: 15,
		Set:   func(_ *modes.Context, b modes.Device, a parser.Args) error { b.ClearMatches(a.Str("name")); return nil },
	}
}

func addShowAccessLists(l *modes.Language) {
	l.Add("exec", showAccessLists(), showIPAccessLists(), clearAccessListCounters("access-list"), clearAccessListCounters("ip access-list"))
}
