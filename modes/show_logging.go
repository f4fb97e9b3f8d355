package modes

import (
	"ruthere/parser"
)

var showLogging = show(`logging`, H{"logging": "Show the contents of logging buffers"},
	func(x *Context, b Box, _ parser.Args) error {
		for _, line := range b.LogPage().Lines() {
			x.Println(line)
		}
		return nil
	})

func init() { Exec.Add(showLogging) }
