package lab

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"ruthere/lab/fault"
	"ruthere/modes"
)

// A control is the lab as the EXEC command `lab` of its routers sees it.
type control struct{ *Lab }

var _ modes.LabControl = control{}

func (c control) Help() [][2]string { return c.Commands() }

// A command is one lab command, as typed after `lab` at a router, or after `@` in a
// transcript.
type command struct {
	name, arguments, help string
	exists                func(*Lab) bool // nil: always
	run                   func(l *Lab, args []string) (output string, err error)
	least, most           int      // arguments
	of                    *Command // the topology's; nil: every lab has it
}

// labCommands is a function because `help` lists them.
func labCommands() []command {
	return slices.Concat([]command{
		{"show", "[--json]", "routers, hosts and wires, with their faults; with --json as JSON", nil, runShow, 0, 1, nil},
		{"cut", "A B [one-way]", "lose every packet between A and B (one-way: from A to B only)", nil, runCut, 2, 3, nil},
		{"restore", "A B | all", "end the faults between A and B, or everywhere", nil, runRestore, 1, 2, nil},
		{"delay", "A B TIME", "packets between A and B take TIME each way, such as 50ms", nil, runDelay, 3, 3, nil},
		{"loss", "A B PERCENT", "lose a part of the packets between A and B", nil, percentCommand((*Lab).Loss), 3, 3, nil},
		{"duplicate", "A B PERCENT", "deliver a part of the packets between A and B twice", nil, percentCommand((*Lab).Duplicate), 3, 3, nil},
		{"fault", "[SENTENCE]", "have a fault strike, such as drop main mode message 3 from R1 twice; alone: what can be said", nil,
			runFault, 0, fault.MaxLength, nil},
		{"faults", "", "the faults there are, and how often each has struck", nil,
			func(l *Lab, _ []string) (string, error) { return faultTable(l.faultStates()), nil }, 0, 0, nil},
		{"release", "NAME", "let the packets go on that a fault holds", nil,
			func(l *Lab, args []string) (string, error) { return "", l.Release(args[0]) }, 1, 1, nil},
		{"heal", "NAME | all", "end a fault, or all of them", nil, runHeal, 1, 1, nil},
		{"crash", "ROUTER", "switch a router off", nil,
			func(l *Lab, args []string) (string, error) { return "", l.Crash(args[0]) }, 1, 1, nil},
		{"boot", "ROUTER", "switch a router on, with its startup-config", nil,
			func(l *Lab, args []string) (string, error) { return "", l.Boot(args[0]) }, 1, 1, nil},
		{"ping", "HOST ADDRESS", "have a host send five pings to an address or another host", nil,
			func(l *Lab, args []string) (string, error) { return "", l.Ping(args[0], args[1]) }, 2, 2, nil},
		{reachCommand, "FROM TO [size N] [df]", "send one echo from a router or host, and tell whether it is answered", nil, runReach, 2, 5, nil},
		{"fetch", "HOST URL", "have a host fetch a file by HTTP, such as http://10.0.0.9/file", nil,
			func(l *Lab, args []string) (string, error) { return "", l.Fetch(args[0], args[1]) }, 2, 2, nil},
		{"echo", "HOST ADDRESS", "have a host send something to the TCP echo service of an address or another host", nil,
			func(l *Lab, args []string) (string, error) { return "", l.Echo(args[0], args[1]) }, 2, 2, nil},
		{"name", "HOST NAME ADDRESS", "make a host a name server that answers NAME with ADDRESS (none: forgets it)", nil, runName, 3, 3, nil},
		{"translations", "TRANSLATOR", "the mappings that a translator holds",
			func(l *Lab) bool { return len(l.translators) > 0 }, runTranslations, 1, 1, nil},
		{"files", "HOST [NAME]", "the files that a host serves, or what is in one of them", nil, runFiles, 1, 2, nil},
		{"manners", "[ROUTER NAME ...]", "have a router misbehave as an IKE peer, or be good; alone: the manners there are", nil,
			runMisbehaviours, 0, 1 + len(allMisbehaviours), nil},
		{"capture", captureArguments, "write the packets on all links, or on one, to a file for Wireshark",
			func(l *Lab) bool { return l.options.CreateCapture != nil }, runCapture, 1, 3, nil},
		ladderCommand(),
		{"connect", "ROUTER", "go to the console of another router",
			func(l *Lab) bool { return l.options.Connect != nil }, runConnect, 1, 1, nil},
		{"exit", "", "end the program",
			func(l *Lab) bool { return l.options.Exit != nil },
			func(l *Lab, _ []string) (string, error) { l.options.Exit(); return "", nil }, 0, 0, nil},
		{"advance", "TIME", "let TIME pass, such as 10s or 5m", nil, runAdvance, 1, 1, nil},
	}, timeCommands(), timelineCommands())
}

