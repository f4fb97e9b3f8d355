package live

import (
	"context"
	"io"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"

	"ruthere/modes"
	"ruthere/router"
)

// serveChannels gives a user who was let in one session, as the device does: a client
// that wants several makes several connections.
func (g *networkUser) serveChannels(ctx context.Context, conn *ssh.ServerConn, channels <-chan ssh.NewChannel,
	requests <-chan *ssh.Request) {
	ctx, cancel := context.WithCancel(ctx)
	var all sync.WaitGroup
	defer all.Wait()
	defer conn.Close()
	defer cancel()
	all.Go(func() { ssh.DiscardRequests(requests) })
	all.Go(func() { _ = conn.Wait(); cancel() })

	served := make(chan struct{})
	taken := false
	for {
		select {
		case offered, ok := <-channels:
			switch {
			case !ok:
				return
			case offered.ChannelType() != "session":
				_ = offered.Reject(ssh.UnknownChannelType, "only sessions are served")
			case taken:
				_ = offered.Reject(ssh.ResourceShortage, "one session to a connection")
			default:
				channel, requests, err := offered.Accept()
				if err != nil {
					return
				}
				taken = true
				s := &sshSession{started: make(chan router.Enter, 1), window: newWindow()}
				s.in, s.out = negotiatedCiphers(conn.Conn)
				session, end := context.WithCancel(ctx)
				all.Go(func() { defer end(); s.answerRequests(requests) }) // requests end with the channel
				all.Go(func() { defer close(served); g.serveSession(session, end, s, channel) })
			}
		case <-served:
			// The client has it all, and closes; a connection closed too early could
			// take the last lines with it.
			select {
			case <-ctx.Done():
			case <-time.After(lingerTime):
			}
			return
		case <-ctx.Done():
			return
		}
	}
}

// serveSession serves the session channel until the login ends or the client does.
func (g *networkUser) serveSession(ctx context.Context, end func(), s *sshSession, channel ssh.Channel) {
	defer channel.Close()
	defer end()
	select {
	case in := <-s.started:
		// The terminal's end is not yet the channel's: the exit status comes between.
		stream := Stream{In: struct{ io.Reader }{channel}, Out: failureNotifier{channel, end}}
		stream.Width, stream.Height = s.window.size()
		if copying, ok := parseSCP(in.Command); ok {
			active := &activityReader{Reader: channel, tell: func() { g.driver.Do(router.UserActive{Terminal: g.id}) }}
			status := copying.serveCopy(g, readWriter{active, channel})
			_, _ = channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{status}))
			return
		}
		t, err := g.openTerminal(stream, in)
		if err != nil {
			return
		}
		go s.window.followWindow(ctx, t) // its end may wait for the connection's
		_ = t.Serve(ctx)
		_, _ = channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{0}))
	case <-ctx.Done():
	}
}

// An sshSession is what the client asked of its session channel.
type sshSession struct {
	started  chan router.Enter // at most one
	window   *window
	terminal bool
	begun    bool
	in, out  modes.SSHCiphers // what protects the connection
}

// negotiatedCiphers is what was negotiated. A cipher that authenticates needs no MAC.
func negotiatedCiphers(conn ssh.ConnMetadata) (in, out modes.SSHCiphers) {
	c, ok := conn.(ssh.AlgorithmsConnMetadata)
	if !ok {
		return in, out
	}
	a := c.Algorithms()
	return modes.SSHCiphers{Encryption: a.Read.Cipher, MAC: a.Read.MAC}, modes.SSHCiphers{Encryption: a.Write.Cipher, MAC: a.Write.MAC}
}

// answerRequests takes the client's requests, RFC 4254 6.2 to 6.7. It never waits for the
// terminal: a client that reads nothing could then not even close the channel.
func (s *sshSession) answerRequests(requests <-chan *ssh.Request) {
	for r := range requests {
		ok := s.takeRequest(r)
		if r.WantReply {
			_ = r.Reply(ok, nil)
		}
	}
}

func (s *sshSession) takeRequest(r *ssh.Request) bool {
	switch r.Type {
	case "pty-req":
		var m struct {
			Term                                string
			Columns, Rows, PixelWide, PixelTall uint32
			Modes                               string
		}
		if ssh.Unmarshal(r.Payload, &m) != nil {
			return false
		}
		s.terminal = true
		s.window.setSize(int(m.Columns), int(m.Rows))
		return true
	case "window-change":
		var m struct{ Columns, Rows, PixelWide, PixelTall uint32 }
		if ssh.Unmarshal(r.Payload, &m) != nil {
			return false
		}
		s.window.setSize(int(m.Columns), int(m.Rows))
		return true
	case "shell":
		return s.startSession(router.Enter{})
	case "exec":
		var m struct{ Command string }
		return ssh.Unmarshal(r.Payload, &m) == nil && s.startSession(router.Enter{Command: m.Command})
	case "env": // of no use here, and of no harm
		return true
	}
	return false
}

func (s *sshSession) startSession(in router.Enter) bool {
	if s.begun {
		return false
	}
	s.begun = true
	in.Unpaged, in.In, in.Out = !s.terminal, s.in, s.out
	s.started <- in
	return true
}
