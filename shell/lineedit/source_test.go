package lineedit

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"ruthere/shell/keys"
)

func TestLineEnds(t *testing.T) {
	tests := []struct{ typed, want string }{
		{"a\rb\r", "a\rb\r"},
		{"a\nb\n", "a\rb\r"},
		{"a\r\nb\r\n", "a\rb\r"},
		{"a\r\x00b\r\x00", "a\rb\r"},
		{"a\r\x00\nb", "a\rb"},
		{"\r\r", "\r\r"},
		{"\n\n", "\r\r"},
		{"\r\n\r\n", "\r\r"},
		{"\r\n\n", "\r\r"},
		{"\x00\x00", ""},
	}
	for _, tt := range tests {
		for block := 1; block <= len(tt.typed); block++ {
			var ends keys.LineEnds
			var got strings.Builder
			for rest := tt.typed; rest != ""; {
				n := min(block, len(rest))
				got.Write(ends.Fold([]byte(rest[:n])))
				rest = rest[n:]
			}
			if got.String() != tt.want {
				t.Errorf("%q in blocks of %d: %q, want %q", tt.typed, block, got.String(), tt.want)
			}
		}
	}
}

// Lines and single keys from one paste: each reader takes what is its own and no more.
func TestKeysBetweenLines(t *testing.T) {
	s := newSession(t, 80, Hooks{})
	s.press("one\r\nq" + "two\r\x00\x1b[Atwo more\n" + "\x1bOBy" + "three" + ctrlZ + "k\n")
	line := func(want string, end EndKey) {
		t.Helper()
		s.ends(s.start(LineRequest{Prompt: "R1#"}), Line{want, end})
	}
	keys := func(want string) {
		t.Helper()
		for _, k := range []byte(want) {
			if got, err := s.ReadKey(); got != k || err != nil {
				t.Fatalf("key %q, error %v; want %q", got, err, k)
			}
		}
	}
	line("one", Return)
	keys("q")
	line("two", Return)
	keys("\x1b") // an arrow is one key
	line("two more", Return)
	keys("\x1by")
	line("three", CtrlZ)
	keys("k\r")
}

func TestPasteLosesNothing(t *testing.T) {
	const lines = 5000
	s := newSession(t, 80, Hooks{})
	go func() {
		for i := range lines {
			if _, err := fmt.Fprintf(s.typist, "access-list 100 permit ip host %d any\r\n", i); err != nil {
				return
			}
			if i%100 == 99 {
				io.WriteString(s.typist, "y")
			}
		}
	}()
	for i := range lines {
		s.ends(s.start(LineRequest{Prompt: "R1(config)#"}), Line{Text: fmt.Sprintf("access-list 100 permit ip host %d any", i)})
		if i%100 == 99 {
			if k, err := s.ReadKey(); k != 'y' || err != nil {
				t.Fatalf("after line %d: key %q, error %v", i, k, err)
			}
		}
	}
}

func TestHangUp(t *testing.T) {
	s := newSession(t, 80, Hooks{})
	s.press("one\rtwo\rthr")
	s.typist.Close()
	for _, want := range []string{"one", "two"} {
		s.ends(s.start(LineRequest{Prompt: "R1#"}), Line{Text: want})
	}
	for range 2 {
		if line, err := s.ReadLine(LineRequest{Prompt: "R1#"}); err != io.EOF {
			t.Errorf("line %q, error %v; want EOF", line.Text, err)
		}
	}
	if _, err := s.ReadKey(); err != io.EOF {
		t.Errorf("key: %v, want EOF", err)
	}
}

