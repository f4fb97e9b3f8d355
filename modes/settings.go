package modes

import (
	"ruthere/parser"
)

// flag is a command without values that turns something on, and with `no` off.
func Flag[T any](syntax string, help H, of func(T) *bool) Cmd[T] {
	return Cmd[T]{
		Syntax:  syntax,
		Help:    help,
		Set:     func(_ *Context, t T, _ parser.Args) error { *of(t) = true; return nil },
		Unset:   func(_ *Context, t T, _ parser.Args) error { *of(t) = false; return nil },
		Show:    func(t T) []parser.Args { return LineIf(*of(t)) },
		Default: "no " + syntax,
	}
}

// flagOn is a flag that is on by default: only its `no` form is shown.
func FlagOn[T any](syntax string, help H, of func(T) *bool) Cmd[T] {
	c := Flag(syntax, help, of)
	c.Reset = c.Set
	c.Show, c.Default = nil, syntax
	c.ShowNo = func(t T) []parser.Args { return LineIf(!*of(t)) }
	return c
}

// when is one line without values if cond holds.
func LineIf(cond bool) []parser.Args {
	if cond {
		return []parser.Args{{}}
	}
	return nil
}

// present takes the keywords that are false out of lines.
func DropFalse(lines []parser.Args) []parser.Args {
	for _, a := range lines {
		for name, value := range a {
			if value == false {
				delete(a, name)
			}
		}
	}
	return lines
}

// text is one line with one value, or none if the value is empty.
func TextLine(name, value string) []parser.Args {
	if value == "" {
		return nil
	}
	return []parser.Args{{name: value}}
}
