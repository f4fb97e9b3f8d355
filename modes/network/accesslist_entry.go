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

// The body of an entry, the same in `access-list N` lines and in the list's own mode.
const (
	standardBody = `{remark text:LINE | {action-permit=permit | action-deny=deny}
		{src-any=any | src-is-host=host src-host:A.B.C.D | src:A.B.C.D [src-wildcard:A.B.C.D]} [log]}`
	extendedBody = `{remark text:LINE | evaluate reflexive:WORD |
		[dynamic dynamic-name:WORD [dynamic-timeout=timeout dynamic-minutes:<1-9999>]] {action-permit=permit | action-deny=deny}
		{protocol:PROTOCOL | is-service=object-group service:WORD}
		{src-any=any | src-is-host=host src-host:A.B.C.D | src-is-group=object-group src-group:WORD | src:A.B.C.D src-wildcard:A.B.C.D}
		[src-eq=eq src-eq-port:PORT... | src-neq=neq src-neq-port:PORT | src-lt=lt src-lt-port:PORT | src-gt=gt src-gt-port:PORT |
		src-range=range src-from:PORT src-to:PORT]
		{dst-any=any | dst-is-host=host dst-host:A.B.C.D | dst-is-group=object-group dst-group:WORD | dst:A.B.C.D dst-wildcard:A.B.C.D}
		[dst-eq=eq dst-eq-port:PORT... | dst-neq=neq dst-neq-port:PORT | dst-lt=lt dst-lt-port:PORT | dst-gt=gt dst-gt-port:PORT |
		dst-range=range dst-from:PORT dst-to:PORT]
		[icmp-message:ICMP-MESSAGE | icmp-type:<0-255> [icmp-code:<0-255>]]
		&{ack | fin | psh | rst | syn | urg | established | dscp dscp-value:WORD | precedence precedence-value:WORD | tos tos-value:WORD |
		fragments
		| reflect reflect-name:WORD [timeout reflect-secs:<1-2147483>] | time-range time-range-name:WORD | log | log-input}}`
)

var entryTypes = []parser.Type{protocolType, portType, icmpMessageType{}}

func standardHelp() modes.H {
	return modes.H{"remark": "Access list entry comment", "text": "Comment up to 100 characters",
		"permit": "Specify packets to forward", "deny": "Specify packets to reject", "any": "Any source host",
		"host": "A single host address", "src-host": "Host address", "src": "Address to match", "src-wildcard": "Wildcard bits",
		"log": "Log matches against this entry"}
}

func extendedHelp() modes.H {
	return modes.H{"remark": "Access list entry comment", "text": "Comment up to 100 characters",
		"permit": "Specify packets to forward", "deny": "Specify packets to reject",
		"src-any": "Any source host", "src-is-host": "A single source host", "src-host": "Source address", "src": "Source address",
		"src-wildcard": "Source wildcard bits",
		"dst-any":      "Any destination host", "dst-is-host": "A single destination host", "dst-host": "Destination address",
		"dst": "Destination address", "dst-wildcard": "Destination wildcard bits",
		"eq": "Match only packets on a given port number", "neq": "Match only packets not on a given port number",
		"lt": "Match only packets with a lower port number", "gt": "Match only packets with a greater port number",
		"range":       "Match only packets in the range of port numbers",
		"established": "Match established connections", "dynamic": "Specify a DYNAMIC list of PERMITs or DENYs",
		"dynamic-name": "Name of a Dynamic list", "dynamic-timeout": "Maximum time for dynamic ACL to live",
		"dynamic-minutes": "Number of minutes", "evaluate": "Evaluate an access list", "reflexive": "IP reflexive access list name",
		"object-group": "Object group", "is-service": "Service object group", "service": "Service object group name",
		"src-is-group": "Source network object group", "src-group": "Source network object group name",
		"dst-is-group": "Destination network object group", "dst-group": "Destination network object group name",
		"icmp-type": "ICMP message type", "icmp-code": "ICMP message code",
		"ack": "Match on the ACK bit", "fin": "Match on the FIN bit", "psh": "Match on the PSH bit", "rst": "Match on the RST bit",
		"syn": "Match on the SYN bit", "urg": "Match on the URG bit",
		"dscp": "Match packets with given dscp value", "dscp-value": "Differentiated services codepoint value",
		"precedence": "Match packets with given precedence value", "precedence-value": "Precedence value",
		"tos": "Match packets with given TOS value", "tos-value": "Type of service value", "reflect": "Create reflexive access list entry",
		"reflect-name": "Access-list name", "timeout": "Maximum time to reflect in seconds", "reflect-secs": "Seconds",
		"time-range": "Specify a time-range", "time-range-name": "Time-range entry name",
		"fragments": "Check non-initial fragments", "log": "Log matches against this entry",
		"log-input": "Log matches against this entry, including input interface"}
}

