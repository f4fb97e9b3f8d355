package live

import (
	"io"
	"time"
)

// An activityReader is a reader that tells when something comes, once a second at most: a router
// must know that its user is typing before there is a line.
type activityReader struct {
	io.Reader
	tell func()
	last time.Time
}

func (s *activityReader) Read(b []byte) (int, error) {
	n, err := s.Reader.Read(b)
	if now := time.Now(); n > 0 && now.Sub(s.last) >= time.Second {
		s.last = now
		s.tell()
	}
	return n, err
}

// Close closes the reader, if it can be.
func (s *activityReader) Close() error {
	if c, ok := s.Reader.(io.Closer); ok {
		return c.Close()
	}
	return nil
}

// A writeNotifier is a writer that tells when something was written.
type writeNotifier struct {
	io.Writer
	written chan struct{}
}

func (n writeNotifier) Write(b []byte) (int, error) {
	defer wakeUp(n.written)
	return n.Writer.Write(b)
}

func wakeUp(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// A readWriter joins a reader and a writer. Closing it closes the reader, if it can be.
type readWriter struct {
	io.Reader
	io.Writer
}

func (s readWriter) Close() error {
	if c, ok := s.Reader.(io.Closer); ok {
		return c.Close()
	}
	return nil
}
