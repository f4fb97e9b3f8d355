package pki

import (
	"strings"

	"ruthere/config"
	certificates "ruthere/crypto/pki"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// notSaved is what the device says of a certificate that it does not take.
const notSaved = "% Error in saving certificate: status = FAIL"

// unknownTrustpoint is what it says of a name.
func unknownTrustpoint(name string) error {
	return modes.Refuse("% CA trustpoint for label " + name + " is not known.")
}

// dialogue is a command that talks to its user and leaves the configuration to what comes of that.
func dialogue(syntax string, help modes.H, begin func(x *modes.Context, a parser.Args) error) modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: syntax, Help: pkiHelp(help), Level: 15, Passive: true,
		Set: func(x *modes.Context, _ modes.Global, a parser.Args) error {
			if x.Terminal == nil || x.Loading {
				return nil
			}
			return begin(x, a)
		},
	}
}

// authenticate makes an authority's certificate trusted, once the user has compared its fingerprint.
func authenticate() modes.Cmd[modes.Global] {
	return dialogue(`crypto pki authenticate trustpoint-name:WORD`, modes.H{"authenticate": "Get the CA certificate",
		"trustpoint-name": "CA trustpoint name"}, func(x *modes.Context, a parser.Args) error {
		name := a.Str("trustpoint-name")
		t := x.Config.Trustpoint(name)
		switch {
		case t == nil:
			return unknownTrustpoint(name)
		case t.CA() != nil:
			return modes.Refuse("% Please delete your existing CA certificate first.\n" +
				"% You must use 'no crypto pki trustpoint <trustpoint-name>' to delete the CA certificate.")
		case t.Enrollment.Terminal:
			x.Printf("\nEnter the base 64 encoded CA certificate.\n%s\n\n", endOfPaste)
			takePaste(x, false, func(text string) { authenticatePasted(x, name, text) })
			return nil
		case ByNetwork(t):
			return authenticateByNetwork(x, name)
		}
		return cannotEnroll(t)
	})
}

// cannotEnroll is why a trustpoint cannot get anything from its authority.
func cannotEnroll(t trustpoint) error {
	switch {
	case t.Enrollment.SelfSigned:
		return modes.Refuse("% The trustpoint enrolls with a self-signed certificate: it has no CA certificate.")
	case t.Enrollment.URL != "" || t.Enrollment.Profile != "":
		return modes.Refuse("% Only 'enrollment url http://...' (SCEP) and 'enrollment terminal' are spoken here.")
	}
	return modes.Refuse("% Please specify a enrollment method (enrollment terminal or selfsigned).")
}

func authenticatePasted(x *modes.Context, name, text string) {
	c, err := readCertificate(text)
	if err != nil || !c.MayIssue() {
		x.Println(notSaved)
		return
	}
	acceptAuthority(x, name, c, func() {
		if storeAuthority(x, name, c) {
			x.Println("% Certificate successfully imported\n")
		}
	}, func() { x.Println(notSaved) })
}

// readCertificate reads a certificate that was pasted.
func readCertificate(text string) (*certificates.Certificate, error) {
	der, err := certificates.ParsePasted(text)
	if err != nil {
		return nil, err
	}
	return certificates.ParseCertificate(der)
}

// acceptAuthority shows the fingerprints of an authority's certificate and has the user, or the configured fingerprint, decide.
func acceptAuthority(x *modes.Context, name string, c *certificates.Certificate, yes, no func()) {
	x.Printf("Certificate has the following attributes:\n       Fingerprint MD5: %s \n      Fingerprint SHA1: %s \n\n", c.FingerprintMD5(),
		c.FingerprintSHA1())
	accepted := func() {
		x.Println("Trustpoint CA certificate accepted.")
		yes()
	}
	t := x.Device.Config().Trustpoint(name)
	if t == nil || t.Fingerprint == "" {
		yesOrNo(x, "% Do you accept this certificate? [yes/no]: ", accepted, no)
		return
	}
	x.Printf("Trustpoint Fingerprint: %s\n", t.Fingerprint)
	if !isFingerprint(t.Fingerprint, c) {
		x.Println("Trustpoint CA certificate is rejected. Abort.")
		no()
		return
	}
	x.Println("Certificate validated - fingerprints matched.")
	accepted()
}

// isFingerprint compares digits that were typed with the hashes of a certificate.
func isFingerprint(typed string, c *certificates.Certificate) bool {
	digits := func(text string) string { return strings.ToUpper(strings.Join(strings.Fields(text), "")) }
	return digits(typed) == digits(c.FingerprintMD5()) || digits(typed) == digits(c.FingerprintSHA1())
}

// storeAuthority puts the certificate of an authority into the configuration. It says false if the trustpoint has gone meanwhile.
func storeAuthority(x *modes.Context, name string, c *certificates.Certificate) bool {
	return store(x, name, func(t trustpoint) {
		t.Store(config.StoredCertificate{Kind: config.CACertificate, Serial: c.Serial(), DER: c.Raw})
	}, c)
}

// storeOwn puts the router's certificate there, in place of the one it had.
func storeOwn(x *modes.Context, name string, kind config.CertificateKind, c *certificates.Certificate) bool {
	stored := store(x, name, func(t trustpoint) {
		t.Drop(config.OwnCertificate)
		t.Drop(config.SelfSigned)
		t.Store(config.StoredCertificate{Kind: kind, Serial: c.Serial(), DER: c.Raw})
	}, c)
	if stored {
		x.Device.Certificates().Forget(name)
		x.Terminal.Later(func() {
			x.Device.Log(debuglog.CertificateInstalled(name, c.IssuerName.String(), c.SubjectName.String(), c.Serial(), c.NotAfter))
		})
	}
	return stored
}

// store changes a trustpoint's certificates, notes which were put there, and reminds the user to save them.
func store(x *modes.Context, name string, change func(trustpoint), put ...*certificates.Certificate) bool {
	if x.Device.Config().Trustpoint(name) == nil {
		x.Println(unknownTrustpoint(name).Error())
		return false
	}
	x.Session.ChangeConfig(func(c *config.Config) { change(c.Trustpoint(name)) })
	now, _ := x.Device.Clock()
	for _, c := range put {
		x.Device.Certificates().Installed(c.Raw, now)
	}
	x.Terminal.Later(func() { x.Device.Log(debuglog.CertificatesUnsaved()) })
	return true
}

func addAuthenticate(l *modes.Language) { addBoth(l, modes.GlobalMode, authenticate()) }
