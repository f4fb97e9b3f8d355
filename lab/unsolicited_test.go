package lab

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/router"
	"ruthere/shell"
)

// What a router logs by itself falls on its consoles at any instant: while it boots, while somebody logs in, types, pastes or pages.

// A talker is a router that logs a line at some times after its boot.
type talker struct {
	*router.Router
	at []time.Duration
}

func (b *talker) Boot(now time.Time, out *router.Out) {
	b.Router.Boot(now, out)
	for n, d := range b.at {
		b.After(d, "test", func() { b.Log(debuglog.LinkUpDown(fmt.Sprintf("Serial%d/0", n), true)) })
	}
}

func talkative(t *testing.T, at ...time.Duration) {
	t.Helper()
	original := newBox
	t.Cleanup(func() { newBox = original })
	newBox = func(o router.Options) box { return &talker{router.New(o), at} }
}

const quietRouter = `clock: 2026-03-25T15:17:00.003Z
computing: device
routers:
 - name: R1
   ios: 15
   interfaces: [GigabitEthernet0/0]
   config: |
     hostname R1
     enable password cisco
     banner motd ^Keep out^
     line con 0
      password cisco
      login
      exec-timeout 0 0
      length 20
`

// A transcript begins at a prompt, also if its router logs in the very instant of its boot: the console is open when that has been said.
func TestTranscriptBeginsAtAPrompt(t *testing.T) {
	talkative(t, 0, 0)
	text := "@ lab\n" + indented(strings.Replace(quietRouter, "\n      login\n", "\n", 1)) + "R1>show clock\n*15:17:00.*\n"
	got, _, err := Replay("test", text, nil)
	if err != nil || !strings.Contains(got, "R1>show clock\n*15:17:00.") {
		t.Errorf("%s%v", got, err)
	}
}

func indented(yaml string) string {
	var b strings.Builder
	for line := range strings.Lines(yaml) {
		b.WriteString("@| " + line)
	}
	return b.String()
}

// A sitting is somebody at a console.
type sitting struct {
	t     *testing.T
	lab   *Lab
	ready *shell.InputRequest
	shown strings.Builder // without what was logged
	logs  int
}

func (s *sitting) take(_ string, out router.TerminalOutput) {
	switch out := out.(type) {
	case router.TerminalText:
		s.shown.WriteString(out.Text)
	case router.TerminalLog:
		s.logs++
	case router.TerminalReady:
		s.ready = &out.Request
		s.shown.WriteString("<" + out.Request.Prompt + ">")
	}
}

// answer gives the console what it asks for, as soon as it asks.
func (s *sitting) answer(line string) {
	s.t.Helper()
	if asked := func() bool { return s.ready != nil }; !asked() {
		if _, err := s.lab.runUntil(s.lab.Now().Add(patience), asked); err != nil || !asked() {
			s.t.Fatalf("before %q nothing is asked for (%v) after\n%s", line, err, s.shown.String())
		}
	}
	var in router.Input = router.Typed{Terminal: Console, Text: line}
	if s.ready.Key {
		in = router.Key{Terminal: Console, Key: (line + "\r")[0]}
	}
	s.ready = nil
	if err := s.lab.Do("R1", in); err != nil {
		s.t.Fatal(err)
	}
}

// sit logs in, pages, configures by a paste and logs out, with pauses, and returns what the console showed.
func sit(t *testing.T, pauses *rand.Rand) *sitting {
	t.Helper()
	topology, err := ParseTopology("test", []byte(quietRouter), nil)
	if err != nil {
		t.Fatal(err)
	}
	s := &sitting{t: t}
	if s.lab, err = New(topology, Options{Terminal: s.take}); err != nil {
		t.Fatal(err)
	}
	if err := s.lab.Do("R1", router.Attach{Terminal: Console, Kind: config.LineConsole, Width: 80, Height: 20, Standby: true}); err != nil {
		t.Fatal(err)
	}
	pause := func() { pass(t, s.lab, time.Duration(pauses.IntN(400))*time.Millisecond) }
	for _, line := range []string{"", "wrong", "cisco", "enable", "cisco", "show running-config", " ", "", "q", "configure terminal",
		"interface GigabitEthernet0/0", "description one", "exit", "banner exec #", "text", "#", "end", "show version", " ", "reload",
		"no", "n", "exit", "", "cisco"} {
		if pause(); line == "configure terminal" { // a paste: nobody waits for prompts
			pass(t, s.lab, time.Second)
		}
		s.answer(line)
	}
	pass(t, s.lab, 20*time.Second)
	if s.ready == nil {
		t.Errorf("at the end nothing is asked for after\n%s", s.shown.String())
	}
	return s
}

// Wherever lines of the log fall, the console shows and asks the same as if there were none.
func TestWhatIsLoggedChangesNothingElseOnAConsole(t *testing.T) {
	talkative(t)
	quiet := sit(t, rand.New(rand.NewPCG(1, 1)))
	for seed := range uint64(100) {
		random := rand.New(rand.NewPCG(seed, 2))
		var at []time.Duration
		for range 1 + random.IntN(30) {
			at = append(at, time.Duration(random.IntN(16_000))*time.Millisecond)
			if random.IntN(3) == 0 {
				at = append(at, 0, at[len(at)-1])
			}
		}
		talkative(t, at...)
		got := sit(t, rand.New(rand.NewPCG(1, 1)))
		if got.shown.String() != quiet.shown.String() {
			t.Fatalf("seed %d, lines at %v\n%s\nwithout them\n%s", seed, at, got.shown.String(), quiet.shown.String())
		}
		if got.logs < len(at) {
			t.Errorf("seed %d: %d lines of %d", seed, got.logs, len(at))
		}
	}
}
