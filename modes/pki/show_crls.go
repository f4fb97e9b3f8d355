package pki

import (
	certificates "ruthere/crypto/pki"
	"ruthere/modes"
	"ruthere/parser"
)

// showLists shows the revocation lists that the router keeps.
func showLists() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto pki crls`, pkiHelp(modes.H{"crypto": modes.ShowCryptoHelp, "pki": "Show PKI",
		"ca": "Show certification authority policy", "crls": "Show Certificate Revocation Lists"}),
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			kept := b.Certificates()
			for _, l := range kept.Lists() {
				from := l.From
				if from == "" {
					from = "** CDP Not Published - Retrieved via SCEP"
				}
				x.Printf("CRL Issuer Name: \n%s    LastUpdate: %s\n", nameLines(l.Issuer), shownDate(x, l.ThisUpdate))
				if !l.NextUpdate.IsZero() {
					x.Printf("    NextUpdate: %s\n", shownDate(x, l.NextUpdate))
				}
				x.Printf("\n    CRL downloaded at: %s\n\n    Retrieved from CRL Distribution Point: \n      %s\n\n CRL DER is %d bytes\n"+
					" CRL is stored in parsed CRL cache\n\n\n", shownDate(x, l.At), from, len(l.Raw))
			}
			if len(kept.Lists()) > 0 {
				x.Printf("Parsed CRL cache current size is %d bytes\nParsed CRL cache maximum size is %d bytes\n", kept.ListBytes(),
					certificates.MostKeptLists)
			}
			return nil
		})
}

func addShowLists(l *modes.Language) { addBoth(l, modes.ExecMode, showLists()) }
