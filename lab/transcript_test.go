package lab

import (
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/modes"
	"ruthere/router"
	"ruthere/shell"
)

// A teletype is a box with a console that knows a few words.
//
//	say TEXT    shows it
//	name TEXT   becomes the hostname
//	log TEXT    logs it two seconds later
//	slow        takes three seconds and shows two marks
//	sure        asks for one key and tells it
//	text        takes lines without a prompt up to one with a full stop
//	send        sends a packet with some random bytes
type teletype struct {
	options router.Options
	name    string
	log     string
	logAt   time.Time
	doneAt  time.Time
	reading bool
}

func (b *teletype) Boot(time.Time, *router.Out) {}

func (b *teletype) Step(now time.Time, in router.Input, out *router.Out) {
	show := func(text string) { out.Items = append(out.Items, router.TerminalText{Text: text}) }
	ask := func(r shell.InputRequest) { out.Items = append(out.Items, router.TerminalReady{Request: r}) }
	prompt := func() { ask(shell.InputRequest{Prompt: b.name + "#"}) }
	switch in := in.(type) {
	case router.Attach:
		show("\nPress RETURN to get started\n")
		ask(shell.InputRequest{Key: true})
	case router.Key:
		if in.Key != '\r' {
			show(fmt.Sprintf("key %c\n", in.Key))
		}
		prompt()
	case router.Typed:
		verb, rest, _ := strings.Cut(in.Text, " ")
		switch {
		case b.reading && in.Text != ".":
			ask(shell.InputRequest{})
			return
		case verb == "say":
			show(rest + "\n")
		case verb == "name":
			b.name = rest
		case verb == "log":
			b.log, b.logAt = rest, now.Add(2*time.Second)
		case verb == "slow":
			show("!")
			b.doneAt = now.Add(3 * time.Second)
			return
		case verb == "sure":
			ask(shell.InputRequest{Prompt: "Sure? [confirm]", Key: true})
			return
		case verb == "text":
			show("End with a full stop.\n")
			ask(shell.InputRequest{})
			b.reading = true
			return
		case verb == "send":
			data := make([]byte, 8)
			io.ReadFull(b.options.Random("send"), data)
			out.Items = append(out.Items, router.PacketOut{Interface: "e0", NextHop: netip.MustParseAddr("10.0.0.1"), Data: data})
		}
		b.reading = false
		prompt()
	case router.Tick:
		if !b.logAt.IsZero() && !b.logAt.After(now) {
			b.logAt = time.Time{}
			out.Items = append(out.Items, router.TerminalLog{Text: b.log})
		}
		if !b.doneAt.IsZero() && !b.doneAt.After(now) {
			b.doneAt = time.Time{}
			show("!\n")
			prompt()
		}
	}
}

func (b *teletype) Deadline() (at time.Time, why string, ok bool) {
	for _, t := range []time.Time{b.logAt, b.doneAt} {
		if !t.IsZero() && (!ok || t.Before(at)) {
			at, ok = t, true
		}
	}
	return at, "teletype", ok
}

func (b *teletype) Wanted() []router.WantedInterface         { return nil }
func (b *teletype) Help(_ int, text string) string           { return "  help on " + text + "\n" }
func (b *teletype) Complete(int, string) (s string, ok bool) { return "", false }
func (b *teletype) Prompt(int) string                        { return b.name + "#" }
func (b *teletype) Hostname() string                         { return b.name }
func (b *teletype) Engine() *ike.Engine                      { return nil }
func (b *teletype) Complaints() []modes.Complaint            { return nil }
func (b *teletype) Config() *config.Config                   { return config.New() }
func (b *teletype) Interfaces() []modes.InterfaceStatus      { return nil }
func (b *teletype) Routes() []modes.RouteStatus              { return nil }

func teletypes(t *testing.T) {
	original := newBox
	t.Cleanup(func() { newBox = original })
	boxes := 0
	newBox = func(o router.Options) box {
		boxes++
		return &teletype{options: o, name: fmt.Sprintf("R%d", (boxes-1)%2+1)}
	}
}

const twoTeletypes = `@ lab
@| routers: [{name: R1}, {name: R2}]
@| links:
@| - ends: ["R1:e0", "R2:e0"]
`

