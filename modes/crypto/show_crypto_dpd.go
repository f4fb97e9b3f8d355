package crypto

import (
	"fmt"
	"time"

	"ruthere/crypto/ike"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// No Cisco router has these two commands: they answer what users of every engine ask,
// why a tunnel did not come back and how the timers add up.

func showDPD() modes.Cmd[modes.Device] {
	return modes.ShowStatus(`crypto isakmp sa dpd`, modes.H{"crypto": modes.ShowCryptoHelp, "isakmp": "Show ISAKMP",
		"sa":  "Show ISAKMP Security Associations",
		"dpd": "Show dead peer detection of each SA"},
		func(_ *modes.Context, b modes.Device, _ parser.Args) ([]ike.DPDStatus, error) {
			return b.Engine().DPD(b.Now()), nil
		},
		printWatched, dpdDocument)
}

func printWatched(x *modes.Context, list []ike.DPDStatus, _ parser.Args) {
	x.Println("C-id  Peer            Protocol Mode      Intvl Retry Last heard               Next probe Sequence   Misses Dead within")
	for _, s := range list {
		printDPD(x, x.Device, s)
	}
}

func printDPD(x *modes.Context, b modes.Clock, s ike.DPDStatus) {
	if !s.Watched {
		why := "no keepalives configured"
		if !s.Capable {
			why = "the peer speaks neither DPD nor IOS keepalives"
		}
		x.Printf("%-5d %-15s none     (%s)\n", s.Conn, s.Peer, why)
		return
	}
	mode, next := "on-demand", "-"
	if s.Config.Periodic {
		mode = "periodic"
	}
	if !s.NextProbe.IsZero() {
		next = hoursMinutesSeconds(max(0, s.NextProbe.Sub(b.Now())))
		if !s.Config.Periodic && s.Misses == 0 {
			next = "traffic" // none leaves unless there is something to send
		}
	}
	heard := hoursMinutesSeconds(b.Now().Sub(s.LastHeard))
	if s.From != debuglog.SignNone {
		heard += " " + s.From.String()
	}
	x.Printf("%-5d %-15s %-8s %-9s %5d %5d %-24s %-10s 0x%08X %3d/5  %d s\n", s.Conn, s.Peer, s.Protocol, mode,
		modes.InSeconds(s.Config.Interval), modes.InSeconds(s.Config.Retry), heard, next, s.Sequence, s.Misses, modes.InSeconds(s.WorstCase))
}

func showMapPeers() modes.Cmd[modes.Device] {
	return modes.ShowStatus(`crypto map peers`, modes.H{"crypto": modes.ShowCryptoHelp, "map": "Crypto maps",
		"peers": "Show which peer each entry uses, and why"},
		func(_ *modes.Context, b modes.Device, _ parser.Args) ([]ike.MapPeersStatus, error) {
			return b.Engine().MapPeers(), nil
		},
		printMapPeers, mapPeersDocument)
}

func printMapPeers(x *modes.Context, list []ike.MapPeersStatus, _ parser.Args) {
	for _, e := range list {
		x.Printf("Crypto Map \"%s\" %d ipsec-isakmp\n", e.Map, e.Sequence)
		for _, p := range e.Peers {
			mark, name := "", p.Peer.String()
			if p.Default {
				mark += " default"
			}
			if p.Current {
				mark += " current"
			}
			switch {
			case p.Host != "" && p.Known.IsValid():
				name = fmt.Sprintf("%s (%s)", p.Host, p.Known)
			case p.Host != "":
				name += " (not found)"
			}
			x.Printf("\tPeer = %s%s\n", name, mark)
		}
		since := hoursMinutesSeconds(x.Device.Now().Sub(e.Moved).Truncate(time.Second))
		switch {
		case e.Moved.IsZero():
			x.Println("\tThe first peer has been used since the entry was made.")
		case e.Why == debuglog.ReasonNone:
			x.Printf("\tMoved %s ago: the current peer was heard last\n", since)
		default:
			x.Printf("\tMoved %s ago: \"%s\"\n", since, e.Why)
		}
	}
}

func addShowCryptoDPD(l *modes.Language) { l.Add("exec", showDPD(), showMapPeers(), showHA()) }
