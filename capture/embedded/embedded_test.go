package embedded_test

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"ruthere/capture/embedded"
	"ruthere/packet"
)

var start = time.Date(2002, time.March, 1, 0, 0, 3, 0, time.UTC)

// ping is a packet of 100 bytes at a millisecond, as an interface has it.
func ping(ms int, iface string, out, own bool) embedded.Packet {
	data := packet.IPv4{Src: netip.MustParseAddr("10.0.0.1"), Dst: netip.MustParseAddr("10.0.0.2"), TTL: 255,
		Protocol: packet.ProtocolICMP, Payload: make([]byte, 80)}.Append(nil)
	return embedded.Packet{At: start.Add(time.Duration(ms) * time.Millisecond), Interface: iface, Out: out, Own: own, Data: data}
}

// What is kept of a hundred packets of 100 bytes, one every ten milliseconds.
func TestWhatABufferKeeps(t *testing.T) {
	for _, c := range []struct {
		name          string
		set           func(*embedded.Buffer)
		kept, dropped int
		first, last   int // packets
		bytes         int // of an element
		stopped       bool
	}{
		{name: "all", set: func(*embedded.Buffer) {}, kept: 100, last: 99, bytes: 100},
		{name: "the first bytes", set: func(b *embedded.Buffer) { b.ElementSize = 68 }, kept: 100, last: 99, bytes: 68},
		{name: "linear", set: func(b *embedded.Buffer) { b.Size = 1050 }, kept: 10, dropped: 1, last: 9, bytes: 100, stopped: true},
		{name: "circular", set: func(b *embedded.Buffer) { b.Size, b.Circular = 1050, true }, kept: 10, first: 90, last: 99, bytes: 100},
		{name: "a count", set: func(b *embedded.Buffer) { b.Packets = 7 }, kept: 7, last: 6, bytes: 100, stopped: true},
		{name: "a count, circular", set: func(b *embedded.Buffer) { b.Packets, b.Size, b.Circular = 7, 250, true }, kept: 2, first: 5, last: 6,
			bytes: 100, stopped: true},
		{name: "every third", set: func(b *embedded.Buffer) { b.EveryNth = 3 }, kept: 33, first: 2, last: 98, bytes: 100},
		{name: "a rate", set: func(b *embedded.Buffer) { b.PerSecond = 5 }, kept: 5, last: 4, bytes: 100},
		{name: "a list that permits none", set: func(b *embedded.Buffer) { b.List = "NONE" }},
		{name: "a list that permits all", set: func(b *embedded.Buffer) { b.List = "ALL" }, kept: 100, last: 99, bytes: 100},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := embedded.NewBuffer("B", 1<<20, 9500)
			c.set(b)
			p := &embedded.Point{Name: "P", In: true, Buffer: b, Active: true}
			all := embedded.Captures{Points: []*embedded.Point{p}, Buffers: []*embedded.Buffer{b}}
			through := 0
			for i := range 100 {
				through += len(all.Take(ping(10*i, "Fa0/0", false, false), func(list string) bool { return list == "ALL" }))
			}
			if len(b.Elements) != c.kept || b.Dropped != c.dropped || p.Active == c.stopped || through != map[bool]int{true: 1}[c.stopped] {
				t.Fatalf("%d kept, %d dropped, active %v, through %d times", len(b.Elements), b.Dropped, p.Active, through)
			}
			if c.kept == 0 {
				return
			}
			first, last := b.Elements[0], b.Elements[c.kept-1]
			at := func(n int) time.Time { return start.Add(time.Duration(10*n) * time.Millisecond) }
			if !first.At.Equal(at(c.first)) || !last.At.Equal(at(c.last)) || len(first.Data) != c.bytes || first.Length != 100 {
				t.Errorf("from %v to %v, %d of %d bytes", first.At, last.At, len(first.Data), first.Length)
			}
			if want := c.kept * c.bytes; b.Used != want || b.Used > b.Size {
				t.Errorf("%d bytes used, want %d", b.Used, want)
			}
			if b.Clear(); len(b.Elements) != 0 || b.Used != 0 {
				t.Error("not cleared")
			}
		})
	}
}

// Which packets a point looks at: by path, interface and direction.
func TestWhatAPointSees(t *testing.T) {
	kinds := []embedded.Packet{ping(0, "A", false, false), ping(0, "A", false, true), ping(0, "A", true, false), ping(0, "A", true, true),
		ping(0, "B", false, false), ping(0, "B", true, true)}
	both := []embedded.Tab{{Interface: "A", In: true, Out: true}}
	for _, c := range []struct {
		name  string
		point embedded.Point
		want  string // which of the kinds
	}{
		{"CEF, both ways", embedded.Point{Path: embedded.CEF, Tabs: both}, "[0 1 2]"},
		{"CEF, in", embedded.Point{Path: embedded.CEF, Tabs: []embedded.Tab{{Interface: "A", In: true}}}, "[0 1]"},
		{"CEF, out", embedded.Point{Path: embedded.CEF, Tabs: []embedded.Tab{{Interface: "A", Out: true}}}, "[2]"},
		{"process, both ways", embedded.Point{Path: embedded.Process, In: true, Out: true}, "[1 3 5]"},
		{"process, from us", embedded.Point{Path: embedded.Process, Out: true}, "[3 5]"},
		{"any path, both ways", embedded.Point{Tabs: both}, "[0 1 2 3]"},
		{"two interfaces", embedded.Point{Tabs: append([]embedded.Tab{{Interface: "B", Out: true}}, both...)}, "[0 1 2 3 5]"},
		{"of another host", embedded.Point{Tabs: both, Match: &embedded.Match{Src: netip.MustParsePrefix("10.0.0.2/32")}}, "[]"},
		{"of this host", embedded.Point{Tabs: both, Match: &embedded.Match{Src: netip.MustParsePrefix("10.0.0.1/32")}}, "[0 1 2 3]"},
		{"of TCP", embedded.Point{Tabs: both, Match: &embedded.Match{Protocol: packet.ProtocolTCP}}, "[]"},
	} {
		var seen []int
		for i, q := range kinds {
			c.point.Active, c.point.Buffer = true, embedded.NewBuffer("B", 1<<20, 9500)
			all := embedded.Captures{Points: []*embedded.Point{&c.point}}
			if all.Take(q, nil); len(c.point.Buffer.Elements) > 0 {
				seen = append(seen, i)
			}
		}
		if got := fmt.Sprint(seen); got != c.want {
			t.Errorf("%s: sees %s, want %s", c.name, got, c.want)
		}
	}
}
