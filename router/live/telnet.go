package live

import (
	"context"
	"io"
	"net"
	"time"

	"ruthere/router"
)

// ListenTelnet serves telnet at address (host:port; port 0: a free one) until Run has
// ended, and returns the address bound. It must be called before Run.
func (r *Router) ListenTelnet(address string) (net.Addr, error) {
	return r.listen("telnet", address, r.serveTelnet)
}

// serveTelnet serves one connection. The login dialogue is the router's.
func (r *Router) serveTelnet(ctx context.Context, c net.Conn) {
	g := r.newGuest(c)
	defer g.leave()
	if _, ok := g.connect("telnet"); !ok {
		return
	}
	keepUrgentDataInLine(c)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	size := newWindow()
	client := newTelnet(c, size.set, cancel)
	if client.open() != nil {
		return
	}
	t, err := g.open(Stream{In: struct{ io.Reader }{client}, Out: client}, router.Enter{})
	if err != nil {
		return
	}
	go size.follow(ctx, t) // its end may wait for the connection's
	if t.Serve(ctx) == nil && ctx.Err() == nil {
		finish(c)
	}
}

// finish closes a connection so that the client gets all that was written: with
// something unread, a close would take the last of it back.
func finish(c net.Conn) {
	half, ok := c.(interface{ CloseWrite() error })
	if !ok || half.CloseWrite() != nil {
		return
	}
	_ = c.SetReadDeadline(time.Now().Add(linger))
	_, _ = io.Copy(io.Discard, c)
}
