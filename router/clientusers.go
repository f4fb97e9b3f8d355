package router

import (
	"time"

	"ruthere/crypto/ike"
	"ruthere/modes/access"
)

// judgeUser has the password of a remote user (XAUTH) compared, outside like all others.
func (r *Router) judgeUser(ask ike.CheckUser) {
	r.actAs(nil, func() { // whoever is at a terminal has nothing to do with it
		r.Judge(access.VerifyClient(r.config, ask.List, ask.User, ask.Password), func(right bool) {
			r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.UserChecked(now, ask.ID, right, out) })
		})
	})
}
