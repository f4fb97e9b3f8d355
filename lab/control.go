package lab

import (
	"fmt"
	"slices"
	"strconv"
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
	least, most           int // arguments
}

// labCommands is a function because `help` lists them.
func labCommands() []command {
	return []command{
		{"show", "", "routers, hosts and wires, with their faults", nil,
			func(l *Lab, _ []string) (string, error) { return l.printOverview(), nil }, 0, 0},
		{"cut", "A B [one-way]", "lose every packet between A and B (one-way: from A to B only)", nil, runCut, 2, 3},
		{"restore", "A B | all", "end the faults between A and B, or everywhere", nil, runRestore, 1, 2},
		{"delay", "A B TIME", "packets between A and B take TIME each way, such as 50ms", nil, runDelay, 3, 3},
		{"loss", "A B PERCENT", "lose a part of the packets between A and B", nil, percentCommand((*Lab).Loss), 3, 3},
		{"duplicate", "A B PERCENT", "deliver a part of the packets between A and B twice", nil, percentCommand((*Lab).Duplicate), 3, 3},
		{"fault", "SENTENCE", "have a fault strike, such as drop main mode message 3 from R1 twice", nil, runFault, 1, fault.MaxLength},
		{"faults", "", "the faults there are, and how often each has struck", nil,
			func(l *Lab, _ []string) (string, error) { return l.faultTable(), nil }, 0, 0},
		{"release", "NAME", "let the packets go on that a fault holds", nil,
			func(l *Lab, args []string) (string, error) { return "", l.Release(args[0]) }, 1, 1},
		{"heal", "NAME | all", "end a fault, or all of them", nil, runHeal, 1, 1},
		{"crash", "ROUTER", "switch a router off", nil,
			func(l *Lab, args []string) (string, error) { return "", l.Crash(args[0]) }, 1, 1},
		{"boot", "ROUTER", "switch a router on, with its startup-config", nil,
			func(l *Lab, args []string) (string, error) { return "", l.Boot(args[0]) }, 1, 1},
		{"ping", "HOST ADDRESS", "have a host send five pings to an address or another host", nil,
			func(l *Lab, args []string) (string, error) { return "", l.Ping(args[0], args[1]) }, 2, 2},
		{"fetch", "HOST URL", "have a host fetch a file by HTTP, such as http://10.0.0.9/file", nil,
			func(l *Lab, args []string) (string, error) { return "", l.Fetch(args[0], args[1]) }, 2, 2},
		{"echo", "HOST ADDRESS", "have a host send something to the TCP echo service of an address or another host", nil,
			func(l *Lab, args []string) (string, error) { return "", l.Echo(args[0], args[1]) }, 2, 2},
		{"name", "HOST NAME ADDRESS", "make a host a name server that answers NAME with ADDRESS", nil, runName, 3, 3},
		{"files", "HOST [NAME]", "the files that a host serves, or what is in one of them", nil, runFiles, 1, 2},
		{"manners", "[ROUTER NAME ...]", "have a router misbehave as an IKE peer, or be good; alone: the manners there are", nil,
			runMisbehaviours, 0, 1 + len(allMisbehaviours)},
		{"connect", "ROUTER", "go to the console of another router",
			func(l *Lab) bool { return l.options.Connect != nil }, runConnect, 1, 1},
		{"exit", "", "end the program",
			func(l *Lab) bool { return l.options.Exit != nil },
			func(l *Lab, _ []string) (string, error) { l.options.Exit(); return "", nil }, 0, 0},
		{"advance", "TIME", "let TIME pass, such as 10s or 5m",
			func(l *Lab) bool { return l.options.Virtual }, runAdvance, 1, 1},
	}
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
	return c.run(l, args)
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
	for _, c := range labCommands() {
		if c.exists == nil || c.exists(l) {
			lines = append(lines, [2]string{strings.TrimSpace(c.name + " " + c.arguments), c.help})
		}
	}
	return lines
}

func (l *Lab) helpPage() string {
	var b strings.Builder
	for _, line := range l.Commands() {
		fmt.Fprintf(&b, "  %-26s %s\n", line[0], line[1])
	}
	return b.String()
}

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
	to := l.now.Add(d)
	l.whenDone(func() {
		if err := l.Advance(to); err != nil {
			l.options.Notice(err.Error())
		}
	})
	return "", nil
}

// printOverview is what `lab show` prints.
func (l *Lab) printOverview() string {
	var b strings.Builder
	for _, m := range l.machines {
		state := "switched off"
		if m.box != nil {
			state = "running IOS " + m.Release.String()
		}
		for _, one := range m.kinds {
			state += ", " + one.name
		}
		fmt.Fprintf(&b, "router %-12s %s\n", m.Name, state)
	}
	for _, h := range l.hosts {
		fmt.Fprintf(&b, "host   %-12s %s", h.Name, h.Address)
		if h.last != "" {
			fmt.Fprintf(&b, "; last: %s", h.last)
		}
		b.WriteByte('\n')
	}
	for _, w := range l.wires {
		w.describeWire(&b)
	}
	for _, f := range l.faults {
		if f.StrikesPackets() && f.of == nil && !f.over {
			fmt.Fprintf(&b, "fault  %-12s %s\n", f.Name, f.text())
		}
	}
	return b.String()
}

func (w *wire) describeWire(b *strings.Builder) {
	var ends []string
	for _, p := range w.ends {
		ends = append(ends, End{p.nodeName(), p.iface}.String())
	}
	fmt.Fprintf(b, "link   %-12s %s, %v\n", w.name, strings.Join(ends, " -- "), w.normal.delay)
	for from, row := range w.ways {
		for to, d := range row {
			if from != to && d != w.normal {
				fmt.Fprintf(b, "       %s -> %s: %s\n", w.ends[from].nodeName(), w.ends[to].nodeName(), d.differencesFrom(w.normal))
			}
		}
	}
}

// differencesFrom says in which ways a direction is not as normal.
func (d direction) differencesFrom(normal direction) string {
	var says []string
	if d.cut {
		says = append(says, "cut")
	}
	if d.delay != normal.delay {
		says = append(says, "takes "+d.delay.String())
	}
	if d.loss != normal.loss {
		says = append(says, "loses "+percentText(d.loss))
	}
	if d.duplicate != normal.duplicate {
		says = append(says, "doubles "+percentText(d.duplicate))
	}
	if d.line != nil {
		says = append(says, "sends "+strconv.FormatInt(d.line.bits, 10)+" bits a second")
	}
	if d.mtu > 0 {
		says = append(says, "loses what is longer than "+strconv.Itoa(d.mtu)+" bytes")
	}
	return strings.Join(says, ", ")
}

func percentText(n float64) string { return strconv.FormatFloat(n, 'g', -1, 64) + " percent" }
