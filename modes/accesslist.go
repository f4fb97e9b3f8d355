package modes

import (
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

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
