package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"ruthere/lab"
	"ruthere/lab/course"
	"ruthere/lab/grade"
	"ruthere/lab/topologies"
	"ruthere/modes"
	"ruthere/modes/ios"
	"ruthere/scripts"
)

// What can be done with a lab's file without starting it: ruthere lab list, show, init, check, export.

// labVerbs are the words that are no labs after "ruthere lab".
func labVerbs() map[string]func(ctx context.Context, args []string) error {
	return map[string]func(ctx context.Context, args []string) error{
		"list":   listLabs,
		"show":   showLab,
		"init":   initLab,
		"check":  checkLabs,
		"export": exportLab,
		"grade":  gradeLab,
		"prove":  proveLab,
	}
}

// readLab reads a lab from a file, in whichever format it is, or one that the program carries.
func readLab(name string) (t *lab.Topology, format topologies.Format, found string, problems []topologies.Problem, err error) {
	text, files, found, err := findFile(name, labSuffix)
	if err != nil {
		return nil, format, found, nil, err
	}
	if strings.HasSuffix(found, transcriptSuffix) {
		return nil, format, found, nil, fmt.Errorf("%s is a transcript, not a lab: ruthere replay %s types it", found, name)
	}
	t, format, problems, err = readTopology(found, text, files)
	return t, format, found, problems, err
}

// readTopology reads a lab in whichever format it is. One of our own that is graded has the commands of its tasks.
func readTopology(name string, text []byte, files fs.FS) (*lab.Topology, topologies.Format, []topologies.Problem, error) {
	t, format, problems, err := topologies.Read(name, text, files)
	if err == nil && format == topologies.Own {
		if _, wrong := grade.ReadTasks(name, text, files, t); !errors.Is(wrong, grade.ErrUngraded) {
			err = wrong
		}
	}
	return t, format, problems, err
}

// readAnyTopology reads what a transcript names as its lab. What is left out of it goes to standard error.
func readAnyTopology(name string, text []byte, files fs.FS) (*lab.Topology, error) {
	topology, _, problems, err := readTopology(name, text, files)
	for _, p := range problems {
		printNotice(p.String())
	}
	return topology, err
}

// listLabs lists the labs that the program carries.
func listLabs(_ context.Context, args []string) error {
	if err := newFlags("lab").parseArguments(args, 0, 0); err != nil {
		return err
	}
	if err := listCarried(os.Stdout, labSuffix); err != nil {
		return err
	}
	c, err := course.Read(course.Files, course.Shipped)
	if err != nil {
		return err
	}
	fmt.Println("\nThose of the course, in their order (ruthere course):")
	for _, l := range c.Labs {
		fmt.Printf("%-34s %s\n", l.Name, l.Assignment.Title)
	}
	return nil
}

// showLab says what a lab is made of.
func showLab(_ context.Context, args []string) error {
	f := newFlags("lab")
	if err := f.parseArguments(args, 1, 1); err != nil {
		return err
	}
	topology, _, name, problems, err := readLab(f.arguments[0])
	if err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	fmt.Fprintf(out, "lab %s\n", name)
	for _, r := range topology.Routers {
		fmt.Fprintf(out, "router %-12s IOS %-5s %s\n", r.Name, r.Release, strings.Join(addressesOf(r), ", "))
	}
	for _, h := range topology.Hosts {
		fmt.Fprintf(out, "host   %-12s %s\n", h.Name, h.Address)
	}
	for _, t := range topology.Translators {
		fmt.Fprintf(out, "translator %-8s %s inside, %s outside\n", t.Name, t.Inside, t.Outside)
	}
	for _, l := range topology.Links {
		var ends []string
		for _, e := range l.Ends {
			ends = append(ends, e.String())
		}
		fmt.Fprintf(out, "link   %-12s %s\n", l.Name, strings.Join(ends, " -- "))
	}
	for _, p := range problems {
		fmt.Fprintln(out, p)
	}
	return nil
}

// addressesOf lists the addresses that a router's configuration gives to its interfaces.
func addressesOf(r lab.Router) (texts []string) {
	c, _ := ios.Parse(r.Config, r.Release)
	for _, i := range c.Interfaces {
		if i.Address.IsValid() {
			texts = append(texts, modes.ShortInterface(i.Name)+" "+i.Address.String())
		}
	}
	return texts
}

// initLab writes a small lab, or one that the program carries, to a new file to edit.
func initLab(_ context.Context, args []string) (err error) {
	f := newFlags("lab")
	from := f.String("from", "", "begin with the lab `NAME` that the program carries")
	if err := f.parseArguments(args, 1, 1); err != nil {
		return err
	}
	text := []byte(firstLab)
	if *from != "" {
		if text, err = fs.ReadFile(scripts.Files, strings.TrimSuffix(*from, labSuffix)+labSuffix); err != nil {
			return f.usageError(fmt.Sprintf("the program carries no lab %s (see: ruthere lab list)", *from))
		}
	}
	name := f.arguments[0]
	if path.Ext(name) == "" {
		name += labSuffix
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Close()); err == nil {
		fmt.Printf("wrote %s; \"ruthere lab %s\" starts it\n", name, name)
	}
	return err
}

