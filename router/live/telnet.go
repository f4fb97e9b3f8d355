package live

import (
	"context"
	"io"
	"net"
	"time"

	"ruthere/config"
	"ruthere/router"
)

// ListenTelnet serves telnet at address (host:port; port 0: a free one) until Run has
// ended, and returns the address bound. It must be called before Run.
func (r *Driver) ListenTelnet(address string) (net.Addr, error) {
	return r.listenTCP("telnet", address, r.serveTelnet)
}

// serveTelnet serves one connection. The login dialogue is the router's.
func (r *Driver) serveTelnet(ctx context.Context, c net.Conn) {
	g := r.newNetworkUser(c)
	defer g.endConnection()
	if _, ok := g.requestLine(config.TransportTelnet); !ok {
		return
	}
	keepUrgentDataInLine(c)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	size := newWindow()
	client := newTelnet(c, size.setSize, cancel)
	if client.offerOptions() != nil {
		return
	}
	t, err := g.openTerminal(Stream{In: struct{ io.Reader }{client}, Out: client}, router.Enter{})
	if err != nil {
		return
	}
	go size.followWindow(ctx, t) // its end may wait for the connection's
	if t.Serve(ctx) == nil && ctx.Err() == nil {
		finishConnection(c)
	}
}

// finishConnection closes a connection so that the client gets all that was written: with
// something unread, a close would take the last of it back.
func finishConnection(c net.Conn) {
	half, ok := c.(interface{ CloseWrite() error })
	if !ok || half.CloseWrite() != nil {
		return
	}
	_ = c.SetReadDeadline(time.Now().Add(lingerTime))
	_, _ = io.Copy(io.Discard, c)
}
