package pki

import (
	"strings"

	"ruthere/config"
	certificates "ruthere/crypto/pki"
	"ruthere/debuglog"
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
