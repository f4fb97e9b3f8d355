package modes

import (
	"ruthere/config"
	"ruthere/parser"
)

// inNegotiationLimit bounds what first messages of main mode, from whatever address they
// seem to come, can make the router remember.
var inNegotiationLimit = Cmd[global]{
	Syntax: `crypto call admission limit ike in-negotiation-sa negotiations:<10-99999>`,
	Help: H{"crypto": "Encryption module", "call": "Configure Crypto Call Admission Control", "admission": "Configure Crypto Call Admission Control",
		"limit": "Configure Call Admission Control limit", "ike": "Configure CAC limits on IKE", "in-negotiation-sa": "Number of IKE SAs in negotiation",
		"negotiations": "Max In-Negotiation SAs Allowed"},
	Set: func(_ *Context, c global, a parser.Args) error {
		c.ISAKMP.InNegotiationLimit = a.Int("negotiations")
		return nil
	},
	Unset: func(_ *Context, c global, _ parser.Args) error {
		c.ISAKMP.InNegotiationLimit = config.DefaultInNegotiationLimit
		return nil
	},
	Show: func(c global) []parser.Args {
		if c.ISAKMP.InNegotiationLimit == config.DefaultInNegotiationLimit {
			return nil
		}
		return []parser.Args{{"negotiations": c.ISAKMP.InNegotiationLimit}}
	},
}

func init() { Global.Add(inNegotiationLimit) }
