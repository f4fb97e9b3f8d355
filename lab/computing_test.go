package lab

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"testing"
	"time"

	"ruthere/router"
)

// chapterLab is the chapter's lab at a device's pace, or at none.
func chapterLab(t *testing.T, c Computing, o Options) *Lab {
	t.Helper()
	topology, err := ParseTopology("lab.yaml", []byte(shipped(t, "lab.yaml")), scriptFiles)
	if err != nil {
		t.Fatal(err)
	}
	topology.Computing = c
	l, err := New(topology, o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func typeLines(t *testing.T, l *Lab, router string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if err := l.Type(router, line); err != nil {
			t.Fatal(err)
		}
	}
}

func pass(t *testing.T, l *Lab, d time.Duration) {
	t.Helper()
	if err := l.Advance(l.Now().Add(d)); err != nil {
		t.Fatal(err)
	}
}

// logOf is what Router says from a ping that brings the tunnel up to the death of its peer.
func logOf(t *testing.T, c Computing) (lines []string, digest string) {
	t.Helper()
	sum := sha256.New()
	l := chapterLab(t, c, Options{Terminal: func(name string, out router.TerminalOutput) {
		if line, ok := out.(router.TerminalLog); ok && name == "Router" {
			lines = append(lines, line.Text)
		}
		if text, ok := out.(router.TerminalText); ok && name == "Router" {
			lines = append(lines, text.Text)
		}
	}})
	if err := l.Capture(sum, ""); err != nil {
		t.Fatal(err)
	}
	pass(t, l, 10*time.Second)
	if err := l.Do("Router", router.Attach{Terminal: Console, Kind: "con"}); err != nil {
		t.Fatal(err)
	}
	typeLines(t, l, "Router", "", "enable", "debug crypto isakmp", "ping 192.168.2.1 source 192.168.1.1 repeat 9")
	pass(t, l, 30*time.Second)
	if err := l.Cut("Router", "Peer", false); err != nil {
		t.Fatal(err)
	}
	pass(t, l, time.Minute)
	return lines, hex.EncodeToString(sum.Sum(nil))
}

var stampOf = regexp.MustCompile(`\d\d:\d\d:\d\d\.\d{3}`)

func stampsOf(t *testing.T, lines []string, with string) (at []time.Time) {
	t.Helper()
	for _, line := range lines {
		if strings.Contains(line, with) {
			one, err := time.Parse("15:04:05.000", stampOf.FindString(line))
			if err != nil {
				t.Fatal(err)
			}
			at = append(at, one)
		}
	}
	return at
}

// At a device's pace the same lab gives the same bytes, and lines stand at
// instants that never go back and lie on the ticks of the router's clock.
func TestDeviceComputing(t *testing.T) {
	first, packets := logOf(t, DeviceComputing)
	second, again := logOf(t, DeviceComputing)
	if strings.Join(first, "\n") != strings.Join(second, "\n") || packets != again {
		t.Error("two runs differ")
	}
	if len(stampsOf(t, first, "*Mar")) == 0 {
		t.Fatal("nothing is logged")
	}
	stamps := stampsOf(t, first, "*Mar")
	distinct := 1
	for i := 1; i < len(stamps); i++ {
		if stamps[i].Before(stamps[i-1]) {
			t.Errorf("%v stands after %v", stamps[i], stamps[i-1])
		}
		if stamps[i].Sub(stamps[0])%(4*time.Millisecond) != 0 {
			t.Errorf("%v is no tick after %v", stamps[i], stamps[0])
		}
		if !stamps[i].Equal(stamps[i-1]) {
			distinct++
		}
	}
	if distinct < len(stamps)/5 {
		t.Errorf("%d lines have %d stamps", len(stamps), distinct)
	}
}

// Computing does not touch the arithmetic of dead peer detection: each time the peer is asked
// again two seconds later, and is dead after five.
func TestComputingAndDeadPeer(t *testing.T) {
	for _, c := range []Computing{NoComputing, DeviceComputing} {
		lines, _ := logOf(t, c)
		asked := stampsOf(t, lines, "incrementing error counter on sa: PEERS_ALIVE_TIMER")
		dead := stampsOf(t, lines, "not responding!")
		if len(asked) != 5 || len(dead) != 1 {
			t.Fatalf("computing %d: %d retries, %d deaths", c, len(asked), len(dead))
		}
		for i := 1; i < len(asked); i++ {
			if d := asked[i].Sub(asked[i-1]); d.Round(time.Second) != 2*time.Second || d > 2*time.Second+20*time.Millisecond {
				t.Errorf("computing %d: asked again after %v", c, d)
			}
		}
	}
}

// A ping's times are a device's: not always the same, and not far from what the wires take.
func TestComputingAndPing(t *testing.T) {
	lines, _ := logOf(t, DeviceComputing)
	all := strings.Join(lines, "")
	found := regexp.MustCompile(`min/avg/max = (\d+)/(\d+)/(\d+) ms`).FindStringSubmatch(all)
	if found == nil {
		t.Fatalf("no ping in %s", all)
	}
	if found[1] == found[3] || found[3] > "20" {
		t.Errorf("%s", found[0])
	}
}

// A busy router delays what it is given, and takes all of it, in the order in which it was given.
func TestBusyRouterKeepsItsInputs(t *testing.T) {
	teletypes(t)
	l, err := New(&Topology{Clock: DefaultClock, Routers: []Router{{Name: "R1"}}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	m := l.machines[0]
	var taken []string
	var at []time.Duration
	m.box = &slowBox{teletype: m.box.(*teletype), taken: func(in router.Input) {
		if line, ok := in.(router.Typed); ok {
			taken, at = append(taken, line.Text), append(at, l.Now().Sub(DefaultClock))
		}
	}}
	start := l.Now()
	for _, line := range []string{"a", "b", "c", "d"} {
		typeLines(t, l, "R1", line)
	}
	pass(t, l, 25*time.Millisecond)
	typeLines(t, l, "R1", "e")
	pass(t, l, time.Second)
	if strings.Join(taken, "") != "abcde" {
		t.Errorf("taken: %v", taken)
	}
	for i := range at {
		if want := start.Sub(DefaultClock) + time.Duration(i)*slowStep; at[i] != want {
			t.Errorf("%s is taken at %v, want %v", taken[i], at[i], want)
		}
	}
	if m.isBusy() {
		t.Error("busy with nothing")
	}
}

const slowStep = 10 * time.Millisecond

// A slowBox takes ten milliseconds for each line.
type slowBox struct {
	*teletype
	taken func(router.Input)
}

func (b *slowBox) Step(now time.Time, in router.Input, out *router.Out) {
	b.taken(in)
	b.teletype.Step(now, in, out)
	if _, ok := in.(router.Typed); ok {
		out.Spent += slowStep
	}
}
