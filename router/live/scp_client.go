package live

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/ssh"

	"ruthere/modes"
	"ruthere/modes/access"
	"ruthere/router"
)

const (
	scpIdle    = time.Minute   // how long a server may say nothing
	scpLongest = 2 * time.Hour // of a copy
)

// An scpClient is one copy by SCP that the router makes from or to a server.
type scpClient struct {
	order  router.CopyBySCP
	driver *Driver
	config *ssh.ClientConfig
	life   context.Context
	end    context.CancelFunc
	asked  bool // the server has asked for the password
}

// copyBySCP begins a copy; the rest happens on a goroutine of its own.
func (r *Driver) copyBySCP(o router.CopyBySCP) {
	c := &scpClient{order: o, driver: r}
	c.life, c.end = context.WithTimeout(r.life, scpLongest)
	c.config = c.clientConfig()
	r.copies[o.ID] = c
	r.work.Go(func() {
		defer c.end()
		data, failed := c.run()
		c.tell(router.SCPFinished{ID: o.ID, Data: data, Failed: failed})
	})
}

// stopSCP ends a copy of which nobody wants to hear any more.
func (r *Driver) stopSCP(id int) {
	if c := r.copies[id]; c != nil {
		delete(r.copies, id)
		c.end()
	}
}

func (c *scpClient) tell(in router.Input) {
	c.driver.events.Post(func() {
		if c.driver.copies[c.order.ID] != c {
			return
		}
		if _, over := in.(router.SCPFinished); over {
			delete(c.driver.copies, c.order.ID)
		}
		c.driver.stepRouter(in)
	})
}

// clientConfig is the router's side of the handshake. A password is offered once: the same again would be no other.
func (c *scpClient) clientConfig() *ssh.ClientConfig {
	settings := c.driver.router.Config().Clone().SSH
	current, old := ssh.SupportedAlgorithms(), ssh.InsecureAlgorithms()
	config := &ssh.ClientConfig{
		User: c.order.User,
		Auth: []ssh.AuthMethod{
			ssh.PasswordCallback(func() (string, error) { return c.offerPassword() }),
			ssh.KeyboardInteractive(func(_, _ string, questions []string, _ []bool) ([]string, error) {
				if len(questions) == 0 { // some only have something to say
					return nil, nil
				}
				password, err := c.offerPassword()
				if len(questions) > 1 {
					err = errDenied
				}
				return []string{password}, err
			}),
		},
		HostKeyCallback:   ssh.InsecureIgnoreHostKey(), // the device takes any, unless told of it
		HostKeyAlgorithms: usableNames(settings.Client.HostKey, current.HostKeys, old.HostKeys),
		ClientVersion:     sshVersion,
	}
	useAlgorithms(&config.Config, settings.Client, access.SSHMinDH(&settings, c.driver.options.Release))
	return config
}

func (c *scpClient) offerPassword() (string, error) {
	if c.asked {
		return "", errDenied
	}
	c.asked = true
	return c.order.Password, nil
}

// run copies; what has come, or why not.
func (c *scpClient) run() (data string, failed modes.TransferError) {
	d := net.Dialer{Timeout: c.order.Timeout}
	if c.order.From.IsValid() {
		d.LocalAddr = net.TCPAddrFromAddrPort(netip.AddrPortFrom(c.order.From, 0))
	}
	plain, err := d.DialContext(c.life, "tcp4", c.order.To.String())
	if err != nil {
		return "", unreachedServer(err)
	}
	conn := &watchedConn{Conn: plain}
	defer conn.Close()
	defer context.AfterFunc(c.life, func() { conn.Close() })()
	transport, channels, requests, err := ssh.NewClientConn(conn, c.order.To.String(), c.config)
	if err != nil {
		return "", c.refusedHandshake(conn, err)
	}
	client := ssh.NewClient(transport, channels, requests)
	defer client.Close()
	data, err = c.copyOver(client)
	var words modes.TransferError
	switch {
	case err == nil:
		return data, ""
	case errors.As(err, &words):
		return "", words
	case conn.silent.Load() || c.life.Err() != nil:
		return "", modes.TransferTimedOut
	}
	return "", modes.TransferFailed
}

// copyOver runs the far end's scp and speaks with it.
func (c *scpClient) copyOver(client *ssh.Client) (data string, err error) {
	session, err := client.NewSession()
	if err != nil {
		return "", err
	}
	defer session.Close()
	in, err := session.StdinPipe()
	if err != nil {
		return "", err
	}
	out, err := session.StdoutPipe()
	if err != nil {
		return "", err
	}
	far := newSCPFarEnd(out, in, func(p router.SCPProgress) { p.ID = c.order.ID; c.tell(p) })
	option := "-f "
	if c.order.Send {
		option = "-t "
	}
	if err := session.Start("scp " + option + shellWord(c.order.Path)); err != nil {
		return "", err
	}
	if !c.order.Send {
		return far.fetch(c.order.Limit)
	}
	err = far.send(c.order.Path[strings.LastIndexByte(c.order.Path, '/')+1:], c.order.Data)
	_ = in.Close()
	return "", err
}

// unreachedServer is why there is no connection to a server, as `copy` words it.
func unreachedServer(err error) modes.TransferError {
	if dialFailure(err) == modes.StreamRefused {
		return modes.TransferRefused
	}
	return modes.TransferTimedOut
}

// refusedHandshake is why a server does not let the router in. What only the person who runs it can mend is told there.
func (c *scpClient) refusedHandshake(conn *watchedConn, err error) modes.TransferError {
	switch {
	case conn.silent.Load() || c.life.Err() != nil:
		return modes.TransferTimedOut
	case c.asked:
		return modes.TransferDenied
	}
	text := fmt.Sprintf("a copy by SCP: no connection by SSH to %v: %v", c.order.To, err)
	c.driver.events.Post(func() { c.driver.network.noticeOnce(text) })
	return modes.TransferFailed
}

// A watchedConn is a connection whose other side may not be silent for ever.
type watchedConn struct {
	net.Conn
	silent atomic.Bool
}

func (c *watchedConn) Read(b []byte) (int, error) {
	_ = c.SetReadDeadline(time.Now().Add(scpIdle))
	n, err := c.Conn.Read(b)
	return n, c.watch(err)
}

func (c *watchedConn) Write(b []byte) (int, error) {
	_ = c.SetWriteDeadline(time.Now().Add(scpIdle))
	n, err := c.Conn.Write(b)
	return n, c.watch(err)
}

func (c *watchedConn) watch(err error) error {
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		c.silent.Store(true)
	}
	return err
}
