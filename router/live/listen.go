package live

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"
)

// listenTCP opens a TCP port of this host for the router's network users, until Run has ended.
// Address is host:port, with port 0 for a free one; the answer is the one bound. It must
// be called before Run.
func (r *Driver) listenTCP(what, address string, serve func(context.Context, net.Conn)) (net.Addr, error) {
	return listenTCP(r.life, &r.work, what, address, serve)
}

// listenTCP serves a TCP port of this host until life is done; work waits for all that is under way.
func listenTCP(life context.Context, work *sync.WaitGroup, what, address string, serve func(context.Context, net.Conn)) (net.Addr, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("cannot listen for %s: %w", what, err)
	}
	work.Go(func() {
		stop := context.AfterFunc(life, func() { _ = l.Close() })
		defer stop()
		acceptConnections(life, work, l, serve)
	})
	return l.Addr(), nil
}

// acceptPause is how long to wait when no connection can be taken, as when the process
// is out of file descriptors.
const acceptPause = 100 * time.Millisecond

func acceptConnections(life context.Context, work *sync.WaitGroup, l net.Listener, serve func(context.Context, net.Conn)) {
	for {
		c, err := l.Accept()
		switch {
		case err == nil:
			work.Go(func() { serveConnection(life, c, serve) })
		case errors.Is(err, net.ErrClosed):
			return
		default:
			select {
			case <-time.After(acceptPause):
			case <-life.Done():
			}
		}
	}
}

// serveConnection serves one connection and closes it, at the latest when life is done.
func serveConnection(life context.Context, c net.Conn, serve func(context.Context, net.Conn)) {
	ctx, cancel := context.WithCancel(life)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	defer stop()
	defer c.Close()
	serve(ctx, c)
}