// Command runs a lab command. An unknown one is an error that names those there are.
func (l *Lab) Command(line string) (output string, err error) {
	words := l.inOrder(strings.Fields(line))
	if len(words) == 0 || words[0] == "help" || words[0] == "?" {
		return l.helpPage(), nil
	}
	c := l.findCommand(words[0])
	if c == nil {
		var names []string
		for _, row := range l.Commands() {
			name, _, _ := strings.Cut(row[0], " ")
			names = append(names, name)
		}
		return "", fmt.Errorf("there is no lab command %q; there is %s", words[0], strings.Join(names, ", "))
	}
	args := words[1:]
	if len(args) < c.least || len(args) > c.most {
		return "", fmt.Errorf("usage: %s %s", c.name, c.arguments)
	}
	leave := func() {}
	if !c.isOutside() {
		leave = l.enter("", nil, strings.TrimSpace(c.name+" "+strings.Join(args, " ")))
	}
	output, err = c.run(l, args)
	leave()
	return output, errors.Join(err, l.serveRequests())
}

// TellsLater says whether what comes of a command is told by a notice, some time after it was given.
func (l *Lab) TellsLater(line string) bool {
	words := l.inOrder(strings.Fields(line))
	return len(words) > 0 && slices.Contains([]string{"ping", reachCommand, "fetch", "echo"}, words[0])
}

// inOrder has a host's name, where it is given before what it is to do, after it: `PC1 ping 10.0.0.1`.
func (l *Lab) inOrder(words []string) []string {
	if len(words) < 2 || !slices.ContainsFunc(l.hosts, func(h *host) bool { return strings.EqualFold(h.Name, words[0]) }) {
		return words
	}
	return append([]string{words[1], words[0]}, words[2:]...)
}

// Commands lists the lab commands: what to type, and what it does.
func (l *Lab) Commands() (lines [][2]string) {
	for _, c := range l.commands() {
		if l.offers(&c) {
			lines = append(lines, [2]string{strings.TrimSpace(c.name + " " + c.arguments), c.help})
		}
	}
	return lines
}

func (l *Lab) helpPage() string { return modes.LabHelp(l.Commands(), "", 0) }

func runCut(l *Lab, args []string) (string, error) {
	if len(args) == 3 && args[2] != "one-way" {
		return "", fmt.Errorf("%q is not one-way", args[2])
	}
	return "", l.Cut(args[0], args[1], len(args) == 3)
}

func runRestore(l *Lab, args []string) (string, error) {
	if len(args) == 2 {
		return "", l.Restore(args[0], args[1])
	}
	if args[0] != "all" {
		return "", fmt.Errorf("restore all, or restore A B")
	}
	l.RestoreAll()
	return "", nil
}

func runDelay(l *Lab, args []string) (string, error) {
	d, err := time.ParseDuration(args[2])
	if err != nil {
		return "", fmt.Errorf("%q is not a time such as 50ms", args[2])
	}
	return "", l.Delay(args[0], args[1], d)
}

func percentCommand(set func(l *Lab, a, b string, percent float64) error) func(*Lab, []string) (string, error) {
	return func(l *Lab, args []string) (string, error) {
		n, err := parsePercent(args[2])
		if err != nil {
			return "", err
		}
		return "", set(l, args[0], args[1], n)
	}
}

func runConnect(l *Lab, args []string) (string, error) {
	m, err := l.findMachine(args[0])
	if err == nil {
		l.options.Connect(m.Name)
	}
	return "", err
}

func runAdvance(l *Lab, args []string) (string, error) {
	d, err := time.ParseDuration(args[0])
	if err != nil || d < 0 {
		return "", fmt.Errorf("%q is not a time such as 10s", args[0])
	}
	l.request(func() error { return l.pursue(&goal{by: l.now.Add(d), said: "advance " + args[0]}) })
	return "", nil
}
