package router

// Passwords are compared outside of the router, for their hashes are made to take time: nobody
// else waits for it.
type passwordChecks struct {
	last    int // number of a check
	waiting map[int]func(right bool)
}

// Judge has a check done by the driver. Done gets the verdict, unless the terminal that asked
// is closed by then.
func (r *Router) Judge(check func() bool, done func(right bool)) {
	r.checks.last++
	id, actor := r.checks.last, r.actor
	if r.checks.waiting == nil {
		r.checks.waiting = map[int]func(bool){}
	}
	r.checks.waiting[id] = func(right bool) {
		if actor == nil || !actor.Closed() {
			r.actAs(actor, func() { done(right) })
		}
	}
	r.out.add(CheckPassword{ID: id, Check: check})
}

func (r *Router) takeVerdict(in PasswordChecked) {
	if done := r.checks.waiting[in.ID]; done != nil {
		delete(r.checks.waiting, in.ID)
		done(in.Right)
	}
}
