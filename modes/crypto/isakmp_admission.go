package crypto

import (
	"ruthere/config"
	"ruthere/modes"
)

// inNegotiationLimit bounds what first messages of main mode, from whatever address they
// seem to come, can make the router remember.
func inNegotiationLimit() modes.Cmd[modes.Global] {
	return modes.Number(`crypto call admission limit ike in-negotiation-sa negotiations:<10-99999>`,
		modes.H{"crypto": "Encryption module", "call": "Configure Crypto Call Admission Control",
			"admission": "Configure Crypto Call Admission Control",
			"limit":     "Configure Call Admission Control limit", "ike": "Configure CAC limits on IKE",
			"in-negotiation-sa": "Number of IKE SAs in negotiation",
			"negotiations":      "Max In-Negotiation SAs Allowed"},
		config.DefaultInNegotiationLimit, func(c modes.Global) *int { return &c.ISAKMP.InNegotiationLimit }).WithoutDefaultLine()
}

func addISAKMPAdmission(l *modes.Language) { l.Add("global", inNegotiationLimit()) }
