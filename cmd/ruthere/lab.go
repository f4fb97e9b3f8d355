package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"ruthere/capture"
	"ruthere/lab"
	"ruthere/lab/topologies"
	"ruthere/router/live"
	"ruthere/scripts"
)

// The built-in lab: the chapter's two offices. It has run for a while when its console
// appears: interfaces are up, and an office has called the other, so that the tunnel is
// up and its peers ask each other R_U_THERE.
const (
	builtInLab  = "lab.yaml"
	builtInCall = "ping Inside Server"
	builtInCold = 10 * time.Second // before the call
	builtInWarm = 15 * time.Second // after it
)

func runBuiltIn(ctx context.Context, args []string) error {
	text, err := fs.ReadFile(scripts.Files, builtInLab)
	if err != nil {
		return err
	}
	topology, err := lab.ParseTopology(builtInLab, text, scripts.Files)
	if err != nil {
		return err
	}
	return runTopology(ctx, builtInLab, topology, false, func(l *lab.Lab) error {
		if err := l.Advance(l.Now().Add(builtInCold)); err != nil {
			return err
		}
		if _, err := l.Command(builtInCall); err != nil {
			return err
		}
		return l.Advance(l.Now().Add(builtInWarm))
	})
}

// runLab runs a lab from a file, or one that the program carries, or does something else with it.
func runLab(ctx context.Context, args []string) error {
	if len(args) > 0 && labVerbs()[args[0]] != nil {
		return labVerbs()[args[0]](ctx, args[1:])
	}
	f := newFlags("lab")
	lenient := lenientFlag(f)
	recording := captureFlag(f)
	if err := f.parseArguments(args, 0, 1); err != nil {
		return err
	}
	if len(f.arguments) == 0 {
		return f.usageError("lab needs a FILE, or the name of a lab that the program carries; ruthere lab list shows those")
	}
	if *recording == capture.Standard {
		return f.usageError("the consoles are on standard output; --capture FILE writes elsewhere, to a named pipe too")
	}
	topology, format, name, problems, err := readLab(f.arguments[0])
	if err != nil {
		return err
	}
	for _, p := range problems {
		printNotice(p.String())
	}
	return runTopology(ctx, name, topology, *lenient || format != topologies.Own, func(l *lab.Lab) error {
		return recordLab(l, *recording)
	})
}

// recordLab writes all packets of a lab to a file; "" for none.
func recordLab(l *lab.Lab, name string) error {
	if name == "" {
		return nil
	}
	r, err := openCapture(name, true)
	if err != nil {
		return err
	}
	return l.Record(name, r, "")
}

// lenientFlag is the flag of those commands that build a lab.
func lenientFlag(f *flags) *bool {
	return f.Bool("lenient", false, "start the lab though its routers refuse lines of their configurations")
}

// tellRefused takes the lines that routers refuse, if they may; nil has the lab refuse to start.
func tellRefused(lenient bool) func(lab.RefusedLine) {
	if !lenient {
		return nil
	}
	return func(l lab.RefusedLine) { printNotice(l.String()) }
}

// runTopology runs a lab in real time, its consoles on standard input and output, after
// a prologue that nobody sees.
func runTopology(ctx context.Context, name string, topology *lab.Topology, lenient bool, prologue func(*lab.Lab) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	d := newConsoleSwitcher(stop)
	var err error
	o := lab.Options{Terminal: d.takeOutput, Notice: d.showNotice, Connect: d.showConsole, Exit: stop, Refused: tellRefused(lenient),
		CreateCapture: createCapture}
	if d.lab, err = lab.New(topology, o); err != nil {
		return err
	}
	defer func() {
		if err := d.lab.StopCaptures(); err != nil {
			printNotice(err.Error())
		}
	}()
	if err := prologue(d.lab); err != nil {
		return err
	}
	c, err := openConsole()
	if err != nil {
		return err
	}
	defer c.close()
	c.stream.In = &escape{Reader: c.stream.In, escaped: d.leaveConsole, ended: d.end}
	if d.frontend, err = live.NewFrontend(lab.Console, c.stream, d); err != nil {
		return err
	}
	if !c.pipe {
		d.greet(name)
	}
	d.openConsoles(c)
	served := serveFrontend(ctx, d.frontend)
	c.followWindow(ctx, d.frontend)
	err = d.runLab(ctx, served)
	stop()
	if errors.Is(err, io.EOF) { // the input is through
		fmt.Println() // after the prompt
		return nil
	}
	return err
}
