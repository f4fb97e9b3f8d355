package hsrp

import (
	"fmt"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"
)

var (
	noon    = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	virtual = netip.MustParseAddr("192.0.2.1")
)

// A subnet is some routers with one group, that hear each other unless they are cut.
type subnet struct {
	now    time.Time
	groups []*Group
	cut    map[int]bool
	story  []string
}

func router(n int) netip.Addr { return netip.AddrFrom4([4]byte{192, 0, 2, byte(n + 2)}) }

func newSubnet(settings ...Settings) *subnet {
	s := &subnet{now: noon, cut: map[int]bool{}}
	for _, one := range settings {
		if one.Version == 0 {
			one.Version = 1
		}
		if one.Priority == 0 {
			one.Priority = DefaultPriority
		}
		one.Enabled = true
		s.groups = append(s.groups, NewGroup(one))
	}
	return s
}

func (s *subnet) start(n int) {
	s.do(n, func(g *Group, out *Out) { g.Start(s.now, router(n), [6]byte{}, 0, true, out) })
}
func (s *subnet) stop(n int) { s.do(n, func(g *Group, out *Out) { g.Stop(s.now, out) }) }

// do has a group do something, and the others hear of it at once.
func (s *subnet) do(n int, f func(*Group, *Out)) {
	var out Out
	f(s.groups[n], &out)
	for _, item := range out.Items {
		switch item := item.(type) {
		case Moved:
			s.story = append(s.story, fmt.Sprintf("%v %d %v", s.now.Sub(noon), n, item.To))
		case Announce:
			s.story = append(s.story, fmt.Sprintf("%v %d announces", s.now.Sub(noon), n))
		case BadAuthentication, OtherAddress:
			s.story = append(s.story, fmt.Sprintf("%v %d %T", s.now.Sub(noon), n, item))
		case Send:
			for to := range s.groups {
				if to != n && !s.cut[n] && !s.cut[to] {
					m, err := Parse(item.Data)
					if err != nil {
						panic(err)
					}
					s.do(to, func(g *Group, out *Out) { g.Receive(s.now, router(n), m, item.Data, out) })
				}
			}
		}
	}
}

func (s *subnet) pass(d time.Duration) {
	for end := s.now.Add(d); ; {
		next := -1
		at := end
		for n, g := range s.groups {
			if due, ok := g.Deadline(); ok && (due.Before(at) || next < 0 && !due.After(at)) {
				at, next = due, n
			}
		}
		if next < 0 {
			s.now = end
			return
		}
		if at.After(s.now) {
			s.now = at
		}
		s.do(next, func(g *Group, out *Out) { g.Tick(s.now, out) })
	}
}

// heard is the story since it was last asked for.
func (s *subnet) heard() string {
	text := strings.Join(s.story, "; ")
	s.story = nil
	return text
}

func (s *subnet) wants(t *testing.T, what, want string) {
	t.Helper()
	if got := s.heard(); got != want {
		t.Errorf("%s:\n got %s\nwant %s", what, got, want)
	}
}

// The way of a router alone, of one that comes later, of one that goes with and without a word.
func TestLife(t *testing.T) {
	s := newSubnet(Settings{Address: virtual, Priority: 110, Preempt: true}, Settings{})
	s.start(0)
	s.pass(30 * time.Second)
	s.wants(t, "alone", "0s 0 Listen; 10s 0 Speak; 20s 0 Standby; 20.5s 0 announces; 20.5s 0 Active")
	s.start(1)
	s.pass(30 * time.Second)
	s.wants(t, "another learns the address", "30s 1 Learn; 32.5s 1 Listen; 42.5s 1 Speak; 52.5s 1 Standby")
	if a := s.groups[1].VirtualAddress(); a != virtual || s.groups[0].Standby.Address != router(1) || s.groups[1].Active.Address != router(0) {
		t.Errorf("they do not know each other: %+v, %+v", s.groups[0], s.groups[1])
	}
	s.stop(0)
	s.wants(t, "the active one resigns", "1m0s 1 announces; 1m0s 1 Active; 1m0s 0 Init")
	s.start(0)
	s.pass(3 * time.Second)
	s.wants(t, "and preempts", "1m0s 0 Listen; 1m3s 1 Speak; 1m3s 0 announces; 1m3s 0 Active")
	s.pass(30 * time.Second)
	s.wants(t, "the other stands by", "1m13s 1 Standby")
	s.cut[0] = true
	s.pass(15 * time.Second)
	s.wants(t, "it is not heard any more", "1m43s 1 announces; 1m43s 1 Active")
	s.cut[0] = false
	s.pass(20 * time.Second)
	s.wants(t, "it is heard again", "1m49s 1 Speak; 1m59s 1 Standby")
}

// Preemption waits, and without it nobody goes before who is there.
func TestPreemption(t *testing.T) {
	for _, one := range []struct {
		set  Settings
		want string
	}{
		{Settings{Priority: 110}, "30s 1 Listen; 40s 1 Speak; 50s 1 Standby"},
		{Settings{Priority: 110, Preempt: true, Minimum: 5 * time.Second},
			"30s 1 Listen; 35.5s 0 Speak; 35.5s 1 announces; 35.5s 1 Active; 45.5s 0 Standby"},
		{Settings{Priority: 110, Preempt: true, Reload: 30 * time.Second},
			"30s 1 Listen; 40s 1 Speak; 50s 1 Standby; 1m2.5s 0 Speak; 1m2.5s 1 announces; 1m2.5s 1 Active; 1m12.5s 0 Standby"},
	} {
		one.set.Address = virtual
		s := newSubnet(Settings{Address: virtual}, one.set)
		s.start(0)
		s.pass(30 * time.Second)
		s.heard()
		s.start(1)
		s.pass(45 * time.Second)
		s.wants(t, fmt.Sprintf("%+v", one.set), one.want)
	}
}

