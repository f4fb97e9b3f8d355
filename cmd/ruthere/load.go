package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"time"

	"ruthere/load"
	"ruthere/packet"
)

// runLoad loads a gateway with peers.
func runLoad(ctx context.Context, args []string) error {
	f := newFlags("load")
	o := load.Options{}
	target := f.String("target", "", "`ADDRESS` of the gateway")
	from := f.String("from", "127.64.0.1", "`ADDRESS` of the first peer; the others have those that follow it, all of this host")
	f.IntVar(&o.Peers, "peers", 1, "how many peers: `N`")
	f.Float64Var(&o.Rate, "rate", 0, "how many begin a second: `R`; 0 is as fast as the gateway answers")
	f.IntVar(&o.AtOnce, "at-once", 64, "how many negotiate at the same time, at most: `N`")
	f.DurationVar(&o.Patience, "patience", 30*time.Second, "how long a tunnel may take: `TIME`")
	f.DurationVar(&o.Hold, "hold", 0, "hold the tunnels for a `TIME`, with keepalives and new keys as configured")
	f.Float64Var(&o.Die, "die", 0, "let `PERCENT` of the peers fall silent while the tunnels are held, and begin anew")
	f.BoolVar(&o.Leave, "leave", false, "end without DELETE")
	file := f.String("config", "", "the peers' configuration is in `FILE`; {address}, {gateway}, {number}, {high} and {low} differ")
	like := f.String("ios", "15", "read it like `RELEASE` 12.4, 15 or xe")
	ikePort := f.Uint("ike-port", packet.PortISAKMP, "UDP `PORT` in place of 500, here and at the gateway")
	natPort := f.Uint("nat-port", packet.PortNAT, "UDP `PORT` in place of 4500, here and at the gateway")
	f.IntVar(&o.Process, "pid", 0, "measure the gateway's process `ID` of this host")
	asJSON := f.Bool("json", false, "write the report as JSON")
	if err := f.parseArguments(args, 0, 0); err != nil {
		return err
	}
	release, known := releases[*like]
	var err error
	switch {
	case *target == "" || *file == "":
		return f.usageError("load needs --target and --config")
	case !known:
		return f.usageError(fmt.Sprintf("--ios %s: there is 12.4, 15 and xe", *like))
	case o.Peers < 1 || o.Peers > load.MostPeers:
		return f.usageError(fmt.Sprintf("--peers %d: 1 to %d", o.Peers, load.MostPeers))
	case o.AtOnce < 1 || o.AtOnce > load.MostAtOnce:
		return f.usageError(fmt.Sprintf("--at-once %d: 1 to %d", o.AtOnce, load.MostAtOnce))
	case o.Rate < 0 || o.Die < 0 || o.Die > 100 || o.Hold < 0 || o.Patience <= 0:
		return f.usageError("a rate or a time is negative, or a percentage not from 0 to 100")
	case *ikePort < 1 || *ikePort > 65535 || *natPort < 1 || *natPort > 65535 || *ikePort == *natPort:
		return f.usageError("--ike-port and --nat-port are two ports from 1 to 65535")
	}
	o.Ports = load.Ports{IKE: uint16(*ikePort), NAT: uint16(*natPort)}
	for text, to := range map[string]*netip.Addr{*target: &o.Gateway, *from: &o.From} {
		if *to, err = netip.ParseAddr(text); err != nil || !to.Is4() {
			return f.usageError(fmt.Sprintf("%q is not an IPv4 address", text))
		}
	}
	text, err := readConfiguration(*file)
	if err != nil {
		return err
	}
	o.Template = load.Template{Name: *file, Text: text, Release: release}
	report, err := load.Run(ctx, o)
	if report.Attempts > 0 {
		if *asJSON {
			_ = json.NewEncoder(os.Stdout).Encode(report)
		} else {
			report.Print(os.Stdout)
		}
	}
	if err == nil && report.Up < report.Attempts {
		err = fmt.Errorf("%d of %d tunnels did not come up", report.Attempts-report.Up, report.Attempts)
	}
	return err
}
