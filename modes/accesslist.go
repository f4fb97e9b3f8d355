package modes

import (
	"net/netip"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

// The body of an entry, the same in `access-list N` lines and in the list's own mode.
const (
	standardBody = `{remark text:LINE | {action-permit=permit | action-deny=deny}
		{src-any=any | src-is-host=host src-host:A.B.C.D | src:A.B.C.D [src-wildcard:A.B.C.D]} [log]}`
	extendedBody = `{remark text:LINE | {action-permit=permit | action-deny=deny} protocol:PROTOCOL
		{src-any=any | src-is-host=host src-host:A.B.C.D | src:A.B.C.D src-wildcard:A.B.C.D}
		[src-eq=eq src-eq-port:PORT | src-neq=neq src-neq-port:PORT | src-lt=lt src-lt-port:PORT | src-gt=gt src-gt-port:PORT | src-range=range src-from:PORT src-to:PORT]
		{dst-any=any | dst-is-host=host dst-host:A.B.C.D | dst:A.B.C.D dst-wildcard:A.B.C.D}
		[dst-eq=eq dst-eq-port:PORT | dst-neq=neq dst-neq-port:PORT | dst-lt=lt dst-lt-port:PORT | dst-gt=gt dst-gt-port:PORT | dst-range=range dst-from:PORT dst-to:PORT]
		[icmp-message:ICMP-MESSAGE] &{established | fragments | log | log-input}}`
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
	"established": "Match established connections",
	"fragments":   "Check non-initial fragments", "log": "Log matches against this entry",
	"log-input": "Log matches against this entry, including input interface"}

var entryOptions = []string{"established", "fragments", "log", "log-input"}

// entryOf reads an entry.
func entryOf(a parser.Args, extended bool) (config.Entry, error) {
	e := config.Entry{Sequence: a.Int("sequence"), Permit: a.Has("action-permit"), Remark: a.Str("text")}
	if e.Remark != "" {
		return e, nil
	}
	if !a.Has("src") && !a.Has("src-host") && !a.Has("src-any") || extended && !a.Has("dst") && !a.Has("dst-host") && !a.Has("dst-any") {
		return e, errIncomplete
	}
	e.Src = matchOf(a, "src")
	e.Dst, e.Protocol = config.Any, config.AnyProtocol
	if extended {
		e.Dst, e.Protocol = matchOf(a, "dst"), a.Int("protocol")
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
	for _, o := range entryOptions {
		if a.Has(o) {
			options = append(options, o)
		}
	}
	e.Options = strings.Join(options, " ")
	return e, nil
}

func matchOf(a parser.Args, side string) config.Match {
	m := config.Any
	switch {
	case a.Has(side + "-host"):
		m = config.HostMatch(a.Addr(side + "-host"))
	case a.Has(side):
		m = config.HostMatch(a.Addr(side))
		if a.Has(side + "-wildcard") {
			m.Wildcard = a.Addr(side + "-wildcard")
		}
		m.Addr = withoutWild(m)
	}
	for _, op := range []string{"eq", "neq", "lt", "gt"} {
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
	for _, o := range strings.Fields(e.Options) {
		if slices.Contains(entryOptions, o) {
			a[o] = true
		} else {
			a["icmp-message"] = o
		}
	}
	return present([]parser.Args{a})[0]
}

func addMatch(a parser.Args, side string, m config.Match, protocol int) {
	switch {
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
