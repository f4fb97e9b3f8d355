package lineedit

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"ruthere/shell/keys/emulator"
)

// patience bounds the wait for what must arrive; a passing test never uses it up.
const patience = 20 * time.Second

// A stream is a terminal in memory: what is typed goes in, what comes out is on the screen.
type stream struct {
	keys *io.PipeReader
	mu   sync.Mutex
	cond *sync.Cond
	*emulator.Terminal
	sent bytes.Buffer
}

func (s *stream) Read(p []byte) (int, error) { return s.keys.Read(p) }

func (s *stream) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent.Write(p)
	defer s.cond.Broadcast()
	return s.Terminal.Write(p)
}

func (s *stream) Close() error { return s.keys.Close() }

func newStream(width int) (*stream, *io.PipeWriter) {
	r, w := io.Pipe()
	st := &stream{keys: r, Terminal: emulator.New(width)}
	st.cond = sync.NewCond(&st.mu)
	return st, w
}

// A session is one editor with a person at its terminal.
type session struct {
	t      *testing.T
	stream *stream
	typist *io.PipeWriter
	LineEditor
}

func newSession(t *testing.T, width int, hooks Hooks) *session {
	t.Helper()
	st, w := newStream(width)
	e, err := New(st, width, 24, hooks)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		e.Close()
		goleak.VerifyNone(t)
		if len(st.Strange) > 0 {
			t.Errorf("the screen got control characters a router never sends: %q", st.Strange)
		}
	})
	return &session{t, st, w, e}
}

type result struct {
	Line
	err error
}

// start begins to read a line.
func (s *session) start(r LineRequest) <-chan result {
	done := make(chan result, 1)
	go func() {
		line, err := s.ReadLine(r)
		done <- result{line, err}
	}()
	return done
}

func (s *session) press(keys string) {
	s.t.Helper()
	if _, err := io.WriteString(s.typist, keys); err != nil {
		s.t.Fatalf("typing %q: %v", keys, err)
	}
}

// await waits until what is asked for is so.
func (s *session) await(what func() bool, missing func() string) {
	s.t.Helper()
	st := s.stream
	late := false
	timer := time.AfterFunc(patience, func() {
		st.mu.Lock()
		late = true
		st.cond.Broadcast()
		st.mu.Unlock()
	})
	defer timer.Stop()
	st.mu.Lock()
	defer st.mu.Unlock()
	for !what() {
		if late {
			s.t.Fatal(missing())
		}
		st.cond.Wait()
	}
}

// shows waits for the screen, § being the cursor.
func (s *session) shows(rows ...string) {
	s.t.Helper()
	want := strings.Join(rows, "\n")
	s.await(func() bool { return s.stream.String() == want },
		func() string { return fmt.Sprintf("screen:\n%s\nwant:\n%s", s.stream, want) })
}

// rings waits for the n-th bell.
func (s *session) rings(n int) {
	s.t.Helper()
	s.await(func() bool { return s.stream.Bells >= n },
		func() string { return fmt.Sprintf("%d bells, want %d", s.stream.Bells, n) })
}

func (s *session) ends(done <-chan result, want Line) {
	s.t.Helper()
	select {
	case got := <-done:
		if got.err != nil || got.Line != want {
			s.t.Fatalf("line %q ended by %v, error %v; want %q ended by %v", got.Text, got.End, got.err, want.Text, want.End)
		}
	case <-time.After(patience):
		s.t.Fatalf("no line; screen:\n%s", s.screen())
	}
}

func (s *session) screen() string {
	s.stream.mu.Lock()
	defer s.stream.mu.Unlock()
	return s.stream.String()
}

func (s *session) bytes() string {
	s.stream.mu.Lock()
	defer s.stream.mu.Unlock()
	return s.stream.sent.String()
}

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
