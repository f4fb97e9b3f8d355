package radius

import (
	"io"
	"net/netip"
	"slices"
	"time"

	wire "layeh.com/radius"
)

// A Client asks servers, several questions at a time. The zero Client is ready.
type Client struct {
	requests []*request
	lastID   byte
	serial   int
	marks    []mark
	Counts   Counts
}

// Counts are what a client has to show of its life.
type Counts struct {
	Requests, Repeats, Accepts, Rejects, Challenges int
	TimedOut                                        int // requests that were given up at one server
	BadAuthenticator                                int // answers that were not the server's
	Unknown                                         int // datagrams that answer nothing
	Waiting, MostWaiting                            int
	LastDelay, MostDelay                            time.Duration // from the question to its answer
}

// A request is a question under way.
type request struct {
	serial   int
	question Question
	servers  []Server // still to be asked, the one that is first
	deadtime time.Duration
	random   func() [16]byte
	group    string

	id       byte
	packet   []byte
	sent     time.Time // the first time to this server
	due      time.Time
	repeats  int // left
	timesOut time.Duration
}

// A mark says that a server did not answer.
type mark struct {
	server netip.AddrPort
	until  time.Time // when it is asked again; zero: it was asked again already
}

// maxRequests bounds the questions under way: identifiers have one byte (RFC 2865 section 3).
const maxRequests = 200

// An Output is a Datagram, a Verdict, or one of the Notes about them.
type Output interface{ isOutput() }

// A Datagram is to be sent to a server.
type Datagram struct {
	Serial  int // of the question
	To      Server
	ID      byte
	Packet  []byte
	Repeats bool
}

// A Received tells of an answer that was taken.
type Received struct {
	Serial int
	From   Server
	ID     byte
	Packet []byte
}

// A Verdict is the end of a question.
type Verdict struct {
	Serial int
	Reply  Reply
}

// A Dead tells that a server did not answer, an Alive that one does again; NoneLeft that no server of a group did.
type (
	Dead struct {
		Serial int
		Server Server
		ID     byte
	}
	Alive struct {
		Server Server
		Group  string
	}
	NoneLeft struct {
		Serial int
		Group  string
	}
)

// A Forged tells of a datagram from a server's address whose authenticator is wrong: another key, or somebody else.
type Forged struct {
	From Server
	ID   byte
}

func (Datagram) isOutput() {}
func (Received) isOutput() {}
func (Verdict) isOutput()  {}
func (Dead) isOutput()     {}
func (Alive) isOutput()    {}
func (NoneLeft) isOutput() {}
func (Forged) isOutput()   {}

// Ask begins to ask the servers of a group about a user. The Verdict has the serial that is returned; it may be among the
// outputs already. Servers that did not answer are left out for deadtime, unless none else is there. Random are bytes
// for authenticators (RFC 2865 section 3: unpredictable, never the same twice with a key).
func (c *Client) Ask(now time.Time, random io.Reader, group string, servers []Server, deadtime time.Duration, q Question) (int, []Output) {
	c.serial++
	r := &request{serial: c.serial, question: q, group: group, deadtime: deadtime, servers: c.living(now, servers),
		random: func() (a [16]byte) {
			if _, err := io.ReadFull(random, a[:]); err != nil {
				panic("radius: the source of randomness ran dry: " + err.Error())
			}
			return a
		}}
	if len(r.servers) == 0 || len(q.Password) > MaxPassword || len(q.User) > maxUser || q.User == "" || len(c.requests) >= maxRequests {
		return r.serial, []Output{Verdict{r.serial, Reply{Level: -1}}}
	}
	c.requests = append(c.requests, r)
	c.noteWaiting()
	return r.serial, c.send(now, r)
}

// Forget ends a question whose answer nobody waits for any more.
func (c *Client) Forget(serial int) {
	c.requests = slices.DeleteFunc(c.requests, func(r *request) bool { return r.serial == serial })
	c.noteWaiting()
}

func (c *Client) noteWaiting() {
	c.Counts.Waiting = len(c.requests)
	c.Counts.MostWaiting = max(c.Counts.MostWaiting, len(c.requests))
}

// living are the servers that are not to be left alone; all, if none is left.
func (c *Client) living(now time.Time, servers []Server) []Server {
	alive := slices.DeleteFunc(slices.Clone(servers), func(s Server) bool {
		at := c.marked(s)
		return at >= 0 && now.Before(c.marks[at].until)
	})
	if len(alive) == 0 {
		return slices.Clone(servers)
	}
	return alive
}

func (c *Client) marked(s Server) int {
	return slices.IndexFunc(c.marks, func(m mark) bool { return m.server == s.Addr })
}

