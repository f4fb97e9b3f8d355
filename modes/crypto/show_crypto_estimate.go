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
	return modes.ShowCommand(`crypto isakmp keepalive estimate [peers n:<1-1000000>]`, modes.H{"crypto": modes.ShowCryptoHelp,
		"isakmp": "Show ISAKMP", "keepalive": "Show keepalive settings",
		"estimate": "Show what they come to: detection time and load", "peers": "Number of peers", "n": "Peers"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			peers := max(1, a.Int("n"))
			k := b.Config().ISAKMP.Keepalive
			if k == nil {
				k = &config.Keepalive{Interval: dpd.MinInterval, Retry: config.DefaultKeepaliveRetry}
				x.Println("Keepalives are not configured; this is for crypto isakmp keepalive 10.")
			}
			printEstimate(x, *k, peers)
			return nil
		})
}

// printEstimate shows the configured times in both modes, so that they can be compared.
func printEstimate(x *modes.Context, k config.Keepalive, peers int) {
	x.Printf("Interval %d seconds, retry %d seconds, %s\n\n", modes.InSeconds(k.Interval), modes.InSeconds(k.Retry), modes.Plural(peers,
		"peer"))
	x.Println("Mode       Peers          Dead within        Packets/s   Crypto ops/s")
	for _, row := range []struct {
		mode, peers, within string
		periodic, idle      bool
	}{
		{"periodic", "without traffic", "", true, true},
		{"periodic", "with traffic", "", true, false},
		{"on-demand", "without traffic", "never", false, true},
		{"on-demand", "with traffic", "", false, false},
	} {
		cfg := dpd.Config{Interval: k.Interval, Retry: k.Retry, Periodic: row.periodic}
		within := row.within
		if within == "" {
			within = fmt.Sprintf("%d s", modes.InSeconds(dpd.WorstCase(cfg)))
		}
		rate := 0.0
		if row.idle {
			rate = PacketRate(cfg, peers)
		}
		x.Printf("%-10s %-15s %-15s %11.2f %14.2f\n", row.mode, row.peers, within, rate, rate)
	}
	x.Printf("\nPackets in both directions. Traffic from a peer is a sign of life: nobody asks one that is heard.\n")
	x.Printf("Dead peers cost %d packets each within %d seconds.\n", dpd.MaxMisses+1, modes.InSeconds(dpd.MaxMisses*k.Retry))
}

// PacketRate is how many packets per second periodic probes and their answers come to
// while the peers send nothing else: an R_U_THERE and its ACK per period, which is 2 to
// 3 % shorter than the interval. On-demand it is zero.
func PacketRate(cfg dpd.Config, peers int) float64 {
	if !cfg.Periodic || cfg.Interval == 0 {
		return 0
	}
	return 2 * float64(peers) / (dpd.MeanPeriod * float64(cfg.Interval) / float64(time.Second))
}

func addShowCryptoEstimate(l *modes.Language) { l.Add("exec", showKeepaliveEstimate()) }
