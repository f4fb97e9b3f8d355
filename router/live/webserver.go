package live

import (
	"context"
	"net"
	"net/netip"

	"ruthere/router"
)

// ListenHTTP has a port of the host stand for the router's HTTP server until Run has ended, and returns the address bound. Whether
// anybody is served is the router's decision. It must be called before Run.
func (r *Driver) ListenHTTP(address string) (net.Addr, error) {
	return r.listenTCP("HTTP", address, r.serveHTTP)
}

// serveHTTP hands a connection to the router. Its number is below zero: the router numbers its own upwards.
func (r *Driver) serveHTTP(ctx context.Context, conn net.Conn) {
	from, err := netip.ParseAddrPort(conn.RemoteAddr().String())
	if err != nil {
		return
	}
	c := r.newOutgoing(ctx, -int(r.accepted.Add(1)))
	defer c.end()
	c.open = true
	r.events.Post(func() {
		r.outgoing[c.id] = c
		r.stepRouter(router.ConnectionAccepted{ID: c.id, From: from.Addr().Unmap(), Port: from.Port()})
	})
	c.carry(conn)
}