func TestClose(t *testing.T) {
	eof := func(t *testing.T, done <-chan error) {
		t.Helper()
		select {
		case err := <-done:
			if err != io.EOF {
				t.Errorf("error %v, want EOF", err)
			}
		case <-time.After(patience):
			t.Fatal("still waiting")
		}
	}
	t.Run("unused", func(t *testing.T) { newSession(t, 80, Hooks{}).Close() })
	t.Run("twice", func(t *testing.T) {
		s := newSession(t, 80, Hooks{})
		s.Close()
		s.Close()
		if _, err := s.ReadLine(LineRequest{}); err != io.EOF {
			t.Errorf("error %v, want EOF", err)
		}
	})
	t.Run("between lines", func(t *testing.T) {
		s := newSession(t, 80, Hooks{})
		s.press("one\rtwo")
		s.ends(s.start(LineRequest{}), Line{Text: "one"})
		s.Close()
	})
	t.Run("while a line is edited", func(t *testing.T) {
		s := newSession(t, 80, Hooks{})
		done := make(chan error, 1)
		go func() { _, err := s.ReadLine(LineRequest{Prompt: "R1#"}); done <- err }()
		s.press("show")
		s.shows("R1#show§")
		s.Close()
		eof(t, done)
	})
	t.Run("while a key is awaited", func(t *testing.T) {
		s := newSession(t, 80, Hooks{})
		done := make(chan error, 1)
		go func() { _, err := s.ReadKey(); done <- err }()
		s.Close()
		eof(t, done)
	})
	t.Run("from within help", func(t *testing.T) {
		var s *session
		s = newSession(t, 80, Hooks{Help: func(string) string { s.Close(); return "late\n" }})
		done := make(chan error, 1)
		go func() { _, err := s.ReadLine(LineRequest{Prompt: "R1#"}); done <- err }()
		s.press("sh?")
		eof(t, done)
	})
	t.Run("while help pages", func(t *testing.T) {
		var s *session
		s = newSession(t, 80, Hooks{Help: func(string) string { s.Write([]byte("--More--")); s.ReadKey(); return "" }})
		done := make(chan error, 1)
		go func() { _, err := s.ReadLine(LineRequest{Prompt: "R1#"}); done <- err }()
		s.press("?")
		s.shows("R1#?", "--More--§")
		s.Close()
		eof(t, done)
	})
	t.Run("with more typed than is read ahead", func(t *testing.T) {
		s := newSession(t, 80, Hooks{})
		typed := make(chan error, 1)
		go func() { _, err := io.WriteString(s.typist, strings.Repeat("x", 3*typeAhead)); typed <- err }()
		if k, err := s.ReadKey(); k != 'x' || err != nil {
			t.Errorf("key %q, error %v", k, err)
		}
		s.Close()
		<-typed
	})
}

// A terminal that takes no more output must not hold up Close.
func TestCloseWhileAWriteIsBlocked(t *testing.T) {
	r, w := io.Pipe()
	defer w.Close()
	outR, outW := io.Pipe()
	e, err := New(blocked{r, outW}, 80, 24, Hooks{})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { _, err := e.Write([]byte("output")); done <- err }()
	first := make([]byte, 1)
	if _, err := outR.Read(first); err != nil {
		t.Fatal(err)
	}
	e.Close()
	if err := <-done; err == nil {
		t.Error("the write went through")
	}
}

type blocked struct {
	*io.PipeReader
	out *io.PipeWriter
}

func (b blocked) Write(p []byte) (int, error) { return b.out.Write(p) }

func (b blocked) Close() error { return errors.Join(b.PipeReader.Close(), b.out.Close()) }

func TestPromptThatCannotBeShown(t *testing.T) {
	out := iotest.ErrReader(errors.New("gone"))
	e, err := New(struct {
		io.Reader
		io.Writer
	}{out, failing{}}, 80, 24, Hooks{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if _, err := e.ReadLine(LineRequest{Prompt: "R1#"}); err == nil {
		t.Error("no error")
	}
	if _, err := e.Write([]byte("x")); err == nil {
		t.Error("no error from Write")
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// Whatever arrives: every line is short and printable or typed with Ctrl-V, nothing strange is sent, and it ends.
func FuzzKeys(f *testing.F) {
	for _, seed := range []string{
		"show\r", "a?b\t\r", "\x1b[A\x1bOB\x1b[3~\x1b[1;5C\r", "\x16\x03\x1aq\x1by\x19\x1by", "\x1b\x1b[[[999999999999999999~\xff\r\n\x00",
		strings.Repeat("x", 300) + "\x01\x05\x17\x0b\x15\x19\x19\r",
	} {
		f.Add([]byte(seed), 80)
	}
	f.Fuzz(func(t *testing.T, typed []byte, width int) {
		width = max(0, width%1000)
		out, w := newStream(width)
		e, err := New(out, width, 24, Hooks{
			Help:     func(line string) string { return fmt.Sprintf("%q\n", line) },
			Complete: func(line string) (string, bool) { return line + "x ", len(line)%2 == 0 },
		})
		if err != nil {
			t.Fatal(err)
		}
		defer e.Close()
		go func() {
			w.Write(typed)
			w.Close()
		}()
		for {
			line, err := e.ReadLine(LineRequest{Prompt: "R1#", History: []string{"old"}})
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(line.Text) > keys.MaxLine || strings.ContainsAny(line.Text, "\r\n\x00") {
				t.Errorf("line %q", line.Text)
			}
		}
		if len(out.Strange) > 0 {
			t.Errorf("sent %q", out.Strange)
		}
	})
}