// send asks the first of the servers that are left.
func (c *Client) send(now time.Time, r *request) []Output {
	s := r.servers[0]
	c.lastID++
	for slices.ContainsFunc(c.requests, func(other *request) bool { return other != r && other.packet != nil && other.id == c.lastID }) {
		c.lastID++
	}
	packet, err := r.question.encode(s, c.lastID, r.random())
	if err != nil { // a key of nothing, say
		return c.next(now, r)
	}
	c.Counts.Requests++
	r.id, r.packet, r.sent, r.repeats, r.timesOut = c.lastID, packet, now, s.Repeats, s.Timeout
	r.due = now.Add(s.Timeout)
	return []Output{Datagram{Serial: r.serial, To: s, ID: r.id, Packet: packet}}
}

// next turns to the next server, or gives up.
func (c *Client) next(now time.Time, r *request) []Output {
	if r.servers = r.servers[1:]; len(r.servers) > 0 {
		return c.send(now, r)
	}
	c.Forget(r.serial)
	return []Output{NoneLeft{r.serial, r.group}, Verdict{r.serial, Reply{Level: -1}}}
}

// Deadline is when Tick wants to be called; ok is false when never.
func (c *Client) Deadline() (at time.Time, ok bool) {
	for _, r := range c.requests {
		if !ok || r.due.Before(at) {
			at, ok = r.due, true
		}
	}
	return at, ok
}

// Tick repeats what was not answered, and turns to other servers.
func (c *Client) Tick(now time.Time) (out []Output) {
	for _, r := range slices.Clone(c.requests) {
		switch {
		case now.Before(r.due):
		case r.repeats > 0:
			r.repeats--
			r.due = now.Add(r.timesOut)
			c.Counts.Repeats++
			out = append(out, Datagram{Serial: r.serial, To: r.servers[0], ID: r.id, Packet: r.packet, Repeats: true})
		default:
			out = append(out, c.bury(now, r)...)
			out = append(out, c.next(now, r)...)
		}
	}
	return out
}

// bury notes that a request's server did not answer.
func (c *Client) bury(now time.Time, r *request) []Output {
	s := r.servers[0]
	c.Counts.TimedOut++
	m := mark{server: s.Addr, until: now.Add(r.deadtime)}
	if at := c.marked(s); at >= 0 {
		c.marks[at] = m
	} else {
		c.marks = append(c.marks, m)
	}
	return []Output{Dead{r.serial, s, r.id}}
}

// Asked says whether a datagram from a server may be an answer: whether something was asked of it.
func (c *Client) Asked(from netip.AddrPort) bool {
	return slices.ContainsFunc(c.requests, func(r *request) bool { return r.servers[0].Addr == from })
}

// Receive takes a datagram from a server. What answers nothing, and what is not from who has the key, is counted and dropped
// (RFC 2865 section 3, Response Authenticator).
func (c *Client) Receive(now time.Time, from netip.AddrPort, packet []byte) []Output {
	at := slices.IndexFunc(c.requests, func(r *request) bool {
		return len(packet) > 1 && r.id == packet[1] && r.servers[0].Addr == from
	})
	if at < 0 {
		c.Counts.Unknown++
		return nil
	}
	r := c.requests[at]
	s := r.servers[0]
	answer, err := wire.Parse(packet, []byte(s.Key))
	if err != nil || !isVerdict(answer.Code) {
		c.Counts.Unknown++
		return nil
	}
	if !wire.IsAuthenticResponse(packet, r.packet, []byte(s.Key)) {
		c.Counts.BadAuthenticator++
		return []Output{Forged{s, r.id}}
	}
	c.count(answer.Code, now.Sub(r.sent))
	out := []Output{Received{r.serial, s, r.id, packet}}
	if at := c.marked(s); at >= 0 {
		c.marks = slices.Delete(c.marks, at, at+1)
		out = append([]Output{Alive{s, r.group}}, out...)
	}
	c.Forget(r.serial)
	return append(out, Verdict{r.serial, readReply(answer)})
}

func isVerdict(code wire.Code) bool {
	return code == wire.CodeAccessAccept || code == wire.CodeAccessReject || code == wire.CodeAccessChallenge
}

func (c *Client) count(code wire.Code, delay time.Duration) {
	c.Counts.LastDelay, c.Counts.MostDelay = delay, max(c.Counts.MostDelay, delay)
	switch code {
	case wire.CodeAccessAccept:
		c.Counts.Accepts++
	case wire.CodeAccessReject:
		c.Counts.Rejects++
	default:
		c.Counts.Challenges++
	}
}
