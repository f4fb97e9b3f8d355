package server

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"ruthere/crypto/pki"
	"ruthere/debuglog"
)

// A State is what became of a request.
type State string

const (
	Pending  State = "pending"
	Granted  State = "granted"
	Rejected State = "rejected"
)

// A Request is one in the database.
type Request struct {
	ID          int
	State       State
	Asked       *pki.Request
	Received    time.Time
	Certificate *pki.Certificate // that was granted
	transaction string
	nonce       []byte // of the message
	signer      []byte // DER of the certificate that has signed the message
	fail        pki.FailInfo
}

// Fingerprint is the MD5 of the request, which its owner tells the administrator.
func (q *Request) Fingerprint() string {
	return strings.ReplaceAll(q.Asked.FingerprintMD5(), " ", "")
}

// mostRequests bounds the database. What was decided goes first.
const mostRequests = 1000

var errTooMany = errors.New("too many requests that wait")

// Requests are those in the database, by number.
func (s *Server) Requests() []*Request { return s.requests }

// add puts a request into the database.
func (s *Server) add(r *pki.Request, m *pki.Message, now time.Time) (*Request, error) {
	if len(s.requests) >= mostRequests {
		at := slices.IndexFunc(s.requests, func(q *Request) bool { return q.State != Pending })
		if at < 0 {
			return nil, errTooMany
		}
		s.requests = slices.Delete(s.requests, at, at+1)
	}
	s.last++
	q := &Request{ID: s.last, State: Pending, Asked: r, Received: now}
	if m != nil {
		q.transaction, q.nonce, q.signer = m.Transaction, m.SenderNonce, m.Signer.Raw
	}
	s.requests = append(s.requests, q)
	return q, nil
}

// ofTransaction is the newest request of a transaction.
func (s *Server) ofTransaction(id string) *Request {
	for _, q := range slices.Backward(s.requests) {
		if q.transaction == id {
			return q
		}
	}
	return nil
}

// decide is what the policy says of a new request.
func (s *Server) decide(q *Request, signer *pki.Certificate, now time.Time) {
	s.host.Say(debuglog.ServerChecksPolicy(q.ID))
	switch {
	case s.Grant == None:
		s.reject(q, pki.BadRequest)
	case s.Grant == Auto, s.Grant == RAAuto && s.isRegistration(signer), s.spendPassword(q.Asked.Challenge, now):
		s.host.Say(debuglog.ServerAuthorized(q.transaction))
		s.grant(q, now)
	}
}

// isRegistration says whether a certificate is one that this authority gave a registration authority, which has an own part in
// its name.
func (s *Server) isRegistration(c *pki.Certificate) bool {
	return pki.Issued(s.authority.Certificate, c) == "" && AsksAsRegistration(c.SubjectName)
}

// AsksAsRegistration says whether a name is that of a registration authority: IOS has a part of its own in it.
func AsksAsRegistration(n pki.Name) bool {
	return slices.ContainsFunc(n.All("ou"), func(ou string) bool { return strings.EqualFold(ou, registrationUnit) })
}

const registrationUnit = "ioscs RA"

// grant issues the certificate of a request.
func (s *Server) grant(q *Request, now time.Time) {
	c, err := s.issue(q.Asked, now)
	if err != nil {
		s.host.Say(debuglog.ServerCannotIssue(err.Error()))
		if s.broken == nil {
			s.reject(q, pki.BadRequest)
		}
		return
	}
	q.State, q.Certificate = Granted, c
	s.host.Say(debuglog.ServerGranted(q.ID, q.Fingerprint()))
}

// issue issues a certificate. The serial number is on its way into the file before anybody can see the certificate.
func (s *Server) issue(r *pki.Request, now time.Time) (*pki.Certificate, error) {
	if s.broken != nil {
		return nil, s.broken
	}
	s.host.Spend(s.authority.Certificate.Key)
	c, err := s.authority.Issue(r, now)
	if err != nil {
		return nil, err
	}
	s.host.Say(debuglog.ServerValidity(Date(c.NotBefore.In(now.Location())), Date(c.NotAfter.In(now.Location()))))
	s.host.Say(debuglog.ServerWritesSerial(fmt.Sprintf("%X", s.authority.Last)))
	if err := s.writeSerial(); err != nil {
		return nil, err
	}
	s.keepIssued(c)
	return c, nil
}

func (s *Server) reject(q *Request, why pki.FailInfo) {
	q.State, q.fail = Rejected, why
	s.host.Say(debuglog.ServerRejected(q.ID, q.Fingerprint()))
}

// GrantRequest issues the certificate of a pending request; 0 is all of them.
func (s *Server) GrantRequest(id int, now time.Time) error {
	err := s.each(id, func(q *Request) { s.grant(q, now) })
	if err == nil {
		err = s.broken
	}
	return err
}

// RejectRequest refuses a pending request; 0 is all of them.
func (s *Server) RejectRequest(id int) error {
	return s.each(id, func(q *Request) { s.reject(q, pki.BadRequest) })
}

// ErrNoRequest is that there is none of a number that waits.
var ErrNoRequest = errors.New("no such request")

func (s *Server) each(id int, f func(*Request)) error {
	some := id == 0
	for _, q := range s.requests {
		if q.State == Pending && (id == 0 || q.ID == id) {
			some = true
			f(q)
		}
	}
	if !some {
		return ErrNoRequest
	}
	return nil
}

// RemoveRequest takes a request out of the database; 0 is all of them.
func (s *Server) RemoveRequest(id int) error {
	before := len(s.requests)
	s.requests = slices.DeleteFunc(s.requests, func(q *Request) bool { return id == 0 || q.ID == id })
	if id != 0 && len(s.requests) == before {
		return ErrNoRequest
	}
	return nil
}

// TakePKCS10 takes a request that was carried here by hand. With a policy that grants all it is granted at once.
func (s *Server) TakePKCS10(der []byte, now time.Time) (*Request, error) {
	r, err := pki.ParseRequest(der)
	if err != nil {
		return nil, err
	}
	q, err := s.add(r, nil, now)
	if err != nil {
		return nil, err
	}
	s.decide(q, s.authority.Certificate, now)
	return q, s.broken
}
