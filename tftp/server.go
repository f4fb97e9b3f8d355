package tftp

import (
	"net/netip"
	"slices"
)

const (
	serverPorts  = 40000 // the first of the ports that answers come from
	mostUnderway = 100   // copies; the oldest makes room
)

// A Server is a host's TFTP server. Its functions say what there is.
type Server struct {
	// Read is a file that is handed out; ok is false if there is none of that name.
	Read func(name string) (data []byte, ok bool)
	// MayStore says whether a file may come, nil if none ever may, and Store takes it. Limit bounds it, in bytes.
	MayStore func(name string) (refused Code, ok bool)
	Store    func(name string, data []byte)
	Limit    int

	underway []*serving // by age
	lastPort uint16
}

// A serving is a copy under way.
type serving struct {
	*Transfer
	client netip.AddrPort
	port   uint16 // of the server for this copy
	takes  bool
}

// Receive takes a datagram that came from a client to a port; ours is false if nothing of the server's listens there. Answer is
// what to send back, nil for nothing, and from is the port it comes from.
func (s *Server) Receive(client netip.AddrPort, port uint16, data []byte) (from uint16, answer []byte, ours bool) {
	at := slices.IndexFunc(s.underway, func(t *serving) bool { return t.client == client && (t.port == port || port == Port) })
	if at < 0 {
		return s.begin(client, port, data)
	}
	t := s.underway[at]
	answer = t.Receive(data)
	if done, err := t.Done(); done && err == nil && t.takes {
		s.Store(t.Name, t.Data())
	}
	return t.port, answer, true
}

// begin takes a client's request.
func (s *Server) begin(client netip.AddrPort, port uint16, data []byte) (from uint16, answer []byte, ours bool) {
	q, ok := ParseRequest(data)
	if port != Port || !ok {
		return 0, nil, port == Port
	}
	s.lastPort++
	from = serverPorts + s.lastPort%(1<<14)
	text, have := s.Read(q.Name)
	switch {
	case !q.Write && !have:
		return from, Failure(FileNotFound), true
	case q.Write && s.MayStore == nil:
		return from, Failure(AccessDenied), true
	case q.Write:
		if refused, ok := s.MayStore(q.Name); !ok {
			return from, Failure(refused), true
		}
	}
	if len(s.underway) == mostUnderway {
		s.underway = s.underway[1:]
	}
	t := &serving{Transfer: Serve(q, text, s.Limit), client: client, port: from, takes: q.Write}
	s.underway = append(s.underway, t)
	return from, t.Last(), true
}
