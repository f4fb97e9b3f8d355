package lineedit

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"ruthere/shell/keys"
)

func TestPlain(t *testing.T) {
	help := func(line string) string { return "help for <" + line + ">\n" }
	tests := []struct {
		name, in string
		request  LineRequest
		lines    []Line
		out      string
	}{
		{"lines are echoed", "show ip\r\n\nconf t\n", LineRequest{},
			[]Line{{Text: "show ip"}, {}, {Text: "conf t"}}, "#show ip\n#\n#conf t\n#"},
		{"the last line needs no end", "show", LineRequest{}, []Line{{Text: "show"}}, "#show\n#"},
		{"help and nothing else", "show ?\nexit\n", LineRequest{}, []Line{{Text: "exit"}},
			"#show ?\nhelp for <show >\n#show \n#exit\n#"},
		{"help and more", "sh?ow\n", LineRequest{}, []Line{{Text: "show"}}, "#sh?\nhelp for <sh>\n#show\n#"},
		{"help at the end of the input", "sh?", LineRequest{}, nil, "#sh?\nhelp for <sh>\n#sh"},
		{"Ctrl-U after help", "sh?\x15exit\n", LineRequest{}, []Line{{Text: "exit"}}, "#sh?\nhelp for <sh>\n#sh\b\bexit\n#"},
		{"Ctrl-V before ?", "what\x16?\n", LineRequest{}, []Line{{Text: "what?"}}, "#what?\n#"},
		{"Backspace", "\bshpx\b\bow\n", LineRequest{}, []Line{{Text: "show"}}, "#show\n#"},
		{"Tab is a blank", "\tno\tshut\n", LineRequest{}, []Line{{Text: " no shut"}}, "# no shut\n#"},
		{"banner text", "who?\tme\n", LineRequest{NoHelp: true}, []Line{{Text: "who?\tme"}}, "#who? me\n#"},
		{"password", "what?\n", LineRequest{Secret: true}, []Line{{Text: "what?"}}, "#\n#"},
		{"Ctrl-Z and Ctrl-C", "abc\x1adef\x03", LineRequest{}, []Line{{"abc", CtrlZ}, {"def", CtrlC}}, "#abc^Z\n#def\n#"},
		{"the rest is ignored", "a\x1b\x00\x07\xffb\n", LineRequest{}, []Line{{Text: "ab"}}, "#ab\n#"},
		{"254 characters", strings.Repeat("x", keys.MaxLine+1) + "\n", LineRequest{}, []Line{{Text: strings.Repeat("x", keys.MaxLine)}},
			"#\a" + strings.Repeat("x", keys.MaxLine) + "\n#"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			e := NewPlain(strings.NewReader(tt.in), &out, Hooks{Help: help})
			tt.request.Prompt = "#"
			for _, want := range tt.lines {
				if got, err := e.ReadLine(tt.request); got != want || err != nil {
					t.Errorf("line %q ended by %v, error %v; want %q ended by %v", got.Text, got.End, err, want.Text, want.End)
				}
			}
			if got, err := e.ReadLine(tt.request); err != io.EOF {
				t.Errorf("line %q, error %v; want EOF", got.Text, err)
			}
			if out.String() != tt.out {
				t.Errorf("printed %q, want %q", out.String(), tt.out)
			}
		})
	}
}

func TestPlainKeysAndOutput(t *testing.T) {
	var out strings.Builder
	interrupts := 0
	e := NewPlain(strings.NewReader("one\r\n \r\x00\x1etwo\n"), &out, Hooks{Interrupt: func() { interrupts++ }})
	defer e.Close()
	e.Resize(80, 24)
	if got, err := e.ReadLine(LineRequest{Prompt: "#"}); got.Text != "one" || err != nil {
		t.Fatalf("line %q, error %v", got.Text, err)
	}
	e.Write([]byte("a\nb\n"))
	for _, want := range []byte(" \r\x1e") {
		if got, err := e.ReadKey(); got != want || err != nil {
			t.Errorf("key %q, error %v; want %q", got, err, want)
		}
	}
	e.Async("*now", false)
	e.Async("*later", true)
	if got, err := e.ReadLine(LineRequest{Prompt: "#", Initial: "x"}); got.Text != "xtwo" || err != nil {
		t.Errorf("line %q, error %v", got.Text, err)
	}
	if want := "#one\na\nb\n*now\n*later\n#xtwo\n"; out.String() != want {
		t.Errorf("printed %q, want %q", out.String(), want)
	}
	if interrupts != 1 {
		t.Errorf("%d interrupts, want 1", interrupts)
	}
}

func TestPlainErrors(t *testing.T) {
	broken := errors.New("broken")
	e := NewPlain(iotest.ErrReader(broken), io.Discard, Hooks{})
	if _, err := e.ReadLine(LineRequest{}); !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
	e = NewPlain(strings.NewReader("x\n"), failing{}, Hooks{})
	if _, err := e.ReadLine(LineRequest{Prompt: "#"}); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("error %v, want %v", err, io.ErrClosedPipe)
	}
}

func TestPlainCloseReleasesTheReader(t *testing.T) {
	r, w := io.Pipe()
	defer w.Close()
	e := NewPlain(r, io.Discard, Hooks{})
	done := make(chan error)
	go func() { _, err := e.ReadLine(LineRequest{}); done <- err }()
	if _, err := io.WriteString(w, "sh"); err != nil {
		t.Fatal(err)
	}
	e.Close()
	if err := <-done; err != io.EOF {
		t.Errorf("error %v, want EOF", err)
	}
}
