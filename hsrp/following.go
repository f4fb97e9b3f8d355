package hsrp

import (
	"net/netip"
	"time"
)

// A group may follow another one of its router (`standby follow`, HSRP multiple group optimization): it has no timers and no election of
// its own, and is in the state in which that one is. What it says while it is active keeps its hardware address known, and those who follow
// at the other routers learn who is active.

// RefreshInterval is how often an active group that follows speaks: the device's default.
const RefreshInterval = 10 * time.Second

// Mirror has a group that follows be as its leader is; Initial if that is not there.
func (g *Group) Mirror(now time.Time, leader State, out *Out) {
	to := leader
	switch {
	case !g.Follows:
		return
	case !g.Enabled:
		to = Disabled
	case !g.up || g.Held || leader <= Initial:
		to = Initial
	case !g.VirtualAddress().IsValid():
		to = Learn
	}
	if to == g.State {
		return
	}
	if to == Active {
		out.add(Announce{})
	}
	g.activeTimer = time.Time{}
	g.move(now, to, out)
}

// receiveFollowing takes a message to a group that follows: it tells who is active.
func (g *Group) receiveFollowing(now time.Time, from netip.Addr, m Message, out *Out) {
	switch {
	case g.State == Active:
	case m.Op == Resign && g.Active.Address == from:
		g.know(&g.Active, true, Router{}, out)
		g.activeTimer = time.Time{}
	case m.Op == Hello && m.State == Active:
		g.activeTimer = now.Add(3 * RefreshInterval)
		if m.Address.IsValid() {
			g.learned = m.Address
		}
		g.know(&g.Active, true, Router{Address: from, Priority: m.Priority, Expires: g.activeTimer, Identifier: m.Identifier}, out)
	}
}

// tickFollowing does what is due in a group that follows.
func (g *Group) tickFollowing(now time.Time, out *Out) {
	if !g.activeTimer.IsZero() && !g.activeTimer.After(now) {
		g.activeTimer = time.Time{}
		g.know(&g.Active, true, Router{}, out)
	}
	if !g.nextHello.IsZero() && !g.nextHello.After(now) {
		g.send(Hello, out)
		g.nextHello = now.Add(RefreshInterval)
	}
}