// entryOptions are the words behind the addresses, in the order they are printed, each
// with the argument that follows it.
var entryOptions = []struct{ word, argument string }{{"ack", ""}, {"fin", ""}, {"psh", ""}, {"rst", ""}, {"syn", ""}, {"urg", ""},
	{"established", ""},
	{"dscp", "dscp-value"}, {"precedence", "precedence-value"}, {"tos", "tos-value"}, {"fragments", ""}, {"reflect",
		"reflect-name"}, {"time-range", "time-range-name"}, {"log", ""}, {"log-input", ""}}

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
		e.Dst, e.Protocol, e.Service = matchOf(a, "dst"), a.Int("protocol"), a.Str("service")
		if e.Service != "" {
			e.Protocol = config.AnyProtocol
		}
		if ported := e.Src.Port.Op + e.Dst.Port.Op; ported != "" && e.Protocol != 6 && e.Protocol != 17 {
			return e, modes.Refuse("% Ports can only be given for tcp and udp")
		}
	}
	var options []string
	if message := a.Str("icmp-message"); message != "" {
		if e.Protocol != protocolICMP {
			return e, modes.Refuse("% ICMP messages can only be given for icmp")
		}
		options = append(options, message)
	}
	if a.Has("icmp-type") {
		if e.Protocol != protocolICMP {
			return e, modes.Refuse("% ICMP messages can only be given for icmp")
		}
		options = append(options, modes.Itoa(a.Int("icmp-type")))
		if a.Has("icmp-code") {
			options = append(options, modes.Itoa(a.Int("icmp-code")))
		}
	}
	for _, o := range entryOptions {
		switch {
		case !a.Has(o.word):
		case o.argument == "":
			options = append(options, o.word)
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
		a["protocol"] = e.Protocol
		addMatch(a, "src", e.Src, e.Protocol)
		addMatch(a, "dst", e.Dst, e.Protocol)
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
		at := slices.IndexFunc(entryOptions, func(o struct{ word, argument string }) bool { return o.word == words[i] })
		switch code, isNumber := strconv.Atoi(words[i]); {
		case at >= 0 && entryOptions[at].argument != "":
			a[words[i]] = true
			a[entryOptions[at].argument] = words[i+1]
			i++
		case at >= 0:
			a[words[i]] = true
		case words[i] == "timeout":
			a["timeout"], a["reflect-secs"] = true, modes.ParseNumber(words[i+1])
			i++
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

func addMatch(a parser.Args, side string, m config.Match, protocol int) {
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
		a[side+"-from"], a[side+"-to"] = portOn{m.Port.From, protocol}, portOn{m.Port.To, protocol}
	case "eq":
		list := []any{portOn{m.Port.From, protocol}}
		for _, port := range m.Port.Others[:m.Port.More] {
			list = append(list, portOn{port, protocol})
		}
		a[side+"-eq"], a[side+"-eq-port"] = true, list
	default:
		a[side+"-"+m.Port.Op] = true
		a[side+"-"+m.Port.Op+"-port"] = portOn{m.Port.From, protocol}
	}
}
