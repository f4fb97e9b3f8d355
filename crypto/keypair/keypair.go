// Package keypair holds the RSA keys of a router: what `crypto key generate rsa` makes,
// SSH signs with, and the private configuration keeps.
package keypair

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Usage is what a key pair is for.
type Usage string

// The usages, in the words of the device.
const (
	General    Usage = "General Purpose Key"
	Signature  Usage = "Signature Key"
	Encryption Usage = "Encryption Key"
)

// A Pair is one named key pair.
type Pair struct {
	Name       string
	Usage      Usage
	Exportable bool
	Made       time.Time // of the router's clock
	Key        *rsa.PrivateKey
}

// MinSSHBits is the size of the smallest key that serves SSH version 2.
const MinSSHBits = 768

// Signs says whether SSH version 2 can use the pair.
func (p Pair) Signs() bool { return p.Usage != Encryption && p.Key.N.BitLen() >= MinSSHBits }

// A Ring is all key pairs of a router, the oldest first.
type Ring []Pair

// Named are the pairs of a name: one, or one for each of two usages.
func (r Ring) Named(name string) (pairs []Pair) {
	for _, p := range r {
		if p.Name == name {
			pairs = append(pairs, p)
		}
	}
	return pairs
}

// With is the ring with a pair added, in place of those of its name that it replaces: the
// one of its usage, and a pair for both usages with one for either.
func (r Ring) With(p Pair) Ring {
	kept := slices.DeleteFunc(slices.Clone(r), func(have Pair) bool {
		return have.Name == p.Name && (have.Usage == p.Usage || have.Usage == General || p.Usage == General)
	})
	return append(kept, p)
}

// Without is the ring without the pairs of a name; "" stands for all.
func (r Ring) Without(name string) Ring {
	return slices.DeleteFunc(slices.Clone(r), func(have Pair) bool { return name == "" || have.Name == name })
}

// SSH is the pair that the SSH server uses: the newest, or the newest of a name.
func (r Ring) SSH(name string) (Pair, bool) {
	for _, p := range slices.Backward(r) {
		if p.Signs() && (name == "" || p.Name == name) {
			return p, true
		}
	}
	return Pair{}, false
}

// kind is the type of the blocks of the private configuration: a key as in RFC 8017, A.1.2.
const kind = "RSA PRIVATE KEY"

// Text is the ring as the private configuration keeps it: PEM, one block for each pair.
func (r Ring) Text() string {
	var b strings.Builder
	for _, p := range r {
		headers := map[string]string{"Name": p.Name, "Usage": string(p.Usage)}
		if p.Exportable {
			headers["Exportable"] = "yes"
		}
		if !p.Made.IsZero() {
			headers["Made"] = p.Made.UTC().Format(time.RFC3339)
		}
		_ = pem.Encode(&b, &pem.Block{Type: kind, Headers: headers,
			Bytes: x509.MarshalPKCS1PrivateKey(p.Key)}) // b takes all; no header has a colon
	}
	return b.String()
}

// Parse reads what Text wrote. A block without a name, as made for a router that had none
// yet, leaves Name empty.
func Parse(text string) (r Ring, err error) {
	rest := []byte(text)
	for len(strings.TrimSpace(string(rest))) > 0 {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return nil, fmt.Errorf("the private configuration holds something else than keys")
		}
		if block.Type != kind {
			return nil, fmt.Errorf("the private configuration holds a %q, which is no key pair", block.Type)
		}
		p := Pair{Name: block.Headers["Name"], Usage: Usage(block.Headers["Usage"]), Exportable: block.Headers["Exportable"] == "yes"}
		if p.Usage == "" {
			p.Usage = General
		}
		p.Made, _ = time.Parse(time.RFC3339, block.Headers["Made"]) // zero: not known
		if p.Key, err = x509.ParsePKCS1PrivateKey(block.Bytes); err != nil {
			return nil, fmt.Errorf("the private configuration holds a key that is none: %w", err)
		}
		r = append(r, p)
	}
	return r, nil
}

// Private finds the pair of a name that a public key is half of.
func (r Ring) Private(name string, public *rsa.PublicKey) (Pair, bool) {
	for _, p := range r.Named(name) {
		if p.Key.PublicKey.Equal(public) {
			return p, true
		}
	}
	return Pair{}, false
}
