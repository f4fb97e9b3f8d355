package access

import (
	"slices"
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

// transportType is a protocol that connections of a line may be made of.
type transportType struct{}

var transportRows = []parser.Row{
	{Item: "lapb-ta", Text: "LAPB Terminal Adapter"}, {Item: "lat", Text: "DEC LAT protocol"},
	{Item: "mop", Text: "DEC MOP Remote Console Protocol"}, {Item: "pad", Text: "X.3 PAD"}, {Item: "rlogin", Text: "Unix rlogin protocol"},
	{Item: "ssh", Text: "TCP/IP SSH protocol"}, {Item: "telnet", Text: "TCP/IP Telnet protocol"},
	{Item: "udptn", Text: "UDPTN async via UDP protocol"}, {Item: "v120", Text: "Async over ISDN"},
}

func (transportType) Name() string       { return "TRANSPORT" }
func (transportType) Rows() []parser.Row { return transportRows }

func (transportType) Accept(word string) (any, int, bool) { return acceptRow(transportRows, word) }

// acceptRow finds the row that a word is, or the only one that it begins.
func acceptRow(rows []parser.Row, word string) (any, int, bool) {
	reach, found := 0, ""
	for _, row := range rows {
		n := 0
		for n < len(word) && n < len(row.Item) && word[n]|0x20 == row.Item[n]|0x20 {
			n++
		}
		reach = max(reach, n)
		switch {
		case n < len(word) || n == 0:
		case n == len(row.Item):
			return row.Item, n, true
		case found != "":
			return nil, reach, false
		default:
			found = row.Item
		}
	}
	return found, reach, found != ""
}

func (transportType) Print(value any) string {
	word, _ := value.(string)
	return word
}

// transport is one of the `transport` settings of a line.
func transport(syntax string, help modes.H, of func(terminalLine) *[]string) modes.Cmd[terminalLine] {
	return modes.Cmd[terminalLine]{
		Syntax: syntax,
		Help:   modes.MergeHelp(modes.H{"transport": "Define transport protocols for line", "none": "No protocols"}, help),
		Types:  []parser.Type{transportType{}},
		Set: func(_ *modes.Context, l terminalLine, a parser.Args) error {
			*of(l) = transportsOf(a)
			return nil
		},
		Unset: func(_ *modes.Context, l terminalLine, _ parser.Args) error { *of(l) = []string{"none"}; return nil },
		Reset: func(_ *modes.Context, l terminalLine, _ parser.Args) error { *of(l) = nil; return nil },
		Show: func(l terminalLine) []parser.Args {
			switch chosen := *of(l); {
			case chosen == nil:
				return nil
			case chosen[0] == "all" || chosen[0] == "none":
				return []parser.Args{{chosen[0]: true}}
			default:
				if !strings.Contains(syntax, "...") {
					return []parser.Args{{"protocol": chosen[0]}}
				}
				return []parser.Args{{"protocols": chosen}}
			}
		},
	}
}

// transportsOf are the protocols of a line; IOS lists telnet before ssh.
func transportsOf(a parser.Args) (chosen []string) {
	switch {
	case a.Has("all"):
		return []string{"all"}
	case a.Has("none"):
		return []string{"none"}
	case a.Has("protocol"):
		return []string{a.Str("protocol")}
	}
	chosen = slices.Clone(a.List("protocols"))
	slices.SortFunc(chosen, func(a, b string) int {
		order := []string{"lat", "pad", "udptn", "mop", "telnet", "rlogin", "lapb-ta", "v120", "ssh"}
		return slices.Index(order, a) - slices.Index(order, b)
	})
	return slices.Compact(chosen)
}

func transportInput() modes.Cmd[terminalLine] {
	return transport(`transport input {all | none | protocols:TRANSPORT...}`,
		modes.H{"all": "All protocols", "input": "Define which protocols to use when connecting to the terminal server"},
		func(l terminalLine) *[]string { return &l.TransportInput })
}
func transportOutput() modes.Cmd[terminalLine] {
	return transport(`transport output {all | none | protocols:TRANSPORT...}`,
		modes.H{"all": "All protocols", "output": "Define which protocols to use for outgoing connections"},
		func(l terminalLine) *[]string { return &l.TransportOutput })
}
func transportPreferred() modes.Cmd[terminalLine] {
	return transport(`transport preferred {none | protocol:TRANSPORT}`,
		modes.H{"preferred": "Specify the preferred protocol to use"},
		func(l terminalLine) *[]string { return &l.TransportPreferred })
}
