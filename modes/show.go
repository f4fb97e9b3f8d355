package modes

import (
	"fmt"
	"strings"

	"ruthere/parser"
)

// show makes a show command of the words behind `show`.
func ShowCommand(syntax string, help H, print func(x *Context, b Device, a parser.Args) error) Cmd[Device] {
	return Cmd[Device]{Syntax: "show " + syntax, Help: MergeHelp(ShowHelp(), help), Set: print}
}

func EnabledText(on bool) string {
	if on {
		return "enabled"
	}
	return "disabled"
}

func Plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func ShowHelp() H {
	return H{"show": "Show running system information"}
}

// badNumber puts the caret under the number of an interface that does not exist.
func BadInterfaceNumber(line string) error {
	return &parser.Error{Kind: parser.Invalid, Offset: max(strings.IndexAny(line, "0123456789"), 0), Line: line}
}

// BadInterfaceKind puts the caret under the kind of an interface that the platform does not know: the word
// before its number.
func BadInterfaceKind(line string) error {
	number := max(strings.IndexAny(line, "0123456789"), 0)
	kind := strings.TrimRight(line[:number], " \t")
	return &parser.Error{Kind: parser.Invalid, Offset: strings.LastIndexAny(kind, " \t,") + 1, Line: line}
}

const IPHelp = "Global IP configuration subcommands"

const VRFNameHelp = "VPN Routing/Forwarding instance name"

// showCryptoHelp is the help of `crypto` after `show`.
const ShowCryptoHelp = "Encryption module"
