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

// A trustpointStatus is a trustpoint and what has come of it.
type trustpointStatus struct {
	box            modes.Device
	t              trustpoint
	authority, own *certificates.Certificate // nil: there is none, or it cannot be read
	request        certificates.Outstanding
	waits          bool // request is there
}

func trustpointsOf(b modes.Device, only string) (list []trustpointStatus) {
	for _, t := range b.Config().PKI.Trustpoints {
		if only != "" && only != t.Name {
			continue
		}
		s := trustpointStatus{box: b, t: t}
		if c, err := certificates.ParseCertificate(t.CA()); err == nil {
			s.authority = c
		}
		if c, err := certificates.ParseCertificate(t.Own()); err == nil {
			s.own = c
		}
		s.request, s.waits = b.Certificates().Request(t.Name)
		list = append(list, s)
	}
	return list
}

// lastEnrollment is what became of the last request, as a word; "" if there was none.
func (s trustpointStatus) lastEnrollment() string {
	switch {
	case s.waits:
		return requestWord(s.request.State)
	case s.own != nil:
		return "granted"
	}
	return ""
}

func (s trustpointStatus) hasKeys() bool {
	return len(s.box.Keys().Named(crypto.KeyName(s.box.Config(), s.t))) > 0
}

func showTrustpoints() modes.Cmd[modes.Device] {
	return modes.ShowStatus(`crypto pki trustpoints [status | trustpoint-name:WORD [trustpoint-status=status]]`,
		pkiHelp(modes.H{"crypto": modes.ShowCryptoHelp, "pki": "Show PKI", "ca": "Show certification authority policy",
			"trustpoints": "Show trustpoints", "status": "Show the status of trustpoints", "trustpoint-name": "Trustpoint name"}),
		func(_ *modes.Context, b modes.Device, a parser.Args) ([]trustpointStatus, error) {
			return trustpointsOf(b, a.Str("trustpoint-name")), nil
		}, func(x *modes.Context, list []trustpointStatus, a parser.Args) {
			for _, s := range list {
				text := s.text()
				if a.Has("status") || a.Has("trustpoint-status") {
					text = s.statusText()
				}
				x.Printf("%s\n\n", text)
			}
		}, trustpointsDocument)
}

func (s trustpointStatus) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Trustpoint %s:\n", s.t.Name)
	if s.t.Enrollment.SelfSigned {
		if s.own != nil {
			fmt.Fprintf(&b, "    Persistent self-signed certificate trust point\n    Using key label %s\n", crypto.KeyName(s.box.Config(), s.t))
		}
		return b.String()
	}
	if s.authority == nil {
		return b.String()
	}
	fmt.Fprintf(&b, "    Subject Name: \n%s          Serial Number (hex): %s\n    Certificate configured.\n",
		nameLines(s.authority.SubjectName), s.authority.Serial())
	if s.t.Enrollment.URL != "" {
		fmt.Fprintf(&b, "    SCEP URL: %s\n", scepURL(s.t.Enrollment.URL))
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

func (s trustpointStatus) statusText() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Trustpoint %s:\n", s.t.Name)
	part := func(head string, c *certificates.Certificate) {
		fmt.Fprintf(&b, "  %s:\n    Subject Name:\n     %s\n    Fingerprint MD5: %s \n    Fingerprint SHA1: %s \n", head, c.SubjectName,
			c.FingerprintMD5(), c.FingerprintSHA1())
	}
	if s.authority != nil {
		part("Issuing CA certificate configured", s.authority)
	} else {
		b.WriteString("  Issuing CA certificate not configured.\n")
	}
	if s.own != nil {
		part("Router General Purpose certificate configured", s.own)
	}
	requests := "None"
	if last := s.lastEnrollment(); last != "" {
		fmt.Fprintf(&b, "  Last enrollment status: %s\n", strings.ToUpper(last[:1])+last[1:])
		requests = "Yes"
	}
	fmt.Fprintf(&b, "  State:\n    Keys generated ............. %s\n    Issuing CA authenticated ....... %s\n"+
		"    Certificate request(s) ..... %s\n", keysText(s.box, s.t), yesWord(s.authority != nil), requests)
	return b.String()
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
