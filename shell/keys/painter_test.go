package keys

import (
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"ruthere/shell/keys/emulator"
)

// Whatever happened to line, width and cursor, the differences sent must add up to the row they stand for.
func TestDifferencesAddUp(t *testing.T) {
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 0))
		width := 30 + random.IntN(60)
		terminal := emulator.New(0)
		p := NewPainter(terminal, "\r\n", width)
		if err := p.BeginLine("R1(config)#", false); err != nil {
			t.Fatal(err)
		}
		var line Text
		for range 40 {
			line = randomText(random)
			displaced := false
			switch random.IntN(8) {
			case 0:
				width = random.IntN(100)
				p.SetWidth(width)
			case 1:
				p.PrintLog("*log", true)
			case 2:
				p.PrintLog("*log", false)
				displaced = true
			}
			p.ShowLine(line)
			if displaced && p.displaced {
				p.RepaintBelow(line)
			}
			f := composeFrame([]byte("R1(config)#"), line, p.shown.hidden, width)
			got, want := strings.TrimRight(string(terminal.Rows[terminal.Row]), " "), strings.TrimRight(string(f.cells), " ")
			if got != want || terminal.Col != f.cursor {
				t.Fatalf("seed %d, width %d, line %q at %d:\nscreen %q, cursor %d\nwant   %q, cursor %d",
					seed, width, string(line.Runes), line.Pos, got, terminal.Col, want, f.cursor)
			}
		}
	}
}

func randomText(random *rand.Rand) Text {
	var line Text
	for range random.IntN(MaxLine) {
		line.Runes = append(line.Runes, rune('a'+random.IntN(3)))
	}
	line.Pos = random.IntN(len(line.Runes) + 1)
	return line
}

func TestBackspaceEcho(t *testing.T) {
	var sent strings.Builder
	p := NewPainter(&sent, "\r\n", 80)
	p.BeginLine("R1#", false)
	p.ShowLine(Text{Runes: []rune("ab"), Pos: 2})
	sent.Reset()
	p.ShowLine(Text{Runes: []rune("a"), Pos: 1})
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
		p := NewPainter(&sent, tt.newline, 0)
		p.PrintOutput([]byte("a\nb\r\nc\r"))
		p.PrintOutput([]byte("\n\nd"))
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
