package nhrp

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"ruthere/packet"
)

func at(s string) netip.Addr       { return netip.MustParseAddr(s) }
func in(s string) netip.Prefix     { return netip.MustParsePrefix(s) }
func secs(n int) time.Duration     { return time.Duration(n) * time.Second }
func (b *box) address() netip.Addr { return b.Address.Addr() }

// A box is a router with one tunnel interface and a subnet behind it.
type box struct {
	Interface
	Agent
	routes    map[netip.Prefix]Route
	public    netip.Addr // its NBMA address as others see it
	shortcuts int        // how often its routes have changed
	out       []Output   // since it was last looked at
}

// Find implements Routes, with the shortcuts of the agent.
func (b *box) Find(_ string, to netip.Addr) (best Route, ok bool) {
	best.Prefix = in("0.0.0.0/0")
	consider := func(p netip.Prefix, r Route) {
		if p.Contains(to) && (!ok || p.Bits() >= best.Prefix.Bits()) {
			r.Prefix = p
			if !r.Via.IsValid() {
				r.Via = to
			}
			best, ok = r, true
		}
	}
	for p, r := range b.routes {
		consider(p, r)
	}
	for _, s := range b.Shortcuts() {
		consider(s.Prefix, Route{Interface: s.Interface, Via: s.Via})
	}
	best.Own = to == b.address()
	return best, ok
}

// A cloud is boxes under one clock, on a network that delivers at once.
type cloud struct {
	t     *testing.T
	now   time.Time
	boxes []*box
	lost  func(from *box, m Send) bool // nil: nothing is
	sent  []Send
}

// newCloud is a hub 10.0.0.1 at 192.0.2.1 and spokes 10.0.0.2 and more, with 192.168.N.0/24 behind each.
func newCloud(t *testing.T, spokes int) *cloud {
	c := &cloud{t: t, now: time.Date(2026, 3, 25, 15, 0, 0, 0, time.UTC)}
	for n := 1; n <= spokes+1; n++ {
		host := byte(n)
		b := &box{routes: map[netip.Prefix]Route{}}
		b.Interface = Interface{Name: "Tunnel0", Up: true, Address: netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 0, 0, host}), 24),
			NBMA: netip.AddrFrom4([4]byte{192, 0, 2, host}), MTU: 17916,
			Settings: Settings{Network: 1, HoldTime: secs(300), RedirectInterval: DefaultRedirectInterval, Authentication: "word"}}
		b.public = b.NBMA
		b.routes[in("10.0.0.0/24")] = Route{Interface: "Tunnel0"}
		for m := 1; m <= spokes+1; m++ {
			behind := netip.PrefixFrom(netip.AddrFrom4([4]byte{192, 168, byte(m), 0}), 24)
			switch {
			case m == n:
				b.routes[behind] = Route{Interface: "Ethernet0"}
			case n == 1:
				b.routes[behind] = Route{Interface: "Tunnel0", Via: netip.AddrFrom4([4]byte{10, 0, 0, byte(m)})}
			}
		}
		if n == 1 {
			b.Settings.Redirect, b.MulticastDynamic = true, true
		} else {
			b.Settings.Servers = []Server{{Protocol: at("10.0.0.1"), NBMA: at("192.0.2.1"), Multicast: true}}
			b.Settings.Shortcut = true
			b.routes[in("192.168.0.0/16")] = Route{Interface: "Tunnel0", Via: at("10.0.0.1")}
		}
		c.boxes = append(c.boxes, b)
	}
	return c
}

func (c *cloud) hub() *box        { return c.boxes[0] }
func (c *cloud) spoke(n int) *box { return c.boxes[n-1] } // 2 and more

// follow tells a box's agent of its interface as it is now.
func (c *cloud) follow(list ...*box) {
	for _, b := range list {
		c.do(b, func(out *Out) {
			b.RoutesMoved()
			b.Follow(c.now, []Interface{b.Interface}, out)
			b.Look(c.now, b, out)
		})
	}
}

// do runs something of a box's, and delivers what comes of it.
func (c *cloud) do(b *box, f func(out *Out)) {
	var out Out
	f(&out)
	b.out = append(b.out, out.Items...)
	for _, item := range out.Items {
		switch item := item.(type) {
		case RoutesChanged:
			b.shortcuts++
		case Send:
			c.sent = append(c.sent, item)
			if c.lost != nil && c.lost(b, item) {
				continue
			}
			at := slices.IndexFunc(c.boxes, func(to *box) bool { return to.public == item.To })
			if at >= 0 {
				to := c.boxes[at]
				c.do(to, func(out *Out) { to.Receive(c.now, to, "Tunnel0", b.public, item.Data, out) })
			}
		}
	}
}

// pass lets time pass with all that happens meanwhile.
func (c *cloud) pass(d time.Duration) {
	c.t.Helper()
	end := c.now.Add(d)
	for range 100_000 {
		var first *box
		var due time.Time
		for _, b := range c.boxes {
			if when, ok := b.Deadline(); ok && (first == nil || when.Before(due)) {
				first, due = b, when
			}
		}
		if first == nil || due.After(end) {
			c.now = end
			return
		}
		if due.After(c.now) {
			c.now = due
		}
		c.do(first, func(out *Out) { first.Tick(c.now, first, out) })
	}
	c.t.Fatal("it is never done")
}

// goes is to which NBMA address a packet of a box leaves, as it knows now; invalid: it does not.
func (c *cloud) goes(b *box, to string) (nbma netip.Addr) {
	r, ok := b.Find("", at(to))
	if !ok || r.Interface != "Tunnel0" {
		c.t.Fatalf("%v leads to %s no tunnel: %+v", b.Address, to, r)
	}
	c.do(b, func(out *Out) { nbma, _ = b.Resolve(c.now, b, "Tunnel0", r.Via, at(to), out) })
	return nbma
}

// detour has the hub pass on a packet that came from a box.
func (c *cloud) detour(b *box, src, dst string) {
	p := packet.IPv4{Src: at(src), Dst: at(dst), TTL: 9, Protocol: packet.ProtocolUDP, Payload: make([]byte, 30)}
	c.do(c.hub(), func(out *Out) { c.hub().Redirect(c.now, "Tunnel0", "Tunnel0", b.public, p, out) })
}

func (c *cloud) status(b *box) Status {
	c.t.Helper()
	list := b.Statuses(c.now)
	if len(list) != 1 {
		c.t.Fatalf("%v has %d statuses", b.Address, len(list))
	}
	return list[0]
}

// entry is the entry of a box for a prefix, or nil.
func (c *cloud) entry(b *box, prefix string) *Entry {
	for _, e := range c.status(b).Entries {
		if e.Target == in(prefix) {
			return &e
		}
	}
	return nil
}

// told takes what a box told of a kind since it was last asked.
func told[T Output](b *box) (list []T) {
	for _, item := range b.out {
		if one, ok := item.(T); ok {
			list = append(list, one)
		}
	}
	b.out = nil
	return list
}

// started is a cloud whose spokes have registered.
func started(t *testing.T, spokes int) *cloud {
	c := newCloud(t, spokes)
	c.follow(c.boxes...)
	c.pass(secs(1))
	return c
}
