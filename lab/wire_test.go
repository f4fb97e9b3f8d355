package lab

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/files"
	"ruthere/modes"
	"ruthere/router"
)

// A parrot is a box that writes down what it is given. A line typed at it is sent as a
// packet: "10.0.0.2 text" goes out on FastEthernet0/0 towards 10.0.0.2.
type parrot struct {
	address netip.Prefix
	heard   []string
	timer   time.Time
	boots   int
}

func (b *parrot) Boot(time.Time, *router.Out) { b.boots++ }
func (b *parrot) Step(now time.Time, in router.Input, out *router.Out) {
	switch in := in.(type) {
	case router.Attach:
		out.Items = append(out.Items, router.TerminalReady{Terminal: in.Terminal})
	case router.Typed:
		hop, text, _ := strings.Cut(in.Text, " ")
		if hop == "reload" {
			out.Items = append(out.Items, router.StoreFile{File: files.Startup(text)}, router.Reload{})
			return
		}
		out.Items = append(out.Items, router.PacketOut{Interface: "FastEthernet0/0", NextHop: netip.MustParseAddr(hop), Data: []byte(text)})
	case router.PacketIn:
		b.note(now, string(in.Data))
	case router.Tick:
		b.timer = time.Time{}
		b.note(now, "timer")
	}
}

func (b *parrot) note(now time.Time, what string) {
	b.heard = append(b.heard, fmt.Sprintf("%v %s", now.Sub(DefaultClock), what))
}

func (b *parrot) Deadline() (time.Time, string, bool) { return b.timer, "test", !b.timer.IsZero() }
func (b *parrot) Wanted() []router.WantedInterface {
	return []router.WantedInterface{{Name: "FastEthernet0/0", Port: "FastEthernet0/0", Address: b.address}}
}
func (b *parrot) Help(int, string) string                  { return "" }
func (b *parrot) Complete(int, string) (s string, ok bool) { return "", false }
func (b *parrot) Prompt(int) string                        { return "" }
func (b *parrot) Complaints() []modes.Complaint            { return nil }
func (b *parrot) Config() *config.Config                   { return config.New() }
func (b *parrot) Interfaces() []modes.InterfaceStatus      { return nil }
func (b *parrot) Routes() []modes.RouteStatus              { return nil }
func (b *parrot) Engine() *ike.Engine                      { return nil }
func (b *parrot) Hostname() string                         { return "" }

// aviary is a lab of parrots R1, R2, ... at 10.0.0.1, 10.0.0.2, ... on one wire of 10 ms.
func aviary(t *testing.T, n int) (*Lab, []*parrot) {
	t.Helper()
	var birds []*parrot
	original := newBox
	t.Cleanup(func() { newBox = original })
	newBox = func(router.Options) box {
		address := netip.AddrFrom4([4]byte{10, 0, 0, byte(len(birds) + 1)})
		birds = append(birds, &parrot{address: netip.PrefixFrom(address, 24)})
		return birds[len(birds)-1]
	}
	top := &Topology{Seed: "aviary", Clock: DefaultClock, Links: []Link{{Name: "wire", Delay: 10 * time.Millisecond}}}
	for i := range n {
		name := fmt.Sprintf("R%d", i+1)
		top.Routers = append(top.Routers, Router{Name: name})
		top.Links[0].Ends = append(top.Links[0].Ends, End{name, "FastEthernet0/0"})
	}
	l, err := New(top, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return l, birds
}

func say(t *testing.T, l *Lab, name string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if err := l.Type(name, line); err != nil {
			t.Fatal(err)
		}
	}
}

func advance(t *testing.T, l *Lab, d time.Duration) {
	t.Helper()
	if err := l.Advance(l.Now().Add(d)); err != nil {
		t.Fatal(err)
	}
}

func heard(t *testing.T, b *parrot, want ...string) {
	t.Helper()
	if !slices.Equal(b.heard, want) {
		t.Errorf("%s heard %q, want %q", b.address.Addr(), b.heard, want)
	}
	b.heard = nil
}

// On a segment a packet goes to the owner of the next hop, or to a router that answers
// for addresses elsewhere, or to nobody.
func TestNextHopOwnerReceives(t *testing.T) {
	l, b := aviary(t, 3)
	say(t, l, "R1", "10.0.0.3 third", "172.16.0.1 proxy", "10.0.0.9 nobody")
	advance(t, l, time.Second)
	heard(t, b[2], "10ms third")
	heard(t, b[1], "10ms proxy")
	heard(t, b[0])
}

// At one instant deliveries come before timers, deliveries by age, timers in the
// routers' order.
func TestOrderAtOneInstant(t *testing.T) {
	l, b := aviary(t, 2)
	var order []string
	due := l.Now().Add(10 * time.Millisecond)
	b[0].timer, b[1].timer = due, due
	say(t, l, "R2", "10.0.0.1 old")
	say(t, l, "R1", "10.0.0.2 young")
	for range 4 {
		at, why, ok := l.Next()
		if !ok || !at.Equal(due) {
			t.Fatalf("next is %v %s", at, why)
		}
		order = append(order, why)
		if _, err := l.runUntil(due, func() bool { return true }); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"packet to R1", "packet to R2", "R1: test", "R2: test"}
	if !slices.Equal(order, want) {
		t.Errorf("order %q, want %q", order, want)
	}
}

