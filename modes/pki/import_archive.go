package pki

import (
	"encoding/pem"
	"errors"
	"strings"

	"ruthere/config"
	"ruthere/crypto/keypair"
	certificates "ruthere/crypto/pki"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/storage"
	"ruthere/parser"
)

// Keys and certificates that come together from elsewhere.

func importArchive() modes.Cmd[modes.Global] {
	return dialogue(`crypto pki import trustpoint-name:WORD pkcs12 {terminal | file:FILE} [password] secret:WORD!`,
		modes.H{"import": "Import certificate or keys", "trustpoint-name": "CA trustpoint name", "pkcs12": "Import from PKCS12 file",
			"terminal": "Import from the terminal", "file": "File to import from", "password": "Specify the password of the file",
			"secret": "Passphrase used to protect the pkcs12 file"},
		func(x *modes.Context, a parser.Args) error {
			name, secret := a.Str("trustpoint-name"), a.Str("secret")
			if t := x.Config.Trustpoint(name); t != nil && (t.CA() != nil || t.Own() != nil) {
				return modes.Refuse("% Trustpoint " + name + " is in use.\n% Please delete it or use a different label.")
			}
			if a.Has("terminal") {
				x.Printf("\nEnter the base 64 encoded pkcs12.\n%s:\n\n", endOfPaste)
				takePaste(x, false, func(text string) {
					der, err := certificates.ParsePasted(text)
					importDER(x, name, secret, der, err)
				})
				return nil
			}
			file, err := x.ParseFileName(a.Str("file"))
			if err != nil {
				return err
			}
			x.Println("% Importing pkcs12...")
			return storage.Import(x, file, func(text string) { importDER(x, name, secret, derOf(text), nil) })
		})
}

// derOf takes the base 64 off a file that is PEM.
func derOf(text string) []byte {
	if block, _ := pem.Decode([]byte(text)); block != nil {
		return block.Bytes
	}
	return []byte(text)
}

func importDER(x *modes.Context, name, secret string, der []byte, err error) {
	var a certificates.Archive
	if err == nil {
		a, err = certificates.DecodePKCS12(der, secret)
	}
	if err == nil {
		err = takeArchive(x, name, a, func(t trustpoint) { t.Enrollment = config.Enrollment{PKCS12: true} })
	}
	if err != nil {
		x.Println("% Error in importing the pkcs12 file: " + err.Error() + ".")
		x.Device.Log(debuglog.ArchiveRefused(name, err.Error()))
		return
	}
	x.Println("CRYPTO_PKI: Imported PKCS12 file successfully.")
}

// takeArchive makes a trustpoint of a key with its certificates. Nothing changes unless all of it fits together.
func takeArchive(x *modes.Context, name string, a certificates.Archive, change func(trustpoint)) error {
	var above []*certificates.Certificate
	for of := a.Own; ; {
		issuer := issuerAmong(a.Authorities, of)
		if issuer == nil || issuer == of || len(above) > len(a.Authorities) {
			break
		}
		above = append(above, issuer)
		of = issuer
	}
	if len(a.Authorities) > 0 && len(above) == 0 {
		return errors.New("the certificate was not issued by an authority that is in it")
	}
	x.Session.ChangeConfig(func(c *config.Config) {
		t := c.AddTrustpoint(name)
		change(t)
		t.KeyPair, t.Certificates = name, nil
		for _, ca := range above {
			t.Store(config.StoredCertificate{Kind: config.CACertificate, Serial: ca.Serial(), DER: ca.Raw})
		}
	})
	at, _ := x.Device.Clock()
	for _, ca := range above {
		x.Device.Certificates().Installed(ca.Raw, at)
	}
	x.Device.SetKeys(x.Device.Keys().With(keypair.Pair{Name: name, Usage: keypair.General, Exportable: true, Made: at, Key: a.Key}))
	x.Terminal.Later(func() { x.Device.Log(debuglog.KeyAdded(name)) })
	storeOwn(x, name, config.OwnCertificate, a.Own)
	return nil
}

func issuerAmong(list []*certificates.Certificate, of *certificates.Certificate) *certificates.Certificate {
	for _, c := range list {
		if c != of && certificates.Issued(c, of) == "" {
			return c
		}
	}
	return nil
}

// A pemImport is a `crypto pki import ... pem terminal`: three pastes, and nothing changes before all are there.
type pemImport struct {
	*modes.Context
	name, secret string
	archive      certificates.Archive
}

func importPEM() modes.Cmd[modes.Global] {
	return dialogue(`crypto pki import trustpoint-name:WORD pem [exportable] terminal [password] secret:WORD!`,
		modes.H{"import": "Import certificate or keys", "trustpoint-name": "CA trustpoint name", "pem": "Import from PEM files",
			"exportable": "Allow the key to be exported", "terminal": "Import from the terminal",
			"password": "Specify the passphrase of the private key", "secret": "Passphrase used to protect the private key"},
		func(x *modes.Context, a parser.Args) error {
			p := &pemImport{Context: x, name: a.Str("trustpoint-name"), secret: a.Str("secret")}
			if t := x.Config.Trustpoint(p.name); t != nil && (t.CA() != nil || t.Own() != nil) {
				return modes.Refuse("% Trustpoint " + p.name + " is in use.\n% Please delete it or use a different label.")
			}
			p.ask("CA certificate", `a blank line or "quit"`, false, p.takeAuthority)
			return nil
		})
}

func (p *pemImport) ask(what, end string, quits bool, take func(text string) error) {
	p.Printf("%% Enter PEM-formatted %s.\n%% End with %s on a line by itself.\n", what, end)
	takePaste(p.Context, quits, func(text string) {
		if err := take(text); err != nil {
			p.Println("% PEM files import failed: " + err.Error() + ".")
		}
	})
}

func (p *pemImport) takeAuthority(text string) error {
	c, err := readCertificate(text)
	if err == nil && !c.MayIssue() {
		err = errors.New("the certificate is not one of an authority")
	}
	if err == nil {
		p.archive.Authorities = []*certificates.Certificate{c}
		p.ask("encrypted private General Purpose key", `"quit"`, true, p.takeKey)
	}
	return err
}

func (p *pemImport) takeKey(text string) error {
	key, err := certificates.DecodeKey(text, p.secret)
	if err == nil {
		p.archive.Key = key
		p.ask("General Purpose certificate", `a blank line or "quit"`, false, p.takeOwn)
	}
	return err
}

func (p *pemImport) takeOwn(text string) error {
	c, err := readCertificate(text)
	if err == nil && !c.Key.Equal(&p.archive.Key.PublicKey) {
		err = errors.New("the certificate is of another key")
	}
	if err == nil {
		p.archive.Own = c
		err = takeArchive(p.Context, p.name, p.archive, func(t trustpoint) {
			if t.Enrollment == (config.Enrollment{}) {
				t.Enrollment.Terminal = true
			}
		})
	}
	if err == nil {
		p.Println("% PEM files import succeeded.")
	}
	return err
}

// pemBlock is a block of PEM as routers print it.
func pemBlock(kind string, der []byte) string {
	return "-----BEGIN " + kind + "-----\n" + strings.Join(certificates.Base64Lines(der), "\n") + "\n-----END " + kind + "-----\n"
}

func addImport(l *modes.Language) {
	addBoth(l, modes.GlobalMode, importCertificate(), importArchive(), importPEM())
}
