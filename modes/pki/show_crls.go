package pki

import (
	certificates "ruthere/crypto/pki"
	"ruthere/modes"
	"ruthere/parser"
)

// showLists shows the revocation lists that the router keeps.
func showLists() modes.Cmd[modes.Device] {
	return modes.ShowStatus(`crypto pki crls`, pkiHelp(modes.H{"crypto": modes.ShowCryptoHelp, "pki": "Show PKI",
		"ca": "Show certification authority policy", "crls": "Show Certificate Revocation Lists"}),
		func(_ *modes.Context, b modes.Device, _ parser.Args) ([]certificates.KeptList, error) {
			return b.Certificates().Lists(), nil
		}, printLists, listsDocument)
}

func printLists(x *modes.Context, list []certificates.KeptList, _ parser.Args) {
	size := 0
	for _, l := range list {
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
		size += len(l.Raw)
	}
	if len(list) > 0 {
		x.Printf("Parsed CRL cache current size is %d bytes\nParsed CRL cache maximum size is %d bytes\n", size, certificates.MostKeptLists)
	}
}

func addShowLists(l *modes.Language) { addBoth(l, modes.ExecMode, showLists()) }
