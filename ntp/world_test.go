package ntp

import (
	"fmt"
	"net/netip"
	"strings"
	"time"
)

// A node is a system with a clock that is wrong by ahead, at an address.
type node struct {
	System
	name  string
	addr  netip.Addr
	ahead time.Duration
	said  []string
	w     *world
	may   Access
}

// A world is nodes and what is under way between them, in virtual time.
type world struct {
	now    time.Time
	delay  func(from, to *node) time.Duration // below zero: lost
	all    []*node
	client *node
	server *node
	wire   []flight
}

type flight struct {
	at   time.Time
	to   *node
	from netip.AddrPort
	data []byte
}

var start = time.Date(2002, 3, 1, 0, 0, 0, 0, time.UTC)

func (w *world) add(name, addr string, ahead time.Duration) *node {
	n := &node{name: name, addr: netip.MustParseAddr(addr), ahead: ahead, w: w, may: Access{Ask: true, Teach: true}}
	w.all = append(w.all, n)
	return n
}

// newWorld is a client 10.0.0.2 of a server 10.0.0.1 of stratum 3, a delay apart.
func newWorld(delay time.Duration) *world {
	w := &world{now: start, delay: func(_, _ *node) time.Duration { return delay }}
	w.server, w.client = w.add("server", "10.0.0.1", 0), w.add("client", "10.0.0.2", 0)
	w.server.configure(Config{Master: 3})
	w.client.configure(Config{Peers: []Peer{clientOf("10.0.0.1")}})
	return w
}

func clientOf(addr string) Peer {
	return Peer{Addr: netip.MustParseAddr(addr), Mode: Client, Version: 4, Least: LeastPoll, Most: MostPoll}
}

func (n *node) configure(c Config) {
	c.LocalAddr, c.LocalPoll, c.Precision = netip.MustParseAddr("127.127.1.1"), 4, -18
	if c.Version == 0 {
		c.Version = 4
	}
	n.do(n.Configure(n.w.now, n.clock(), c))
}

func (n *node) clock() Timestamp { return TimestampOf(n.w.now.Add(n.ahead)) }

func (w *world) nodes() []*node { return w.all }

func (n *node) hear(data []byte) {
	for _, other := range n.w.all {
		n.do(n.Receive(n.w.now, n.clock(), Datagram{From: netip.AddrPortFrom(other.addr, Port), To: n.addr, Data: data}, n.may))
	}
}

// do does what a node wants, and keeps what it has to say.
func (n *node) do(events []Event) {
	for _, e := range events {
		switch e := e.(type) {
		case Send:
			n.w.send(n, e)
			continue
		case Step:
			n.ahead += e.By
		case Slew:
			n.ahead += e.By // at once: how fast is the user's to know
			continue
		}
		n.said = append(n.said, fmt.Sprintf("%s %s", n.w.now.Sub(start).Truncate(time.Second), wordsOf(e)))
	}
}

func wordsOf(e Event) string {
	switch e := e.(type) {
	case Reached:
		if e.Up {
			return e.Addr.String() + " reachable"
		}
		return e.Addr.String() + " unreachable"
	case Synced:
		return "synced to " + e.Addr.String()
	case Lost:
		return "lost"
	case Step:
		return "step"
	}
	return ""
}

func (w *world) send(from *node, e Send) {
	for _, to := range w.all {
		if d := w.delay(from, to); to.addr == e.To.Addr() && d >= 0 {
			w.wire = append(w.wire, flight{w.now.Add(d), to, netip.AddrPortFrom(from.addr, Port), e.Data})
		}
	}
}

// run lets time pass.
func (w *world) run(d time.Duration) {
	end := w.now.Add(d)
	for {
		next := end
		for _, f := range w.wire {
			if f.at.Before(next) {
				next = f.at
			}
		}
		for _, n := range w.all {
			if at, ok := n.Deadline(); ok && at.Before(next) {
				next = at
			}
		}
		if w.now = next; !next.Before(end) {
			return
		}
		w.deliver()
		for _, n := range w.all {
			n.do(n.Tick(w.now, n.clock()))
		}
	}
}

func (w *world) deliver() {
	due := w.wire
	w.wire = nil
	for _, f := range due {
		if f.at.After(w.now) {
			w.wire = append(w.wire, f)
			continue
		}
		f.to.do(f.to.Receive(w.now, f.to.clock(), Datagram{From: f.from, To: f.to.addr, Data: f.data}, f.to.may))
	}
}

// story is what a node said, and forgets it.
func (n *node) story() string {
	text := strings.Join(n.said, "\n")
	n.said = nil
	return text
}
