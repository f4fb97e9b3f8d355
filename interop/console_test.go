package interop

import (
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Console is the console line of a router process: what is typed goes to its
// standard input; all that it prints is kept with the time it arrived.
type Console struct {
	t     *testing.T
	stdin io.WriteCloser

	process int // its number

	mu       sync.Mutex
	text     []byte // all output so far, without carriage returns
	arrivals []arrival
	ended    error         // not nil once the output has ended
	more     chan struct{} // closed, and replaced, when any of these change

	read int // what Expect has consumed of text
}

// arrival says that the text up to end was there at that time.
type arrival struct {
	end int
	at  time.Time
}

// Match is what Expect found: the submatches, and when the last of it arrived.
type Match struct {
	Text []string
	At   time.Time
	end  int
}

// StartConsole starts the command and ends it when the test does.
func StartConsole(t *testing.T, command *exec.Cmd) *Console {
	t.Helper()
	stdin, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr strings.Builder
	command.Stderr = &stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	c := &Console{t: t, stdin: stdin, process: command.Process.Pid, more: make(chan struct{})}
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.collect(stdout)
	}()
	t.Cleanup(func() {
		select {
		case <-done:
			t.Errorf("the router ended before it was told to")
		default:
			command.Process.Signal(syscall.SIGTERM)
		}
		select {
		case <-done:
		case <-time.After(3 * time.Second):
			command.Process.Kill()
			<-done
		}
		command.Wait()
		if t.Failed() {
			t.Logf("the console, with arrival times:\n%s", c.Transcript())
			t.Logf("standard error of the router:\n%s", stderr.String())
		}
	})
	return c
}

// Type sends a line.
func (c *Console) Type(line string) {
	c.t.Helper()
	if _, err := io.WriteString(c.stdin, line+"\n"); err != nil {
		c.t.Fatalf("cannot type %q: %v", line, err)
	}
}

// Expect waits until the pattern (RE2, multi-line mode) appears in what has not
// been consumed yet, and consumes up to its end.
func (c *Console) Expect(within time.Duration, pattern string) Match {
	c.t.Helper()
	m := c.ExpectAfter(c.read, within, pattern)
	c.read = m.end
	return m
}

// ExpectAfter waits until the pattern appears after a mark, and consumes nothing.
func (c *Console) ExpectAfter(mark int, within time.Duration, pattern string) Match {
	c.t.Helper()
	re := regexp.MustCompile("(?m)" + pattern)
	deadline := time.After(within)
	for {
		c.mu.Lock()
		text, more, ended := string(c.text[mark:]), c.more, c.ended
		c.mu.Unlock()
		if at := re.FindStringSubmatchIndex(text); at != nil {
			end := mark + at[1]
			return Match{Text: re.FindStringSubmatch(text), At: c.arrived(end), end: end}
		}
		if ended != nil {
			c.t.Fatalf("the router ended (%v) before it printed %q", ended, pattern)
		}
		select {
		case <-more:
		case <-deadline:
			c.t.Fatalf("no %q within %v", pattern, within)
		}
	}
}

// Mark is the place where the text ends at the moment.
func (c *Console) Mark() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.text)
}

// After is what has arrived after a mark.
func (c *Console) After(mark int) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return string(c.text[mark:])
}

// anyPrompt is a prompt at the beginning of a line; log lines may follow it.
const anyPrompt = `^Router(\([\w-]+\))?[>#]`

// Run types a command and returns its answer: all between the echoed line and
// the next prompt, log lines that came between included.
func (c *Console) Run(command string) string {
	c.t.Helper()
	c.Type(command)
	c.Expect(10*time.Second, regexp.QuoteMeta(command)+`[^\n]*\n`)
	return c.Expect(20*time.Second, `((?s:.*?))`+anyPrompt).Text[1]
}

// Transcript is all that has arrived, each line with the time of its last byte.
func (c *Console) Transcript() string {
	var b strings.Builder
	end := 0
	for line := range strings.Lines(c.After(0)) {
		end += len(line)
		fmt.Fprintf(&b, "%s  %s\n", c.arrived(end).Format("15:04:05.000"), strings.TrimSuffix(line, "\n"))
	}
	return b.String()
}

// collect reads until the process closes its output.
func (c *Console) collect(r io.Reader) {
	chunk := make([]byte, 4096)
	for {
		n, err := r.Read(chunk)
		c.mu.Lock()
		for _, b := range chunk[:n] {
			if b != '\r' {
				c.text = append(c.text, b)
			}
		}
		c.arrivals = append(c.arrivals, arrival{len(c.text), time.Now()})
		c.ended = err
		close(c.more)
		c.more = make(chan struct{})
		c.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// arrived is when the text up to end was complete.
func (c *Console) arrived(end int) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, a := range c.arrivals {
		if a.end >= end {
			return a.at
		}
	}
	return time.Time{}
}