// Timers come from the active router: whole seconds in version 1, all in version 2.
func TestTimersAreLearned(t *testing.T) {
	quick := Settings{Address: virtual, Hello: 250 * time.Millisecond, Hold: 900 * time.Millisecond, Priority: 200}
	for version, want := range map[int]string{1: "1s 1s", 2: "250ms 900ms"} {
		quick.Version = version
		s := newSubnet(quick, Settings{Address: virtual, Version: version})
		s.start(0)
		s.pass(10 * time.Second)
		s.start(1)
		s.pass(2 * time.Second)
		got := fmt.Sprint(s.groups[1].HelloTime(), s.groups[1].HoldTime())
		if version == 1 { // 1 and 1 are no timers, so that the defaults stay
			want = "3s 10s"
		}
		if got != want {
			t.Errorf("version %d: %s, want %s", version, got, want)
		}
	}
}

// Who does not know the secret is not listened to; who has another address is.
func TestRefusals(t *testing.T) {
	for _, one := range []struct {
		a, b Authentication
		want string
	}{
		{Authentication{}, Authentication{Text: "other"}, "hsrp.BadAuthentication"},
		{Authentication{Key: "k"}, Authentication{}, "hsrp.BadAuthentication"},
		{Authentication{}, Authentication{Key: "k"}, "hsrp.BadAuthentication"},
		{Authentication{Key: "k"}, Authentication{Key: "l"}, "hsrp.BadAuthentication"},
		{Authentication{Key: "k"}, Authentication{Key: "k"}, ""},
		{Authentication{Text: "t"}, Authentication{Text: "t"}, ""},
	} {
		s := newSubnet(Settings{Address: virtual, Authentication: one.a}, Settings{Address: virtual, Authentication: one.b})
		s.start(0)
		s.start(1)
		s.pass(time.Minute)
		story := s.heard()
		if refused := strings.Contains(story, "hsrp.BadAuthentication"); refused != (one.want != "") {
			t.Errorf("%+v and %+v: %s", one.a, one.b, story)
		}
		if both := s.groups[0].State == Active && s.groups[1].State == Active; both != (one.want != "") {
			t.Errorf("%+v and %+v: %v and %v", one.a, one.b, s.groups[0].State, s.groups[1].State)
		}
	}
	s := newSubnet(Settings{Address: virtual}, Settings{Address: virtual.Next()})
	s.start(0)
	s.pass(25 * time.Second)
	s.start(1)
	s.pass(3 * time.Second)
	if story := s.heard(); !strings.Contains(story, "1 hsrp.OtherAddress") {
		t.Errorf("another address: %s", story)
	}
}

// What is tracked holds a group; a changed priority counts from the next hello on.
func TestFollow(t *testing.T) {
	s := newSubnet(Settings{Address: virtual, Priority: 110, Preempt: true}, Settings{Address: virtual, Preempt: true})
	s.start(0)
	s.start(1)
	s.pass(time.Minute)
	s.heard()
	follow := func(change func(*Settings)) {
		s.do(0, func(g *Group, out *Out) {
			set := g.Settings
			change(&set)
			g.Follow(s.now, set, out)
		})
	}
	follow(func(set *Settings) { set.Priority = 90 })
	s.pass(15 * time.Second)
	s.wants(t, "less priority", "1m2.5s 0 Speak; 1m2.5s 1 announces; 1m2.5s 1 Active; 1m12.5s 0 Standby")
	follow(func(set *Settings) { set.Held = true })
	s.wants(t, "held", "1m15s 0 Init")
	follow(func(set *Settings) { set.Held = false })
	follow(func(set *Settings) { set.Enabled = false })
	s.wants(t, "and disabled", "1m15s 0 Listen; 1m15s 0 Init; 1m15s 0 Disabled")
	if at, ok := s.groups[0].Deadline(); ok {
		t.Errorf("a disabled group waits for %v", at)
	}
}

// Every row of the table is the first for one of its states, so that none is dead.
func TestTable(t *testing.T) {
	for i, row := range transitions {
		alive := false
		for _, in := range row.in {
			first := -1
			for j, other := range transitions {
				if first < 0 && other.on == row.on && has(other.in, in) {
					first = j
				}
			}
			alive = alive || first == i
		}
		if !alive {
			t.Errorf("row %d (%s in %v) is never taken", i, row.on.Letter(), row.in)
		}
	}
	if !reflect.DeepEqual(VirtualMAC(1, 200), [6]byte{0, 0, 0x0c, 7, 0xac, 200}) ||
		!reflect.DeepEqual(VirtualMAC(2, 0xabc), [6]byte{0, 0, 0x0c, 0x9f, 0xfa, 0xbc}) {
		t.Error("virtual hardware addresses")
	}
}
