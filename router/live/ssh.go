package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"golang.org/x/crypto/ssh"

	"ruthere/config"
	"ruthere/crypto/keypair"
	"ruthere/modes/access"
	"ruthere/router"
)

// ListenSSH serves SSH at address (host:port; port 0: a free one) until Run has ended,
// and returns the address bound. It must be called before Run.
func (r *Driver) ListenSSH(address string) (net.Addr, error) {
	if _, err := r.options.NVRAM.privateWithKey(); err != nil {
		return nil, err
	}
	r.ssh = true
	return r.listenTCP("SSH", address, r.serveSSH)
}

// sshVersion is what the device calls itself.
const sshVersion = "SSH-2.0-Cisco-1.25"

// serveSSH serves one connection from the handshake to the end.
func (r *Driver) serveSSH(ctx context.Context, c net.Conn) {
	g := r.newNetworkUser(c)
	defer g.endConnection()
	line, ok := g.requestLine(config.TransportSSH)
	if !ok {
		return
	}
	settings, ok := r.sshSettings()
	if !ok {
		return
	}
	_ = c.SetDeadline(time.Now().Add(settings.Timeout))
	if settings.Version == 1 {
		g.refuseVersion()
		return
	}
	conn, channels, requests, err := ssh.NewServerConn(c, g.sshConfig(ctx, settings, line.Banner))
	if err != nil {
		return
	}
	_ = c.SetDeadline(time.Time{})
	g.serveChannels(ctx, conn, channels, requests)
}

// sshSettings are the configuration of SSH, and its host key.
type sshSettings struct {
	config.SSH
	minDH int // bits
	key   ssh.Signer
}

// sshSettings asks the router for them; false: it has no key, or was switched off.
func (r *Driver) sshSettings() (s sshSettings, ok bool) {
	r.events.Ask(func() {
		var pair keypair.Pair
		pair, ok = r.router.SSHKey()
		c := r.router.Config().Clone()
		s = sshSettings{SSH: c.SSH, minDH: access.SSHMinDH(&c.SSH, r.options.Release)}
		if ok {
			s.key, _ = ssh.NewSignerFromKey(pair.Key) // any RSA key makes one
		}
	})
	return s, ok && s.key != nil
}

// sshConfig is the server's side of the handshake with the user.
func (g *networkUser) sshConfig(ctx context.Context, s sshSettings, banner string) *ssh.ServerConfig {
	c := &ssh.ServerConfig{
		ServerVersion: sshVersion,
		MaxAuthTries:  -1, // the router counts
		PasswordCallback: func(m ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
			return g.authenticateUser(ctx, m, router.Authenticate{User: m.User(), Password: string(password)})
		},
		KeyboardInteractiveCallback: func(m ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
			answers, err := ask("", "", []string{"Password: "}, []bool{false})
			if err != nil {
				return nil, err
			}
			if len(answers) != 1 {
				return nil, errDenied
			}
			return g.authenticateUser(ctx, m, router.Authenticate{User: m.User(), Password: answers[0]})
		},
		PublicKeyCallback: func(m ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			return g.authenticateUser(ctx, m, router.Authenticate{User: m.User(), PublicKey: key.Marshal(), Query: true})
		},
		VerifiedPublicKeyCallback: func(m ssh.ConnMetadata, key ssh.PublicKey, p *ssh.Permissions, _ string) (*ssh.Permissions, error) {
			if _, err := g.authenticateUser(ctx, m, router.Authenticate{User: m.User(), PublicKey: key.Marshal()}); err != nil {
				return nil, err
			}
			return p, nil
		},
		BannerCallback: func(ssh.ConnMetadata) string { return banner },
	}
	useAlgorithms(&c.Config, s.Server, s.minDH)
	c.PublicKeyAuthAlgorithms = ssh.SupportedAlgorithms().PublicKeyAuths
	c.AddHostKey(hostKeyFor(s.key, s.Server.HostKey))
	return c
}

var errDenied = errors.New("authentication failed")

// authenticateUser offers a user's password to the router, and waits as long as it wants a
// failure to take.
func (g *networkUser) authenticateUser(ctx context.Context, m ssh.ConnMetadata, in router.Authenticate) (*ssh.Permissions, error) {
	in.Terminal = g.id
	in.In, in.Out = negotiatedCiphers(m)
	answer, ok := g.askRouter(in)
	if !ok {
		return nil, errDenied
	}
	verdict := answer.(router.Authenticated)
	if verdict.OK {
		return nil, nil
	}
	select {
	case <-time.After(verdict.Wait):
	case <-g.gone:
	case <-ctx.Done():
	}
	if verdict.Left <= 0 {
		_ = g.conn.Close()
		return nil, fmt.Errorf("%w: no attempt is left", errDenied)
	}
	return nil, errDenied
}

// refuseVersion tells a client that the router is to speak version 1, which it has not
// learnt. A client of version 2 says so to its user and goes.
func (g *networkUser) refuseVersion() {
	g.driver.events.Post(func() {
		g.driver.network.noticeOnce("a client by SSH was refused: only version 2 is spoken, and the configuration says ip ssh version 1")
	})
	_, _ = io.WriteString(g.conn, "SSH-1.5-Cisco-1.25\n")
	_, _ = g.conn.Read(make([]byte, 256)) // its own version: closing before that may lose ours
}
