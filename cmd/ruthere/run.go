package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"ruthere/capture"
	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/ntp"
	"ruthere/packet"
	"ruthere/router"
	"ruthere/router/live"
)

// runRouter runs one router on this host until it is told to stop.
//
// --config wins over what --nvram holds, every time: what the router saves goes to the
// NVRAM folder, and is read when --config is not given. With --console the router ends when
// the input does, unless that is a pipe and users may come in over the network.
func runRouter(ctx context.Context, args []string) error {
	f := newFlags("run")
	config := f.String("config", "", "`FILE` is the startup configuration, whatever the NVRAM holds")
	nvram := f.String("nvram", "", "keep the startup configuration and all other files in the folder `DIR`")
	onConsole := f.Bool("console", false, "standard input and output are the console, also when they are pipes")
	ikePort := f.Uint("ike-port", packet.PortISAKMP, "UDP `PORT` used instead of 500, here and at peers")
	natPort := f.Uint("nat-port", packet.PortNAT, "UDP `PORT` used instead of 4500, here and at peers")
	ntpPort := f.Uint("ntp-port", ntp.Port, "UDP `PORT` used instead of 123, here and at time servers")
	ssh := f.String("ssh", "", "let users in by SSH at `ADDR`, host:port; port 0 is a free one")
	http := f.String("http", "", "let the router's HTTP server be asked at `ADDR`, host:port; port 0 is a free one")
	telnet := f.String("telnet", "", "let users in by telnet at `ADDR`, host:port; port 0 is a free one")
	events, recording, record := eventsFlag(f), captureFlag(f), recordFlag(f)
	metrics := f.String("metrics", "", "tell Prometheus at http://`ADDR`/metrics, host:port, how the router is; port 0 is a free one")
	ios := f.String("ios", "12.4", "speak like `RELEASE` 12.4, 15 or xe")
	if err := f.parseArguments(args, 0, 0); err != nil {
		return err
	}
	o := live.Options{Notice: printNotice}
	var ok bool
	if o.Release, ok = releases[*ios]; !ok {
		return f.usageError(fmt.Sprintf("--ios %s: there is 12.4, 15 and xe", *ios))
	}
	for _, port := range []uint{*ikePort, *natPort, *ntpPort} {
		if port == 0 || port > 65535 {
			return f.usageError(fmt.Sprintf("%d is no UDP port", port))
		}
	}
	if *ikePort == *natPort {
		return f.usageError("--ike-port and --nat-port must differ")
	}
	if *ntpPort == *ikePort || *ntpPort == *natPort {
		return f.usageError("--ntp-port must differ from --ike-port and --nat-port")
	}
	o.IKEPort, o.NATPort, o.NTPPort = uint16(*ikePort), uint16(*natPort), uint16(*ntpPort)
	var err error
	if o.NVRAM, err = live.OpenNVRAM(*nvram); err != nil {
		return err
	}
	if *config != "" {
		text, err := readConfiguration(*config)
		if err != nil {
			return fmt.Errorf("cannot read the configuration: %w", err)
		}
		o.NVRAM.Insert(text)
	}
	if *onConsole {
		if err := errors.Join(f.refuseEventsBesideConsole(*events), f.refuseCaptureBesideConsole(*recording)); err != nil {
			return err
		}
	}
	if *recording == capture.Standard && *events == standardOutput {
		return f.usageError("--capture and --events cannot both have standard output")
	}
	log, err := openLiveEvents(*events)
	if err != nil {
		return err
	}
	o.Event, o.Version = log.listener(), programVersion()
	if *record != "" {
		file, err := createRecord(*record)
		if err != nil {
			return err
		}
		defer file.Close() // what was written is there
		o.Record, o.Program = file, describeBuild()
	}
	if *recording != "" {
		if o.Capture, err = openCapture(*recording, true); err != nil {
			return err
		}
	}
	signal.Ignore(syscall.SIGPIPE) // an output that nobody reads any more is no reason to end
	if live.Limits != "" {
		printNotice(live.Limits)
	}
	floor := make([]byte, heapFloor)
	defer runtime.KeepAlive(floor)
	ways := networkAccess{ssh: *ssh, telnet: *telnet, http: *http, metrics: *metrics}
	if *onConsole {
		return errors.Join(runWithConsole(ctx, o, ways), log.close())
	}
	return errors.Join(runAlone(ctx, o, ways, *events != standardOutput && *recording != capture.Standard), log.close())
}

