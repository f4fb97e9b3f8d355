package modes

import (
	"strings"

	"ruthere/config"
	"ruthere/parser"
)

var showAccessLists = show(`access-lists [name:WORD]`, H{"access-lists": "List access lists", "name": "ACL name"}, printAccessLists)

var showIPAccessLists = show(`ip access-lists [name:WORD]`, H{"ip": "IP information", "access-lists": "List IP access lists", "name": "Access-list name"}, printAccessLists)

func printAccessLists(x *Context, b Box, a parser.Args) error {
	for _, l := range b.Config().AccessLists {
		if a.Has("name") && l.Name != a.Str("name") {
			continue
		}
		kind, entry := "Standard", StandardAccessList.commands[0]
		if l.Extended {
			kind, entry = "Extended", ExtendedAccessList.commands[0]
		}
		x.Printf("%s IP access list %s\n", kind, l.Name)
		for _, e := range l.Entries {
			if e.Remark != "" {
				continue
			}
			line, err := entry.syntax.Print(entryArgs(e, l.Extended))
			if err != nil {
				return err
			}
			if !l.Extended {
				line = strings.Replace(line, " deny ", " deny   ", 1)
				if at := strings.Index(line, e.Src.Wildcard.String()); e.Src != config.Any && at > 0 && !e.Src.Wildcard.IsUnspecified() {
					line = line[:at-1] + ", wildcard bits " + line[at:]
				}
			}
			x.Println("    " + line)
		}
	}
	return nil
}

func init() { Exec.Add(showAccessLists, showIPAccessLists) }
