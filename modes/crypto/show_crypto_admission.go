package crypto

import (
	"strings"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/modes"
	"ruthere/parser"
)

func showAdmission() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto call admission statistics`, modes.H{"crypto": modes.ShowCryptoHelp,
		"call":      "Show crypto call admission info",
		"admission": "Crypto Call Admission Control", "statistics": "Show statistics for CAC"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			n, _ := b.Engine().Admission()
			active, total := 0, 0
			for _, sa := range b.Engine().SAs(b.Now()) {
				if total++; !sa.Established.IsZero() && !sa.Deleted {
					active++
				}
			}
			limit := b.Config().ISAKMP.InNegotiationLimit
			shown := 0 // the default is nobody's wish
			if limit != config.DefaultInNegotiationLimit {
				shown = limit
			}
			rule := strings.Repeat("-", 69)
			x.Printf("%s\n               Crypto Call Admission Control Statistics\n%s\n", rule, rule)
			x.Printf("System Resource Limit:%9d Max IKE SAs:%6d Max in nego:%6d\n", 0, 0, shown)
			x.Printf("Total IKE SA Count:%12d active:%11d negotiating:%6d\n", total, active, total-active)
			x.Printf("Incoming IKE Requests:%9d accepted:%9d rejected:%9d\n", n.Accepted+n.Refused, n.Accepted, n.Refused)
			x.Printf("Outgoing IKE Requests:%9d accepted:%9d rejected:%9d\n", n.Begun, n.Begun, 0)
			x.Printf("Rejected IKE Requests:%9d rsrc low:%9d Active SA limit:%2d\n%51sIn-neg SA limit:%2d\n", n.Refused, 0, 0, "", n.Refused)
			x.Printf("IKE packets dropped at dispatch:%9d\n\n", 0)
			pairs := len(b.Engine().IPsec.Pairs())
			x.Printf("Max IPSEC SAs:%6d\nTotal IPSEC SA Count:%12d active:%11d negotiating:%6d\n", 0, pairs, pairs, 0)
			x.Printf("Incoming IPSEC Requests:%9d accepted:%9d rejected:%9d\n", n.PairsAccepted, n.PairsAccepted, 0)
			x.Printf("Outgoing IPSEC Requests:%9d accepted:%9d rejected:%9d\n", n.PairsBegun, n.PairsBegun, 0)
			x.Printf("SA Strength Enforcement Rejects:  incoming:%9d outgoing:%9d\n\nPhase1.5 SAs under negotiation:%10d  \n", 0, 0, 0)
			return nil
		})
}

func clearAdmission() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `clear crypto call admission statistics`,
		Help: modes.MergeHelp(clearHelp(), modes.H{"call": "Reset call admission statistics", "admission": "Crypto Call Admission Control",
			"statistics": "Reset the statistics"}),
		Level: 15,
		Set: func(_ *modes.Context, b modes.Device, _ parser.Args) error {
			b.Crypto(func(_ time.Time, e *ike.Engine, _ *ike.Out) { e.ClearAdmission() })
			return nil
		},
	}
}

// clearAccelerator has nothing to clear: there is no accelerator.
func clearAccelerator() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `clear crypto engine accelerator counter`,
		Help: modes.MergeHelp(clearHelp(), modes.H{"engine": "crypto engine", "accelerator": "Crypto accelerator",
			"counter": "Reset the counters"}),
		Level: 15,
		Set:   func(*modes.Context, modes.Device, parser.Args) error { return nil },
	}
}

func addShowCryptoAdmission(l *modes.Language) {
	l.Add("exec", showAdmission(), clearAdmission(), clearAccelerator())
}
