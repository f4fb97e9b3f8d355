package live

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"golang.org/x/crypto/ssh"

	"ruthere/config"
	"ruthere/router"
)

// ListenSSH serves SSH at address (host:port; port 0: a free one) until Run has ended,
// and returns the address bound. It must be called before Run.
func (r *Router) ListenSSH(address string) (net.Addr, error) {
	key, err := r.options.NVRAM.hostKey()
	if err != nil {
		return nil, err
	}
	r.hostKey = key
	return r.listen("SSH", address, r.serveSSH)
}

// sshVersion is what the device calls itself.
const sshVersion = "SSH-2.0-Cisco-1.25"

// serveSSH serves one connection from the handshake to the end.
func (r *Router) serveSSH(ctx context.Context, c net.Conn) {
	g := r.newGuest(c)
	defer g.leave()
	line, ok := g.connect("ssh")
	if !ok {
		return
	}
	settings, ok := r.sshSettings()
	if !ok {
		return
	}
	_ = c.SetDeadline(time.Now().Add(settings.Timeout))
	conn, channels, requests, err := ssh.NewServerConn(c, g.sshConfig(ctx, settings, line.Banner))
	if err != nil {
		return
	}
	_ = c.SetDeadline(time.Time{})
	g.serveChannels(ctx, conn, channels, requests)
}

// sshSettings are what the configuration says of SSH.
type sshSettings struct {
	config.SSH
	key ssh.Signer
}

// sshSettings asks the router for them; false: it has no key, or was switched off.
func (r *Router) sshSettings() (s sshSettings, ok bool) {
	r.ask(func() {
		s = sshSettings{r.box.Config().Clone().SSH, r.hostKey}
		ok = s.key != nil
	})
	return s, ok
}

// sshConfig is the server's side of the handshake with the guest.
func (g *guest) sshConfig(ctx context.Context, s sshSettings, banner string) *ssh.ServerConfig {
	c := &ssh.ServerConfig{
		ServerVersion: sshVersion,
		MaxAuthTries:  -1, // the router counts
		PasswordCallback: func(m ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
			return g.authenticate(ctx, router.Authenticate{User: m.User(), Password: string(password)})
		},
		KeyboardInteractiveCallback: func(m ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
			answers, err := ask("", "", []string{"Password: "}, []bool{false})
			if err != nil {
				return nil, err
			}
			if len(answers) != 1 {
				return nil, errDenied
			}
			return g.authenticate(ctx, router.Authenticate{User: m.User(), Password: answers[0]})
		},
		PublicKeyCallback: func(m ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			return g.authenticate(ctx, router.Authenticate{User: m.User(), PublicKey: key.Marshal(), Query: true})
		},
		VerifiedPublicKeyCallback: func(m ssh.ConnMetadata, key ssh.PublicKey, p *ssh.Permissions, _ string) (*ssh.Permissions, error) {
			if _, err := g.authenticate(ctx, router.Authenticate{User: m.User(), PublicKey: key.Marshal()}); err != nil {
				return nil, err
			}
			return p, nil
		},
		BannerCallback: func(ssh.ConnMetadata) string { return banner },
	}
	useAlgorithms(c, s.Server)
	c.AddHostKey(hostKeyFor(s.key, s.Server.HostKey))
	return c
}

var errDenied = errors.New("authentication failed")

// authenticate offers a user's password to the router, and waits as long as it wants a
// failure to take.
func (g *guest) authenticate(ctx context.Context, in router.Authenticate) (*ssh.Permissions, error) {
	in.Terminal = g.id
	answer, ok := g.ask(in)
	if !ok {
		return nil, errDenied
	}
	verdict := answer.(router.Authenticated)
	if verdict.OK {
		return nil, nil
	}
	select {
	case <-time.After(verdict.Wait):
	case <-ctx.Done():
	}
	if verdict.Left <= 0 {
		_ = g.conn.Close()
		return nil, fmt.Errorf("%w: no attempt is left", errDenied)
	}
	return nil, errDenied
}

// publicKey is the host key as its users see it; nil if there is no SSH server.
func (r *Router) publicKey() []byte {
	if r.hostKey == nil {
		return nil
	}
	return r.hostKey.PublicKey().Marshal()
}
