package crypto

import (
	"crypto/x509"
	"fmt"
	"strings"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func showMyPubkey() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto key mypubkey {rsa [name:WORD] | all}`, modes.H{"crypto": modes.ShowCryptoHelp,
		"key":      "Show long term public keys",
		"mypubkey": "Show public keys associated with this router", "rsa": "Show RSA public keys", "all": "Show all public keys",
		"name": "Label of the keys"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			for _, p := range b.Keys() {
				if name := a.Str("name"); name != "" && p.Name != name {
					continue
				}
				der, err := x509.MarshalPKIXPublicKey(&p.Key.PublicKey)
				if err != nil {
					return err
				}
				x.Printf("%% Key pair was generated at: %s\nKey name: %s\n", p.Made.Format("15:04:05 MST Jan 2 2006"), p.Name)
				if b.Release() != debuglog.IOS124 {
					x.Println("Key type: RSA KEYS")
				}
				exportable := "not exportable"
				if p.Exportable {
					exportable = "exportable"
				}
				x.Printf(" Storage Device: not specified\n Usage: %s\n Key is %s.\n Key Data:\n%s", p.Usage, exportable, keyData(der))
			}
			return nil
		})
}

// keyData is a key in hexadecimal, eight words of four bytes to a row.
func keyData(der []byte) string {
	const word, row = 4, 8
	var b strings.Builder
	for n := 0; len(der) > 0; n++ {
		if n%row == 0 {
			b.WriteString("  ")
		}
		here := der[:min(word, len(der))]
		der = der[len(here):]
		fmt.Fprintf(&b, "%X ", here)
		if n%row == row-1 || len(der) == 0 {
			b.WriteString("\n")
		}
	}
	return b.String()
}

func addShowCryptoKey(l *modes.Language) { l.Add("exec", showMyPubkey()) }
