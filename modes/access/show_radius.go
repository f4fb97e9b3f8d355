package access

import (
	"time"

	"ruthere/modes"
	"ruthere/parser"
)

// showRADIUS is what the router has to show of its questions to servers. There are no accounts: their column is empty.
func showRADIUS() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`radius statistics`, modes.H{"radius": "Shows radius information", "statistics": "RADIUS statistics"},
		func(x *modes.Context, d modes.Device, _ parser.Args) error {
			n := d.ServerCounts()
			x.Printf("%45s%10s%10s\n", "Auth.", "Acct.", "Both")
			row := func(title string, auth int) { x.Printf("%36s:%8d%10d%10d\n", title, auth, 0, auth) }
			row("Maximum inQ length", 0)
			row("Maximum waitQ length", n.MostWaiting)
			row("Maximum doneQ length", min(n.MostWaiting, 1))
			row("Total responses seen", n.Accepts+n.Rejects+n.Challenges)
			row("Packets with responses", n.Accepts+n.Rejects+n.Challenges)
			row("Packets without responses", n.TimedOut)
			row("Access Rejects", n.Rejects)
			row("Average response delay(ms)", milliseconds(n.LastDelay))
			row("Maximum response delay(ms)", milliseconds(n.MostDelay))
			row("Number of Radius timeouts", n.Repeats+n.TimedOut)
			row("Duplicate ID detects", n.Unknown)
			row("Buffer Allocation Failures", 0)
			row("Malformed packets", n.BadAuthenticator)
			return nil
		})
}

func milliseconds(d time.Duration) int { return int(d / time.Millisecond) }
