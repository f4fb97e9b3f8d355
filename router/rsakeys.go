package router

import (
	"crypto/rsa"

	"ruthere/crypto/keypair"
	"ruthere/debuglog"
	"ruthere/modes/access"
	"ruthere/modes/crypto"
)

// A keyStore holds the router's RSA keys, and those being made.
type keyStore struct {
	ring    keypair.Ring
	changed bool // since they were saved
	enabled bool // as the log last had it, SSH is
	wanted  map[int]func(*rsa.PrivateKey)
	last    int // number of a key being made
}

// loadKeys takes the keys out of the private configuration. One that was made before the
// router had a name has the router's.
func (r *Router) loadKeys() {
	ring, err := keypair.Parse(r.options.Private)
	if err != nil {
		return // the driver has checked it already, where there is one to tell the user
	}
	for i := range ring {
		if ring[i].Name == "" {
			ring[i].Name = crypto.FullName(r.config)
		}
	}
	r.rsaKeys.ring = ring
	r.followSSH()
}

// Keys are the router's RSA keys.
func (r *Router) Keys() keypair.Ring { return r.rsaKeys.ring }

// SetKeys replaces them. They are kept when the configuration is saved.
func (r *Router) SetKeys(ring keypair.Ring) { r.rsaKeys.ring, r.rsaKeys.changed = ring, true }

// SSHKey is the key pair that the SSH server uses; without one it is disabled.
func (r *Router) SSHKey() (keypair.Pair, bool) { return r.rsaKeys.ring.SSH(r.config.SSH.KeyName) }

// followSSH says when SSH has become enabled or disabled.
func (r *Router) followSSH() {
	_, enabled := r.SSHKey()
	if enabled == r.rsaKeys.enabled {
		return
	}
	r.rsaKeys.enabled = enabled
	r.Log(debuglog.SSHOnOff(enabled, access.SSHVersion(r.config)))
}

// saveKeys saves the keys with the configuration.
func (r *Router) saveKeys() {
	if r.rsaKeys.changed {
		r.rsaKeys.changed = false
		r.savePrivate(StorePrivate{Text: r.rsaKeys.ring.Text()}, func() { r.rsaKeys.changed = true })
	}
}

// forgetSavedKeys erases the saved keys with the rest of NVRAM. The router works with
// them until it is reloaded, or saves them again.
func (r *Router) forgetSavedKeys() {
	before := r.rsaKeys.changed
	r.rsaKeys.changed = len(r.rsaKeys.ring) > 0
	r.savePrivate(StorePrivate{Gone: true}, func() { r.rsaKeys.changed = before })
}

// MakeKey has a key made outside.
func (r *Router) MakeKey(bits int, done func(*rsa.PrivateKey)) (cancel func()) {
	r.rsaKeys.last++
	id := r.rsaKeys.last
	if r.rsaKeys.wanted == nil {
		r.rsaKeys.wanted = map[int]func(*rsa.PrivateKey){}
	}
	r.rsaKeys.wanted[id] = done
	r.out.add(MakeKey{ID: id, Bits: bits, Random: r.options.Random("rsa key")})
	return func() { delete(r.rsaKeys.wanted, id) }
}

func (r *Router) takeKey(in KeyMade) {
	if done := r.rsaKeys.wanted[in.ID]; done != nil {
		delete(r.rsaKeys.wanted, in.ID)
		done(in.Key)
	}
}
