package pki

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"ruthere/config"
	certificates "ruthere/crypto/pki"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/crypto"
	"ruthere/parser"
)

// A certificateStatus is a certificate of the router's chains, or a request that waits for one.
type certificateStatus struct {
	kind        config.CertificateKind
	certificate *certificates.Certificate // nil: a request
	request     certificates.Outstanding
	trustpoints []string
	keyLabel    string    // of the router's own; "" = of an authority
	renewAt     time.Time // zero: never by itself
	installed   time.Time // zero: not known
}

// certificatesOf are those of a trustpoint, or of all (""), the router's before those of its authority. One that several trustpoints have
// is there once.
func certificatesOf(b modes.Device, only string) (list []certificateStatus) {
	for _, t := range b.Config().PKI.Trustpoints {
		if only != "" && t.Name != only {
			continue
		}
		if o, ok := b.Certificates().Request(t.Name); ok {
			list = append(list, certificateStatus{request: o, trustpoints: []string{t.Name}})
		}
		for _, stored := range t.Certificates {
			c, err := certificates.ParseCertificate(stored.DER)
			if err != nil {
				continue // of a configuration from elsewhere: what is none is not shown
			}
			at := slices.IndexFunc(list, func(s certificateStatus) bool {
				return s.certificate != nil && bytes.Equal(s.certificate.Raw, stored.DER)
			})
			if at >= 0 {
				list[at].trustpoints = append(list[at].trustpoints, t.Name)
				continue
			}
			list = append(list, statusOf(b, t, stored.Kind, c))
		}
	}
	return list
}

func statusOf(b modes.Device, t trustpoint, kind config.CertificateKind, c *certificates.Certificate) certificateStatus {
	s := certificateStatus{kind: kind, certificate: c, trustpoints: []string{t.Name}}
	s.installed, _ = b.Certificates().InstalledAt(c.Raw)
	if kind == config.OwnCertificate || kind == config.SelfSigned {
		s.keyLabel = crypto.KeyName(b.Config(), t)
	}
	if kind == config.OwnCertificate && t.AutoEnroll && t.AutoEnrollAt > 0 {
		s.renewAt = RenewalOf(c, t)
	}
	return s
}

func showCertificates() modes.Cmd[modes.Device] {
	return modes.ShowStatus(`crypto pki certificates [verbose] [trustpoint-name:WORD]`,
		pkiHelp(modes.H{"crypto": modes.ShowCryptoHelp, "pki": "Show PKI", "ca": "Show certification authority policy",
			"certificates": "Show certificates", "verbose": "Display in verbose mode", "trustpoint-name": "Trustpoint name"}),
		func(_ *modes.Context, b modes.Device, a parser.Args) ([]certificateStatus, error) {
			return certificatesOf(b, a.Str("trustpoint-name")), nil
		}, func(x *modes.Context, list []certificateStatus, a parser.Args) {
			for _, s := range list {
				if s.certificate == nil {
					x.Printf("%s\n", pendingText(s))
				} else {
					x.Printf("%s\n", certificateText(x, s, a.Has("verbose")))
				}
			}
		}, certificatesDocument)
}

func pendingText(s certificateStatus) string {
	state := "Pending"
	if s.request.State == certificates.Rejected {
		state = "Rejected"
	}
	r := s.request.Request
	return fmt.Sprintf("Certificate\n  Subject:\n%s   Status: %s\n   Key Usage: General Purpose\n"+
		"   Certificate Request Fingerprint MD5: %s \n   Certificate Request Fingerprint SHA1: %s \n   Associated Trustpoint: %s \n",
		subjectHead(r.Subject), state, r.FingerprintMD5(), r.FingerprintSHA1(), s.request.Trustpoint)
}

// subjectHead is what is shown of the unstructured part of a subject before its parts.
func subjectHead(n certificates.Name) string {
	var b strings.Builder
	for _, p := range [][2]string{{"Name", "hostname"}, {"IP Address", "ipaddress"}, {"Serial Number", "serialNumber"}} {
		if value := n.First(p[1]); value != "" {
			fmt.Fprintf(&b, "    %s: %s\n", p[0], value)
		}
	}
	return b.String()
}

func nameLines(n certificates.Name) string {
	var b strings.Builder
	for _, line := range n.Lines() {
		fmt.Fprintf(&b, "    %s\n", line)
	}
	return b.String()
}

// shownDate is an instant in the router's time zone.
func shownDate(x *modes.Context, t time.Time) string {
	now, _ := x.Device.Clock()
	return t.In(now.Location()).Format("15:04:05 MST Jan 2 2006")
}

var certificateTitles = map[config.CertificateKind]string{config.OwnCertificate: "Certificate", config.CACertificate: "CA Certificate",
	config.SelfSigned: "Router Self-Signed Certificate", config.Rollback: "Router Rollback Certificate"}

