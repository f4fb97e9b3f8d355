package live

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
	"ruthere/event"
	"ruthere/journal"
	"ruthere/router"
)

// outputLine is an output as one can compare it: what a driver is to compute by its number.
func outputLine(at time.Time, o router.Output) string {
	text := ""
	switch o := o.(type) {
	case router.Job:
		text = fmt.Sprintf("job %d %v %x %x", o.ID, o.Group, o.Public, o.Peer)
	case router.CheckPassword:
		text = fmt.Sprintf("password %d", o.ID)
	case router.MakeKey:
		text = fmt.Sprintf("key %d %d", o.ID, o.Bits)
	case router.TerminalReady:
		text = fmt.Sprintf("ready %d %+v %v", o.Terminal, o.Request.Prompt, o.Request.History)
	default:
		text = fmt.Sprintf("%#v", o)
	}
	return at.Format(time.RFC3339Nano) + " " + text
}

// recorded starts a router whose run is written down, and what comes out of it too.
func recorded(t *testing.T, o Options) (r *running, record *bytes.Buffer, outputs *[]string) {
	t.Helper()
	record, outputs = &bytes.Buffer{}, &[]string{}
	o.Record, o.Program = record, "test"
	before := tapOutputs
	tapOutputs = func(at time.Time, out router.Output) { *outputs = append(*outputs, outputLine(at, out)) }
	defer func() { tapOutputs = before }()
	return start(t, o), record, outputs
}

// playAgain does a written run again and compares what comes out.
func playAgain(t *testing.T, record *bytes.Buffer, want []string) string {
	t.Helper()
	f, err := journal.Parse("run", record.Bytes())
	if err != nil {
		t.Fatalf("%v in\n%s", err, record)
	}
	var got []string
	screen := &PlayedScreen{}
	listens := func(event.Stamped) {} // as who asks for metrics did: what is told is compared as well
	err = Play(f, PlayOptions{Event: listens, Input: screen.Input, Output: func(at time.Time, o router.Output) {
		got = append(got, outputLine(at, o))
		screen.Output(at, o)
	}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("output %d of %d and %d is another one:\n got %.300s\nwant %.300s", i, len(got), len(want),
				append(got, "end")[min(i, len(got))], append(want, "end")[min(i, len(want))])
		}
	}
	return screen.String()
}

// A tunnel between routers on real sockets is done again without them: packets, log and screen are the same. A run that
// was written down once is the same on another host, on which nothing listens.
func TestRecordedTunnelPlaysAgain(t *testing.T) {
	needRawSockets(t)
	const left, right = "127.0.0.71", "127.0.0.72"
	ike, nat := freePorts(t, left, right)
	peer, peerRecord, peerOutputs := recorded(t, Options{NVRAM: startup(site("Right", right, left, 2, 1)), IKEPort: ike, NATPort: nat})
	peer.notices.wait(t, 0, "FastEthernet0/0 is up: "+right)
	r, record, outputs := recorded(t, Options{NVRAM: startup(site("Left", left, right, 1, 2)), IKEPort: ike, NATPort: nat})
	r.notices.wait(t, 0, "FastEthernet0/0 is up: "+left)
	r.expect("Left>")
	r.run("enable", "Left#")
	r.run("debug crypto isakmp", "Left#")
	r.run("ping 192.168.2.1 source Loopback0 repeat 1 timeout 1", "Left#")
	if out := r.run("ping 192.168.2.1 source Loopback0", "Left#"); !strings.Contains(out, "!!!!!") {
		t.Errorf("not all came back through the tunnel:%s", out)
	}
	r.run("show crypto session", "Left#")
	r.run("clear crypto session", "Left#")
	r.run("ping 192.168.2.1 source Loopback0", "Left#")
	r.stop()
	peer.stop()
	shown := playAgain(t, record, *outputs)
	if !strings.Contains(shown, "Left#show crypto session\nCrypto session current status\n") || !strings.Contains(shown, "UP-ACTIVE") {
		t.Errorf("the screen of the run:\n%s", shown)
	}
	playAgain(t, peerRecord, *peerOutputs)
	if n := strings.Count(record.String(), " router packet "); n < 10 {
		t.Errorf("only %d packets were written down", n)
	}
}

