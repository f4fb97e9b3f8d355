package router

import (
	"crypto/rsa"
	"time"

	"ruthere/crypto/ike"
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

// fetchList is for a list of what an authority has revoked. Nothing fetches any: it cannot be had.
func (r *Router) fetchList(w ike.ListWanted) {
	r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.ListFetched(now, w.ID, nil, out) })
}
