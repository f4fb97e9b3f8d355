package lineedit

import (
	"strings"
	"testing"
)

// Columns from captures of real routers: at column 77 of 80 the line moves left by 10.
func TestLongLines(t *testing.T) {
	const prompt = "Router(config)#" // 15 columns, so 62 characters reach column 77
	line := strings.Repeat("abcdefghij", 9)
	tests := []struct {
		name  string
		width int
		keys  string
		shows string
	}{
		{"column 76", 80, line[:61], prompt + line[:61] + "§"},
		{"column 77 becomes 67", 80, line[:62], prompt + "$" + line[11:62] + "§"},
		{"column 76 again", 80, line[:71], prompt + "$" + line[11:71] + "§"},
		{"column 77 again", 80, line[:72], prompt + "$" + line[21:72] + "§"},
		{"back over the right half", 80, line[:62] + strings.Repeat("\b", 50), prompt + "$" + line[11:12] + "§"},
		{"back into the hidden part", 80, line[:62] + strings.Repeat(ctrlB, 52), prompt + line[:10] + "§" + line[10:62]},
		{"start of a line too long to show", 80, line[:70] + ctrlA, prompt + "§" + line[:62] + "$"},
		{"typing in front of the rest", 80, line[:70] + ctrlA + "x", prompt + "x§" + line[:61] + "$"},
		{"and to the end again", 80, line[:70] + ctrlA + ctrlE, prompt + "$" + line[11:70] + "§"},
		{"width 0", 0, line, prompt + line + "§"},
		{"width 0, back in the line", 0, line + ctrlA + esc + "f" + ctrlB + "\b" + "X", prompt + line[:88] + "X§" + line[89:]},
		// readline by itself never came back from this
		{"width 512", 512, line, prompt + line + "§"},
		{"a prompt as wide as the terminal", 14, line[:24], prompt[:14] + "\n#$" + line[21:24] + "§"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSession(t, tt.width, Hooks{})
			done := s.start(LineRequest{Prompt: prompt})
			s.press(tt.keys)
			s.shows(tt.shows)
			s.press("\r")
			if got := <-done; got.err != nil {
				t.Error(got.err)
			}
		})
	}
}

func TestResize(t *testing.T) {
	line := strings.Repeat("abcdefghij", 5)
	s := newSession(t, 80, Hooks{})
	done := s.start(LineRequest{Prompt: "R1#"})
	s.press(line)
	s.shows("R1#" + line + "§")
	s.Resize(40, 24)
	s.shows("R1#$" + line[21:] + "§")
	s.Resize(0, 0)
	s.press(ctrlA)
	s.shows("R1#§" + line)
	s.press("\r")
	s.ends(done, Line{Text: line})
}
