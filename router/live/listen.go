package live

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"
)

// listenTCP opens a TCP port of this host for the router's network users, until Run has ended.
// Address is host:port, with port 0 for a free one; the answer is the one bound. It must
// be called before Run.
func (r *Driver) listenTCP(what, address string, serve func(context.Context, net.Conn)) (net.Addr, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("cannot listen for %s: %w", what, err)
	}
	r.work.Go(func() {
		stop := context.AfterFunc(r.life, func() { _ = l.Close() })
		defer stop()
		r.acceptConnections(l, serve)
	})
	return l.Addr(), nil
}

// acceptPause is how long to wait when no connection can be taken, as when the process
// is out of file descriptors.
const acceptPause = 100 * time.Millisecond

func (r *Driver) acceptConnections(l net.Listener, serve func(context.Context, net.Conn)) {
	for {
		c, err := l.Accept()
		switch {
		case err == nil:
			r.work.Go(func() { r.serveConnection(c, serve) })
		case errors.Is(err, net.ErrClosed):
			return
		default:
			select {
			case <-time.After(acceptPause):
			case <-r.life.Done():
			}
		}
	}
}

// serveConnection serves one connection and closes it, at the latest when Run ends.
func (r *Driver) serveConnection(c net.Conn, serve func(context.Context, net.Conn)) {
	ctx, cancel := context.WithCancel(r.life)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	defer stop()
	defer c.Close()
	serve(ctx, c)
}
