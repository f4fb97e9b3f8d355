package lab

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/event"
	"ruthere/lab/fault"
	"ruthere/router"
)

// The table in docs/faults.md is what a run of each of its rows shows. With -rewrite it is written anew.

const tablePage = "../docs/faults.md"

// struckMessages are the messages of main mode, aggressive mode, quick mode and dead peer detection, and what of each is
// corrupted.
var struckMessages = []struct{ name, part string }{
	{"main mode message 1", "payload SA"}, {"main mode message 2", "payload SA"},
	{"main mode message 3", "payload KE"}, {"main mode message 4", "payload KE"},
	{"main mode message 5", "hash"}, {"main mode message 6", "hash"},
	{"aggressive mode message 1", "payload KE"}, {"aggressive mode message 2", "hash"}, {"aggressive mode message 3", "hash"},
	{"quick mode message 1", "hash"}, {"quick mode message 2", "hash"}, {"quick mode message 3", "hash"},
	{"R_U_THERE from Router", "hash"}, {"R_U_THERE_ACK from Peer", "hash"},
}

// strikes are what happens to each: the grammar's words, around the message.
var strikes = []string{"drop %s once", "drop %s twice", "drop %s", "corrupt %s of %s once", "duplicate after 10s %s once",
	"delay 5s %s once"}

// toAggressiveMode is what makes Router begin with it.
var toAggressiveMode = []string{"configure terminal", "crypto isakmp peer address 10.0.0.1",
	"set aggressive-mode client-endpoint ipv4-address 10.0.0.254", "set aggressive-mode password kd94j1ksldz", "end"}

// A tableRun is one row being run.
type tableRun struct {
	t     *testing.T
	lab   *Lab
	start time.Time // of the traffic
	logs  map[string][]loggedLine
	hit   time.Time // the first
	up    time.Time
	died  time.Time
	lost  int // packets after that
}

type loggedLine struct {
	at   time.Duration // since the start
	text string
}

// runTable runs the lab of the misbehaving peer with traffic from Router to Peer's network every five
// seconds, and a fault from the start, or if it is about dead peer detection when the tunnel is up. Router is given
// some commands before.
func runTable(t *testing.T, sentence string, isDPD bool, commands ...string) *tableRun {
	t.Helper()
	top, err := ParseTopology("misbehaving.yaml", []byte(shipped(t, "misbehaving.yaml")), scriptFiles)
	if err != nil {
		t.Fatal(err)
	}
	r := &tableRun{t: t, logs: map[string][]loggedLine{}}
	if r.lab, err = New(top, Options{Terminal: r.hear, Event: r.hearEvent}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Router", "Peer"} {
		attachConsole(t, r.lab, name)
		say(t, r.lab, name, "enable", "debug crypto isakmp")
	}
	say(t, r.lab, "Router", commands...)
	advance(t, r.lab, 10*time.Second)
	strike := func() {
		r.logs = map[string][]loggedLine{}
		r.start = r.lab.Now()
		if sentence != "" {
			order(t, r.lab, sentence)
		}
	}
	if !isDPD {
		strike()
	}
	const traffic = 5 * time.Second
	for range 60 {
		if r.up.IsZero() || !isDPD {
			say(t, r.lab, "Router", "ping 192.168.2.1 source 192.168.1.1 repeat 1 timeout 1")
		}
		advance(t, r.lab, traffic)
		if isDPD && r.start.IsZero() && !r.up.IsZero() {
			strike()
		}
	}
	return r
}

func (r *tableRun) hear(name string, out router.TerminalOutput) {
	switch out := out.(type) {
	case router.TerminalLog:
		for _, text := range strings.Split(strings.TrimSpace(out.Text), "\n") {
			r.logs[name] = append(r.logs[name], loggedLine{r.lab.Now().Sub(r.start), text})
		}
	case router.TerminalText:
		switch {
		case strings.Contains(out.Text, "100 percent") && r.up.IsZero():
			r.up = r.lab.Now()
		case strings.Contains(out.Text, "is 0 percent") && !r.up.IsZero():
			r.lost++
		}
	}
}

func (r *tableRun) hearEvent(s event.Stamped) {
	switch e := s.Event.(type) {
	case event.Fault:
		if e.State == event.Hit && r.hit.IsZero() {
			r.hit = s.At
		}
	case event.DPD:
		if e.State == event.Dead && r.died.IsZero() {
			r.died = s.At
		}
	}
}

var (
	logStamp   = regexp.MustCompile(`^\*?\w{3} +\d+ [\d:.]+: `)
	logNumbers = regexp.MustCompile(`0x[0-9A-F]+|-?\d+`)
	newState   = regexp.MustCompile(`New State = (\w+)`)
)

