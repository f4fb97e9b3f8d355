package router

import (
	"crypto/rsa"

	"ruthere/crypto/keypair"
	"ruthere/modes/crypto"
)

// privateKey is the key pair by which the engine signs, by its label; "" is the one that bears the router's name.
func (r *Router) privateKey(label string) (*rsa.PrivateKey, bool) {
	if label == "" {
		label = crypto.FullName(r.configOrDefault())
	}
	for _, p := range r.rsaKeys.ring.Named(label) {
		if p.Usage != keypair.Encryption {
			return p.Key, true
		}
	}
	return nil, false
}
