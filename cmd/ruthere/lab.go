package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"ruthere/event"
	"ruthere/journal"
	"ruthere/lab"
	"ruthere/lab/topologies"
	"ruthere/ladder"
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
	return runTopology(ctx, labRun{name: builtInLab, topology: topology, prologue: func(l *lab.Lab) error {
		if err := l.Advance(l.Now().Add(builtInCold)); err != nil {
			return err
		}
		if _, err := l.Command(builtInCall); err != nil {
			return err
		}
		return l.Advance(l.Now().Add(builtInWarm))
	}})
}

// runLab runs a lab from a file, or one that the program carries, or does something else with it.
func runLab(ctx context.Context, args []string) error {
	if len(args) > 0 && labVerbs()[args[0]] != nil {
		return labVerbs()[args[0]](ctx, args[1:])
	}
	f := newFlags("lab")
	drawn := pictureFlags(f)
	lenient, ports, events, record, recording := lenientFlag(f), f.consolePorts(), eventsFlag(f), recordFlag(f), captureFlag(f)
	if err := f.parseArguments(args, 0, 1); err != nil {
		return err
	}
	if err := errors.Join(f.refuseEventsBesideConsole(*events), f.refuseCaptureBesideConsole(*recording)); err != nil {
		return err
	}
	if err := drawn.check(f); err != nil {
		return err
	}
	if *drawn.ladder == ladder.Standard {
		return f.usageError("--ladder -: standard output is the console; name a file")
	}
	if len(f.arguments) == 0 {
		return f.usageError("lab needs a FILE, or the name of a lab that the program carries; ruthere lab list shows those")
	}
	run, problems, err := readLabRun(f.arguments[0])
	if err != nil {
		return err
	}
	for _, p := range problems {
		printNotice(p.String())
	}
	log, err := openLiveEvents(*events)
	if err != nil {
		return err
	}
	run.ports, run.lenient, run.events, run.record = *ports, *lenient || run.lenient, log.listener(), *record
	run.prologue = func(l *lab.Lab) error { return recordLab(l, *recording) }
	run.pictures = &drawn
	err = runTopology(ctx, run)
	return errors.Join(err, log.close())
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
	return l.CaptureTo(name, r, "")
}

// readLabRun reads a lab, or a run of one that was written down and is to go on.
func readLabRun(name string) (r labRun, problems []topologies.Problem, err error) {
	if text, _, found, err := findFile(name, labSuffix); err == nil && journal.IsRun(text) {
		run, err := journal.Parse(found, text)
		if err == nil && run.Kind != journal.Lab {
			err = fmt.Errorf("%s is the run of a router on a host; ruthere play does it again", found)
		}
		return labRun{name: found, run: run}, nil, err
	}
	var format topologies.Format
	r.topology, format, r.name, problems, err = readLab(name)
	r.lenient = format != topologies.Own
	if err == nil {
		err = keepCourseProgress(r.name, r.topology)
	}
	return r, problems, err
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

// A labRun is a lab to run in real time, and what is wanted of it.
type labRun struct {
	name     string
	topology *lab.Topology
	ports    consolePorts // zero: none
	lenient  bool         // start though lines are refused
	events   func(event.Stamped)
	prologue func(*lab.Lab) error // nobody sees it; nil: none
	record   string               // where the run is written down; "": nowhere
	pictures *pictures            // drawn at the end; nil: none
	run      *journal.File        // that the lab has lived through before; nil: none
}

// build makes the lab, as it is at its start or at the end of a run.
func (r labRun) build(o lab.Options) (l *lab.Lab, err error) {
	if r.run != nil {
		l, err = lab.Continue(r.name, r.run, readAnyTopology, o)
	} else {
		l, err = lab.New(r.topology, o)
	}
	if err != nil || r.record == "" {
		return l, err
	}
	f, err := createRecord(r.record)
	if err != nil {
		return nil, err
	}
	return l, l.WriteRun(f, o.Program)
}

// runTopology runs a lab in real time, its consoles on standard input and output.
func runTopology(ctx context.Context, run labRun) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	d := newConsoleSwitcher(stop)
	var err error
	o := lab.Options{Terminal: d.takeOutput, Notice: d.showNotice, Connect: d.showConsole, Exit: stop,
		Refused: tellRefused(run.lenient), Event: run.events, Restored: d.restoreConsoles, OpenRecord: openLabRecord, Program: describeBuild(),
		CreateCapture: createCapture, CreatePicture: createPicture}
	if d.lab, err = run.build(o); err != nil {
		return err
	}
	defer func() {
		d.lab.EndRun()
		if err := d.lab.StopCaptures(); err != nil {
			printNotice(err.Error())
		}
	}()
	if run.prologue != nil {
		if err := run.prologue(d.lab); err != nil {
			return err
		}
	}
	c, err := openConsole()
	if err != nil {
		return err
	}
	defer c.close()
	if run.ports.asked() {
		served, err := d.openPorts(ctx, run.ports)
		if err != nil {
			return err
		}
		defer served.Wait()
		defer stop()
		if c.pipe { // nobody is there: the lab is for those who come by its ports
			c.stream.In = &blockAtEOF{Reader: c.stream.In, done: ctx.Done()}
		}
	}
	c.stream.In = &escape{Reader: c.stream.In, escaped: d.leaveConsole, ended: d.end}
	if d.frontend, err = live.NewFrontend(lab.Console, c.stream, d); err != nil {
		return err
	}
	if !c.pipe {
		d.greet(run.name)
	}
	d.openConsoles(c)
	served := serveFrontend(ctx, d.frontend)
	c.followWindow(ctx, d.frontend)
	err = d.runLab(ctx, served)
	stop()
	if run.pictures != nil && run.pictures.asked() {
		if failed := run.pictures.draw(d.lab); failed != nil {
			printNotice(failed.Error())
		}
	}
	if errors.Is(err, io.EOF) { // the input is through
		fmt.Println() // after the prompt
		return nil
	}
	return err
}