func TestFaults(t *testing.T) {
	l, b := aviary(t, 2)
	both := func(word string) {
		say(t, l, "R1", "10.0.0.2 "+word)
		say(t, l, "R2", "10.0.0.1 "+word)
		advance(t, l, 100*time.Millisecond)
	}
	do := func(line string) {
		t.Helper()
		if _, err := l.Command(line); err != nil {
			t.Fatal(err)
		}
	}
	do("cut R1 R2")
	both("a")
	heard(t, b[0])
	heard(t, b[1])
	do("restore R2 R1")
	do("cut r1 r2 one-way")
	both("b")
	heard(t, b[0], "110ms b")
	heard(t, b[1])
	do("restore all")
	do("delay R1 R2 50ms")
	both("c")
	heard(t, b[0], "250ms c")
	heard(t, b[1], "250ms c")
	do("restore all")
	do("duplicate R1 R2 100")
	both("d")
	heard(t, b[1], "310ms d", "310ms d")
	do("restore all")
	do("loss R1 R2 100%")
	both("e")
	heard(t, b[1])
}

// A part of the packets is lost, and in another lab of the same seed the same ones.
func TestLossIsRepeatable(t *testing.T) {
	run := func() []string {
		l, b := aviary(t, 2)
		if err := l.Loss("R1", "R2", 30); err != nil {
			t.Fatal(err)
		}
		for i := range 1000 {
			say(t, l, "R1", fmt.Sprintf("10.0.0.2 %d", i))
		}
		advance(t, l, time.Second)
		return b[1].heard
	}
	first := run()
	if n := len(first); n < 600 || n > 800 {
		t.Errorf("of 1000 packets %d arrive, want about 700", n)
	}
	if !slices.Equal(first, run()) {
		t.Error("the second run lost other packets")
	}
}

// A crashed router hears nothing and is nobody's next hop; a reload boots the saved
// configuration, and the console is still there.
func TestCrashAndReload(t *testing.T) {
	l, b := aviary(t, 2)
	var ready []string
	l.options.Terminal = func(name string, out router.TerminalOutput) { ready = append(ready, fmt.Sprintf("%s %T", name, out)) }
	if err := l.Do("R2", router.Attach{Terminal: Console, Kind: "con"}); err != nil {
		t.Fatal(err)
	}
	say(t, l, "R1", "10.0.0.2 lost")
	if err := l.Crash("R2"); err != nil {
		t.Fatal(err)
	}
	advance(t, l, time.Second)
	heard(t, b[1])
	if err := l.Type("R2", "10.0.0.1 x"); err == nil || !strings.Contains(err.Error(), "switched off") {
		t.Errorf("typing at a router without power: %v", err)
	}
	if err := l.Boot("R2"); err != nil {
		t.Fatal(err)
	}
	say(t, l, "R2", "reload saved")
	if l.machines[1].box != nil {
		t.Fatal("still running while it reloads")
	}
	advance(t, l, reloadTime)
	if l.machines[1].box == nil || !slices.ContainsFunc(l.machines[1].disk.All(), func(f files.File) bool { return f.Data == "saved" }) {
		t.Errorf("after the reload: %+v", l.machines[1])
	}
	if want := slices.Repeat([]string{"R2 router.TerminalReady"}, 3); !slices.Equal(ready, want) {
		t.Errorf("the console was asked for input %q, want %q", ready, want)
	}
}