// heapFloor is memory that is never touched and so costs none. The garbage collector
// counts it: it waits until as much again has been allocated, and not, while a router has
// few peers and little to lose, for a few tunnels' worth.
const heapFloor = 32 << 20

// networkAccess is where users come in over the network, and where metrics are asked for; "" for nowhere.
type networkAccess struct{ ssh, telnet, http, metrics string }

// none says that nobody can come in.
func (a networkAccess) none() bool { return a.ssh == "" && a.telnet == "" }

// openPorts opens the ways in, and tells where they are.
func (a networkAccess) openPorts(r *live.Driver, notice func(string)) error {
	for _, way := range []struct {
		name, address string
		listen        func(string) (net.Addr, error)
	}{
		{"SSH", a.ssh, r.ListenSSH},
		{"telnet", a.telnet, r.ListenTelnet},
		{"HTTP", a.http, r.ListenHTTP},
		{"metrics", a.metrics, r.ListenMetrics},
	} {
		if way.address == "" {
			continue
		}
		bound, err := way.listen(way.address)
		if err != nil {
			return err
		}
		notice(fmt.Sprintf("%s at %s", way.name, bound))
	}
	return nil
}

var releases = map[string]debuglog.Release{"12.4": debuglog.IOS124, "15": debuglog.IOS15, "xe": debuglog.IOSXE}

// runAlone runs a router at whose console nobody sits: what is logged there goes to
// standard output, if it may.
func runAlone(ctx context.Context, o live.Options, ways networkAccess, showLog bool) error {
	printer := make(logPrinter, 1000)
	go printer.printLines()
	r := live.New(o)
	if err := ways.openPorts(r, o.Notice); err != nil {
		return err
	}
	if ways.none() {
		o.Notice("nobody can type at this router: see --console, --ssh and --telnet")
	}
	if showLog {
		go r.Open(printer, router.Attach{Kind: config.LineConsole, Standby: true}) // nobody sits there
	}
	runUntilEnd(ctx, r)
	return nil
}

// stopTime is how long a router that was told to end may take to.
const stopTime = 800 * time.Millisecond

// runUntilEnd runs a router until ctx is done. What does not end then, a key that is
// being made, a disk that does not answer, a user who takes no output, is left behind.
func runUntilEnd(ctx context.Context, r *live.Driver) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		r.Run(ctx)
	}()
	<-ctx.Done()
	select {
	case <-ended:
	case <-time.After(stopTime):
	}
}

// A logPrinter is a screen that shows log lines only. A standard output that takes none
// loses lines; it does not stop the router.
type logPrinter chan string

func (p logPrinter) Show(o router.TerminalOutput) {
	if line, ok := o.(router.TerminalLog); ok {
		select {
		case p <- line.Text:
		default:
		}
	}
}

func (p logPrinter) printLines() {
	for line := range p {
		fmt.Println(line)
	}
}

// runWithConsole runs a router whose console is standard input and output.
func runWithConsole(ctx context.Context, o live.Options, ways networkAccess) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	c, err := openConsole()
	if err != nil {
		return err
	}
	defer c.close()
	if c.pipe {
		if !ways.none() {
			c.stream.In = &blockAtEOF{Reader: os.Stdin, done: ctx.Done()}
		}
		c.stream.Out = unbroken{os.Stdout}
	}
	var terminal *live.Frontend
	o.Notice = func(text string) { c.showNotice(terminal, text) }
	r := live.New(o)
	attach := c.attachInput(0)
	attach.Standby = !c.pipe // a script that is piped in begins with a line, not with RETURN
	if terminal, err = live.NewFrontend(attach.Terminal, c.stream, r); err != nil {
		return err
	}
	if err := ways.openPorts(r, o.Notice); err != nil {
		return err
	}
	served := serveFrontend(ctx, terminal)
	go func() {
		r.Open(terminal, attach)
		<-served
		stop()
	}()
	c.followWindow(ctx, terminal)
	runUntilEnd(ctx, r)
	awaitEnd(served)
	return nil
}
