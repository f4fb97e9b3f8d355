package live

import (
	"io"
	"net"
	"net/netip"
	"sync"
	"time"

	"ruthere/config"
	"ruthere/router"
)

// A networkUser is a user who came to the router over the network: a connection, the virtual
// line that the router gave it, and, once there is a stream, the terminal.
type networkUser struct {
	id      int
	driver  *Driver
	conn    net.Conn
	from    netip.AddrPort
	answers chan router.Answer // what the router says to a question
	gone    chan struct{}      // closed when the router has ended the login

	mu       sync.Mutex
	terminal *Frontend
	closing  *time.Timer // runs once the router has ended the login
}

// closingTime is how long a user whose login has ended may take for what is still to be
// shown; linger is how long the connection of one who has it all may stay open.
const (
	closingTime = 20 * time.Second
	lingerTime  = 2 * time.Second
)

func (r *Driver) newNetworkUser(c net.Conn) *networkUser {
	from, _ := netip.ParseAddrPort(c.RemoteAddr().String())
	return &networkUser{id: int(r.networkUsers.Add(1)), driver: r, conn: c, answers: make(chan router.Answer, 1), gone: make(chan struct{}),
		from: netip.AddrPortFrom(from.Addr().Unmap(), from.Port())}
}

// Show takes what the router shows to the user.
func (g *networkUser) Show(o router.TerminalOutput) {
	if answer, ok := o.(router.Answer); ok {
		select {
		case g.answers <- answer:
		default: // nobody waits: the one who asked has gone
		}
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if _, closed := o.(router.TerminalClosed); closed && g.closing == nil {
		close(g.gone)
		wait := closingTime
		if g.terminal == nil { // cleared before it came to a login
			wait = 0
		}
		g.closing = time.AfterFunc(wait, func() { _ = g.conn.Close() })
	}
	if g.terminal != nil {
		g.terminal.Show(o)
	}
}

// askRouter gives the router an input that it answers; false means that it was switched off, or has
// ended the login: of a terminal that it does not have, it says nothing.
func (g *networkUser) askRouter(in router.Input) (answer router.Answer, ok bool) {
	select {
	case <-g.gone:
		return nil, false
	default:
	}
	if !g.driver.events.Post(func() { g.driver.stepRouter(in) }) {
		return nil, false
	}
	select {
	case answer = <-g.answers:
		return answer, true
	case <-g.gone:
		return nil, false
	case <-g.driver.events.ended:
		return nil, false
	}
}

// requestLine asks for a line. Somebody who gets none is refused in words; endVisit gives back
// whatever there is to give.
func (g *networkUser) requestLine(transport config.Transport) (answer router.Connected, ok bool) {
	g.driver.events.Post(func() {
		attach := router.Attach{Terminal: g.id, Kind: config.LineVTY, From: g.from.Addr()}
		g.driver.terminals = append(g.driver.terminals, &attached{g, attach})
	})
	to, _ := netip.ParseAddrPort(g.conn.LocalAddr().String())
	o, ok := g.askRouter(router.Connect{Terminal: g.id, Transport: transport, From: g.from.Addr(), To: to.Addr().Unmap()})
	if ok {
		answer = o.(router.Connected)
	}
	return answer, ok && answer.Refused == ""
}

// openTerminal makes the user's terminal and lets them in. The terminal is to be served.
func (g *networkUser) openTerminal(s Stream, in router.Enter) (*Frontend, error) {
	t, err := NewFrontend(g.id, s, g.driver)
	if err != nil {
		return nil, err
	}
	g.mu.Lock()
	g.terminal = t
	g.mu.Unlock()
	in.Terminal, in.Width, in.Height = g.id, s.Width, s.Height
	g.driver.events.Post(func() { g.driver.stepRouter(in) })
	return t, nil
}

// endConnection ends the connection, however far it came.
func (g *networkUser) endConnection() {
	g.driver.events.Post(func() {
		g.driver.forgetDisplay(g)
		g.driver.stepRouter(router.Detach{Terminal: g.id})
	})
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closing != nil {
		g.closing.Stop()
	}
	_ = g.conn.Close()
}

// A failureNotifier is a writer that tells when its stream is broken.
type failureNotifier struct {
	io.Writer
	broken func()
}

func (n failureNotifier) Write(b []byte) (int, error) {
	written, err := n.Writer.Write(b)
	if err != nil {
		n.broken()
	}
	return written, err
}
