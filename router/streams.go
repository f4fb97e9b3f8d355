package router

import (
	"errors"
	"slices"
	"time"

	"ruthere/modes"
	"ruthere/tcp"
)

// A stream is a connection by TCP that a command of ours has opened.
type stream struct {
	r       *Router
	request modes.StreamRequest
	queue   tcp.Queue // to be sent
	ended   bool      // its user has been told that it has ended
}

// OpenStream begins to open a connection.
func (r *Router) OpenStream(q modes.StreamRequest) modes.Stream {
	if r.options.HostTCP {
		return r.openHostStream(q)
	}
	s := &stream{r: r, request: q}
	hop, ok := r.findRoute(q.VRF, q.To.Addr())
	source := q.Source
	if ok && !source.IsValid() {
		source = r.sourceAddress(q.VRF, hop)
	}
	if r.interfaceWithAddress(q.VRF, q.To.Addr()) != nil && !q.Source.IsValid() {
		source, ok = q.To.Addr(), true // to ourselves
	}
	if !ok || !source.IsValid() {
		r.After(0, "no route", func() { s.end(modes.StreamUnreachable) })
		return s
	}
	flow := tcp.Flow{VRF: q.VRF, Local: r.freeTCPPort(q.VRF, source), Remote: q.To}
	r.streams = append(r.streams, s)
	r.withTCP(func(now time.Time, stack *tcp.Stack, out *tcp.Out) {
		s.queue.Conn = stack.Dial(now, flow, r.tcpOptions(q.VRF, q.To.Addr(), s.handle), out)
	})
	return s
}

// handle takes what happens to the connection.
func (s *stream) handle(now time.Time, e tcp.Event, out *tcp.Out) {
	switch e.Kind {
	case tcp.Opened:
		s.tell(s.request.Opened)
	case tcp.Readable:
		if s.queue.Closing() {
			e.Conn.Read(now, out) // nobody wants it
			return
		}
		s.tell(s.request.Readable)
	case tcp.Writable:
		s.queue.Flush(now, out)
	case tcp.PeerClosed:
		s.end(nil)
		s.Close()
	case tcp.Ended:
		s.r.streams = slices.DeleteFunc(s.r.streams, func(other *stream) bool { return other == s })
		s.end(streamError(e.Err))
	}
}

func (s *stream) tell(f func()) {
	if !s.queue.Closing() && !s.ended && f != nil {
		f()
	}
}

// end tells that nothing more will come.
func (s *stream) end(why error) {
	s.tell(func() {
		s.ended = true
		s.request.Ended(why)
	})
}

// streamError is why a connection has ended, for users.
func streamError(err error) error {
	for why, text := range map[error]modes.StreamError{tcp.ErrRefused: modes.StreamRefused, tcp.ErrTimeout: modes.StreamTimedOut,
		tcp.ErrUnreachable: modes.StreamUnreachable, tcp.ErrReset: modes.StreamReset, tcp.ErrAborted: modes.StreamReset} {
		if errors.Is(err, why) {
			return text
		}
	}
	return nil
}

// Read is what has come.
func (s *stream) Read() (data []byte) {
	if s.queue.Conn != nil {
		s.r.withTCP(func(now time.Time, _ *tcp.Stack, out *tcp.Out) { data = s.queue.Conn.Read(now, out) })
	}
	return data
}

// Waiting is how many bytes Read has.
func (s *stream) Waiting() int {
	if s.queue.Conn == nil {
		return 0
	}
	return s.queue.Conn.Waiting()
}

// Write sends data, as soon as there is room for it.
func (s *stream) Write(data []byte) {
	s.r.withTCP(func(now time.Time, _ *tcp.Stack, out *tcp.Out) { s.queue.Write(now, data, out) })
}

// Unsent is how many bytes have not been acknowledged.
func (s *stream) Unsent() int { return s.queue.Unsent() }

// Close ends it once all has gone out.
func (s *stream) Close() {
	if !s.queue.Closing() {
		s.r.withTCP(func(now time.Time, _ *tcp.Stack, out *tcp.Out) { s.queue.Close(now, out) })
	}
}
