package embedded

import (
	"net/netip"
	"slices"

	"ruthere/packet"
)

// A Path is the way through the router on which a point looks at packets.
type Path uint8

const (
	AnyPath Path = iota
	CEF          // what comes in, and what is passed on
	Process      // what the router makes itself, or is for it
)

// A Point says which packets are kept.
type Point struct {
	Name    string
	Path    Path
	Tabs    []Tab // in the order in which they were given; none: all interfaces
	In, Out bool  // where there are no tabs
	FromUs  bool  // Out was asked for in this word
	Match   *Match
	Buffer  *Buffer // nil: not joined to one
	Active  bool
	Run     int // counts the starts
}

// A Tab is an interface and the directions in which a point looks at it.
type Tab struct {
	Interface string
	In, Out   bool
}

// A Match is what a packet of IPv4 must have. The zero value matches all.
type Match struct {
	Src, Dst netip.Prefix // invalid: any
	Protocol uint8        // 0: any
}

func (m *Match) matches(data []byte) bool {
	p, err := packet.ParseIPv4(data)
	within := func(net netip.Prefix, addr netip.Addr) bool { return !net.IsValid() || net.Contains(addr) }
	return err == nil && within(m.Src, p.Src) && within(m.Dst, p.Dst) && (m.Protocol == 0 || m.Protocol == p.Protocol)
}

// sees says whether the point looks at a packet.
func (p *Point) sees(q Packet) bool {
	switch {
	case !p.Active || p.Buffer == nil || p.Match != nil && !p.Match.matches(q.Data):
		return false
	case p.Path == CEF && q.Own && q.Out, p.Path == Process && !q.Own:
		return false
	case len(p.Tabs) == 0:
		return q.Out && p.Out || !q.Out && p.In
	}
	return slices.ContainsFunc(p.Tabs, func(t Tab) bool {
		return t.Interface == q.Interface && (q.Out && t.Out || !q.Out && t.In)
	})
}

// Captures are the points and buffers of a router. The zero value has none.
type Captures struct {
	Points  []*Point
	Buffers []*Buffer
}

// Point is the point of that name, or nil.
func (c *Captures) Point(name string) *Point {
	if i := slices.IndexFunc(c.Points, func(p *Point) bool { return p.Name == name }); i >= 0 {
		return c.Points[i]
	}
	return nil
}

// Buffer is the buffer of that name, or nil.
func (c *Captures) Buffer(name string) *Buffer {
	if i := slices.IndexFunc(c.Buffers, func(b *Buffer) bool { return b.Name == name }); i >= 0 {
		return c.Buffers[i]
	}
	return nil
}

// RemovePoint takes a point away.
func (c *Captures) RemovePoint(p *Point) {
	p.Active = false
	c.Points = slices.DeleteFunc(c.Points, func(q *Point) bool { return q == p })
}

// RemoveBuffer takes a buffer away from all points too.
func (c *Captures) RemoveBuffer(b *Buffer) {
	c.Buffers = slices.DeleteFunc(c.Buffers, func(q *Buffer) bool { return q == b })
	for _, p := range c.Points {
		if p.Buffer == b {
			p.Buffer = nil
		}
	}
}

// Running says whether any point is active.
func (c *Captures) Running() bool {
	return slices.ContainsFunc(c.Points, func(p *Point) bool { return p.Active })
}

// Take shows the points a packet; permits says whether an access list lets it pass. It returns the points that are through:
// their buffers take no more.
func (c *Captures) Take(q Packet, permits func(list string) bool) (through []*Point) {
	for _, p := range c.Points {
		if p.sees(q) && (p.Buffer.List == "" || permits(p.Buffer.List)) && p.Buffer.offer(q) {
			p.Active = false
			through = append(through, p)
		}
	}
	return through
}

// Direction is how a tab looks, in the word of the command.
func (t Tab) Direction() string {
	switch {
	case t.In && t.Out:
		return "both"
	case t.In:
		return "in"
	}
	return "out"
}

// Direction is that of the first tab, or of a point without tabs; what a router makes itself is from us.
func (p *Point) Direction() string {
	if len(p.Tabs) > 0 {
		return p.Tabs[0].Direction()
	}
	if p.FromUs {
		return "from-us"
	}
	return Tab{In: p.In, Out: p.Out}.Direction()
}
