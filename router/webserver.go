package router

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/packet"
	"ruthere/tcp"
	"ruthere/web"
)

// The router's HTTP server: one request and its answer on a connection. What it has to say is said by those who serve a path.

const (
	// mostWebBody bounds what a request carries.
	mostWebBody = 64 << 10
	// webIdle is how long somebody may take to say what they want, and to take the answer (the default of `ip http timeout-policy`).
	webIdle = 180 * time.Second
)

// A webUser is somebody who is connected to it.
type webUser struct {
	r      *Router
	host   bool // the connection is one of the driver's
	stream modes.Stream
	in     *web.Reader
	cancel func() // of the alarm that ends it
	over   bool
}

// acceptsWeb says whether the server takes a connection from an address at a port: it is on, its access list lets the address
// through, and it has fewer users than it may.
func (r *Router) acceptsWeb(from netip.Addr, port uint16) bool {
	h := r.config.HTTP
	return h.Server && h.Port == int(port) && len(r.webUsers) < h.Connections &&
		r.permitsLogin(h.AccessList, config.Flow{Src: from, Dst: netip.IPv4Unspecified(), Protocol: packet.ProtocolTCP, DstPort: port})
}

// newWebUser is a user whose connection is being opened.
func (r *Router) newWebUser() *webUser {
	u := &webUser{r: r, in: web.NewRequestReader(mostWebBody)}
	r.webUsers = append(r.webUsers, u)
	u.cancel = r.After(webIdle, "HTTP", u.leave)
	return u
}

// acceptWeb is a connection over the data path.
func (r *Router) acceptWeb(f tcp.Flow) tcp.Options {
	u := r.newWebUser()
	s := &stream{r: r, request: modes.StreamRequest{VRF: f.VRF, To: f.Remote, Readable: u.read, Ended: u.ended}}
	u.stream = s
	r.streams = append(r.streams, s)
	return r.tcpOptions(f.VRF, f.Remote.Addr(), func(now time.Time, e tcp.Event, out *tcp.Out) {
		s.queue.Conn = e.Conn
		s.handle(now, e, out)
		if e.Kind == tcp.PeerClosed || e.Kind == tcp.Ended { // what remains of the connection is no user's any more
			u.leave()
		}
	})
}

// ConnectionAccepted tells that somebody has connected to the port of the host that stands for the router's HTTP server. What it
// becomes is told as of connections that the router opened; its ID is the driver's choice, and below zero.
type ConnectionAccepted struct {
	ID   int
	From netip.Addr
	Port uint16
}

func (r *Router) connectionAccepted(in ConnectionAccepted) {
	s := &hostStream{r: r, id: in.ID, opened: true}
	if !r.acceptsWeb(in.From, uint16(r.config.HTTP.Port)) {
		r.out.add(CloseConnection{in.ID})
		return
	}
	u := r.newWebUser()
	u.host, u.stream, s.request = true, s, modes.StreamRequest{To: netip.AddrPortFrom(in.From, in.Port), Readable: u.read, Ended: u.ended}
	r.hostStreams = append(r.hostStreams, s)
}

// read takes what has come, and answers once it is all there.
func (u *webUser) read() {
	u.in.Feed(u.stream.Read())
	done, err := u.in.Done()
	if !done || u.over {
		return
	}
	q, ok := u.in.Request()
	answer := web.Response{Status: web.StatusBadRequest}
	switch {
	case err == web.ErrTooLong:
		answer.Status = web.StatusTooLong
	case err == nil && ok:
		answer = u.r.answerWeb(q)
	}
	u.over = true
	u.stream.Write(answer.Append(nil, q.Method))
	u.stream.Close()
	if u.host { // the driver sees to the rest
		u.leave()
	}
}

// ended: the other side has closed the connection, or it is lost.
func (u *webUser) ended(error) { u.leave() }

// leave forgets the user.
func (u *webUser) leave() {
	u.cancel()
	u.over = true
	u.stream.Close()
	u.r.webUsers = slices.DeleteFunc(u.r.webUsers, func(other *webUser) bool { return other == u })
}

// answerWeb answers a request.
func (r *Router) answerWeb(q web.Request) web.Response {
	if q.Method != web.Get && q.Method != web.Head && q.Method != web.Post {
		return web.Response{Status: web.StatusMethod}
	}
	if a, ok := r.answerSCEP(q); ok {
		return a
	}
	return web.Response{Status: web.StatusNotFound}
}

// followHTTP ends connections of a server that is no more.
func (r *Router) followHTTP() {
	if r.config.HTTP.Server {
		return
	}
	for _, u := range slices.Clone(r.webUsers) {
		u.leave()
	}
}

// webListeners is the port that is open, as `show tcp brief all` lists it.
func (r *Router) webListeners() (list []modes.TCPStatus) {
	if h := r.config.HTTP; h.Server && h.Port != 0 {
		list = append(list, modes.TCPStatus{TCB: r.listenerTag(&r.webTCB), State: "LISTEN", Terminal: -1,
			Local: netip.AddrPortFrom(netip.Addr{}, uint16(h.Port))})
	}
	return list
}

// listenerTag is what names an open port.
func (r *Router) listenerTag(tag *uint32) uint32 {
	if *tag == 0 {
		*tag = r.randomUint32("tcb")
	}
	return *tag
}
