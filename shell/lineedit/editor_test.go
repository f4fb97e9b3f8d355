package lineedit

import (
	"fmt"
	"strings"
	"testing"
)

const (
	ctrlA, ctrlB, ctrlC, ctrlD, ctrlE, ctrlF = "\x01", "\x02", "\x03", "\x04", "\x05", "\x06"
	ctrlK, ctrlL, ctrlN, ctrlP, ctrlR, ctrlT = "\x0b", "\x0c", "\x0e", "\x10", "\x12", "\x14"
	ctrlU, ctrlV, ctrlW, ctrlX, ctrlY, ctrlZ = "\x15", "\x16", "\x17", "\x18", "\x19", "\x1a"
	esc, del                                 = "\x1b", "\x7f"
)

func TestEditingKeys(t *testing.T) {
	history := []string{"show version", "conf t"}
	tests := []struct {
		name  string
		keys  string
		shows string
		bells int
	}{
		{"characters", "show", "R1#show§", 0},
		{"outside ASCII", "a\xc3\xa9b", "R1#ab§", 2},
		{"NUL is stripped", "a\x00b", "R1#ab§", 0},
		{"Ctrl-A and insert", "how" + ctrlA + "s", "R1#s§how", 0},
		{"Ctrl-A at the start", ctrlA, "R1#§", 1},
		{"Ctrl-E", "show" + ctrlA + ctrlE + "s", "R1#shows§", 0},
		{"Ctrl-B", "sow" + ctrlB + ctrlB + "h", "R1#sh§ow", 0},
		{"Ctrl-F", "show" + ctrlA + ctrlF, "R1#s§how", 0},
		{"Ctrl-F at the end", "show" + ctrlF, "R1#show§", 1},
		{"arrows ESC [", "sow" + esc + "[D" + esc + "[D" + "h" + esc + "[C", "R1#sho§w", 0},
		{"arrows ESC O", "sow" + esc + "OD" + esc + "OD" + "h" + esc + "OC", "R1#sho§w", 0},
		{"Home and End", "how" + esc + "[Hs" + esc + "[Fs" + esc + "[1~(" + esc + "[4~)", "R1#(shows)§", 0},
		{"unknown function key", "a" + esc + "[15~b", "R1#ab§", 1},
		{"bracketed paste", esc + "[200~show" + esc + "[201~", "R1#show§", 0},
		{"Backspace", "shox\b", "R1#sho§", 0},
		{"DEL in the middle", "shxow" + ctrlB + ctrlB + del, "R1#sh§ow", 0},
		{"Backspace at the start", "\b", "R1#§", 1},
		{"Ctrl-D", "sxhow" + ctrlA + ctrlF + ctrlD, "R1#s§how", 0},
		{"Ctrl-D on an empty line", ctrlD, "R1#§", 1},
		{"Delete", "sxhow" + ctrlA + ctrlF + esc + "[3~", "R1#s§how", 0},
		{"Delete on an empty line", esc + "[3~", "R1#§", 1},
		{"Ctrl-K", "show ver" + esc + "b" + ctrlK, "R1#show §", 0},
		{"Ctrl-K at the end", "show" + ctrlK, "R1#show§", 1},
		{"Ctrl-U", "show ver" + esc + "b" + ctrlU, "R1#§ver", 0},
		{"Ctrl-X", "show ver" + ctrlX, "R1#§", 0},
		{"Ctrl-W takes a whole word", "ping 10.0.0.1" + ctrlW, "R1#ping §", 0},
		{"Ctrl-W takes blanks too", "ping  " + ctrlW, "R1#§", 0},
		{"Ctrl-W at the start", ctrlW, "R1#§", 1},
		{"Esc-B", "show ip route" + esc + "b" + esc + "B", "R1#show §ip route", 0},
		{"Esc-F", "show ip route" + ctrlA + esc + "f" + esc + "F", "R1#show ip§ route", 0},
		{"Ctrl-arrows", "show ip" + ctrlA + esc + "[1;5C" + esc + "[1;5C" + esc + "[1;5D", "R1#show §ip", 0},
		{"Esc-D", "show ip route" + ctrlA + esc + "d", "R1#§ ip route", 0},
		{"Esc-D at the end", "show" + esc + "d", "R1#show§", 1},
		{"Ctrl-Y", "show" + ctrlU + ctrlY + ctrlY, "R1#showshow§", 0},
		{"Ctrl-Y without a cut", ctrlY, "R1#§", 1},
		{"Esc-Y", "a" + ctrlU + "b" + ctrlU + "c" + ctrlU + "x" + ctrlY + esc + "y" + esc + "y", "R1#xa§", 0},
		{"Esc-Y comes round", "a" + ctrlU + "b" + ctrlU + ctrlY + esc + "y" + esc + "y", "R1#b§", 0},
		{"Esc-Y without Ctrl-Y", "a" + ctrlU + "b" + ctrlU + "x" + esc + "y", "R1#x§", 1},
		{"ten cuts are kept", cuts("abcdefghijkl") + ctrlY + strings.Repeat(esc+"y", 9), "R1#c§", 0},
		{"Ctrl-T", "hsow" + ctrlA + ctrlF + ctrlT, "R1#sh§ow", 0},
		{"Ctrl-T at the end", "shwo" + ctrlT, "R1#show§", 0},
		{"Ctrl-T at the start", "show" + ctrlA + ctrlT, "R1#§show", 1},
		{"Esc-C", "show iP" + ctrlA + esc + "c" + esc + "c", "R1#Show Ip§", 0},
		{"Esc-U", "show ip" + ctrlA + esc + "u", "R1#SHOW§ ip", 0},
		{"Esc-L", "SHOW IP" + ctrlA + esc + "l", "R1#show§ IP", 0},
		{"Ctrl-V makes ? a character", "what" + ctrlV + "?", "R1#what?§", 0},
		{"Esc-Q makes ? a character", "what" + esc + "q?", "R1#what?§", 0},
		{"Ctrl-V and a control character", "a" + ctrlV + ctrlC + "b" + ctrlB, "R1#a^C§b", 0},
		{"Ctrl-R", "show" + ctrlB + ctrlR, "R1#show\nR1#sho§w", 0},
		{"Ctrl-L", "show" + ctrlL, "R1#show\nR1#show§", 0},
		{"Ctrl-P", ctrlP, "R1#conf t§", 0},
		{"up over a longer line", ctrlP + ctrlP + ctrlN, "R1#conf t§", 0},
		{"up at the oldest", esc + "[A" + esc + "OA" + esc + "[A", "R1#show version§", 1},
		{"down to the line being typed", "sh" + ctrlP + ctrlP + esc + "[B" + esc + "OB", "R1#sh§", 0},
		{"down at the newest", "sh" + ctrlN, "R1#sh§", 1},
		{"Ctrl-^ does nothing to a line", "sh\x1eow", "R1#show§", 0},
		{"unknown control character", "a\x1cb", "R1#ab§", 1},
		{"254 characters fit", strings.Repeat("x", 260) + ctrlA + ctrlK, "R1#§", 6},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSession(t, 80, Hooks{Help: func(string) string { return "help\n" }})
			done := s.start(LineRequest{Prompt: "R1#", History: history})
			s.press(tt.keys)
			s.shows(tt.shows)
			s.press("\r")
			s.shows(strings.TrimRight(strings.Replace(tt.shows, "§", "", 1), " "), "§")
			if got := <-done; got.err != nil || got.End != Return {
				t.Errorf("ended by %v, error %v", got.End, got.err)
			}
			if s.stream.Bells != tt.bells {
				t.Errorf("%d bells, want %d", s.stream.Bells, tt.bells)
			}
		})
	}
}

