package router

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/modes"
)

// Where the driver has the host's TCP, streams are its connections: the router says what it wants of them by outputs, and
// hears what becomes of them by inputs.

// OpenConnection wants a connection by TCP opened. What becomes of it is ConnectionOpened or ConnectionEnded.
type OpenConnection struct {
	ID      int
	From    netip.Addr // invalid: the host's choice
	To      netip.AddrPort
	Timeout time.Duration
}

// SendOn has data sent on a connection.
type SendOn struct {
	ID   int
	Data []byte
}

// ReadOn lets the next data of a connection come, once the first has been read. Until then the other side waits.
type ReadOn struct{ ID int }

// CloseConnection ends a connection once all that was sent has gone out. Nothing more is to be told of it.
type CloseConnection struct{ ID int }

// ConnectionOpened tells that a connection is open, and from where.
type ConnectionOpened struct {
	ID   int
	From netip.Addr
	Port uint16
}

// ConnectionData is what has come on a connection. More comes after a ReadOn.
type ConnectionData struct {
	ID   int
	Data []byte
}

// ConnectionEnded tells that nothing more will come: because the other side has closed the connection (Failed is ""), or why.
type ConnectionEnded struct {
	ID     int
	Failed modes.StreamError
}

// A hostStream is a stream on a connection of the driver's.
type hostStream struct {
	r       *Router
	id      int
	request modes.StreamRequest
	local   netip.AddrPort
	came    []byte
	opened  bool
	closed  bool // by its user
	ended   bool
}

func (r *Router) openHostStream(q modes.StreamRequest) modes.Stream {
	r.lastHostStream++
	s := &hostStream{r: r, id: r.lastHostStream, request: q}
	r.hostStreams = append(r.hostStreams, s)
	r.out.add(OpenConnection{ID: s.id, From: q.Source, To: q.To, Timeout: r.config.TCP.SynWait})
	return s
}

// withHostStream runs f with a stream that its user has not closed.
func (r *Router) withHostStream(id int, f func(*hostStream)) {
	if at := slices.IndexFunc(r.hostStreams, func(s *hostStream) bool { return s.id == id }); at >= 0 {
		f(r.hostStreams[at])
	}
}

func (r *Router) connectionOpened(in ConnectionOpened) {
	r.withHostStream(in.ID, func(s *hostStream) {
		s.opened, s.local = true, netip.AddrPortFrom(in.From, in.Port)
		s.request.Opened()
	})
}

func (r *Router) connectionData(in ConnectionData) {
	r.withHostStream(in.ID, func(s *hostStream) {
		s.came = append(s.came, in.Data...)
		s.request.Readable()
	})
}

func (r *Router) connectionEnded(in ConnectionEnded) {
	r.withHostStream(in.ID, func(s *hostStream) {
		s.ended = true
		var why error
		if in.Failed != "" {
			why = in.Failed
		}
		s.request.Ended(why)
		s.Close()
	})
}

// Read is what has come.
func (s *hostStream) Read() []byte {
	data := s.came
	s.came = nil
	if len(data) > 0 && !s.ended && !s.closed {
		s.r.out.add(ReadOn{s.id})
	}
	return data
}

// Waiting is how many bytes Read has.
func (s *hostStream) Waiting() int { return len(s.came) }

// Unsent is nothing: the host holds it.
func (s *hostStream) Unsent() int { return 0 }

// Write sends data.
func (s *hostStream) Write(data []byte) {
	if !s.closed && len(data) > 0 {
		s.r.out.add(SendOn{s.id, slices.Clone(data)})
	}
}

// Close ends it.
func (s *hostStream) Close() {
	if s.closed {
		return
	}
	s.closed = true
	s.r.hostStreams = slices.DeleteFunc(s.r.hostStreams, func(other *hostStream) bool { return other == s })
	s.r.out.add(CloseConnection{s.id})
}

// hostConnections are those of them that `show tcp` lists.
func (r *Router) hostConnections() (list []modes.TCPStatus) {
	for _, s := range r.hostStreams {
		state := "SYNSENT"
		if s.opened {
			state = "ESTAB"
		}
		list = append(list, modes.TCPStatus{TCB: uint32(s.id), Local: s.local, Remote: s.request.To, State: state, Terminal: -1})
	}
	return list
}
