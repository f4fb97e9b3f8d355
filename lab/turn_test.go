package lab

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"ruthere/journal"
)

// The life of the built-in lab: what is done, each after so much of its time.
var shortLife = []struct {
	after time.Duration
	lab   string // a lab command
	typed string // a line at Router
}{
	{10 * time.Second, "ping Inside Server", ""},
	{20 * time.Second, "", "enable"},
	{300 * time.Millisecond, "", "debug crypto isakmp"},
	{25 * time.Second, "cut Router Peer", ""},
	{40 * time.Second, "restore all", ""},
	{time.Second, "", "ping 192.168.2.1 source 192.168.1.1"},
	{20 * time.Second, "", "show crypto isakmp sa dpd"},
	{time.Second, "crash Peer", ""},
	{30 * time.Second, "boot Peer", ""},
	{30 * time.Second, "", "show crypto session"},
	{5 * time.Second, "show", ""},
}

// live plays shortLife in a lab whose time passes by way of pass.
func live(t *testing.T, o *observation, pass func(to time.Time)) {
	t.Helper()
	at := o.lab.Now()
	for _, act := range shortLife {
		at = at.Add(act.after)
		pass(at)
		if !o.lab.Now().Equal(at) {
			t.Fatalf("it is %v and should be %v", o.lab.Now(), at)
		}
		if act.lab != "" {
			o.must(t, act.lab)
		} else if err := o.lab.Type("Router", act.typed); err != nil {
			t.Fatal(err)
		}
	}
}

// However fast time passes, and however often that changes, not a byte of what is shown or sent does.
func TestSpeedChangesNothing(t *testing.T) {
	still := observed(t, "lab.yaml", true)
	live(t, still, func(to time.Time) {
		if err := still.lab.Advance(to); err != nil {
			t.Fatal(err)
		}
	})
	if n := strings.Count(still.shown.String(), "\n"); n < 100 {
		t.Fatalf("only %d lines were seen", n)
	}
	for name, rates := range map[string][]string{
		"x1":      {"x1"},
		"x1000":   {"x1000"},
		"slow":    {"x0.25"},
		"changes": {"x1", "pause", "x10", "x0.5", "step", "resume"},
	} {
		paced := observed(t, "lab.yaml", false)
		wall, dice := wallStart, rand.New(rand.NewPCG(1, 2))
		paced.deaf = func(text string) bool { return !strings.Contains(text, "pings to") } // what is told of time is not what happens
		record := &memoryFile{}
		if err := paced.lab.WriteRun(record, "test"); err != nil {
			t.Fatal(err)
		}
		live(t, paced, func(to time.Time) { turnTo(t, paced.lab, to, &wall, dice, rates) })
		paced.lab.EndRun()
		f, err := journal.Parse("run", record.data)
		if err != nil {
			t.Fatal(err)
		}
		shown, packets := backAndForth(t, paced.lab.line.topology, false, f.Entries)
		if shown != still.shown.String() || !bytes.Equal(packets, still.packets.Bytes()) {
			t.Errorf("%s, written down and done again: %s", name, differ(still.shown.String(), shown))
		}
		if paced.shown.String() != still.shown.String() {
			t.Errorf("%s: %s", name, differ(paced.shown.String(), still.shown.String()))
		}
		if !bytes.Equal(paced.packets.Bytes(), still.packets.Bytes()) {
			t.Errorf("%s: other packets", name)
		}
	}
}

// turnTo turns a lab a while at changing speeds, and then to an instant exactly.
func turnTo(t *testing.T, l *Lab, to time.Time, wall *time.Time, dice *rand.Rand, rates []string) {
	t.Helper()
	turn := func() {
		if _, _, err := l.Turn(*wall); err != nil {
			t.Fatal(err)
		}
	}
	for range 20 {
		line := rates[dice.IntN(len(rates))]
		if line[0] == 'x' {
			line = "speed " + line
		}
		if at, _, ok := l.Next(); ok && line == "step" && at.After(to) {
			break // it would go too far
		}
		if _, err := l.Command(line); err != nil {
			t.Fatal(err)
		}
		turn()
		if rate := l.Rate(); rate != Paused {
			left := float64(to.Sub(l.Now())) / float64(rate)
			*wall = wall.Add(time.Duration(dice.Float64() * left / 4))
		}
		turn()
	}
	if _, err := l.Command("until " + to.Format("2006-01-02 15:04:05.000000000")); err != nil {
		t.Fatal(err)
	}
	for l.Underway() != "" {
		turn()
	}
}