// All else that goes into a router is in its record too: verdicts on passwords, keys that were made, files that were kept,
// users who came over the network, the use of the machine, a reload.
func TestRecordHoldsAllThatEnters(t *testing.T) {
	nvram, _ := OpenNVRAM("")
	nvram.Insert("hostname R\nip domain name example.org\nenable secret hush\nusername anna privilege 15 secret pass\nline vty 0 4\n" +
		" login local\n transport input telnet ssh\nend\n")
	r, record, outputs := recorded(t, Options{NVRAM: nvram, Release: debuglog.IOS15})
	r.expect("R>")
	r.run("enable", "Password: ")
	r.typing.Write([]byte("wrong\nhush\n"))
	r.expect("R#")
	r.run("show processes cpu history", "R#")
	r.run("show memory statistics", "R#")
	r.run("configure terminal", "R(config)#")
	r.run("crypto key generate rsa modulus 1024", "R(config)#")
	r.run("hostname S", "S(config)#")
	r.run("config-register 0x102", "S(config)#")
	r.run("end", "S#")
	r.run("write memory", "S#")
	r.run("copy running-config flash:one", "one]? ")
	r.typing.Write([]byte("\n"))
	r.expect("S#")
	r.run("reload", "[confirm]")
	r.typing.Write([]byte("\n"))
	r.expect("S>")
	r.run("dir flash:", "S>")
	r.run("show crypto key mypubkey rsa", "S>")
	if out := r.run("show version | include register", "S>"); !strings.Contains(out, "register is 0x102\n") {
		t.Errorf("after the reload: %q", out)
	}
	r.stop()
	shown := playAgain(t, record, *outputs)
	if !strings.Contains(shown, "S>show crypto key mypubkey rsa\n") || strings.Contains(shown, "hush") {
		t.Errorf("the screen of the run:\n%s", shown)
	}
	for _, kind := range []string{"password ", "key-made ", "kept ", "usage ", "boot reason=reload", "tick", "type hush", "attach "} {
		if !strings.Contains(record.String(), " router "+kind) {
			t.Errorf("no %q was written down", kind)
		}
	}
}

// Streams of a seed are the same each time, and others for another boot, purpose or seed; in whichever pieces they are read.
func TestSeedStreams(t *testing.T) {
	s := newSeed()
	read := func(s seed, boot int, purpose string, pieces ...int) string {
		var b bytes.Buffer
		from := s.streams(boot)(purpose)
		for _, n := range pieces {
			io.CopyN(&b, from, int64(n))
		}
		return b.String()
	}
	const all = keyBytes + 1000
	whole := read(s, 1, "nonce", all)
	if got := read(s, 1, "nonce", 1, 500, keyBytes, 499); got != whole {
		t.Error("in pieces it is another stream")
	}
	if whole[:1000] == whole[keyBytes:] {
		t.Error("it repeats itself with its next key")
	}
	for name, other := range map[string]string{
		"boot": read(s, 2, "nonce", 64), "purpose": read(s, 1, "cookie", 64), "seed": read(newSeed(), 1, "nonce", 64),
	} {
		if other == whole[:64] {
			t.Errorf("another %s has the same stream", name)
		}
	}
	if again, err := parseSeed(s.String()); err != nil || again != s {
		t.Errorf("the seed as text: %v %v", again, err)
	}
	for _, text := range []string{"", "12", strings.Repeat("g", 64), strings.Repeat("0", 66)} {
		if _, err := parseSeed(text); err == nil {
			t.Errorf("%q is a seed", text)
		}
	}
}