// cuts types each letter and cuts it.
func cuts(letters string) string { return strings.Join(strings.Split(letters, ""), ctrlU) + ctrlU }

// Clients look for the prompt at the very end of what they receive.
func TestEmptyLineIsExactlyThePrompt(t *testing.T) {
	s := newSession(t, 80, Hooks{})
	done := s.start(LineRequest{Prompt: "R1#"})
	s.press("a" + del)
	s.await(func() bool { return s.stream.sent.Len() >= len("R1#a\b \b") }, func() string { return "nothing came" })
	s.press("\r")
	s.ends(done, Line{})
	done = s.start(LineRequest{Prompt: "R1#"})
	s.shows("R1#", "R1#§")
	s.Close()
	if got := <-done; got.err == nil {
		t.Errorf("line %q after Close", got.Text)
	}
	if got, want := s.bytes(), "R1#a\b \b\r\nR1#"; got != want {
		t.Errorf("sent %q, want %q", got, want)
	}
}

func TestPromptOnTheScreenIsNotRepeated(t *testing.T) {
	s := newSession(t, 80, Hooks{})
	s.Write([]byte("output\nR1#"))
	done := s.start(LineRequest{Prompt: "R1#"})
	s.press("a\r")
	s.ends(done, Line{Text: "a"})
	s.shows("output", "R1#a", "§")
}

