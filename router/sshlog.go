package router

import (
	"ruthere/config"
	"ruthere/debuglog"
)

// What `ip ssh logging events` has the router say of its sessions. A cipher is named as
// the client's side has it.

// logSSHSession is for a client who has agreed with the router on algorithms and now
// first authenticates.
func (r *Router) logSSHSession(t *connection, in Authenticate) {
	if !t.agreed {
		t.agreed = true
		r.Log(debuglog.SSHAgreed("client->server", in.In.Encryption, in.In.MAC), debuglog.SSHAgreed("server->client", in.Out.Encryption,
			in.Out.MAC))
	}
	t.in, t.out = in.In, in.Out
	if !r.config.SSH.LogEvents || t.logged {
		return
	}
	t.logged = true
	s := t.Status()
	r.Log(debuglog.SSHSession(s.From, s.Number, t.in.Encryption, t.in.MAC))
}

// traceSSHRequests tells of what a client asks for once its user is known: a terminal and a shell,
// or one command.
func (r *Router) traceSSHRequests(t *connection, in Enter) {
	if t.transport != config.TransportSSH || !t.known {
		return
	}
	requests := []string{"channel open request", "pty-req request", "shell request", "shell message received"}
	if in.Command != "" {
		requests = []string{"channel open request", "exec request", "exec message received"}
	}
	for _, what := range requests {
		r.Log(debuglog.SSHAsked(t.Status().Number, what))
	}
}

func (r *Router) logSSHUser(t *connection, user string, ok bool) {
	r.Log(debuglog.SSHResult(t.Status().Number, user, ok))
	if t.logged {
		s := t.Status()
		r.Log(debuglog.SSHUserAuth(user, s.From, s.Number, t.in.Encryption, t.in.MAC, ok))
	}
}

func (r *Router) logSSHClose(t *connection) {
	if t.transport == config.TransportSSH && !t.ended {
		t.ended = true
		r.Log(debuglog.SSHEnded(t.Status().Number))
	}
	if t.logged {
		t.logged = false
		s := t.Status()
		r.Log(debuglog.SSHClose(s.From, s.Number, t.user, t.in.Encryption, t.in.MAC))
	}
}
