package lineedit

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
)

const logLine = "*Sep 10 12:36:13.447: %SYS-5-CONFIG_I: Configured from console by console"

// As captured: the message on a new row, nothing after it, and the echo goes on after it.
func TestLogLineWhileTyping(t *testing.T) {
	s := newSession(t, 80, Hooks{})
	done := s.start(LineRequest{Prompt: "cisco-1941-router#"})
	s.press("co")
	s.shows("cisco-1941-router#co§")
	s.Async(logLine, false)
	s.shows("cisco-1941-router#co", logLine+"§")
	s.press("p")
	s.shows("cisco-1941-router#co", logLine+"p§")
	s.press("\b")
	s.shows("cisco-1941-router#co", logLine+"§")
	s.press("p\r")
	s.ends(done, Line{Text: "cop"})
	s.shows("cisco-1941-router#co", logLine+"p", "§")
}

func TestLogLineSynchronous(t *testing.T) {
	s := newSession(t, 80, Hooks{})
	done := s.start(LineRequest{Prompt: "SW2#"})
	s.press("show cd n" + ctrlB + ctrlB)
	s.shows("SW2#show cd§ n")
	s.Async("*one\n*two", true)
	s.shows("SW2#show cd n", "*one", "*two", "SW2#show cd§ n")
	s.press("p" + ctrlE + "eighb\r")
	s.ends(done, Line{Text: "show cdp neighb"})
	s.shows("SW2#show cd n", "*one", "*two", "SW2#show cdp neighb", "§")
}

// Some lines of the device are followed by an empty row.
func TestLogLineWithAnEmptyRow(t *testing.T) {
	s := newSession(t, 80, Hooks{})
	done := s.start(LineRequest{Prompt: "R1#"})
	s.press("sh")
	s.shows("R1#sh§")
	s.Async("*state \n", false)
	s.Async("*next", false)
	s.shows("R1#sh", "*state", "", "*next§")
	s.Async("*state \n", true)
	s.shows("R1#sh", "*state", "", "*next", "*state", "", "R1#sh§")
	s.press("\r")
	s.ends(done, Line{Text: "sh"})
}

func TestLogLinesAtAnEmptyPrompt(t *testing.T) {
	s := newSession(t, 80, Hooks{})
	done := s.start(LineRequest{Prompt: "R1#"})
	s.shows("R1#§")
	s.Async("*one", false)
	s.Async("*two", false)
	s.shows("R1#", "*one", "*two§")
	s.press("\r")
	s.ends(done, Line{})
	done = s.start(LineRequest{Prompt: "R1#"})
	s.shows("R1#", "*one", "*two", "R1#§")
	s.press("\r")
	s.ends(done, Line{})
}

// Keys that would have to write over the log line continue on a new row instead.
func TestLogLineIsNeverOverwritten(t *testing.T) {
	tests := []struct {
		name, keys string
		shows      []string
	}{
		{"backspace", "\b", []string{"R1#sho", "*log", "R1#sh§"}},
		{"start of line", ctrlA, []string{"R1#sho", "*log", "R1#§sho"}},
		{"history", ctrlP, []string{"R1#sho", "*log", "R1#conf t§"}},
		{"redraw", ctrlR, []string{"R1#sho", "*log", "R1#sho§"}},
		{"scrolling", strings.Repeat("x", 15), []string{"R1#sho", "*logxxxxxxxxxx", "R1#$xxxxxxx§"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSession(t, 20, Hooks{})
			done := s.start(LineRequest{Prompt: "R1#", History: []string{"conf t"}})
			s.press("sho")
			s.shows("R1#sho§")
			s.Async("*log", false)
			s.press(tt.keys)
			s.shows(tt.shows...)
			s.press("\r")
			if got := <-done; got.err != nil {
				t.Error(got.err)
			}
		})
	}
}