func certificateText(x *modes.Context, s certificateStatus, verbose bool) string {
	c := s.certificate
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n  Status: Available\n", certificateTitles[s.kind])
	if verbose {
		fmt.Fprintf(&b, "  Version: %d\n", c.Version)
	}
	serial := " (hex): " + c.Serial()
	if x.Device.Release() == debuglog.IOS124 {
		serial = fmt.Sprintf(": 0x%X", c.SerialNumber)
	}
	fmt.Fprintf(&b, "  Certificate Serial Number%s\n", serial)
	fmt.Fprintf(&b, "  Certificate Usage: %s\n  Issuer: \n%s", usageOf(s), nameLines(c.IssuerName))
	if s.kind == config.CACertificate {
		fmt.Fprintf(&b, "  Subject: \n%s", nameLines(c.SubjectName))
	} else {
		fmt.Fprintf(&b, "  Subject:\n%s%s", subjectHead(c.SubjectName), nameLines(c.SubjectName))
	}
	if len(c.CRLDistributionPoints) > 0 {
		fmt.Fprintf(&b, "  CRL Distribution Points: \n    %s\n", strings.Join(c.CRLDistributionPoints, "\n    "))
	}
	fmt.Fprintf(&b, "  Validity Date: \n    start date: %s\n    end   date: %s\n", shownDate(x, c.NotBefore), shownDate(x, c.NotAfter))
	if !s.renewAt.IsZero() {
		fmt.Fprintf(&b, "    renew date: %s\n", shownDate(x, s.renewAt))
	}
	if verbose {
		b.WriteString(verboseText(x, s))
	}
	fmt.Fprintf(&b, "  Associated Trustpoints: %s \n", strings.Join(s.trustpoints, " "))
	if verbose && s.keyLabel != "" {
		fmt.Fprintf(&b, "  Key Label: %s\n", s.keyLabel)
	}
	return b.String()
}

// usageOf is what a certificate is for, in the words of the device.
func usageOf(s certificateStatus) string {
	signs := s.certificate.KeyUsage&x509.KeyUsageDigitalSignature != 0
	encrypts := s.certificate.KeyUsage&x509.KeyUsageKeyEncipherment != 0
	switch {
	case s.kind == config.CACertificate, signs && !encrypts && s.kind == config.OwnCertificate:
		return "Signature"
	case encrypts && !signs:
		return "Encryption"
	}
	return "General Purpose"
}

// verboseText is what `verbose` adds behind the dates.
func verboseText(x *modes.Context, s certificateStatus) string {
	c := s.certificate
	var b strings.Builder
	fmt.Fprintf(&b, "  Subject Key Info:\n    Public Key Algorithm: rsaEncryption\n    RSA Public Key: (%d bit)\n", c.Key.N.BitLen())
	fmt.Fprintf(&b, "  Signature Algorithm: %s with RSA Encryption\n  Fingerprint MD5: %s \n  Fingerprint SHA1: %s \n", c.SignatureHash.Name,
		c.FingerprintMD5(), c.FingerprintSHA1())
	b.WriteString("  X509v3 extensions:\n")
	if c.KeyUsage != 0 {
		fmt.Fprintf(&b, "    X509v3 Key Usage: %s\n", usageBits(c.KeyUsage))
		for i, name := range keyUsages {
			if c.KeyUsage&(1<<i) != 0 {
				fmt.Fprintf(&b, "      %s\n", name)
			}
		}
	}
	if len(c.SubjectKeyId) > 0 {
		fmt.Fprintf(&b, "    X509v3 Subject Key ID: %s \n", groups(c.SubjectKeyId))
	}
	if c.BasicConstraintsValid && c.IsCA {
		b.WriteString("    X509v3 Basic Constraints:\n        CA: TRUE\n")
	}
	if names := slices.Concat(c.DNSNames, addressTexts(c)); len(names) > 0 {
		fmt.Fprintf(&b, "    X509v3 Subject Alternative Name:\n        %s\n", strings.Join(names, "\n        "))
	}
	if len(c.AuthorityKeyId) > 0 {
		fmt.Fprintf(&b, "    X509v3 Authority Key ID: %s \n", groups(c.AuthorityKeyId))
	}
	b.WriteString("    Authority Info Access:\n")
	if !s.installed.IsZero() {
		fmt.Fprintf(&b, "  Cert install time: %s \n", shownDate(x, s.installed))
	}
	return b.String()
}

// keyUsages are the names of the bits of a key's usage (RFC 5280 section 4.2.1.3), in their order.
var keyUsages = []string{"Digital Signature", "Non Repudiation", "Key Encipherment", "Data Encipherment", "Key Agreement", "Key Cert Sign",
	"CRL Signature", "Encipher Only", "Decipher Only"}

// usageBits are the bits as the certificate has them, the first one leftmost.
func usageBits(usage x509.KeyUsage) string {
	var bits uint32
	for i := range keyUsages {
		if usage&(1<<i) != 0 {
			bits |= 1 << (31 - i)
		}
	}
	return fmt.Sprintf("%08X", bits)
}

func addressTexts(c *certificates.Certificate) (texts []string) {
	for _, a := range c.IPAddresses {
		texts = append(texts, a.String())
	}
	return texts
}

// groups are bytes in groups of eight digits.
func groups(data []byte) string {
	digits := strings.ToUpper(hex.EncodeToString(data))
	var parts []string
	for len(digits) > 8 {
		parts, digits = append(parts, digits[:8]), digits[8:]
	}
	return strings.Join(append(parts, digits), " ")
}

func addShowCertificates(l *modes.Language) { addBoth(l, modes.ExecMode, showCertificates()) }
