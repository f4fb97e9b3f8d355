package router

import "ruthere/debuglog"

// What `ip ssh logging events` has the router say of its sessions. A cipher is named as
// the client's side has it.

// logSSHSession is for a client who has agreed with the router on algorithms and now
// first authenticates.
func (r *Router) logSSHSession(t *connection, in Authenticate) {
	t.in, t.out = in.In, in.Out
	if !r.config.SSH.LogEvents || t.logged {
		return
	}
	t.logged = true
	s := t.Status()
	r.Log(debuglog.SSHSession(s.From, s.Number, t.in.Encryption, t.in.MAC))
}

func (r *Router) logSSHUser(t *connection, user string, ok bool) {
	if t.logged {
		s := t.Status()
		r.Log(debuglog.SSHUserAuth(user, s.From, s.Number, t.in.Encryption, t.in.MAC, ok))
	}
}

func (r *Router) logSSHClose(t *connection) {
	if t.logged {
		t.logged = false
		s := t.Status()
		r.Log(debuglog.SSHClose(s.From, s.Number, t.user, t.in.Encryption, t.in.MAC))
	}
}