// shape is a line of the log without what differs each time.
func shape(line string) string {
	return logNumbers.ReplaceAllString(logStamp.ReplaceAllString(line, ""), "#")
}

// waitsIn is the state that Router is in right after the first strike.
func (r *tableRun) waitsIn() (state string) {
	for _, line := range r.logs["Router"] {
		if line.at > r.hit.Sub(r.start)+900*time.Millisecond {
			break
		}
		if found := newState.FindStringSubmatch(line.text); found != nil {
			state = found[1]
		}
	}
	if state == "" {
		return "IKE_P1_COMPLETE"
	}
	return state
}

// says are the lines of each router that a run without a fault does not have: the first, and the one
// that tells how it ended.
func (r *tableRun) says(usual map[string][]string) string {
	var cells []string
	for _, name := range []string{"Router", "Peer"} {
		var lines []string
		for _, line := range r.logs[name] {
			text := strings.TrimSpace(logStamp.ReplaceAllString(line.text, ""))
			isNew := text != "" && !slices.Contains(usual[name], shape(line.text))
			isEnd := strings.Contains(text, "deleting SA reason")
			if isNew && (len(lines) == 0 || isEnd && len(lines) == 1 && !strings.Contains(lines[0], "deleting SA reason")) {
				lines = append(lines, text)
			}
		}
		for _, text := range lines {
			cells = append(cells, name+": `"+strings.ReplaceAll(text, "|", `\|`)+"`")
		}
	}
	if len(cells) == 0 {
		return "nothing"
	}
	return strings.Join(cells, "<br>")
}

// recovers says when the first ping was answered, or of dead peer detection whether the peer was given up.
func (r *tableRun) recovers(isDPD bool) string {
	switch {
	case isDPD && !r.died.IsZero():
		return fmt.Sprintf("the peer is dead %s after the first strike", r.died.Sub(r.hit).Round(100*time.Millisecond))
	case isDPD:
		return "the peer lives"
	case r.up.IsZero():
		return "never passes"
	}
	text := fmt.Sprintf("passes after %s", r.up.Sub(r.start).Round(100*time.Millisecond))
	if r.lost > 0 {
		text += fmt.Sprintf(", then %d packets are lost", r.lost)
	}
	return text
}

func tableOfFaults(t *testing.T) string {
	usual := map[string][]string{}
	for _, r := range []*tableRun{runTable(t, "", false), runTable(t, "", true), runTable(t, "", false, toAggressiveMode...)} {
		for name, lines := range r.logs {
			for _, line := range lines {
				usual[name] = append(usual[name], shape(line.text))
			}
		}
	}
	var b strings.Builder
	b.WriteString("| fault | Router waits in | what is said that is not said otherwise | traffic |\n|---|---|---|---|\n")
	for _, message := range struckMessages {
		isDPD := strings.HasPrefix(message.name, "R_U")
		var commands []string
		if strings.HasPrefix(message.name, "aggressive") {
			commands = toAggressiveMode
		}
		for _, strike := range strikes {
			text := strings.Replace(strike, "%s of %s", message.part+" of %s", 1)
			s, err := fault.Parse(fmt.Sprintf(text, message.name))
			if err != nil {
				t.Fatal(err)
			}
			r := runTable(t, s.String(), isDPD, commands...)
			if r.hit.IsZero() {
				t.Errorf("%s strikes nothing", s)
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", s, r.waitsIn(), r.says(usual), r.recovers(isDPD))
		}
	}
	return b.String()
}

func TestTableOfFaults(t *testing.T) {
	page, err := os.ReadFile(tablePage)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- table of faults: go test ./lab -run TestTableOfFaults -rewrite -->\n", "<!-- end -->\n"
	before, rest, ok := strings.Cut(string(page), begin)
	table, after, ended := strings.Cut(rest, end)
	if !ok || !ended {
		t.Fatalf("%s has no table of faults", tablePage)
	}
	got := tableOfFaults(t)
	if *rewrite {
		if err := os.WriteFile(tablePage, []byte(before+begin+got+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	was, is := strings.Split(table, "\n"), strings.Split(got, "\n")
	for i := range max(len(was), len(is)) {
		if i >= len(was) || i >= len(is) || was[i] != is[i] {
			t.Fatalf("line %d of the table differs:\nwant %s\n got %s", i+1, strings.Join(was[min(i, len(was)):min(i+1, len(was))], ""),
				strings.Join(is[min(i, len(is)):min(i+1, len(is))], ""))
		}
	}
}
