package ike

import (
	"errors"
	"fmt"

	"ruthere/config"
	"ruthere/crypto/ipsec"
)

// errManualGCM: a key of AES-GCM that lives longer than its sequence numbers betrays itself (RFC 4106 section 2).
var errManualGCM = errors.New("esp-gcm is not for keys that are set by hand")

// A shortKeyError is a session key with fewer bytes than its algorithm takes.
type shortKeyError struct {
	what   string
	want   int // bytes
	digits int
}

func (e *shortKeyError) Error() string {
	return fmt.Sprintf("the %s key has %d hexadecimal digits, and its algorithm takes %d", e.what, e.digits, 2*e.want)
}

// CheckSessionKey says why a session key cannot serve one of the transform sets of its entry; nil if it can, or if the sets do
// not use its protocol.
func CheckSessionKey(c *config.Config, entry *config.CryptoMapEntry, ah bool, key config.SessionKey) error {
	for _, name := range entry.TransformSets {
		set := c.IPsec.TransformSet(name)
		if set == nil {
			continue
		}
		t, ok := transformOf(set)
		if !ok || ah && t.AH == ipsec.None || !ah && !t.HasESP() {
			continue
		}
		one, keys := t.ESP(), config.SessionKeys{ESP: key}
		if ah {
			one, keys = t.Header(), config.SessionKeys{AH: key}
		}
		if _, _, err := ManualBundle(one, keys); err != nil {
			return err
		}
	}
	return nil
}
