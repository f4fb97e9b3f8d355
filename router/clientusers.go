package router

import (
	"time"

	"ruthere/crypto/ike"
	"ruthere/modes/access"
)

// judgeUser has the password of a remote user (XAUTH) judged: compared outside like all others, or by servers.
func (r *Router) judgeUser(ask ike.CheckUser) {
	r.actAs(nil, func() { // whoever is at a terminal has nothing to do with it
		attempt := access.Attempt{Config: r.config, Methods: access.ClientMethods(r.config, ask.List), User: ask.User, Password: ask.Password,
			At: -1, From: ask.Peer.String()}
		attempt.Judge(r, func(v access.Verdict) {
			r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.UserChecked(now, ask.ID, v.Right, out) })
		})
	})
}
