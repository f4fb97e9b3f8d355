package pki

import (
	"ruthere/modes"
	"ruthere/parser"
)

// fetchList has the list of a trustpoint's authority fetched anew.
func fetchList() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto pki crl request name:WORD`,
		Help: pkiHelp(modes.H{"crl": "Actions on certificate revocation lists", "request": "Request the latest CRL",
			"name": "CA Server Name"}),
		Level: 15, Passive: true,
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			if x.Terminal == nil || x.Loading {
				return nil
			}
			if c.Trustpoint(a.Str("name")) == nil {
				return modes.Refuse("% CA trustpoint " + a.Str("name") + " is not known.\n")
			}
			x.Device.FetchList(a.Str("name"), func(error) {}) // the log tells
			return nil
		},
	}
}

func addListRequest(l *modes.Language) { addBoth(l, modes.GlobalMode, fetchList()) }
