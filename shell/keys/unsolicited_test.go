package keys

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"ruthere/shell/keys/emulator"
)

// A sitting is a Reader with a person at its terminal and a router behind it, which logs whenever it likes.
type sitting struct {
	*Reader
	t           *testing.T
	random      *rand.Rand
	terminal    *emulator.Terminal
	synchronous bool

	prompt, typed string // where a line is asked for
	secret        bool
	clean         bool // prompt and line stand in the cursor's row as they should: nothing was logged since, or they were drawn again
	logged        []string
	output        []string // lines that were shown
	read          string
}

const secretText = "s3cret"

func newSitting(t *testing.T, seed uint64) *sitting {
	s := &sitting{t: t, random: rand.New(rand.NewPCG(seed, 9)), terminal: emulator.New(0), Reader: &Reader{}}
	s.synchronous = s.random.IntN(2) == 0
	s.Send = func(text string) { _, _ = s.terminal.Write([]byte(strings.ReplaceAll(text, "\n", "\r\n"))) }
	s.Line = func(text string, _ Key) { s.read = text }
	s.Reader.Key = func(b byte) { s.read = string(b) }
	return s
}

func (s *sitting) row() string {
	return strings.TrimRight(string(s.terminal.Rows[s.terminal.Row]), " ")
}

// happen lets the router log some lines, or none, and looks at the screen.
func (s *sitting) happen() {
	s.t.Helper()
	for range max(0, s.random.IntN(5)-2) {
		line := fmt.Sprintf("*%03d: something", len(s.logged))
		s.logged = append(s.logged, line)
		s.Log(line, s.synchronous)
		s.clean = s.synchronous && s.wants == aLine
		if !s.synchronous && s.row() != line {
			s.t.Fatalf("%q was logged, and the row is %q", line, s.row())
		}
	}
	visible := s.prompt + s.typed
	if s.secret {
		visible = s.prompt
	}
	if want := strings.TrimRight(visible, " "); s.wants == aLine && s.clean && s.row() != want {
		s.t.Fatalf("the row is %q, want %q", s.row(), want)
	}
}

// line asks for a line and has it typed key by key, now and then with a mistake, or drawn again.
func (s *sitting) line(prompt, text string, secret bool) {
	s.t.Helper()
	s.prompt, s.typed, s.secret, s.clean = prompt, "", secret, true
	s.AskLine(Request{Prompt: prompt, Secret: secret})
	if s.row() != strings.TrimRight(prompt, " ") {
		s.t.Fatalf("it asks with %q, and the row is %q", prompt, s.row())
	}
	for _, c := range text {
		s.happen()
		if s.random.IntN(6) == 0 {
			s.press("x", s.typed+"x")
			s.happen()
			s.press("\b", s.typed[:len(s.typed)-1])
		}
		if s.random.IntN(8) == 0 {
			s.press("\x12", s.typed)
			s.clean = true
			s.happen()
		}
		s.press(string(c), s.typed+string(c))
	}
	s.happen()
	s.read = ""
	s.Feed([]byte("\r"))
	if s.read != text {
		s.t.Fatalf("%q was read, want %q", s.read, text)
	}
}

func (s *sitting) press(key, leaves string) {
	s.Feed([]byte(key))
	s.typed = leaves
}

// show has a command say something, in pieces.
func (s *sitting) show(lines ...string) {
	for _, line := range lines {
		at := s.random.IntN(len(line) + 1)
		s.Write(line[:at])
		if at == 0 {
			s.happen() // elsewhere the rest goes on in a row of its own
		}
		s.Write(line[at:] + "\n")
		s.output = append(s.output, line)
		s.happen()
	}
}

// page has the pager wait for a key.
func (s *sitting) page(erase string) {
	s.AskKey(" --More-- ")
	s.happen()
	s.Feed([]byte(" "))
	s.Write(erase)
}

// At whatever instant a line is logged, while somebody logs in, types, pages or waits: the prompt comes back on a row of its own, with
// `logging synchronous` what was typed stands behind it, without it goes on behind the logged line and is read whole, no row is
// written over, no password shows, and all is said once and in order.
func TestLinesAreLoggedAtAnyInstant(t *testing.T) {
	for seed := range uint64(500) {
		s := newSitting(t, seed)
		s.show("User Access Verification")
		s.line("Password: ", secretText, true)
		s.line("R1>", "show version", false)
		s.show("Cisco IOS Software", "uptime is 3 minutes")
		s.page("\b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\b")
		s.show("Configuration register is 0x2102")
		s.line("R1>", "ping 10.0.0.1", false)
		s.Write("!!")
		s.happen()
		s.Write("!!!\n")
		s.show("Success rate is 100 percent")
		s.line("R1>", "exit", false)
		s.line("R1>", "", false)
		s.check()
	}
}

// check looks through all that stands on the screen.
func (s *sitting) check() {
	s.t.Helper()
	screen := s.terminal.String()
	if strings.Contains(screen, secretText) {
		s.t.Fatalf("the password shows:\n%s", screen)
	}
	var logged, output []string
	for row := range strings.SplitSeq(screen, "\n") {
		row = strings.TrimSuffix(row, "§")
		if at := strings.IndexByte(row, '*'); at > 0 {
			s.t.Fatalf("a line was logged in the row %q", row)
		} else if at == 0 {
			logged = append(logged, row[:min(len(row), len("*000: something"))])
		}
		if trimmed := strings.TrimSpace(row); len(output) < len(s.output) && trimmed == s.output[len(output)] {
			output = append(output, trimmed)
		}
	}
	if fmt.Sprint(logged) != fmt.Sprint(s.logged) {
		s.t.Fatalf("logged %q, and on the screen are %q\n%s", s.logged, logged, screen)
	}
	if fmt.Sprint(output) != fmt.Sprint(s.output) {
		s.t.Fatalf("shown %q, and on the screen are %q\n%s", s.output, output, screen)
	}
	if len(s.terminal.Strange) > 0 {
		s.t.Fatalf("sent %q", s.terminal.Strange)
	}
}
