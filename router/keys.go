package router

import (
	"crypto/rsa"

	"ruthere/crypto/keypair"
	"ruthere/debuglog"
	"ruthere/modes/access"
	"ruthere/modes/crypto"
)

// keys are the router's RSA keys, and those being made.
type keys struct {
	ring    keypair.Ring
	changed bool // since they were saved
	enabled bool // SSH has been said to be
	wanted  map[int]func(*rsa.PrivateKey)
	last    int // number of a key being made
}

// loadKeys takes the keys out of the private configuration. One that was made before the
// router had a name has the router's.
func (r *Router) loadKeys() {
	ring, err := keypair.Parse(r.options.Private)
	if err != nil {
		return // a driver that can tell somebody has looked at it
	}
	for i := range ring {
		if ring[i].Name == "" {
			ring[i].Name = crypto.FullName(r.config)
		}
	}
	r.keys.ring = ring
	r.followSSH()
}

// Keys are the router's RSA keys.
func (r *Router) Keys() keypair.Ring { return r.keys.ring }

// SetKeys replaces them. They are kept when the configuration is saved.
func (r *Router) SetKeys(ring keypair.Ring) { r.keys.ring, r.keys.changed = ring, true }

// SSHKey is the key pair that the SSH server uses; without one it is disabled.
func (r *Router) SSHKey() (keypair.Pair, bool) { return r.keys.ring.SSH(r.config.SSH.KeyName) }

// followSSH says when SSH has become enabled or disabled.
func (r *Router) followSSH() {
	_, enabled := r.SSHKey()
	if enabled == r.keys.enabled {
		return
	}
	r.keys.enabled = enabled
	r.Log(debuglog.SSHOnOff(enabled, access.SSHVersion(r.config)))
}

// saveKeys saves the keys with the configuration.
func (r *Router) saveKeys() {
	if r.keys.changed {
		r.keys.changed = false
		r.out.add(StorePrivate{Text: r.keys.ring.Text()})
	}
}

// forgetSavedKeys erases the saved keys with the rest of NVRAM. The router works with
// them until it is reloaded, or saves them again.
func (r *Router) forgetSavedKeys() {
	r.keys.changed = len(r.keys.ring) > 0
	r.out.add(StorePrivate{Gone: true})
}

// MakeKey has a key made outside.
func (r *Router) MakeKey(bits int, done func(*rsa.PrivateKey)) (cancel func()) {
	r.keys.last++
	id := r.keys.last
	if r.keys.wanted == nil {
		r.keys.wanted = map[int]func(*rsa.PrivateKey){}
	}
	r.keys.wanted[id] = done
	r.out.add(MakeKey{ID: id, Bits: bits, Random: r.options.Random("rsa key")})
	return func() { delete(r.keys.wanted, id) }
}

func (r *Router) keyMade(in KeyMade) {
	if done := r.keys.wanted[in.ID]; done != nil {
		delete(r.keys.wanted, in.ID)
		done(in.Key)
	}
}
