package pki

import (
	"crypto/rsa"
	"errors"
	"time"
)

// SelfCertify makes the certificate that a router signs for itself, with serial number 1: its own authority, as routers write it.
func SelfCertify(subject Name, key *rsa.PrivateKey, h Hash, now, end time.Time) (*Certificate, error) {
	if !end.After(now) {
		return nil, errors.New("validity period start later than end")
	}
	a, err := NewAuthority(subject, key, h, now, end.Sub(now))
	if err != nil {
		return nil, err
	}
	return a.Certificate, nil
}
