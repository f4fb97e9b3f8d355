package pki

import (
	"strings"

	"ruthere/crypto/keypair"
	certificates "ruthere/crypto/pki"
	"ruthere/modes"
	"ruthere/modes/crypto"
	"ruthere/modes/storage"
	"ruthere/parser"
)

// What leaves the router: certificates, and keys that were made exportable, under a passphrase.

// leastPassphrase is how long a passphrase for a key must be.
const leastPassphrase = 8

// saltReader gives random bytes of the router.
type saltReader struct{ device modes.Configuration }

func (r saltReader) Read(p []byte) (int, error) { return copy(p, r.device.Salt(len(p))), nil }

// heldBy is what a trustpoint has: its key, its certificate, those of its authorities.
func heldBy(x *modes.Context, t trustpoint) (certificates.Archive, keypair.Pair, error) {
	var a certificates.Archive
	var pair keypair.Pair
	for _, der := range append([][]byte{t.CA()}, t.Chain()...) {
		if c, err := certificates.ParseCertificate(der); err == nil {
			a.Authorities = append(a.Authorities, c)
		}
	}
	own, err := certificates.ParseCertificate(t.Own())
	if err != nil {
		return a, pair, modes.Refuse("% The specified trustpoint is not enrolled (" + t.Name + ").")
	}
	a.Own = own
	pair, have := x.Device.Keys().Private(crypto.KeyName(x.Device.Config(), t), own.Key)
	if !have {
		return a, pair, modes.Refuse("% The key pair of the certificate is not there.")
	}
	a.Key = pair.Key
	return a, pair, nil
}

func exportArchive() modes.Cmd[modes.Global] {
	return dialogue(`crypto pki export trustpoint-name:WORD pkcs12 {terminal | file:FILE} [password] secret:WORD!`,
		modes.H{"export": "Export certificate or keys", "trustpoint-name": "CA trustpoint name", "pkcs12": "Export to a PKCS12 file",
			"terminal": "Export via the terminal", "file": "File to export to", "password": "Specify the password of the file",
			"secret": "Passphrase used to protect the pkcs12 file"},
		func(x *modes.Context, a parser.Args) error {
			t := x.Config.Trustpoint(a.Str("trustpoint-name"))
			if t == nil {
				return unknownTrustpoint(a.Str("trustpoint-name"))
			}
			held, pair, err := heldBy(x, t)
			switch {
			case err != nil:
				return err
			case !pair.Exportable:
				return modes.Refuse("% Key pair " + pair.Name + " is not exportable.")
			}
			der, err := certificates.EncodePKCS12(held, a.Str("secret"), saltReader{x.Device})
			if err != nil {
				return err
			}
			if a.Has("terminal") {
				x.Printf("Exporting pkcs12:\n%s\n\nCRYPTO_PKI: Exported PKCS12 file successfully.\n",
					strings.Join(certificates.Base64Lines(der), "\n"))
				return nil
			}
			file, err := x.ParseFileName(a.Str("file"))
			if err != nil {
				return err
			}
			if file.Path == "" {
				file.Path = t.Name
			}
			x.Printf("Writing pkcs12 file to %s\n", file.Text())
			return storage.Export(x, file, string(der), func() { x.Println("CRYPTO_PKI: Exported PKCS12 file successfully.") })
		})
}

func exportPEM() modes.Cmd[modes.Global] {
	return dialogue(`crypto pki export trustpoint-name:WORD pem terminal [{3des | des} [password] secret:WORD!]`,
		modes.H{"export": "Export certificate or keys", "trustpoint-name": "CA trustpoint name", "pem": "Export to PEM files",
			"terminal": "Export via the terminal", "3des": "Encrypt the private key with 3DES", "des": "Encrypt the private key with DES",
			"password": "Specify the passphrase of the private key", "secret": "Passphrase used to protect the private key"},
		func(x *modes.Context, a parser.Args) error {
			t := x.Config.Trustpoint(a.Str("trustpoint-name"))
			if t == nil {
				return unknownTrustpoint(a.Str("trustpoint-name"))
			}
			held, pair, err := heldBy(x, t)
			if len(held.Authorities) == 0 && held.Own == nil {
				return modes.Refuse("% The specified trustpoint is not authenticated (" + t.Name + ").")
			}
			key := ""
			if err == nil && a.Has("secret") {
				if key, err = encryptedKey(x, pair, a.Has("3des"), a.Str("secret")); err != nil {
					return err
				}
			}
			if held.Own == nil {
				x.Printf("%% The specified trustpoint is not enrolled (%s).\n%% Only export the CA certificate in PEM format.\n", t.Name)
			}
			for _, c := range held.Authorities {
				x.Printf("%% CA certificate:\n%s\n", pemBlock("CERTIFICATE", c.Raw))
			}
			if key != "" {
				x.Printf("%% Key name: %s\n   Usage: %s\n%s\n", pair.Name, pair.Usage, key)
			}
			if held.Own != nil {
				x.Printf("%% General purpose certificate:\n%s\n", pemBlock("CERTIFICATE", held.Own.Raw))
			}
			return nil
		})
}

func encryptedKey(x *modes.Context, pair keypair.Pair, triple bool, secret string) (string, error) {
	switch {
	case !pair.Exportable:
		return "", modes.Refuse("% Key pair " + pair.Name + " is not exportable.")
	case len(secret) < leastPassphrase:
		return "", modes.Refuse("% The passphrase must have at least 8 characters.")
	}
	return certificates.EncodeKey(pair.Key, triple, secret, saltReader{x.Device})
}

func addExport(l *modes.Language) { addBoth(l, modes.GlobalMode, exportArchive(), exportPEM()) }