// A change of the rate takes effect from the instant that has been reached: time makes no jump.
func TestRatesJoin(t *testing.T) {
	l := observed(t, "lab.yaml", false).lab
	wall := wallStart
	pass := func(line string, d, want time.Duration) {
		t.Helper()
		if _, err := l.Command(line); err != nil {
			t.Fatal(err)
		}
		if _, _, err := l.Turn(wall); err != nil {
			t.Fatal(err)
		}
		before := l.Now()
		wall = wall.Add(d)
		for wait, ok := time.Duration(0), true; ok && wait == 0; {
			var err error
			if wait, ok, err = l.Turn(wall); err != nil {
				t.Fatal(err)
			}
		}
		if passed := l.Now().Sub(before); passed != want {
			t.Errorf("%s: %v of the wall are %v in the lab, not %v", line, d, passed, want)
		}
	}
	pass("speed x1", 3*time.Second, 3*time.Second)
	pass("speed x10", 3*time.Second, 30*time.Second)
	pass("pause", time.Hour, 0)
	pass("resume", time.Second, time.Second)
	pass("speed x0.5", time.Second, time.Second/2)
}

// At full speed none is wanted when there is nothing to do.
func TestFullSpeedDoesNotSpin(t *testing.T) {
	l, _ := aviary(t, 2)
	l.options.Virtual = false
	if _, err := l.Command("speed max"); err != nil {
		t.Fatal(err)
	}
	say(t, l, "R1", "10.0.0.2 hello")
	for turns := 0; ; turns++ {
		wait, ok, err := l.Turn(wallStart)
		if err != nil || turns > 10 {
			t.Fatalf("turn %d: %v %v", turns, wait, err)
		}
		if !ok {
			break
		}
	}
}

// At full speed the same happens as if time passed otherwise, up to the instant that was reached.
func TestFullSpeedChangesNothing(t *testing.T) {
	busy, still := observed(t, "lab.yaml", false), observed(t, "lab.yaml", true)
	for _, o := range []*observation{busy, still} {
		if err := o.lab.Advance(o.lab.Now().Add(10 * time.Second)); err != nil {
			t.Fatal(err)
		}
		o.must(t, "ping Inside Server")
	}
	busy.deaf = func(text string) bool { return strings.HasPrefix(text, "speed") }
	busy.must(t, "speed max")
	for range 10 {
		before := busy.lab.Now()
		if wait, ok, err := busy.lab.Turn(wallStart); err != nil || !ok || wait != 0 || !busy.lab.Now().After(before) {
			t.Errorf("a lab with work at full speed: %v %v %v", wait, ok, err)
		}
	}
	if err := still.lab.Advance(busy.lab.Now()); err != nil {
		t.Fatal(err)
	}
	if busy.shown.String() != still.shown.String() {
		t.Error(differ(busy.shown.String(), still.shown.String()))
	}
	if n := busy.packets.Len(); n < 10_000 || n > still.packets.Len() || !bytes.Equal(busy.packets.Bytes(), still.packets.Bytes()[:n]) {
		t.Errorf("other packets at full speed, %d bytes of them", n)
	}
}

// Time that is being run somewhere stops where it is when it is told to.
func TestStop(t *testing.T) {
	o := observed(t, "lab.yaml", false)
	if err := o.lab.Advance(o.lab.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	o.must(t, "ping Inside Server")
	o.must(t, "run 1000h")
	if o.lab.Underway() != "run 1000h" {
		t.Errorf("underway: %q", o.lab.Underway())
	}
	if _, _, err := o.lab.Turn(wallStart); err != nil {
		t.Fatal(err)
	}
	o.lab.Stop()
	if !strings.Contains(o.shown.String(), "run 1000h: stopped at 2004-03-25 15:18") || o.lab.Underway() != "" {
		t.Error(o.shown.String())
	}
	if wait, ok, err := o.lab.Turn(wallStart); err != nil || ok && wait == 0 {
		t.Errorf("it runs on: %v %v %v", wait, ok, err)
	}
}