// checkLabs reads labs and starts none: it tells what their routers would refuse, and what would do nothing.
func checkLabs(_ context.Context, args []string) error {
	f := newFlags("lab")
	if err := f.parseArguments(args, 1, -1); err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	var found labFaults
	for _, name := range f.arguments {
		n, err := checkLab(out, name)
		if err != nil {
			fmt.Fprintln(out, err)
			n++
		}
		found += labFaults(n)
	}
	if found > 0 {
		return found
	}
	return nil
}

// checkLab tells of one lab; n is how much of it would not be as its file says.
func checkLab(out io.Writer, name string) (n int, err error) {
	topology, _, found, problems, err := readLab(name)
	if err != nil {
		return 0, err
	}
	for _, p := range problems {
		fmt.Fprintln(out, p)
	}
	n = len(problems)
	if _, err := lab.New(topology, lab.Options{Refused: func(l lab.RefusedLine) { n++; fmt.Fprintln(out, l) }}); err != nil {
		return n, err
	}
	idle := 0
	for _, r := range topology.Routers {
		for _, t := range ios.Read(r.Config, r.Release).Taken {
			if !t.HasEffect() {
				fmt.Fprintf(out, "%s: %s: no effect (%s)\n", r.Source.Place(t.Line, 1), strings.TrimSpace(t.Text), t.Entry.Feature())
				idle++
			}
		}
	}
	fmt.Fprintf(out, "%s: %d routers, %d hosts, %d links; %d things would not be as the file says, %d lines would do nothing\n",
		found, len(topology.Routers), len(topology.Hosts), len(topology.Links), n, idle)
	wrong, err := checkTasks(out, name)
	return n + wrong, err
}

// labFaults is how much of the labs would not be as their files say.
type labFaults int

func (n labFaults) Error() string {
	if n == 1 {
		return "1 thing would not be as the file says"
	}
	return fmt.Sprintf("%d things would not be as the files say", int(n))
}

// exportLab writes a lab in another form to standard output.
func exportLab(_ context.Context, args []string) error {
	f := newFlags("lab")
	clab := f.Bool("clab", false, "as a topology of containerlab, configurations included")
	mermaid := f.Bool("mermaid", false, "as a drawing for Mermaid")
	dot := f.Bool("dot", false, "as a graph for Graphviz")
	if err := f.parseArguments(args, 1, 1); err != nil {
		return err
	}
	topology, _, name, _, err := readLab(f.arguments[0])
	if err != nil {
		return err
	}
	var text []byte
	switch {
	case *clab && !*mermaid && !*dot:
		base, _, _ := strings.Cut(path.Base(name), ".")
		text, err = topologies.WriteContainerlab(base, topology)
	case *mermaid && !*clab && !*dot:
		text = []byte(topologies.DrawMermaid(topology))
	case *dot && !*clab && !*mermaid:
		text = []byte(topologies.DrawGraphviz(topology))
	default:
		return f.usageError("export takes one of --clab, --mermaid, --dot")
	}
	if err == nil {
		_, err = os.Stdout.Write(text)
	}
	return err
}

// firstLab is the lab to begin with.
const firstLab = `# Two routers and a wire. docs/labs.md explains every key.
seed: first
routers:
  - name: R1
    ios: 12.4
    interfaces: [FastEthernet0/0, FastEthernet0/1]
    config: |
      hostname R1
      interface FastEthernet0/0
       ip address 10.0.0.1 255.255.255.0
      interface FastEthernet0/1
       ip address 192.168.1.1 255.255.255.0
      ip route 192.168.2.0 255.255.255.0 10.0.0.2
  - name: R2
    ios: 15
    interfaces: [GigabitEthernet0/0, GigabitEthernet0/1]
    config: |
      hostname R2
      interface GigabitEthernet0/0
       ip address 10.0.0.2 255.255.255.0
      interface GigabitEthernet0/1
       ip address 192.168.2.1 255.255.255.0
      ip route 192.168.1.0 255.255.255.0 10.0.0.1
hosts:
  - name: PC1
    address: 192.168.1.10/24
    gateway: 192.168.1.1
  - name: PC2
    address: 192.168.2.10/24
    gateway: 192.168.2.1
links:
  - name: wan
    ends: ["R1:FastEthernet0/0", "R2:GigabitEthernet0/0"]
    delay: 5ms
  - ends: [PC1, "R1:FastEthernet0/1"]
  - ends: [PC2, "R2:GigabitEthernet0/1"]
`
