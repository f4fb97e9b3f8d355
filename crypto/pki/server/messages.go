package server

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"ruthere/crypto/pki"
	"ruthere/debuglog"
)

// Receive answers a SCEP message. The error is why nobody can be answered: a message that does not open.
func (s *Server) Receive(der []byte, now time.Time) ([]byte, error) {
	s.host.Say(debuglog.ServerReceives(len(der)))
	s.host.Spend(s.authority.Certificate.Key)
	m, err := pki.OpenSCEP(der, s.authority.Certificate, s.authority.Key)
	if err != nil {
		s.host.Say(debuglog.ServerCannotRead(err.Error()))
		return nil, err
	}
	s.host.Say(debuglog.ServerMessageType(string(m.Type)))
	s.host.Say(debuglog.ServerTransaction(m.Transaction))
	reply := m.Reply(pki.Rejected, make([]byte, pki.NonceLength))
	if _, err := io.ReadFull(s.host.Random, reply.SenderNonce); err != nil {
		return nil, fmt.Errorf("no random bytes for a nonce: %w", err)
	}
	switch m.Type {
	case pki.CertificateRequest, pki.RenewalRequest:
		s.answerRequest(m, &reply, now)
	case pki.PollRequest:
		s.answerPoll(m, &reply)
	case pki.ListRequest:
		s.answerListRequest(m, &reply)
	default:
		reply.Fail = pki.BadRequest
	}
	s.host.Spend(s.authority.Certificate.Key)
	sealed, err := reply.Seal(m.Encryption, m.Signer, s.authority.Certificate, s.authority.Key, s.host.Random)
	if err == nil && reply.Status == pki.Granted {
		s.host.Say(debuglog.ServerSends())
	}
	return sealed, err
}

// answerRequest takes a request, unless it is a message that came before, once more.
func (s *Server) answerRequest(m *pki.Message, reply *pki.Message, now time.Time) {
	s.host.Say(debuglog.ServerReceivesRequest())
	if q := s.ofTransaction(m.Transaction); q != nil && (bytes.Equal(q.nonce, m.SenderNonce) ||
		q.State == Pending && bytes.Equal(q.Asked.Raw, m.Content)) {
		s.tell(q, reply)
		return
	}
	asked, err := s.readRequest(m)
	if err != nil {
		s.host.Say(debuglog.ServerCannotRead(err.Error()))
		reply.Fail = pki.BadCheck
		return
	}
	q, err := s.add(asked, m, now)
	if err != nil {
		s.host.Say(debuglog.ServerCannotIssue(err.Error()))
		reply.Fail = pki.BadRequest
		return
	}
	s.decide(q, m.Signer, now)
	s.tell(q, reply)
}

// readRequest reads the request in a message, which its own key has signed, or that of a certificate which this authority issued.
func (s *Server) readRequest(m *pki.Message) (*pki.Request, error) {
	asked, err := pki.ParseRequest(m.Content)
	switch {
	case err != nil:
		return nil, err
	case asked.Key.N.BitLen() > pki.MostKey:
		return nil, fmt.Errorf("a key of %d bits: at most %d", asked.Key.N.BitLen(), pki.MostKey)
	case !m.Signer.Key.Equal(asked.Key) && pki.Issued(s.authority.Certificate, m.Signer) != "":
		return nil, errors.New("a request that somebody else has signed")
	}
	return asked, nil
}

// answerPoll tells what became of a request.
func (s *Server) answerPoll(m *pki.Message, reply *pki.Message) {
	q := s.ofTransaction(m.Transaction)
	if q == nil || !q.Asked.Key.Equal(m.Signer.Key) && !bytes.Equal(q.signer, m.Signer.Raw) {
		reply.Fail = pki.BadID
		return
	}
	s.tell(q, reply)
}

func (s *Server) tell(q *Request, reply *pki.Message) {
	switch q.State {
	case Pending:
		reply.Status = pki.Pending
	case Rejected:
		reply.Fail = q.fail
	default:
		content, err := pki.BundleCertificates(q.Certificate)
		if err != nil {
			reply.Fail = pki.BadRequest
			return
		}
		reply.Status, reply.Content = pki.Granted, content
	}
}

// answerListRequest gives the revocation list to who asks for that of this authority.
func (s *Server) answerListRequest(m *pki.Message, reply *pki.Message) {
	issuer, err := pki.DecodeListRequest(m.Content)
	if err != nil || !bytes.Equal(issuer, s.authority.Certificate.RawSubject) {
		reply.Fail = pki.BadID
		return
	}
	content, err := pki.BundleList(s.list)
	if err != nil {
		reply.Fail = pki.BadRequest
		return
	}
	reply.Status, reply.Content = pki.Granted, content
}
