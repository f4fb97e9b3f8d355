package modes

import (
	"fmt"
	"net/netip"
	"time"
)

// Streams are connections by TCP.
type Streams interface {
	// OpenStream begins to open one. What becomes of it is told to the request, later.
	OpenStream(StreamRequest) Stream
	// Connections are those there are, and the ports that are open, by age.
	Connections() []TCPStatus
}

// A StreamRequest is what a stream is opened for.
type StreamRequest struct {
	VRF    string // "" = the global table
	To     netip.AddrPort
	Source netip.Addr // invalid: the address of the interface that leads there

	Opened   func()
	Readable func() // Read has something
	// Ended tells that nothing more will come: because the other side has closed the stream (nil), or why. What has come
	// before may still be read.
	Ended func(err error)
}

// A Stream is a connection by TCP as its user sees it.
type Stream interface {
	Read() []byte
	Write([]byte)
	Waiting() int // bytes that have come and were not read
	// Unsent is how many bytes of what was written wait to be acknowledged.
	Unsent() int
	// Close ends the stream once all that was written has gone out. Nothing more is told of it.
	Close()
}

// A StreamError is why a stream ends, in the device's words.
type StreamError string

func (e StreamError) Error() string { return string(e) }

// Why streams end.
const (
	StreamRefused     StreamError = "% Connection refused by remote host"
	StreamTimedOut    StreamError = "% Connection timed out; remote host not responding"
	StreamUnreachable StreamError = "% Destination unreachable; gateway or host down"
	StreamReset       StreamError = "% Connection reset by remote host"
)

// TCPStatus is one connection, or one port that is open.
type TCPStatus struct {
	TCB           uint32 // what names it
	VRF           string
	Local, Remote netip.AddrPort // Remote is invalid for a port that is open
	State         string         // ESTAB and so on
	Terminal      int            // that it belongs to, or -1
}

// An Outgoing is a connection that a user has opened from a terminal: by telnet.
type Outgoing struct {
	Number int    // from 1
	Host   string // as it was named
	To     netip.AddrPort
	Used   time.Time // when something last passed
	// Waiting is how many bytes have come that nobody has seen.
	Waiting func() int
	// Resume brings it to the front of a terminal, End ends it.
	Resume func(Runner) Job
	End    func()
}

// Outgoing are the connections that the session's user has open, by number.
func (s *Session) Outgoing() []*Outgoing { return s.outgoing }

// LastOutgoing is the one that was in front last; nil if there is none.
func (s *Session) LastOutgoing() *Outgoing { return s.lastOutgoing }

// AddOutgoing gives a connection the first number that is free.
func (s *Session) AddOutgoing(o *Outgoing) {
	at := 0
	for at < len(s.outgoing) && s.outgoing[at].Number == at+1 {
		at++
	}
	o.Number = at + 1
	s.outgoing = append(s.outgoing[:at:at], append([]*Outgoing{o}, s.outgoing[at:]...)...)
	s.lastOutgoing = o
}

// ResumeOutgoing brings a connection to the front.
func (s *Session) ResumeOutgoing(o *Outgoing) error {
	s.lastOutgoing = o
	return s.Terminal.Run(func(r Runner) (Job, error) {
		r.Write(fmt.Sprintf("[Resuming connection %d to %s ... ]\n", o.Number, o.Host))
		return o.Resume(r), nil
	})
}

// DropOutgoing forgets a connection that has ended.
func (s *Session) DropOutgoing(o *Outgoing) {
	var left []*Outgoing
	for _, have := range s.outgoing {
		if have != o {
			left = append(left, have)
		}
	}
	s.outgoing = left
	if s.lastOutgoing == o {
		s.lastOutgoing = nil
		if n := len(left); n > 0 {
			s.lastOutgoing = left[n-1]
		}
	}
}

// EndOutgoing ends all of them.
func (s *Session) EndOutgoing() {
	for _, o := range s.outgoing {
		o.End()
	}
	s.outgoing, s.lastOutgoing = nil, nil
}
