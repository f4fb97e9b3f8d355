package crypto

import (
	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// inNegotiationLimit bounds what first messages of main mode, from whatever address they
// seem to come, can make the router remember.
func inNegotiationLimit() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto call admission limit ike in-negotiation-sa negotiations:<10-99999>`,
		Help: modes.H{"crypto": "Encryption module", "call": "Configure Crypto Call Admission Control", "admission": "Configure Crypto Call Admission Control",
			"limit": "Configure Call Admission Control limit", "ike": "Configure CAC limits on IKE", "in-negotiation-sa": "Number of IKE SAs in negotiation",
			"negotiations": "Max In-Negotiation SAs Allowed"},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.ISAKMP.InNegotiationLimit = a.Int("negotiations")
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.ISAKMP.InNegotiationLimit = config.DefaultInNegotiationLimit
			return nil
		},
		Show: func(c modes.Global) []parser.Args {
			if c.ISAKMP.InNegotiationLimit == config.DefaultInNegotiationLimit {
				return nil
			}
			return []parser.Args{{"negotiations": c.ISAKMP.InNegotiationLimit}}
		},
	}
}

func addISAKMPAdmission(l *modes.Language) { l.Add("global", inNegotiationLimit()) }
