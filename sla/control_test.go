package sla

import (
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ruthere/config"
)

var target = netip.MustParseAddr("10.0.0.2")

// What is written is read back, and what is no message is refused.
func TestControlMessages(t *testing.T) {
	for _, c := range []Control{{Number: 7, Addr: target, Port: 5000, Open: 5 * time.Second},
		{TCP: true, Number: 1<<32 - 1, Addr: target, Port: 65535, IsAnswer: true, Refused: true}} {
		data := c.Append(nil)
		got, err := ParseControl(data)
		if diff := cmp.Diff(c, got, cmpopts.EquateComparable(netip.Addr{})); err != nil || diff != "" {
			t.Errorf("%+v: %v %s", c, err, diff)
		}
		for n := range data {
			if _, err := ParseControl(data[:n]); err == nil {
				t.Errorf("%d bytes are a message", n)
			}
		}
		if data[1] = 3; true {
			if _, err := ParseControl(data); err == nil {
				t.Error("kind 3 is a message")
			}
		}
	}
}

// A port is open for as long as was asked, on that address alone, and only so many are; permanent ones always, even when nobody is heard.
func TestResponder(t *testing.T) {
	var r Responder
	ask := func(port uint16, open time.Duration) Control {
		c, _ := ParseControl(r.Receive(begin, netip.MustParseAddr("10.0.0.9"), Control{Addr: target, Port: port, Open: open}.Append(nil)))
		return c
	}
	at := func(port uint16) netip.AddrPort { return netip.AddrPortFrom(target, port) }
	if r.Receive(begin, target, Control{Addr: target, Port: 1}.Append(nil)) != nil || r.Messages != 0 {
		t.Error("it answers though it is off")
	}
	r.Follow(true, []OpenPort{{TCP: true, Addr: target, Port: 7000}})
	if c := ask(5000, 5*time.Second); !c.IsAnswer || c.Refused {
		t.Errorf("answered %+v", c)
	}
	for _, c := range []struct {
		after time.Duration
		tcp   bool
		to    netip.AddrPort
		want  bool
	}{{0, false, at(5000), true}, {4999 * time.Millisecond, false, at(5000), true}, {5 * time.Second, false, at(5000), false},
		{0, true, at(5000), false}, {0, false, at(5001), false}, {0, false, netip.MustParseAddrPort("10.0.0.3:5000"), false},
		{time.Hour, true, at(7000), true}, {0, false, at(7000), false}} {
		if got := r.Answers(begin.Add(c.after), c.tcp, c.to); got != c.want {
			t.Errorf("%s after %s, TCP %v: %v", c.to, c.after, c.tcp, got)
		}
	}
	if c := ask(5002, time.Hour); !c.Refused {
		t.Error("a port may be open for an hour")
	}
	for n := range mostPorts + 5 {
		ask(uint16(10000+n), time.Minute)
	}
	if len(r.open) > mostPorts || r.Errors != 7 || len(r.Recent) != 1 {
		t.Errorf("%d ports, %d errors, heard %v", len(r.open), r.Errors, r.Recent)
	}
	r.Receive(begin, target, []byte("rubbish"))
	if r.Follow(false, nil); r.Answers(begin, false, at(10000)) || r.Answers(begin, true, at(7000)) || r.Messages != 0 {
		t.Errorf("switched off, it is %+v", r)
	}
}

// A responder that is silent is no connection, a probe that is silent a time-out; time counts from the probe.
func TestControlBeforeTheProbe(t *testing.T) {
	var e Engine
	o := echo(config.Schedule{Set: true})
	o.Kind, o.Port = "udp-echo", 5000
	e.Follow(begin, begin, []config.Operation{o})
	n := 0
	runs(&e, 35*time.Second, func(p Probe, at time.Time) {
		e.Asks(1, p.Sequence)
		switch n++; n {
		case 2: // the responder answers, the port does not
			if !e.Probes(at.Add(time.Second), 1, p.Sequence) {
				t.Error("nobody waits for the probe")
			}
		case 3:
			e.Probes(at.Add(time.Second), 1, p.Sequence)
			if sent, ok := e.Sent(1, p.Sequence); !ok || !sent.Equal(at.Add(time.Second)) {
				t.Errorf("sent at %v", sent)
			}
			e.Answered(at.Add(1010*time.Millisecond), 1, p.Sequence, 10*time.Millisecond)
		}
	})
	h := e.Statuses(begin)[0].Hours[0]
	if h.Codes != [Busy + 1]int{OK: 1, Timeout: 1, NoConnection: 2} || h.Sum != 10 || h.Least != 10*time.Millisecond {
		t.Errorf("%+v", h)
	}
}

// Statistics are kept of two hours, each of which begins with the first result in it.
func TestHours(t *testing.T) {
	var e Engine
	o := echo(config.Schedule{Set: true})
	o.Frequency = 10 * time.Minute
	e.Follow(begin, begin, []config.Operation{o})
	runs(&e, 190*time.Minute, func(p Probe, at time.Time) {
		e.Answered(at, 1, p.Sequence, time.Duration(1+at.Sub(begin)/(10*time.Minute))*time.Millisecond)
	})
	hours := e.Statuses(begin)[0].Hours
	if len(hours) != 2 || !hours[1].Start.Equal(begin.Add(3*time.Hour)) || hours[0].Codes[OK] != 6 || hours[0].Least != 13*time.Millisecond ||
		hours[0].Most != 18*time.Millisecond {
		t.Errorf("%+v", hours)
	}
}
