package network

import (
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// numberedList is `access-list N ...`.
func numberedList(syntax string, help modes.H, extended bool) modes.Cmd[modes.Global] {
	numberOf := func(a parser.Args) string { return modes.ListName(a, "") }
	return modes.Cmd[modes.Global]{
		Syntax: syntax,
		Help:   help,
		Types:  entryTypes,
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			e, err := entryOf(a, extended)
			if err == nil {
				err = addEntry(c.AddAccessList(numberOf(a), extended), e)
			}
			return err
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if numberOf(a) == "" {
				return modes.ErrIncomplete
			}
			c.RemoveAccessList(numberOf(a)) // the whole list, whatever entry was named
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, l := range c.AccessLists {
				if !l.Numbered() || l.Extended != extended {
					continue
				}
				for _, e := range l.Entries {
					a := entryArgs(e, extended)
					delete(a, "sequence")
					n := modes.ParseNumber(l.Name)
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

func accessListStandard() modes.Cmd[modes.Global] {
	return numberedList(`access-list {number:<1-99> | expanded:<1300-1999>} `+standardBody,
		modes.MergeHelp(standardHelp(), modes.H{"access-list": "Add an access list entry", "number": "IP standard access list",
			"expanded": "IP standard access list (expanded range)"}), false)
}
func accessListExtended() modes.Cmd[modes.Global] {
	return numberedList(`access-list {number:<100-199> | expanded:<2000-2699>} `+extendedBody,
		modes.MergeHelp(extendedHelp(), modes.H{"access-list": "Add an access list entry", "number": "IP extended access list",
			"expanded": "IP extended access list (expanded range)"}), true)
}

func findList(c *config.Config, path parser.Args) []*config.AccessList {
	return modes.OneTarget(c.AccessList(modes.ListName(path, "name")))
}

// namedList is `ip access-list standard` or `extended`.
func namedList(syntax string, help modes.H, extended bool, enter string) modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: syntax,
		Help:   help,
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if a.Has("name") && modes.ParseNumber(a.Str("name")) != 0 { // in the range of the other type, or of none
				return modes.Refuse("% Invalid access list name.")
			}
			if l := c.AccessList(modes.ListName(a, "name")); l != nil && l.Extended != extended {
				kind := "Standard"
				if l.Extended {
					kind = "Extended"
				}
				return modes.Refuse("% A named " + kind + " IP access list with this name already exists")
			}
			c.AddAccessList(modes.ListName(a, "name"), extended)
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if modes.ListName(a, "name") == "" {
				return modes.ErrIncomplete
			}
			c.RemoveAccessList(modes.ListName(a, "name"))
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
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

func namedHelp() modes.H {
	return modes.H{"ip": modes.IPHelp, "access-list": "Named access-list", "name": "Access-list name"}
}

func ipAccessListStandard() modes.Cmd[modes.Global] {
	return namedList(`ip access-list standard {number:<1-99> | expanded:<1300-1999> | name:WORD}`,
		modes.MergeHelp(namedHelp(), modes.H{"standard": "Standard Access List", "number": "Standard IP access-list number",
			"expanded": "Standard IP access-list number (expanded range)"}), false, "standard-access-list")
}
func ipAccessListExtended() modes.Cmd[modes.Global] {
	return namedList(`ip access-list extended {number:<100-199> | expanded:<2000-2699> | name:WORD}`,
		modes.MergeHelp(namedHelp(), modes.H{"extended": "Extended Access List", "number": "Extended IP access-list number",
			"expanded": "Extended IP access-list number (expanded range)"}), true, "extended-access-list")
}

func ipAccessListResequence() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `ip access-list resequence name:WORD start:<1-2147483647> step:<1-2147483647>`,
		Help: modes.MergeHelp(namedHelp(), modes.H{"resequence": "Resequence Access List", "start": "Starting Sequence Number",
			"step": "Step to increment the sequence number"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			l := c.AccessList(a.Str("name"))
			if l == nil {
				return modes.Refuse("% Access list " + a.Str("name") + " does not exist")
			}
			if n := len(l.Entries); n > 0 && a.Int("start")+(n-1)*a.Int("step") > config.MaxSequence {
				return errSequenceEnd
			}
			for i := range l.Entries {
				l.Entries[i].Sequence = a.Int("start") + i*a.Int("step")
			}
			return nil
		},
	}
}

type accessList = *config.AccessList

// errSequenceEnd refuses an entry that would get too great a number.
var errSequenceEnd = modes.Refuse("Exceeded maximum sequence number.")

// addEntry adds an entry to a list, if there is a number for it.
func addEntry(l *config.AccessList, e config.Entry) error {
	switch {
	case e.Sequence == 0 && l.NextSequence() > config.MaxSequence:
		return errSequenceEnd
	case !l.Add(e):
		return modes.Refuse("% Duplicate sequence number")
	}
	return nil
}

// entryPlace is the place of the entries of an access list.
const entryPlace = "entries"

// listEntry is a line of a list's own mode.
func listEntry(body string, help modes.H, extended bool) modes.Cmd[accessList] {
	return modes.Cmd[accessList]{
		Syntax: `[sequence:<1-2147483647>] ` + body,
		Place:  entryPlace,
		Help:   modes.MergeHelp(help, modes.H{"sequence": "Sequence Number"}),
		Types:  entryTypes,
		Set: func(_ *modes.Context, l accessList, a parser.Args) error {
			e, err := entryOf(a, extended)
			if err == nil {
				err = addEntry(l, e)
			}
			return err
		},
		Unset: func(_ *modes.Context, l accessList, a parser.Args) error {
			if a.Has("sequence") {
				l.RemoveNumber(a.Int("sequence"))
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

func addAccessLists(l *modes.Language) {
	l.AddTypes(protocolType, portType)
	// The modes of the lists that are edited entry by entry.
	modes.DefineMode(l, modes.ModeOf[accessList]{ID: "standard-access-list", Prompt: "config-std-nacl",
		Title:  "Standard Access List configuration commands:",
		Parent: modes.GlobalMode, Find: findList})
	modes.DefineMode(l, modes.ModeOf[accessList]{ID: "extended-access-list", Prompt: "config-ext-nacl",
		Title:  "Ext Access List configuration commands:",
		Parent: modes.GlobalMode, Find: findList})
	l.Add("global", accessListStandard(), accessListExtended(), ipAccessListStandard(), ipAccessListExtended(), ipAccessListResequence())
	l.Add("standard-access-list", listEntry(standardBody, standardHelp(), false), modes.ExitFrom[accessList]("access-list configuration mode"))
	l.Add("extended-access-list", listEntry(extendedBody, extendedHelp(), true), modes.ExitFrom[accessList]("access-list configuration mode"))
}
