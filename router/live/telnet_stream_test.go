package live

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// A wire is a connection whose client has sent all it will.
type wire struct {
	io.Reader
	bytes.Buffer
}

func (w *wire) Read(b []byte) (int, error)  { return w.Reader.Read(b) }
func (w *wire) Write(b []byte) (int, error) { return w.Buffer.Write(b) }

const (
	iac  = "\xff"
	will = iac + "\xfb"
	wont = iac + "\xfc"
	do   = iac + "\xfd"
	dont = iac + "\xfe"
	sb   = iac + "\xfa"
	se   = iac + "\xf0"
)

const opening = will + "\x01" + will + "\x03" + do + "\x18" + do + "\x1f"

func TestTelnetOptions(t *testing.T) {
	for _, c := range []struct {
		name, sent, typed, answered string
		width, height               int
	}{
		{name: "text", sent: "show clock\r\n", typed: "show clock\r\n"},
		{name: "a doubled IAC", sent: "a" + iac + iac + "b", typed: "a\xffb"},
		{name: "agreed as offered", sent: do + "\x01" + do + "\x03" + will + "\x18" + will + "\x1f"},
		{name: "what we never offered", sent: do + "\x05" + will + "\x22" + will + "\x01", answered: wont + "\x05" + dont +
			"\x22" + dont + "\x01"},
		{name: "turned off, and again", sent: dont + "\x01" + dont + "\x01", answered: wont + "\x01"},
		{name: "turned off and on", sent: wont + "\x1f" + will + "\x1f", answered: dont + "\x1f" + do + "\x1f"},
		{name: "refused what is off", sent: wont + "\x22" + dont + "\x05"},
		{name: "window", sent: sb + "\x1f\x00\x84\x00\x2b" + se + "x", typed: "x", width: 132, height: 43},
		{name: "window of 255 columns", sent: sb + "\x1f\x00" + iac + iac + "\x00\x18" + se, width: 255, height: 24},
		{name: "no window", sent: sb + "\x1f\x00\x00\x00\x00" + se},
		{name: "cut short by a command", sent: sb + "\x1f\x00" + iac + "\xf6x", typed: "x", answered: "\r\n[Yes]\r\n"},
		{name: "endless subnegotiation", sent: sb + strings.Repeat("\x1f", 5000) + se + "x", typed: "x"},
		{name: "commands that are keys", sent: iac + "\xf4" + iac + "\xf3" + iac + "\xf7" + iac + "\xf8", typed: "\x03\x1e\b\x15"},
		{name: "commands that are nothing", sent: "a" + iac + "\xf1" + iac + "\xf2" + iac + "\xf5" + iac + "\xf9b", typed: "ab"},
		{name: "are you there", sent: iac + "\xf6", answered: "\r\n[Yes]\r\n"},
	} {
		for name, reader := range map[string]io.Reader{"at once": strings.NewReader(c.sent),
			"byte by byte": iotest.OneByteReader(strings.NewReader(c.sent))} {
			t.Run(c.name+", "+name, func(t *testing.T) {
				w := &wire{Reader: reader}
				width, height, ended := 0, 0, false
				stream := newTelnet(w, func(w, h int) { width, height = w, h }, func() { ended = true })
				if err := stream.offerOptions(); err != nil {
					t.Fatal(err)
				}
				typed, err := io.ReadAll(stream)
				if err != nil || string(typed) != c.typed {
					t.Errorf("typed %q, %v; want %q", typed, err, c.typed)
				}
				if got := w.String(); got != opening+c.answered {
					t.Errorf("answered %q, want %q", got, opening+c.answered)
				}
				if width != c.width || height != c.height {
					t.Errorf("the window is %dx%d, want %dx%d", width, height, c.width, c.height)
				}
				if !ended {
					t.Error("the end went unnoticed")
				}
			})
		}
	}
}

func TestTelnetShows(t *testing.T) {
	for _, c := range []struct {
		written []string
		want    string
	}{
		{[]string{"one\r\ntwo"}, "one\r\ntwo"},
		{[]string{"one\r", "\ntwo"}, "one\r\ntwo"},
		{[]string{"over\r", "write"}, "over\r\x00write"},
		{[]string{"\xff"}, iac + iac},
	} {
		w := &wire{}
		stream := newTelnet(w, nil, nil)
		for _, b := range c.written {
			if n, err := stream.Write([]byte(b)); n != len(b) || err != nil {
				t.Errorf("%q: wrote %d, %v", b, n, err)
			}
		}
		if w.String() != c.want {
			t.Errorf("%q went out as %q, want %q", c.written, w.String(), c.want)
		}
	}
}
