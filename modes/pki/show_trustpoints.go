package pki

import (
	"fmt"
	"strings"

	"ruthere/crypto/keypair"
	certificates "ruthere/crypto/pki"
	"ruthere/modes"
	"ruthere/modes/crypto"
	"ruthere/parser"
)

func showTrustpoints() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto pki trustpoints [status | trustpoint-name:WORD [trustpoint-status=status]]`,
		pkiHelp(modes.H{"crypto": modes.ShowCryptoHelp, "pki": "Show PKI", "ca": "Show certification authority policy",
			"trustpoints": "Show trustpoints", "status": "Show the status of trustpoints", "trustpoint-name": "Trustpoint name"}),
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			only := a.Str("trustpoint-name")
			for _, t := range b.Config().PKI.Trustpoints {
				switch {
				case only != "" && only != t.Name:
				case a.Has("status"), a.Has("trustpoint-status"):
					x.Printf("%s\n\n", trustpointStatus(b, t))
				default:
					x.Printf("%s\n\n", trustpointText(x, t))
				}
			}
			return nil
		})
}

func trustpointText(x *modes.Context, t trustpoint) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Trustpoint %s:\n", t.Name)
	if t.Enrollment.SelfSigned {
		if _, err := certificates.ParseCertificate(t.Own()); err == nil {
			fmt.Fprintf(&b, "    Persistent self-signed certificate trust point\n    Using key label %s\n", crypto.KeyName(x.Device.Config(), t))
		}
		return b.String()
	}
	c, err := certificates.ParseCertificate(t.CA())
	if err != nil {
		return b.String()
	}
	fmt.Fprintf(&b, "    Subject Name: \n%s          Serial Number (hex): %s\n    Certificate configured.\n", nameLines(c.SubjectName),
		c.Serial())
	if t.Enrollment.URL != "" {
		fmt.Fprintf(&b, "    SCEP URL: %s\n", scepURL(t.Enrollment.URL))
	}
	return b.String()
}

// scepURL is where the enrolment goes: a URL without a path means the usual one.
func scepURL(url string) string {
	_, rest, _ := strings.Cut(url, "://")
	if _, path, _ := strings.Cut(rest, "/"); path != "" {
		return url
	}
	return strings.TrimSuffix(url, "/") + "/cgi-bin"
}

func trustpointStatus(b modes.Device, t trustpoint) string {
	var s strings.Builder
	fmt.Fprintf(&s, "Trustpoint %s:\n", t.Name)
	part := func(head string, c *certificates.Certificate) {
		fmt.Fprintf(&s, "  %s:\n    Subject Name:\n     %s\n    Fingerprint MD5: %s \n    Fingerprint SHA1: %s \n", head, c.SubjectName,
			c.FingerprintMD5(), c.FingerprintSHA1())
	}
	ca, err := certificates.ParseCertificate(t.CA())
	if authenticated := err == nil; authenticated {
		part("Issuing CA certificate configured", ca)
	} else {
		s.WriteString("  Issuing CA certificate not configured.\n")
	}
	own, ownErr := certificates.ParseCertificate(t.Own())
	if ownErr == nil {
		part("Router General Purpose certificate configured", own)
	}
	request, waits := b.Certificates().Request(t.Name)
	switch {
	case waits && request.State == certificates.Rejected:
		s.WriteString("  Last enrollment status: Rejected\n")
	case waits:
		s.WriteString("  Last enrollment status: Pending\n")
	case ownErr == nil:
		s.WriteString("  Last enrollment status: Granted\n")
	}
	requests := "None"
	if waits || ownErr == nil {
		requests = "Yes"
	}
	fmt.Fprintf(&s, "  State:\n    Keys generated ............. %s\n    Issuing CA authenticated ....... %s\n"+
		"    Certificate request(s) ..... %s\n", keysText(b, t), yesWord(err == nil), requests)
	return s.String()
}

// keysText says whether a trustpoint has keys, and which.
func keysText(b modes.Device, t trustpoint) string {
	pairs := b.Keys().Named(crypto.KeyName(b.Config(), t))
	if len(pairs) == 0 {
		return "No"
	}
	usage, kept := "General Purpose", "non-exportable"
	if pairs[0].Usage != keypair.General {
		usage = "Usage keys"
	}
	if pairs[0].Exportable {
		kept = "exportable"
	}
	return "Yes (" + usage + ", " + kept + ")"
}

func addShowTrustpoints(l *modes.Language) { addBoth(l, modes.ExecMode, showTrustpoints()) }
