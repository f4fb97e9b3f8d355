package lineedit

import (
	"strings"
	"testing"

	"ruthere/shell/keys"
)

func TestHelp(t *testing.T) {
	tests := []struct {
		name, keys, asked, answer string
		shows                     []string
	}{
		{"at the end", "show ?", "show ", "  ip  IP information\n\n",
			[]string{"R1#show ?", "  ip  IP information", "", "R1#show §"}},
		{"in the middle", "show ip" + ctrlB + ctrlB + ctrlB + "?", "show", "show\n\n",
			[]string{"R1#show? ip", "show", "", "R1#show§ ip"}},
		{"on an empty line", "?", "", "Exec commands:\n", []string{"R1#?", "Exec commands:", "R1#§"}},
		{"without line end", "x?", "x", "% Unrecognized command", []string{"R1#x?", "% Unrecognized command", "R1#x§"}},
		{"no answer", "x?", "x", "", []string{"R1#x?", "R1#x§"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var asked []string
			s := newSession(t, 80, Hooks{Help: func(line string) string {
				asked = append(asked, line)
				return tt.answer
			}})
			done := s.start(LineRequest{Prompt: "R1#"})
			s.press(tt.keys)
			s.shows(tt.shows...)
			s.press("\r")
			if got := <-done; got.err != nil || strings.Contains(got.Text, "?") {
				t.Errorf("line %q, error %v", got.Text, got.err)
			}
			if len(asked) != 1 || asked[0] != tt.asked {
				t.Errorf("asked for %q, want once %q", asked, tt.asked)
			}
		})
	}
}

func TestHelpOfALongLine(t *testing.T) {
	s := newSession(t, 40, Hooks{Help: func(string) string { return "help\n" }})
	done := s.start(LineRequest{Prompt: "R1#"})
	s.press("0123456789abcdefghijklmnopqrstuvwxy?")
	s.shows("R1#$bcdefghijklmnopqrstuvwxy?", "help", "R1#$bcdefghijklmnopqrstuvwxy§")
	s.press("\r")
	s.ends(done, Line{Text: "0123456789abcdefghijklmnopqrstuvwxy"})
}

// A pager inside the help takes its keys before the line does, typed ahead or not.
func TestHelpThroughAPager(t *testing.T) {
	var s *session
	s = newSession(t, 80, Hooks{Help: func(string) string {
		s.Write([]byte("one\n --More-- "))
		k, err := s.ReadKey()
		if k != ' ' || err != nil {
			t.Errorf("key %q, error %v", k, err)
		}
		s.Write([]byte("\rtwo        \n"))
		return "three\n"
	}})
	done := s.start(LineRequest{Prompt: "R1#"})
	s.press("sh? ow\r")
	s.ends(done, Line{Text: "show"})
	s.shows("R1#sh?", "one", "two", "three", "R1#show", "§")
}

func TestLogLinesDuringHelp(t *testing.T) {
	var s *session
	s = newSession(t, 80, Hooks{Help: func(string) string {
		s.Async("*later", true)
		s.Async("*at once", false)
		return "help\n"
	}})
	done := s.start(LineRequest{Prompt: "R1#"})
	s.press("sh?")
	s.shows("R1#sh?", "*at once", "help", "*later", "R1#sh§")
	s.press("\r")
	s.ends(done, Line{Text: "sh"})
}

func TestTab(t *testing.T) {
	complete := func(line string) (string, bool) {
		switch {
		case strings.HasSuffix(line, "cr"):
			return line + "ypto ", true
		case strings.HasSuffix(line, "long"):
			return strings.Repeat("x", keys.MaxLine), true
		}
		return "not used", false
	}
	tests := []struct {
		name, keys string
		shows      []string
		bells      int
	}{
		{"unique", "cr\t", []string{"Router(config)#cr", "Router(config)#crypto §"}, 0},
		{"ambiguous", "s\t", []string{"Router(config)#s", "Router(config)#s§"}, 1},
		{"in the middle", "no cr map" + esc + "b" + ctrlB + "\t",
			[]string{"Router(config)#no cr map", "Router(config)#no crypto § map"}, 0},
		{"ambiguous in the middle", "ab" + ctrlB + "\t", []string{"Router(config)#ab", "Router(config)#a§b"}, 1},
		{"too long", "longx" + ctrlB + "\t", []string{"Router(config)#longx", "Router(config)#long§x"}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSession(t, 80, Hooks{Complete: complete})
			done := s.start(LineRequest{Prompt: "Router(config)#"})
			s.press(tt.keys)
			s.shows(tt.shows...)
			s.press("\r")
			if got := <-done; got.err != nil {
				t.Error(got.err)
			}
			if s.stream.Bells != tt.bells {
				t.Errorf("%d bells, want %d", s.stream.Bells, tt.bells)
			}
		})
	}
}

func TestWithoutHooks(t *testing.T) {
	s := newSession(t, 80, Hooks{})
	done := s.start(LineRequest{Prompt: "R1#"})
	s.press("a\t?\x1e")
	s.shows("R1#a?§")
	s.press("\r")
	s.ends(done, Line{Text: "a?"})
	if s.stream.Bells != 1 {
		t.Errorf("%d bells, want 1 for Tab", s.stream.Bells)
	}
}

// Ctrl-^ is noticed although nobody asks for a key.
func TestInterrupt(t *testing.T) {
	interrupted := make(chan struct{})
	s := newSession(t, 80, Hooks{Interrupt: func() { close(interrupted) }})
	s.press("typed ahead\x1e")
	<-interrupted
}
