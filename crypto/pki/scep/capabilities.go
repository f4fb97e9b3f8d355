package scep

import (
	"strings"

	"ruthere/crypto/pki"
)

// Capabilities are what a server says it is able to do (RFC 8894 section 3.5.2). The zero value is the least that servers do.
type Capabilities struct {
	Post    bool // takes messages in POST requests
	Renewal bool // lets a certificate ask for the next one
	Hashes  []string
	Cipher  []string
}

// capabilityHashes are the words for hashes, the best first, and the names of those here.
var capabilityHashes = [][2]string{{"SHA-512", "sha512"}, {"SHA-256", "sha256"}, {"SHA-1", "sha1"}}

// ParseCapabilities reads the answer to GetCACaps. What is not known means nothing.
func ParseCapabilities(text string) (c Capabilities) {
	for word := range strings.FieldsSeq(text) {
		switch word {
		case "POSTPKIOperation":
			c.Post = true
		case "Renewal":
			c.Renewal = true
		case "AES", "DES3":
			c.Cipher = append(c.Cipher, word)
		case "SCEPStandard": // RFC 8894 section 3.5.2: all that a standard server has
			c.Post = true
			c.Cipher, c.Hashes = append(c.Cipher, "AES"), append(c.Hashes, "SHA-256")
		default:
			c.Hashes = append(c.Hashes, word)
		}
	}
	return c
}

// Encryption is how a message to the server is encrypted: with DES, if nothing is known of it.
func (c Capabilities) Encryption() pki.Encryption {
	word := "DES"
	for _, one := range c.Cipher {
		if word = one; one == "AES" {
			break
		}
	}
	e, _ := pki.EncryptionNamed(word)
	return e
}

// Digest is how a message to it is signed: as wanted (the trustpoint's `hash`), else the best that the server has, else MD5.
func (c Capabilities) Digest(wanted string) pki.Hash {
	if h, ok := pki.HashNamed(wanted); ok {
		return h
	}
	for _, pair := range capabilityHashes {
		for _, have := range c.Hashes {
			if have == pair[0] {
				h, _ := pki.HashNamed(pair[1])
				return h
			}
		}
	}
	h, _ := pki.HashNamed("md5")
	return h
}
