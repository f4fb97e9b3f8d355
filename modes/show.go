package modes

import (
	"fmt"

	"ruthere/parser"
)

// show makes a show command of the words behind `show`.
func show(syntax string, help H, print func(x *Context, b Box, a parser.Args) error) Cmd[Box] {
	return Cmd[Box]{Syntax: "show " + syntax, Help: with(showing, help), Set: print}
}

func enabled(on bool) string {
	if on {
		return "enabled"
	}
	return "disabled"
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
