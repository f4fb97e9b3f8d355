package keys

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// A desk is a Reader with what it showed and read.
type desk struct {
	*Reader
	screen strings.Builder
	read   []string
}

func newDesk() *desk {
	d := &desk{Reader: &Reader{}}
	d.Send = func(text string) { d.screen.WriteString(text) }
	d.Help = func(line string) string { return "help for <" + line + ">\n" }
	d.Complete = func(line string) (string, bool) { return line + "ow ", line == "sh" }
	d.Line = func(text string, end Key) {
		d.read = append(d.read, text+map[Key]string{CtrlZ: "^Z", CtrlC: "^C"}[end])
		d.AskLine(Request{Prompt: "#", History: []string{"old"}})
	}
	d.Reader.Key = func(b byte) { d.read = append(d.read, "key "+string(b)); d.AskLine(Request{Prompt: "#"}) }
	return d
}

func TestReader(t *testing.T) {
	for _, c := range []struct {
		name, typed, screen string
		read                []string
	}{
		{"a line", "show\r\n", "#show\n#", []string{"show"}},
		{"two, the last not ended", "a\rb", "#a\n#b", []string{"a"}},
		{"backspace", "shpx\b\x7fow\r", "#shpx\b \b\b \bow\n#", []string{"show"}},
		{"in the middle", "shw\x02o\r", "#shw\bow\bw\n#", []string{"show"}},
		{"an arrow", "sow\x1b[D\x1b[Dh\r", "#sow\b\bhow\b\bow\n#", []string{"show"}},
		{"history", "\x10\r", "#old\n#", []string{"old"}},
		{"help", "sh?ow\r", "#sh?\nhelp for <sh>\n#show\n#", []string{"show"}},
		{"completion", "sh\t?", "#sh\n#show ?\nhelp for <show >\n#show ", nil},
		{"no completion", "xy\t", "#xy\n#xy\a", nil},
		{"cut", "show run\x15x\r", "#show run\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\bx\n#", []string{"x"}},
		{"control keys", "a\x03b\x1a", "#a\n#b^Z\n#", []string{"a^C", "b^Z"}},
		{"nothing to erase", "\b", "#\a", nil},
		{"redraw", "ab\x12", "#ab\n#ab", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk()
			d.AskLine(Request{Prompt: "#", History: []string{"old"}})
			for _, b := range []byte(c.typed) {
				d.Feed([]byte{b})
			}
			if got := d.screen.String(); got != c.screen {
				t.Errorf("screen %q, want %q", got, c.screen)
			}
			if !slices.Equal(d.read, c.read) {
				t.Errorf("read %q, want %q", d.read, c.read)
			}
		})
	}
}

func TestReaderKeysAndSecrets(t *testing.T) {
	d := newDesk()
	d.Feed([]byte("\x1b[Axsecret?\r")) // ahead of everything
	d.AskKey("--More--")
	d.Pump()
	d.Stop()
	if want := []string{"key \x1b", "xsecret"}; !slices.Equal(d.read, want) {
		t.Errorf("read %q, want %q: an arrow is one key", d.read, want)
	}
	d = newDesk()
	d.AskLine(Request{Prompt: "Password: ", Secret: true})
	d.Feed([]byte("what?\b!\r"))
	if d.screen.String() != "Password: \n#" || d.read[0] != "what!" {
		t.Errorf("screen %q, read %q", d.screen.String(), d.read)
	}
	d.Log("a log line", true)
	if got := d.screen.String(); got != "Password: \n#\na log line\n#" {
		t.Errorf("screen %q", got)
	}
}

// Whatever is typed, the row shows the line, and the cursor stands where it is.
func TestRowShowsLine(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const alphabet = "ab c\b\x01\x02\x04\x05\x06\x0b\x15\x17\x19\x14"
	for range 300 {
		d := newDesk()
		d.AskLine(Request{})
		for range 60 {
			d.Feed([]byte{alphabet[r.IntN(len(alphabet))]})
			row, at := []rune{}, 0
			for _, c := range d.screen.String() {
				switch {
				case c == '\a':
				case c == '\b':
					at--
				case at < len(row):
					row[at] = c
					at++
				default:
					row = append(row, c)
					at++
				}
			}
			if want := string(d.text.Runes); strings.TrimRight(string(row), " ") != strings.TrimRight(want, " ") || at != d.text.Pos {
				t.Fatalf("the row is %q with the cursor at %d, the line %q at %d", string(row), at, want, d.text.Pos)
			}
		}
	}
}
