package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"time"

	"ruthere/dpd"
	"ruthere/plan"
)

// runPlan prints what keepalives come to.
func runPlan(_ context.Context, args []string) error {
	f := newFlags("plan")
	p := plan.Plan{}
	f.IntVar(&p.Peers, "peers", 1, "how many peers: `N`")
	interval := f.Int("interval", int(dpd.MinInterval/time.Second), "seconds that a peer may be silent before it is asked: `S`, 10 to 3600")
	retry := f.Int("retry", int(dpd.DefaultRetry/time.Second), "seconds until a question without an answer is asked again: `R`, 2 to 60")
	onDemand := f.Bool("on-demand", false, "ask only when there is traffic to send; without it, periodic")
	traffic := f.String("traffic", "",
		"`P` packets a second leave for each peer, such as 0.1, and are answered; or the time between two, such as 10s")
	asJSON := f.Bool("json", false, "write the report as JSON")
	if err := f.parseArguments(args, 0, 0); err != nil {
		return err
	}
	p.Interval, p.Retry, p.Periodic = time.Duration(*interval)*time.Second, time.Duration(*retry)*time.Second, !*onDemand
	var err error
	if p.Gap, err = parseTraffic(*traffic); err != nil {
		return f.usageError(err.Error())
	}
	if *retry == 0 { // zero means the default in a dpd.Config, and is refused by the command
		err = fmt.Errorf("--retry 0: %d to %d", dpd.MinRetry/time.Second, dpd.MaxRetry/time.Second)
	} else {
		err = p.Check()
	}
	if err != nil {
		return f.usageError(err.Error())
	}
	began := time.Now()
	measured, err := plan.Measure(p.Peers, func() time.Duration { return time.Since(began) }, rand.Reader)
	if err != nil {
		return err
	}
	report := p.Report(measured)
	if *asJSON {
		return json.NewEncoder(os.Stdout).Encode(report)
	}
	report.Print(os.Stdout)
	return nil
}

// parseTraffic reads packets a second, or the time between two packets, as that time; nothing is 0.
func parseTraffic(text string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	if rate, err := strconv.ParseFloat(text, 64); err == nil {
		switch {
		case rate == 0:
			return 0, nil
		case rate < 1/plan.MostGap.Seconds() || !(rate <= 1/plan.LeastGap.Seconds()):
			return 0, fmt.Errorf("--traffic %s: 0, or one packet a day to 1000 packets a second", text)
		}
		return time.Duration(float64(time.Second) / rate), nil
	}
	gap, err := time.ParseDuration(text)
	if err != nil || gap < plan.LeastGap || gap > plan.MostGap {
		return 0, fmt.Errorf("--traffic %s: packets a second such as 0.1, or the time between two such as 10s, %v to %v", text,
			plan.LeastGap, plan.MostGap)
	}
	return gap, nil
}
