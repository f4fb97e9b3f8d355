package modes

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

// The body of an entry, the same in `access-list N` lines and in the list's own mode.
const (
	standardBody = `{remark text:LINE | {action-permit=permit | action-deny=deny}
		{src-any=any | src-is-host=host src-host:A.B.C.D | src:A.B.C.D [src-wildcard:A.B.C.D]} [log]}`
	extendedBody = `{remark text:LINE | evaluate reflexive:WORD | {action-permit=permit | action-deny=deny} {protocol:PROTOCOL | is-service=object-group service:WORD}
		{src-any=any | src-is-host=host src-host:A.B.C.D | src-is-group=object-group src-group:WORD | src:A.B.C.D src-wildcard:A.B.C.D}
		[src-eq=eq src-eq-port:PORT... | src-neq=neq src-neq-port:PORT | src-lt=lt src-lt-port:PORT | src-gt=gt src-gt-port:PORT | src-range=range src-from:PORT src-to:PORT]
		{dst-any=any | dst-is-host=host dst-host:A.B.C.D | dst-is-group=object-group dst-group:WORD | dst:A.B.C.D dst-wildcard:A.B.C.D}
		[dst-eq=eq dst-eq-port:PORT... | dst-neq=neq dst-neq-port:PORT | dst-lt=lt dst-lt-port:PORT | dst-gt=gt dst-gt-port:PORT | dst-range=range dst-from:PORT dst-to:PORT]
		[icmp-message:ICMP-MESSAGE | icmp-type:<0-255> [icmp-code:<0-255>]]
		&{ack | fin | psh | rst | syn | urg | established | dscp dscp-value:WORD | precedence precedence-value:WORD | tos tos-value:WORD | fragments
		| reflect reflect-name:WORD [timeout reflect-secs:<1-2147483>] | time-range time-range-name:WORD | log | log-input}}`
)

var entryTypes = []parser.Type{protocolType, portType, icmpMessageType{}}

var standardHelp = H{"remark": "Access list entry comment", "text": "Comment up to 100 characters",
	"permit": "Specify packets to forward", "deny": "Specify packets to reject", "any": "Any source host",
	"host": "A single host address", "src-host": "Host address", "src": "Address to match", "src-wildcard": "Wildcard bits",
	"log": "Log matches against this entry"}

var extendedHelp = H{"remark": "Access list entry comment", "text": "Comment up to 100 characters",
	"permit": "Specify packets to forward", "deny": "Specify packets to reject",
	"src-any": "Any source host", "src-is-host": "A single source host", "src-host": "Source address", "src": "Source address",
	"src-wildcard": "Source wildcard bits",
	"dst-any":      "Any destination host", "dst-is-host": "A single destination host", "dst-host": "Destination address",
	"dst": "Destination address", "dst-wildcard": "Destination wildcard bits",
	"eq": "Match only packets on a given port number", "neq": "Match only packets not on a given port number",
	"lt": "Match only packets with a lower port number", "gt": "Match only packets with a greater port number",
	"range":       "Match only packets in the range of port numbers",
	"established": "Match established connections", "evaluate": "Evaluate an access list", "reflexive": "IP reflexive access list name",
	"object-group": "Object group", "is-service": "Service object group", "service": "Service object group name", "src-is-group": "Source network object group", "src-group": "Source network object group name",
	"dst-is-group": "Destination network object group", "dst-group": "Destination network object group name", "icmp-type": "ICMP message type", "icmp-code": "ICMP message code",
	"ack": "Match on the ACK bit", "fin": "Match on the FIN bit", "psh": "Match on the PSH bit", "rst": "Match on the RST bit", "syn": "Match on the SYN bit", "urg": "Match on the URG bit",
	"dscp": "Match packets with given dscp value", "dscp-value": "Differentiated services codepoint value", "precedence": "Match packets with given precedence value", "precedence-value": "Precedence value",
	"tos": "Match packets with given TOS value", "tos-value": "Type of service value", "reflect": "Create reflexive access list entry", "reflect-name": "Access-list name", "timeout": "Maximum time to reflect in seconds", "reflect-secs": "Seconds",
	"time-range": "Specify a time-range", "time-range-name": "Time-range entry name",
	"fragments": "Check non-initial fragments", "log": "Log matches against this entry",
	"log-input": "Log matches against this entry, including input interface"}

// entryOptions are the words behind the addresses, in the order they are printed, each
// with the argument that follows it.
var entryOptions = []struct{ word, argument string }{{"ack", ""}, {"fin", ""}, {"psh", ""}, {"rst", ""}, {"syn", ""}, {"urg", ""}, {"established", ""},
	{"dscp", "dscp-value"}, {"precedence", "precedence-value"}, {"tos", "tos-value"}, {"fragments", ""}, {"reflect", "reflect-name"}, {"time-range", "time-range-name"}, {"log", ""}, {"log-input", ""}}

