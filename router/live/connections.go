package live

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"sync"
	"syscall"

	"ruthere/modes"
	"ruthere/router"
)

// Connections by TCP that the router opens, or that were opened to its HTTP server, on the host's sockets.

// readSize is how much of a connection is read at a time, in bytes.
const readSize = 16 << 10

// An outgoing is one connection.
type outgoing struct {
	id     int
	driver *Driver
	life   context.Context
	end    context.CancelFunc
	more   chan struct{} // the router wants to read on

	mu      sync.Mutex
	waiting []byte // to be sent
	closing bool   // once that has gone out
	open    bool
	wake    chan struct{} // something of the two has changed
}

// openConnection begins to open a connection; the rest happens on goroutines of its own.
func (r *Driver) openConnection(o router.OpenConnection) {
	c := r.newOutgoing(r.life, o.ID)
	r.outgoing[o.ID] = c
	r.work.Go(func() { c.run(o) })
}

func (r *Driver) newOutgoing(life context.Context, id int) *outgoing {
	c := &outgoing{id: id, driver: r, more: make(chan struct{}, 1), wake: make(chan struct{}, 1)}
	c.life, c.end = context.WithCancel(life)
	return c
}

// run opens the connection and carries it to its end.
func (c *outgoing) run(o router.OpenConnection) {
	d := net.Dialer{Timeout: o.Timeout}
	if o.From.IsValid() {
		d.LocalAddr = net.TCPAddrFromAddrPort(netip.AddrPortFrom(o.From, 0))
	}
	conn, err := d.DialContext(c.life, "tcp4", o.To.String())
	if err != nil {
		c.tell(router.ConnectionEnded{ID: c.id, Failed: dialFailure(err)})
		return
	}
	defer conn.Close()
	local, _ := netip.ParseAddrPort(conn.LocalAddr().String())
	c.tell(router.ConnectionOpened{ID: c.id, From: local.Addr().Unmap(), Port: local.Port()})
	c.change(func() { c.open = true })
	c.carry(conn)
}

// carry has what the router writes sent, and reads the connection to its end.
func (c *outgoing) carry(conn net.Conn) {
	c.driver.work.Go(func() { c.write(conn) })
	stop := context.AfterFunc(c.life, func() { conn.Close() })
	defer stop()
	buffer := make([]byte, readSize)
	for {
		n, err := conn.Read(buffer)
		if n > 0 {
			c.tell(router.ConnectionData{ID: c.id, Data: append([]byte(nil), buffer[:n]...)})
		}
		if err != nil {
			failed := modes.StreamError("")
			if errors.Is(err, syscall.ECONNRESET) {
				failed = modes.StreamReset
			}
			c.tell(router.ConnectionEnded{ID: c.id, Failed: failed})
			return
		}
		select {
		case <-c.more:
		case <-c.life.Done():
			return
		}
	}
}

// dialFailure is why a connection did not come about, in the device's words.
func dialFailure(err error) modes.StreamError {
	var timeout net.Error
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		return modes.StreamTimedOut
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return modes.StreamUnreachable
	}
	return modes.StreamRefused
}

func (c *outgoing) tell(in router.Input) {
	c.driver.events.Post(func() {
		if c.driver.outgoing[c.id] == c {
			c.driver.stepRouter(in)
		}
	})
}

// write sends what there is to send, and then that nothing more comes.
func (c *outgoing) write(conn net.Conn) {
	for {
		c.mu.Lock()
		data, closing := c.waiting, c.closing
		c.waiting = nil
		c.mu.Unlock()
		if len(data) > 0 {
			if _, err := conn.Write(data); err != nil {
				return // reading tells of it
			}
			continue
		}
		if closing {
			finishConnection(conn)
			c.end()
			return
		}
		select {
		case <-c.wake:
		case <-c.life.Done():
			return
		}
	}
}

func (c *outgoing) change(f func()) {
	c.mu.Lock()
	f()
	c.mu.Unlock()
	wakeUp(c.wake)
}

// useConnection carries out what the router wants of a connection.
func (r *Driver) useConnection(id int, do func(*outgoing)) {
	if c := r.outgoing[id]; c != nil {
		do(c)
	}
}

// closeConnection ends one; nothing is told of it any more.
func (r *Driver) closeConnection(id int) {
	r.useConnection(id, func(c *outgoing) {
		delete(r.outgoing, id)
		c.change(func() {
			c.closing = true
			if !c.open { // nobody waits for it any more
				c.end()
			}
		})
	})
}

// dropConnections ends all of them at once, for a router that starts over.
func (r *Driver) dropConnections() {
	for id, c := range r.outgoing {
		c.end()
		delete(r.outgoing, id)
	}
	for id := range r.copies {
		r.stopSCP(id)
	}
}
