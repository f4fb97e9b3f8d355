package nhrp

import (
	"net/netip"
	"testing"
	"time"

	"ruthere/packet"
)

// Who wants to reach another spoke asks, and goes by way of the hub until it knows.
func TestSpokeToSpoke(t *testing.T) {
	c := started(t, 2)
	if got := c.goes(c.spoke(2), "10.0.0.3"); got != c.hub().NBMA {
		t.Errorf("the first packet goes to %v", got)
	}
	if got := c.goes(c.spoke(2), "10.0.0.3"); got != c.spoke(3).NBMA {
		t.Errorf("the second packet goes to %v", got)
	}
	if e := c.entry(c.spoke(3), "10.0.0.2/32"); e == nil || !e.Implicit || e.NBMA != c.spoke(2).NBMA {
		t.Errorf("who was asked learned %+v", e)
	}
	if e := c.entry(c.spoke(3), "10.0.0.3/32"); e == nil || !e.Local || len(e.Requesters) != 1 || e.Requesters[0].Protocol != at("10.0.0.2") {
		t.Errorf("who was asked remembers %+v", e)
	}
	if list := c.status(c.hub()).Entries; len(list) != 2 {
		t.Errorf("the hub learned by it: %+v", list)
	}
}

// Nobody has the address: a hub says so, and a spoke asks no more for a while.
func TestNobodyHasIt(t *testing.T) {
	c := started(t, 1)
	for range 5 {
		if got := c.goes(c.spoke(2), "10.0.0.77"); got != c.hub().NBMA {
			t.Errorf("a packet goes to %v", got)
		}
	}
	if refused := told[Refused](c.spoke(2)); len(refused) != 1 || refused[0].Code != packet.CodeNoBinding {
		t.Errorf("%+v", refused)
	}
	if e := c.entry(c.spoke(2), "10.0.0.77/32"); e == nil || e.Kind != Incomplete || e.Hits != 5 {
		t.Errorf("%+v", e)
	}
	c.pass(negativeTime + time.Second)
	if e := c.entry(c.spoke(2), "10.0.0.77/32"); e != nil {
		t.Errorf("%+v", e)
	}
	if got := c.goes(c.hub(), "10.0.0.77"); got.IsValid() {
		t.Errorf("a packet of the hub goes to %v", got)
	}
}

// A question that nobody answers is asked six times, and server-only asks none.
func TestSilence(t *testing.T) {
	c := started(t, 2)
	c.lost = func(from *box, m Send) bool { return m.Packet.Type == packet.ResolutionRequest }
	c.sent = nil
	c.goes(c.spoke(2), "10.0.0.3")
	c.pass(secs(90))
	if n := len(c.sent); n != mostTries {
		t.Errorf("%d packets", n)
	}
	c.spoke(3).ServerOnly = true
	c.follow(c.spoke(3))
	c.sent = nil
	if got := c.goes(c.spoke(3), "10.0.0.2"); got != c.hub().NBMA || len(c.sent) != 0 {
		t.Errorf("server-only: %v, %v", got, c.sent)
	}
}

// shortcutTo has spoke 2 find the shortcut to what is behind spoke 3.
func shortcutTo(t *testing.T, c *cloud) {
	t.Helper()
	if got := c.goes(c.spoke(2), "192.168.3.10"); got != c.hub().NBMA {
		t.Fatalf("before: %v", got)
	}
	c.detour(c.spoke(2), "192.168.2.10", "192.168.3.10")
	if got := c.goes(c.spoke(2), "192.168.3.77"); got != c.spoke(3).NBMA {
		t.Fatalf("after: %v", got)
	}
}

