package server

import (
	"crypto/rsa"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"time"

	"ruthere/crypto/pki"
	"ruthere/debuglog"
)

// A Host is what a server has of the router that it runs on.
type Host struct {
	Say    func(debuglog.Line)
	Read   func(name string) (data string, ok bool) // a file of its database
	Write  func(name, data string) error
	Random io.Reader
	Spend  func(key *rsa.PublicKey) // an operation with the private key is done here, which takes time
}

// A Server is a certificate server that is up.
type Server struct {
	Policy
	host      Host
	authority *pki.Authority
	list      []byte // DER of the revocation list
	listEnd   time.Time
	listBegan time.Time
	requests  []*Request // by number
	last      int        // number of a request
	password  []byte     // that is good for one request; nil = none
	passwordE time.Time  // its end
	broken    error      // a file could not be written: nothing is issued any more
}

// Create makes the authority's certificate and all that a new server has.
func Create(p Policy, key *rsa.PrivateKey, h Host, now time.Time) (*Server, error) {
	h.Spend(&key.PublicKey)
	a, err := pki.NewAuthority(p.Issuer, key, p.Hash, now, p.Authority)
	if err != nil {
		return nil, err
	}
	s := &Server{host: h, authority: a}
	s.Follow(p)
	h.Say(debuglog.ServerCertificateCreated())
	if err := s.writeSerial(); err != nil {
		return nil, err
	}
	s.keepIssued(a.Certificate)
	return s, s.issueList(now)
}

// Why a server cannot go on: nobody knows any more which serial numbers were given, or what was revoked.
var (
	ErrNoDatabase = errors.New("the serial number file is missing or is none")
	ErrNoList     = errors.New("the revocation list is missing or is none")
)

// Resume is a server that was there before: its certificate is known, the rest is in its files.
func Resume(p Policy, own *pki.Certificate, key *rsa.PrivateKey, h Host, now time.Time) (*Server, error) {
	if !own.Key.Equal(&key.PublicKey) {
		return nil, errors.New("the authority's certificate is of another key than the one there is")
	}
	s := &Server{host: h, authority: &pki.Authority{Certificate: own, Key: key}}
	s.Follow(p)
	text, _ := h.Read(s.serialFile())
	var ok bool
	if s.authority.Last, ok = parseSerial(text); !ok {
		return nil, ErrNoDatabase
	}
	text, _ = h.Read(s.listFile())
	l, err := pki.ReadOldList([]byte(text), own)
	if err != nil {
		return nil, ErrNoList // else what was revoked would be good again
	}
	s.authority.Revoked, s.list, s.listBegan, s.listEnd = l.Entries, l.Raw, l.ThisUpdate, l.NextUpdate
	if !now.Before(s.listEnd) {
		return s, s.issueList(now)
	}
	return s, nil
}

// Follow takes a policy that has changed, as far as it may while the server is up.
func (s *Server) Follow(p Policy) {
	if p.Grant == Auto && s.Grant != Auto {
		s.host.Say(debuglog.ServerGrantsAll())
	}
	s.Policy = p
	s.authority.Hash, s.authority.Lifetime, s.authority.CDP = p.Hash, p.Issued, p.CDP
}

// Certificate is the authority's own.
func (s *Server) Certificate() *pki.Certificate { return s.authority.Certificate }

// Broken is why nothing is issued any more; nil: it is.
func (s *Server) Broken() error { return s.broken }

// List is the revocation list that holds, and from when until when.
func (s *Server) List() (der []byte, began, end time.Time) { return s.list, s.listBegan, s.listEnd }

// Revoked are the certificates on it.
func (s *Server) Revoked() []pki.Revocation { return s.authority.Revoked }

// issueList writes the next revocation list.
func (s *Server) issueList(now time.Time) error {
	now = now.Truncate(time.Second)
	s.host.Spend(s.authority.Certificate.Key)
	der, err := s.authority.RevocationList(now, now.Add(s.Policy.List))
	if err != nil {
		return s.breakDown(err)
	}
	s.list, s.listBegan, s.listEnd = der, now, now.Add(s.Policy.List)
	s.host.Say(debuglog.ServerListCreated())
	if err := s.host.Write(s.listFile(), string(der)); err != nil {
		return s.breakDown(err)
	}
	s.host.Say(debuglog.ServerPublishesList())
	return nil
}

// breakDown remembers that what must be kept is not.
func (s *Server) breakDown(err error) error {
	s.broken = fmt.Errorf("the database cannot be written: %w", err)
	return s.broken
}

// Revoke revokes a certificate and writes a new list.
func (s *Server) Revoke(serial string, now time.Time) error {
	n, ok := pki.ParseSerial(serial)
	if !ok {
		return fmt.Errorf("%q is no serial number", serial)
	}
	if err := s.authority.Revoke(n, now); err != nil {
		return err
	}
	s.host.Say(debuglog.ServerRevoked(pki.SerialText(n)))
	return s.issueList(now)
}

// retryWriting is how long a list that could not be written waits.
const retryWriting = time.Minute

// Deadline is when something is to be done next, in calendar time.
func (s *Server) Deadline() time.Time {
	at := s.listEnd
	for _, q := range s.requests {
		if end := q.Received.Add(s.Request); end.Before(at) {
			at = end
		}
	}
	return at
}

// Tick does what is due: a new revocation list, and requests that nobody waits for any more go.
func (s *Server) Tick(now time.Time) {
	if !now.Before(s.listEnd) {
		if s.broken = nil; s.issueList(now) != nil {
			s.listEnd = now.Add(retryWriting)
		}
	}
	kept := s.requests[:0]
	for _, q := range s.requests {
		if now.Before(q.Received.Add(s.Request)) {
			kept = append(kept, q)
		}
	}
	clear(s.requests[len(kept):])
	s.requests = kept
}

// MakePassword draws a password that grants one request until a while has passed.
func (s *Server) MakePassword(valid time.Duration, now time.Time) (string, error) {
	var draw [8]byte
	if _, err := io.ReadFull(s.host.Random, draw[:]); err != nil {
		return "", fmt.Errorf("no random bytes for a password: %w", err)
	}
	text := fmt.Sprintf("%X", draw)
	s.password, s.passwordE = []byte(text), now.Add(valid)
	return text, nil
}

// spendPassword says whether a challenge is the password that was drawn, which is used up then.
func (s *Server) spendPassword(challenge string, now time.Time) bool {
	if s.password == nil || !now.Before(s.passwordE) || subtle.ConstantTimeCompare(s.password, []byte(challenge)) != 1 {
		return false
	}
	s.password = nil
	return true
}
