package network

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// entryOf reads an entry.
func entryOf(a parser.Args, extended bool) (config.Entry, error) {
	e := config.Entry{Sequence: a.Int("sequence"), Permit: a.Has("action-permit"), Remark: a.Str("text")}
	if e.Evaluate = a.Str("reflexive"); e.Remark != "" || e.Evaluate != "" {
		return e, nil
	}
	if !a.Has("src-group") && !a.Has("src") && !a.Has("src-host") && !a.Has("src-any") || extended && !a.Has("dst-group") && !a.Has("dst") &&
		!a.Has("dst-host") && !a.Has("dst-any") {
		return e, modes.ErrIncomplete
	}
	if e.Dynamic = a.Str("dynamic-name"); a.Has("dynamic-minutes") {
		e.Dynamic += " " + modes.Itoa(a.Int("dynamic-minutes"))
	}
	e.Src = matchOf(a, "src")
	e.Dst, e.Protocol = config.Any, config.AnyProtocol
	if extended {
		e.Dst, e.Protocol, e.Service = matchOf(a, "dst"), protocolOf(a), a.Str("service")
		if e.Service != "" {
			e.Protocol = config.AnyProtocol
		}
	}
	options := messageOptions(a)
	for _, o := range entryOptions {
		switch {
		case !a.Has(o.word):
		case o.word == "ttl":
			options = append(options, ttlWords(a)...)
		case o.argument == "":
			options = append(options, o.word)
		case o.named != nil:
			options = append(options, o.word, o.named.Print(a[o.argument]))
		default:
			options = append(options, o.word, a.Str(o.argument))
		}
		if o.word == "reflect" && a.Has("reflect-secs") {
			options = append(options, "timeout", modes.Itoa(a.Int("reflect-secs")))
		}
	}
	e.Options = strings.Join(options, " ")
	return e, nil
}

func matchOf(a parser.Args, side string) config.Match {
	m := config.Any
	switch {
	case a.Has(side + "-group"):
		m = config.Match{Group: a.Str(side + "-group")}
	case a.Has(side + "-host"):
		m = config.HostMatch(a.Addr(side + "-host"))
	case a.Has(side):
		m = config.HostMatch(a.Addr(side))
		if a.Has(side + "-wildcard") {
			m.Wildcard = a.Addr(side + "-wildcard")
		}
		m.Addr = withoutWild(m)
	}
	m.Port = equalPorts(a, side+"-eq-port")
	for _, op := range []string{"neq", "lt", "gt"} {
		if name := side + "-" + op + "-port"; a.Has(name) {
			m.Port = config.PortMatch{Op: op, From: uint16(a.Int(name))}
		}
	}
	if a.Has(side + "-from") {
		m.Port = config.PortMatch{Op: "range", From: uint16(a.Int(side + "-from")), To: uint16(a.Int(side + "-to"))}
	}
	return m
}

// withoutWild is the address with zeros where the wildcard has ones.
func withoutWild(m config.Match) netip.Addr {
	a, w := m.Addr.As4(), m.Wildcard.As4()
	for i := range a {
		a[i] &^= w[i]
	}
	return netip.AddrFrom4(a)
}

// entryArgs is the inverse of entryOf.
func entryArgs(e config.Entry, extended bool) parser.Args {
	if e.Remark != "" {
		return parser.Args{"sequence": e.Sequence, "remark": true, "text": e.Remark}
	}
	if e.Evaluate != "" {
		return parser.Args{"sequence": e.Sequence, "evaluate": true, "reflexive": e.Evaluate}
	}
	a := parser.Args{"sequence": e.Sequence, "action-permit": e.Permit, "action-deny": !e.Permit}
	if !extended {
		a["src"] = e.Src.Addr
		switch {
		case e.Src == config.Any:
			delete(a, "src")
			a["src-any"] = true
		case e.Src.Wildcard != config.HostMatch(e.Src.Addr).Wildcard:
			a["src-wildcard"] = e.Src.Wildcard
		}
	} else {
		a[protocolArgument(e.Protocol)] = e.Protocol
		addMatch(a, "src", e.Src)
		addMatch(a, "dst", e.Dst)
	}
	if e.Service != "" {
		delete(a, "protocol")
		a["is-service"], a["service"] = true, e.Service
	}
	if name, minutes, timed := strings.Cut(e.Dynamic, " "); name != "" {
		a["dynamic"], a["dynamic-name"] = true, name
		if timed {
			a["dynamic-timeout"], a["dynamic-minutes"] = true, modes.ParseNumber(minutes)
		}
	}
	addOptions(a, strings.Fields(e.Options))
	return modes.DropFalse([]parser.Args{a})[0]
}

// addOptions is the inverse of what entryOf makes of the words behind the addresses.
func addOptions(a parser.Args, words []string) {
	for i := 0; i < len(words); i++ {
		at := slices.IndexFunc(entryOptions, func(o entryOption) bool { return o.word == words[i] })
		switch code, isNumber := strconv.Atoi(words[i]); {
		case at >= 0 && entryOptions[at].argument != "":
			a[words[i]] = true
			a[entryOptions[at].argument] = words[i+1]
			if named := entryOptions[at].named; named != nil {
				a[entryOptions[at].argument], _, _ = named.Accept(words[i+1])
			}
			i++
		case words[i] == "ttl":
			i += addTTL(a, words[i+1:])
		case at >= 0:
			a[words[i]] = true
		case words[i] == "timeout":
			a["timeout"], a["reflect-secs"] = true, modes.ParseNumber(words[i+1])
			i++
		case a.Has("igmp"):
			a["igmp-type"], _, _ = igmpType.Accept(words[i])
		case isNumber == nil && a.Has("icmp-type"):
			a["icmp-code"] = code
		case isNumber == nil:
			a["icmp-type"] = code
		default:
			a["icmp-message"] = words[i]
		}
	}
}

// equalPorts are those of `eq`, up to ten.
func equalPorts(a parser.Args, name string) (m config.PortMatch) {
	values, _ := a[name].([]any)
	for i, value := range values {
		port, _ := value.(int)
		switch {
		case i == 0:
			m = config.PortMatch{Op: "eq", From: uint16(port)}
		case i <= len(m.Others):
			m.Others[i-1], m.More = uint16(port), i
		}
	}
	return m
}

func addMatch(a parser.Args, side string, m config.Match) {
	switch {
	case m.Group != "":
		a[side+"-is-group"], a[side+"-group"] = true, m.Group
	case m.Addr == config.Any.Addr && m.Wildcard == config.Any.Wildcard:
		a[side+"-any"] = true
	case m.Wildcard == config.HostMatch(m.Addr).Wildcard:
		a[side+"-is-host"], a[side+"-host"] = true, m.Addr
	default:
		a[side], a[side+"-wildcard"] = m.Addr, m.Wildcard
	}
	switch m.Port.Op {
	case "":
	case "range":
		a[side+"-range"] = true
		a[side+"-from"], a[side+"-to"] = int(m.Port.From), int(m.Port.To)
	case "eq":
		list := []any{int(m.Port.From)}
		for _, port := range m.Port.Others[:m.Port.More] {
			list = append(list, int(port))
		}
		a[side+"-eq"], a[side+"-eq-port"] = true, list
	default:
		a[side+"-"+m.Port.Op] = true
		a[side+"-"+m.Port.Op+"-port"] = int(m.Port.From)
	}
}