// A hub tells of a detour, once in eight seconds; the spoke asks, and has a route to the whole subnet behind the other.
func TestShortcut(t *testing.T) {
	c := started(t, 2)
	shortcutTo(t, c)
	routes := c.spoke(2).Shortcuts()
	if len(routes) != 1 || routes[0].Prefix != in("192.168.3.0/24") || routes[0].Via != at("10.0.0.3") || c.spoke(2).shortcuts != 1 {
		t.Errorf("%+v", routes)
	}
	c.sent = nil
	c.detour(c.spoke(2), "192.168.2.10", "192.168.3.10")
	c.detour(c.spoke(2), "192.168.2.11", "192.168.3.10")
	if len(c.sent) != 1 || c.sent[0].Packet.Type != packet.TrafficIndication || c.sent[0].Packet.DstProtocol != at("192.168.2.11") {
		t.Errorf("told twice: %+v", c.sent)
	}
	c.pass(DefaultRedirectInterval)
	c.sent = nil
	c.detour(c.spoke(2), "192.168.2.10", "192.168.3.10")
	if len(c.sent) != 1 {
		t.Errorf("not told again: %+v", c.sent)
	}
	c.spoke(2).Settings.Shortcut = false
	c.follow(c.spoke(2))
	if got := c.goes(c.spoke(2), "192.168.3.10"); got != c.hub().NBMA {
		t.Errorf("without shortcuts: %v", got)
	}
}

// A shortcut in use is asked for again before it ends; one that is not ends.
func TestShortcutIsRenewed(t *testing.T) {
	c := started(t, 2)
	shortcutTo(t, c)
	for range 100 {
		c.pass(secs(10))
		if got := c.goes(c.spoke(2), "192.168.3.10"); got != c.spoke(3).NBMA {
			t.Fatalf("at %v: %v", c.now, got)
		}
	}
	if c.spoke(2).shortcuts != 1 {
		t.Errorf("routes changed %d times", c.spoke(2).shortcuts)
	}
	c.pass(secs(601))
	if len(c.spoke(2).Shortcuts()) != 0 || c.entry(c.spoke(2), "10.0.0.3/32") != nil {
		t.Errorf("it does not end: %+v", c.status(c.spoke(2)).Entries)
	}
}

// What is not behind a spoke any more is forgotten by who was told of it, and the purge is repeated until it is answered.
func TestPurge(t *testing.T) {
	c := started(t, 2)
	shortcutTo(t, c)
	c.lost = func(_ *box, m Send) bool { return m.Packet.Type == packet.PurgeRequest }
	delete(c.spoke(3).routes, in("192.168.3.0/24"))
	c.follow(c.spoke(3))
	if len(c.spoke(2).Shortcuts()) != 1 {
		t.Fatal("the purge was not lost")
	}
	c.lost = nil
	c.sent = nil
	c.pass(secs(2))
	if len(c.spoke(2).Shortcuts()) != 0 {
		t.Errorf("the shortcut stands: %+v", c.sent)
	}
	if c.entry(c.spoke(2), "10.0.0.3/32") == nil {
		t.Error("the other spoke itself is forgotten too")
	}
	c.sent = nil
	c.pass(secs(60))
	for _, m := range c.sent {
		if m.Packet.Type == packet.PurgeRequest {
			t.Error("the purge is repeated though it was answered")
		}
	}
}

// A stranger cannot have things forgotten that others told.
func TestPurgeOfStrangers(t *testing.T) {
	c := started(t, 3)
	shortcutTo(t, c)
	n := &network{Interface: c.spoke(4).Interface}
	gone := n.client(24)
	gone.Protocol = at("192.168.3.0")
	p := n.request(packet.PurgeRequest, 0, 9, at("10.0.0.2"), gone)
	c.do(c.spoke(2), func(out *Out) { c.spoke(2).Receive(c.now, c.spoke(2), "Tunnel0", n.NBMA, p.Append(nil), out) })
	if len(c.spoke(2).Shortcuts()) != 1 {
		t.Error("a stranger purged a shortcut")
	}
}

