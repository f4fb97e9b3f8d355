package lab

import (
	"strings"
	"testing"

	"ruthere/capture"
)

// What may be typed next: commands by their beginning, then what each argument may be, then the end.
func TestExpect(t *testing.T) {
	top, err := ParseTopology("lab.yaml", []byte(shipped(t, "lab.yaml")), scriptFiles)
	if err != nil {
		t.Fatal(err)
	}
	l, err := New(top, Options{CreateCapture: func(string) (*capture.Recorder, error) { return nil, nil }})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Fault("drop main mode message 3 from Router once as third"); err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{
		"cu":                         "cut",
		"cut ":                       "Router ISP Peer Inside Server",
		"cut P":                      "Peer",
		"cut router p":               "Peer",
		"cut Router Peer ":           "one-way <cr>",
		"cut A B one-way ":           "<cr>",
		"restore ":                   "Router ISP Peer Inside Server all",
		"restore Router ":            "Router ISP Peer Inside Server <cr>",
		"cra ":                       "Router ISP Peer",
		"ping In":                    "Inside",
		"ping Inside ":               "ADDRESS Inside Server",
		"heal ":                      "third all",
		"manners Router good":        "good",
		"manners Router late-ack wr": "wrong-ack",
		"delay Router Peer ":         "TIME",
		"show ":                      "--json <cr>",
		"show x":                     "",
		"nonsense ":                  "",
		"capture ":                   "start stop list",
		"capture start ":             "FILE <cr>",
		"capture start x.pcapng b":   "backbone branch",
		"capture list ":              "<cr>",
	} {
		var words []string
		for _, row := range l.Expect(line) {
			word, _, _ := strings.Cut(row[0], " ")
			words = append(words, word)
		}
		if got := strings.Join(words, " "); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
	if _, err := l.Command("sh"); err != nil {
		t.Errorf("a command is known by its beginning: %v", err)
	}
	if _, err := l.Command("c Router Peer"); err == nil {
		t.Error("c is cut, crash and connect")
	}
}