func TestInitialText(t *testing.T) {
	s := newSession(t, 80, Hooks{})
	done := s.start(LineRequest{Prompt: "R1#", Initial: "sho"})
	s.shows("R1#sho§")
	s.press("w\r")
	s.ends(done, Line{Text: "show"})
}

func TestEnds(t *testing.T) {
	tests := []struct {
		keys  string
		want  Line
		shows []string
	}{
		{"abc\r", Line{"abc", Return}, []string{"R1#abc", "§"}},
		{"abc" + ctrlB + "\n", Line{"abc", Return}, []string{"R1#abc", "§"}},
		{"abc" + ctrlB + ctrlZ, Line{"abc", CtrlZ}, []string{"R1#abc^Z", "§"}},
		{ctrlZ, Line{"", CtrlZ}, []string{"R1#^Z", "§"}},
		{"abc" + ctrlC, Line{"abc", CtrlC}, []string{"R1#abc", "§"}},
		{ctrlV + "\r", Line{"", Return}, []string{"R1#", "§"}},
		{esc + "[\r", Line{"", Return}, []string{"R1#", "§"}},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%q", tt.keys), func(t *testing.T) {
			s := newSession(t, 80, Hooks{})
			done := s.start(LineRequest{Prompt: "R1#"})
			s.press(tt.keys)
			s.ends(done, tt.want)
			s.shows(tt.shows...)
		})
	}
}

func TestPassword(t *testing.T) {
	s := newSession(t, 80, Hooks{
		Help:     func(string) string { t.Error("help in a password"); return "" },
		Complete: func(string) (string, bool) { t.Error("completion in a password"); return "", false },
	})
	done := s.start(LineRequest{Prompt: "Password: ", Secret: true, History: []string{"old"}})
	s.press("who?x\b" + "\t" + ctrlP)
	s.rings(2)
	s.shows("Password: §")
	s.Async("*log", false)
	s.Async("*synchronous", true)
	s.shows("Password:", "*log", "*synchronous", "Password: §")
	s.press("\r")
	s.ends(done, Line{Text: "who?"})

	// What was cut from a password must not be pasted anywhere.
	done = s.start(LineRequest{Prompt: "Password: ", Secret: true})
	s.press("secret" + ctrlU + "\r")
	s.ends(done, Line{})
	done = s.start(LineRequest{Prompt: "R1#"})
	s.press(ctrlY)
	s.rings(3)
	s.press("\r")
	s.ends(done, Line{})
	if strings.Contains(s.bytes(), "secret") || strings.Contains(s.bytes(), "who") {
		t.Errorf("a password was shown: %q", s.bytes())
	}
}

func TestNoEditing(t *testing.T) {
	s := newSession(t, 80, Hooks{})
	done := s.start(LineRequest{Prompt: "R1#", NoEditing: true, History: []string{"old"}})
	s.press("abc def" + ctrlA + ctrlP + esc + "[D")
	s.rings(3)
	s.press(ctrlW + "x\b\b" + ctrlR)
	s.shows("R1#abc", "R1#abc§")
	s.press("\r")
	s.ends(done, Line{Text: "abc"})
}

func TestBannerTextTakesEverything(t *testing.T) {
	s := newSession(t, 80, Hooks{Help: func(string) string { t.Error("help in a banner"); return "" }})
	done := s.start(LineRequest{NoHelp: true})
	s.press("who?\tme\r")
	s.ends(done, Line{Text: "who?\tme"})
	s.shows("who? me", "§")
}