// Spokes behind translation find one another by the addresses that the hub sees.
func TestTranslation(t *testing.T) {
	c := newCloud(t, 2)
	for n, public := range map[int]string{2: "203.0.113.2", 3: "203.0.113.3"} {
		c.spoke(n).public = at(public)
	}
	c.follow(c.boxes...)
	c.pass(secs(1))
	if e := c.entry(c.hub(), "10.0.0.2/32"); e == nil || e.NBMA != at("203.0.113.2") || e.Claimed != at("192.0.2.2") {
		t.Fatalf("the hub has %+v", e)
	}
	if s := c.status(c.spoke(2)); s.Translated != at("203.0.113.2") || !s.Servers[0].Up {
		t.Errorf("the spoke knows %+v", s)
	}
	c.goes(c.spoke(2), "10.0.0.3")
	if got := c.goes(c.spoke(2), "10.0.0.3"); got != at("203.0.113.3") {
		t.Errorf("to the other spoke: %v", got)
	}
	if e := c.entry(c.spoke(2), "10.0.0.3/32"); e == nil || e.Claimed != at("192.0.2.3") {
		t.Errorf("claimed: %+v", e)
	}
	if got := c.goes(c.spoke(3), "10.0.0.2"); got != at("203.0.113.2") {
		t.Errorf("and back: %v", got)
	}
}

// Three that each take another for the way pass a question round until the first sees that it was there.
func TestLoop(t *testing.T) {
	c := newCloud(t, 3)
	for n, other := range map[int]string{2: "10.0.0.3", 3: "10.0.0.4", 4: "10.0.0.2"} {
		b := c.spoke(n)
		b.routes[in("192.168.9.0/24")] = Route{Interface: "Tunnel0", Via: at(other)}
		b.Settings.Servers, b.Maps = nil, []Map{{at(other), c.spoke((n-1)%3 + 2).NBMA}}
	}
	c.follow(c.boxes...)
	n := &network{Interface: c.hub().Interface}
	p := n.request(packet.ResolutionRequest, 0, 9, at("192.168.9.1"), n.client(0))
	c.do(c.spoke(2), func(out *Out) { c.spoke(2).Receive(c.now, c.spoke(2), "Tunnel0", n.NBMA, p.Append(nil), out) })
	if n := len(c.sent); n != 4 || c.sent[n-1].Packet.ErrorCode != packet.CodeLoop || c.sent[n-2].Packet.HopCount != hops-3 {
		t.Errorf("%+v", c.sent)
	}
}

// Clear forgets what was learned, and has others forget what was told.
func TestClear(t *testing.T) {
	c := started(t, 2)
	shortcutTo(t, c)
	c.do(c.spoke(3), func(out *Out) { c.spoke(3).Clear(c.now, netip.Prefix{}, out) })
	if len(c.spoke(2).Shortcuts()) != 0 {
		t.Error("others have not forgotten")
	}
	if list := c.status(c.spoke(3)).Entries; len(list) != 1 {
		t.Errorf("%+v", list)
	}
	c.do(c.hub(), func(out *Out) { c.hub().Clear(c.now, in("10.0.0.2/32"), out) })
	if c.entry(c.hub(), "10.0.0.2/32") != nil || c.entry(c.hub(), "10.0.0.3/32") == nil {
		t.Error("another was cleared than was meant")
	}
}

// Whatever comes: nothing panics, nothing grows without end, and an error is never answered by an error.
func FuzzReceive(f *testing.F) {
	n := &network{Interface: newCloud(nil, 2).spoke(2).Interface}
	for kind := packet.ResolutionRequest; kind <= packet.TrafficIndication; kind++ {
		for _, to := range []string{"10.0.0.1", "10.0.0.3", "192.168.3.1", "192.168.1.1"} {
			p := n.request(kind, packet.FlagNAT, 1, at(to), n.client(32))
			f.Add(p.Append(nil))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c := started(t, 2)
		c.lost = func(*box, Send) bool { return true }
		for _, b := range c.boxes {
			c.goes(b, "10.0.0.77")
			c.sent = nil
			c.do(b, func(out *Out) { b.Receive(c.now, b, "Tunnel0", at("192.0.2.200"), data, out) })
			p, err := packet.ParseNHRP(data)
			if len(c.sent) > 3 || err == nil && p.Type == packet.ErrorIndication && len(c.sent) > 0 {
				t.Errorf("answered by %+v", c.sent)
			}
		}
		c.pass(secs(400))
	})
}
