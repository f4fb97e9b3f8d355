package main

import (
	"context"
	"fmt"
	"os"
	"strings"
)

const helpHead = `ruthere: a router terminal like Cisco IOS with a real IKEv1 and Dead Peer Detection engine.

`

const helpTail = `
On a console: ? explains, Tab completes, Ctrl-^ interrupts a ping. In a lab, Ctrl-^ and
then x goes to the lab prompt, where "help" lists what can be done to the wires; the EXEC
command "lab" does the same from a router. There, pause, step, run 10m, speed x10 and
until steer its clock, and back takes it back. "lab exit" there, "exit" at the lab
prompt, or Ctrl-D at an empty prompt ends the program.
`

// runHelp prints the overview, or the page of one command.
func runHelp(ctx context.Context, args []string) error {
	f := newFlags("help")
	if err := f.parseArguments(args, 0, 1); err != nil {
		return err
	}
	if len(f.arguments) == 1 {
		for _, c := range allSubcommands() {
			if c.name == f.arguments[0] && c.name != "" {
				return c.run(ctx, []string{"--help"})
			}
		}
		return f.usageError(fmt.Sprintf("there is no command %q", f.arguments[0]))
	}
	var b strings.Builder
	b.WriteString(helpHead)
	for _, c := range allSubcommands() {
		fmt.Fprintf(&b, "  %s\n        %s\n", c.usageLine(), c.summary)
	}
	b.WriteString(helpTail)
	_, err := os.Stdout.WriteString(b.String())
	return err
}
