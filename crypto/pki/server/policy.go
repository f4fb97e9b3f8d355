package server

import (
	"time"

	"ruthere/crypto/pki"
)

// A Grant is how requests are granted.
type Grant uint8

const (
	Manual Grant = iota // by the administrator, one by one
	Auto                // all, at once
	None                // none: all are refused
	RAAuto              // at once those that a registration authority has signed
)

// A Level is how much of a certificate that was issued is kept.
type Level uint8

const (
	Minimum  Level = iota // nothing
	Names                 // subject and end
	Complete              // the certificate
)

// A Policy is what an administrator decides.
type Policy struct {
	Name      string
	Issuer    pki.Name
	Grant     Grant
	Level     Level
	Hash      pki.Hash
	CDP       string        // where the revocation list is said to be; "" = nothing is said
	Authority time.Duration // lifetime of the authority's own certificate
	Issued    time.Duration // of certificates
	List      time.Duration // of a revocation list
	Request   time.Duration // how long a request is kept
}

// The lifetimes of a server that was told none.
const (
	day              = 24 * time.Hour
	AuthorityDefault = 1095 * day
	IssuedDefault    = 365 * day
	ListDefault      = 6 * time.Hour
	RequestDefault   = 168 * time.Hour
)
