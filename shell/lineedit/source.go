package lineedit

import (
	"io"
	"sync"
	"unicode/utf8"

	"ruthere/shell/keys"
)

// typeAhead is how many bytes are read before anybody asks for them. A longer paste waits in the transport.
const typeAhead = 4096

// A source stands between the stream and those who read keys. One goroutine reads the stream, so that Ctrl-^ is
// noticed while a command runs and a waiting reader can be released; the bytes stay here until a line editor
// or a pager takes them.
//
// As an io.Reader it is readline's standard input: one Read gives one key, and only after permitKey. readline
// reads on as soon as it has a key, so without the permit it would take what belongs to the next reader.
type source struct {
	interrupt func()

	mu        sync.Mutex
	cond      *sync.Cond
	queue     []byte // line ends folded to CR, NUL stripped
	decoder   keys.Decoder
	sequence  keys.SequenceSkipper
	permitted bool
	hungUp    bool // the stream ended: what is queued still counts
	closed    bool // nothing counts any more
}

func newSource(interrupt func()) *source {
	s := &source{interrupt: interrupt}
	s.cond = sync.NewCond(&s.mu)
	return s
}

// readStream reads the stream until it ends or the source is closed.
func (s *source) readStream(stream io.Reader) {
	var ends keys.LineEnds
	buf := make([]byte, 1024)
	for {
		n, err := stream.Read(buf)
		if !s.queueBytes(ends.Fold(buf[:n])) {
			return
		}
		if err != nil {
			s.mu.Lock()
			s.hungUp = true
			s.cond.Broadcast()
			s.mu.Unlock()
			return
		}
	}
}

// queueBytes queues bytes, waiting while the queue is full, and reports false once the source is closed.
func (s *source) queueBytes(b []byte) bool {
	for _, c := range b {
		if c == keys.RS && s.interrupt != nil {
			s.interrupt()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.queue) >= typeAhead && !s.closed {
		s.cond.Wait()
	}
	s.queue = append(s.queue, b...)
	s.cond.Broadcast()
	return !s.closed
}

// nextByte takes the first byte; s.mu is held. The queue has room again once it is empty, which keeps a long paste cheap.
func (s *source) nextByte() byte {
	b := s.queue[0]
	s.queue = s.queue[1:]
	if len(s.queue) == 0 {
		s.queue = nil
		s.cond.Broadcast()
	}
	return b
}

// permitKey lets readline take one key.
func (s *source) permitKey() {
	s.mu.Lock()
	s.permitted = true
	s.cond.Broadcast()
	s.mu.Unlock()
}

// Read gives readline the next key, encoded as one character.
func (s *source) Read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.closed:
			return 0, io.EOF
		case s.permitted && len(s.queue) > 0:
			b := s.nextByte()
			if s.sequence.Skips(b) {
				continue
			}
			if k, ok := s.decoder.Feed(b); ok {
				s.permitted = false
				return utf8.EncodeRune(p, rune(k)), nil
			}
		case s.permitted && s.hungUp:
			return 0, io.EOF
		default:
			s.cond.Wait()
		}
	}
}

// readKey gives the next byte that is a key to a pager or a running command; raw: the next byte, whatever it is.
func (s *source) readKey(raw bool) (byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.closed:
			return 0, io.EOF
		case len(s.queue) > 0:
			b := s.nextByte()
			if !raw && s.sequence.Skips(b) {
				continue
			}
			if !raw && b == keys.ESC {
				s.sequence = keys.SequenceBegun
			}
			return b, nil
		case s.hungUp:
			return 0, io.EOF
		default:
			s.cond.Wait()
		}
	}
}

// unreadKey puts a byte before those that are queued.
func (s *source) unreadKey(b byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = append([]byte{b}, s.queue...)
	s.cond.Broadcast()
}

// Close releases the readers and the pump.
func (s *source) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	s.cond.Broadcast()
	return nil
}
