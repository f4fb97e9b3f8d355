package hsrp

import (
	"testing"
	"time"
)

// A group that follows is in the state of its leader, speaks seldom and only while it is active, and knows from that who is.
func TestFollowing(t *testing.T) {
	s := newSubnet(Settings{Address: virtual, Follows: true}, Settings{Address: virtual, Follows: true})
	mirror := func(n int, leader State) {
		s.do(n, func(g *Group, out *Out) { g.Mirror(s.now, leader, out) })
	}
	s.start(0)
	s.start(1)
	s.pass(time.Minute)
	s.wants(t, "alone it does nothing", "")
	for _, leader := range []State{Listen, Speak, Standby, Active} {
		mirror(0, leader)
	}
	mirror(1, Standby)
	s.wants(t, "it follows", "1m0s 0 Listen; 1m0s 0 Speak; 1m0s 0 Standby; 1m0s 0 announces; 1m0s 0 Active; 1m0s 1 Standby")
	s.pass(RefreshInterval)
	if a := s.groups[1].Active; a.Address != router(0) || s.groups[0].Active != (Router{Local: true, Priority: DefaultPriority}) {
		t.Errorf("the active router is %+v to one, %+v to the other", a, s.groups[0].Active)
	}
	mirror(0, Speak)
	mirror(1, Active)
	s.wants(t, "another takes over", "1m10s 0 Speak; 1m10s 1 announces; 1m10s 1 Active")
	if at, ok := s.groups[0].Deadline(); !ok || at != s.now.Add(3*RefreshInterval) {
		t.Errorf("who is not active waits for %v, %v", at, ok)
	}
	s.stop(1)
	mirror(1, Active)
	s.wants(t, "not where its interface is down", "1m10s 1 Init")
	s.pass(3 * RefreshInterval)
	if s.groups[0].Active.IsKnown() {
		t.Errorf("one that is not heard is still %+v", s.groups[0].Active)
	}
	mirror(0, Disabled)
	s.wants(t, "nor without a leader", "1m40s 0 Init")
}

// Beginning to follow, and ceasing to, begin anew.
func TestFollowingBeginsAnew(t *testing.T) {
	s := newSubnet(Settings{Address: virtual})
	s.start(0)
	s.pass(30 * time.Second)
	s.heard()
	follow := func(on bool) {
		s.do(0, func(g *Group, out *Out) {
			set := g.Settings
			set.Follows = on
			g.Follow(s.now, set, out)
		})
	}
	follow(true)
	s.pass(30 * time.Second)
	s.wants(t, "it follows nobody", "30s 0 Init")
	follow(false)
	s.pass(30 * time.Second)
	if got, want := s.heard(), "1m0s 0 Listen; 1m10s 0 Speak; 1m20s 0 Standby; 1m20.5s 0 announces; 1m20.5s 0 Active"; got != want {
		t.Errorf("it decides for itself: %s", got)
	}
}
