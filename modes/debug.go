package modes

import (
	"ruthere/debuglog"
	"ruthere/parser"
)

const (
	DebugHelp   = "Debugging functions (see also 'undebug')"
	UndebugHelp = "Disable debugging functions (see also 'debug')"
)

// DebugCommands are `debug` and `undebug` of a syntax, which move a switch.
func DebugCommands(syntax string, help H, sw debuglog.Switch) []Command {
	return DebugCommandsThat(syntax, help, sw, func(*debuglog.Switches, parser.Args) {})
}

// DebugCommandsThat are DebugCommands with something besides that the words ask for, prepare, which is
// done before the switch is moved.
func DebugCommandsThat(syntax string, help H, sw debuglog.Switch, prepare func(*debuglog.Switches, parser.Args)) []Command {
	move := func(to func(*debuglog.Switches, debuglog.Switch) string) func(*Context, Device, parser.Args) error {
		return func(x *Context, b Device, a parser.Args) error {
			prepare(b.Switches(), a)
			x.Println(to(b.Switches(), sw))
			return nil
		}
	}
	on, off := move((*debuglog.Switches).On), move((*debuglog.Switches).Off)
	return []Command{
		Cmd[Device]{Syntax: "debug " + syntax, Help: MergeHelp(help, H{"debug": DebugHelp}), Level: 15, Set: on, Unset: off},
		Cmd[Device]{Syntax: "undebug " + syntax, Help: MergeHelp(help, H{"undebug": UndebugHelp}), Level: 15, Set: off},
	}
}
