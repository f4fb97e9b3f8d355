package lineedit

import (
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"ruthere/shell/keys"
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

// Whatever happened to line, width and cursor, the differences sent must add up to the row they stand for.
func TestDifferencesAddUp(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 0))
		width := 30 + random.IntN(60)
		terminal := newEmulator(0)
		p := &painter{screen: screen{w: terminal, newline: "\r\n", width: width}}
		if err := p.beginLine("R1(config)#", false); err != nil {
			t.Fatal(err)
		}
		var line keys.Text
		for range 40 {
			line = randomText(random)
			displaced := false
			switch random.IntN(8) {
			case 0:
				width = random.IntN(100)
				p.setWidth(width)
			case 1:
				p.printLog("*log", true)
			case 2:
				p.printLog("*log", false)
				displaced = true
			}
			p.showLine(line)
			if displaced && p.displaced {
				p.repaintBelow(line)
			}
			f := composeFrame([]byte("R1(config)#"), line, p.shown.hidden, width)
			got, want := strings.TrimRight(string(terminal.rows[terminal.row]), " "), strings.TrimRight(string(f.cells), " ")
			if got != want || terminal.col != f.cursor {
				t.Fatalf("seed %d, width %d, line %q at %d:\nscreen %q, cursor %d\nwant   %q, cursor %d",
					seed, width, string(line.Runes), line.Pos, got, terminal.col, want, f.cursor)
			}
		}
	}
}

func randomText(random *rand.Rand) keys.Text {
	var line keys.Text
	for range random.IntN(keys.MaxLine) {
		line.Runes = append(line.Runes, rune('a'+random.IntN(3)))
	}
	line.Pos = random.IntN(len(line.Runes) + 1)
	return line
}

func TestBackspaceEcho(t *testing.T) {
	var sent strings.Builder
	p := &painter{screen: screen{w: &sent, newline: "\r\n", width: 80}}
	p.beginLine("R1#", false)
	p.showLine(keys.Text{Runes: []rune("ab"), Pos: 2})
	sent.Reset()
	p.showLine(keys.Text{Runes: []rune("a"), Pos: 1})
	if got, want := sent.String(), "\b \b"; got != want {
		t.Errorf("sent %q, want %q", got, want)
	}
}

func TestLineEndsOfOutput(t *testing.T) {
	// A CR that was sent before its LF arrived stays; it does no harm.
	tests := []struct{ newline, want string }{
		{"\r\n", "a\r\nb\r\nc\r\r\n\r\nd"},
		{"\n", "a\nb\nc\r\n\nd"},
	}
	for _, tt := range tests {
		var sent strings.Builder
		p := &painter{screen: screen{w: &sent, newline: tt.newline}}
		p.printOutput([]byte("a\nb\r\nc\r"))
		p.printOutput([]byte("\n\nd"))
		if got := sent.String(); got != tt.want {
			t.Errorf("sent %q, want %q", got, tt.want)
		}
	}
}

func TestScreenRemembersItsRow(t *testing.T) {
	tests := []struct {
		width   int
		output  string
		wantRow string
		wantCol int
	}{
		{80, "abc", "abc", 3},
		{80, "abc\nde", "de", 2},
		{80, "abc\rx", "xbc", 1},
		{80, "abc\b\bx", "axc", 2},
		{80, "a\tb", "a       b", 9},
		{6, "a\tb", "  b", 3},
		{80, "\a", "", 0},
		{4, "abcd", "abcd", 4},
		{4, "abcdef", "ef", 2},
		{0, strings.Repeat("x", maxRow+1), "x", 1},
	}
	for _, tt := range tests {
		s := screen{w: io.Discard, newline: "\r\n", width: tt.width}
		s.writeText([]byte(tt.output))
		if string(s.row) != tt.wantRow || s.col != tt.wantCol {
			t.Errorf("width %d, %q: row %q, column %d; want %q, %d", tt.width, tt.output, s.row, s.col, tt.wantRow, tt.wantCol)
		}
	}
}
