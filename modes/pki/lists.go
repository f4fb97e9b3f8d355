package pki

import (
	"ruthere/crypto/pki/server"
	"ruthere/modes"
	"ruthere/parser"
)

// Revocation lists that the router keeps.

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

func showLists() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto pki crls`, modes.H{"crypto": modes.ShowCryptoHelp, "pki": "Show PKI",
		"crls": "Show Certificate Revocation Lists"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			printLists(x, b.RevocationLists())
			return nil
		})
}

func printLists(x *modes.Context, list []modes.RevocationListStatus) {
	now, _ := x.Device.Clock()
	size := 0
	for _, l := range list {
		x.Println("CRL Issuer Name: ")
		for _, line := range l.Issuer.Lines() {
			x.Printf("    %s\n", line)
		}
		from := l.From
		if from == "" {
			from = "** CDP Not Published - Retrieved via SCEP"
		}
		x.Printf("    LastUpdate: %s\n    NextUpdate: %s\n\n    CRL downloaded at: %s\n\n", server.Date(l.ThisUpdate.In(now.Location())),
			server.Date(l.NextUpdate.In(now.Location())), server.Date(l.Came))
		x.Printf("    Retrieved from CRL Distribution Point: \n      %s\n\n CRL DER is %d bytes\n CRL is stored in parsed CRL cache\n\n\n",
			from, len(l.Raw))
		size += len(l.Raw)
	}
	x.Printf("Parsed CRL cache current size is %d bytes\nParsed CRL cache maximum size is %d bytes\n", size, modes.MostRevocationLists)
}

func addLists(l *modes.Language) {
	addBoth(l, "global", fetchList())
	l.Add("exec", showLists())
}