func TestLogLinesWhileACommandRuns(t *testing.T) {
	s := newSession(t, 80, Hooks{})
	s.Async("*before", true) // nobody has logged in: at once
	s.shows("*before§")
	done := s.start(LineRequest{Prompt: "R1#"})
	s.press("show\r")
	s.ends(done, Line{Text: "show"})
	s.Write([]byte("one\n"))
	s.Async("*at once", false)
	s.Async("*later", true)
	s.Write([]byte("two\n"))
	s.shows("*before", "R1#show", "one", "*at once", "two", "§")
	done = s.start(LineRequest{Prompt: "R1#"})
	s.shows("*before", "R1#show", "one", "*at once", "two", "*later", "R1#§")
	s.press("\r")
	s.ends(done, Line{})
}

func TestHeldLogLinesAreLimited(t *testing.T) {
	const heldLimit = 20
	s := newSession(t, 80, Hooks{})
	done := s.start(LineRequest{Prompt: "R1#"})
	s.press("\r")
	s.ends(done, Line{})
	want := []string{"R1#"}
	for i := range heldLimit + 1 {
		s.Async(fmt.Sprint("*", i), true)
		want = append(want, fmt.Sprint("*", i))
	}
	s.shows(strings.Join(want, "\n") + "§")
}

// What waits for the next prompt is shown when it is known that none will come.
func TestHeldLogLinesAreShownAtLogout(t *testing.T) {
	s := newSession(t, 80, Hooks{})
	done := s.start(LineRequest{Prompt: "R1#"})
	s.press("exit\r")
	s.ends(done, Line{Text: "exit"})
	s.Async("*logged out", true)
	s.Write([]byte("Press RETURN\n"))
	s.shows("R1#exit", "Press RETURN", "§")
	s.ShowHeld()
	s.shows("R1#exit", "Press RETURN", "*logged out§")
	s.Async("*later", false)
	s.shows("R1#exit", "Press RETURN", "*logged out", "*later§")
}

func TestWriteWhileALineIsEdited(t *testing.T) {
	s := newSession(t, 80, Hooks{})
	done := s.start(LineRequest{Prompt: "R1#"})
	s.press("sh")
	s.shows("R1#sh§")
	s.Write([]byte("output\n"))
	s.shows("R1#sh", "output", "§")
	s.press("o")
	s.shows("R1#sh", "output", "o§")
	s.press("\r")
	s.ends(done, Line{Text: "sho"})
}

// Every terminal has an editor of its own, and none disturbs another.
func TestEditorsSideBySide(t *testing.T) {
	const terminals, lines = 8, 20
	var all sync.WaitGroup
	for n := range terminals {
		stream, typist := newStream(80)
		e, err := New(stream, 80, 24, Hooks{})
		if err != nil {
			t.Fatal(err)
		}
		s := &session{t, stream, typist, e}
		all.Go(func() {
			defer s.Close()
			for i := range lines {
				want := fmt.Sprintf("terminal %d line %d", n, i)
				done := s.start(LineRequest{Prompt: fmt.Sprintf("R%d#", i)})
				s.Async(fmt.Sprintf("*%d", n), true)
				if _, err := io.WriteString(s.typist, want+"x\b\r"); err != nil {
					t.Error(err)
				}
				if got := <-done; got.err != nil || got.Text != want {
					t.Errorf("line %q, error %v; want %q", got.Text, got.err, want)
				}
			}
		})
	}
	all.Wait()
}

// Many writers at once: no log line is lost, split or glued to another.
func TestConcurrentWriters(t *testing.T) {
	s := newSession(t, 0, Hooks{})
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() {
			for i := range 50 {
				s.Async(fmt.Sprintf("*%d.%02d", w, i), true)
				s.Resize(80+i%2, 24)
			}
		})
	}
	for i := range 50 {
		done := s.start(LineRequest{Prompt: "R1#"})
		s.press("show\r")
		s.ends(done, Line{Text: "show"})
		if i == 25 {
			writers.Wait()
		}
	}
	done := s.start(LineRequest{Prompt: "R1#"})
	s.press("\r")
	s.ends(done, Line{})
	seen := 0
	for row := range strings.SplitSeq(strings.ReplaceAll(s.bytes(), "\r", ""), "\n") {
		if strings.Contains(row, "*") {
			seen++
			if len(row) != len("*0.00") {
				t.Errorf("row %q", row)
			}
		}
	}
	if seen != 200 {
		t.Errorf("%d log lines, want 200", seen)
	}
}