// Between nodes that are not neighbours the wire at the far end is struck, and
// restored from either side.
func TestFaultsFarAway(t *testing.T) {
	top, err := ParseTopology("far.yaml", []byte(`
routers: [{name: A}, {name: B}, {name: C}, {name: D}]
links:
  - ends: ["A:e0", "B:e0"]
  - ends: ["B:e1", "C:e0"]
`), nil)
	if err != nil {
		t.Fatal(err)
	}
	l, err := New(top, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Cut("A", "C", false); err != nil {
		t.Fatal(err)
	}
	if l.wires[0].ways[0][1].cut || !l.wires[1].ways[0][1].cut || !l.wires[1].ways[1][0].cut {
		t.Error("cut A C did not cut the wire at C")
	}
	if err := l.Restore("C", "A"); err != nil || l.wires[1].ways[0][1].cut {
		t.Errorf("restore C A did not restore it: %v", err)
	}
	for _, c := range []struct{ a, b, want string }{
		{"A", "D", "no wire leads from A to D"},
		{"A", "A", "cannot find a wire from A to itself"},
		{"A", "X", `there is no router or host "X" here; there is A, B, C, D`},
	} {
		if err := l.Cut(c.a, c.b, false); err == nil || err.Error() != c.want {
			t.Errorf("cut %s %s: %v, want %s", c.a, c.b, err, c.want)
		}
	}
}

func TestCommandMistakes(t *testing.T) {
	l, _ := aviary(t, 2)
	for line, want := range map[string]string{
		"cut R1":           "usage: cut A B [one-way]",
		"cut R1 R2 once":   `"once" is not one-way`,
		"restore":          "usage: restore A B | all",
		"restore R1":       "restore all, or restore A B",
		"delay R1 R2 x":    `"x" is not a time such as 50ms`,
		"delay R1 R2 -1s":  "cannot delay packets by -1s",
		"loss R1 R2 101":   `"101" is not a percentage from 0 to 100`,
		"boot R1":          "R1 is running",
		"crash R9":         `there is no router "R9" here; there is R1, R2`,
		"ping R1 10.0.0.2": `there is no host "R1" here`,
		"manners R1":       "usage: manners R1 MANNER, one or more",
		"manners R1 rude": `there is no manner "rude"; there is wrong-ack, stale-ack, late-ack, clear-ack, ` +
			`bad-hash, no-vendor-id, probe-flood, delete-no-sa, delete-foreign, good`,
		"manners R9 good": `there is no router "R9" here; there is R1, R2`,
		"frobnicate the lot": `there is no lab command "frobnicate"; ` +
			`there is show, cut, restore, delay, loss, duplicate, fault, faults, release, heal, crash, boot, ping, ` +
			`reach, fetch, echo, name, files, manners, ladder, ` +
			`advance, pause, resume, speed, step, run, until, checkpoint, checkpoints, back, branch`,
	} {
		if _, err := l.Command(line); err == nil || err.Error() != want {
			t.Errorf("%s:\n got %v\nwant %s", line, err, want)
		}
	}
}

// A timer that is never served must not hang the lab.
func TestTimeStandsStill(t *testing.T) {
	l, b := aviary(t, 1)
	l.machines[0].box = &stubborn{b[0]}
	err := l.Advance(l.Now().Add(time.Second))
	if err == nil || !strings.Contains(err.Error(), "time stands still at 2002-03-01 00:00:03.003: R1: for ever") {
		t.Errorf("got %v", err)
	}
}

type stubborn struct{ *parrot }

func (s *stubborn) Deadline() (time.Time, string, bool)       { return DefaultClock, "for ever", true }
func (s *stubborn) Step(time.Time, router.Input, *router.Out) {}

// A capture of Capture is in the classic pcap format, with raw IPv4 packets.
func TestCapture(t *testing.T) {
	l, _ := aviary(t, 2)
	var file, other bytes.Buffer
	if err := l.Capture(&file, "wire"); err != nil {
		t.Fatal(err)
	}
	if err := l.Capture(&other, "wires"); err == nil || other.Len() > 0 {
		t.Errorf("a capture of an unknown link: %v", err)
	}
	advance(t, l, 1500*time.Millisecond)
	say(t, l, "R1", "10.0.0.2 hello")
	want := []byte{0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 101, 0, 0, 0}
	want = binary.LittleEndian.AppendUint32(want, uint32(DefaultClock.Unix()+1))
	want = append(want, 0xd8, 0xac, 7, 0, 5, 0, 0, 0, 5, 0, 0, 0) // 503000 us, 5 bytes of 5
	want = append(want, "hello"...)
	if !bytes.Equal(file.Bytes(), want) {
		t.Errorf("got  %x\nwant %x", file.Bytes(), want)
	}
}

// Hosts answer pings, give up on what is not answered, and tell the result.
func TestHostsPing(t *testing.T) {
	top, err := ParseTopology("hosts.yaml", []byte(`
routers: [{name: R}]
hosts:
  - {name: A, address: 10.0.0.1/24}
  - {name: B, address: 10.0.0.2/24}
links:
  - {ends: [A, B], delay: 5ms}
`), nil)
	if err != nil {
		t.Fatal(err)
	}
	var notices []string
	l, err := New(top, Options{Notice: func(text string) { notices = append(notices, text) }})
	if err != nil {
		t.Fatal(err)
	}
	ping := func(target string) {
		t.Helper()
		if err := l.Ping("A", target); err != nil {
			t.Fatal(err)
		}
		advance(t, l, time.Minute)
	}
	ping("10.0.0.2")
	ping("10.0.0.3")
	if err := l.Cut("A", "B", false); err != nil {
		t.Fatal(err)
	}
	ping("B")
	want := []string{
		"A: 5 pings to 10.0.0.2, 5 answered, round-trip min/avg/max = 10/10/10 ms",
		"A: 5 pings to 10.0.0.3, 0 answered",
		"A: 5 pings to 10.0.0.2, 0 answered",
	}
	if !slices.Equal(notices, want) {
		t.Errorf("got %q", notices)
	}
	if err := l.Ping("A", "nowhere"); err == nil || !strings.Contains(err.Error(), `cannot ping "nowhere"`) {
		t.Errorf("ping nowhere: %v", err)
	}
}

// wholeOnly leaves a test out of runs with -short, as under the race detector: it is long, on one goroutine, and runs whole without.
func wholeOnly(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("left out by -short")
	}
}
