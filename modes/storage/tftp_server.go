package storage

import (
	"slices"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// tftpServer names a file that the router hands out by TFTP.
func tftpServer() modes.Cmd[modes.Global] {
	named := func(a parser.Args) config.ServedFile {
		return config.ServedFile{Name: a.Str("file"), Alias: a.Str("alias"), List: a.Int("list")}
	}
	return modes.Cmd[modes.Global]{
		Syntax: `tftp-server file:WORD [alias alias:WORD] [list:<1-99>]`,
		Help: modes.H{"tftp-server": "Provide TFTP service for netload requests", "file": "Allow URL file TFTP requests",
			"alias": "Alias name for file", "list": "IP access list of requesting hosts"},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			f := named(a)
			c.ServedFiles = slices.DeleteFunc(c.ServedFiles, func(have config.ServedFile) bool { return have.RequestName() == f.RequestName() })
			c.ServedFiles = append(c.ServedFiles, f)
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			f := named(a)
			c.ServedFiles = slices.DeleteFunc(c.ServedFiles, func(have config.ServedFile) bool {
				return have.Name == f.Name && (f.Alias == "" || have.Alias == f.Alias)
			})
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, f := range c.ServedFiles {
				line := parser.Args{"file": f.Name}
				if f.Alias != "" {
					line["alias"] = f.Alias
				}
				if f.List != 0 {
					line["list"] = f.List
				}
				lines = append(lines, line)
			}
			return lines
		},
	}
}
