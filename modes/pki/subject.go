package pki

import (
	"crypto/rsa"
	"strings"
	"time"

	"ruthere/config"
	certificates "ruthere/crypto/pki"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/crypto"
)

// A subject is what the router calls itself in a request: what the trustpoint says, and what the user answered.
type subject struct {
	name    string // subject-name, as typed
	fqdn    string // "" = none
	serial  string // of the chassis; "" = none
	address string // "" = none
}

// fullNameOf is the name of the router in the certificates of a trustpoint; "" if it shall have none.
func fullNameOf(c *config.Config, t trustpoint) string {
	switch t.FQDN {
	case config.None:
		return ""
	case "":
		return crypto.FullName(c)
	}
	return t.FQDN
}

// Name is the subject as X.500 has it: what is unstructured is its innermost part.
func (s subject) Name() (certificates.Name, error) {
	var parts []string
	for _, p := range [][2]string{{"hostname", s.fqdn}, {"serialNumber", s.serial}, {"ipaddress", s.address}} {
		if p[1] != "" {
			parts = append(parts, p[0]+"="+escape(p[1]))
		}
	}
	text := strings.Join(parts, "+")
	switch {
	case text == "":
		text = s.name
	case s.name != "":
		text += "," + s.name
	}
	return certificates.ParseName(text)
}

// RequestOf is the request that a router makes for a trustpoint without asking anybody: what `enroll` would ask about is left out.
func RequestOf(b modes.Device, t *config.Trustpoint, key *rsa.PrivateKey) (*certificates.Request, error) {
	s := subject{name: t.Subject, fqdn: fullNameOf(b.Config(), t)}
	if t.Serial == config.Included {
		s.serial = b.Serial()
	}
	if a := addressOf(b.Config(), t.Address); a.IsValid() {
		s.address = a.String()
	}
	return makeRequest(b, t, s, clearPassword(t), key)
}

func makeRequest(b modes.Device, t trustpoint, s subject, challenge string, key *rsa.PrivateKey) (*certificates.Request, error) {
	name, err := s.Name()
	if err != nil {
		return nil, err
	}
	r := &certificates.Request{Subject: name, Challenge: challenge, Names: alternativeNames(t), Usage: certificates.RouterUsage}
	return r, r.Make(hashOf(b.Release(), t), key)
}

// RenewalOf is when a certificate is to be renewed, as `auto-enroll` says; without a percentage that is when it ends.
func RenewalOf(own *certificates.Certificate, t *config.Trustpoint) time.Time {
	if t.AutoEnrollAt == 0 {
		return own.NotAfter
	}
	return own.NotBefore.Add(own.NotAfter.Sub(own.NotBefore) / 100 * time.Duration(t.AutoEnrollAt))
}

// escape has the signs of a name stand for themselves.
func escape(text string) string {
	return strings.NewReplacer(`\`, `\\`, `,`, `\,`, `+`, `\+`, `"`, `\"`).Replace(text)
}

// ownHashes are what the releases sign with unless `hash` says otherwise. MD5 and SHA-1 are known of 12.4 and 15.
var ownHashes = map[debuglog.Release]string{debuglog.IOS124: "md5", debuglog.IOS15: "sha1", debuglog.IOSXE: "sha256"}

func hashOf(r debuglog.Release, t trustpoint) certificates.Hash {
	word := t.Hash
	if word == "" {
		word = ownHashes[r]
	}
	h, _ := certificates.HashNamed(word)
	return h
}

// alternativeNames are the DNS names of `subject-alt-name`.
func alternativeNames(t trustpoint) (names []string) {
	for name := range strings.SplitSeq(t.AltNames, ",") {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// yesWord is yes or no as `show` says it.
func yesWord(is bool) string {
	if is {
		return "Yes"
	}
	return "No"
}
