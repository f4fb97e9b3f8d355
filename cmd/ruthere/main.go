// Ruthere is a router terminal like Cisco IOS, with a real IKEv1 and Dead Peer Detection
// engine behind it. See "ruthere help".
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
)

// A subcommand is one way to use the program.
type subcommand struct {
	name      string
	arguments string
	summary   string
	run       func(ctx context.Context, args []string) error
}

// allSubcommands is a function because help lists them.
func allSubcommands() []subcommand {
	return []subcommand{
		{"", "", "the console of a built-in lab: two offices, a tunnel between them, DPD running", runBuiltIn},
		{"run", "[--config FILE] [--nvram DIR] [--console] [--capture FILE] ...", "one router on this host's network", runRouter},
		{"lab", "[--lenient] [--capture FILE] FILE | list | show FILE | init FILE | check FILE ... | export --clab|--mermaid|--dot FILE | " +
			"grade LAB [ANSWER ...]",
			"a lab of routers, hosts and links, with a console to each router; containerlab's files and CML's are read too", runLab},
		{"check", "[--ios RELEASE] [--effect] CONFIG ...",
			"list the lines of routers' configurations that are refused, or do nothing here; - is standard input", runCheck},
		{"course", "[list | show [NAME] | start [NAME] | reset [NAME]] [--course FOLDER]",
			"labs that teach, one after another, and how far you are; start without a name goes on", runCourse},
		{"replay", "[--update] [--quiet] [--junit FILE] [--json] [--capture FILE] [--paste] FILE|FOLDER ... | --list",
			"type transcripts in virtual time and compare what comes out", runReplay},
		{"play", "[--capture FILE] [--events FILE] RUN", "do a run again that --record wrote down, and show what was shown", runPlay},
		{"ladder", "[-o FILE] [--keys TABLE] [--between A,B] CAPTURE",
			"draw the IKE and ESP of a capture, pcapng or pcap: as text, SVG, HTML or Mermaid", runLadder},
		{"load", "--target ADDRESS --config FILE [--peers N] [--rate R] [--hold TIME] ...",
			"bring up tunnels of many peers with an IKEv1 gateway of any maker, and measure", runLoad},
		{"incident", "list | start ID [--seed N] | answer ID [--seed N] ANSWER ... | truth ID [--seed N]",
			"something is wrong in a lab, and its users tell what they saw: find out what, and mend it", runIncident},
		{"plan", "[--peers N] [--interval S] [--retry R] [--on-demand] [--traffic P] [--json]",
			"what keepalives come to: how long a death stays unnoticed, packets and processor time, and the configuration", runPlan},
		{"explain", "[--json] [--keys FILE] [--ladder FILE] [--reproduce DIR] FILE",
			"why a negotiation failed: a debug log of IOS, a log of strongSwan or libreswan, or a capture; - is standard input", runExplain},
		{"version", "", "which build this is", runVersion},
		{"help", "[COMMAND]", "this page, or the flags of a command", runHelp},
	}
}

// Exit statuses.
const (
	exitFailed = 1
	exitUsage  = 2
)

func main() { os.Exit(runProgram(os.Args[1:])) }

func runProgram(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	defer flushMessages()
	err := runSubcommand(ctx, args)
	var usage *usageError
	var refused *refusal
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errExplained): // the report said it
		return exitFailed
	case errors.As(err, &usage):
		printFailure(err)
		messages.add("usage: " + usage.line)
		return exitUsage
	case errors.As(err, &refused):
		printFailure(err)
		return exitUsage
	}
	printFailure(err)
	return exitFailed
}

func runSubcommand(ctx context.Context, args []string) error {
	name := ""
	if len(args) > 0 {
		name, args = args[0], args[1:]
	}
	switch name {
	case "-h", "-help", "--help":
		name = "help"
	case "--version":
		name = "version"
	}
	all := allSubcommands()
	at := slices.IndexFunc(all, func(c subcommand) bool { return c.name == name })
	if at < 0 {
		var names []string
		for _, c := range all[1:] {
			names = append(names, c.name)
		}
		what := "command"
		if strings.HasPrefix(name, "-") {
			what = "flag"
		}
		return &usageError{"ruthere [" + strings.Join(names, "|") + "] ...",
			fmt.Sprintf("there is no %s %q; see: ruthere help", what, name)}
	}
	return all[at].run(ctx, args)
}

// A usageError is a command line that makes no sense.
type usageError struct {
	line string // how it should have looked
	text string
}

func (e *usageError) Error() string { return e.text }

// flags are the flags and arguments of one subcommand.
type flags struct {
	*flag.FlagSet
	of        subcommand
	arguments []string
}

func newFlags(name string) *flags {
	f := &flags{FlagSet: flag.NewFlagSet(name, flag.ContinueOnError)}
	for _, c := range allSubcommands() {
		if c.name == name {
			f.of = c
		}
	}
	f.SetOutput(io.Discard)
	return f
}

// newVerbFlags are those of one of a subcommand's verbs, which has a usage of its own.
func newVerbFlags(name, arguments, summary string) *flags {
	f := newFlags(name)
	f.of = subcommand{name: name, arguments: arguments, summary: summary}
	return f
}

// parseArguments takes flags before, between and after arguments, and wants from least to most
// of the latter; most < 0 means any number.
func (f *flags) parseArguments(args []string, least, most int) error {
	for len(args) > 0 {
		if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
			f.printHelp(os.Stdout)
			return err
		} else if err != nil {
			return f.usageError(err.Error())
		}
		if args = f.Args(); len(args) > 0 {
			f.arguments, args = append(f.arguments, args[0]), args[1:]
		}
	}
	switch n := len(f.arguments); {
	case n < least:
		return f.usageError(fmt.Sprintf("%s needs more arguments", f.of.name))
	case most >= 0 && n > most:
		return f.usageError(fmt.Sprintf("%q is one argument too many", f.arguments[most]))
	}
	return nil
}

func (f *flags) usageError(text string) error { return &usageError{f.of.usageLine(), text} }

func (c subcommand) usageLine() string {
	return strings.Join(strings.Fields("ruthere "+c.name+" "+c.arguments), " ")
}

func (f *flags) printHelp(w io.Writer) {
	fmt.Fprintf(w, "%s\n\n%s.\n", f.of.usageLine(), f.of.summary)
	f.VisitAll(func(one *flag.Flag) {
		name, usage := flag.UnquoteUsage(one)
		fmt.Fprintf(w, "  %-18s %s\n", strings.TrimSpace("--"+one.Name+" "+name), usage)
	})
}