// Transcripts that are as they should be.
func TestTranscripts(t *testing.T) {
	for name, text := range map[string]string{
		"output, comments, blanks": "R1#say  two blanks \n two blanks \n# comment\nR1#\nR1#say \n\n",
		"both consoles":            "R1#say a\na\nR2#say b\nb\nR1#say c\nc\n",
		"a log line on its own":    "R1#log beep\n@ 3s\nbeep\nR1#say on\non\n",
		"log while it is slow":     "R1#log beep\nR1#slow\n!\nbeep\n!\n",
		"another console's log":    "R1#name X\nX#log beep\nR2#log boop\n@ 3s\nboop\nbeep\nX#say now\nnow\n",
		"turning to a console":     "R2#log boop\nR1#\n@ 3s\n@ console R2\nboop\n",
		"a prompt that changes":    "R1#name Longer\nLonger#say R1#\nR1#\n",
		"one key":                  "R1#sure\nSure? [confirm]\nR1#sure\nSure? [confirm]n\nkey n\n",
		"lines without a prompt":   "R1#text\nEnd with a full stop.\nR1#say no\n.\nR1#say yes\nyes\n",
		"a line as if shown":       "R1#text\nEnd with a full stop.\nEnd with a full stop.\n.\n",
		"protected output":         "R1#say #1\n\\#1\nR1#say @ 2\n\\@ 2\nR1#say \\\n\\\\\n",
		"help":                     "R1#say ?\n  help on say \nR1#\n",
		"until":                    "R1#log beep\n@ until 00:00:05\nR1#\n@ until 2002-03-01 00:00:05.003\nbeep\n",
	} {
		teletypes(t)
		actual, diff, err := Replay("test", twoTeletypes+text, nil)
		if diff != nil || err != nil {
			t.Errorf("%s: %v %v\n%s", name, diff, err, actual)
		}
	}
}

func TestTranscriptDifferences(t *testing.T) {
	for _, c := range []struct {
		text      string
		line      int
		want, got string
		hint      string
	}{
		{"R1#say a\nb\n", 6, "b", "a", ""},
		{"R1#say a\na\nb\n", 7, "b", "", ""},
		{"R1#say a\n", 6, "", "a", ""},
		{"R1#say a \na\n", 6, "a", "a ", ""},
		{"R1#\nR1(config)#say a\na\n", 6, "R1(config)#say a", "", `line 6 was not typed: the prompt of R1 is "R1#"`},
		{"R1#text\nno\n.\n", 6, "no", "End with a full stop.", ""},
		{"R1#slow\n@ 1s\n", 6, "@ 1s", "!!", ""},
	} {
		teletypes(t)
		_, diff, err := Replay("test", twoTeletypes+c.text, nil)
		var d *Difference
		if !errors.As(diff, &d) || err != nil {
			t.Errorf("%q: %v %v", c.text, diff, err)
			continue
		}
		if d.Line != c.line || d.Want != c.want || d.Got != c.got || d.Hint != c.hint {
			t.Errorf("%q:\n got %+v", c.text, *d)
		}
	}
}

func TestTranscriptErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"R1#\n@ lab x\n", "test:6: @ lab must come before everything else"},
		{"R1#\n@ explode\n", `test:6: there is no lab command "explode"`},
		{"R1#\n@\n", "test:6: nothing stands behind @"},
		{"R1#\n@ -1s\n", "test:6: it is 2002-03-01 00:00:03.003 already"},
		{"R1#\n@ until dawn\n", `test:6: "dawn" is not a time of day`},
		{"R1#\n@ console R3\n", "test:6: @ console takes one of R1, R2"},
	} {
		teletypes(t)
		if _, _, err := Replay("test", twoTeletypes+c.text, nil); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q:\n got %v\nwant %s", c.text, err, c.want)
		}
	}
	teletypes(t)
	if _, _, err := Replay("test", "# a\n@ lab\n@| routers:\n@| - nam: R1\n", nil); err == nil || !strings.Contains(err.Error(),
		`line 4: unknown key "nam"`) {
		t.Errorf("a mistake in an inline topology: %v", err)
	}
	files := fstest.MapFS{"labs/two.yaml": {Data: []byte("routers: [{name: R1}]\n")}}
	if _, diff, err := Replay("labs/test", "@ lab two\nR1#say a\na\n", files); diff != nil || err != nil {
		t.Errorf("a topology beside the transcript: %v %v", diff, err)
	}
	if _, _, err := Replay("labs/test", "@ lab three\n", files); err == nil {
		t.Error("a topology that is not there is no error")
	}
}

// A text without prompts is typed as it is.
func TestPlainReplay(t *testing.T) {
	teletypes(t)
	actual, diff, err := Replay("plain", "say a\n#say b\n@ 5s\nslow\nsay c\n", nil)
	want := "R1#say a\na\nR1##say b\n@ 5s\nR1#slow\n!!\nR1#say c\nc\n"
	if actual != want || diff != nil || err != nil {
		t.Errorf("got %q %v %v\nwant %q", actual, diff, err, want)
	}
}
