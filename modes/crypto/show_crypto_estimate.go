package crypto

import (
	"fmt"
	"time"

	"ruthere/config"
	"ruthere/dpd"
	"ruthere/modes"
	"ruthere/parser"
)

func showKeepaliveEstimate() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto isakmp keepalive estimate [peers n:<1-1000000>] [traffic secs:<1-86400>]`, modes.H{
		"crypto": modes.ShowCryptoHelp, "isakmp": "Show ISAKMP", "keepalive": "Show keepalive settings",
		"estimate": "Show what they come to: detection time and load", "peers": "Number of peers", "n": "Peers",
		"traffic": "Time between two packets to a peer", "secs": "Seconds"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			k := b.Config().ISAKMP.Keepalive
			if k == nil {
				k = &config.Keepalive{Interval: dpd.MinInterval, Retry: config.DefaultKeepaliveRetry}
				x.Println("Keepalives are not configured; this is for crypto isakmp keepalive 10.")
			}
			peers := a.Int("n")
			if peers == 0 {
				peers = max(1, len(b.Engine().DPD(b.Now())))
			}
			printEstimate(x, *k, peers, time.Duration(max(1, a.Int("secs")))*time.Second)
			return nil
		})
}

// printEstimate shows the configured times in both modes, without traffic and with it, so that they can be compared.
func printEstimate(x *modes.Context, k config.Keepalive, peers int, gap time.Duration) {
	x.Printf("Interval %d seconds, retry %d seconds, %s; * is what is configured\n\n", modes.InSeconds(k.Interval),
		modes.InSeconds(k.Retry), modes.Plural(peers, "peer"))
	x.Println("                               A death is noticed after")
	x.Println("  Mode       A packet every    at best    on average at worst     Packets/s")
	for _, periodic := range []bool{true, false} {
		for _, gap := range []time.Duration{0, gap} {
			w := dpd.Watch{Config: dpd.Config{Interval: k.Interval, Retry: k.Retry, Periodic: periodic}, Gap: gap}
			printWatch(x, w, periodic == k.Periodic, peers)
		}
	}
	x.Println("\nPackets of dead peer detection in both directions. A peer answers each packet, and nobody asks one that is heard.")
	x.Printf("A dead peer costs %d packets within %d seconds.\n", dpd.MaxMisses+1, modes.InSeconds(dpd.MaxMisses*k.Retry))
}

func printWatch(x *modes.Context, w dpd.Watch, configured bool, peers int) {
	mark, mode, traffic := " ", "on-demand", "-"
	if configured {
		mark = "*"
	}
	if w.Periodic {
		mode = "periodic"
	}
	if w.Gap > 0 {
		traffic = fmt.Sprintf("%d s", modes.InSeconds(w.Gap))
	}
	e := w.Estimate()
	best, mean, worst := "never", "never", "never"
	if !e.Never {
		best, mean, worst = tenths(e.Best), tenths(e.Mean), tenths(e.Worst)
	}
	x.Printf("%s %-10s %-17s %-10s %-10s %-10s %10.2f\n", mark, mode, traffic, best, mean, worst, 2*e.Questions*float64(peers))
}

func tenths(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

func addShowCryptoEstimate(l *modes.Language) { l.Add("exec", showKeepaliveEstimate()) }
