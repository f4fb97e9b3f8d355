package pki

import (
	"ruthere/config"
	certificates "ruthere/crypto/pki"
	"ruthere/modes"
	"ruthere/modes/crypto"
	"ruthere/parser"
)

// notImported is what the device says of a certificate that is none for the trustpoint.
const notImported = "% Failed to parse or verify imported certificate"

func importCertificate() modes.Cmd[modes.Global] {
	return dialogue(`crypto pki import trustpoint-name:WORD certificate`, modes.H{"import": "Import certificate or keys",
		"trustpoint-name": "CA trustpoint name", "certificate": "Import a certificate"}, func(x *modes.Context, a parser.Args) error {
		name := a.Str("trustpoint-name")
		t := x.Config.Trustpoint(name)
		switch {
		case t == nil:
			return unknownTrustpoint(name)
		case !t.Enrollment.Terminal:
			return modes.Refuse("% Trustpoint " + name + " does not enroll via the terminal (enrollment terminal).")
		case t.CA() == nil:
			return modes.Refuse("% You must authenticate the Certificate Authority before\nyou can import the router's certificate.")
		}
		x.Printf("\nEnter the base 64 encoded certificate.\n%s\n\n", endOfPaste)
		takePaste(x, false, func(text string) {
			c, err := readCertificate(text)
			if err != nil || !isOurs(x, name, c) {
				x.Println(notImported)
				return
			}
			if storeOwn(x, name, config.OwnCertificate, c) {
				x.Println("% Router Certificate successfully imported\n")
			}
		})
		return nil
	})
}

// isOurs says whether a certificate is of a key of the trustpoint and was issued by its authority.
func isOurs(x *modes.Context, name string, c *certificates.Certificate) bool {
	t := x.Device.Config().Trustpoint(name)
	if t == nil {
		return false
	}
	if _, ok := x.Device.Keys().Private(crypto.KeyName(x.Device.Config(), t), c.Key); !ok {
		return false
	}
	authority, err := certificates.ParseCertificate(t.CA())
	return err == nil && certificates.Issued(authority, c) == ""
}