// entryOf reads an entry.
func entryOf(a parser.Args, extended bool) (config.Entry, error) {
	e := config.Entry{Sequence: a.Int("sequence"), Permit: a.Has("action-permit"), Remark: a.Str("text")}
	if e.Evaluate = a.Str("reflexive"); e.Remark != "" || e.Evaluate != "" {
		return e, nil
	}
	if !a.Has("src-group") && !a.Has("src") && !a.Has("src-host") && !a.Has("src-any") || extended && !a.Has("dst-group") && !a.Has("dst") && !a.Has("dst-host") && !a.Has("dst-any") {
		return e, errIncomplete
	}
	e.Src = matchOf(a, "src")
	e.Dst, e.Protocol = config.Any, config.AnyProtocol
	if extended {
		e.Dst, e.Protocol, e.Service = matchOf(a, "dst"), a.Int("protocol"), a.Str("service")
		if e.Service != "" {
			e.Protocol = config.AnyProtocol
		}
		if ported := e.Src.Port.Op + e.Dst.Port.Op; ported != "" && e.Protocol != 6 && e.Protocol != 17 {
			return e, refuse("% Ports can only be given for tcp and udp")
		}
	}
	var options []string
	if message := a.Str("icmp-message"); message != "" {
		if e.Protocol != protocolICMP {
			return e, refuse("% ICMP messages can only be given for icmp")
		}
		options = append(options, message)
	}
	if a.Has("icmp-type") {
		if e.Protocol != protocolICMP {
			return e, refuse("% ICMP messages can only be given for icmp")
		}
		options = append(options, itoa(a.Int("icmp-type")))
		if a.Has("icmp-code") {
			options = append(options, itoa(a.Int("icmp-code")))
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
			options = append(options, "timeout", itoa(a.Int("reflect-secs")))
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
	addOptions(a, strings.Fields(e.Options))
	return present([]parser.Args{a})[0]
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
			a["timeout"], a["reflect-secs"] = true, number(words[i+1])
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

// numberedList is `access-list N ...`.
func numberedList(syntax string, help H, extended bool) Cmd[global] {
	numberOf := func(a parser.Args) string { return itoa(a.Int("number") + a.Int("expanded")) }
	return Cmd[global]{
		Syntax: syntax,
		Help:   help,
		Types:  entryTypes,
		Set: func(_ *Context, c global, a parser.Args) error {
			e, err := entryOf(a, extended)
			if err == nil {
				c.AddAccessList(numberOf(a), extended).Add(e)
			}
			return err
		},
		Unset: func(_ *Context, c global, a parser.Args) error {
			if numberOf(a) == "0" {
				return errIncomplete
			}
			c.RemoveAccessList(numberOf(a)) // the whole list, whatever entry was named
			return nil
		},
		Show: func(c global) (lines []parser.Args) {
			for _, l := range c.AccessLists {
				if !l.Numbered() || l.Extended != extended {
					continue
				}
				for _, e := range l.Entries {
					a := entryArgs(e, extended)
					delete(a, "sequence")
					n := number(l.Name)
					a["number"] = n
					if n > 199 {
						delete(a, "number")
						a["expanded"] = n
					}
					lines = append(lines, a)
				}
			}
			return lines
		},
		Spell: func(r debuglog.Release, line string) string {
			if r == debuglog.IOSXE {
				return "" // printed as named lists there
			}
			return strings.Replace(line, " deny ", " deny   ", 1)
		},
	}
}

var (
	accessListStandard = numberedList(`access-list {number:<1-99> | expanded:<1300-1999>} `+standardBody,
		with(standardHelp, H{"access-list": "Add an access list entry", "number": "IP standard access list",
			"expanded": "IP standard access list (expanded range)"}), false)
	accessListExtended = numberedList(`access-list {number:<100-199> | expanded:<2000-2699>} `+extendedBody,
		with(extendedHelp, H{"access-list": "Add an access list entry", "number": "IP extended access list",
			"expanded": "IP extended access list (expanded range)"}), true)
)

// Modes of the lists that are edited entry by entry.
var (
	StandardAccessList = newMode("config-std-nacl", "Standard Access List configuration commands:", Global, findList)
	ExtendedAccessList = newMode("config-ext-nacl", "Ext Access List configuration commands:", Global, findList)
)

func findList(c *config.Config, path parser.Args) []*config.AccessList {
	return one(c.AccessList(listName(path)))
}

func listName(a parser.Args) string {
	if n := a.Int("number") + a.Int("expanded"); n != 0 {
		return itoa(n)
	}
	return a.Str("name")
}

// namedList is `ip access-list standard` or `extended`.
func namedList(syntax string, help H, extended bool, enter *Mode) Cmd[global] {
	return Cmd[global]{
		Syntax: syntax,
		Help:   help,
		Set: func(_ *Context, c global, a parser.Args) error {
			if a.Has("name") && number(a.Str("name")) != 0 { // in the range of the other type, or of none
				return refuse("% Invalid access list name.")
			}
			if l := c.AccessList(listName(a)); l != nil && l.Extended != extended {
				kind := "Standard"
				if l.Extended {
					kind = "Extended"
				}
				return refuse("% A named " + kind + " IP access list with this name already exists")
			}
			c.AddAccessList(listName(a), extended)
			return nil
		},
		Unset: func(_ *Context, c global, a parser.Args) error {
			if listName(a) == "" {
				return errIncomplete
			}
			c.RemoveAccessList(listName(a))
			return nil
		},
		Show: func(c global) (lines []parser.Args) {
			for _, l := range c.AccessLists {
				if l.Extended == extended {
					lines = append(lines, parser.Args{"name": l.Name})
				}
			}
			return lines
		},
		Enter: enter,
	}
}

var namedHelp = H{"ip": ipHelp, "access-list": "Named access-list", "name": "Access-list name"}

var (
	ipAccessListStandard = namedList(`ip access-list standard {number:<1-99> | expanded:<1300-1999> | name:WORD}`,
		with(namedHelp, H{"standard": "Standard Access List", "number": "Standard IP access-list number",
			"expanded": "Standard IP access-list number (expanded range)"}), false, StandardAccessList)
	ipAccessListExtended = namedList(`ip access-list extended {number:<100-199> | expanded:<2000-2699> | name:WORD}`,
		with(namedHelp, H{"extended": "Extended Access List", "number": "Extended IP access-list number",
			"expanded": "Extended IP access-list number (expanded range)"}), true, ExtendedAccessList)
)

var ipAccessListResequence = Cmd[global]{
	Syntax: `ip access-list resequence name:WORD start:<1-2147483647> step:<1-2147483647>`,
	Help: with(namedHelp, H{"resequence": "Resequence Access List", "start": "Starting Sequence Number",
		"step": "Step to increment the sequence number"}),
	Set: func(_ *Context, c global, a parser.Args) error {
		l := c.AccessList(a.Str("name"))
		if l == nil {
			return refuse("% Access list " + a.Str("name") + " does not exist")
		}
		for i := range l.Entries {
			l.Entries[i].Sequence = a.Int("start") + i*a.Int("step")
		}
		return nil
	},
}

type accessList = *config.AccessList

// listEntry is a line of a list's own mode.
func listEntry(body string, help H, extended bool) Cmd[accessList] {
	return Cmd[accessList]{
		Syntax: `[sequence:<1-2147483647>] ` + body,
		Help:   with(help, H{"sequence": "Sequence Number"}),
		Types:  entryTypes,
		Set: func(_ *Context, l accessList, a parser.Args) error {
			e, err := entryOf(a, extended)
			if err == nil && !l.Add(e) {
				return refuse("% Duplicate sequence number")
			}
			return err
		},
		Unset: func(_ *Context, l accessList, a parser.Args) error {
			if a.Has("sequence") {
				l.Entries = slices.DeleteFunc(l.Entries, func(e config.Entry) bool { return e.Sequence == a.Int("sequence") })
				return nil
			}
			e, err := entryOf(a, extended)
			if err == nil {
				l.Remove(e)
			}
			return err
		},
		Show: func(l accessList) (lines []parser.Args) {
			for _, e := range l.Entries {
				lines = append(lines, entryArgs(e, extended))
			}
			return lines
		},
		Spell: func(r debuglog.Release, line string) string {
			number, entry, _ := strings.Cut(line, " ")
			if rest, isDeny := strings.CutPrefix(entry, "deny "); isDeny {
				entry = "deny   " + rest
			}
			if r == debuglog.IOSXE {
				return number + " " + entry
			}
			return entry
		},
	}
}

func init() {
	Global.Add(accessListStandard, accessListExtended, ipAccessListStandard, ipAccessListExtended, ipAccessListResequence)
	StandardAccessList.Add(listEntry(standardBody, standardHelp, false), exitFrom[accessList]("access-list configuration mode"))
	ExtendedAccessList.Add(listEntry(extendedBody, extendedHelp, true), exitFrom[accessList]("access-list configuration mode"))
}
