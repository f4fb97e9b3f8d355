package live

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/crypto/ssh"

	"ruthere/router"
)

// Consoles are the routers of a lab, as a ConsoleServer reaches them. The methods are called from its
// goroutines.
type Consoles interface {
	// Find is the name of a router as the lab spells it.
	Find(name string) (router string, ok bool)
	// Attach opens a console of a router for a user; what it shows goes to the display. A quiet one shows no lines of the
	// log until it is told to.
	Attach(router string, terminal int, d Display, width, height int, quiet bool)
	Detach(router string, terminal int)
	// Backend is what the terminals of a router belong to.
	Backend(router string) Backend
}

// A ConsoleServer opens the consoles of a lab's routers on TCP ports of this host, as a terminal server
// does: to whoever comes, by telnet or SSH. A login is asked for if the console's line has one. By telnet a console is as
// at its port; by SSH, which programs come by, it is quiet.
type ConsoleServer struct {
	consoles Consoles
	life     context.Context
	work     sync.WaitGroup
	users    atomic.Int64 // so far
	key      ssh.Signer
}

// NewConsoleServer makes a server that serves until ctx is done. The key proves to SSH clients that it is the one
// they know; nil if there is no SSH.
func NewConsoleServer(ctx context.Context, c Consoles, key ed25519.PrivateKey) (*ConsoleServer, error) {
	s := &ConsoleServer{consoles: c, life: ctx}
	if key == nil {
		return s, nil
	}
	var err error
	s.key, err = ssh.NewSignerFromKey(key)
	return s, err
}

// Wait returns when all is over.
func (s *ConsoleServer) Wait() { s.work.Wait() }

// ListenTelnet serves the console of a router at address (host:port; port 0: a free one), and returns
// the address bound.
func (s *ConsoleServer) ListenTelnet(address, router string) (net.Addr, error) {
	return listenTCP(s.life, &s.work, "telnet", address, func(ctx context.Context, c net.Conn) { s.serveTelnet(ctx, c, router) })
}

// ListenSSH serves the console of a router, or of the one that a user's name begins with before an @ or is.
func (s *ConsoleServer) ListenSSH(address, router string) (net.Addr, error) {
	return listenTCP(s.life, &s.work, "SSH", address, func(ctx context.Context, c net.Conn) { s.serveSSH(ctx, c, router) })
}

func (s *ConsoleServer) serveTelnet(ctx context.Context, c net.Conn, router string) {
	keepUrgentDataInLine(c)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	size := newWindow()
	client := newTelnet(c, size.setSize, cancel)
	if client.offerOptions() == nil {
		s.serveConsole(ctx, router, Stream{In: struct{ io.Reader }{client}, Out: client}, size, false)
	}
}

// serveConsole serves one user until he is gone.
func (s *ConsoleServer) serveConsole(ctx context.Context, router string, stream Stream, size *window, quiet bool) {
	id := int(s.users.Add(1))
	t, err := NewFrontend(id, stream, s.consoles.Backend(router))
	if err != nil {
		return
	}
	s.consoles.Attach(router, id, t, stream.Width, stream.Height, quiet)
	defer s.consoles.Detach(router, id)
	go size.followWindow(ctx, t) // its end may wait for the connection's
	_ = t.Serve(ctx)
}

// serveSSH serves one connection from the handshake to the end.
func (s *ConsoleServer) serveSSH(ctx context.Context, c net.Conn, router string) {
	config := &ssh.ServerConfig{
		ServerVersion:    sshVersion,
		NoClientAuth:     true,
		PasswordCallback: func(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) { return nil, nil },
		KeyboardInteractiveCallback: func(ssh.ConnMetadata, ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
			return nil, nil
		},
		PublicKeyCallback: func(ssh.ConnMetadata, ssh.PublicKey) (*ssh.Permissions, error) { return nil, nil },
	}
	config.AddHostKey(s.key)
	conn, channels, requests, err := ssh.NewServerConn(c, config)
	if err != nil {
		return
	}
	defer conn.Close()
	go ssh.DiscardRequests(requests)
	name, _, _ := strings.Cut(conn.User(), "@")
	if named, ok := s.consoles.Find(name); ok {
		router = named
	}
	for offered := range channels {
		if offered.ChannelType() != "session" {
			_ = offered.Reject(ssh.UnknownChannelType, "only sessions are served")
			continue
		}
		channel, requests, err := offered.Accept()
		if err != nil {
			return
		}
		s.serveChannel(ctx, router, channel, requests)
		return
	}
}

// serveChannel serves the one session of a connection. A console takes no single command.
func (s *ConsoleServer) serveChannel(ctx context.Context, name string, channel ssh.Channel, requests <-chan *ssh.Request) {
	defer channel.Close()
	session := &sshSession{started: make(chan router.Enter, 1), window: newWindow()}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { defer cancel(); session.answerRequests(requests) }()
	select {
	case in := <-session.started:
		if in.Command != "" {
			_, _ = fmt.Fprintf(channel.Stderr(), "a console runs no single command: type it at the prompt\r\n")
			return
		}
		stream := Stream{In: struct{ io.Reader }{channel}, Out: failureNotifier{channel, cancel}}
		stream.Width, stream.Height = session.window.size()
		s.serveConsole(ctx, name, stream, session.window, true)
	case <-ctx.Done():
	}
}
